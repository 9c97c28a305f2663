"""A page of hypertext out of values: whatever is no Html is escaped, so that no name and no word can become markup."""

import html
from collections.abc import Sequence

from agent.core.paths import shown

STYLE = """
:root{--ink:#1f2328;--muted:#6a737d;--line:#d8dee4;--soft:#f6f8fa;--paper:#fff;--good:#1a7f37;--bad:#c62828;--warn:#9a6700}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--muted:#8b949e;--line:#30363d;--soft:#161b22;--paper:#0d1117;
--good:#3fb950;--bad:#ff7b72;--warn:#d29922}}
*{box-sizing:border-box}
body{font:15px/1.6 system-ui,-apple-system,"Segoe UI","Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP",sans-serif;
color:var(--ink);background:var(--paper);max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 4rem;
overflow-wrap:anywhere}
header{border-bottom:1px solid var(--line);padding-bottom:1.25rem;margin-bottom:1.5rem}
.over{color:var(--muted);font-size:.85rem;letter-spacing:.02em;margin:0}
h1{font-size:1.6rem;line-height:1.3;margin:.25rem 0 .5rem}
h2{font-size:1.1rem;margin:2.5rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.5rem 0 .4rem}
p{margin:.4rem 0}
time,.muted{color:var(--muted)}
time{font-variant-numeric:tabular-nums;white-space:nowrap;font-size:.85rem;font-weight:400}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:0}
dt{color:var(--muted)}dd{margin:0}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-size:.92rem}
th{text-align:left;font-weight:600;color:var(--muted);border-bottom:1px solid var(--line);
padding:.35rem .75rem .35rem 0}
td{vertical-align:top;border-bottom:1px solid var(--line);padding:.4rem .75rem .4rem 0}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.number+td:not(.number),.number+th:not(.number){padding-left:1.25rem}
code{font:.85em/1.4 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;background:var(--soft);padding:.05em .3em;
border-radius:3px}
.said{white-space:pre-wrap;margin:.2rem 0 0}
.said.person{background:var(--soft);border-left:3px solid var(--line);padding:.5rem .75rem;border-radius:0 4px 4px 0}
ol.course{list-style:none;padding:0;margin:0}
ol.course>li{display:grid;grid-template-columns:5.5rem 1fr;gap:0 1rem;padding:.45rem 0;
border-bottom:1px solid var(--line);break-inside:avoid}
.verdict{border:1px solid var(--line);border-left:4px solid var(--good);border-radius:4px;padding:.6rem .9rem;
margin-bottom:1rem}
.verdict.bad{border-left-color:var(--bad)}
.good{color:var(--good)}.bad>strong,.declined{color:var(--bad)}.warn{color:var(--warn)}
del{color:var(--bad);text-decoration-thickness:1px}ins{color:var(--good);text-decoration:none}
tr,dl,.verdict{break-inside:avoid}h3,h3+p,thead{break-after:avoid}
@media print{:root{--ink:#000;--muted:#555;--line:#bbb;--soft:#f4f4f4;--paper:#fff;--good:#1a7f37;--bad:#b00020}
body{max-width:none;padding:0;font-size:10.5pt}h2{break-after:avoid}@page{margin:18mm}}
"""
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def page(title: str, language: str, *parts: str) -> str:
    """A whole page that needs nothing else: no script, nothing from elsewhere."""
    body = "\n".join(part for part in parts if part)
    return _PAGE.format(language=escaped(language), title=escaped(title), style=STYLE, body=body)


def escaped(value: object) -> Html:
    """Any value as markup. Line breaks and tabs stay; every other character that is not to be seen is named."""
    if isinstance(value, Html):
        return value
    lines = str(value).replace("\r\n", "\n").split("\n")
    return Html("\n".join(html.escape("\t".join(map(shown, line.split("\t")))) for line in lines))


def tag(name: str, *inner: object, of: str = "", **attributes: str) -> Html:
    """An element with the class `of`."""
    given = {"class": of, **attributes} if of else attributes
    head = "".join(f' {key}="{escaped(value)}"' for key, value in given.items())
    return Html(f"<{name}{head}>{Html(''.join(map(escaped, inner)))}</{name}>")


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int] = ()) -> Html:
    """A table; the columns at `numbers` are set to the right. Empty columns are left out; nothing without rows."""
    shown_ones = [index for index in range(len(headings)) if any(row[index] for row in rows)]
    if not shown_ones:
        return Html()

    def cell(kind: str, index: int, value: object) -> Html:
        return tag(kind, value, of="number" if index in numbers else "")

    head = tag("tr", *(cell("th", index, headings[index]) for index in shown_ones))
    body = [tag("tr", *(cell("td", index, row[index]) for index in shown_ones)) for row in rows]
    return tag("table", tag("thead", head), tag("tbody", *body))


def terms(pairs: Sequence[tuple[str, object]]) -> Html:
    """Names with values."""
    return tag("dl", *(Html(tag("dt", name) + tag("dd", value)) for name, value in pairs if value))


def moment(at: str, *, day: bool = False) -> Html:
    """A time (ISO 8601, UTC), with its day or without."""
    text = at[:19].replace("T", " ") if day else at[11:19]
    return tag("time", text or at, datetime=at)
