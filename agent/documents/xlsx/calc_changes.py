"""Which cells an edit changed, and which formulas may have another result because of that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.documents.xlsx.calc_cells import Cells, Formula
from agent.documents.xlsx.calc_graph import Dependents, cells_of
from agent.documents.xlsx.calc_refs import Place
from agent.documents.xlsx.sheet import Cell, Row, Sheet


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
    if not cells and not fresh:
        return Changes(frozenset(), frozenset(), frozenset())
    graph = Dependents(after.formulas)
    fresh |= {place for place, one in after.formulas.items() if one.reading.opaque}
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
    part = after.entries[number].part
    old = next((sheet for entry, sheet in zip(before.entries, before.sheets, strict=True) if entry.part == part), None)
    new = after.sheets[number]
    if old is new or (old is not None and old.text == new.text):
        return
    rows_before, rows_after = _rows(old) if old is not None else {}, _rows(new)
    for row in rows_before.keys() | rows_after.keys():
        was, now = rows_before.get(row, ()), rows_after.get(row, ())
        if _text(old, was) != _text(new, now):
            held, holds = _held(old, was), _held(new, now)
            for column in held.keys() | holds.keys():
                if held.get(column) != holds.get(column):
                    yield number, row, column


def _rows(sheet: Sheet) -> dict[int, tuple[Row, ...]]:
    """The rows of a sheet by their numbers: some programs write one in several pieces."""
    found: dict[int, tuple[Row, ...]] = {}
    for row in sheet.rows:
        found[row.number] = (*found[row.number], row) if row.number in found else (row,)
    return found


def _text(sheet: Sheet | None, rows: Sequence[Row]) -> str:
    return "".join(sheet.text[row.inner : row.close] for row in rows) if sheet is not None else ""


def _held(sheet: Sheet | None, rows: Sequence[Row]) -> dict[int, tuple[object, ...]]:
    """What the cells of a row hold, by column."""
    return {
        cell.column: _content(cell)
        for row in rows
        if sheet is not None
        for cell in sheet.cells(row)
        if cell.raw is not None or cell.formula is not None
    }


def _content(cell: Cell) -> tuple[object, ...]:
    return ("formula",) if cell.formula is not None else (cell.kind, cell.raw)
