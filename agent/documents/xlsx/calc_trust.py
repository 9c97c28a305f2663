"""Which computed results are believed: those of a library that had reproduced what the workbook held before.

The rule: before the edit a library must give exactly the result that the file holds (same type, relative 1e-9) for a
formula and for everything that it reads and that is computed too. Where both libraries did, both must agree now. A
formula without an earlier result needs both. Whatever reads a result that is not believed is not believed.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from agent.documents.xlsx.calc_cells import CalcValue, Fault, Formula
from agent.documents.xlsx.calc_functions import is_local
from agent.documents.xlsx.calc_graph import Dependents, cells_of
from agent.documents.xlsx.calc_libraries import Grid
from agent.documents.xlsx.calc_refs import Place

_CLOSE = 1e-9
# Errors that a library also gives when it does not know a function or a form of one.
_DOUBTFUL = frozenset({"", "#NAME?", "#CALC!", "#SPILL!"})


@dataclass(frozen=True, slots=True)
class Runs:
    """Results of one library: of the workbook before the edit and after it."""

    before: Mapping[Place, Grid]
    after: Mapping[Place, Grid]


@dataclass(frozen=True, slots=True)
class Known:
    """What the file holds: results `before` the edit of formulas that are still the same, and `kept` ones of formulas
    that were moved or changed by more than their own value.
    """

    before: Mapping[Place, Grid]
    kept: Mapping[Place, Grid] = field(default_factory=dict)


def believed(
    formulas: Mapping[Place, Formula], known: Known, runs: tuple[Runs, Runs], doubted: Collection[Place]
) -> dict[Place, Grid]:
    """The results that are believed, of all `formulas` that were computed; `doubted` are never.

    Raises:
        TooMuchError: following what reads what takes too long.
    """
    graph = Dependents(formulas)
    bad = [_spread(graph, formulas, _unproven(formulas, known, runs, own) | set(doubted)) for own in (0, 1)]
    disputed = {place for place in formulas if _choice(place, known, runs, bad) is None}
    spread = _spread(graph, formulas, disputed)
    return {
        place: grid
        for place in formulas
        if place not in spread and (grid := _choice(place, known, runs, bad)) is not None
    }


def _spread(graph: Dependents, formulas: Mapping[Place, Formula], places: set[Place]) -> set[Place]:
    return places | graph.of(cells_of(places, formulas))


def _unproven(formulas: Mapping[Place, Formula], known: Known, runs: tuple[Runs, Runs], own: int) -> set[Place]:
    """The formulas of which this library has not shown that it computes them right."""
    return {place for place, formula in formulas.items() if not _proven(formula, known, runs, own)}


def _proven(formula: Formula, known: Known, runs: tuple[Runs, Runs], own: int) -> bool:
    place = formula.place
    now = runs[own].after.get(place)
    if now is None:
        return False
    if formula.reading.opaque and not same(now, runs[1 - own].after.get(place)):
        return False
    if (before := known.before.get(place)) is not None:
        return same(runs[own].before.get(place), before)
    if (kept := known.kept.get(place)) is not None and same(now, kept):
        return True
    return same(now, runs[1 - own].after.get(place)) and not is_local(formula.text)


def _choice(place: Place, known: Known, runs: tuple[Runs, Runs], bad: list[set[Place]]) -> Grid | None:
    """The result of the libraries that are trusted with a formula, when they agree."""
    found = [run.after[place] for run, spoiled in zip(runs, bad, strict=True) if place not in spoiled]
    if not found or (len(found) == 2 and not same(*found)):
        return None
    faults = {one.code for row in found[0] for one in row if isinstance(one, Fault)}
    if faults & _DOUBTFUL or (faults and len(found) == 1 and not same(found[0], known.before.get(place))):
        return None
    return found[-1]


def is_doubtful(grid: Grid, formula: Formula) -> bool:
    """Whether two libraries could agree on a result and be wrong: some errors, and what countries do otherwise."""
    faults = {one.code for row in grid for one in row if isinstance(one, Fault)}
    return bool(faults & _DOUBTFUL) or is_local(formula.text)


def same(one: Grid | None, other: Grid | None) -> bool:
    """Whether two results are equal: in shape, types and values."""
    if one is None or other is None or len(one) != len(other):
        return False
    return all(
        len(row) == len(beside) and all(_equal(a, b) for a, b in zip(row, beside, strict=True))
        for row, beside in zip(one, other, strict=True)
    )


def _equal(one: CalcValue, other: CalcValue) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=0.0)
    return type(one) is type(other) and one == other
