"""Sorting that is refused, and formulas that a person should look at after it."""

import re
from collections.abc import Iterator

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.opc.xml_text import unescaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, Area, area_of, cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.facts import merged_cells
from agent.documents.xlsx.formula_tokens import REFERENCES, Reference, reference_in, sheets_in, tokens_of
from agent.documents.xlsx.ranges import address, contains, overlap
from agent.documents.xlsx.read import formula_of
from agent.documents.xlsx.sheet import ATTRIBUTES, Cell, Sheet, attributes_of, shared_formulas
from agent.documents.xlsx.shift import Insertion
from agent.documents.xlsx.shift_guards import array_areas, refuse_protected

_FORMULA = re.compile(rf"<(?:[\w.-]+:)?f(?=[\s>]){ATTRIBUTES}>([^<]+)<")
_MOST = 5


def refuse_unsortable(draft: Draft, entry: SheetEntry, area: Area, titles: int, *, alone: bool) -> None:
    """Refuse what a sort would break. `titles` is the row of titles, 0 for none; `alone`: columns beside may stay.

    Raises:
        InvalidArgumentsError: names what is in the way.
    """
    sheet = draft.sheet(entry)
    refuse_protected(sheet, entry.name, Insertion(True, area.top, 1))
    for told in merged_cells(sheet.outside()):
        if overlap(area_of(told), area):
            raise InvalidArgumentsError(f"The merged cells {told} are in the way: unmerge them first.")
    for array in array_areas(sheet):
        if overlap(array, area):
            raise InvalidArgumentsError(f"The array formula at {address(array)} is in the way: it cannot be sorted.")
    for row in sheet.rows:
        tag = sheet.text[row.start : row.inner]
        if area.top <= row.number <= area.bottom and attributes_of(tag).get("hidden") in {"1", "true"}:
            raise InvalidArgumentsError(
                f"Row {row.number} is hidden, by a filter perhaps: show all rows of the range first."
            )
    _refuse_tables(draft, entry, area, titles)
    if not alone:
        _refuse_neighbours(entry, sheet, area)


def _refuse_tables(draft: Draft, entry: SheetEntry, area: Area, titles: int) -> None:
    for table in draft.tables(entry):
        whole = area_of(table["ref"])
        first = whole.top + (table.get("headerRowCount", "1") != "0")
        last = whole.bottom - (table.get("totalsRowCount", "0") not in {"0", ""})
        data = Area(first, whole.left, last, whole.right)
        if overlap(area, whole) and not (contains(data, area) and (area.left, area.right) == (data.left, data.right)):
            raise InvalidArgumentsError(
                f"The range cuts the table {table.get('displayName', '')}, whose rows are {address(data)}: sort "
                f"{address(Area(first if not titles else first - 1, data.left, last, data.right))}."
            )


def _refuse_neighbours(entry: SheetEntry, sheet: Sheet, area: Area) -> None:
    """Values beside the range would stay where they are, and belong to other rows then."""
    for row in sheet.filled():
        for cell in sheet.cells(row) if area.top <= row.number <= area.bottom else ():
            beside = cell.column in {area.left - 1, area.right + 1}
            if beside and (cell.raw is not None or cell.formula is not None):
                raise InvalidArgumentsError(
                    f"{entry.name}!{cell_name(cell.row, cell.column)} is beside the range and would not go along with "
                    'its row. Take all columns that belong together, or set "alone": true.'
                )


def leading_formulas(draft: Draft, entry: SheetEntry, area: Area) -> list[Words]:
    """Sentences about formulas that refer to certain rows of the range: those in it move as copies, others stay."""
    inside, outside = _own_formulas(draft.sheet(entry), entry, area)
    for other in draft.worksheets:
        text = draft.sheet(other).text if other != entry else ""
        for found in _FORMULA.findall(text):
            formula = unescaped(found) if "!" in found else ""
            if any(_part_of(one.area, area) for one in _led(formula, entry, other.name)):
                outside.append(f"{other.name} (={formula[:60]})")
    return [*_told_inside(inside), *_told_outside(outside)]


def _own_formulas(sheet: Sheet, entry: SheetEntry, area: Area) -> tuple[list[str], list[str]]:
    """Cells in the range whose formulas refer to other rows, and cells beside it that refer to some of its rows."""
    inside: list[str] = []
    outside: list[str] = []
    shared = shared_formulas(sheet)
    for cell in (cell for row in sheet.rows for cell in sheet.cells(row) if cell.formula is not None):
        led = _led(formula_of(cell, shared).removeprefix("="), entry, entry.name)
        name = cell_name(cell.row, cell.column)
        if contains(area, Area(cell.row, cell.column, cell.row, cell.column)):
            inside += [name] if any(_other_row(one, cell) for one in led) else []
        elif any(_part_of(one.area, area) for one in led):
            outside.append(name)
    return inside, outside


def _told_inside(found: list[str]) -> Iterator[Words]:
    if found:
        told = ", ".join(found[:_MOST]) + (" ..." if len(found) > _MOST else "")
        yield Words(
            f"Check the formulas that stood in {told}: they refer to other rows and moved as if they were copied.",
            f"{told} にあった数式はほかの行を参照しています。コピーと同じ扱いで移動したため、ご確認ください。",
        )


def _told_outside(found: list[str]) -> Iterator[Words]:
    if found:
        told = ", ".join(found[:_MOST]) + (" ..." if len(found) > _MOST else "")
        yield Words(
            f"Check {told}: formulas there refer to certain rows of the range, where other values are now.",
            f"{told} の数式は範囲内の特定の行を参照しています。並べ替えで値が変わったため、ご確認ください。",
        )


def _led(formula: str, entry: SheetEntry, home: str) -> Iterator[Reference]:
    """The references of a formula on the sheet `home` that lead to the sheet `entry`."""
    here = home.casefold() == entry.name.casefold()
    led = here
    for token in tokens_of(formula) if formula else ():
        reference = reference_in(token.kind, token.text) if token.kind in REFERENCES and led else None
        if reference is not None:
            yield reference
        led = here
        if token.kind == "sheet":
            led = [one.casefold() for one in sheets_in(token.text)] == [entry.name.casefold()]


def _other_row(reference: Reference, cell: Cell) -> bool:
    """Whether it leads to another row than the cell's own, by an edge that moves along."""
    _, top, _, bottom = reference.fixed
    area = reference.area
    if reference.kind == "columns":
        return False
    return (not top and area.top != cell.row) or (not bottom and area.bottom != cell.row)


def _part_of(area: Area, whole: Area) -> bool:
    """Whether it covers some rows of the range and not all."""
    covering = Area(whole.top, 1, whole.bottom, MAX_COLUMN)
    return overlap(area, whole) and not (area.top <= covering.top and covering.bottom <= area.bottom)
