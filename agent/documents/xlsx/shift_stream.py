"""Rows and columns of a large sheet that come, go or are moved: its part is written anew some rows at a time.

Only rows that others depend on are looked at before (a Window); 100 MB of text never lie in memory at once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agent.documents.opc.zip_copy import packed
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula_shift import Rewriting
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.shift import Deletion, Insertion, LineShift, pieces_of
from agent.documents.xlsx.shift_cells import RowWriting
from agent.documents.xlsx.shift_shared import Shared, given, parted
from agent.documents.xlsx.stream import pieces


@dataclass(frozen=True, slots=True)
class Streaming:
    """A Shift of a large sheet. New rows (or columns) look like number `like`, as it is before; 0 for none."""

    rewriting: Rewriting
    home: str
    shift: LineShift
    like: int

    def written(self, rows: Callable[[int, int], Iterable[Sheet]], shared: dict[str, Shared]) -> Iterator[bytes]:
        """The rows afterwards; `rows` gives those from one number to another, some at a time."""
        for first, last in _spans(self.shift):
            for some in rows(first, last):
                yield self._some(Sheet(given(some, shared)) if shared and "shared" in some.text else some).encode()

    def _some(self, sheet: Sheet) -> str:
        writing = RowWriting(sheet, self.rewriting, self.home, self.shift)
        shifted = writing.rows_shifted if self.shift.rows else writing.columns_shifted
        found = sorted(shifted(self.shift, self.like), key=lambda one: one[0])
        end = sheet.rows[-1].end if sheet.rows else sheet.start
        return "".join([*(text for _, text in found), sheet.text[end : sheet.end]])


def _spans(shift: LineShift) -> list[tuple[int, int]]:
    """The stretches of rows in the order in which they stand afterwards, as they are numbered before."""
    if not shift.rows or isinstance(shift, Insertion):
        return [(1, MAX_ROW)]
    return [(first, last) for first, last, by in sorted(pieces_of(shift), key=lambda one: one[0] + one[2])]


def _area_changed(shift: LineShift) -> Area:
    """The rows or columns of which a Shift puts others in their place."""
    match shift:
        case Insertion(rows, at):
            low, high = at, MAX_ROW if rows else MAX_COLUMN
        case Deletion(rows, first):
            low, high = first, MAX_ROW if rows else MAX_COLUMN
        case _:
            rows = shift.rows
            low, high = min(shift.first, shift.before), max(shift.last, shift.before - 1)
    return Area(low, 1, high, MAX_COLUMN) if rows else Area(1, low, MAX_ROW, high)


def shift_stream(draft: Draft, entry: SheetEntry, streaming: Streaming, outside: Callable[[Sheet], str]) -> None:
    """Shift a worksheet of which `draft.view` shows a part; `outside` gives its text with all but the rows shifted.

    Raises:
        OddSheetError: its rows can only be read as a whole; nothing is changed.
        InvalidArgumentsError: something cannot follow.
    """
    view = draft.view(entry)
    shared = parted(view, streaming.home, streaming.shift)
    after = Sheet(outside(view))
    head, foot = after.text[: after.start], after.text[after.end :]

    def chunks() -> Iterator[bytes]:
        yield draft.byte_order_mark(entry) + head.encode()
        yield from streaming.written(lambda low, high: pieces(draft.chunks(entry), low, high), shared)
        yield foot.encode()

    draft.set_stream(entry, packed(chunks()), _area_changed(streaming.shift))
