"""Differences of two tables, with rows aligned, so that an inserted row is one difference and not a thousand."""

from collections.abc import Iterator, Sequence
from itertools import islice

from agent.core.documents import Difference
from agent.documents.alignment import Pair, aligned, matched
from agent.documents.xlsx.cell_names import cell_name, column_letters

LIMIT = 500
_TOLD = 20

Row = Sequence[str]


def row_differences(old: Sequence[Row], new: Sequence[Row], prefix: str) -> Iterator[Difference]:
    """Differences of rows of texts, "" for an empty cell; `prefix` stands before each address ("Sheet1!").

    The address is that of the new table, or of the old one for a row that is gone. At most 500 are told.
    """
    yield from islice(_found(old, new, prefix), LIMIT)


def _found(old: Sequence[Row], new: Sequence[Row], prefix: str) -> Iterator[Difference]:
    columns = _columns(old, new)
    sides = [tuple(row) for row in old], [tuple(row) for row in new]
    if columns is not None:
        yield from _whole_columns(old, {a for a, _ in columns}, prefix, "removed")
        yield from _whole_columns(new, {b for _, b in columns}, prefix, "added")
        sides = (
            [_taken(row, [a for a, _ in columns]) for row in old],
            [_taken(row, [b for _, b in columns]) for row in new],
        )
    for before, after in aligned(*sides):
        yield from _cells(old, new, (before, after), prefix, columns)


def _columns(old: Sequence[Row], new: Sequence[Row]) -> list[Pair] | None:
    """Which column became which, by the titles in the first rows; None when none came or went, or they do not tell."""
    one, two = (tuple(side[0]) if side else () for side in (old, new))
    if len(one) == len(two) or not all(all(titles) and len(set(titles)) == len(titles) for titles in (one, two)):
        return None
    pairs = matched(one, two)
    return pairs if 0 < min(len(one), len(two)) <= 2 * len(pairs) else None


def _whole_columns(rows: Sequence[Row], kept: set[int], prefix: str, kind: str) -> Iterator[Difference]:
    for column in range(len(rows[0])):
        if column not in kept:
            texts = [row[column] for row in rows if column < len(row)]
            told = " | ".join(texts[:_TOLD]) + (f" and {len(texts) - _TOLD} more" if len(texts) > _TOLD else "")
            anchor = f"{prefix}{column_letters(column + 1)}:{column_letters(column + 1)}"
            yield Difference(anchor, told, "", kind) if kind == "removed" else Difference(anchor, "", told, kind)


def _taken(row: Row, columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(row[column] if column < len(row) else "" for column in columns)


def _cells(
    old: Sequence[Row], new: Sequence[Row], rows: tuple[int | None, int | None], prefix: str, columns: list[Pair] | None
) -> Iterator[Difference]:
    before, after = rows
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
    for a, b in columns if columns is not None else [(at, at) for at in range(max(len(was), len(now)))]:
        one = was[a] if a < len(was) else ""
        two = now[b] if b < len(now) else ""
        if one != two:
            yield Difference(f"{prefix}{cell_name(after + 1, b + 1)}", one, two)
