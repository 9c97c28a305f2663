"""Markdown (CommonMark 0.31 with tables and strikethrough) as blocks that a document is made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BREAKS = frozenset({"\\newpage", "\\pagebreak", "<!-- pagebreak -->", "<!-- page break -->", "[pagebreak]"})
# CommonMark finds no emphasis beside Japanese brackets and full stops: **「重要」**です.
_LEFT_BOLD = re.compile(r"\*\*(.+?)\*\*")
# Footnotes are an extension of Markdown: [^1] in the text, and a line "[^1]: words", which may go on indented.
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?: {2,}|\t).*)*)\n?", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look. `link` is an address, "" for none; `note` the text of a footnote that stands behind them.

    `picture` is what an HTML page shows instead of the words: a data: address.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""
    note: str = ""
    picture: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `kind` is text, heading, bullet, number, quote, code or rule.

    `level` is that of a heading (from 1) or how deep a list item lies (from 0). `starts`: the first item of a list;
    `number` is the number of an item, 0 for the one after that before.
    """

    kind: str
    spans: Spans
    level: int = 0
    starts: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first row is its header. All rows have the same length."""

    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Piece = Block | Grid | PageBreak


def parser() -> MarkdownIt:
    """Of Markdown as people write it in an office. HTML in it is the text that it is."""
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def blocks_of(markdown: str) -> tuple[Piece, ...]:
    """The blocks of a Markdown text. A picture becomes its description; `\\newpage` alone in a line breaks the page."""
    notes = {one[1]: " ".join(one[2].split()) for one in _NOTE.finditer(markdown)}
    pieces = _Walk(parser().parse(_NOTE.sub("", markdown))).pieces()
    return tuple(_noted(piece, notes) for piece in pieces) if notes else tuple(pieces)


def spans_of(text: str) -> Spans:
    """The spans of one line of Markdown."""
    inline = parser().parseInline(text)
    return tuple(_spans(inline[0].children or ())) if inline else ()


class _Walk:
    """One pass over the tokens. Lists lie in each other, so that it keeps the open ones."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._lists: list[str] = []
        self._quotes = 0
        self._heading = 0
        self._starts = False
        self._number = 0
        self._in_item = False
        self._rows: list[list[Spans]] = []

    def pieces(self) -> Iterator[Piece]:
        for token in self._tokens:
            yield from self._piece(token)

    def _piece(self, token: Token) -> Iterator[Piece]:
        match token.type:
            case "inline" if self._rows:
                self._rows[-1].append(tuple(_spans(token.children or ())))
            case "inline":
                yield self._block(token)
            case "fence" | "code_block":
                yield Block("code", (Span(token.content.rstrip("\n"), code=True),))
            case "hr":
                yield Block("rule", ())
            case "table_close":
                yield _grid(self._rows)
                self._rows = []
            case _:
                self._structure(token)

    def _structure(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1:])
            case "heading_close":
                self._heading = 0
            case "bullet_list_open" | "ordered_list_open":
                self._lists.append("number" if token.type.startswith("ordered") else "bullet")
                self._starts, self._number = True, int(token.attrGet("start") or 0)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._in_item = True
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "tr_open":
                self._rows.append([])

    def _block(self, token: Token) -> Piece:
        spans = tuple(_spans(token.children or ()))
        if token.content.strip().lower() in _BREAKS:
            return PageBreak()
        if self._heading:
            return Block("heading", spans, self._heading)
        if self._lists and self._in_item:
            block = Block(self._lists[-1], spans, len(self._lists) - 1, self._starts, self._number)
            self._in_item, self._starts, self._number = False, False, 0
            return block
        return Block("quote" if self._quotes else "text", spans, len(self._lists))


def _noted(piece: Piece, notes: Mapping[str, str]) -> Piece:
    match piece:
        case Block():
            return replace(piece, spans=_with_notes(piece.spans, notes))
        case Grid():
            return Grid(tuple(tuple(_with_notes(cell, notes) for cell in row) for row in piece.rows))
        case _:
            return piece


def _with_notes(spans: Spans, notes: Mapping[str, str]) -> Spans:
    """Spans in which the references to notes that there are stand as notes; code keeps what looks like one."""
    found: list[Span] = []
    for span in spans:
        for index, text in enumerate((span.text,) if span.code else _REFERENCE.split(span.text)):
            if index % 2 and text in notes:
                found.append(Span("", note=notes[text]))
            elif text or not index:
                found.append(replace(span, text=f"[^{text}]" if index % 2 else text))
    return tuple(found)


def _grid(rows: list[list[Spans]]) -> Grid:
    width = max(map(len, rows), default=0)
    return Grid(tuple(tuple(row + [()] * (width - len(row))) for row in rows))


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    look = Span("")
    for token in tokens:
        match token.type:
            case "text":
                yield from _left_bold(replace(look, text=token.content))
            case "code_inline":
                yield replace(look, text=token.content, code=True)
            case "softbreak":
                yield replace(look, text="\n")
            case "hardbreak":
                yield replace(look, text="\v")
            case "image":
                yield replace(look, text=f"[{token.content}]" if token.content else "")
            case _:
                look = _look(look, token)


def _look(look: Span, token: Token) -> Span:
    on = token.nesting == 1
    match token.tag:
        case "strong":
            return replace(look, bold=on)
        case "em":
            return replace(look, italic=on)
        case "s":
            return replace(look, strike=on)
        case "a":
            return replace(look, link=str(token.attrGet("href") or "") if on else "")
        case _:
            return look


def _left_bold(span: Span) -> Iterator[Span]:
    for index, text in enumerate(_LEFT_BOLD.split(span.text)):
        if text:
            yield replace(span, text=text, bold=span.bold or index % 2 == 1)
