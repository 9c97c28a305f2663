"""Empty rows that came or went between two versions of a sheet: what stands below them only moved, and is no change."""

from collections.abc import Iterator

from agent.core.documents import Difference
from agent.documents.xlsx.diff_rows import Alignment, Side


def blank_rows(old: Side, new: Side, rows: Alignment, prefix: str) -> Iterator[Difference]:
    """A difference for each run of empty rows, which stands before the next row that both versions have."""
    known = sorted(rows.same + rows.changed, key=lambda pair: pair[1])
    above = (-1, -1)
    for pair in known:
        if pair[0] < above[0]:
            return  # rows that changed places: no gap belongs to another one
        extra = _extra(_lines(old, above[0], pair[0]), _lines(new, above[1], pair[1]))
        if extra:
            side, at = (new, pair[1]) if extra > 0 else (old, pair[0])
            count, below = abs(extra), side.rows[at].number
            told = f"{count} empty row{'s' if count > 1 else ''}"
            area = f"{prefix}{below - count}:{below - 1}"
            yield Difference(area, "", told, "added") if extra > 0 else Difference(area, told, "", "removed")
        above = pair


def _extra(old: tuple[int, int], new: tuple[int, int]) -> int:
    """How many empty rows came, less than 0 when some went; a row that was cleared or filled is neither."""
    more = new[0] - old[0]
    return max(more - new[1], 0) if more > 0 else min(more + old[1], 0)


def _lines(side: Side, above: int, below: int) -> tuple[int, int]:
    """From one filled row to another: how many rows further down, and the filled ones between; -1 is the top."""
    top = side.rows[above].number if above >= 0 else 0
    return side.rows[below].number - top, below - above - 1
