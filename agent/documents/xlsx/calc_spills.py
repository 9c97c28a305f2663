"""New formulas that fill cells beside their own: whether those are free, and whether their order is certain."""

import re
from collections.abc import Collection, Iterator, Mapping

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.calc_cells import CalcValue, Cells, Fault, Formula
from agent.documents.xlsx.calc_functions import called
from agent.documents.xlsx.calc_graph import filled
from agent.documents.xlsx.calc_libraries import Grid
from agent.documents.xlsx.calc_refs import Place, Region
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, cell_name
from agent.documents.xlsx.facts import merged_cells
from agent.documents.xlsx.ranges import overlap

_SORTING = frozenset({"SORT", "SORTBY", "GROUPBY", "PIVOTBY"})
# Programs agree on the order of these alone: marks and other letters go by the rules of a language.
_PLAIN = re.compile(r"[A-Za-z0-9 ]*")
_BLOCKED: Grid = ((Fault("#SPILL!"),),)


def uncertain_order(formulas: Mapping[Place, Formula], values: Mapping[Place, CalcValue]) -> set[Place]:
    """The formulas that sort texts whose order depends on the language of a program."""
    sorting = [one for one in formulas.values() if called(one.text) & _SORTING]
    texts = [place for place, value in values.items() if isinstance(value, str) and not _PLAIN.fullmatch(value)]
    return {
        one.place for one in sorting if any(_holds(region, text) for region in one.reading.regions for text in texts)
    }


def refuse_blocked(fresh: Collection[Formula], cells: Cells, *told: Mapping[Place, Grid]) -> None:
    """Refuse `fresh` formulas for which a library, in what it `told`, found no room.

    Raises:
        InvalidArgumentsError: names the cell.
    """
    for formula in fresh:
        if any(results.get(formula.place) == _BLOCKED for results in told):
            raise InvalidArgumentsError(
                f"{_named(cells, formula)} needs cells that are not empty or not there. {_ADVICE}"
            )


_ADVICE = "Put it where there is room, or empty them first."


def refuse_overlap(formula: Formula, grid: Grid, cells: Cells) -> None:
    """Refuse a new formula whose results would not find empty cells, out of tables and merged ones.

    Raises:
        InvalidArgumentsError: names the cells.
    """
    region = grown(formula, grid)
    area = Area(region.top, region.left, region.bottom, region.right)
    reason = next((why for other, why in _obstacles(formula, region, cells) if overlap(area, other)), "")
    if region.bottom > MAX_ROW or region.right > MAX_COLUMN:
        reason = "the sheet ends"
    if reason:
        told = f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
        raise InvalidArgumentsError(f"{_named(cells, formula)} would fill {told}, but {reason}. {_ADVICE}")


def grown(formula: Formula, grid: Grid) -> Region:
    """The cells that a formula fills with these results."""
    sheet, row, column = formula.place
    return Region(sheet, row, column, row + len(grid) - 1, column + len(grid[0]) - 1)


def fits(cells: Cells, formula: Formula, grid: Grid) -> bool:
    """Whether a formula that grew finds empty cells."""
    area, region = formula.area, grown(formula, grid)
    if (area.bottom, area.right) == (region.bottom, region.right):
        return True
    return next(_occupied(formula, region, cells), None) is None


def _occupied(formula: Formula, region: Region, cells: Cells) -> Iterator[Place]:
    """The cells of a region that something else fills."""
    old = set(filled(formula))
    found = {place for place, _ in cells.within([region])} | cells.formulas.keys()
    return (place for place in sorted(found) if place not in old and _holds(region, place))


def _obstacles(formula: Formula, region: Region, cells: Cells) -> Iterator[tuple[Area, str]]:
    for _, row, column in _occupied(formula, region, cells):
        yield Area(row, column, row, column), f"{cell_name(row, column)} is not empty"
    number = formula.place[0]
    for table in cells.tables(cells.entries[number]):
        yield area_of(table["ref"]), f"no such formula can stand in the table {table.get('displayName', '')}"
    for merged in merged_cells(cells.sheets[number].outside()):
        yield area_of(merged), f"{merged} are merged"


def _named(cells: Cells, formula: Formula) -> str:
    number, row, column = formula.place
    return f"The formula in {cells.entries[number].name}!{cell_name(row, column)}"


def _holds(region: Region, place: Place) -> bool:
    sheet, row, column = place
    return sheet == region.sheet and region.top <= row <= region.bottom and region.left <= column <= region.right
