"""Rows of totals: formulas that read the cells above them, down to the row just before."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.documents.xlsx.cell_names import column_letters
from agent.documents.xlsx.sheet import Cell


@dataclass(frozen=True, slots=True)
class Total:
    """The formula (without "=") of a cell that reads its own column down to row `last`, which lies above it."""

    cell: Cell
    formula: str
    last: int

    def grown(self, by: int) -> str:
        """The formula when it reads `by` rows more."""
        return _pattern(self.cell).sub(lambda found: self._with_end(found, by), self.formula)

    def _with_end(self, found: re.Match[str], by: int) -> str:
        return f"{found[1]}{self.last + by}" if int(found[3]) == self.last else found[0]


def totals_in(cells: Iterable[Cell], last: int) -> Iterator[Total]:
    """The totals among `cells` that read down to row `last`."""
    for cell in cells:
        formula = (cell.formula or "").removeprefix("=")
        if any(int(found[2]) < int(found[3]) == last for found in _pattern(cell).finditer(formula)):
            yield Total(cell, formula, last)


def _pattern(cell: Cell) -> re.Pattern[str]:
    """Ranges of the column of the cell, on its own sheet: what stands before the last row, the first row, the last."""
    column = rf"\$?{column_letters(cell.column)}\$?"
    return re.compile(rf"(?<![!\w$:])({column}(\d+):{column})(\d+)(?![\d(])")
