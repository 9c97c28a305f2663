"""New presentations with python-pptx: 16:9, a title slide, slides of points, of a table, or of both."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import allowed
from agent.documents.op_words import speakable, text_in

_KEYS = ("title", "subtitle", "slides", "language")
_SLIDE_KEYS = ("title", "bullets", "notes", "table", "text")
_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_MARGIN = Inches(0.9)
_INK, _ACCENT, _PALE, _WHITE = map(RGBColor.from_string, ("1F2A44", "2F5DA8", "E8ECF4", "FFFFFF"))
_TITLE_LAYOUT, _POINTS_LAYOUT, _TITLE_ONLY_LAYOUT = 0, 1, 5
_MAX_ROWS = 18


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write a presentation of {"title", "subtitle", "slides": [{"title", "bullets", "table", "notes"}], "language"}.

    Two spaces before a bullet indent it by one level; a table is a list of rows, the first one its header.

    Raises:
        InvalidArgumentsError: the content does not fit; the sentence says what would be right.
    """
    allowed(content, *_KEYS, what="A presentation")
    slides = content.get("slides", [])
    if not isinstance(slides, Sequence) or isinstance(slides, str) or not (slides or content.get("title")):
        raise InvalidArgumentsError('\'slides\' is a list of objects such as {"title": ..., "bullets": [...]}.')
    deck = Presentation()
    _widen(deck)
    maker = _Maker(deck, "ja" if str(content.get("language", "en")).lower().startswith("ja") else "en")
    deck.core_properties.title = maker.text(content, "title")
    deck.core_properties.author = ""
    if content.get("title"):
        maker.add_cover(maker.text(content, "title"), maker.text(content, "subtitle"))
    for slide in slides:
        if not isinstance(slide, Mapping):
            raise InvalidArgumentsError("A slide is an object with 'title', 'bullets', 'table' and 'notes'.")
        allowed(slide, *_SLIDE_KEYS, what="A slide")
        maker.add(slide)
    deck.save(str(target))
    count = len(deck.slides)
    return (
        Words(
            f"Made a presentation of {count} slide{'s' if count > 1 else ''}.",
            f"スライド {count} 枚のプレゼンテーションを作成しました。",
        ),
    )


def _widen(deck: Any) -> None:
    """The template of python-pptx is 4:3: its layouts are spread over the wider page."""
    factor = _WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    master = deck.slide_master
    for shapes in (master.shapes, *(layout.shapes for layout in master.slide_layouts)):
        for shape in shapes:
            own = shape._element.spPr.find(qn("a:xfrm"))  # noqa: SLF001  only what is said here, not what is inherited
            if own is not None:
                shape.left, shape.width = Emu(int(shape.left * factor)), Emu(int(shape.width * factor))


class _Maker:
    """Adds slides in one language."""

    def __init__(self, deck: Any, language: str) -> None:
        self._deck = deck
        self._latin = "Yu Gothic" if language == "ja" else "Calibri"
        self._tongue = "ja-JP" if language == "ja" else "en-US"

    def text(self, content: Mapping[str, object], key: str) -> str:
        """The text of `key`, "" when it is not there."""
        return speakable(text_in(content, key, empty=True)) if content.get(key) is not None else ""

    def add_cover(self, title: str, subtitle: str) -> None:
        """The first slide."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_LAYOUT])
        head, below = slide.shapes.title, slide.placeholders[1]
        _place(head, _MARGIN, Inches(2.3), _WIDE - 2 * _MARGIN, Inches(1.6))
        head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._fill(head, [title], Pt(40), bold=True)
        self._bar(slide, Inches(4.05), Inches(1.6))
        if subtitle:
            _place(below, _MARGIN, Inches(4.25), _WIDE - 2 * _MARGIN, Inches(1.2))
            self._fill(below, subtitle.split("\n"), Pt(20))
        else:
            _remove(below)

    def add(self, content: Mapping[str, object]) -> None:
        """A slide of points, of a table below them, or of a title alone."""
        bullets, rows = _bullets(content), _rows(content)
        layout = _POINTS_LAYOUT if bullets else _TITLE_ONLY_LAYOUT
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[layout])
        head = slide.shapes.title
        _place(head, _MARGIN, Inches(0.5), _WIDE - 2 * _MARGIN, Inches(0.9))
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._fill(head, [self.text(content, "title")], Pt(28), bold=True)
        self._bar(slide, Inches(1.45), Inches(0.9))
        top = Emu(Inches(1.8))
        if bullets:
            height = Inches(5.0) if not rows else Inches(min(2.4, 0.5 * len(bullets)))
            _place(slide.placeholders[1], _MARGIN, top, _WIDE - 2 * _MARGIN, height)
            self._fill(slide.placeholders[1], bullets, _size(len(bullets), small=bool(rows)))
            top = Emu(top + height + Inches(0.2))
        if rows:
            self._add_table(slide, rows, top)
        if self.text(content, "notes"):
            slide.notes_slide.notes_text_frame.text = self.text(content, "notes")

    def _fill(self, shape: Any, lines: Sequence[str], size: Any, *, bold: bool = False) -> None:
        frame = shape.text_frame
        frame.word_wrap = True
        for index, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.level = min((len(line) - len(line.lstrip(" "))) // 2, 4)
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.space_after = Pt(6)
            self._write(paragraph, line.strip(), Pt(size.pt - 2 * paragraph.level), bold=bold)

    def _write(self, paragraph: Any, text: str, size: Any, *, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text = text
        font = run.font
        font.size, font.bold, font.name = size, bold, self._latin
        font.color.rgb = _INK
        properties = font._element  # noqa: SLF001  python-pptx knows no East Asian fonts
        properties.set("lang", self._tongue)
        east = properties.makeelement(
            qn("a:ea"), {"typeface": "游ゴシック" if self._tongue == "ja-JP" else "Yu Gothic"}
        )
        properties.find(qn("a:latin")).addnext(east)

    def _bar(self, slide: Any, top: Any, width: Any) -> None:
        bar = slide.shapes.add_shape(1, _MARGIN, top, width, Inches(0.06))
        bar.name = "Bar"
        bar.fill.solid()
        bar.fill.fore_color.rgb = _ACCENT
        bar.line.fill.background()

    def _add_table(self, slide: Any, rows: Sequence[Sequence[str]], top: Any) -> None:
        wide = _WIDE - 2 * _MARGIN
        height = Inches(0.4) * len(rows)
        table = slide.shapes.add_table(len(rows), len(rows[0]), _MARGIN, top, wide, height).table
        for row_number, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = table.cell(row_number, column)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _PALE if row_number == 0 else _WHITE
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                self._write(
                    cell.text_frame.paragraphs[0], text, Pt(14 if len(rows) <= 10 else 11), bold=row_number == 0
                )


def _bullets(content: Mapping[str, object]) -> list[str]:
    found = content.get("bullets", content.get("text", []))
    if isinstance(found, str):
        found = found.split("\n")
    if not isinstance(found, Sequence):
        raise InvalidArgumentsError("'bullets' is a list of texts.")
    return [speakable(str(one)) for one in found]


def _rows(content: Mapping[str, object]) -> list[list[str]]:
    found = content.get("table") or []
    if not isinstance(found, Sequence) or isinstance(found, str) or not all(isinstance(row, list) for row in found):
        raise InvalidArgumentsError("'table' is a list of rows, each a list of texts; the first row is the header.")
    if len(found) > _MAX_ROWS:
        raise InvalidArgumentsError(f"A slide holds up to {_MAX_ROWS} rows, not {len(found)}: spread them over slides.")
    width = max((len(row) for row in found), default=0)
    return [["" if one is None else speakable(str(one)) for one in row] + [""] * (width - len(row)) for row in found]


def _size(lines: int, *, small: bool) -> Any:
    return Pt(16 if small or lines > 12 else 18 if lines > 8 else 22)


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = Emu(left), Emu(top), Emu(width), Emu(height)


def _remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)  # noqa: SLF001  python-pptx cannot remove shapes
