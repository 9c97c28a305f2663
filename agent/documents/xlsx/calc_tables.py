"""Structured references: what "[[#Totals],[Price]]" means of a table. ECMA-376 part 1, 18.5.1 and 18.17.6."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.documents.xlsx.cell_names import Area

_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]|(:)|([^\[\],:@\s][^\[\],:]*)|(@)")
_ESCAPED = re.compile(r"'(.)")


@dataclass(frozen=True, slots=True)
class CalcTable:
    """A table: the number of its sheet, its whole area, its column titles, and whether it has titles and totals."""

    sheet: int
    area: Area
    columns: Sequence[str]
    titled: bool = True
    totals: bool = False


def table_areas(table: CalcTable, inner: str, row: int) -> tuple[Area, ...]:
    """The cells that "Table[inner]" means in a formula in `row`; none when it names what is not there."""
    items: list[str] = []
    columns: list[int] = []
    spans = False
    for told, colon, bare, at in _ITEM.findall(inner):
        word = _ESCAPED.sub(r"\1", told or bare.strip())
        if colon:
            spans = True
        elif at:
            items.append("#this row")
        elif word.startswith("#"):
            items.append(word.casefold())
        else:
            columns.append(_column(table, word))
    if -1 in columns:
        return ()
    left, right = (min(columns), max(columns)) if columns else (0, table.area.right - table.area.left)
    if len(columns) > 1 and not spans:
        return ()
    rows = _rows(table, items or ["#data"], row)
    if rows is None:
        return ()
    return (Area(rows[0], table.area.left + left, rows[1], table.area.left + right),)


def _column(table: CalcTable, title: str) -> int:
    """The number of a column, from 0; -1 when there is none. Titles are compared without case and line breaks."""
    wanted = " ".join(title.split()).casefold()
    return next((n for n, one in enumerate(table.columns) if " ".join(one.split()).casefold() == wanted), -1)


def _rows(table: CalcTable, items: Sequence[str], row: int) -> tuple[int, int] | None:
    top, bottom = table.area.top + table.titled, table.area.bottom - table.totals
    if "#this row" in items:
        return (row, row) if top <= row <= bottom else None
    ends = {
        "#all": (table.area.top, table.area.bottom),
        "#data": (top, bottom),
        "#headers": (table.area.top, table.area.top) if table.titled else None,
        "#totals": (table.area.bottom, table.area.bottom) if table.totals else None,
    }
    found = [ends.get(item) for item in items]
    told = [one for one in found if one is not None]
    if len(told) < len(items):
        return None
    return min(first for first, _ in told), max(last for _, last in told)
