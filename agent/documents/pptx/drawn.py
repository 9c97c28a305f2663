"""Our own drawing of a slide, where no Office program draws it: words, tables and pictures at their places.

It shows what stands where, in plain letters on white; colours, layouts' own shapes and charts' bars are left out.
"""

import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageDraw

from agent.core.documents import Drawing
from agent.documents.docx.tree import Element
from agent.documents.drawing.drawing import chosen, saved, wrapped
from agent.documents.drawing.fonts import font
from agent.documents.opc.package import Package
from agent.documents.pictures.source import FORMATS
from agent.documents.pptx.dialect import relation_ids
from agent.documents.pptx.fit import POINT
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.places import Area, area_of
from agent.documents.pptx.styles import (
    bodies_of,
    frame_of,
    sized_paragraphs,
    styles_of,
    table_styles_of,
    whole,
)
from agent.documents.pptx.text import Reader
from agent.documents.pptx.tree import Shape, Slide, depth_of, first, local, paragraphs_of, rows_of, shapes_of

_WIDTH = 1600
_INK, _RULE, _PALE = "#1c1c1e", "#b8b8bd", "#f2f2f7"
_LINE = 1.2
_LEAST, _MOST = 6, 400
_SIZE = (9_144_000, 6_858_000)
# More pixels are not unpacked for a small picture.
_PIXELS = 50_000_000
_POINTS = frozenset({"body", "obj"})


def render(source: Path, page: int, target: Path, width: int) -> Drawing:
    """Draw slide `page`, `width` pixels wide, to `target` as PNG.

    Raises:
        InvalidArgumentsError: there is no such slide.
    """
    with Package.open(source) as package:
        reader = Reader(package)
        slide = chosen(reader.slides, page)
        sheet = _Sheet(DeckParts(package), package.main_part("presentation"), slide)
        said = {one.anchor: one.text for one in reader.passages(slide)}
        for shape in shapes_of(slide.root):
            sheet.put(shape, said.get(f"slide {slide.number} shape {shape.number}", ""))
    return saved(sheet.picture, target, width, len(reader.slides))


class _Sheet:
    """A slide that is being drawn."""

    def __init__(self, parts: DeckParts, main: str, slide: Slide) -> None:
        self._parts, self._main, self._slide = parts, main, slide
        told = first(parts.root(main), "sldSz")
        across, down = (whole(told.get(name)) if told is not None else 0 for name in ("cx", "cy"))
        across, down = (across, down) if min(across, down) > 0 and down < 4 * across else _SIZE
        self._scale = _WIDTH / across
        self.picture = Image.new("RGB", (_WIDTH, max(1, round(down * self._scale))), "white")
        self._draw = ImageDraw.Draw(self.picture)

    def put(self, shape: Shape, said: str) -> None:
        """Draw a shape at its place; `said` are the words of a diagram or chart."""
        area = area_of(self._parts, self._slide.part, shape.element)
        if area is None or area.width <= 0 or area.height <= 0:
            return
        if shape.table is not None:
            self._table(shape.table, area)
        elif local(shape.element) == "pic":
            self._photo(shape, area)
        elif shape.body is not None:
            self._text(shape, area)
        elif said:
            self._draw.rectangle(self._box(area), fill=_PALE, outline=_RULE)
            self._lines([(line, 12.0) for line in said.split("\n")], self._box(area), 4)

    def _box(self, area: Area) -> tuple[int, int, int, int]:
        left, top, right, bottom = (round(one * self._scale) for one in (area.left, area.top, area.right, area.bottom))
        return left, top, max(left, right), max(top, bottom)

    def _text(self, shape: Shape, area: Area) -> None:
        bodies = bodies_of(self._parts, self._slide.part, shape.element)
        frame = frame_of(bodies)
        sized = sized_paragraphs(
            styles_of(self._parts, self._main, self._slide.part, shape.element), shape.body, frame.scale
        )
        if shape.role == "sldNum":
            sized = [(str(self._slide.number), size) for _, size in sized]
        marked = [
            ("  " * depth_of(one) + ("• " if shape.role in _POINTS and text.strip() else "") + text, size)
            for one, (text, size) in zip(paragraphs_of(shape.body), sized, strict=True)
        ]
        left, top, right, bottom = frame.insets
        inner = Area(area.left + left, area.top + top, area.width - left - right, area.height - top - bottom)
        anchor = next((one.get("anchor") for one in bodies if one.get("anchor")), "t")
        self._lines(marked, self._box(inner), 0, anchor=anchor or "t", bold=shape.is_title)

    def _lines(
        self,
        sized: Sequence[tuple[str, float]],
        box: tuple[int, int, int, int],
        margin: int,
        *,
        anchor: str = "t",
        bold: bool = False,
    ) -> int:
        """Write paragraphs with their sizes in points into a box; returns the height that they take, in pixels."""
        left, top, right, bottom = box
        lines: list[tuple[str, int]] = []
        for text, points in sized:
            size = min(max(round(points * POINT * self._scale), _LEAST), _MOST)
            width = max(right - left - 2 * margin, size)
            lines += [(line, size) for line in wrapped(text, width, font(size, bold=bold))]
        height = round(sum(size * _LINE for _, size in lines))
        y = top + margin + {"ctr": (bottom - top - height) // 2, "b": bottom - top - height}.get(anchor, 0)
        for line, size in lines:
            if 0 <= y < self.picture.height:
                self._draw.text((left + margin, y), line, fill=_INK, font=font(size, bold=bold))
            y += round(size * _LINE)
        return height + 2 * margin

    def _table(self, table: Element, area: Area) -> None:
        styles = table_styles_of(self._parts, self._main, self._slide.part)
        grid = first(table, "tblGrid")
        columns = [whole(one.get("w")) for one in (grid if grid is not None else ()) if local(one) == "gridCol"]
        top = area.top
        for row, cells in zip((one for one in table if local(one) == "tr"), rows_of(table), strict=True):
            left, tallest, height = area.left, 0, whole(row.get("h"))
            for cell, width in zip(cells, columns, strict=False):
                box = self._box(Area(left, top, width, height))
                tallest = max(tallest, self._lines(sized_paragraphs(styles, cell, 1.0), box, 6))
                left += width
            height = max(height, round(tallest / self._scale))
            self._rules(Area(area.left, top, left - area.left, height), columns)
            top += height

    def _rules(self, row: Area, columns: Sequence[int]) -> None:
        left = row.left
        for width in columns:
            self._draw.rectangle(self._box(Area(left, row.top, width, row.height)), outline=_RULE)
            left += width

    def _photo(self, shape: Shape, area: Area) -> None:
        box = self._box(area)
        images = {relation.id: part for relation, part in self._parts.leading(self._slide.part, "/image")}
        shown = [one for element in shape.element.iter("*") for one in relation_ids(element) if one in images]
        # What Pillow cannot read (EMF, SVG) is a frame.
        with suppress(OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            for one in shown[:1]:
                with Image.open(io.BytesIO(self._parts.read(images[one])), formats=FORMATS) as photo:
                    if photo.width * photo.height > _PIXELS:
                        break
                    small = photo.convert("RGBA").resize((max(1, box[2] - box[0]), max(1, box[3] - box[1])))
                self.picture.paste(small, box[:2], small)
                return
        self._draw.rectangle(box, fill=_PALE, outline=_RULE)
