"""Differences as a page: one file of HTML without scripts or anything that is fetched, light and dark."""

import html
from collections.abc import Sequence
from pathlib import Path

from agent.core.documents import Difference
from agent.core.words import Words
from agent.documents.telling import Told, counted, told

_TITLE = Words("Differences", "差分")
_BETWEEN = Words("{count} between {before} and {after}", "「{before}」と「{after}」: {count}")
_NONE = Words("They do not differ.", "違いはありません。")
_HEADS = (Words("Place", "場所"), Words("Kind", "種類"), Words("Change", "変更"))
_STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#6e6e73;--rule:#e5e5ea;--page:#fff;--out:#fde7e9;--in:#e3f5e6}
@media(prefers-color-scheme:dark){:root{--ink:#f2f2f7;--soft:#98989d;--rule:#3a3a3c;--page:#1c1c1e;--out:#4a2226;--in:#1f3d27}}
body{font:15px/1.6 system-ui,"Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP",sans-serif;color:var(--ink);
background:var(--page);max-width:70em;margin:3em auto;padding:0 1.5em}
h1{font-size:1.4em;margin:0}p{color:var(--soft);margin:.2em 0 2em}
table{border-collapse:collapse;width:100%;table-layout:fixed}th:first-child{width:20%}th:nth-child(2){width:9%;min-width:5em}
th{text-align:left;color:var(--soft);font-weight:500}
th,td{padding:.5em .8em;border-bottom:1px solid var(--rule);vertical-align:top}
td:first-child,td:nth-child(2){color:var(--soft);overflow-wrap:anywhere}td:last-child{white-space:pre-wrap;word-break:break-word}
del{background:var(--out);text-decoration:line-through}ins{background:var(--in);text-decoration:underline}del+ins{margin-left:.35em}
tr{break-inside:avoid}thead{display:table-header-group}
@media print{:root{--ink:#000;--soft:#555;--rule:#ccc;--page:#fff;--out:#fde7e9;--in:#e3f5e6}
body{max-width:none;margin:0;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def page_of(before: str, after: str, differences: Sequence[Difference], language: str) -> str:
    """The page; `before` and `after` are the names of the versions."""
    names = [Path(one).name for one in (before, after)]
    if names[0] != names[1]:  # of two files with one name the folders tell which is which
        before, after = names
    count = _BETWEEN.of(count=counted(len(differences)), before=before, after=after).text(language)
    heads = "".join(f"<th>{head.text(language)}</th>" for head in _HEADS)
    rows = "\n".join(_row(told(one, after, language)) for one in differences)
    table = (
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
        if rows
        else f"<p>{_NONE.text(language)}</p>"
    )
    title = _TITLE.text(language)
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style>\n<h1>{title}</h1><p>{html.escape(count)}</p>\n{table}\n</html>"
    )


def _row(one: Told) -> str:
    marked = "".join(_wrapped(*piece) for piece in one.pieces)
    return f"<tr><td>{html.escape(one.place)}</td><td>{html.escape(one.kind)}</td><td>{marked}</td></tr>"


def _wrapped(sign: str, text: str) -> str:
    safe = html.escape(text)
    tag = {"-": "del", "+": "ins"}.get(sign)
    return f"<{tag}>{safe}</{tag}>" if tag else safe
