"""The grid under a Word table: which columns its cells cover (ECMA-376 part 1, 17.4.14 and 17.4.17)."""

from dataclasses import dataclass

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.tree import Element, cells_of, child, children, rows_of, value
from agent.documents.op_words import number_in


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over the columns `start`..`end` of the grid, from 0; `end` is the first that it does not cover."""

    element: Element
    start: int
    end: int

    @property
    def merge(self) -> str:
        """How it is merged with those above and below: "restart" begins, "continue" goes on, "" not."""
        merge = child(self.element, "tcPr", "vMerge")
        return "" if merge is None else value(merge) or "continue"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells; `end` is the first column that it does not reach."""

    element: Element
    cells: tuple[Cell, ...]
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table and its columns: the <w:gridCol> elements."""

    rows: tuple[Row, ...]
    columns: tuple[Element, ...]

    @property
    def width(self) -> int:
        """How many columns the rows cover."""
        return max((row.end for row in self.rows), default=0)


def grid_of(table: Spot) -> Grid:
    """The grid of a table."""
    grid = child(table.element, "tblGrid")
    columns = tuple(children(grid, "gridCol")) if grid is not None else ()
    return Grid(tuple(_row(row) for row in rows_of(table.element)), columns)


def _row(row: Element) -> Row:
    at = _count(child(row, "trPr", "gridBefore"), 0)
    cells: list[Cell] = []
    for cell in cells_of(row):
        end = at + max(1, _count(child(cell, "tcPr", "gridSpan"), 1))
        cells.append(Cell(cell, at, end))
        at = end
    return Row(row, tuple(cells), at)


def _count(element: Element | None, otherwise: int) -> int:
    text = value(element)
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise


def table_of(addresses: Addresses, op: Op) -> Spot:
    """The table that an op names by its number or its address. Raises InvalidArgumentsError."""
    if isinstance(op.get("table"), str) and not str(op["table"]).isdecimal():
        return addresses.at(op["table"], ("tbl",))
    names = (*addresses.spots, *addresses.gone)
    count = max((int(name[1:]) for name in names if name[:1] == "T" and name[1:].isdecimal()), default=0)
    if not count:
        raise InvalidArgumentsError("The document has no table.")
    return addresses.at(f"T{number_in(op, 'table', count, 'tables')}", ("tbl",))
