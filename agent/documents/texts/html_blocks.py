"""HTML as blocks that a document is made of: headings, lists, tables, links, emphasis. What nobody sees is left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from agent.documents.texts.html_sight import Sight
from agent.documents.texts.markdown_blocks import Block, Grid, Piece, Span, Spans

_HEADING = re.compile(r"h([1-6])")
_LISTS = {"ul": "bullet", "ol": "number", "menu": "bullet", "dir": "bullet"}
_LOOKS = {"b": "bold", "strong": "bold", "th": "", "i": "italic", "em": "italic", "cite": "italic", "s": "strike",
          "del": "strike", "strike": "strike", "code": "code", "tt": "code", "kbd": "code", "samp": "code"}  # fmt: skip
# What begins and ends a paragraph.
_APART = frozenset({"p", "div", "ul", "ol", "li", "table", "tr", "blockquote", "hr", "section", "article", "header",
                    "footer", "pre", "main", "nav", "aside", "figure", "figcaption", "form", "fieldset", "dl", "dt",
                    "dd", "address", "center", "caption", "details", "summary", "body", "menu", "dir", "option",
                    "h1", "h2", "h3", "h4", "h5", "h6"})  # fmt: skip
_LINKS = ("http:", "https:", "mailto:")
# A table in a table lays out a page: its cells are paragraphs of their own.
_CELLS = frozenset({"td", "th"})


def html_blocks(html: str) -> tuple[Piece, ...]:
    """Read HTML as it comes, closed properly or not."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.finished())


@dataclass(slots=True)
class _Table:
    """A table that grows: rows of cells, the blocks in its cells and outside of them, whether a table lies in it."""

    rows: list[list[Spans]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    outside: list[Piece] = field(default_factory=list)
    begun: int = 0
    lays_out: bool = False
    spans: list[int] = field(default_factory=list)
    cell: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._sight = Sight()
        self._pieces: list[Piece] = []
        self._line: list[Span] = []
        self._look = Span("")
        self._looks: dict[str, int] = dict.fromkeys(("bold", "italic", "strike", "code"), 0)
        self._heading = self._quotes = self._exact = 0
        self._lists: list[str] = []
        self._item = self._starts = False
        self._number = 0
        self._tables: list[_Table] = []

    def finished(self) -> list[Piece]:
        """All blocks; a table that was never closed counts."""
        while self._tables:
            self._end_table()
        self._end_line()
        return self._pieces

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._sight.begins(tag, values)
        if tag in _APART or tag in _CELLS:
            self._end_line()
        self._begin_inline(tag, values)
        self._begin_block(tag, values)
        self._begin_table(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART or tag in _CELLS:
            self._end_line()
        self._sight.ends(tag)
        self._end_inline(tag)
        self._end_block(tag)
        if tag in _CELLS:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._sight.hidden:
            return
        text = data if self._exact else re.sub(r"[ \t\r\n\f]+", " ", data)
        if not self._exact and text == " " and (not self._line or self._line[-1].text.endswith((" ", "\v"))):
            return
        bold, italic, strike, code = (self._looks[name] > 0 for name in ("bold", "italic", "strike", "code"))
        self._line.append(Span(text, bold, italic, strike, code, self._look.link))

    def _begin_inline(self, tag: str, values: Mapping[str, str]) -> None:
        if look := _LOOKS.get(tag):
            self._looks[look] += 1
        elif tag == "a":
            address = values.get("href", "").strip()
            self._look = replace(self._look, link=address if address.lower().startswith(_LINKS) else "")
        elif tag == "br":
            self._line.append(Span("\n" if self._exact else "\v"))
        elif tag == "img" and values.get("alt", "").strip() and not self._sight.hidden:
            self._line.append(replace(self._look, text=f"[{' '.join(values['alt'].split())}]"))

    def _end_inline(self, tag: str) -> None:
        if look := _LOOKS.get(tag):
            self._looks[look] = max(0, self._looks[look] - 1)
        elif tag == "a":
            self._look = replace(self._look, link="")

    def _end_block(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._exact = max(0, self._exact - 1)
        elif _HEADING.fullmatch(tag):
            self._heading = 0

    def _begin_block(self, tag: str, values: Mapping[str, str]) -> None:
        if found := _HEADING.fullmatch(tag):
            self._heading = int(found[1])
        elif tag in _LISTS:
            self._lists.append(_LISTS[tag])
            start = values.get("start", "")
            self._starts, self._number = True, int(start) if start.isdecimal() and len(start) < 7 else 0
        elif tag == "li":
            self._item = True
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._exact += 1
        elif tag == "hr":
            self._add(Block("rule", ()))

    def _begin_table(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "table":
            for outer in self._tables:
                outer.lays_out = True
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._tables[-1].rows.append([])
        elif tag in _CELLS and self._tables:
            self._end_cell()
            table = self._tables[-1]
            table.rows = table.rows or [[]]
            table.cell = True
            across = values.get("colspan", "")
            table.spans.append(min(int(across), 50) if across.isdecimal() and len(across) < 4 else 1)

    def _end_cell(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None or not table.cell:
            return
        self._end_line()
        table.cell = False
        if not table.rows:
            table.rows.append([])
        table.rows[-1] += [tuple(_in_cell(table.pieces[table.begun :])), *([()] * (table.spans.pop() - 1))]
        table.begun = len(table.pieces)

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        rows = [row for row in table.rows if any(span.text.strip() for cell in row for span in cell)]
        made: list[Piece]
        if table.lays_out or (len(rows) == 1 and len(rows[0]) == 1):
            made = [*table.pieces] if table.lays_out else [Block("text", cell) for row in rows for cell in row]
        else:
            width = max(map(len, rows), default=0)
            made = [Grid(tuple((*row, *([()] * (width - len(row)))) for row in rows))] if rows else []
        for piece in (*table.outside, *made):
            self._add(piece)

    def _end_line(self) -> None:
        spans, self._line = _trimmed(self._line, exact=bool(self._exact)), []
        if not any(span.text.strip() for span in spans):
            return
        if self._exact:
            text = "".join(span.text for span in spans).strip("\n")
            self._add(Block("code", (Span(text, code=True),)))
        elif self._heading:
            self._add(Block("heading", spans, self._heading))
        elif self._lists and self._item:
            self._add(Block(self._lists[-1], spans, len(self._lists) - 1, self._starts, self._number))
            self._item, self._starts, self._number = False, False, 0
        else:
            self._add(Block("quote" if self._quotes else "text", spans, len(self._lists)))

    def _add(self, piece: Piece) -> None:
        """Into the cell that is open, else to the blocks of the page."""
        table = self._tables[-1] if self._tables else None
        (self._pieces if table is None else table.pieces if table.cell else table.outside).append(piece)


def _trimmed(line: list[Span], *, exact: bool) -> Spans:
    """Without blanks and line ends at both ends."""
    spans = [span for span in line if span.text]
    while not exact and spans and not spans[0].text.strip():
        spans.pop(0)
    while not exact and spans and not spans[-1].text.strip():
        spans.pop()
    if spans and not exact:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)


def _in_cell(pieces: list[Piece]) -> Iterator[Span]:
    """The words of a cell; its paragraphs are lines."""
    for number, piece in enumerate(one for one in pieces if isinstance(one, Block)):
        if number:
            yield Span("\v")
        yield from (Span("- "), *piece.spans) if piece.kind == "bullet" else piece.spans
