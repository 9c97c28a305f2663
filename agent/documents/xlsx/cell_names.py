"""Addresses of cells: "B3", "Sheet1!A1:C9", "'My sheet'!B:B"."""

import re
from dataclasses import dataclass
from functools import cache

from agent.core.errors import InvalidArgumentsError

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})?\$?(\d{1,7})?(?::\$?([A-Za-z]{1,3})?\$?(\d{1,7})?)?")


@cache
def column_letters(column: int) -> str:
    """The letters of a column, from 1: "A", "Z", "AA"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """The address of a cell: "B3"."""
    return f"{column_letters(column)}{row}"


def cell_of(name: str) -> tuple[int, int]:
    """Row and column of "B3", from 1.

    Raises:
        InvalidArgumentsError: no address, or one beyond XFD1048576.
    """
    found = _CELL.fullmatch(name.strip())
    row, column = (int(found[2]), column_number(found[1])) if found else (0, 0)
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise InvalidArgumentsError(f"{name!r} is no address of a cell. Write for example 'B3'.")
    return row, column


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, ends included, from 1."""

    top: int = 1
    left: int = 1
    bottom: int = MAX_ROW
    right: int = MAX_COLUMN


def area_of(text: str) -> Area:
    """The Area of "A1:C9", "B3", "B:D" or "2:5".

    Raises:
        InvalidArgumentsError: it is none of these.
    """
    found = _AREA.fullmatch(text.strip())
    if found is None or not (found[1] or found[2]) or (":" in text and not (found[3] or found[4])):
        raise InvalidArgumentsError(f"{text!r} is no range of cells. Write for example 'A1:C9', 'B:B' or '2:20'.")
    left, right = found[1], found[3] if ":" in text else found[1]
    top, bottom = found[2], found[4] if ":" in text else found[2]
    columns = sorted((column_number(left or "A"), column_number(right) if right else MAX_COLUMN))
    rows = sorted((int(top or 1), int(bottom) if bottom else MAX_ROW))
    if rows[0] < 1 or rows[1] > MAX_ROW or columns[1] > MAX_COLUMN:
        raise InvalidArgumentsError(f"{text!r} leads beyond the cells of a sheet (A1 to XFD1048576).")
    return Area(rows[0], columns[0], rows[1], columns[1])


def split_part(part: str) -> tuple[str, str]:
    """Sheet name and range of "Sheet1!A1:C9", "'My sheet'!B2" or "Sheet1"; "" for what is not told."""
    name, mark, area = part.rpartition("!")
    if not mark:
        name, area = part, ""
    if len(name) > 1 and name.startswith("'") and name.endswith("'"):
        name = name[1:-1].replace("''", "'")
    return name, area


def quoted_sheet(name: str) -> str:
    """The name of a sheet as it stands before a "!": in quotes when it has to be."""
    if re.fullmatch(r"[^\W\d]\w*", name) and not re.fullmatch(r"(?i)[a-z]{1,3}\d+|[rc]\d*|true|false", name):
        return name
    return "'" + name.replace("'", "''") + "'"
