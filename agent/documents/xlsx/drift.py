"""Where a sheet holds something else than before."""

from collections.abc import Iterator, Sequence

from agent.documents.xlsx.sheet import Cell, Row, Sheet


def cells_changed(old: Sheet | None, new: Sheet) -> Iterator[tuple[int, int]]:
    """Row and column of the cells that hold something else than before; results of formulas do not count."""
    if old is new or (old is not None and old.text == new.text):
        return
    rows_before, rows_after = _rows(old) if old is not None else {}, _rows(new)
    for row in rows_before.keys() | rows_after.keys():
        was, now = rows_before.get(row, ()), rows_after.get(row, ())
        if _text(old, was) != _text(new, now):
            held, holds = _held(old, was), _held(new, now)
            for column in held.keys() | holds.keys():
                if held.get(column) != holds.get(column):
                    yield row, column


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
