"""Blocks written into a Word document with python-docx."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from agent.documents.docx_numbers import is_number
from agent.documents.markdown_blocks import Block, Grid, PageBreak, Piece, Span
from agent.documents.op_words import speakable

_LINKS = ("http://", "https://", "mailto:")
_BLUE = RGBColor(0x05, 0x63, 0xC1)
_HEADER_FILL = "E8ECF4"


class Writer:
    """Adds pieces to the end of a document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._numbers: dict[int, int] = {}

    def add(self, piece: Piece) -> None:
        """Add one piece."""
        match piece:
            case PageBreak():
                self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Grid():
                self._add_grid(piece)
            case Block("heading"):
                self._words(f"Heading {min(piece.level, 9)}", piece)
            case Block("bullet" | "number"):
                self._add_item(piece)
            case _:
                self._add_text(piece)

    def _words(self, style: str, block: Block) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        add_spans(paragraph, block.spans)
        return paragraph

    def _add_text(self, block: Block) -> None:
        paragraph = self._words("Quote" if block.kind == "quote" else "Normal", block)
        if block.kind == "code":
            paragraph.paragraph_format.left_indent = Mm(5)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        elif block.kind == "rule":
            _underline(paragraph)
        elif block.level:
            paragraph.paragraph_format.left_indent = Mm(6.35 * block.level)

    def _add_item(self, block: Block) -> None:
        """A list item. Every numbered list begins at 1, which Word's list styles alone would not do."""
        depth = min(block.level, 2)
        name = "List Bullet" if block.kind == "bullet" else "List Number"
        paragraph = self._words(f"{name} {depth + 1}" if depth else name, block)
        paragraph.paragraph_format.space_after = Pt(2)
        if block.kind != "number":
            return
        if block.starts or depth not in self._numbers:
            self._numbers[depth] = self._new_list(paragraph)
        element: Any = paragraph._p  # noqa: SLF001  python-docx has no door to numbering
        properties = element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = self._numbers[depth]
        properties.get_or_add_ilvl().val = 0

    def _new_list(self, paragraph: Paragraph) -> int:
        style: Any = paragraph.style
        numbering = self._document.part.numbering_part.element
        number = style.element.pPr.numPr.numId.val
        abstract = next(one.abstractNumId.val for one in numbering.num_lst if one.numId == number)
        new = numbering.add_num(abstract)
        new.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(new.numId)

    def _add_grid(self, grid: Grid) -> None:
        if not grid.rows or not grid.rows[0]:
            return
        table = self._document.add_table(len(grid.rows), len(grid.rows[0]), style="Table Grid")
        for row, spans in zip(table.rows, grid.rows, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
            for cell, words in zip(row.cells, spans, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                paragraph.paragraph_format.space_before = Pt(2)
                add_spans(paragraph, words)
                if row is not table.rows[0] and is_number("".join(span.text for span in words)):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _mark_header(table)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)


def add_spans(paragraph: Paragraph, spans: Sequence[Span]) -> None:
    """Add words to a paragraph, each span in its look."""
    for index, span in enumerate(spans):
        text = span.text if span.code else _broken(span.text, spans, index)
        run = paragraph.add_run(speakable(text))
        run.bold = span.bold or None
        run.italic = span.italic or None
        run.font.strike = span.strike or None
        if span.code:
            run.font.name = "Consolas"
            run.font.size = Pt(9.5)
        if span.link.startswith(_LINKS):
            run.font.color.rgb = _BLUE
            run.font.underline = True
            _link(paragraph, run, span.link)


def _broken(text: str, spans: Sequence[Span], index: int) -> str:
    """A line's end in Markdown: a space, but between Japanese characters nothing."""
    if text == "\v":
        return "\n"
    if text != "\n":
        return text
    before = spans[index - 1].text[-1:] if index else ""
    after = spans[index + 1].text[:1] if index + 1 < len(spans) else ""
    return "" if _is_wide(before) or _is_wide(after) else " "


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"


def _link(paragraph: Paragraph, run: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)  # noqa: SLF001  python-docx cannot make links
    link.append(run._r)  # noqa: SLF001


def _underline(paragraph: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, text in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "A0A8B8")):
        line.set(qn(f"w:{name}"), text)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001


def _mark_header(table: Any) -> None:
    """The first row is bold on a light ground, and comes again on every page."""
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for cell in row.cells:
        fill = OxmlElement("w:shd")
        for name, text in (("val", "clear"), ("color", "auto"), ("fill", _HEADER_FILL)):
            fill.set(qn(f"w:{name}"), text)
        cell._tc.get_or_add_tcPr().append(fill)  # noqa: SLF001
        for run in cell.paragraphs[0].runs:
            run.bold = True
