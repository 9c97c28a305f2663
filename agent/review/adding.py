"""Which numbers of a table a total may be the sum of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.documents import Table, Value
from agent.review.marks import normal
from agent.review.numbers import value_of

_TOTAL = re.compile(
    r"(?:grand |overall |column |sub[- ]?)?totals?(?: (?:sum|amount|cost|costs|sales|hours|price|value))?|sum|"
    r"合\s*計|小\s*計|総\s*計|総\s*合\s*計|中\s*計|計|合計額|合計金額|総額",
)
_SUBTOTAL = re.compile(r"sub[- ]?totals?|小\s*計|中\s*計|.+ (?:sub[- ]?)?totals?|.+[^合小総中]計", re.IGNORECASE)
_NOT_ADDED = re.compile(
    r"rate|ratio|percent|%|average|avg|mean|median|price|unit|year|date|\bid\b|\bno\b|number|balance|max|min|rank|score|"
    r"margin|growth|share|率|平均|単価|年|日付|番号|残高|残|最大|最小|順位|比|割合|構成|前年|増減|累計|cumulative|running",
    re.IGNORECASE,
)
_CELLS = 3
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the number of each cell, None where there is none, and the texts in its place."""

    cells: tuple[tuple[Value, ...], ...]
    values: tuple[tuple[float | None, ...], ...]

    def label(self, row: int) -> tuple[int, str] | None:
        """The first text of a row and its column, when it stands in front of the numbers."""
        for column, cell in enumerate(self.cells[row][: _CELLS + 1]):
            if isinstance(cell, str) and cell.strip() and self.values[row][column] is None:
                return column, normal(cell).strip().strip("*_:： ").casefold()
            if self.values[row][column] is not None:
                return None
        return None

    def adds(self, column: int) -> bool:
        """Whether numbers of this column are things that one adds."""
        head = next((row[column] for row in self.cells if column < len(row) and isinstance(row[column], str)), "")
        return not _NOT_ADDED.search(str(head))

    def is_empty(self, row: int) -> bool:
        """Whether nothing stands in a row."""
        return all(cell in (None, "") for cell in self.cells[row])

    def is_header(self, row: int, column: int) -> bool:
        """Whether words stand where a number would."""
        cell = self.cells[row][column]
        return isinstance(cell, str) and bool(cell.strip(" -–—−*"))

    def is_sub(self, row: int) -> bool:
        """Whether a row is a subtotal, or a total of a part."""
        label = self.label(row)
        return label is not None and (_SUBTOTAL.fullmatch(label[1]) is not None or is_total(label[1]))


def grid_of(table: Table) -> Grid:
    """The grid of a table, all rows as wide as the widest."""
    width = max(map(len, table.rows), default=0)
    cells = tuple((*row, *[None] * (width - len(row))) for row in table.rows[:_MOST_ROWS])
    return Grid(cells, tuple(tuple(map(value_of, row)) for row in cells))


def is_total(label: str) -> bool:
    """Whether a label says that its row is a total of everything above it."""
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]$", "", label).strip().casefold()
    return _TOTAL.fullmatch(bare) is not None


def sums_above(grid: Grid, row: int, column: int) -> list[tuple[float, ...]]:
    """What the total may be the sum of; () when there is nothing to add."""
    above = _run(grid, row, column, -1)
    details = tuple(value for at, value in above if not grid.is_sub(at))
    subs = tuple(value for at, value in above if grid.is_sub(at))
    last = next((number for number, (at, _) in enumerate(above) if grid.is_sub(at)), len(above))
    since = tuple(value for _, value in above[:last])
    with_sub = tuple(value for _, value in above[: last + 1])
    near = tuple(value for _, value in _run(grid, row, column, -1, over_gaps=False))
    below = tuple(value for at, value in _run(grid, row, column, 1) if not grid.is_sub(at))
    found = dict.fromkeys((details, subs, since, with_sub, near, below, tuple(v for _, v in above)))
    return [addends for addends in found if addends]


def _run(grid: Grid, row: int, column: int, step: int, *, over_gaps: bool = True) -> list[tuple[int, float]]:
    """The numbers of a column from a row on, the nearest first, to the header or the end of the block."""
    found: list[tuple[int, float]] = []
    at = row + step
    while 0 <= at < len(grid.values):
        value = grid.values[at][column]
        if value is not None:
            found.append((at, value))
        elif grid.is_header(at, column) or (found and not over_gaps and grid.is_empty(at)):
            break
        at += step
    return found


def row_totals(grid: Grid, *, exact: bool) -> tuple[list[tuple[int, int, float, float]], int]:
    """Rows whose last column, called a total, is not the sum of the columns before it, where most rows are.

    A column of totals that holds for few rows is one of products or of something else: nothing is said of it.
    """
    if not grid.cells:
        return [], 0
    wrong: list[tuple[int, int, float, float]] = []
    seen = 0
    for column, head in enumerate(grid.cells[0]):
        if not isinstance(head, str) or not is_total(normal(head).strip().casefold()) or column < _CELLS - 1:
            continue
        rows = [(row, _before(grid, row, column)) for row in range(1, len(grid.values))]
        judged = [(row, addends) for row, addends in rows if len(addends) > 1 and grid.values[row][column] is not None]
        bad = [(row, sum(addends)) for row, addends in judged if not _fits(grid, row, column, addends, exact=exact)]
        if len(judged) < _CELLS or len(bad) * 5 > len(judged) * 2:
            continue
        seen += len(judged)
        wrong += [(row, column, grid.values[row][column] or 0.0, right) for row, right in bad]
    return wrong, seen


def _fits(grid: Grid, row: int, column: int, addends: Sequence[float], *, exact: bool) -> bool:
    held = grid.values[row][column] or 0.0
    return abs(sum(addends) - held) <= tolerance((*addends, held), exact=exact)


def _before(grid: Grid, row: int, column: int) -> tuple[float, ...]:
    """The numbers left of a column up to the first text or the total before."""
    found: list[float] = []
    for at in range(column - 1, -1, -1):
        head = grid.cells[0][at]
        if isinstance(head, str) and is_total(normal(head).strip().casefold()):
            break
        value = grid.values[row][at]
        if value is None and grid.cells[row][at] not in (None, "", "-"):
            break
        if value is not None and grid.adds(at):
            found.append(value)
    return tuple(found)


def tolerance(values: Sequence[float], *, exact: bool) -> float:
    """How far a sum may be off: what is shown rounded adds up to half a last digit each."""
    decimals = max(_decimals(value) for value in values)
    size = 1e-9 * sum(map(abs, values))
    if exact:
        return 0.006 + size if decimals else 1e-6 + size
    if not decimals:
        return (1.0 if abs(values[-1]) in (99, 100, 101) else 0.0) + 1e-6
    return 0.5 * 10.0**-decimals * len(values) + size


def _decimals(value: float) -> int:
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])
