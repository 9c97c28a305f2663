"""A large worksheet part as a stream of bytes: its rows some at a time, and splices applied.

A part of 30 MB in its zip unpacks to 150 MB; as text with all its rows it takes 1 GB.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agent.core.errors import UnreadableError
from agent.documents.opc.xml_splice import Splice
from agent.documents.xlsx.sheet import SHEET_CUT, Sheet, row_number

LARGE = 8 * 1024**2
"""Worksheet parts of this size and more are read as streams."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TAG = 64
# How parts in UTF-16 begin.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^<>]*(?<!/)>")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,9})[\"']")
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)


class OddSheetError(Exception):
    """A part cannot be read as a stream."""


@dataclass(slots=True)
class Source:
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


def opened(source: Source) -> "re.Match[bytes] | None":
    """The tag behind which the rows stand; None when there is none, or none with rows."""
    while source.more(0):
        found = _DATA.search(source.block)
        if found is not None:
            return found
    return None


def is_odd(source: Source, data: "re.Match[bytes]") -> bool:
    """Whether a part is not in UTF-8 or has comments or CDATA in what was read of it."""
    head = source.block[: data.end()]
    return source.odd or bool(_DECLARED.match(head.removeprefix(BYTE_ORDER_MARK))) or head.startswith(_WIDE)


@dataclass(frozen=True, slots=True)
class Marks:
    """How the tags of a part begin, with its prefix: of formulas, areas, contents of cells, rows and their ends."""

    formula: bytes
    area: bytes
    filled: tuple[bytes, ...]
    row: "re.Pattern[bytes]"
    opening: bytes
    closing: bytes


def marks_of(prefix: bytes) -> Marks:
    """The Marks of a part whose tags have this prefix ("x:", or nothing)."""
    return Marks(
        formula=b"<" + prefix + b"f",
        area=b"ref=",
        filled=tuple(b"<" + prefix + name for name in (b"v>", b"v ", b"f>", b"f ", b"is>", b"is ")),
        row=re.compile(rb"<" + re.escape(prefix) + rb"row(?=[\s/>])([^<>]*)>|</" + re.escape(prefix) + rb"sheetData"),
        opening=b"<" + prefix + b"row",
        closing=b"</" + prefix + b"row",
    )


def pieces(chunks: Iterable[bytes], low: int, high: int) -> Iterator[Sheet]:
    """The rows `low`..`high` of a part that comes in `chunks`, some of them at a time, each time as a Sheet.

    Raises:
        OddSheetError: it can only be read as a whole; what came before may be forgotten.
        UnreadableError: it is broken.
    """
    source = Source(iter(chunks))
    data = opened(source)
    if data is None or is_odd(source, data):
        raise OddSheetError
    marks = marks_of(data[1])
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


def _span(block: bytes, marks: Marks, place: tuple[int, int], rows: tuple[int, int], number: int) -> tuple[bytes, int]:
    """What a block, between the bytes `place`, has of `rows`; and the number of the last row that was looked at."""
    whole = ends(block, marks, place)
    if whole is not None and (whole[1] < rows[0] or (rows[0] <= whole[0] and whole[1] <= rows[1])):
        return (b"" if whole[1] < rows[0] else block[place[0] : place[1]]), whole[1]
    start, stop = place[1], place[1]
    for found in marks.row.finditer(block, *place):
        number = told_number(found[1]) if found[1] is not None else number
        if number > rows[1]:
            return block[start : found.start()], number
        if number >= rows[0]:
            start = min(start, found.start())
    return block[start:stop], number


def told_number(attributes: bytes) -> int:
    """The number that the tag of a row tells.

    Raises:
        OddSheetError: it does not: it follows from all rows before.
        UnreadableError: there is no such row.
    """
    number = row_number(attributes.decode("latin-1"), 0) if _NUMBER.search(attributes) else 0
    if number == 0:
        raise OddSheetError
    return number


def ends(block: bytes, marks: Marks, place: tuple[int, int]) -> tuple[int, int] | None:
    """The numbers of the first and the last row in a block, whose rows are in order; None when they do not tell."""
    first = marks.row.search(block, *place)
    last = marks.row.match(block, block.rfind(marks.opening, *place), place[1]) if first is not None else None
    told = [_NUMBER.search(one[1] or b"") for one in (first, last) if one is not None]
    numbers = [int(one[1]) for one in told if one is not None]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def overlapping(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, each time with the end of the last chunk before them: a tag may be cut."""
    rest = b""
    for chunk in chunks:
        yield rest + chunk
        rest = chunk[-_TAG:]


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
