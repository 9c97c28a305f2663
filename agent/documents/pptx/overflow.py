"""Whether the shapes of a slide have room: for their text, and on the slide itself. Widths of text are estimates."""

from collections.abc import Iterator

from agent.core.words import Words
from agent.documents.docx.tree import Element
from agent.documents.pptx.fit import POINT, height_of, width_of
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.places import EMU, FURNITURE, Area, area_of
from agent.documents.pptx.styles import (
    TextStyles,
    bodies_of,
    frame_of,
    sized_paragraphs,
    styles_of,
    table_styles_of,
    whole,
)
from agent.documents.pptx.tree import Shape, Slide, first, local, paragraphs_of, rows_of, text_of

_SPILLS = Words(
    "The text is about {percent} % too long for its shape.", "文章が図形の枠より約 {percent} % 長く、はみ出します。"
)
_SHRINKS = Words(
    "The text is about {percent} % too long for its shape; PowerPoint makes it smaller when it is edited.",
    "文章が枠より約 {percent} % 長いため、編集時に PowerPoint が自動で縮小します。",
)
_OUTSIDE = Words("The shape lies outside of the slide.", "図形がスライドの外にあります。")
_OVER = Words(
    "The shape reaches {far:.1f} cm over the edge of the slide.",
    "図形がスライドの端から {far:.1f} cm はみ出しています。",
)
_TALL = Words(
    "The table needs about {far:.1f} cm more than the slide has.",
    "表がスライドの下端から約 {far:.1f} cm はみ出します。",
)
_TINY = Words("Text of {size:g} pt is hard to read.", "{size:g} pt の文字は小さくて読みにくくなっています。")
# Estimates of ours are on the wide side; so much is not yet told.
_TOLERANCE = 1.2
_OVERHANG = EMU // 2
_LEAST = 8.0
_CELL_MARGINS = {"marL": 91_440, "marR": 91_440, "marT": 45_720, "marB": 45_720}


class SlideRoom:
    """Finds shapes of one slide that have no room."""

    def __init__(self, parts: DeckParts, main: str, slide: Slide) -> None:
        self._parts, self._main, self._slide = parts, main, slide
        told = first(parts.root(main), "sldSz")
        sides = [told.get(name, "") for name in ("cx", "cy")] if told is not None else []
        self._size = (int(sides[0]), int(sides[1])) if sides and all(one.isdecimal() for one in sides) else None

    def faults(self, shape: Shape) -> Iterator[tuple[Words, bool]]:
        """What is wrong with the room of a shape, and whether it is grave."""
        area = area_of(self._parts, self._slide.part, shape.element)
        if area is None or shape.role in FURNITURE:
            return
        yield from self._edges(shape, area)
        if shape.table is not None:
            yield from self._table(shape.table, area)
        elif shape.body is not None and any(text_of(one).strip() for one in paragraphs_of(shape.body)):
            yield from self._text(shape, area)

    def _edges(self, shape: Shape, area: Area) -> Iterator[tuple[Words, bool]]:
        if self._size is None or local(shape.element) == "cxnSp":
            return
        width, height = self._size
        if area.right <= 0 or area.bottom <= 0 or area.left >= width or area.top >= height:
            yield _OUTSIDE, False
            return
        far = max(-area.left, -area.top, area.right - width, area.bottom - height)
        # A picture that is larger than the slide is a background.
        if far > _OVERHANG and local(shape.element) != "pic":
            has_words = any(text_of(one).strip() for one in shape.element.iter("{*}p"))
            yield _OVER.of(far=far / EMU), has_words

    def _text(self, shape: Shape, area: Area) -> Iterator[tuple[Words, bool]]:
        part = self._slide.part
        styles = styles_of(self._parts, self._main, part, shape.element)
        bodies = bodies_of(self._parts, part, shape.element)
        frame = frame_of(bodies)
        sized = sized_paragraphs(styles, shape.body, frame.scale)
        yield from _small(sized)
        if not frame.upright or not frame.wraps or frame.grows or area.height <= 0:
            return
        left, top, right, bottom = frame.insets
        columns = max(
            (int(one.get("numCol", "1")) for one in bodies[:1] if one.get("numCol", "1").isdecimal()), default=1
        )
        width = (area.width - left - right) / POINT / columns
        needed = height_of(sized, width) / columns + (top + bottom) / POINT
        share = needed * POINT / area.height
        if width > 0 and share > _TOLERANCE:
            fits_itself = any(local(child) == "normAutofit" for body in bodies for child in body)
            words = _SHRINKS if fits_itself else _SPILLS
            yield words.of(percent=round((share - 1) * 100)), not fits_itself

    def _table(self, table: Element, area: Area) -> Iterator[tuple[Words, bool]]:
        styles = table_styles_of(self._parts, self._main, self._slide.part)
        yield from _small([pair for cell in table.iter("{*}tc") for pair in sized_paragraphs(styles, cell, 1.0)])
        if self._size is None:
            return
        grid = first(table, "tblGrid")
        columns = [whole(one.get("w")) for one in (grid if grid is not None else ()) if local(one) == "gridCol"]
        rows = [one for one in table if local(one) == "tr"]
        total = sum(
            max(
                whole(row.get("h")),
                *(_cell(styles, cell, width) for cell, width in zip(cells, columns, strict=False)),
                0,
            )
            for row, cells in zip(rows, rows_of(table), strict=True)
        )
        over = area.top + total - self._size[1]
        if over > _OVERHANG and total > 1.05 * area.height:
            yield _TALL.of(far=over / EMU), True


def _small(sized: list[tuple[str, float]]) -> Iterator[tuple[Words, bool]]:
    sizes = [size for text, size in sized if text.strip()]
    if sizes and min(sizes) < _LEAST:
        yield _TINY.of(size=round(min(sizes), 1)), False


def _cell(styles: TextStyles, cell: Element, width: int) -> int:
    """The height that a cell needs, in EMU; merged ones need none of their own."""
    if {cell.get("hMerge"), cell.get("vMerge")} & {"1", "true"} or cell.get("gridSpan") or cell.get("rowSpan"):
        return 0
    properties = first(cell, "tcPr")
    told = {name: properties.get(name) if properties is not None else None for name in _CELL_MARGINS}
    left, right, top, bottom = (whole(told[name], usual) for name, usual in _CELL_MARGINS.items())
    room = (width - left - right) / POINT
    sized = sized_paragraphs(styles, cell, 1.0)
    if room <= 0 or all(width_of(text, size) < room for text, size in sized):
        return top + bottom + round(sum(size * 1.2 for _, size in sized) * POINT)
    return top + bottom + round(height_of(sized, room) * POINT)
