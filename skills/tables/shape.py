"""The shape of a table as people make them: where its header is, which rows are no data."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.core.documents import Table, Value
from skills.kit.book import column_letters
from skills.kit.dates import Day, Order, order_of, read_day
from skills.kit.numbers import decimal_mark, mark_of_table, may_be_thousands, read_number
from skills.phrase import folded

_LOOK_AT = 30
_TOTAL = re.compile(r"(grand |sub[- ]?|over-?all )?totals?|sum|合 ?計|総 ?計|小 ?計|総 ?合 ?計|計")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (index into the rows) and its names, which all differ.

    `keys` are the names for comparing: without width, case, blanks and line breaks.
    """

    index: int
    names: tuple[str, ...]
    keys: tuple[str, ...]


def _header(index: int, names: tuple[str, ...]) -> Header:
    return Header(index, names, tuple(header_key(name) for name in names))


def header_key(name: str) -> str:
    """ "ＩＤ No." and "id_no." are one column."""
    return re.sub(r"[\s_]+", "", folded(name))


def is_blank(value: Value) -> bool:
    """Nothing, or only blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def width_of(table: Table) -> int:
    """The number of columns up to the last one with a value."""
    return max((i + 1 for row in table.rows for i, value in enumerate(row) if not is_blank(value)), default=0)


def header_of(table: Table, known: Sequence[frozenset[str]] = ()) -> Header | None:
    """The first row that looks like names over columns; one that is already `known` from another table wins.

    It must be filled for at least 60 % of the columns, with texts that are no numbers and no days and differ from
    each other, and have a row below it or be the only row.
    """
    width = width_of(table)
    rows = table.rows[:_LOOK_AT]
    for index, row in enumerate(rows):
        keys = frozenset(header_key(str(v)) for v in row if not is_blank(v))
        if any(keys and len(keys & other) >= 0.8 * max(len(keys), len(other)) for other in known):
            return _header(index, _names(row, width))
    for index, row in enumerate(rows):
        if _is_header(row, width):
            return _header(index, _names(row, width))
    return None


def _is_header(row: Sequence[Value], width: int) -> bool:
    filled = [value for value in row if not is_blank(value)]
    if not filled or len(filled) < max(min(2, width), 0.6 * width):
        return False
    texts = [value for value in filled if isinstance(value, str) and not looks_like_value(value)]
    keys = {header_key(text) for text in texts}
    # A year or a month as a number is a usual name of a column; most names are words, and some come twice.
    names = len(texts) + (_years(filled) if texts and filled[0] is texts[0] else 0)
    return bool(texts) and names >= 0.7 * len(filled) and len(keys) >= 0.5 * len(texts)


def _years(values: Sequence[Value]) -> int:
    """How many of the values are years, when they follow each other ("2024", "2025")."""
    years = [int(text) for value in values if re.fullmatch(r"(?:19|20)\d\d", text := shown_value(value).strip())]
    steps = {after - before for before, after in pairwise(years)}
    return len(years) if steps in ({1}, {-1}) else 0


def looks_like_value(text: str) -> bool:
    """Whether a text is a number, a code of digits alone ("001"), or a day rather than a name."""
    return read_number(text) is not None or read_day(text) is not None or text.strip().isdecimal()


def _names(row: Sequence[Value], width: int) -> tuple[str, ...]:
    """Names that differ: repeated ones get a number, missing ones the letter of their column."""
    names: list[str] = []
    for column in range(width):
        value = row[column] if column < len(row) else None
        base = " ".join(shown_value(value).split()) or column_letters(column)
        name, number = base, 1
        while header_key(name) in {header_key(taken) for taken in names}:
            number += 1
            name = f"{base} ({number})"
        names.append(name)
    return tuple(names)


def letters(width: int) -> tuple[str, ...]:
    """Names of columns of a table without a header."""
    return tuple(column_letters(column) for column in range(width))


def shown_value(value: Value) -> str:
    """A value as text: 3.0 is "3", days are ISO."""
    match value:
        case None:
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime():
            return value.isoformat(" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)


def is_total(row: Sequence[Value]) -> bool:
    """Whether the first text of a row says that it sums up others, with a number beside it."""
    first = next((value for value in row if not is_blank(value)), None)
    if not isinstance(first, str) or not _TOTAL.fullmatch(folded(first).rstrip(":：")):
        return False
    return any(isinstance(v, (int, float)) or (isinstance(v, str) and read_number(v)) for v in row)


def typed_columns(rows: Sequence[Sequence[Value]], width: int) -> list[list[Value]]:
    """Rows of a text file with columns of clean numbers and clean days as such; anything else stays text.

    A single value that would not survive ("007", 16 digits, 3/4/2026 without an order, 1.234 where nothing says what
    the point means) keeps its whole column as text.
    """
    columns = [[row[column] if column < len(row) else None for row in rows] for column in range(width)]
    mark = mark_of_table(texts_of(column) for column in columns)
    return [list(row) for row in zip(*(_typed(one, mark) for one in columns), strict=True)] if columns else []


def texts_of(column: Sequence[Value]) -> list[str]:
    """The texts among the values of a column, without blank ones."""
    return [value.strip() for value in column if isinstance(value, str) and value.strip()]


def _typed(column: list[Value], table_mark: str) -> list[Value]:
    """`table_mark` is what divides fractions in other columns of the table."""
    texts = texts_of(column)
    if not texts:
        return column
    mark = decimal_mark(texts) or table_mark
    numbers = [read_number(text, comma=mark == ",") for text in texts]
    if all(number is not None and not number.symbol and not number.percent for number in numbers):
        return column if not mark and may_be_thousands(texts) else [_as_number(v, comma=mark == ",") for v in column]
    order = order_of(texts)
    if all(_is_clean(read_day(text, order)) for text in texts):
        return [_as_day(value, order) for value in column]
    return column


def _is_clean(day: Day | None) -> bool:
    return day is not None and day.doubt is None


def _as_number(value: Value, *, comma: bool) -> Value:
    number = read_number(value, comma=comma) if isinstance(value, str) else None
    return number.value if number else (None if is_blank(value) else value)


def _as_day(value: Value, order: Order) -> Value:
    day = read_day(value, order) if isinstance(value, str) else None
    return day.value if day else (None if is_blank(value) else value)
