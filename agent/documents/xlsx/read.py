"""What a workbook says: a passage for each row with values and formulas, notes and shapes, facts about the whole."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.documents import Content, Passage, Table, Value
from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.unseen import hidden_facts, hidden_of
from agent.documents.xlsx.book import FORMULA, Book, SheetEntry
from agent.documents.xlsx.cell_names import Area, cell_name, column_letters, quoted_sheet
from agent.documents.xlsx.extras import book_extras, sheet_extras
from agent.documents.xlsx.facts import asks_to_compute, book_facts, sheet_facts
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.notes import notes_of
from agent.documents.xlsx.row_values import SheetValues
from agent.documents.xlsx.sheet import Cell, Row, Sheet, attributes_of, shared_formulas
from agent.documents.xlsx.stream import OddSheetError
from agent.documents.xlsx.sums import sums_of
from agent.documents.xlsx.texts import marked
from agent.documents.xlsx.trace import TRACE, traced
from agent.documents.xlsx.unseen import TEXT_KINDS, BookSight, hidden_columns
from agent.documents.xlsx.view import usual_things, view_in, viewed

_TOO_LARGE = Words(
    "The workbook has more than {most:,} values. Ask for a part of it, like 'Sheet1!A1:F5000'.",
    "ブックの値が {most:,} 個を超えています。「Sheet1!A1:F5000」のように範囲を指定してください。",
)
MAX_CELLS = 2_000_000
_GAP = 4
_LONG = 2_000
_WORTH = 20
AS_ABOVE = "as above, moved down"
AS_LEFT = "as left, moved right"


def read(source: Path, start: int, count: int, part: str) -> Content:
    """A heading for each sheet, a passage for each row that holds something, then comments and words in shapes."""
    with Book.open(source) as book:
        if (cell := TRACE.fullmatch(part.strip())) is not None:
            return traced(book, cell[1])
        if asked := view_in(book, part):
            view, entries = asked
            found = [passage for entry in entries for passage in viewed(book, entry, view)]
            return Content("xlsx", tuple(found[start : start + count]), len(found), tuple(book_facts(book)))
        passages: list[Passage] = []
        hidden: list[tuple[str, str]] = []
        total = 0
        chosen = book.chosen(part)
        for make in _all(book, chosen, hidden, whole=not part):
            if start <= total < start + count:
                passages.append(make())
            total += 1
        facts = (*book_facts(book, names=not part), *sums_of(book, chosen), *hidden_facts(hidden))
        return Content("xlsx", tuple(passages), total, facts)


def tables(source: Path, part: str) -> tuple[Table, ...]:
    """Each worksheet, or the range of `part`, as typed values from its first filled row on.

    Rows begin with column A (or that of the range) and are equally long, unless a stray cell far out made them huge.
    """
    with Book.open(source) as book:
        left, old = MAX_CELLS, asks_to_compute(book)
        found = []
        for entry, area in book.chosen(part):
            table = _table(book, entry, area, left)
            left -= sum(max(1, len(row)) for row in table.rows)
            found.append(table if old else replace(table, out_of_date=False))
        return tuple(found)


def shown(value: Value) -> str:
    """A value as it is written in a passage: dates as ISO 8601, TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, float):
        return (repr(round(value, 10)) if abs(value) < 1e10 else repr(value)).removesuffix(".0")
    return str(value)


def formula_of(cell: Cell, shared: Mapping[str, tuple[int, int, str]]) -> str:
    """The formula of a cell as text, "" when it has none; a member of a shared formula is moved to its place."""
    if cell.formula is None:
        return ""
    if cell.formula:
        kind = "array" in cell.rule
        return f"{{={cell.formula}}}" if kind else f"={cell.formula}"
    row, column, formula = shared.get(attributes_of(cell.rule).get("si", ""), (0, 0, ""))
    return f"={moved(formula, cell.row - row, cell.column - column)}" if formula else "=…"


class _RowPassage:
    """Makes the passage of a row when it is wanted: most rows of a large sheet never are."""

    def __init__(self, opened: "_OpenSheet", row: Row, area: Area) -> None:
        self._book, self._entry, self._sheet = opened.book, opened.entry, opened.sheet
        self._opened, self._row, self._area = opened, row, area
        self.shared: Mapping[str, tuple[int, int, str]] = {}
        self.above: dict[int, tuple[int, str]] = {}

    def __call__(self) -> Passage:
        cells = [
            cell
            for cell in self._sheet.cells(self._row)
            if (cell.raw is not None or cell.formula is not None) and self._area.left <= cell.column <= self._area.right
        ]
        text = _row_text([(cell.column, self._text(cell)) for cell in cells])
        return Passage(self._anchor(cells), text, "row", hidden=self._opened.reason(self._row, cells))

    def _anchor(self, cells: Sequence[Cell]) -> str:
        sheet = quoted_sheet(self._entry.name)
        if not cells:
            return f"{sheet}!{cell_name(self._row.number, self._area.left)}"
        first, last = (cell_name(self._row.number, cells[at].column) for at in (0, -1))
        return f"{sheet}!{first}:{last}" if first != last else f"{sheet}!{first}"

    def _text(self, cell: Cell) -> str:
        found, formula = self._book.value(cell), formula_of(cell, self.shared)
        value = marked(found) if isinstance(found, str) and cell.kind in TEXT_KINDS and not formula else shown(found)
        value = value if len(value) <= _LONG else f"{value[:_LONG]}… ({len(value):,} characters)"
        if reason := self._opened.sight.reason(self._entry, cell):
            value = f"[{reason}: {value}]"
        return f"{value} [{self._briefly(cell, formula)}]".strip() if formula else value

    def _briefly(self, cell: Cell, formula: str) -> str:
        """The formula, or that it is the one above or beside it: a long one fills many rows or columns."""
        row, above = self.above.get(cell.column, (0, ""))
        self.above[cell.column] = cell.row, formula
        if len(formula) <= _WORTH:
            return formula
        if row == cell.row - 1 and formula == f"={moved(above.removeprefix('='), 1, 0)}":
            return AS_ABOVE
        row, left = self.above.get(cell.column - 1, (0, ""))
        return AS_LEFT if row == cell.row and formula == f"={moved(left.removeprefix('='), 0, 1)}" else formula


def _row_text(cells: Sequence[tuple[int, str]]) -> str:
    """Values divided by bars; after a wide gap the column is told instead of a bar for each empty cell."""
    pieces: list[str] = []
    at = cells[0][0] if cells else 1
    for column, text in cells:
        if column - at > _GAP:
            pieces.append(f"{column_letters(column)}: {text}")
        else:
            pieces += [""] * (column - at) + [text]
        at = column + 1
    return " | ".join(pieces)


@dataclass(frozen=True, slots=True)
class _OpenSheet:
    """A sheet that is being read, with what tells why something on it is not seen."""

    book: Book
    entry: SheetEntry
    sheet: Sheet
    sight: BookSight
    narrow: Sequence[tuple[int, int]] = ()

    def reason(self, row: Row, cells: Sequence[Cell]) -> str:
        """Why the words of a row, or some of them, are not seen: what is disguised first."""
        found = [why for cell in cells if (why := self.sight.reason(self.entry, cell))]
        if self.entry.state != "visible":
            found.append("very hidden sheet" if self.entry.state == "veryHidden" else "hidden sheet")
        found.append(self.sight.row_reason(self.sheet, row))
        if any(low <= cell.column <= high for cell in cells for low, high in self.narrow):
            found.append("hidden column")
        return next((one for one in found if one), "")


def _all(
    book: Book, chosen: Sequence[tuple[SheetEntry, Area]], hidden: list[tuple[str, str]], *, whole: bool
) -> "Iterator[_RowPassage | _Made]":
    """Every passage; where something is not seen is added to `hidden`."""
    sight = BookSight(book)
    for entry, area in chosen:
        opened = _OpenSheet(book, entry, book.seen(entry, area), sight)
        opened = replace(opened, narrow=hidden_columns(opened.sheet))
        hidden += sight.places(entry, opened.sheet)
        for made in _passages(opened, area):
            if isinstance(made, _Made):
                hidden += hidden_of([made()])
            yield made
    for extra in book_extras(book) if whole else ():
        hidden += hidden_of([extra])
        yield _Made(extra)


def _passages(opened: _OpenSheet, area: Area) -> "Iterator[_RowPassage | _Made]":
    book, entry, sheet = opened.book, opened.entry, opened.sheet
    shared = shared_formulas(sheet)
    above: dict[int, tuple[int, str]] = {}
    if area == Area():
        title = f"{entry.name}: {', '.join(sheet_facts(book, entry, sheet))}"
        yield _Made(Passage(quoted_sheet(entry.name), title, "heading", 1))
    for row in sheet.filled():
        if area.top <= row.number <= area.bottom:
            passage = _RowPassage(opened, row, area)
            passage.shared, passage.above = shared, above
            yield passage
    for note in notes_of(book, entry, area):
        yield _Made(note)
    for extra in sheet_extras(book, entry, sheet) if area == Area() else ():
        yield _Made(extra)
    for thing in usual_things(book, entry, sheet) if area == Area() else ():
        yield _Made(thing)


class _Made:
    """A passage that is made already."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage

    def __call__(self) -> Passage:
        return self._passage


def _table(book: Book, entry: SheetEntry, area: Area, left: int) -> Table:
    """The values of an area; `out_of_date` tells whether formulas are among them."""
    try:
        rows, unsolved, computes = _rows(book, book.pieces(entry, area), area, left)
    except OddSheetError:
        rows, unsolved, computes = _rows(book, iter((book.sheet(entry),)), area, left)
    filled = [number for number, values in rows.items() if any(value is not None for value in values)]
    if not filled:
        return Table(entry.name, (), quoted_sheet(entry.name), unsolved=tuple(unsolved))
    first, last = min(filled), max(filled)
    if last - first >= left:
        raise UnreadableError(_TOO_LARGE.of(most=MAX_CELLS), "too_large")
    width = max(len(values) for values in rows.values())
    width = width if width * (last - first + 1) <= MAX_CELLS else 0
    empty = _padded([], width)
    table = tuple(_padded(rows[number], width) if number in rows else empty for number in range(first, last + 1))
    end = cell_name(last, area.left - 1 + max(map(len, table)))
    anchor = f"{quoted_sheet(entry.name)}!{cell_name(first, area.left)}:{end}"
    return Table(entry.name, table, anchor, first, tuple(unsolved), area.left, computes)


def _rows(book: Book, pieces: Iterator[Sheet], area: Area, left: int) -> tuple[dict[int, list[Value]], list[str], bool]:
    """The values of each filled row, the addresses of formulas without a result, and whether there are formulas."""
    rows: dict[int, list[Value]] = {}
    unsolved: list[str] = []
    values = SheetValues(book, area)
    computes = False
    for sheet in pieces:
        # The pattern alone takes a sixth of the time of reading.
        computes = computes or (f"<{sheet.prefix}f" in sheet.text and FORMULA.search(sheet.text) is not None)
        for row in sheet.filled():
            if area.top <= row.number <= area.bottom:
                rows[row.number] = values.of(sheet, row, unsolved)
                left -= max(1, len(rows[row.number]))
                if left < 0:
                    raise UnreadableError(_TOO_LARGE.of(most=MAX_CELLS), "too_large")
    return rows, unsolved, computes


def _padded(values: list[Value], width: int) -> tuple[Value, ...]:
    return (*values, *[None] * (width - len(values)))
