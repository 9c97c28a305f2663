"""Results of formulas computed anew after an edit, where they are certain; see `xlsx.calc_trust` for the rule.

What is not certain loses the result that it had: a number that is out of date is worse than none.
"""

import re
import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from agent.documents.xlsx.calc_cells import CalcValue, Cells, Formula, State, TooMuchError
from agent.documents.xlsx.calc_changes import Changes, changes_of
from agent.documents.xlsx.calc_functions import counts_days, misses_empty_cells
from agent.documents.xlsx.calc_graph import Dependents, Precedents, cells_of, filled
from agent.documents.xlsx.calc_libraries import Grid, Library, Model, formualizer, guarded, ironcalc
from agent.documents.xlsx.calc_refs import Place, Region
from agent.documents.xlsx.calc_spills import fits, grown, refuse_blocked, refuse_overlap, uncertain_order
from agent.documents.xlsx.calc_trust import Known, Runs, believed, is_doubtful, same
from agent.documents.xlsx.calc_write import Results, with_results
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, cell_name, quoted_sheet
from agent.documents.xlsx.draft import Draft

# About 40 µs each to find out what they read, and as much again for those that are computed.
MAX_FORMULAS = 100_000
MAX_VALUES = 600_000
# formualizer takes 2 µs and 400 bytes for each value: of more than these it is asked only for what IronCalc, which
# takes a tenth of the time, has not shown to compute right.
MANY_VALUES = 100_000
# IronCalc reads each cell of a range anew for each formula: 33 million cells a second. Of whole columns these functions
# read the filled rows; all others the million that there are, of which each takes twelve times as long.
MAX_READ = 60_000_000
_READ_FILLED = frozenset({"SUM", "SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS", "INDEX", "XLOOKUP"})
_CALLED = re.compile(r"([A-Z][A-Z0-9.]*)\(", re.IGNORECASE)
_EMPTY_CELL = 12

# Seconds, of the eighteen that an edit has; a library may take five by itself. A call has one more for each megabyte.
PATIENCE = 7.0
_BYTES_A_SECOND = 2_000_000

_ALONE: Grid = ((None,),)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the results that an edit touches: addresses of those `computed`, and of those `missing`.

    `too_large`: nothing was computed because it would take too long, and results may be out of date.
    """

    computed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    too_large: bool = False


def recalculated(draft: Draft, patience: float = PATIENCE) -> Outcome:
    """Put the results that an edit changes into the sheets of `draft`; take out those that are not certain.

    After `patience` seconds, and more for a large file, nothing new is begun: an edit without results is better than
    one that is stopped.
    """
    if draft.certain:
        return Outcome()
    book, partial = draft.book, draft.is_partial
    now = State(
        draft.worksheets, draft.view, draft.part, draft.related,
        lambda one: draft.chunks(one) if partial(one) else None, drift_of=draft.drift,
    )  # fmt: skip
    then = State(
        draft.worksheets_before, draft.view_before, draft.part_before, draft.related_before,
        lambda one: draft.chunks_before(one) if partial(one) else None,
        draft.alike,
    )  # fmt: skip
    late = time.monotonic() + patience + book.package.packed / _BYTES_A_SECOND
    after = Cells(book, now, late=late)
    before = Cells(book, then, after, late)
    try:
        if _weight(after) > MAX_FORMULAS or draft.formulas_missing():
            raise TooMuchError
        changes = changes_of(before, after)
        results = _believed(before, after, changes) if changes.stale else {}
        return _written(draft, after, changes, results)
    except TooMuchError:
        return Outcome(too_large=True)


def _believed(before: Cells, after: Cells, changes: Changes) -> dict[Place, Grid]:
    """The results of the stale formulas that are certain."""
    if _odd(after):
        return {}
    formulas = _needed(after, changes.stale)
    now = _model(after, formulas)
    then = _model(before, {place: formulas[place] for place in formulas if place in changes.same})
    if now is None or then is None:
        return {}
    cached, kept = _cached(before, changes.same), _cached(after, changes.stale - changes.same)
    fresh = _fresh(after, changes)
    doubted = (
        {place for place in formulas if place in changes.tainted}
        | uncertain_order(fresh, now.values)
        | _misdated(after)
    ) & now.formulas.keys()

    def runs(library: Library) -> Runs:
        after.hurry()
        known = guarded(library, then, then.formulas.keys())
        after.hurry()
        told = Runs(known, guarded(library, now, now.formulas.keys()))
        refuse_blocked(fresh.values(), after, told.after)
        return told

    exact = _without_miscounts(runs(ironcalc), now) if _read_cells(after, formulas) <= MAX_READ else Runs({}, {})
    if len(now.values) > MANY_VALUES:
        found = believed(now.formulas, Known(cached, kept), (Runs({}, {}), exact), doubted)
        if found.keys() >= now.formulas.keys() - doubted:
            return found
    return believed(now.formulas, Known(cached, kept), (runs(formualizer), exact), doubted)


def _without_miscounts(runs: Runs, model: Model) -> Runs:
    """Results of IronCalc without those that it may count wrong."""
    told = any(isinstance(value, str) and value.startswith("<>") for value in model.values.values())
    wrong = {place for place, one in model.formulas.items() if misses_empty_cells(one.text, told=told)}
    return Runs(runs.before, {place: grid for place, grid in runs.after.items() if place not in wrong})


def _fresh(cells: Cells, changes: Changes) -> dict[Place, Formula]:
    """The formulas, of those that may grow, that the edit wrote."""
    told = {place: cells.formulas[place] for place in changes.stale - changes.same}
    return {place: one for place, one in told.items() if one.spills and one.value is None}


def _weight(cells: Cells) -> int:
    """How many formulas there are, or a few more."""
    return sum(sheet.text.count(f"<{sheet.prefix}f") for sheet in cells.sheets)


def contradicted(cells: Cells) -> dict[Place, tuple[CalcValue, CalcValue]]:
    """The results in a file that both libraries compute to the same other value, and that value.

    Raises:
        TooMuchError: it would take too long.
    """
    volatile = {place for place, one in cells.formulas.items() if one.reading.volatile or one.reading.opaque}
    unsure = volatile | _misdated(cells)
    tainted = unsure | Dependents(cells.formulas).of(cells_of(unsure, cells.formulas))
    asked = {
        place: one
        for place, one in cells.formulas.items()
        if place not in tainted and one.value is not None and not (one.array or one.table)
        if not (one.reading.foreign or one.reading.lost)
    }
    model = _model(cells, asked)
    if not asked or _odd(cells):
        return {}
    if model is None or _read_cells(cells, asked) > MAX_READ:
        raise TooMuchError
    told = [guarded(library, model, model.formulas.keys()) for library in (formualizer, ironcalc)]
    found: dict[Place, tuple[CalcValue, CalcValue]] = {}
    for place, formula in asked.items():
        one, other = (results.get(place) for results in told)
        held = ((formula.value,),)
        if one is not None and same(one, other) and not same(one, held) and not is_doubtful(one, formula):
            found[place] = formula.value, one[0][0]
    return found


def _misdated(cells: Cells) -> set[Place]:
    """The formulas with dates in a workbook that counts days from 1904: the libraries do not know of it."""
    if not cells.book.since_1904:
        return set()
    return {place for place, one in cells.formulas.items() if counts_days(one.text)}


def _odd(cells: Cells) -> bool:
    """Whether the workbook computes in a way of its own: in rounds, or with the numbers that are shown."""
    settings = cells.root.find("{*}calcPr")
    if settings is None:
        return False
    return settings.get("iterate") in {"1", "true"} or settings.get("fullPrecision") in {"0", "false"}


def _needed(cells: Cells, stale: Collection[Place]) -> dict[Place, Formula]:
    """The stale formulas, and those without a result that they read over any number of steps."""
    without = {place: one for place, one in cells.formulas.items() if one.value is None and not one.table}
    found = {place: cells.formulas[place] for place in stale}
    precedents = Precedents(without) if without else None
    seen: set[Region] = set()
    waiting = list(found.values())
    while waiting and precedents is not None:
        for region in set(waiting.pop().reading.regions) - seen:
            seen.add(region)
            for place in precedents.within(region):
                if place not in found:
                    found[place] = without[place]
                    waiting.append(without[place])
    return found


def _model(cells: Cells, wanted: Mapping[Place, Formula]) -> Model | None:
    """The workbook with `wanted` as its formulas, and as values all others and what is read; None when too large."""
    formulas = {place: cells.formulas[place] for place in wanted if not cells.formulas[place].table}
    own = {cell for formula in formulas.values() for cell in filled(formula)}
    regions: set[Region] = {region for formula in formulas.values() for region in formula.reading.regions}
    if any(formula.reading.opaque for formula in formulas.values()):
        regions = {Region(number, 1, 1, MAX_ROW, MAX_COLUMN) for number in range(len(cells.entries))}
    values: dict[Place, CalcValue] = {}
    for place, value in cells.within(sorted(regions)):
        if place not in own:
            values[place] = value
            if len(values) > MAX_VALUES:
                return None
    return Model([entry.name for entry in cells.entries], values, formulas)


def _cached(cells: Cells, places: Collection[Place]) -> dict[Place, Grid]:
    """The results that the file holds of some formulas; none for those without one."""
    told = {place: cells.formulas[place] for place in places if cells.formulas[place].value is not None}
    arrays = [formula.region for formula in told.values() if formula.array]
    members = dict(cells.within(arrays)) if arrays else {}
    return {place: _grid(formula, members) if formula.array else ((formula.value,),) for place, formula in told.items()}


def _grid(formula: Formula, members: Mapping[Place, CalcValue]) -> Grid:
    sheet, top, left, bottom, right = formula.region
    return tuple(
        tuple(members.get((sheet, row, column)) for column in range(left, right + 1)) for row in range(top, bottom + 1)
    )


def _read_cells(cells: Cells, formulas: Mapping[Place, Formula]) -> int:
    """How many cells the formulas read in all, each range for itself, as far as rows are filled."""
    last = [max((row.number for row in sheet.rows), default=0) for sheet in cells.sheets]
    return sum(
        _read_rows(region, last[region.sheet], formula) * min(region.right - region.left + 1, 200)
        for formula in formulas.values()
        for region in formula.reading.regions
    )


def _read_rows(region: Region, last: int, formula: Formula) -> int:
    """How many rows of a region, which is filled to its `last` row, a formula reads."""
    if region.bottom == MAX_ROW and not _READ_FILLED.issuperset(map(str.upper, _CALLED.findall(formula.reading.plain))):
        return MAX_ROW * _EMPTY_CELL
    return max(0, min(region.bottom, last) - region.top + 1)


def _written(draft: Draft, cells: Cells, changes: Changes, results: Mapping[Place, Grid]) -> Outcome:
    """Put results into the sheets, or take them out."""
    computed: list[Place] = []
    missing: list[Place] = []
    by_sheet: dict[int, Results] = defaultdict(Results)
    held = _cached(cells, changes.stale)
    for place, formula in _fresh(cells, changes).items():
        refuse_overlap(formula, results.get(place, _ALONE), cells)
    for place in sorted(changes.stale - _kept(held, changes)):
        grid = results.get(place)
        if grid is None or not fits(cells, cells.formulas[place], grid):
            missing.append(place)
            _empty(by_sheet[place[0]], cells.formulas[place])
        elif not same(grid, held.get(place)):
            computed.append(place)
            _fill(by_sheet[place[0]], cells.formulas[place], grid)
    for number, one in by_sheet.items():
        entry = cells.entries[number]
        draft.set_text(entry, with_results(draft.view(entry), one))
    return Outcome(_addresses(cells, computed), _addresses(cells, missing))


def _kept(held: Mapping[Place, Grid], changes: Changes) -> set[Place]:
    """Formulas on a sheet whose rows moved, and that every program computes anew when it opens the file.

    They keep what they show, which came along with them. A formula that was written by the edit holds no result.
    """
    moved = {place[0] for place in changes.stale - changes.same if place in held}
    return {place for place in changes.tainted & changes.stale if place[0] in moved and place in held}


def _fill(results: Results, formula: Formula, grid: Grid) -> None:
    _, row, column = formula.place
    region = grown(formula, grid)
    if formula.array and (region.bottom, region.right) != (formula.area.bottom, formula.area.right):
        _empty(results, formula)
        results.areas[row, column] = f"{cell_name(row, column)}:{cell_name(region.bottom, region.right)}"
    for down, values in enumerate(grid):
        for across, value in enumerate(values):
            target = results.members if down or across else results.formulas
            target[row + down, column + across] = value


def _empty(results: Results, formula: Formula) -> None:
    _, *first = formula.place
    results.formulas[first[0], first[1]] = None
    for _, row, column in filled(formula):
        if [row, column] != first:
            results.members[row, column] = None


def _addresses(cells: Cells, places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(f"{quoted_sheet(cells.entries[sheet].name)}!{cell_name(row, column)}" for sheet, row, column in places)
