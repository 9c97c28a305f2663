"""Cells that cannot be written alone, because something else in the workbook would break."""

import re
from collections.abc import Collection, Iterator

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.facts import merged_cells
from agent.documents.xlsx.locked_cells import refuse_locked
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of

_TITLES = "A title is a text, no formula, that no other column has, and that no INDIRECT may name."
RULE = re.compile(rf"<(?:[\w.-]+:)?f(?=[\s])({ATTRIBUTES})/?>")


def refuse_entangled(
    draft: Draft,
    entry: SheetEntry,
    sheet: Sheet,
    cells: Collection[tuple[int, int]],
    titles: Collection[tuple[int, int]] = (),
) -> None:
    """Refuse locked cells, those in array formulas, masters of shared formulas, covered cells, titles of tables.

    `titles` are those among `cells` that their tables have taken already.

    Raises:
        InvalidArgumentsError: names the cell, the reason, and what to write instead.
    """
    refuse_locked(draft, entry, sheet, cells)
    obstacles = [*_formula_obstacles(sheet, cells), *_merged_obstacles(sheet)]
    tables = _table_obstacles(draft, entry)
    for row, column in cells:
        for area, free, reason in obstacles if (row, column) in titles else (*obstacles, *tables):
            inside = area.top <= row <= area.bottom and area.left <= column <= area.right
            if inside and not (free and (row, column) == (area.top, area.left)):
                raise InvalidArgumentsError(f"{entry.name}!{cell_name(row, column)} cannot be written: {reason}")


Obstacle = tuple[Area, bool, str]
"""An Area, whether its first cell is free, and the reason."""


def _formula_obstacles(sheet: Sheet, wanted: Collection[tuple[int, int]]) -> list[Obstacle]:
    found: list[Obstacle] = []
    growing = growing_areas(sheet)
    for text in set(RULE.findall(sheet.text)):
        rule = attributes_of(text)
        area = rule.get("ref", "")
        if area and rule.get("t") in {"array", "dataTable"} and area not in growing:
            found.append((area_of(area), False, f"an array formula fills {area}. Change its source cells instead."))
    for name, spilled in growing.items():
        if (spilled.top, spilled.left) not in wanted:
            first = cell_name(spilled.top, spilled.left)
            reason = f"the formula in {first} fills {name}. Change that formula or its source cells."
            found.append((spilled, False, reason))
    if "shared" in sheet.text:
        found += _shared_obstacles(sheet)
    return found


def growing_areas(sheet: Sheet) -> dict[str, Area]:
    """What the formulas fill that may grow, by its name."""
    if ' cm="' not in sheet.text and " cm='" not in sheet.text:
        return {}
    return {
        told: area_of(told)
        for row in sheet.rows
        if sheet.text.find("array", row.inner, row.close) >= 0
        for cell in sheet.cells(row)
        if cell.meta and cell.formula is not None and (told := attributes_of(cell.rule).get("ref", ""))
    }


def freed(sheet: Sheet, wanted: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The cells that hold results of formulas which may grow and are written over: nobody fills those any more."""
    for area in growing_areas(sheet).values():
        if (area.top, area.left) in wanted:
            for row in range(area.top, area.bottom + 1):
                yield from ((row, column) for column in range(area.left, area.right + 1))


def _shared_obstacles(sheet: Sheet) -> list[Obstacle]:
    """The cell that holds the text of a shared formula: the others would lose it. Its area is told by its place."""
    return [
        (
            Area(cell.row, cell.column, cell.row, cell.column),
            False,
            f"the cells {attributes_of(cell.rule)['ref']} share its formula. Give the others their own first.",
        )
        for row in sheet.rows
        if sheet.text.find("shared", row.inner, row.close) >= 0
        for cell in sheet.cells(row)
        if "shared" in cell.rule and attributes_of(cell.rule).get("ref", "").partition(":")[2]
    ]


def _merged_obstacles(sheet: Sheet) -> list[Obstacle]:
    return [
        (area_of(area), True, f"it is covered by the merged cells {area}. Write to {area.partition(':')[0]}.")
        for area in merged_cells(sheet.outside())
    ]


def _table_obstacles(draft: Draft, entry: SheetEntry) -> list[Obstacle]:
    found: list[Obstacle] = []
    for table in draft.tables(entry):
        if table.get("headerRowCount", "1") != "0":
            area = area_of(table["ref"])
            reason = f"it is a column title of the table {table.get('displayName', '')}. {_TITLES}"
            found.append((Area(area.top, area.left, area.top, area.right), False, reason))
    return found
