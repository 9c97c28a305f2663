"""A Word document as a flow of blocks that Markdown and HTML know: headings, lists, tables, text."""

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.documents.docx.drawn import DrawnWords
from agent.documents.docx.spans import Carried, SpanReader, carried_from
from agent.documents.docx.stories import Story, stories
from agent.documents.docx.styles import Numbering, styles_of
from agent.documents.docx.text import related_root
from agent.documents.docx.tree import Element, blocks, cells_of, child, paragraphs_of, rows_of, value
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.texts.markdown_blocks import Block, Grid, Piece, Span, Spans

_COUNTED = re.compile(r"\d{1,9}[.)] ")
_MARK = re.compile(r"( *)- ")


class Flow:
    """Reads a document once. `lost` tells what is not carried over: pictures, hidden text, tracked deletions."""

    def __init__(self, package: Package, *, pictures: bool = False) -> None:
        """`pictures`: whether they come along as data: addresses. Raises UnreadableError."""
        self._pictures = pictures
        self._roots: dict[str, Element] = {}
        self._stories = list(stories(package, lambda name: self._root(package, name)))
        styles = styles_of(related_root(package, "/styles"))
        self._numbering = Numbering(related_root(package, "/numbering"), styles)
        self._carried: Carried = carried_from(package, styles, self._roots)
        self._drawn = DrawnWords(package, lambda name: self._root(package, name))

    def _root(self, package: Package, name: str) -> Element:
        if name not in self._roots:
            self._roots[name] = parsed_xml(package.read(name))
        return self._roots[name]

    @property
    def lost(self) -> dict[str, int]:
        """What stayed behind, by its kind."""
        deleted = sum(1 for _ in self._stories[0].container.iter("{*}delText"))
        return self._carried.lost | ({"tracked deletions": deleted} if deleted else {})

    def pieces(self) -> Iterator[Piece]:
        """The body; then, behind a line, headers and footers. Notes and comments stand where they belong."""
        yield from self._story(self._stories[0])
        edges = [story for story in self._stories if story.kind == "header"]
        found = [piece for story in edges for piece in self._story(story)]
        if found:
            yield Block("rule", ())
            yield from dict.fromkeys(found)

    def _story(self, story: Story) -> Iterator[Piece]:
        reader = SpanReader(story.part, self._carried, pictures=self._pictures)
        lists: list[tuple[str, int]] = []
        for block in blocks(story.container, story.prefix):
            if block.is_table:
                lists.clear()
                yield self._grid(block.element, reader, story.part)
                continue
            yield from self._lines(block.element, reader, story, lists)

    def _lines(
        self, paragraph: Element, reader: SpanReader, story: Story, lists: list[tuple[str, int]]
    ) -> Iterator[Piece]:
        """A paragraph and the words of its drawings; `lists` are the lists that are open before it and then behind."""
        piece = self._paragraph(paragraph, reader, headings=story.kind == "text")
        if piece is not None and piece.kind in {"bullet", "number"}:
            starts = (piece.kind, piece.level) not in lists
            lists[:] = [one for one in lists if one[1] < piece.level] + [(piece.kind, piece.level)]
            yield replace(piece, starts=starts)
        elif piece is not None:
            lists.clear()
            yield piece
        for text in self._drawn.of(paragraph, story.part):
            lists.clear()
            yield Block("text", (Span(text.replace("\n", "\v")),))

    def _paragraph(self, paragraph: Element, reader: SpanReader, *, headings: bool) -> Block | None:
        spans = reader.spans(paragraph)
        mark = self._numbering.mark(paragraph)
        if not any(one.text.strip() or one.note or one.picture for one in spans):
            return None
        level = self._carried.styles.level(paragraph) if headings else None
        if level is not None:
            # The look of a heading is the heading's.
            plain = tuple(replace(one, bold=False) for one in spans)
            return Block("heading", _marked(mark, plain), max(1, level))
        bullet = _MARK.fullmatch(mark)
        if bullet:
            return Block("bullet", spans, len(bullet[1]) // 2)
        if _COUNTED.fullmatch(mark):
            return Block("number", spans, self._depth(paragraph), number=int(mark[:-2]))
        kind = "quote" if "quote" in self._carried.styles.of(paragraph).name.lower() else "text"
        return Block(kind, _marked(mark, spans))

    def _depth(self, paragraph: Element) -> int:
        told = value(child(paragraph, "pPr", "numPr", "ilvl"))
        styled = self._carried.styles.of(paragraph).numbering
        return int(told) if told.isdecimal() and len(told) == 1 else styled[1] if styled else 0

    def _grid(self, table: Element, reader: SpanReader, part: str) -> Grid:
        rows = [list(self._cells(row, reader, part)) for row in rows_of(table)]
        width = max(map(len, rows), default=0)
        return Grid(tuple((*row, *[()] * (width - len(row))) for row in rows))

    def _cells(self, row: Element, reader: SpanReader, part: str) -> Iterator[Spans]:
        """One cell for each column of the grid: those that a merged one covers are empty."""
        for cell in cells_of(row):
            lines: list[Span] = []
            for paragraph in paragraphs_of(cell):
                spans = _marked(self._numbering.mark(paragraph), reader.spans(paragraph))
                lines += [Span("\v"), *spans] if lines and spans else list(spans)
                for text in self._drawn.of(paragraph, part):
                    lines += [*([Span("\v")] if lines else []), Span(text.replace("\n", "\v"))]
            yield tuple(lines)
            told = value(child(cell, "tcPr", "gridSpan"))
            yield from [()] * (min(int(told), 63) - 1 if told.isdecimal() and len(told) < 4 else 0)


def _marked(mark: str, spans: Spans) -> Spans:
    return (Span(mark), *spans) if mark else spans
