"""Differences of two tables, with rows aligned, so that an inserted row is one difference and not a thousand."""

from collections.abc import Iterator, Sequence

from agent.core.documents import Difference
from agent.documents.alignment import aligned
from agent.documents.xlsx.cell_names import cell_name

LIMIT = 500

Row = Sequence[str]


def row_differences(old: Sequence[Row], new: Sequence[Row], prefix: str) -> Iterator[Difference]:
    """Differences of rows of texts, "" for an empty cell; `prefix` stands before each address ("Sheet1!").

    The address is that of the new table, or of the old one for a row that is gone. At most 500 are told.
    """
    found = 0
    for before, after in aligned([tuple(row) for row in old], [tuple(row) for row in new]):
        for one in _cells(old, new, before, after, prefix):
            yield one
            found += 1
            if found >= LIMIT:
                return


def _cells(
    old: Sequence[Row], new: Sequence[Row], before: int | None, after: int | None, prefix: str
) -> Iterator[Difference]:
    if before is None or after is None:
        at, row = (after, new[after]) if after is not None else (before or 0, old[before or 0])
        first = next((column for column, text in enumerate(row) if text), None)
        if first is None:
            return
        anchor = f"{prefix}{cell_name(at + 1, first + 1)}:{cell_name(at + 1, len(row))}"
        text = " | ".join(row[first:])
        yield Difference(anchor, "", text) if before is None else Difference(anchor, text, "")
        return
    was, now = old[before], new[after]
    for column in range(max(len(was), len(now))):
        one = was[column] if column < len(was) else ""
        two = now[column] if column < len(now) else ""
        if one != two:
            yield Difference(f"{prefix}{cell_name(after + 1, column + 1)}", one, two)
