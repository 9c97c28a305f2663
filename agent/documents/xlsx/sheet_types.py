"""Texts of a CSV as the values that a person means: numbers and dates, but never what would lose a character."""

import datetime
import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Value

# A leading zero, a sign of plus or more than 15 digits: a code, a telephone or card number, no amount.
_CODE = re.compile(r"[-+]?0\d+(\.\d+)?|\+\d+|[-+]?\d{16,}|[-+]?\d*\.\d{16,}")
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


def typed_rows(rows: Sequence[Sequence[str]], *, titles: bool) -> tuple[list[list[Value]], list[int]]:
    """The rows with numbers and dates; and the columns, from 1, that stay texts because they hold codes.

    In such a column nothing becomes a number: "007" and "12" belong together. A row of `titles` stays texts.
    """
    below = rows[1:] if titles else rows
    width = max(map(len, rows), default=0)
    codes = {at for at in range(width) if any(_CODE.fullmatch(row[at].strip()) for row in below if at < len(row))}
    made: list[list[Value]] = [list(rows[0])] if titles and rows else []
    made += [[value or None if at in codes else _value(value) for at, value in enumerate(row)] for row in below]
    return made, [at + 1 for at in sorted(codes)]


def has_titles(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: words, each once, above more rows."""
    first = [value.strip() for value in rows[0]] if rows else []
    words = all(first) and not any(_NUMBER.fullmatch(one) or _DAY.fullmatch(one) for one in first)
    return len(rows) > 1 and words and len(set(first)) == len(first)


def _value(text: str) -> Value:
    told = text.strip()
    if _NUMBER.fullmatch(told):
        plain = told.replace(",", "")
        return float(plain) if "." in plain else int(plain)
    found = _DAY.fullmatch(told)
    if found:
        try:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return text
    return text or None


def literal(rows: Sequence[Sequence[Value]]) -> Iterator[list[object]]:
    """Rows for `xlsx.create`, which keeps a text as it is when it is told to be one."""
    for row in rows:
        yield [{"text": value} if isinstance(value, str) else value for value in row]
