"""A worksheet part as text: where its rows and cells stand, so that one cell can be read or replaced in place.

SpreadsheetML, ECMA-376 part 1, 18.3. Rows and cells may lack their addresses, and tags may have any prefix.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.opc.xml_text import decoded_xml, unescaped, without_notes
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, column_number

_NO_CELLS = Words(
    "The file is broken: a sheet of it has no cells part.", "ファイルが壊れています(シートにセルの情報がありません)。"
)
SHEET_CUT = Words(
    "The file is broken: a sheet of it is cut off.", "ファイルが壊れています(シートが途中で切れています)。"
)
ROW_CUT = Words("The file is broken: a row of it is cut off.", "ファイルが壊れています(行が途中で切れています)。")
_BAD_ROW = Words("The file is broken: it has a row {row}.", "ファイルが壊れています(行番号 {row} は正しくありません)。")
_BAD_CELL = Words(
    "The file is broken: it has a cell {cell}.", "ファイルが壊れています(セル {cell} は正しくありません)。"
)
ATTRIBUTES = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?"
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# The same without a way back: a sheet has many rows.
_ROW = r"((?:[^<>\"'/]++|\"[^\"]*\"|'[^']*')*+)"
_SHEET_DATA = re.compile(rf"<((?:[\w.-]+:)?)sheetData(?=[\s/>]){ATTRIBUTES}(/?)>")
# The form in which nearly all programs write cells; others take the slower way.
_CELL = '<c r="'
_START = rf"{_CELL}([A-Z]{{1,3}})\d{{1,7}}\"(?: s=\"(\d+)\")?(?: t=\"(\w+)\")?"
_USUAL_FORMULA = re.compile(rf"{_START}><f([^<>]*?)(?:(/)>|>([^<]*)</f>)(?:<v>([^<]*)</v>|<v ?/>)?()</c>")
_USUAL = re.compile(
    _START + r"(?:/>|>(?:<f([^<>]*?)(?:(/)>|>([^<]*)</f>))?"
    r"(?:<v>([^<]*)</v>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>|<v ?/>)?</c>)"
)
_MANY = 10_000
# Nearly all programs tell the number of a row first.
_NUMBERED = re.compile(r" r=\"(\d{1,9})\"")
_NUMBER = re.compile(r"\br\s*=\s*[\"'](\d{1,9})[\"']")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its tags begin at `start` and end before `end`; its cells lie in `inner`..`close` (empty: equal)."""

    number: int
    start: int
    inner: int
    close: int
    end: int


class Cell(NamedTuple):
    """A cell as it is written: `kind` is its t attribute, `raw` its <v> or inline text, `formula` without "=".

    `formula` is None when there is none and "" for a member of a shared formula; `rule` holds the attributes of <f>.
    `meta` is its cm attribute: an array formula that has one may grow.
    A tuple, because sheets have millions of them.
    """

    row: int
    column: int
    style: int
    kind: str
    raw: str | None
    formula: str | None = None
    rule: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a cell stands in the text of its sheet."""

    column: int
    start: int
    end: int


class Sheet:
    """The text of a worksheet part. Without comments and CDATA, so that tags can be found by pattern."""

    def __init__(self, text: str) -> None:
        self.text = without_notes(text) if "<!" in text else text
        found = _SHEET_DATA.search(self.text)
        if found is None:
            raise UnreadableError(_NO_CELLS, "broken")
        self.prefix = found[1]
        self.start = found.end()
        self.alone = bool(found[2])
        self.tag = found.span()
        end = self.text.find(f"</{self.prefix}sheetData", found.end())
        if not self.alone and end < 0:
            raise UnreadableError(SHEET_CUT, "broken")
        self.end = found.end() if self.alone else end

    @cached_property
    def rows(self) -> list[Row]:
        """All rows, in the order of the text."""
        pattern = re.compile(rf"<{re.escape(self.prefix)}row(?=[\s/>]){_ROW}(/?)>")
        closing = f"</{self.prefix}row"
        found: list[Row] = []
        number = 0
        at = self.start
        while (tag := pattern.search(self.text, at, self.end)) is not None:
            number = row_number(tag[1], number + 1)
            close = end = tag.end()
            if not tag[2]:
                close = self.text.find(closing, tag.end(), self.end)
                if close < 0:
                    raise UnreadableError(ROW_CUT, "broken")
                end = self.text.index(">", close) + 1
            found.append(Row(number, tag.start(), tag.end(), close, end))
            at = end
        return found

    def cells(self, row: Row) -> list[Cell]:
        """The cells of a row, in the order of the text."""
        usual = self.usual(row)
        if usual is not None:
            return [usual_cell(row.number, found) for found in usual]
        return [cell for _, cell in self.placed(row)]

    def usual(self, row: Row) -> list[tuple[str, ...]] | None:
        """The cells of a row as letters of the column, style, kind, attributes of the formula, "/" of one without
        text, formula, value and inline words, not resolved; None when some are written in another form than usual.
        """
        if self.prefix:
            return None
        usual = _USUAL.findall(self.text, row.inner, row.close)
        return usual if len(usual) == self.text.count("<c", row.inner, row.close) else None

    def tags(self, row: Row) -> list[tuple[str, str]] | None:
        """The letters of the column of each cell of a row, and the text behind its address, with the closing quote;
        None when some are written in another form than usual.
        """
        first, *tags = self.text[row.inner : row.close].split(_CELL)
        if self.prefix or first or len(tags) != self.text.count("<c", row.inner, row.close):
            return None
        end = f'{row.number}"'
        found = [tag.partition(end) for tag in tags]
        usual = all(
            letters.isupper() and letters.isalpha() and (rest[-4:] == "</c>" or rest[-2:] == "/>")
            for letters, _, rest in found
        )
        return [(letters, f'"{rest}') for letters, _, rest in found] if usual else None

    def with_number(self, row: Row, number: int) -> str | None:
        """The text of a row with another number in its tag and in all its cells, quickly; None when something else than
        these may be written in it as its number is.
        """
        text, old = self.text[row.start : row.end], f'{row.number}"'
        cells = text.count(_CELL)
        # Numbers of styles are smaller.
        if row.number < _MANY or self.prefix or not text.startswith(f'<row r="{old}') or cells != text.count("<c"):
            return None
        return text.replace(old, f'{number}"') if text.count(old) == cells + 1 else None

    def formula_cells(self, row: Row) -> list[Cell]:
        """The cells of a row that hold a formula."""
        if not self.prefix:
            found = _USUAL_FORMULA.findall(self.text, row.inner, row.close)
            if len(found) == self.text.count("<f", row.inner, row.close):
                return [usual_cell(row.number, one) for one in found]
        return [cell for cell in self.cells(row) if cell.formula is not None]

    def placed(self, row: Row) -> Iterator[tuple[Placed, Cell]]:
        """The cells of a row with their places."""
        column = 0
        for found in self._cell.finditer(self.text, row.inner, row.close):
            attributes = attributes_of(found[1])
            column = _column(attributes.get("r", ""), column + 1)
            yield Placed(column, *found.span()), self._parsed(row.number, column, attributes, found[2] or "")

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        c = f"{re.escape(self.prefix)}c"
        return re.compile(rf"<{c}(?=[\s/>])({ATTRIBUTES})(?:/>|>(.*?)</{c}\s*>)", re.DOTALL)

    @cached_property
    def _inner(self) -> re.Pattern[str]:
        p = re.escape(self.prefix)
        return re.compile(rf"<{p}(v|f)(?=[\s/>])({ATTRIBUTES})(?:/>|>([^<]*)</{p}\1\s*>)", re.DOTALL)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        p = re.escape(self.prefix)
        # Readings of Japanese words (rPh) stand beside the text and are no part of it.
        return re.compile(
            rf"<{p}rPh(?=[\s>]).*?</{p}rPh\s*>|<{p}t(?=[\s/>]){ATTRIBUTES}(?:/>|>([^<]*)</{p}t\s*>)", re.DOTALL
        )

    def _parsed(self, row: int, column: int, attributes: dict[str, str], body: str) -> Cell:
        kind = attributes.get("t", "")
        raw: str | None = None
        formula, rule = None, ""
        for name, inner, text in self._inner.findall(body):
            if name == "v":
                raw = unescaped(text)
            else:
                formula, rule = unescaped(text), inner
        if kind == "inlineStr":
            raw = unescaped("".join(self._words.findall(body)))
        style = attributes.get("s", "0")
        return Cell(
            row, column, int(style) if style.isdigit() else 0, kind, raw, formula, rule, attributes.get("cm", "")
        )

    def column_style(self, column: int) -> int | None:
        """The style that <cols> gives to the empty cells of a column."""
        return next((style for low, high, style in self._column_styles if low <= column <= high), None)

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, int]]:
        pattern = rf"<{re.escape(self.prefix)}col(?=[\s/>])({ATTRIBUTES})/?>"
        told = [attributes_of(found) for found in re.findall(pattern, self.text[: self.tag[0]])]
        return [
            (int(one["min"]), int(one["max"]), int(one["style"]))
            for one in told
            if {"min", "max", "style"} <= one.keys()
        ]

    def filled(self) -> list[Row]:
        """The rows that hold a value or a formula."""
        marks = [f"<{self.prefix}{name}" for name in ("v>", "v ", "f>", "f ", "is>", "is ")]
        return [row for row in self.rows if any(self.text.find(mark, row.inner, row.close) >= 0 for mark in marks)]

    def outside(self) -> str:
        """The text without its rows: settings, merged cells, links."""
        return self.text[: self.start] + self.text[self.end :]


def sheet_of(part: bytes) -> tuple[Sheet, str]:
    """The Sheet of a part, and the encoding for `encoded_xml`. Raises UnreadableError."""
    text, encoding = decoded_xml(part)
    return Sheet(text), encoding


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag, resolved."""
    return {name: unescaped(one or two) for name, one, two in _ATTRIBUTE.findall(text)}


def shared_formulas(sheet: Sheet) -> dict[str, tuple[int, int, str]]:
    """Number of each shared formula to the cell that holds it, and its text."""
    if "shared" not in sheet.text:
        return {}
    return {
        attributes_of(cell.rule).get("si", ""): (cell.row, cell.column, cell.formula)
        for row in sheet.rows
        if sheet.text.find("shared", row.inner, row.close) >= 0
        for cell in sheet.cells(row)
        if cell.formula and "shared" in cell.rule
    }


def usual_cell(row: int, found: tuple[str, ...]) -> Cell:
    """The Cell of what `Sheet.usual` finds."""
    letters, style, kind, rule, alone, formula, value, words = found
    raw = value or words
    return Cell(
        row,
        column_number(letters),
        int(style or 0),
        kind,
        unescaped(raw) if raw or kind in {"str", "inlineStr"} else None,
        unescaped(formula) if formula or rule or alone else None,
        rule,
    )


def row_number(attributes: str, following: int) -> int:
    """The number of a row by the attributes of its tag, `following` when they do not tell. Raises UnreadableError."""
    told = _NUMBERED.match(attributes) or _NUMBER.search(attributes)
    number = int(told[1]) if told else following
    if not 1 <= number <= MAX_ROW:
        raise UnreadableError(_BAD_ROW.of(row=number), "broken")
    return number


def _column(reference: str, following: int) -> int:
    found = _REFERENCE.fullmatch(reference)
    column = column_number(found[1]) if found else following
    if column > MAX_COLUMN:
        raise UnreadableError(_BAD_CELL.of(cell=reference), "broken")
    return column
