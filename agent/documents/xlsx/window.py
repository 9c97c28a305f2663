"""Some rows of a large worksheet part as a Sheet, and the splices that put an edited one back into the part.

A Window holds what stands before and behind the rows, the wanted rows, and those that others depend on: rows with
formulas, and the last filled ones.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from agent.core.errors import UnreadableError
from agent.documents.opc.xml_splice import Splice
from agent.documents.opc.xml_text import decoded_xml
from agent.documents.opc.zip_copy import Streamed
from agent.documents.xlsx.cell_names import Area
from agent.documents.xlsx.drift import cells_changed
from agent.documents.xlsx.sheet import ROW_CUT, SHEET_CUT, Sheet
from agent.documents.xlsx.stream import (
    BYTE_ORDER_MARK,
    Marks,
    OddSheetError,
    Source,
    ends,
    is_odd,
    marks_of,
    opened,
    told_number,
)

MAX_FORMULA_ROWS = 60_000
_TAIL = 3
_LONGEST = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows of a worksheet part. `sheet` is the part without the others.

    `rows` tells where each of them stands in the part, in bytes; `gaps` where a row would stand that is not there.
    `head` is where the rows begin and `foot` where they end; `size` is that of the part. `last` is the number of the
    last row. `whole_formulas`: all rows with formulas are there.
    """

    sheet: Sheet
    rows: dict[int, tuple[int, int]]
    gaps: dict[int, int]
    head: int
    foot: int
    size: int
    last: int
    mark: bytes
    whole_formulas: bool

    def splices(self, text: str) -> list[Splice]:
        """What has to be replaced in the part, so that `text` stands in the place of the Window's text."""
        old, new = self.sheet, Sheet(text)
        found = []
        if old.text[: old.start] != new.text[: new.start]:
            found.append(Splice(0, self.head, self.mark + new.text[: new.start].encode()))
        if old.text[old.end :] != new.text[new.end :]:
            found.append(Splice(self.foot, self.size, new.text[new.end :].encode()))
        before = {row.number: old.text[row.start : row.end] for row in old.rows}
        added: dict[int, list[str]] = {}
        for row in new.rows:
            fresh = new.text[row.start : row.end]
            if row.number not in before:
                added.setdefault(self._gap(row.number), []).append(fresh)
            elif before[row.number] != fresh:
                found.append(Splice(*self.rows[row.number], fresh.encode()))
        return found + [Splice(at, at, "".join(rows).encode()) for at, rows in added.items()]

    def _gap(self, number: int) -> int:
        return self.foot if number > self.last else self.gaps[number]


@dataclass(frozen=True, slots=True)
class View:
    """What is seen of a large worksheet: a Window of the bytes of `base`, and its text by now.

    `part` is what the Draft held then.
    """

    window: Window
    sheet: Sheet
    base: Callable[[], Iterable[bytes]]
    part: bytes | Streamed | None

    @property
    def rows(self) -> set[int]:
        """The rows that are seen, there or not."""
        return {*self.window.rows, *self.window.gaps}

    def edits(self) -> list[Area]:
        """The cells that hold something else by now."""
        return [Area(*cell, *cell) for cell in cells_changed(self.window.sheet, self.sheet)]


@dataclass(slots=True)
class _Rows:
    """The rows of a part as they come by."""

    wanted: frozenset[int]
    absent: list[int]
    kept: dict[int, tuple[int, int, bytes]] = field(default_factory=dict)
    formulas: dict[int, tuple[int, int, bytes]] = field(default_factory=dict)
    areas: dict[int, tuple[int, int, bytes]] = field(default_factory=dict)
    tail: list[tuple[int, int, int, bytes, bool]] = field(default_factory=list)
    gaps: dict[int, int] = field(default_factory=dict)
    number: int = 0
    too_many: bool = False

    def seen(self, number: int, start: int, row: bytes, marks: "Marks") -> None:
        """Keep a row when it is wanted."""
        self.number = number
        while self.absent and self.absent[-1] <= number:
            wanted = self.absent.pop()
            if wanted < number:
                self.gaps[wanted] = start
        one = (start, start + len(row), row)
        if number in self.wanted:
            self.kept[number] = one
        elif marks.formula in row and (marks.area in row or not self.too_many):
            # A formula that fills or rules an area concerns cells of other rows.
            (self.areas if marks.area in row else self.formulas)[number] = one
            self.too_many = len(self.formulas) > MAX_FORMULA_ROWS
        self._end(number, one, any(mark in row for mark in marks.filled))

    def _end(self, number: int, one: tuple[int, int, bytes], filled: bool) -> None:
        """Keep the last filled rows, and the empty ones behind them."""
        if filled:
            self.tail = [*[old for old in self.tail if old[4]][1 - _TAIL :], (number, *one, True)]
        elif len(self.tail) < _TAIL + MAX_FORMULA_ROWS:
            self.tail.append((number, *one, False))

    def all(self) -> dict[int, tuple[int, int, bytes]]:
        """The kept rows in their order."""
        formulas = {} if self.too_many else self.formulas
        tail = {number: (start, end, row) for number, start, end, row, _ in self.tail}
        return dict(sorted({**formulas, **tail, **self.areas, **self.kept}.items()))


def windowed(chunks: Iterable[bytes], wanted: Iterable[int]) -> Window | None:
    """The Window of a part that comes in `chunks`, with the rows `wanted`; None when it can only be read as a whole:
    it is not in UTF-8, has comments or CDATA, or rows that do not tell their numbers.

    Raises:
        UnreadableError: it is broken.
    """
    numbers = frozenset(wanted)
    rows = _Rows(numbers, sorted(numbers, reverse=True))
    try:
        found = _scanned(Source(iter(chunks)), rows)
    except OddSheetError:
        return None
    if found is None or len(rows.areas) > MAX_FORMULA_ROWS:
        return None
    head, foot, tail, mark = found
    kept = rows.all()
    text, _ = decoded_xml(b"".join([head, *(row for _, _, row in kept.values()), tail]))
    return Window(
        Sheet(text),
        {number: (start, end) for number, (start, end, _) in kept.items()},
        rows.gaps,
        len(head),
        foot,
        foot + len(tail),
        rows.number,
        mark,
        not rows.too_many,
    )


def _scanned(source: Source, rows: _Rows) -> tuple[bytes, int, bytes, bytes] | None:
    """Head, place of the foot, foot and byte order mark of a part; its rows go to `rows`."""
    data = opened(source)
    if data is None or is_odd(source, data):
        return None
    head, marks = source.block[: data.end()], marks_of(data[1])
    at, done = _block(source, rows, marks, data.end())
    while not done:
        if not source.more(at):
            raise UnreadableError(SHEET_CUT, "broken")
        at, done = _block(source, rows, marks, 0)
    foot = source.at + at
    while source.more(0):
        pass
    return (
        None
        if source.odd
        else (head, foot, source.block[at:], BYTE_ORDER_MARK if head.startswith(BYTE_ORDER_MARK) else b"")
    )


def _idle(block: bytes, rows: _Rows, marks: Marks, at: int) -> int:
    """Where the rows of a block begin that are looked at one by one: most blocks only have rows that nobody wants."""
    last = start = block.rfind(marks.opening, at)
    for _ in range(_TAIL):
        start = block.rfind(marks.opening, at, start) if start > at else -1
    told = ends(block, marks, (at, len(block))) if start > at else None
    if told is None or (rows.absent and rows.absent[-1] <= told[1]) or block.find(marks.formula, at) >= 0:
        return at
    tail = block[start:last].split(marks.opening)[1:]
    filled = all(any(mark in row for mark in marks.filled) for row in tail)
    return start if filled else at


def _block(source: Source, rows: _Rows, marks: Marks, at: int) -> tuple[int, bool]:
    """Read the whole rows of the block from `at` on: how far it was read, and whether that is the end of all rows."""
    block = source.block
    at = _idle(block, rows, marks, at)
    while (found := marks.row.search(block, at)) is not None:
        if found[1] is None:
            return found.start(), True
        end = found.end()
        if not found[1].endswith(b"/"):
            close = block.find(marks.closing, end)
            end = block.find(b">", close) + 1 if close >= 0 else 0
            if end <= 0:
                break
        rows.seen(told_number(found[1]), source.at + found.start(), block[found.start() : end], marks)
        at = end
    if len(block) - at > _LONGEST:
        raise UnreadableError(ROW_CUT, "broken")
    return at, False
