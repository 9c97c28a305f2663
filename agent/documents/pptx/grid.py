"""A new table: columns as wide as their words need, numbers at the right, in one of PowerPoint's own table styles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.errors import InvalidArgumentsError
from agent.documents.pptx.fit import POINT, height_of, widest_unit, width_of
from agent.documents.pptx.markup import graphic_frame, paragraphs
from agent.documents.pptx.places import Area

TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
STRICT_TABLE = "http://purl.oclc.org/ooxml/drawingml/table"
# Styles that PowerPoint knows by their ids: Medium Style 2 - Accent 1, Light Style 1 - Accent 1, No Style with grid.
STYLES = {
    "medium": "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}",
    "light": "{3C2FFA5D-87B4-456A-9821-1D502468CF0F}",
    "grid": "{5940675A-B579-460E-94D1-54222C63F5DA}",
}
SIZES = (18.0, 16.0, 14.0, 12.0, 11.0, 10.0)
_ACROSS, _DOWN = 7.2, 5.0
_LEAST_COLUMN = 30.0
# Fonts may be a little wider than the one measured with.
_SLACK = 1.04
# So many em some programs set Latin letters apart from Japanese ones.
_APART = 0.25
_MIXED = re.compile(r"(?<=[\u3040-\u9fff])(?=[0-9A-Za-z(])|(?<=[0-9A-Za-z)%])(?=[\u3040-\u9fff])")
_TOTALS = frozenset({"total", "totals", "grand total", "sum", "合計", "総計", "計", "総合計"})
_DATE = re.compile(r"\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that was fitted: sizes in points."""

    rows: tuple[tuple[str, ...], ...]
    size: float
    columns: tuple[float, ...]
    heights: tuple[float, ...]


def cells_in(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """Rows of texts of one length. Raises InvalidArgumentsError when there are none."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        raise InvalidArgumentsError("'rows' is a list of rows, each a list of values; the first row is the header.")
    return tuple((*("" if one is None else str(one) for one in row), *[""] * (width - len(row))) for row in rows)


def fitted(rows: tuple[tuple[str, ...], ...], width: float, height: float, sizes: Sequence[float] = SIZES) -> Grid:
    """The rows in the largest of `sizes` that fits into `width` and `height` points; in the last one if none does."""
    for size in sizes:
        grid = grid_of(rows, size, width)
        if sum(grid.heights) <= height and _is_unbroken(grid):
            return grid
    return grid_of(rows, sizes[-1], width)


def grid_of(rows: tuple[tuple[str, ...], ...], size: float, width: float) -> Grid:
    """The rows at one size: columns share `width` by what their words need."""
    columns = _columns(rows, size, width)
    heights = tuple(
        max(
            sum(height_of([(line, size)], column - 2 * _ACROSS, bold=at == 0) for line in cell.split("\n"))
            for cell, column in zip(row, columns, strict=True)
        )
        + 2 * _DOWN
        for at, row in enumerate(rows)
    )
    return Grid(rows, size, columns, heights)


def _columns(rows: tuple[tuple[str, ...], ...], size: float, width: float) -> tuple[float, ...]:
    longest = [
        max(_longest(row[column], size, bold=at == 0) for at, row in enumerate(rows)) for column in range(len(rows[0]))
    ]
    wanted = [max(_LEAST_COLUMN, one * _SLACK + 2 * _ACROSS + 1) for one in longest]
    total = sum(wanted)
    if total <= width:
        return tuple(one * width / total for one in wanted)
    # Long texts are wrapped: narrow columns keep what they need, the wide ones share the rest.
    fair = width / len(wanted)
    narrow = sum(one for one in wanted if one <= fair)
    over = sum(one - fair for one in wanted if one > fair)
    rest = width - narrow - fair * sum(one > fair for one in wanted)
    return tuple(one if one <= fair else fair + rest * (one - fair) / over for one in wanted)


def _longest(cell: str, size: float, *, bold: bool) -> float:
    """The width in points of the longest line of a cell."""
    lines = cell.split("\n")
    return max(width_of(one, size, bold=bold) + len(_MIXED.findall(one)) * _APART * size for one in lines)


def _is_unbroken(grid: Grid) -> bool:
    """Whether no word is wider than its column."""
    return all(
        widest_unit(cell, grid.size) <= column - 2 * _ACROSS
        for row in grid.rows
        for cell, column in zip(row, grid.columns, strict=True)
    )


def is_number(text: str) -> bool:
    """Whether a cell holds a number, an amount or a share, which stands at the right; a date stands at the left."""
    if _DATE.fullmatch(text.strip()):
        return False
    bare = text.strip().translate(str.maketrans("", "", ",. %$€£¥￥+-−△▲()円人件個")) if text.strip() else ""
    return bare.isdecimal()


def table_frame(number: int, name: str, grid: Grid, area: Area, style: str, uri: str) -> str:
    """The frame of a new table at the left and upper edge of `area`."""
    columns = [round(one * POINT) for one in grid.columns]
    heights = [round(one * POINT) for one in grid.heights]
    right = [all(is_number(row[at]) for row in grid.rows[1:] if row[at].strip()) for at in range(len(columns))]
    rows = []
    for row, height in zip(grid.rows, heights, strict=True):
        cells = (_cell(cell, grid.size, at_right=at) for cell, at in zip(row, right, strict=True))
        rows.append(f'<a:tr h="{height}">{"".join(cells)}</a:tr>')
    grid_columns = "".join(f'<a:gridCol w="{one}"/>' for one in columns)
    # The style sets the last row apart where it is a total.
    last = ' lastRow="1"' if len(rows) > 2 and grid.rows[-1][0].strip().casefold() in _TOTALS else ""
    table = (
        f'<a:tbl><a:tblPr firstRow="1"{last} bandRow="1"><a:tableStyleId>{style}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid_columns}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )
    return graphic_frame(number, name, Area(area.left, area.top, sum(columns), sum(heights)), uri, table)


def _cell(text: str, size: float, *, at_right: bool) -> str:
    lines = text.split("\n")
    words = paragraphs(lines, ' algn="r"' if at_right else "", f' sz="{round(size * 100)}"')
    margins = round(_DOWN * POINT)
    properties = f'<a:tcPr marT="{margins}" marB="{margins}" anchor="ctr"/>'
    return f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>{properties}</a:tc>"
