"""Rows of totals: formulas that read the cells above them, down to the row just before."""

import re
from collections.abc import Iterable, Iterator

from agent.documents.xlsx.cell_names import column_letters
from agent.documents.xlsx.sheet import Cell


def totals_in(cells: Iterable[Cell], last: int) -> Iterator[Cell]:
    """Those of `cells` whose formula reads their own column down to row `last`, which lies above them."""
    for cell in cells:
        found = _pattern(cell).finditer(cell.formula or "")
        if any(int(one[1]) < int(one[2]) == last for one in found):
            yield cell


def _pattern(cell: Cell) -> re.Pattern[str]:
    """Ranges of the column of the cell, on its own sheet: the first row, the last."""
    column = rf"\$?{column_letters(cell.column)}\$?"
    return re.compile(rf"(?<![!\w$:]){column}(\d+):{column}(\d+)(?![\d(])")
