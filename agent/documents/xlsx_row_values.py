"""The values of rows, quickly: millions of cells pass here, so that each is looked at as little as possible."""

from agent.core.documents import Value
from agent.documents.cell_names import Area, cell_name, column_number
from agent.documents.xlsx_book import Book
from agent.documents.xlsx_sheet import Cell, Row, Sheet, usual_cell
from agent.documents.xlsx_styles import NUMBER


class SheetValues:
    """Reads the values of rows within the columns of an Area."""

    def __init__(self, book: Book, area: Area) -> None:
        self._book, self._area = book, area
        self._plain = {
            number for number in map(str, range(len(book.styles.shows))) if book.styles.of(int(number)) == NUMBER
        } | {""}

    def of(self, sheet: Sheet, row: Row, unsolved: list[str]) -> list[Value]:
        """The values of a row from the first column of the Area on; `unsolved` gets formulas without a result."""
        usual = sheet.usual(row)
        if usual is None:
            return self._unusual(sheet.cells(row), unsolved)
        left, right = self._area.left, self._area.right
        values: list[Value] = []
        strings, plain = self._book.strings, self._plain
        for found in usual:
            letters, style, kind, _, _, _, raw, _ = found
            column = column_number(letters)
            if not left <= column <= right:
                continue
            value: Value
            if kind == "" and raw and style in plain and (raw.isdigit() or "." in raw):
                value = int(raw) if len(raw) < 16 and raw.isdigit() else self._number(raw)
            elif kind == "s" and raw.isdigit() and int(raw) < len(strings):
                value = strings[int(raw)]
            else:
                value = self._other(usual_cell(row.number, found), unsolved)
            if value is not None:
                at = column - left
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

    def _number(self, raw: str) -> Value:
        try:
            return float(raw)
        except ValueError:
            return raw
