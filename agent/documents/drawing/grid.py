"""Our own drawing of tables: a page for each stretch of rows, with letters and numbers at the edges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from agent.core.documents import Drawing, Table, Value
from agent.documents.drawing.drawing import HEIGHT, MARGIN, WIDTH, chosen, saved
from agent.documents.drawing.fonts import font
from agent.documents.xlsx.cell_names import column_letters
from agent.documents.xlsx.display import displayed

_ROW, _SIZE, _EDGE = 34, 20, 60
_NARROWEST, _WIDEST = 70, 380
_ROWS = (HEIGHT - 2 * MARGIN - _ROW) // _ROW
_INK, _GREY, _RULE, _BAND = "#1c1c1e", "#8a8a8e", "#d8d8dc", "#f2f2f7"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows of a table, and the columns of it that fit on a page, from column `left` (from 0)."""

    table: Table
    first: int
    rows: Sequence[Sequence[Value]]
    left: int
    widths: Sequence[int]


def draw_tables(tables: Sequence[Table], page: int, target: Path, width: int) -> Drawing:
    """Draw page `page` of tables, `width` pixels wide, to `target` as PNG.

    Raises:
        InvalidArgumentsError: there is no such page.
    """
    pages = [stretch for table in tables for stretch in _stretches(table)]
    stretch = chosen(pages, page)
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((MARGIN, MARGIN / 2), stretch.table.name, fill=_INK, font=font(26, bold=True), anchor="lm")
    draw.text((WIDTH / 2, HEIGHT - MARGIN / 2), f"{page} / {len(pages)}", fill=_GREY, font=font(20), anchor="mm")
    _edges(draw, stretch)
    for number, row in enumerate(stretch.rows):
        top = MARGIN + _ROW * (number + 1)
        x = MARGIN + _EDGE
        for value, across in zip(row, stretch.widths, strict=False):
            _cell(draw, (x, top, x + across), value)
            x += across
    return saved(picture, target, width, len(pages))


def _stretches(table: Table) -> Iterator[_Stretch]:
    columns = max(map(len, table.rows), default=0)
    widths = [_width(table.rows, column) for column in range(columns)]
    for first in range(0, max(1, len(table.rows)), _ROWS):
        rows = table.rows[first : first + _ROWS]
        for left, right in _fitting(widths):
            yield _Stretch(table, table.first + first, [row[left:right] for row in rows], left, widths[left:right])


def _fitting(widths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of columns that fit beside each other."""
    room = WIDTH - 2 * MARGIN - _EDGE
    left, used = 0, 0
    for column, width in enumerate(widths):
        if used + width > room and column > left:
            yield left, column
            left, used = column, 0
        used += width
    yield left, len(widths)


def _width(rows: Sequence[Sequence[Value]], column: int) -> int:
    face = font(_SIZE)
    shown = (displayed(row[column], "") for row in rows[:200] if column < len(row))
    widest = max((face.getlength(text.split("\n", 1)[0][:80]) for text in shown), default=0)
    return round(min(max(widest + 16, _NARROWEST), _WIDEST))


def _edges(draw: ImageDraw.ImageDraw, stretch: _Stretch) -> None:
    bottom = MARGIN + _ROW * (len(stretch.rows) + 1)
    right = MARGIN + _EDGE + sum(stretch.widths)
    draw.rectangle((MARGIN, MARGIN, right, MARGIN + _ROW), fill=_BAND)
    draw.rectangle((MARGIN, MARGIN, MARGIN + _EDGE, bottom), fill=_BAND)
    small = font(17)
    x = MARGIN + _EDGE
    for number, across in enumerate(stretch.widths, 1):
        letters = column_letters(stretch.left + number)
        draw.text((x + across / 2, MARGIN + _ROW / 2), letters, fill=_GREY, font=small, anchor="mm")
        draw.line((x, MARGIN, x, bottom), fill=_RULE)
        x += across
    for number in range(len(stretch.rows)):
        y = MARGIN + _ROW * (number + 1)
        middle = (MARGIN + _EDGE / 2, y + _ROW / 2)
        draw.text(middle, str(stretch.first + number), fill=_GREY, font=small, anchor="mm")
        draw.line((MARGIN, y, right, y), fill=_RULE)
    draw.rectangle((MARGIN, MARGIN, right, bottom), outline=_RULE)


def _cell(draw: ImageDraw.ImageDraw, place: tuple[int, int, int], value: Value) -> None:
    left, top, right = place
    text, face = displayed(value, "").split("\n", 1)[0], font(_SIZE)
    while text and face.getlength(text) > right - left - 12:
        text = text[:-2].rstrip("…") + "…" if len(text) > 2 else ""
    middle = top + _ROW / 2
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    where, anchor = ((right - 8, middle), "rm") if number else ((left + 8, middle), "lm")
    draw.text(where, text, fill=_INK, font=face, anchor=anchor)
