"""Which cells an edit changed, and which formulas may have another result because of that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.documents.xlsx.calc_cells import Cells, Formula
from agent.documents.xlsx.calc_graph import Dependents, cells_of
from agent.documents.xlsx.calc_refs import Place, Region
from agent.documents.xlsx.drift import cells_changed


@dataclass(frozen=True, slots=True)
class Changes:
    """`stale` are the formulas whose result may be another one now; `same` those of them that are as they were.

    `tainted` are the formulas, among all, that read something which changes by itself.
    """

    stale: frozenset[Place]
    same: frozenset[Place]
    tainted: frozenset[Place]


def changes_of(before: Cells, after: Cells) -> Changes:
    """What an edit changed.

    Raises:
        TooMuchError: following what reads what takes too long.
    """
    comparable = [one.part for one in before.entries] == [one.part for one in after.entries[: len(before.entries)]]
    known: Mapping[Place, Formula] = before.formulas if comparable else {}
    cells = {place for number in range(len(after.entries)) for place in _changed(before, after, number)}
    fresh = {place for place, one in after.formulas.items() if not _is_same(one, known.get(place))}
    alone, areas = _drifted(after)
    cells |= alone
    if not (cells or fresh or areas):
        return Changes(frozenset(), frozenset(), frozenset())
    graph = Dependents(after.formulas)
    fresh |= {place for place, one in after.formulas.items() if one.reading.opaque or _reads(one, areas)}
    stale = fresh | graph.of(cells | cells_of(fresh, after.formulas))
    volatile = {place for place, one in after.formulas.items() if one.reading.volatile}
    tainted = volatile | graph.of(cells_of(volatile, after.formulas))
    same = frozenset(place for place in stale if _is_same(after.formulas[place], known.get(place)))
    return Changes(frozenset(stale), same, frozenset(tainted))


def _is_same(one: Formula, other: Formula | None) -> bool:
    """Whether a formula is the one that was there: with its result, since rows that move bring theirs along."""
    if other is None or one.reading.plain != other.reading.plain:
        return False
    return (one.area, one.array, one.value) == (other.area, other.array, other.value)


def _changed(before: Cells, after: Cells, number: int) -> Iterator[Place]:
    """The cells of a sheet that hold something else than before; results of formulas do not count."""
    if after.drift(number) is not None:
        return
    part = after.entries[number].part
    old = next((sheet for entry, sheet in zip(before.entries, before.sheets, strict=True) if entry.part == part), None)
    yield from ((number, row, column) for row, column in cells_changed(old, after.sheets[number]))


def _drifted(after: Cells) -> tuple[set[Place], list[Region]]:
    """The cells and areas that may hold something else on sheets whose rows cannot be compared."""
    found = [
        Region(number, one.top, one.left, one.bottom, one.right)
        for number in range(len(after.entries))
        for one in after.drift(number) or ()
    ]
    alone = {one for one in found if (one.top, one.left) == (one.bottom, one.right)}
    return {(one.sheet, one.top, one.left) for one in alone}, [one for one in found if one not in alone]


def _reads(formula: Formula, areas: Sequence[Region]) -> bool:
    return any(
        one.sheet == area.sheet
        and one.top <= area.bottom
        and area.top <= one.bottom
        and one.left <= area.right
        and area.left <= one.right
        for one in formula.reading.regions
        for area in areas
    )
