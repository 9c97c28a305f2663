"""A large worksheet part read as a stream: only some of its rows become a Sheet, and only those are written anew.

A worksheet of 30 MB unpacks to 150 MB; as text with all its rows it takes 1 GB. A Window holds what stands before and
behind the rows, the wanted rows, and those that others depend on: rows with formulas, and the last filled ones.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from agent.core.errors import UnreadableError
from agent.documents.xlsx_sheet import ROW_CUT, SHEET_CUT, Sheet, row_number
from agent.documents.xml_splice import Splice
from agent.documents.xml_text import decoded_xml

LARGE = 8 * 1024**2
"""Worksheet parts of this size and more are read by Windows."""
MAX_FORMULA_ROWS = 60_000
_TAIL = 3
_LONGEST = 64 * 1024**2
_MARK = b"\xef\xbb\xbf"
# How parts in UTF-16 begin.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^<>]*(?<!/)>")
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)


class OddSheetError(Exception):
    """A part cannot be read as a stream."""


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

    def seen(self, number: int, start: int, row: bytes, marks: "_Marks") -> None:
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


@dataclass(frozen=True, slots=True)
class _Marks:
    formula: bytes
    area: bytes
    filled: tuple[bytes, ...]
    row: "re.Pattern[bytes]"
    closing: bytes


def windowed(chunks: Iterable[bytes], wanted: Iterable[int]) -> Window | None:
    """The Window of a part that comes in `chunks`, with the rows `wanted`; None when it can only be read as a whole:
    it is not in UTF-8, or has comments or CDATA.

    Raises:
        UnreadableError: it is broken.
    """
    numbers = frozenset(wanted)
    rows = _Rows(numbers, sorted(numbers, reverse=True))
    found = _scanned(_Source(iter(chunks)), rows)
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


@dataclass(slots=True)
class _Source:
    """Bytes that come in chunks: `block` holds those from `at` on."""

    chunks: Iterator[bytes]
    block: bytes = b""
    at: int = 0
    odd: bool = False

    def more(self, start: int) -> bool:
        """Let go of what stands before `start` in the block, and take one chunk more; False at the end."""
        chunk = next((one for one in self.chunks if one), b"")
        rest = self.block[start:]
        self.block = rest + chunk
        self.at += start
        self.odd = self.odd or b"<!" in rest[-1:] + chunk
        return bool(chunk)


def _scanned(source: _Source, rows: _Rows) -> tuple[bytes, int, bytes, bytes] | None:
    """Head, place of the foot, foot and byte order mark of a part; its rows go to `rows`."""
    data = _opened(source)
    if data is None or _is_odd(source, data):
        return None
    head, marks = source.block[: data.end()], _marks(data[1])
    at, done = _block(source, rows, marks, data.end())
    while not done:
        if not source.more(at):
            raise UnreadableError(SHEET_CUT, "broken")
        at, done = _block(source, rows, marks, 0)
    foot = source.at + at
    while source.more(0):
        pass
    return None if source.odd else (head, foot, source.block[at:], _MARK if head.startswith(_MARK) else b"")


def _opened(source: _Source) -> "re.Match[bytes] | None":
    """The tag behind which the rows stand; None when there is none, or none with rows."""
    while source.more(0):
        found = _DATA.search(source.block)
        if found is not None:
            return found
    return None


def _marks(prefix: bytes) -> _Marks:
    return _Marks(
        formula=b"<" + prefix + b"f",
        area=b"ref=",
        filled=tuple(b"<" + prefix + name for name in (b"v>", b"v ", b"f>", b"f ", b"is>", b"is ")),
        row=re.compile(rb"<" + re.escape(prefix) + rb"row(?=[\s/>])([^<>]*)>|</" + re.escape(prefix) + rb"sheetData"),
        closing=b"</" + prefix + b"row",
    )


def _block(source: _Source, rows: _Rows, marks: _Marks, at: int) -> tuple[int, bool]:
    """Read the whole rows of the block from `at` on: how far it was read, and whether that is the end of all rows."""
    block = source.block
    while (found := marks.row.search(block, at)) is not None:
        if found[1] is None:
            return found.start(), True
        end = found.end()
        if not found[1].endswith(b"/"):
            close = block.find(marks.closing, end)
            end = block.find(b">", close) + 1 if close >= 0 else 0
            if end <= 0:
                break
        number = row_number(found[1].decode("latin-1"), rows.number + 1)
        rows.seen(number, source.at + found.start(), block[found.start() : end], marks)
        at = end
    if len(block) - at > _LONGEST:
        raise UnreadableError(ROW_CUT, "broken")
    return at, False


def spliced(chunks: Iterable[bytes], splices: Sequence[Splice]) -> Iterator[bytes]:
    """The bytes of `chunks` with `splices` applied; they must not overlap."""
    waiting = sorted(splices, key=lambda one: (one.start, one.end))[::-1]
    at = 0
    for chunk in chunks:
        start, end = at, at + len(chunk)
        while waiting and waiting[-1].start < end:
            splice = waiting[-1]
            if splice.start >= at:
                yield chunk[at - start : splice.start - start]
                yield splice.new
            at = max(at, min(splice.end, end))
            if splice.end > end:
                break
            waiting.pop()
        if at < end:
            yield chunk[at - start :]
            at = end
    yield from (splice.new for splice in reversed(waiting) if splice.start >= at)


def narrowed(chunks: Iterable[bytes], columns: Sequence[str], low: int, high: int) -> Sheet | None:
    """The rows `low`..`high` of a part that comes in `chunks`, with the cells of `columns` ("B") only; None when some
    cell does not tell its address.

    Raises:
        UnreadableError: it is broken.
    """
    source = _Source(iter(chunks))
    data = _opened(source)
    if data is None:
        return None
    prefix = data[1]
    letters = "|".join(columns).encode()
    token = re.compile(
        rb"<%(p)srow(?=[\s/>])([^<>]*)>|<%(p)sc r=\"(?:%(l)s)\d+\"[^<>]*(?:/>|>.*?</%(p)sc>)|</%(p)ssheetData"
        % {b"p": re.escape(prefix), b"l": letters},
        re.DOTALL,
    )
    rows: list[bytes] = []
    at, number, done = data.end(), 0, False
    while not done:
        # A cell may be cut by the end of the block: only what stands before its last row is read.
        end = source.block.rfind(b"<" + prefix + b"row", at)
        last = source.block.find(b"</" + prefix + b"sheetData", at)
        done = last >= 0
        end = last if done else end
        if end > at:
            block = source.block[at:end]
            if block.count(b"<" + prefix + b'c r="') != len(re.findall(rb"<%sc[\s/>]" % re.escape(prefix), block)):
                return None
            number = _narrowed(block, token, rows, number, (low, high))
        if not done and not source.more(max(at, end)):
            raise UnreadableError(SHEET_CUT, "broken")
        at = 0
    text = b"".join([b"<", prefix, b"sheetData>", *rows, b"</", prefix, b"sheetData>"])
    return Sheet(decoded_xml(text)[0])


def _narrowed(block: bytes, token: "re.Pattern[bytes]", rows: list[bytes], number: int, span: tuple[int, int]) -> int:
    """Add the rows of a block with the cells that `token` finds; returns the number of the last row."""
    for found in token.finditer(block):
        if found[1] is not None:
            number = row_number(found[1].decode("latin-1"), number + 1)
        elif span[0] <= number <= span[1]:
            rows.append(b'<row r="%d">%s</row>' % (number, found[0]))
    return number


def pieces(chunks: Iterable[bytes], low: int, high: int) -> Iterator[Sheet]:
    """The rows `low`..`high` of a part that comes in `chunks`, some of them at a time, each time as a Sheet.

    Raises:
        OddSheetError: it can only be read as a whole; what came before may be forgotten.
        UnreadableError: it is broken.
    """
    source = _Source(iter(chunks))
    data = _opened(source)
    if data is None or _is_odd(source, data):
        raise OddSheetError
    marks = _marks(data[1])
    at, number, done = data.end(), 0, False
    while not done and number <= high:
        last = source.block.find(b"</" + data[1] + b"sheetData", at)
        done = last >= 0
        end = last if done else source.block.rfind(b"<" + data[1] + b"row", at)
        if end > at:
            text, number = _span(source.block, marks, (at, end), (low, high), number)
            if text:
                yield Sheet(b"".join([b"<", data[1], b"sheetData>", text, b"</", data[1], b"sheetData>"]).decode())
        if not done and not source.more(max(at, end)):
            raise UnreadableError(SHEET_CUT, "broken")
        if source.odd:
            raise OddSheetError
        at = 0


def _span(block: bytes, marks: _Marks, place: tuple[int, int], rows: tuple[int, int], number: int) -> tuple[bytes, int]:
    """What a block, between the bytes `place`, has of `rows`; and the number of the last row that was looked at."""
    start, stop = place[1], place[1]
    for found in marks.row.finditer(block, *place):
        number = row_number((found[1] or b"").decode("latin-1"), number + 1)
        if number > rows[1]:
            return block[start : found.start()], number
        if number >= rows[0]:
            start = min(start, found.start())
    return block[start:stop], number


def _is_odd(source: _Source, data: "re.Match[bytes]") -> bool:
    """Whether a part is not in UTF-8 or has comments or CDATA in what was read of it."""
    head = source.block[: data.end()]
    return source.odd or bool(_DECLARED.match(head.removeprefix(_MARK))) or head.startswith(_WIDE)
