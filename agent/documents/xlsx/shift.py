"""Where cells go when rows or columns come, go or are moved, or a block of cells is cut out and put elsewhere.

A Shift is about one sheet. What it does to an Area is what spreadsheet programs do to a reference to that Area.
"""

from dataclasses import dataclass, replace

from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, cell_name, column_letters
from agent.documents.xlsx.ranges import contains


@dataclass(frozen=True, slots=True)
class Insertion:
    """`count` empty rows (or columns) come before number `at`; `grow`: ranges that ended before them take them in."""

    rows: bool
    at: int
    count: int
    grow: bool = False


@dataclass(frozen=True, slots=True)
class Deletion:
    """The rows (or columns) `first` to `last` go."""

    rows: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LineMove:
    """The rows (or columns) `first` to `last` are put before number `before`, which is none of them nor the next."""

    rows: bool
    first: int
    last: int
    before: int


@dataclass(frozen=True, slots=True)
class BlockMove:
    """The cells of `source` go `down` and `right` (negative: up and left)."""

    source: Area
    down: int
    right: int


LineShift = Insertion | Deletion | LineMove
Shift = LineShift | BlockMove


def area_after(shift: Shift, area: Area) -> Area | None:
    """Where `area` is afterwards: moved, wider or narrower; None when nothing of it is left."""
    if isinstance(shift, BlockMove):
        return translated(area, shift.down, shift.right) if contains(shift.source, area) else area
    low, high = (area.top, area.bottom) if shift.rows else (area.left, area.right)
    span = span_after(shift, low, high)
    if span is None:
        return None
    low, high = span
    return replace(area, top=low, bottom=high) if shift.rows else replace(area, left=low, right=high)


def reached(shift: Shift, area: Area) -> Area | None:
    """As `area_after`, for a range that formulas, charts, names and rules read: an Insertion may let it grow."""
    after = area_after(shift, area)
    if after is None or not isinstance(shift, Insertion) or not shift.grow or not ends_before(shift, area):
        return after
    if shift.rows:
        return replace(after, bottom=after.bottom + shift.count)
    return replace(after, right=after.right + shift.count)


def ends_before(shift: Shift, area: Area) -> bool:
    """Whether `area` has several rows (or columns), of which the last is the one before the inserted ones."""
    if not isinstance(shift, Insertion):
        return False
    low, high = (area.top, area.bottom) if shift.rows else (area.left, area.right)
    return low < high == shift.at - 1


def cell_after(shift: Shift, row: int, column: int) -> tuple[int, int] | None:
    """Row and column of a cell afterwards; None when it is gone."""
    area = area_after(shift, Area(row, column, row, column))
    return (area.top, area.left) if area is not None else None


def span_after(shift: LineShift, low: int, high: int) -> tuple[int, int] | None:
    """Where the rows (or columns) `low` to `high` are afterwards."""
    most = MAX_ROW if shift.rows else MAX_COLUMN
    if (low, high) == (1, most):
        return low, high
    match shift:
        case Insertion(at=at, count=count):
            low, high = low + count * (low >= at), high + count * (high >= at)
            return (low, min(high, most)) if low <= most else None
        case Deletion(first=first, last=last):
            low = low if low < first else max(first, low - (last - first + 1))
            high = high if high < first else max(first - 1, high - (last - first + 1))
            return (low, high) if low <= high else None
        case LineMove():
            return _span_moved(shift, low, high)


def _span_moved(move: LineMove, low: int, high: int) -> tuple[int, int]:
    """All of it follows when it stays in one piece; else what goes out is left out, and what comes between counts."""
    pieces = [piece for piece in pieces_of(move) if piece[0] <= high and piece[1] >= low]
    after = [(max(low, first) + by, min(high, last) + by, first) for first, last, by in pieces]
    if max(one[1] for one in after) - min(one[0] for one in after) != high - low:
        after = [one for one in after if one[2] != move.first]
    return min(one[0] for one in after), max(one[1] for one in after)


def pieces_of(shift: LineShift) -> list[tuple[int, int, int]]:
    """First and last line of each stretch that stays together, with how far it goes. Lines that go are in none."""
    most = MAX_ROW if shift.rows else MAX_COLUMN
    match shift:
        case Insertion(at=at, count=count):
            found = [(1, at - 1, 0), (at, most - count, count)]
        case Deletion(first=first, last=last):
            found = [(1, first - 1, 0), (last + 1, most, first - last - 1)]
        case LineMove(first=first, last=last, before=before) if before < first:
            size = last - first + 1
            found = [(1, before - 1, 0), (before, first - 1, size), (first, last, before - first), (last + 1, most, 0)]
        case LineMove(first=first, last=last, before=before):
            size, by = last - first + 1, before - 1 - last
            found = [(1, first - 1, 0), (first, last, by), (last + 1, before - 1, -size), (before, most, 0)]
    return [piece for piece in found if piece[0] <= piece[1]]


def near_after(shift: Shift, area: Area) -> Area:
    """As `area_after`, but what is gone is where it was: for what a person looks at, which must be somewhere."""
    found = area_after(shift, area)
    if found is not None:
        return found
    last = Area(MAX_ROW, MAX_COLUMN, MAX_ROW, MAX_COLUMN)
    if isinstance(shift, Deletion):
        last = replace(last, top=shift.first) if shift.rows else replace(last, left=shift.first)
    top, left = min(area.top, last.top), min(area.left, last.left)
    return Area(top, left, top, left)


def translated(area: Area, down: int, right: int) -> Area:
    """The Area further down and right."""
    return Area(area.top + down, area.left + right, area.bottom + down, area.right + right)


def same_size(area: Area, other: Area) -> bool:
    """Whether both have as many rows and as many columns."""
    return (area.bottom - area.top, area.right - area.left) == (other.bottom - other.top, other.right - other.left)


def told_area(area: Area, like: str) -> str:
    """An area as `like` is written: "B3", "A1:C9", "B:D" or "2:5"."""
    if like.replace("$", "").replace(":", "").isdigit():
        return f"{area.top}:{area.bottom}"
    if like.replace("$", "").replace(":", "").isalpha():
        return f"{column_letters(area.left)}:{column_letters(area.right)}"
    first, last = cell_name(area.top, area.left), cell_name(area.bottom, area.right)
    return first if first == last and ":" not in like else f"{first}:{last}"
