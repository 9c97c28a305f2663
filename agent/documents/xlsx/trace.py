"""What feeds a cell and what depends on it, step by step: where a total comes from.

`part` is "trace Sheet1!C4". Values are those that the file holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.core.documents import Content, Passage
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.calc_cells import CalcValue, Cells, Fault, Formula, state_of
from agent.documents.xlsx.calc_graph import Dependents, Precedents
from agent.documents.xlsx.calc_refs import Place, Region
from agent.documents.xlsx.cell_names import cell_name, cell_of, column_letters, quoted_sheet, split_part

TRACE = re.compile(r"(?i)trace\s+(.+)")
MAX_STEPS = 8
MAX_LINES = 400
_MOST_CELLS = 12
_FACT = Words(
    "{feeds} {feeds:formula feeds|formulas feed} {cell}, {depends} {depends:depends|depend} on it",
    "{cell} には数式 {feeds} 個が関係し、{depends} 個の数式が {cell} に依存しています",
)
_CUT = Words(
    "the trace is longer than what is told: trace one of its cells",
    "続きがあります。途中のセルを指定して追跡してください",
)


def traced(book: Book, asked: str) -> Content:
    """The trace of a cell: it, what it reads over any number of steps, and what reads it. Two blanks for each step.

    Raises:
        InvalidArgumentsError: `asked` is no cell.
    """
    sheet, address = split_part(asked.strip())
    sheet, address = (sheet, address) if address else ("", sheet)
    entry = book.entry(sheet)
    if ":" in address:
        raise InvalidArgumentsError("A trace is of one cell. Write for example 'trace Sheet1!C4'.")
    cells = Cells(book, state_of(book, book.worksheets))
    place = (cells.entries.index(entry), *cell_of(address))
    trace = _Trace(cells)
    lines = [*trace.feeding(place, 0), *trace.depending(place)]
    passages = tuple(Passage(anchor, text, "row") for anchor, text in lines[:MAX_LINES])
    feeds = len(trace.seen - {place})
    fact = _FACT.of(cell=trace.name(place), feeds=feeds, depends=len(trace.dependents(place)))
    cut = (_CUT,) if trace.cut or len(lines) > MAX_LINES else ()
    return Content("xlsx", passages, len(passages), (fact, *cut))


@dataclass(frozen=True, slots=True)
class _Step:
    """A formula or a value in a line of a trace."""

    depth: int
    mark: str


class _Trace:
    """Follows references through a workbook."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._precedents = Precedents(cells.formulas)
        self._graph = Dependents(cells.formulas)
        self.seen: set[Place] = set()
        self.cut = False
        self._lines = 0

    def name(self, place: Place) -> str:
        """The address of a cell."""
        return f"{quoted_sheet(self._cells.entries[place[0]].name)}!{cell_name(place[1], place[2])}"

    def feeding(self, place: Place, depth: int) -> Iterator[tuple[str, str]]:
        """A cell and, below it, what it reads."""
        formula = self._cells.formulas.get(place)
        yield self._line(place, _Step(depth, "" if depth == 0 else "<- "), formula)
        if formula is None or place in self.seen:
            return
        self.seen.add(place)
        if depth >= MAX_STEPS:
            self.cut = True
            return
        for region in formula.reading.regions:
            yield from self._region(region, depth + 1)

    def _region(self, region: Region, depth: int) -> Iterator[tuple[str, str]]:
        """What stands in a region: one cell, or a range with its first cells and the formulas in it."""
        single = (region.top, region.left) == (region.bottom, region.right)
        if single:
            yield from self.feeding((region.sheet, region.top, region.left), depth)
            return
        inside = list(self._precedents.within(region))
        values = {place: value for place, value in self._cells.within([region]) if _holds(region, place)}
        anchor = self._range(region)
        yield anchor, f"{'  ' * depth}<- {anchor}: {_summary(values, inside)}"
        for place in inside[:_MOST_CELLS]:
            self._lines += 1
            if self._lines > MAX_LINES:
                self.cut = True
                return
            yield from self.feeding(place, depth + 1)
        self.cut |= len(inside) > _MOST_CELLS

    def dependents(self, place: Place) -> set[Place]:
        """All formulas that read a cell, over any number of steps."""
        return self._graph.of([place])

    def depending(self, place: Place) -> Iterator[tuple[str, str]]:
        """The formulas that depend on a cell, in the order of the sheets."""
        for reader in sorted(self.dependents(place)):
            yield self._line(reader, _Step(1, "-> "), self._cells.formulas[reader])

    def _line(self, place: Place, step: _Step, formula: Formula | None) -> tuple[str, str]:
        anchor = self.name(place)
        value = formula.value if formula is not None else self._value(place)
        told = f" [={formula.text}]" if formula is not None else ""
        return anchor, f"{'  ' * step.depth}{step.mark}{anchor}: {_told(value)}{told}"

    def _value(self, place: Place) -> CalcValue:
        sheet, row, column = place
        found: Mapping[Place, CalcValue] = dict(self._cells.within([Region(sheet, row, column, row, column)]))
        return found.get(place)

    def _range(self, region: Region) -> str:
        sheet = quoted_sheet(self._cells.entries[region.sheet].name)
        first = f"{column_letters(region.left)}{region.top}"
        return f"{sheet}!{first}:{column_letters(region.right)}{region.bottom}"


def _holds(region: Region, place: Place) -> bool:
    return region.top <= place[1] <= region.bottom and region.left <= place[2] <= region.right


def _summary(values: Mapping[Place, CalcValue], formulas: Sequence[Place]) -> str:
    """Count and sum of a range, and how many of its cells have formulas."""
    numbers = [one for one in values.values() if isinstance(one, float)]
    told = f"{len(values)} filled cells"
    if numbers:
        told += f", sum {sum(numbers):.10g} of {len(numbers)} numbers"
    return f"{told}, {len(formulas)} formulas" if formulas else told


def _told(value: CalcValue) -> str:
    if value is None:
        return "(empty)"
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.code if isinstance(value, Fault) else str(value).upper() if isinstance(value, bool) else value
