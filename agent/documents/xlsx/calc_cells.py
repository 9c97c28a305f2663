"""The formulas of a workbook with what they read, and the values of its cells as a calculation takes them."""

import datetime
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.calc_columns import Columns, columns_read
from agent.documents.xlsx.calc_refs import Place, Reading, Region, Scope, reading_of
from agent.documents.xlsx.calc_tables import CalcTable
from agent.documents.xlsx.cell_names import Area, area_of
from agent.documents.xlsx.facts import tables_of
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.sheet import Cell, Row, Sheet, attributes_of, shared_formulas
from agent.documents.xlsx.styles import serial_of

# A range of more columns of a large sheet takes too long to read.
_MOST = 24
_AREA = re.compile(r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")
_TYPED = frozenset({"s", "str", "inlineStr", "b"})


class TooMuchError(Exception):
    """Following what depends on what, or reading it, takes too long."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the value of a cell: "#N/A"."""

    code: str


CalcValue = float | str | bool | Fault | None
"""The value of a cell in a calculation; dates are their numbers, None is an empty cell or a formula without result."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in its cell. `area` is what it fills, one cell but for array formulas; `spills`: it may grow.

    `value` is the result that the file holds, None without one. `table` marks a data table, which nobody computes.
    """

    place: Place
    text: str
    area: Area
    reading: Reading
    value: CalcValue
    array: bool = False
    spills: bool = False
    table: bool = False

    @property
    def region(self) -> Region:
        """The cells that it fills."""
        return Region(self.place[0], self.area.top, self.area.left, self.area.bottom, self.area.right)


@dataclass(frozen=True, slots=True)
class State:
    """A workbook at one moment: its worksheets, and how to get their texts, its parts and what those are related to.

    `chunks_of` gives the bytes of a sheet of which `sheet_of` does not show all rows, None for others; `alike` tells
    whether the rows that it does not show are those of the other State that it is compared with. `drift_of` gives the
    areas that may hold something else than in the other State; None where the rows that are shown tell it.
    """

    entries: Sequence[SheetEntry]
    sheet_of: Callable[[SheetEntry], Sheet]
    part_of: Callable[[str], bytes]
    related: Callable[[str, str], Sequence[str]]
    chunks_of: Callable[[SheetEntry], Iterable[bytes] | None] = lambda _: None
    alike: Callable[[SheetEntry], bool] = lambda _: False
    drift_of: Callable[[SheetEntry], Sequence[Area] | None] = lambda _: None


def state_of(book: Book, entries: Sequence[SheetEntry]) -> State:
    """The State of a workbook as it lies in its file, of some of its worksheets."""
    return State(entries, book.sheet, book.package.read, book.package.related)


class Cells:
    """The cells of a workbook in one State. Sheets are told by their numbers in `entries`."""

    def __init__(self, book: Book, state: State, like: "Cells | None" = None, late: float = math.inf) -> None:
        """`like` are other Cells of the book: what is the same there is not read again.

        After `late` (as `time.monotonic` tells it) no formula is read any more: TooMuchError.
        """
        self.book, self.entries = book, tuple(state.entries)
        self._state, self._like, self._late = state, like, late
        self._read: dict[int, Columns] = {}

    def hurry(self) -> None:
        """Raises TooMuchError when it is too late to go on."""
        if time.monotonic() > self._late:
            raise TooMuchError

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The texts of the sheets."""
        return tuple(self._state.sheet_of(entry) for entry in self.entries)

    def drift(self, number: int) -> Sequence[Area] | None:
        """See State."""
        return self._state.drift_of(self.entries[number])

    @cached_property
    def root(self) -> etree._Element:
        """The workbook part."""
        return parsed_xml(self._state.part_of(self.book.part))

    @cached_property
    def scope(self) -> Scope:
        """What the words in formulas mean."""
        names = [entry.name for entry in self.entries]
        numbers = {name.casefold(): number for number, name in enumerate(names)}
        return Scope(names, dict(self._names(numbers)), dict(self._tables()), numbers)

    def _names(self, numbers: Mapping[str, int]) -> Iterator[tuple[tuple[int, str], str]]:
        listed = [node.get("name", "") for node in self.root.iterfind("{*}sheets/{*}sheet")]
        for node in self.root.iterfind("{*}definedNames/{*}definedName"):
            local = node.get("localSheetId", "")
            sheet = listed[int(local)] if local.isdigit() and int(local) < len(listed) else None
            number = -1 if sheet is None else numbers.get(sheet.casefold(), -2)
            if number > -2:
                yield (number, node.get("name", "").casefold()), (node.text or "").strip()

    def tables(self, entry: SheetEntry) -> list[dict[str, str]]:
        """The attributes of each table on a sheet, see `tables_of`."""
        return tables_of(self._state.related(entry.part, "/table"), self._state.part_of)

    def _tables(self) -> Iterator[tuple[str, CalcTable]]:
        for number, entry in enumerate(self.entries):
            for table in self.tables(entry):
                root = parsed_xml(self._state.part_of(table["part"]))
                columns = [node.get("name", "") for node in root.iterfind("{*}tableColumns/{*}tableColumn")]
                if _AREA.fullmatch(table.get("ref", "")) is None:
                    continue
                known = CalcTable(
                    number,
                    area_of(table["ref"]),
                    columns,
                    table.get("headerRowCount", "1") != "0",
                    table.get("totalsRowCount", "0") != "0",
                )
                for name in {table.get("displayName", ""), table.get("name", "")} - {""}:
                    yield name.casefold(), known

    @cached_property
    def formulas(self) -> dict[Place, Formula]:
        """Every formula by its cell, which is the first one of what it fills."""
        return {one.place: one for rows in self._rows for row in rows.values() for one in row[1]}

    @cached_property
    def _rows(self) -> tuple[dict[int, tuple[str, Sequence[Formula]]], ...]:
        """The rows of each sheet that hold formulas: their text and the formulas."""
        like = self._like if self._like is not None and self._like.scope == self.scope else None
        return tuple(dict(self._read_rows(number, like)) for number in range(len(self.sheets)))

    def _read_rows(self, number: int, like: "Cells | None") -> Iterator[tuple[int, tuple[str, Sequence[Formula]]]]:
        sheet = self.sheets[number]
        shared = shared_formulas(sheet)
        alike = like is not None and (sheet is like.sheets[number] or shared == shared_formulas(like.sheets[number]))
        known = like._rows[number] if like is not None and alike else {}  # noqa: SLF001  another one of this class
        for row in formula_rows(sheet):
            self.hurry()
            text = sheet.text[row.inner : row.close]
            if row.number in known and known[row.number][0] == text:
                yield row.number, known[row.number]
            else:
                found = [self._formula(number, cell, shared) for cell in sheet.formula_cells(row)]
                yield row.number, (text, found)

    def _formula(self, number: int, cell: Cell, shared: Mapping[str, tuple[int, int, str]]) -> Formula:
        place = (number, cell.row, cell.column)
        rule = attributes_of(cell.rule) if cell.rule else {}
        text = cell.formula or ""
        if not text and rule.get("t") == "shared":
            row, column, text = shared.get(rule.get("si", ""), (cell.row, cell.column, ""))
            text = moved(text, cell.row - row, cell.column - column)
        array, table = rule.get("t") == "array", rule.get("t") == "dataTable"
        area = area_of(rule["ref"]) if (array or table) and "ref" in rule else Area(*place[1:], *place[1:])
        reading = reading_of(text, self.scope, place) if not table else _data_table(number, area, rule)
        return Formula(place, text, area, reading, self.value(cell), array, array and cell.meta != "", table)

    def value(self, cell: Cell) -> CalcValue:
        """What a cell holds, untouched by the way in which it is shown."""
        if cell.kind == "e":
            return Fault((cell.raw or "").strip())
        if cell.kind in _TYPED or not cell.raw:
            found = self.book.value(cell)
            return found if isinstance(found, (str, bool)) else None
        try:
            if cell.kind == "d":
                return serial_of(datetime.datetime.fromisoformat(cell.raw), self.book.since_1904)
            return float(cell.raw)
        except ValueError:
            return cell.raw

    def within(self, regions: Sequence[Region]) -> Iterator[tuple[Place, CalcValue]]:
        """The filled cells of all rows that `regions` touch.

        Raises:
            TooMuchError: a large sheet cannot be read in part.
        """
        for number in range(len(self.sheets)):
            own = [one for one in regions if one.sheet == number]
            if own and self._state.chunks_of(self.entries[number]) is not None:
                yield from self._large(number, own).values.items()
                continue
            spans = merged_spans([(one.top, one.bottom) for one in own])
            for row in _rows_in(self.sheets[number], spans):
                yield from self._values(number, row)

    def _values(self, number: int, row: Row) -> Iterator[tuple[Place, CalcValue]]:
        for cell in self.sheets[number].cells(row):
            value = self.value(cell)
            if value is not None:
                yield (number, cell.row, cell.column), value

    def _large(self, number: int, regions: Sequence[Region]) -> Columns:
        """The values of a sheet of which not all rows are shown, in all columns of `regions`."""
        columns = {column for one in regions for column in range(one.left, min(one.right, one.left + _MOST) + 1)}
        if len(columns) > _MOST:
            raise TooMuchError
        low, high = min(one.top for one in regions), max(one.bottom for one in regions)
        known = self._read.get(number)
        if known is None or not known.covers(columns, low, high):
            known = self._read[number] = self._columns(number, regions, Columns(frozenset(columns), low, high, {}))
        return known

    def _columns(self, number: int, regions: Sequence[Region], found: Columns) -> Columns:
        like = self._like
        if like is not None and self.entries[number] in like.entries and self._state.alike(self.entries[number]):
            return self._as_like(number, regions, like)
        chunks = self._state.chunks_of(self.entries[number])
        if not columns_read(chunks or (), number, found, self.value):
            raise TooMuchError
        return found

    def _as_like(self, number: int, regions: Sequence[Region], like: "Cells") -> Columns:
        """What `like` has, with the rows that are shown as they are here."""
        other = like.entries.index(self.entries[number])
        read = like._large(other, [one._replace(sheet=other) for one in regions])  # noqa: SLF001  of this class
        shown = {row.number for sheet in (self.sheets[number], like.sheets[other]) for row in sheet.rows}
        values = {(number, row, column): value for (_, row, column), value in read.values.items() if row not in shown}
        for row in self.sheets[number].rows:
            values.update((place, value) for place, value in self._values(number, row) if place[2] in read.columns)
        return Columns(read.columns, read.low, read.high, values)


def formula_rows(sheet: Sheet) -> Iterator[Row]:
    """The rows that hold a formula."""
    mark = re.compile(rf"<{re.escape(sheet.prefix)}f[\s>/]")
    at = -1
    for row in sheet.rows:
        if at < row.inner:
            found = mark.search(sheet.text, row.inner, sheet.end)
            if found is None:
                return
            at = found.start()
        if at < row.close:
            yield row


def merged_spans(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last numbers, put together where they meet, in their order."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(set(spans)):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], high)
        else:
            merged.append((low, high))
    return merged


def _rows_in(sheet: Sheet, spans: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """The rows of a sheet whose numbers lie in `spans`, which are in order."""
    for row in sheet.rows if spans else ():
        if any(low <= row.number <= high for low, high in spans):
            yield row


def _data_table(number: int, area: Area, rule: Mapping[str, str]) -> Reading:
    """A data table reads its frame and its one or two inputs. ECMA-376 part 1, 18.3.1.40."""
    frame = Region(number, max(1, area.top - 1), max(1, area.left - 1), area.bottom, area.right)
    inputs = [area_of(rule[name]) for name in ("r1", "r2") if rule.get(name)]
    return Reading("", (frame, *(Region(number, one.top, one.left, one.bottom, one.right) for one in inputs)))
