"""Shifts of a sheet that are refused, because something on it cannot follow without breaking."""

import re
from collections.abc import Iterator

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, cell_name
from agent.documents.xlsx.facts import merged_cells
from agent.documents.xlsx.guards import RULE
from agent.documents.xlsx.ranges import contains, overlap
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of
from agent.documents.xlsx.shift import (
    BlockMove,
    Deletion,
    Insertion,
    LineMove,
    Shift,
    area_after,
    pieces_of,
    same_size,
    translated,
)

_PROTECTION = re.compile(rf"<(?:[\w.-]+:)?sheetProtection(?=[\s/>])({ATTRIBUTES})/?>")
PUSHED_OFF = "Filled cells would be pushed off the end of the sheet {sheet}."
TableTold = dict[str, str]
"""The attributes of a table."""


def refuse_protected(sheet: Sheet, name: str, shift: Shift) -> None:
    """Refuse what the author of the sheet locked. Raises InvalidArgumentsError."""
    found = _PROTECTION.search(sheet.text, sheet.end)
    told = attributes_of(found[1]) if found is not None else {}
    if told.get("sheet") not in {"1", "true"}:
        return
    kind = {Insertion: "insert", Deletion: "delete"}.get(type(shift), "")
    lines = "Rows" if not isinstance(shift, BlockMove) and shift.rows else "Columns"
    if not kind or told.get(kind + lines, "1") in {"1", "true"}:
        raise InvalidArgumentsError(f"The sheet {name} is protected by its author against such a change.")


def refuse_broken(sheet: Sheet, name: str, shift: Shift) -> None:
    """Refuse to push cells off the sheet or over others, and to cut array formulas or merged cells.

    Raises:
        InvalidArgumentsError: names what is in the way.
    """
    if isinstance(shift, Insertion):
        _refuse_full(sheet, name, shift)
    if isinstance(shift, BlockMove):
        _refuse_covering(sheet, name, shift)
    for told in _array_rules(sheet):
        _refuse_cut(name, shift, area_of(told["ref"]), f"the array formula at {told['ref']}", gone=True)
        for key in ("r1", "r2"):
            if key in told and area_after(shift, area_of(told[key])) is None:
                raise InvalidArgumentsError(f"The data table at {name}!{told['ref']} needs the cell {told[key]}.")
    if isinstance(shift, (LineMove, BlockMove)):
        for merged in merged_cells(sheet.outside()):
            _refuse_cut(name, shift, area_of(merged), f"the merged cells {merged}", gone=False)


def refuse_pivot(name: str, shift: Shift, area: Area) -> None:
    """Refuse to cut or delete a pivot table. Raises InvalidArgumentsError."""
    told = f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
    _refuse_cut(name, shift, area, f"the pivot table at {told}", gone=False)


def array_areas(sheet: Sheet) -> list[Area]:
    """The areas of array formulas and data tables."""
    return [area_of(told["ref"]) for told in _array_rules(sheet)]


def _array_rules(sheet: Sheet) -> Iterator[dict[str, str]]:
    if "array" in sheet.text or "dataTable" in sheet.text:
        for text in set(RULE.findall(sheet.text)):
            told = attributes_of(text)
            if told.get("t") in {"array", "dataTable"} and told.get("ref"):
                yield told


def _refuse_cut(name: str, shift: Shift, area: Area, what: str, *, gone: bool) -> None:
    """Refuse when `area` does not stay in one piece; `gone`: it may be deleted as a whole."""
    after = area_after(shift, area)
    if after is None and gone:
        return
    if after is None or not in_one_piece(shift, area):
        raise InvalidArgumentsError(f"This would cut {what} of {name} apart or delete it. Leave it in one piece.")


def in_one_piece(shift: Shift, area: Area) -> bool:
    """Whether all cells of the area go the same way, and nothing comes between or over them."""
    after = area_after(shift, area)
    if after is None or not same_size(after, area):
        return False
    if isinstance(shift, BlockMove):
        target = translated(shift.source, shift.down, shift.right)
        return contains(shift.source, area) or not (overlap(area, shift.source) or overlap(area, target))
    low, high = (area.top, area.bottom) if shift.rows else (area.left, area.right)
    return any(first <= low and high <= last for first, last, _ in pieces_of(shift))


def _refuse_full(sheet: Sheet, name: str, shift: Insertion) -> None:
    if shift.rows:
        last = max((row.number for row in sheet.filled()), default=0)
        full = last >= shift.at and last + shift.count > MAX_ROW
    else:
        edge = MAX_COLUMN - shift.count
        full = any(
            cell.column > edge and cell.column >= shift.at and (cell.raw is not None or cell.formula is not None)
            for row in sheet.filled()
            for cell in sheet.cells(row)
        )
    if full:
        raise InvalidArgumentsError(PUSHED_OFF.format(sheet=name))


def _refuse_covering(sheet: Sheet, name: str, shift: BlockMove) -> None:
    target = translated(shift.source, shift.down, shift.right)
    for row in sheet.filled():
        for cell in sheet.cells(row) if target.top <= row.number <= target.bottom else ():
            place = Area(cell.row, cell.column, cell.row, cell.column)
            filled = cell.raw is not None or cell.formula is not None
            if filled and contains(target, place) and not contains(shift.source, place):
                raise InvalidArgumentsError(
                    f"{name}!{cell_name(cell.row, cell.column)} is not empty and would be covered. Empty it first."
                )


def refuse_table(name: str, shift: Shift, table: TableTold) -> None:
    """Refuse what a table cannot follow: titles and totals are its edges. Raises InvalidArgumentsError."""
    area, title = area_of(table["ref"]), table.get("displayName", "")
    after = area_after(shift, area)
    if after is None:
        return
    top = area.top + (table.get("headerRowCount", "1") != "0")
    bottom = area.bottom - (table.get("totalsRowCount", "0") not in {"0", ""})
    if isinstance(shift, BlockMove):
        edges = Area(area.top, area.left, top - 1, area.right) if top > area.top else area
        fits = contains(shift.source, area) or not overlap(edges, shift.source)
    elif shift.rows:
        fits = _edges_stay(shift, area, top, bottom, after)
    else:
        whole = after == area or in_one_piece(shift, area) or not isinstance(shift, LineMove)
        fits = whole or _same_columns(shift, area)
        if table.get("tableType") == "queryTable" and not in_one_piece(shift, area):
            fits = False
    if not fits:
        raise InvalidArgumentsError(
            f"The table {title} at {name}!{table['ref']} needs its row of titles, at least one row below it, and its "
            "columns beside each other. Change the table as a whole, or leave those in their place."
        )


def _edges_stay(shift: Shift, area: Area, top: int, bottom: int, after: Area) -> bool:
    """Whether the titles stay the first row, the totals the last or go, and some row is left between."""
    row = Area(area.top, area.left, area.top, area.right)
    if top > area.top and getattr(area_after(shift, row), "top", 0) != after.top:
        return False
    last = area_after(shift, Area(area.bottom, area.left, area.bottom, area.right))
    if bottom < area.bottom and last is not None and last.top != after.bottom:
        return False
    return area_after(shift, Area(top, area.left, bottom, area.right)) is not None


def _same_columns(shift: Shift, area: Area) -> bool:
    """Whether the columns of the area change places among each other only."""
    columns = [area_after(shift, Area(1, one, 1, one)) for one in range(area.left, area.right + 1)]
    return all(one is not None and area.left <= one.left <= area.right for one in columns)
