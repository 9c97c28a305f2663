"""The values of some columns of a large sheet, as a calculation takes them."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.documents.xlsx.calc_refs import Place
from agent.documents.xlsx.cell_names import column_letters
from agent.documents.xlsx.sheet import Cell
from agent.documents.xlsx.stream_columns import narrowed

if TYPE_CHECKING:
    from agent.documents.xlsx.calc_cells import CalcValue


@dataclass(frozen=True, slots=True)
class Columns:
    """The values of some columns of a sheet, in the rows `low` to `high`."""

    columns: frozenset[int]
    low: int
    high: int
    values: "dict[Place, CalcValue]"

    def covers(self, columns: Set[int], low: int, high: int) -> bool:
        """Whether it has all cells of these columns and rows."""
        return self.columns >= columns and self.low <= low and high <= self.high


def columns_read(chunks: Iterable[bytes], number: int, found: Columns, value_of: "Callable[[Cell], CalcValue]") -> bool:
    """Fill in the values of sheet `number`, whose part comes in `chunks`; False when it cannot be read in part.

    Raises:
        UnreadableError: it is broken.
    """
    numbers = {column_letters(column): column for column in sorted(found.columns)}

    def take(row: int, letters: str, style: str, kind: str, raw: bytes) -> None:
        column = numbers[letters]
        value = value_of(Cell(row, column, int(style or 0), kind, raw.decode())) if kind else _number(raw)
        if value is not None:
            found.values[number, row, column] = value

    sheet = narrowed(chunks, list(numbers), found.low, found.high, take)
    for row in sheet.rows if sheet is not None else ():
        for cell in sheet.cells(row) if sheet is not None else ():
            if (value := value_of(cell)) is not None:
                found.values[number, cell.row, cell.column] = value
    return sheet is not None


def _number(raw: bytes) -> float | str:
    try:
        return float(raw)
    except ValueError:
        return raw.decode()
