"""The values of rows, quickly: millions of cells pass here, so that each is looked at as little as possible."""

from agent.core.documents import Value
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.cell_names import Area, cell_name, column_number
from agent.documents.xlsx.sheet import Cell, Row, Sheet, usual_cell
from agent.documents.xlsx.styles import NUMBER, dated


class _Offsets(dict[str, int]):
    """Letters of a column to its distance from the first one of an Area; -1 beyond it."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def __missing__(self, letters: str) -> int:
        column = column_number(letters)
        self[letters] = column - self._area.left if self._area.left <= column <= self._area.right else -1
        return self[letters]


class SheetValues:
    """Reads the values of rows within the columns of an Area."""

    def __init__(self, book: Book, area: Area) -> None:
        self._book, self._area = book, area
        self._offsets = _Offsets(area)
        shows = {str(number): one for number, one in enumerate(book.styles.shows) if one != NUMBER}
        # A cell without a style has the first one.
        self._dates = {**shows, "": shows["0"]} if "0" in shows else shows

    def of(self, sheet: Sheet, row: Row, unsolved: list[str]) -> list[Value]:
        """The values of a row from the first column of the Area on; `unsolved` gets formulas without a result."""
        usual = sheet.usual(row)
        if usual is None:
            return self._unusual(sheet.cells(row), unsolved)
        return self._quick(row.number, usual, unsolved)

    def _quick(self, number: int, usual: list[tuple[str, ...]], unsolved: list[str]) -> list[Value]:
        values: list[Value] = []
        strings, dates, offsets, since = self._book.strings, self._dates, self._offsets, self._book.since_1904
        for found in usual:
            letters, style, kind, _, _, _, raw, _ = found
            at = offsets[letters]
            if at < 0:
                continue
            value: Value
            if kind == "" and raw:
                value = self._number(raw)
                if style in dates and not isinstance(value, str):
                    value = dated(value, dates[style], since)
            elif kind == "s" and raw.isdecimal() and int(raw) < len(strings):
                value = strings[int(raw)]
            else:
                value = self._other(usual_cell(number, found), unsolved)
            if value is None:
                continue
            if at == len(values):
                values.append(value)
            else:
                values += [None] * (at + 1 - len(values))
                values[at] = value
        return values

    def _unusual(self, cells: list[Cell], unsolved: list[str]) -> list[Value]:
        values: list[Value] = []
        for cell in cells:
            at = cell.column - self._area.left
            value = self._other(cell, unsolved) if at >= 0 and cell.column <= self._area.right else None
            if value is not None:
                values += [None] * (at + 1 - len(values))
                values[at] = value
        return values

    def _other(self, cell: Cell, unsolved: list[str]) -> Value:
        if cell.raw is None and cell.formula is not None:
            unsolved.append(cell_name(cell.row, cell.column))
        return self._book.value(cell)

    def _number(self, raw: str) -> float | str:
        if len(raw) < 16 and (raw.isdecimal() or (raw[0] == "-" and raw[1:].isdecimal())):
            return int(raw)
        try:
            return float(raw)
        except ValueError:
            return raw
