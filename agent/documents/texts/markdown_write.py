"""Blocks written as Markdown (CommonMark 0.31 with tables, strikethrough and footnotes)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.documents.texts.markdown_blocks import Block, Grid, PageBreak, Piece, Span

# What would begin emphasis, code, a tag or a link; underscores inside of words begin nothing.
_SPECIAL = re.compile(r"[\\`*]|<(?=[A-Za-z/!?])|(?<!\w)_|_(?!\w)|\[(?=[^\]]*\]\()|\[(?=\^)|~~")
# What would make a paragraph a heading, a list, a quote or a line.
_BEGINNING = re.compile(r"^(\s*)([#>+-](?=\s|$)|={3,}|-{3,})|^(\s*\d+)([.)])(?=\s)")
_PIPE = re.compile(r"\|")


def markdown_of(pieces: Iterable[Piece]) -> str:
    """A Markdown text; footnotes are numbered and stand at its end."""
    notes: list[str] = []
    lines: list[str] = []
    before: Piece | None = None
    numbers: dict[int, int] = {}
    for piece in pieces:
        if before is not None and not (_is_item(before) and _is_item(piece)):
            lines.append("")
        lines += _written(piece, notes, numbers)
        before = piece
    if notes:
        lines += ["", *(f"[^{number}]: {text}" for number, text in enumerate(notes, 1))]
    return "\n".join(lines) + "\n"


def _is_item(piece: Piece) -> bool:
    return isinstance(piece, Block) and piece.kind in {"bullet", "number"}


def _written(piece: Piece, notes: list[str], numbers: dict[int, int]) -> Iterator[str]:
    match piece:
        case PageBreak():
            yield "\\newpage"
        case Grid():
            yield from _table(piece, notes)
        case Block("bullet"):
            yield f"{'    ' * piece.level}- {_indented(piece, notes)}"
        case Block("number"):
            numbers[piece.level] = piece.number or (1 if piece.starts else numbers.get(piece.level, 0) + 1)
            yield f"{'    ' * piece.level}{numbers[piece.level]}. {_indented(piece, notes)}"
        case Block("text", _, level) if level:  # a further paragraph of a list item
            yield "    " * level + _indented(replace(piece, level=level - 1), notes)
        case _:
            yield _paragraph(piece, notes)


def _paragraph(block: Block, notes: list[str]) -> str:
    match block.kind:
        case "heading":
            return f"{'#' * min(block.level, 6)} {_line(block.spans, notes).strip()}".replace("\v", " ")
        case "code":
            return f"```\n{''.join(span.text for span in block.spans)}\n```"
        case "rule":
            return "---"
        case "quote":
            return f"> {_text(block.spans, notes)}".replace("\n", "\n> ")
        case _:
            return _text(block.spans, notes)


def _indented(block: Block, notes: list[str]) -> str:
    return _text(block.spans, notes).replace("\n", "\n" + "    " * (block.level + 1))


def _text(spans: Sequence[Span], notes: list[str]) -> str:
    line = _BEGINNING.sub(_escaped_beginning, _line(spans, notes).strip(), count=1)
    return line.replace("\v", "  \n")


def _escaped_beginning(found: re.Match[str]) -> str:
    return f"{found[3]}\\{found[4]}" if found[3] is not None else f"{found[1]}\\{found[2]}"


def _line(spans: Sequence[Span], notes: list[str]) -> str:
    return "".join(_span(span, notes) for span in spans)


def _span(span: Span, notes: list[str]) -> str:
    if span.note:
        notes.append(" ".join(span.note.split()))
        return f"[^{len(notes)}]"
    if span.code:
        fence = "``" if "`" in span.text else "`"
        return f"{fence}{span.text}{fence}"
    inner = span.text.strip()
    if not inner:
        return span.text.replace("\t", " ")
    # Marks of emphasis must touch the words.
    start = span.text[: len(span.text) - len(span.text.lstrip())]
    end = span.text[len(span.text.rstrip()) :]
    words = _SPECIAL.sub(lambda found: f"\\{found[0]}", inner).replace("\t", " ")
    for on, mark in ((span.strike, "~~"), (span.italic, "*"), (span.bold, "**")):
        words = f"{mark}{words}{mark}" if on else words
    if span.link:
        words = f"[{words}]({_address(span.link)})"
    return f"{start}{words}{end}".replace("\t", " ")


def _address(link: str) -> str:
    return f"<{link}>" if re.search(r"[\s()]", link) else link


def _table(grid: Grid, notes: list[str]) -> Iterator[str]:
    for number, row in enumerate(grid.rows):
        cells = (_PIPE.sub(r"\|", _line(cell, notes).strip()).replace("\v", "<br>").replace("\n", " ") for cell in row)
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' --- |' * len(row)}"
