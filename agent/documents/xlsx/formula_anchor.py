"""Formulas of rules for many cells (colours, entries): told for the first cell, and meant for each from where it is."""

from collections import Counter
from collections.abc import Iterator, Sequence

from agent.documents.xlsx.cell_names import Area
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.formula_shift import LOST, Rewriting
from agent.documents.xlsx.shift import Shift, area_after, cell_after

_MOST_AREAS = 8


class Anchored:
    """Formulas told from the first cell of `areas` on the sheet `home`."""

    def __init__(self, rewriting: Rewriting, shift: Shift | None, areas: Sequence[Area], home: str) -> None:
        """`shift` is given when it is that of the sheet `home`."""
        self._rewriting, self._shift, self._home = rewriting, shift, home
        self._anchor = areas[0].top, areas[0].left
        after = [area_after(shift, area) if shift is not None else area for area in areas]
        first = next((area for area in after if area is not None), areas[0])
        self._anchor_after = first.top, first.left
        self._cells = list(_samples(areas[:_MOST_AREAS]))

    def formula(self, formula: str) -> str:
        """The formula afterwards, told from the first cell that there is then.

        A shift in the middle of what the formula reads would need another formula for some cells: most of them decide.
        """
        found: Counter[str] = Counter()
        for row, column in self._cells:
            place = (row, column) if self._shift is None else cell_after(self._shift, row, column)
            if place is None:
                continue
            here = moved(formula, row - self._anchor[0], column - self._anchor[1])
            after = self._rewriting.formula(here, self._home)
            found[moved(after, self._anchor_after[0] - place[0], self._anchor_after[1] - place[1])] += 1
        ranked = sorted(found.items(), key=lambda one: (LOST in one[0], -one[1]))
        return ranked[0][0] if ranked else formula


def _samples(areas: Sequence[Area]) -> Iterator[tuple[int, int]]:
    """Cells from the first to the last of each area."""
    for area in areas:
        places = {
            (area.top + (area.bottom - area.top) * part // 4, area.left + (area.right - area.left) * part // 4)
            for part in range(5)
        }
        yield from sorted(places)
