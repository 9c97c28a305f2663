"""Differences as a page: one file of HTML without scripts or anything that is fetched, light and dark."""

import difflib
import html
import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Difference
from agent.core.words import Words

_TITLE = Words("Differences", "差分")
_COUNT = Words(
    "{count} {count:difference|differences} between {before} and {after}", "「{before}」と「{after}」の違い {count} 件"
)
_NONE = Words("They do not differ.", "違いはありません。")
_HEADS = (Words("Place", "場所"), Words("Kind", "種類"), Words("Change", "変更"))
_KINDS = {
    "": Words("contents", "内容"), "value": Words("value", "値"), "formula": Words("formula", "数式"),
    "format": Words("format", "書式"), "moved": Words("moved", "移動"), "added": Words("added", "追加"),
    "removed": Words("removed", "削除"), "style": Words("style", "スタイル"), "comment": Words("comment", "コメント"),
    "picture": Words("picture", "画像"), "property": Words("property", "設定"), "text": Words("text", "文章"),
    "table": Words("table", "表"),
}  # fmt: skip
# Words, runs of blanks, and each wide character by itself: what a person sees as one piece that changed.
_PIECES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]|\w+|\s+|.", re.DOTALL)
_MOST_PIECES = 4_000
# Below a third it reads as noise.
_LEAST_ALIKE = 0.3
_STYLE = """
:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#6e6e73;--rule:#e5e5ea;--page:#fff;--out:#fde7e9;--in:#e3f5e6}
@media(prefers-color-scheme:dark){:root{--ink:#f2f2f7;--soft:#98989d;--rule:#3a3a3c;--page:#1c1c1e;--out:#4a2226;--in:#1f3d27}}
body{font:15px/1.6 system-ui,"Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP",sans-serif;color:var(--ink);
background:var(--page);max-width:70em;margin:3em auto;padding:0 1.5em}
h1{font-size:1.4em;margin:0}p{color:var(--soft);margin:.2em 0 2em}
table{border-collapse:collapse;width:100%}th{text-align:left;color:var(--soft);font-weight:500}
th,td{padding:.5em .8em;border-bottom:1px solid var(--rule);vertical-align:top}
td:first-child,td:nth-child(2){white-space:nowrap;color:var(--soft)}td:last-child{white-space:pre-wrap;word-break:break-word}
del{background:var(--out);text-decoration:line-through}ins{background:var(--in);text-decoration:none}
"""


def page_of(before: str, after: str, differences: Sequence[Difference], language: str) -> str:
    """The page; `before` and `after` are the names of the versions."""
    count = _COUNT.of(count=len(differences), before=before, after=after).text(language)
    heads = "".join(f"<th>{head.text(language)}</th>" for head in _HEADS)
    rows = "\n".join(_row(one, language) for one in differences)
    table = f"<table><tr>{heads}</tr>\n{rows}</table>" if rows else f"<p>{_NONE.text(language)}</p>"
    title = _TITLE.text(language)
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style>\n<h1>{title}</h1><p>{html.escape(count)}</p>\n{table}\n</html>"
    )


def _row(one: Difference, language: str) -> str:
    kind = _KINDS[one.kind].text(language) if one.kind in _KINDS else one.kind
    marked = "".join(_marked(one.before, one.after))
    return f"<tr><td>{html.escape(one.anchor)}</td><td>{html.escape(kind)}</td><td>{marked}</td></tr>"


def _marked(before: str, after: str) -> Iterator[str]:
    """What went and what came, word by word; as wholes when little is equal."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if len(old) + len(new) > _MOST_PIECES or match.ratio() < _LEAST_ALIKE:
        yield _wrapped("del", before) + _wrapped("ins", after)
        return
    for tag, a, b, c, d in match.get_opcodes():
        if tag == "equal":
            yield html.escape("".join(old[a:b]))
        else:
            yield _wrapped("del", "".join(old[a:b])) + _wrapped("ins", "".join(new[c:d]))


def _wrapped(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(text)}</{tag}>" if text else ""
