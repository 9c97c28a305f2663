"""New workbooks, laid out for people: titles that stay in view, a filter, widths that fit, formats, a total row."""

import datetime
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import allowed, object_of, rows_of, text_of
from agent.documents.op_words import spoken
from agent.documents.xlsx.cell_names import cell_name, cell_of, column_letters
from agent.documents.xlsx.chart import Drawn, add_charts
from agent.documents.xlsx.edit import edit
from agent.documents.xlsx.formula import writable
from agent.documents.xlsx.look import (
    FORMATS,
    JAPANESE_LINE,
    MARKS,
    Look,
    column_look,
    fitted_width,
    height_for,
    iso_day,
    side_by_side,
)
from agent.documents.xlsx.texts import kept_texts, looks_like_value, unmarked
from agent.documents.xlsx.values import MAX_TEXT

# What Excel takes for Japanese books; in the usual font their words come from another one.
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}
_MAX_CELLS = 2_000_000
_MANY_CELLS = 200_000  # from here on empty cells have no style of their own: a style for each took half a minute
# To compute 2,000 formulas takes about a second.
_MAX_COMPUTED = 2_000
_FIELDS = ("name", "title", "columns", "rows", "notes", "marks", "total_row", "chart", "charts", "freeze", "landscape")


def create(content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
    """Write {"sheets": [{"name", "columns", "rows", ...}]}; README.md names every field.

    Values are written as they are: a text that begins with "=" stays a text; a formula is {"formula": "=B2*C2"}.

    Raises:
        InvalidArgumentsError: names the sheet and what would be right.
    """
    allowed(content, "sheets", "title", "author", what="A workbook")
    sheets = content.get("sheets")
    if not isinstance(sheets, (list, tuple)) or not sheets or not all(isinstance(one, Mapping) for one in sheets):
        raise InvalidArgumentsError("'sheets' is a list of objects with 'name', 'columns' and 'rows'.")
    # In cells control characters have codes; all else is written as it stands.
    sheets = [spoken(one, but="rows") for one in sheets]
    content = spoken(content, but="sheets")
    options: dict[str, object] = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "remove_timezone": True, "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    japanese = any(_JAPANESE.search(_beginning(one)) for one in sheets)
    if japanese:
        options["default_format_properties"] = {"font_name": "Yu Gothic", "font_size": 11}
    with TemporaryDirectory() as folder:
        written = Path(folder) / target.name
        book = xlsxwriter.Workbook(str(written), options)
        book.calc_on_load = False  # asked for where a result is not certain, or all results would be doubted
        said, formulas = _written(content, sheets, book, japanese=japanese)
        said += _compute(written, formulas, target)
    return tuple(said)


def _written(
    content: Mapping[str, object], sheets: Sequence[Mapping[str, object]], book: Any, *, japanese: bool
) -> tuple[list[Words], Mapping[str, Mapping[str, str]]]:
    """Sentences of what was written, and the formulas of each sheet that are still to be put in, by their cells."""
    book.set_properties({"title": text_of(content, "title", ""), "author": text_of(content, "author", "")})
    try:
        look = Look(book, japanese=japanese)
        writers = [_Writer(book, look, one, number) for number, one in enumerate(sheets, 1)]
        said = [writer.write() for writer in writers]
        book.close()
    except (XlsxWriterException, TypeError, ValueError, OverflowError) as error:
        raise InvalidArgumentsError(f"The workbook cannot be written: {str(error)[:200]}") from error
    return said, {writer.name: writer.formulas for writer in writers if writer.formulas}


def _compute(written: Path, formulas: Mapping[str, Mapping[str, str]], target: Path) -> Sequence[Words]:
    """Put in formulas with their results: what shows a file without computing would show empty cells.

    Returns sentences of results that are not certain.
    """
    if not formulas:
        shutil.copyfile(written, target)
        return ()
    ops = [{"op": "set_cells", "sheet": name, "cells": cells} for name, cells in formulas.items()]
    return edit(written, ops, target)[len(ops) :]


def _beginning(sheet: Mapping[str, object]) -> str:
    """The names and the first rows of a sheet, which tell its language."""
    rows = sheet.get("rows")
    first = list(rows[:20]) if isinstance(rows, (list, tuple)) else []
    return str([sheet.get("name"), sheet.get("title"), sheet.get("columns"), first])


class _Writer:
    """Writes one sheet."""

    def __init__(self, book: Any, look: Look, fields: Mapping[str, object], number: int) -> None:
        allowed(fields, *_FIELDS, what="A sheet")
        self._book, self._look, self._fields = book, look, fields
        self.name = text_of(fields, "name", f"Sheet{number}")
        self.formulas: dict[str, str] = {}
        self._rows = rows_of(fields)
        count = sum(map(len, self._rows))
        self._is_large = count > _MANY_CELLS
        if count > _MAX_CELLS:
            raise InvalidArgumentsError(f"A sheet can be made of {_MAX_CELLS:,} values at most.")
        formulas = sum(isinstance(value, Mapping) and "formula" in value for row in self._rows for value in row)
        self._computes = formulas <= _MAX_COMPUTED
        self._columns = _columns(fields)
        self._width = max(len(self._columns), max(map(len, self._rows), default=0))
        self._top = 2 if fields.get("title") else 0
        self._marks = {cell_of(cell): _mark(mark) for cell, mark in object_of(fields, "marks").items()}
        told = [*self._columns, *[{}] * self._width][: self._width]
        self._looks = side_by_side(
            [column_look(one, [row[at] for row in self._rows if at < len(row)]) for at, one in enumerate(told)]
        )
        self._widths = [
            fitted_width(one, [row[at] for row in self._rows[:1000] if at < len(row)], look)
            for at, (one, look) in enumerate(zip(told, self._looks, strict=True))
        ]
        self._sheet = book.add_worksheet(self.name)
        self._texts: list[str] = []

    def write(self) -> Words:
        """Returns a sentence."""
        self._title()
        first = self._top + (1 if self._columns else 0)
        for step, row in enumerate(self._rows):
            for column, value in enumerate(row):
                self._put(first + step, column, value)
            self._heighten(first + step, row)
        last = first + len(self._rows) - 1
        self._total(first, last)
        self._layout(first, last)
        for cell, note in object_of(self._fields, "notes").items():
            place = cell_of(cell)
            self._sheet.write_comment(place[0] - 1, place[1] - 1, str(note), {"x_scale": 2})
        add_charts(self._book, self._sheet, self.name, self._charts(), Drawn(first, last, self._codes()))
        rows, columns = len(self._rows), self._width
        wrote = Words(
            "Wrote {name}: {rows} {rows:row|rows}, {columns} {columns:column|columns}.",
            "シート「{name}」に {rows} 行、{columns} 列を書き込みました。",
        ).of(name=self.name, rows=rows, columns=columns)
        return joined(wrote, *kept_texts(self._texts))

    def _heighten(self, number: int, row: Sequence[object]) -> None:
        """Room for words that go on in a next line."""
        words = [
            (value, width) for value, width, look in zip(row, self._widths, self._looks, strict=False) if look.wrap
        ]
        height = height_for(words, japanese=self._look.japanese) if words else None
        if height is not None:
            self._sheet.set_row(number, height)

    def _charts(self) -> list[object]:
        return [one for one in (self._fields.get("chart"), *_listed(self._fields, "charts")) if one]

    def _codes(self) -> list[str]:
        """The number format of each column; that of dates where it has dates and tells none."""
        return [look.format or (FORMATS["date"] if look.dates else "") for look in self._looks]

    def _title(self) -> None:
        if self._top:
            self._sheet.write_string(0, 0, text_of(self._fields, "title"), self._look.title)
        for column, column_fields in enumerate(self._columns):
            title = str(column_fields.get("title", ""))
            self._sheet.write_string(self._top, column, title, self._look.header(self._looks[column]))

    def _put(self, row: int, column: int, value: object, *, total: bool = False) -> None:
        mark = self._marks.get((row + 1, column + 1), "")
        if value is not None or mark or total or not self._is_large:
            self._put_value(row, column, value, mark, total=total)

    def _put_value(self, row: int, column: int, value: object, mark: str, *, total: bool) -> None:
        style = self._look.cell(self._looks[column].style_for(value), mark, total=total)
        match value:
            case None:
                self._sheet.write_blank(row, column, None, style)
            case {"formula": str(formula), **rest}:
                self._put_formula(row, column, f"={writable(formula)}", style, rest.get("value"))
            case {"link": str(link), **rest}:
                self._sheet.write_url(row, column, _safe(link), string=str(rest.get("text", link)))
            case str(text) if self._looks[column].dates and (day := iso_day(text)):
                self._sheet.write_datetime(
                    row, column, day, self._look.cell(self._looks[column].style_for(day), mark, total=total)
                )
            case {"text": str(text)} | {"value": str(text)}:
                self._sheet.write_string(row, column, _short(text), style)
            case str(text):
                self._put_words(row, column, text, style)
            case bool() | int() | float() | datetime.date() | datetime.time():
                self._sheet.write(row, column, value, style)
            case _:
                raise InvalidArgumentsError(f"{str(value)[:80]!r} in {self.name} is no value of a cell.")

    def _put_formula(self, row: int, column: int, formula: str, style: Any, value: object) -> None:
        if value is None and self._computes:
            self.formulas[cell_name(row + 1, column + 1)] = formula
            self._sheet.write_blank(row, column, None, style)
            return
        # Without a known result the cell is blank until it is computed, which is better than a wrong 0.
        self._sheet.write_formula(row, column, formula, style, "" if value is None else value)
        self._book.calc_on_load = True

    def _put_words(self, row: int, column: int, text: str, style: Any) -> None:
        if looks_like_value(text) and (self._looks[column].numbers or text.startswith("=")):
            self._texts.append(cell_name(row + 1, column + 1))
        self._sheet.write_string(row, column, _short(unmarked(text)), style)

    def _total(self, first: int, last: int) -> None:
        """A row of totals: true sums all columns of numbers; an object names them: {"Amount": "sum"}."""
        wanted = self._fields.get("total_row")
        if not wanted or last < first:
            return
        named = wanted if isinstance(wanted, Mapping) else {}
        label = str(named.get("label", _label(self._columns)))
        words = {str(key): str(word) for key, word in named.items() if key != "label"}
        for column in range(self._width):
            title = str(self._columns[column].get("title", "")) if column < len(self._columns) else ""
            word = words.get(title) or words.get(column_letters(column + 1), "")
            if not words and self._looks[column].summable:
                word = "sum"
            letters = column_letters(column + 1)
            told = _totalled(word, f"{letters}{first + 1}:{letters}{last + 1}")
            if told is not None and word == "sum":
                told |= _summed([row[column] for row in self._rows if column < len(row)])
            self._put(last + 1, column, told or (label if column == 0 else None), total=True)

    def _layout(self, first: int, last: int) -> None:
        if self._look.japanese:
            self._sheet.set_default_row(JAPANESE_LINE)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        if self._columns:
            self._sheet.freeze_panes(first, 1 if self._fields.get("freeze") == "first_column" else 0)
            if self._rows:
                self._sheet.autofilter(self._top, 0, last, self._width - 1)
            self._sheet.repeat_rows(self._top)
        # A chart stands beside the rows, and one page has to hold both.
        if self._fields.get("landscape") or self._width > 7 or self._charts():
            self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&C&P / &N")


def _columns(fields: Mapping[str, object]) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    for column in _listed(fields, "columns"):
        told = column if isinstance(column, Mapping) else {"title": column}
        allowed(told, "title", "width", "format", "wrap", what="A column")
        found.append(told)
    return found


def _label(columns: Sequence[Mapping[str, object]]) -> str:
    """What a row of totals is called, in the language of the titles."""
    return "合計" if any(_JAPANESE.search(str(column.get("title", ""))) for column in columns) else "Total"


def _listed(fields: Mapping[str, object], name: str) -> Sequence[object]:
    value = fields.get(name) or ()
    if not isinstance(value, (list, tuple)):
        raise InvalidArgumentsError(f"{name!r} must be a list.")
    return value


def _mark(mark: object) -> str:
    if mark not in MARKS:
        raise InvalidArgumentsError(f"{mark!r} is no mark. There are: {', '.join(MARKS)}.")
    return str(mark)


def _totalled(word: str, area: str) -> dict[str, object] | None:
    # 109, 101 and so on: rows that a filter hides do not count.
    numbers = {"sum": 109, "average": 101, "count": 103, "max": 104, "min": 105}
    if not word:
        return None
    if word not in numbers:
        raise InvalidArgumentsError(f"{word!r} is no total. There are: {', '.join(numbers)}.")
    return {"formula": f"=SUBTOTAL({numbers[word]},{area})"}


def _summed(values: Sequence[object]) -> dict[str, object]:
    """The result of a sum, for programs that do not compute; none when formulas are among the values."""
    if any(isinstance(value, Mapping) for value in values):
        return {}
    return {"value": sum(value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool))}


def _short(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise InvalidArgumentsError(f"A cell holds at most {MAX_TEXT:,} characters; one text has {len(text):,}.")
    # Halves of surrogate pairs come from names that could not be decoded; no file can hold them.
    return text.encode("utf-8", "replace").decode().translate(_NO_CHARACTERS)


def _safe(link: str) -> str:
    if not link.lower().startswith(("https://", "http://", "mailto:", "internal:")):
        raise InvalidArgumentsError(f"{link[:80]!r} is no link for a workbook. Links begin with https:// or mailto:.")
    return link
