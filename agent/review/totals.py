"""Totals cross-foot: what a row or column is called a total of is what its numbers sum up to.

A total may be the sum of what stands above it (or below), of subtotals, or of a subtotal and what follows it. It counts
as wrong only when none of these fits and it is no average, rate or balance.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.core.documents import Table
from agent.core.errors import AgentError
from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.adding import Grid, grid_of, is_total, row_totals, sums_above, tolerance
from agent.review.found import Found
from agent.review.sight import TABULAR, WITH_TABLES, Sight, small
from agent.review.work import MadeFile, Work, made_files

KIND = "totals"
_TITLE = Words("Totals are the sums of their numbers", "合計が内訳の和と一致")
_WRONG = Words("{anchor}: {held} is not the sum, which is {right}.", "{anchor}: {held} は合計 {right} と一致しません。")
_LARGE = Words("The tables are too large to be gone through.", "表が大きすぎるため、確認していません。")
_COUNT = Words("totals: {count}", "合計: {count} 個")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A total that is not the sum: where it stands, what it holds, what would be right."""

    anchor: str
    held: float
    right: float


def totals(work: Work, sight: Sight) -> Iterator[Found]:
    """A Found for each file with totals, and one for each total that is wrong and was not before."""
    for one in made_files(work):
        suffix = f".{one.place.rpartition('.')[2].lower()}"
        if one.foreign or suffix not in WITH_TABLES or not sight.is_there(one.place):
            continue
        try:
            yield from _of_file(one, sight, exact=suffix in TABULAR)
        except AgentError as error:
            yield Found(KIND, CheckState.NOT_RUN, _TITLE, error.words, one.place)


def _of_file(one: MadeFile, sight: Sight, *, exact: bool) -> Iterator[Found]:
    tables = sight.tables(sight.now(one.place))
    if not small(tables):
        yield Found(KIND, CheckState.NOT_RUN, _TITLE, _LARGE, one.place)
        return
    wrong, count = misfits(tables, exact=exact)
    before = sight.before(one) if wrong else None
    if before is not None:
        old = Counter((told.held, told.right) for told in misfits(sight.tables(before), exact=exact)[0])
        wrong = [told for told in wrong if not old[told.held, told.right]]
    for told in wrong:
        held, right = f"{told.held:,.10g}", f"{told.right:,.10g}"
        why = _WRONG.of(anchor=told.anchor, held=held, right=right)
        mend = f"{told.anchor} holds {held} as a total; its numbers sum up to {right}. Correct it, best with a formula."
        yield Found(KIND, CheckState.FAILED, _TITLE, why, one.place, mend)
    if count and not wrong:
        yield Found(KIND, CheckState.PASSED, _TITLE, _COUNT.of(count=count), one.place)


def misfits(tables: Sequence[Table], *, exact: bool) -> tuple[list[Misfit], int]:
    """The totals that are wrong, and how many there are. `exact`: whole numbers are not rounded for showing."""
    wrong: list[Misfit] = []
    count = 0
    for table in tables:
        grid = grid_of(table)
        for row, column, held in _totals_of(grid):
            candidates = sums_above(grid, row, column)
            if not candidates:
                continue
            count += 1
            if (right := _right(held, candidates, exact=exact)) is not None:
                wrong.append(Misfit(table.address(row, column), held, right))
        found, seen = row_totals(grid, exact=exact)
        count += seen
        wrong += [Misfit(table.address(row, column), held, right) for row, column, held, right in found]
    return wrong, count


def _totals_of(grid: Grid) -> Iterator[tuple[int, int, float]]:
    """Every number in a row of totals that can be one: its row, column and value."""
    for row in range(1, len(grid.values)):
        label = grid.label(row)
        if label is None or not is_total(label[1]):
            continue
        for column in range(label[0] + 1, len(grid.values[row])):
            held = grid.values[row][column]
            if held is not None and grid.adds(column):
                yield row, column, held


def _right(held: float, candidates: Sequence[Sequence[float]], *, exact: bool) -> float | None:
    """What would be right, None when one of the candidates is."""
    for addends in candidates:
        if abs(sum(addends) - held) <= tolerance((*addends, held), exact=exact):
            return None
    plain = max(candidates, key=len)
    largest = max(map(abs, plain))
    is_other = len(plain) < 2 or (abs(held) <= largest and all(value >= 0 for value in plain))  # an average, a balance
    if is_other and not (held == 0 and len(plain) > 1):
        return None
    return min((sum(addends) for addends in candidates if len(addends) > 1), key=lambda total: abs(total - held))
