"""The values of rows, quickly: millions of cells pass here, so that each is looked at as little as possible."""

import re
from collections.abc import Callable
from typing import NamedTuple

from agent.core.documents import Value
from agent.documents.opc.xml_text import unescaped
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.cell_names import Area, cell_name, column_number
from agent.documents.xlsx.sheet import Cell, Row, Sheet, attributes_of
from agent.documents.xlsx.styles import NUMBER, dated

_FORMULA = re.compile(r"<f(?:[^<>]*/>|[^<>]*>[^<]*</f>)")
_OPEN, _VALUE, _NEXT, _LAST = '<c r="', "><v>", '</v></c><c r="', "</v></c>"
# No XML holds this character.
_CUT = "\0"
# Cells without contents and the one with a value behind them, as `_heads` leaves them: `B" s="1"/><c r="C" t="s"`.
_HEAD = re.compile(r"([A-Z]{1,3})\"([^<>]*)")
_REMEMBERED = 50_000
_REMEMBERED_SHAPES = 2_000


class _Offsets(dict[str, int]):
    """Letters of a column to its distance from the first one of an Area; -1 beyond it."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def __missing__(self, letters: str) -> int:
        column = column_number(letters)
        self[letters] = column - self._area.left if self._area.left <= column <= self._area.right else -1
        return self[letters]


class _Remembered(dict[str, Value]):
    """What `read` makes of texts; those that came first are remembered, as days and words come again and again."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        self._read = read

    def __missing__(self, raw: str) -> Value:
        value = self._read(raw)
        if len(self) < _REMEMBERED:
            self[raw] = value
        return value


class _Readers(dict[str, Callable[[str], Value]]):
    """The attributes of a cell, as they are written, to what reads its value."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def __missing__(self, written: str) -> Callable[[str], Value]:
        attributes = attributes_of(written)
        kind, told = attributes.get("t", ""), attributes.get("s", "0")
        style = int(told) if told.isdigit() else 0
        if kind in {"", "n"}:
            self[written] = _number if self._book.styles.of(style) == NUMBER else self._dates(style)
        else:
            self[written] = _Remembered(
                lambda raw: self._book.value(Cell(0, 0, style, kind, unescaped(raw)))
            ).__getitem__
        return self[written]

    def _dates(self, style: int) -> Callable[[str], Value]:
        shows, since = self._book.styles.of(style), self._book.since_1904

        def read(raw: str) -> Value:
            value = _number(raw)
            return value if isinstance(value, str) else dated(value, shows, since)

        return _Remembered(read).__getitem__


class _Shape(NamedTuple):
    """How the filled cells of a row stand, for all rows that are alike: what reads each value, and where it goes.

    `dense`: the values follow each other from the first column on.
    """

    readers: tuple[Callable[[str], Value], ...]
    offsets: tuple[int, ...]
    dense: bool


class SheetValues:
    """Reads the values of rows within the columns of an Area."""

    def __init__(self, book: Book, area: Area) -> None:
        self._book, self._area = book, area
        self._offsets, self._readers = _Offsets(area), _Readers(book)
        self._shapes: dict[tuple[str, ...], _Shape | None] = {}

    def of(self, sheet: Sheet, row: Row, unsolved: list[str]) -> list[Value]:
        """The values of a row from the first column of the Area on; `unsolved` gets formulas without a result."""
        cut = _heads(sheet, row)
        if cut is not None:
            heads, raws = cut
            shape = self._shapes[heads] if heads in self._shapes else self._shape(heads)
            if shape is not None and len(shape.readers) == len(raws) and all(raws):
                return _read(shape, raws)
        return self._unusual(sheet.cells(row), unsolved)

    def _shape(self, heads: tuple[str, ...]) -> _Shape | None:
        """The shape of rows with these heads; None when a cell is written in another form."""
        found = [_last_of(head) for head in heads]
        shape: _Shape | None = None
        cells = [one for one in found if one is not None]
        if len(cells) == len(found):
            if heads[-1][-1] == ">":
                cells.pop()
            offsets = tuple(self._offsets[letters] for letters, _ in cells)
            readers = tuple(self._readers[written] for _, written in cells)
            shape = _Shape(readers, offsets, offsets == tuple(range(len(offsets))))
        if len(self._shapes) < _REMEMBERED_SHAPES:
            self._shapes[heads] = shape
        return shape

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


def _heads(sheet: Sheet, row: Row) -> tuple[tuple[str, ...], list[str]] | None:
    """What stands before each value of a row, without its number, and the values; None for an unusual form.

    Texts are cut at fixed words, which takes a quarter of the time of a pattern.
    """
    body = sheet.text[row.inner : row.close]
    if "<f" in body:
        body = _FORMULA.sub("", body)
    end = f'{row.number}"'
    if not body.startswith(_OPEN) or body.count(end) != body.count("<c"):
        return None
    cells = body[len(_OPEN) :].removesuffix(_LAST).replace(end, '"')
    cut = cells.replace(_NEXT, _CUT).replace(_VALUE, _CUT).split(_CUT)
    return tuple(cut[::2]), cut[1::2]


def _last_of(head: str) -> tuple[str, str] | None:
    """The column and the attributes of the last cell of a head; None when there is something else than cells."""
    *empty, last = head.split("/>" + _OPEN)
    found = [_HEAD.fullmatch(one) for one in (*empty, last.removesuffix("/>"))]
    if any(one is None for one in found):
        return None
    cell = found[-1]
    return (cell[1], cell[2]) if cell is not None else None


def _read(shape: _Shape, raws: list[str]) -> list[Value]:
    """The values of a row, up to the last one that is there."""
    values: list[Value] = [read(raw) for read, raw in zip(shape.readers, raws, strict=True)]
    if not shape.dense:
        placed: list[Value] = [None] * (max(shape.offsets, default=-1) + 1)
        for at, value in zip(shape.offsets, values, strict=True):
            if at >= 0 and value is not None:
                placed[at] = value
        values = placed
    while values and values[-1] is None:
        values.pop()
    return values


def _number(raw: str) -> float | str:
    if len(raw) < 16 and (raw.isdecimal() or (raw[0] == "-" and raw[1:].isdecimal())):
        return int(raw)
    try:
        return float(raw)
    except ValueError:
        return raw
