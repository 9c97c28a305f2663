"""Workbooks that Recipes make: typed cells, marks on doubtful ones, notes that say where a value came from."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.core.changes import Create
from agent.core.documents import Value
from agent.core.errors import InvalidArgumentsError
from agent.core.paths import Place
from agent.core.words import Words
from skills.kit.names import FreeNames, valid_name
from skills.recipe import Desk

# Limits of the format (Microsoft: Excel specifications and limits); more values a sheet than this no program enjoys.
_MOST_ROWS = 1_048_575
_MOST_VALUES = 2_000_000
_MOST_CELL = 32_767
_MOST_IN_BOOK = 6_000_000
_TOO_LARGE = Words(
    "The result would have {count:,} {count:value|values}; a workbook that opens well has {most:,} at most. "
    "Take fewer files or a part of them.",
    "結果の値が {count:,} 個になり、上限({most:,} 個)を超えます。ファイルを分けてください。",
)
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# XML 1.0 cannot hold these.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Sheet:
    """A sheet with its header. `notes` and `doubts` are keyed by row and column of `rows`, from 0.

    A doubt is shown in colour with its words as a note. `formulas` ("=SUM(A2:A9)"), keyed alike, stand in the place of
    values.
    """

    name: str
    header: tuple[str, ...]
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    doubts: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


def parts_of(sheet: Sheet) -> list[Sheet]:
    """The sheet, or, when it has too many rows for one, several of the same name."""
    size = min(_MOST_ROWS, _MOST_VALUES // max(1, len(sheet.header)))
    starts = range(0, len(sheet.rows), size)
    return [
        replace(
            sheet,
            rows=sheet.rows[start : start + size],
            notes=_shifted(sheet.notes, start, size),
            doubts=_shifted(sheet.doubts, start, size),
        )
        for start in starts
    ] or [sheet]


def _shifted(notes: Mapping[tuple[int, int], str], start: int, size: int) -> dict[tuple[int, int], str]:
    return {(row - start, column): note for (row, column), note in notes.items() if start <= row < start + size}


def new_book(desk: Desk, folder: Place, name: str, sheets: Sequence[Sheet]) -> Create:
    """A workbook in `folder` under a free name; sheets get names that are valid and differ."""
    values = sum(len(sheet.rows) * len(sheet.header) for sheet in sheets)
    if values > _MOST_IN_BOOK:
        words = _TOO_LARGE.of(count=values, most=_MOST_IN_BOOK)
        raise InvalidArgumentsError(words.text(desk.language), "too_large")
    for sheet in sheets:
        _mark_cut(desk, sheet)
    target = desk.files.stage(".xlsx")
    names = sheet_names([sheet.name for sheet in sheets])
    content = {"sheets": [_sheet(sheet, label) for sheet, label in zip(sheets, names, strict=True)]}
    desk.documents.create(content, target)
    stem = valid_name(name.removesuffix(".xlsx"))
    return Create(FreeNames(desk.files).claim(folder, f"{stem}.xlsx"), desk.files.staged(target))


def _mark_cut(desk: Desk, sheet: Sheet) -> None:
    """Texts that are longer than a cell can hold are cut, and that is told."""
    for number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and len(value) > _MOST_CELL:
                sheet.doubts[number, column] = desk.say(
                    f"cut after {_MOST_CELL:,} of {len(value):,} characters, which is all that a cell can hold",
                    f"{len(value):,} 文字のうち、セルに入る {_MOST_CELL:,} 文字までで切りました",
                )


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel takes: at most 31 characters, without []:*?/\\, each one once."""
    names: list[str] = []
    for wish in wanted:
        base = _UNWRITABLE.sub("", _SHEET_NAME.sub("_", wish)).strip().strip("'") or "Sheet"
        name, number = base[:31], 1
        while name.casefold() in {taken.casefold() for taken in names}:
            number += 1
            ending = f" ({number})"
            name = base[: 31 - len(ending)] + ending
        names.append(name)
    return names


def _sheet(sheet: Sheet, name: str) -> dict[str, object]:
    columns = [
        {"title": title, **({"format": shown} if (shown := sheet.formats.get(column)) else {})}
        for column, title in enumerate(sheet.header)
    ]
    rows: list[list[object]] = [[_cell(value) for value in row] for row in sheet.rows]
    for (row, column), formula in sheet.formulas.items():
        rows[row][column] = {"formula": formula}
    return {
        "name": name,
        "columns": columns,
        "rows": rows,
        "notes": {address(*spot): note for spot, note in (sheet.notes | sheet.doubts).items()},
        "marks": {address(*spot): "warn" for spot in sheet.doubts},
    }


def _cell(value: Value) -> Value:
    """What a cell can hold: no characters that XML forbids, no days before its calendar begins."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value)[:_MOST_CELL] or None
    if isinstance(value, datetime.date) and value.year < 1900:
        return value.isoformat()
    return value


def address(row: int, column: int) -> str:
    """The cell of `rows[row][column]`: rows begin below the header, so (0, 0) is "A2"."""
    return f"{column_letters(column)}{row + 2}"


def column_letters(column: int) -> str:
    """Column 0 is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
