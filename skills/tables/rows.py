"""The rows of many tables as one, each with its source, and an account of what became of every row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from agent.core.documents import Table, Value
from agent.core.ports import Entry
from skills.tables.shape import Header, header_key, header_of, is_blank, is_total, letters, typed_columns, width_of

_TEXT_FILES = (".csv", ".tsv", ".txt")


class Dropped(StrEnum):
    """Why a row of a source is not in the result."""

    ABOVE = "above"
    HEADER = "header"
    REPEATED = "repeated"
    EMPTY = "empty"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Source:
    """One table of one file."""

    entry: Entry
    table: Table


@dataclass(slots=True)
class Account:
    """What became of the rows of a source: `rows_in` == `rows_out` + all of `dropped`."""

    source: Source
    header: Header | None
    rows_out: int = 0
    dropped: Counter[Dropped] = field(default_factory=Counter)

    @property
    def rows_in(self) -> int:
        """The rows of the source, whatever they are."""
        return len(self.source.table.rows)


@dataclass(slots=True)
class Combined:
    """The growing result: names of the columns by their keys, and rows as key to value."""

    columns: dict[str, str] = field(default_factory=dict)
    spelled: dict[str, Counter[str]] = field(default_factory=dict)
    rows: list[tuple[Source, int, dict[str, Value]]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)


def gathered(sources: Sequence[Source], *, keep_totals: bool) -> Combined:
    """All rows under the union of the columns."""
    combined = Combined()
    # Headers that are certain help to find those of tables with a title or notes above.
    known = [frozenset(h.keys) for s in sources if (h := header_of(s.table)) is not None and h.index == 0]
    for source in sources:
        account = Account(source, header_of(source.table, known))
        combined.accounts.append(account)
        _add(combined, account, keep_totals=keep_totals)
    return combined


def _add(combined: Combined, account: Account, *, keep_totals: bool) -> None:
    table, header = account.source.table, account.header
    names = header.names if header else letters(width_of(table))
    keys = [header_key(name) for name in names]
    kept: list[int] = []
    for index, row in enumerate(table.rows):
        reason = _reason(row, index, header, keep_totals=keep_totals)
        if reason is None:
            kept.append(index)
        else:
            account.dropped[reason] += 1
    account.rows_out = len(kept)
    rows: list[list[Value]] = [list(table.rows[index]) for index in kept]
    if account.source.entry.place.suffix in _TEXT_FILES:
        rows = typed_columns(rows, len(keys))
    for key, name in zip(keys, names, strict=True):
        combined.columns.setdefault(key, name)
        combined.spelled.setdefault(key, Counter())[name] += 1
    for index, values in zip(kept, rows, strict=True):
        cells = dict(zip(keys, values, strict=False))
        combined.rows.append((account.source, table.first + index, cells))


def _reason(row: Sequence[Value], index: int, header: Header | None, *, keep_totals: bool) -> Dropped | None:
    if header is not None and index < header.index:
        return Dropped.ABOVE
    if header is not None and index == header.index:
        return Dropped.HEADER
    if all(is_blank(value) for value in row):
        return Dropped.EMPTY
    if header is not None and _repeats(row, header):
        return Dropped.REPEATED
    return Dropped.TOTAL if not keep_totals and is_total(row) else None


def _repeats(row: Sequence[Value], header: Header) -> bool:
    shown = [value for value in row if not is_blank(value)]
    if len(shown) < 2 or len(shown) < 0.6 * len(header.keys) or not all(isinstance(value, str) for value in shown):
        return False
    return {header_key(str(value)) for value in shown} <= set(header.keys)
