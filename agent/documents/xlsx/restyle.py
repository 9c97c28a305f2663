"""Style numbers given to the cells of a range, in the text of a sheet: values and everything else stay as they are."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

from agent.documents.opc.xml_tags import Attributes, tag, with_attributes
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, cell_name
from agent.documents.xlsx.columns import columns_of
from agent.documents.xlsx.row_text import row_style, with_stretches
from agent.documents.xlsx.sheet import ATTRIBUTES, Row, Sheet

Restyle = Callable[[int, int, int], int]
"""The new style of a cell by its row, its column and the style that it has."""


def restyled(sheet: Sheet, area: Area, style: Restyle) -> str:
    """The sheet with the cells of `area` in other styles; empty cells are made where no row or column tells theirs.

    Of whole columns only the cells that are there change (the columns themselves: `xlsx.columns`), of whole rows also
    the rows themselves.
    """
    whole_columns = (area.top, area.bottom) == (1, MAX_ROW)
    whole_rows = not whole_columns and (area.left, area.right) == (1, MAX_COLUMN)
    pieces: list[tuple[int, int, str]] = []
    there = {row.number: row for row in sheet.rows}
    for number in _rows(there, area, whole_columns):
        row = there.get(number)
        # Where a column has a style of its own, a row's style would hide it: the cell at the crossing is made.
        made = _styled_columns(sheet, area) if whole_rows else range(area.left, area.right + 1)
        made = _styled_rows(sheet, row, area) if whole_columns else made
        cells = _Cells(sheet, row, number, area, style)
        pieces.append(cells.piece(made, whole_row=whole_rows))
    return with_stretches(sheet, pieces)


def with_row_attributes(sheet: Sheet, rows: Mapping[int, Attributes]) -> str:
    """The sheet with attributes of rows set or, by None, taken away; rows that are not there are made."""
    there = {row.number: row for row in sheet.rows}
    pieces: list[tuple[int, int, str]] = []
    for number, told in sorted(rows.items()):
        row = there.get(number)
        if row is not None:
            pieces.append((row.start, row.inner, with_attributes(sheet.text[row.start : row.inner], told)))
        elif any(value is not None for value in told.values()):
            at = place_of(sheet, number)
            pieces.append((at, at, tag(f"{sheet.prefix}row", {"r": number, **told})))
    return with_stretches(sheet, pieces)


def place_of(sheet: Sheet, number: int) -> int:
    """Where a row that is not there has to be put."""
    at = bisect_left(sheet.rows, number, key=lambda row: row.number)
    return sheet.rows[at].start if at < len(sheet.rows) else sheet.end


class _Cells:
    """The cells of one row inside an area."""

    def __init__(self, sheet: Sheet, row: Row | None, number: int, area: Area, style: Restyle) -> None:
        self._sheet, self._row, self._number, self._area, self._style = sheet, row, number, area, style
        self._base = row_style(sheet, row)

    def piece(self, made: Iterable[int], *, whole_row: bool) -> tuple[int, int, str]:
        """The row as it becomes: where it stands, and its text."""
        sheet, row, area = self._sheet, self._row, self._area
        told = self._row_attributes() if whole_row else {}
        if row is None:
            at = place_of(sheet, self._number)
            inner = "".join(self._empty(column) for column in made)
            text = tag(f"{sheet.prefix}row", {"r": self._number, **told}, inner) if inner or told else ""
            return at, at, text
        wanted = list(made)
        out: list[str] = []
        at = row.inner
        for place, cell in sheet.placed(row):
            while wanted and wanted[0] < place.column:
                out += [sheet.text[at : place.start], self._empty(wanted.pop(0))]
                at = place.start
            if area.left <= place.column <= area.right:
                opening = _opening(sheet.text, place.start)
                number = self._style(self._number, place.column, cell.style)
                fresh = opening if number == cell.style else with_attributes(opening, {"s": number})
                out += [sheet.text[at : place.start], fresh]
                at = place.start + len(opening)
            if wanted and wanted[0] == place.column:
                wanted.pop(0)
        inner = "".join([*out, sheet.text[at : row.close], *map(self._empty, wanted)])
        opening = with_attributes(sheet.text[row.start : row.inner], told)
        if not inner:
            return row.start, row.end, opening + sheet.text[row.inner : row.end]
        if row.inner == row.end:
            opening = f"{opening.removesuffix('/>').rstrip()}>"
        return row.start, row.end, f"{opening}{inner}</{sheet.prefix}row>"

    def _row_attributes(self) -> Attributes:
        number = self._style(self._number, 0, self._base or 0)
        return {"s": number, "customFormat": 1}

    def _empty(self, column: int) -> str:
        base = self._sheet.column_style(column) if self._base is None else self._base
        told: Attributes = {"r": cell_name(self._number, column), "s": self._style(self._number, column, base or 0)}
        return tag(f"{self._sheet.prefix}c", told)


_OPENING = re.compile(rf"<{ATTRIBUTES}>")


def _opening(text: str, at: int) -> str:
    found = _OPENING.match(text, at)
    return found[0] if found else ""


def _rows(there: Mapping[int, Row], area: Area, whole_columns: bool) -> Iterable[int]:
    return sorted(there) if whole_columns else range(area.top, area.bottom + 1)


def _styled_rows(sheet: Sheet, row: Row | None, area: Area) -> Iterable[int]:
    """Empty cells of a row that has a style of its own, in the columns that change; not over hundreds of columns."""
    few = area.right - area.left < 200
    return range(area.left, area.right + 1) if few and row_style(sheet, row) is not None else ()


def _styled_columns(sheet: Sheet, area: Area) -> Iterable[int]:
    return [
        column
        for span in columns_of(sheet)
        if "style" in span.told and span.last - span.first < 200
        for column in range(span.first, span.last + 1)
        if area.left <= column <= area.right
    ]
