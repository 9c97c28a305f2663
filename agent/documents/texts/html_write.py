"""Blocks written as an HTML page that needs nothing beside itself (HTML Living Standard)."""

from collections.abc import Iterable, Iterator, Sequence

from agent.documents.opc.xml_text import escaped
from agent.documents.texts.markdown_blocks import Block, Grid, PageBreak, Piece, Span

_STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;line-height:1.6;font-family:system-ui,'Yu Gothic',"
    "'Hiragino Sans',sans-serif}table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #999;"
    "padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}th{background:#eef1f6}img{max-width:100%}pre{background:#f5f5f5;padding:.6rem;"
    "overflow:auto}blockquote{border-left:3px solid #bbb;margin-left:0;padding-left:1rem}"
)
_LINKS = ("http://", "https://", "mailto:", "tel:", "#")
_LISTS = {"bullet": "ul", "number": "ol"}


def html_of(pieces: Iterable[Piece], title: str) -> str:
    """A whole page; footnotes stand at its end. Addresses that could run something are no links."""
    notes: list[str] = []
    body = "".join(_written(pieces, notes))
    if notes:
        items = "".join(f'<li id="note{number}">{escaped(text)}</li>' for number, text in enumerate(notes, 1))
        body += f"\n<hr>\n<ol>{items}</ol>"
    return page(title, body)


def page(title: str, body: str) -> str:
    """A page with these contents of its body, in our look."""
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{escaped(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _written(pieces: Iterable[Piece], notes: list[str]) -> Iterator[str]:
    open_lists: list[str] = []
    for piece in pieces:
        if isinstance(piece, Block) and piece.kind in _LISTS:
            yield from _item(piece, open_lists, notes)
            continue
        yield from _closed(open_lists, 0)
        yield f"{_block(piece, notes)}\n"
    yield from _closed(open_lists, 0)


def _item(block: Block, open_lists: list[str], notes: list[str]) -> Iterator[str]:
    """A list item; deeper lists lie inside of the item before them."""
    kind = _LISTS[block.kind]
    yield from _closed(open_lists, block.level + 1)
    if len(open_lists) == block.level + 1:
        if open_lists[-1] == kind and not (block.starts and kind == "ol"):
            yield "</li>"
        else:
            yield from _closed(open_lists, block.level)
    while len(open_lists) < block.level + 1:
        open_lists.append(kind)
        yield f"<{kind}>" if len(open_lists) == block.level + 1 else f"<{kind}><li>"
    number = f' value="{block.number}"' if block.number and kind == "ol" else ""
    yield f"<li{number}>{_spans(block.spans, notes)}"


def _closed(open_lists: list[str], depth: int) -> Iterator[str]:
    while len(open_lists) > depth:
        yield f"</li></{open_lists.pop()}>"


def _block(piece: Piece, notes: list[str]) -> str:
    match piece:
        case PageBreak():
            return '<hr style="page-break-after:always">'
        case Grid():
            return _table(piece, notes)
        case Block("heading"):
            level = min(piece.level, 6)
            return f"<h{level}>{_spans(piece.spans, notes)}</h{level}>"
        case Block("quote"):
            return f"<blockquote><p>{_spans(piece.spans, notes)}</p></blockquote>"
        case _:
            return _paragraph(piece, notes)


def _paragraph(block: Block, notes: list[str]) -> str:
    if block.kind == "rule":
        return "<hr>"
    words = _spans(block.spans, notes)
    return f"<pre>{words}</pre>" if block.kind == "code" else f"<p>{words}</p>"


def _table(grid: Grid, notes: list[str]) -> str:
    rows = []
    for number, row in enumerate(grid.rows):
        cell = "th" if number == 0 else "td"
        rows.append(f"<tr>{''.join(f'<{cell}>{_spans(one, notes)}</{cell}>' for one in row)}</tr>")
    return f"<table>\n{chr(10).join(rows)}\n</table>"


def _spans(spans: Sequence[Span], notes: list[str]) -> str:
    return "".join(_span(span, notes) for span in spans)


def _span(span: Span, notes: list[str]) -> str:
    if span.note:
        notes.append(span.note)
        return f'<sup><a href="#note{len(notes)}">{len(notes)}</a></sup>'
    if span.picture:
        return f'<img src="{span.picture}" alt="{escaped(span.text)}">'
    words = escaped(span.text).replace("\v", "<br>")
    marks = (("code", span.code), ("s", span.strike), ("em", span.italic), ("strong", span.bold))
    for tag, on in marks:
        words = f"<{tag}>{words}</{tag}>" if on else words
    return f'<a href="{escaped(span.link)}">{words}</a>' if span.link.lower().startswith(_LINKS) else words
