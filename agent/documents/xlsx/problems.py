"""What is wrong with a workbook that opens: errors in cells, references that lead nowhere, results that are not right.

Values come as they are in the file; only results that both calculating libraries contradict are called out of date.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.xlsx.book import Book
from agent.documents.xlsx.calc import MAX_FORMULAS, contradicted
from agent.documents.xlsx.calc_cells import Cells, Fault, TooMuchError, state_of
from agent.documents.xlsx.calc_refs import Place
from agent.documents.xlsx.cell_names import cell_name, column_letters, quoted_sheet
from agent.documents.xlsx.display import displayed
from agent.documents.xlsx.facts import OUT_OF_DATE, is_out_of_date
from agent.documents.xlsx.sheet import ATTRIBUTES, Cell, Sheet, attributes_of
from agent.documents.xlsx.sheets import text_width
from agent.documents.xlsx.stream import LARGE
from agent.documents.xlsx.texts import looks_like_value

_ERROR = Words("The cell shows {code}.", "セルに {code} が表示されています。")
_LOST = Words("The formula refers to {name}, which is not there.", "数式が存在しない {name} を参照しています。")
_NAME_LOST = Words(
    "The name {name} refers to cells that are not there any more.", "名前「{name}」の参照先が失われています。"
)
_OUTSIDE = Words(
    "The formula reads another workbook; its values are those of the last time.",
    "数式がほかのブックを参照しています。値は最後に更新されたときのものです。",
)
_STALE = Words(
    "The result in the file is {held}, computed anew it is {now}.",
    "保存されている結果は {held} ですが、再計算では {now} です。",
)
_TEXTS = Words(
    "Texts that look like numbers stand among the numbers of the column, and formulas do not count them "
    "({count}): {cells}.",
    "数値の列に、数値に見える文字列が {count} 個あり、数式では集計されません: {cells}。",
)
_NARROW = Words(
    "Wider than the column, shown as ####: {count} {count:number|numbers}.",
    "列幅が足りないため、数値 {count} 個が #### と表示されます。",
)
_TABLE = Words("The table {name} has no valid area.", "テーブル「{name}」の範囲が正しくありません。")
_COLUMN = re.compile(rf"<(?:[\w.-]+:)?col(?=[\s/>])({ATTRIBUTES})/?>")
_DEFAULT = re.compile(rf"<(?:[\w.-]+:)?sheetFormatPr(?=[\s/>])({ATTRIBUTES})/?>")
_USUAL_WIDTH = 8.43
_MOST = 10


def problems(source: Path) -> tuple[Problem, ...]:
    """What is wrong with a workbook; a sheet of more than 8 MB is looked at for its formulas only.

    Raises:
        UnreadableError: it does not open.
    """
    with Book.open(source) as book:
        small = [entry for entry in book.worksheets if book.package.size(entry.part) < LARGE]
        cells = Cells(book, state_of(book, small))
        return (
            *_names(cells),
            *_tables(cells),
            *_formulas(cells),
            *_stale(cells, whole=len(small) == len(book.worksheets)),
            *(one for number in range(len(cells.sheets)) for one in _plain(cells, number)),
        )


def _at(cells: Cells, place: Place) -> str:
    sheet, row, column = place
    return f"{quoted_sheet(cells.entries[sheet].name)}!{cell_name(row, column)}"


def _names(cells: Cells) -> Iterator[Problem]:
    for (sheet, name), formula in cells.scope.names.items():
        if "#REF!" in formula and not name.startswith("_xlnm."):
            where = f"{quoted_sheet(cells.entries[sheet].name)}!{name}" if sheet >= 0 else name
            yield Problem(where, "broken_reference", _NAME_LOST.of(name=name))


def _tables(cells: Cells) -> Iterator[Problem]:
    for entry in cells.entries:
        for table in cells.tables(entry):
            area = re.fullmatch(r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?", table.get("ref", ""))
            if area is None:
                name = table.get("displayName", "")
                yield Problem(quoted_sheet(entry.name), "broken_reference", _TABLE.of(name=name))


def _formulas(cells: Cells) -> Iterator[Problem]:
    """Formulas that refer to what is not there, and those that read other workbooks."""
    listed = {sheet.name.casefold() for sheet in cells.book.sheets}
    for place, formula in cells.formulas.items():
        # A large sheet is there, although its cells are not read.
        lost = [name for name in formula.reading.lost if name.casefold() not in listed]
        if lost:
            yield Problem(_at(cells, place), "broken_reference", _LOST.of(name=", ".join(lost[:_MOST])))
        if formula.reading.foreign:
            yield Problem(_at(cells, place), "broken_reference", _OUTSIDE, grave=False)


def _stale(cells: Cells, *, whole: bool) -> Iterator[Problem]:
    """Results that are wrong, or that they may be, where not all of them can be computed here."""
    try:
        found = contradicted(cells) if len(cells.formulas) <= MAX_FORMULAS else None
    except TooMuchError:
        found = None
    if (found is None or not whole) and is_out_of_date(cells.book):
        yield Problem("", "out_of_date", OUT_OF_DATE, grave=False)
    if found is None:
        return
    for place, (held, now) in found.items():
        yield Problem(_at(cells, place), "stale_value", _STALE.of(held=_told(held), now=_told(now)), grave=False)


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return value.code if isinstance(value, Fault) else str(value)


def _plain(cells: Cells, number: int) -> Iterator[Problem]:
    """Errors, numbers that do not fit into their columns, and texts among numbers."""
    sheet = cells.sheets[number]
    widths = _Widths(sheet)
    texts: dict[int, list[int]] = defaultdict(list)
    narrow: dict[int, list[int]] = defaultdict(list)
    numbers: dict[int, int] = defaultdict(int)
    for row in sheet.filled():
        for cell in sheet.cells(row):
            place = (number, cell.row, cell.column)
            if cell.kind == "e":
                yield Problem(_at(cells, place), "formula_error", _ERROR.of(code=(cell.raw or "").strip()))
                continue
            value = cells.value(cell)
            if isinstance(value, str) and cell.formula is None and looks_like_value(value):
                texts[cell.column].append(cell.row)
            if isinstance(value, float):
                numbers[cell.column] += 1
                if _is_narrow(cells, cell, widths):
                    narrow[cell.column].append(cell.row)
    for column, rows in narrow.items():
        last = f":{column_letters(column)}{rows[-1]}" if len(rows) > 1 else ""
        where = _at(cells, (number, rows[0], column)) + last
        yield Problem(where, "overflow", _NARROW.of(count=len(rows)), grave=False)
    yield from _among_numbers(cells, number, texts, numbers)


def _among_numbers(
    cells: Cells, number: int, texts: Mapping[int, Sequence[int]], numbers: Mapping[int, int]
) -> Iterator[Problem]:
    for column, rows in texts.items():
        if numbers[column] > len(rows):
            told = ", ".join(f"{column_letters(column)}{row}" for row in rows[:_MOST])
            words = _TEXTS.of(count=len(rows), cells=told + (" ..." if len(rows) > _MOST else ""))
            yield Problem(_at(cells, (number, rows[0], column)), "invalid", words, grave=False)


class _Widths:
    """How many digits fit into the columns of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        head = sheet.text[: sheet.tag[0]]
        told = _DEFAULT.search(head)
        self._default = float(attributes_of(told[1]).get("defaultColWidth", _USUAL_WIDTH)) if told else _USUAL_WIDTH
        self._told = [attributes_of(found) for found in _COLUMN.findall(head)]

    def of(self, column: int) -> float:
        """The width of a column in digits; 99 for a hidden one, of which nothing is seen."""
        for told in self._told:
            if int(told.get("min", 0)) <= column <= int(told.get("max", 0)):
                return 99.0 if told.get("hidden") in {"1", "true"} else float(told.get("width", self._default))
        return self._default


def _is_narrow(cells: Cells, cell: Cell, widths: _Widths) -> bool:
    """Whether a number is shown as ####. One without a format is rounded to fit and never is."""
    codes = cells.book.styles.codes
    code = codes[cell.style] if cell.style < len(codes) else ""
    value = cells.book.value(cell)
    dated = not isinstance(value, (int, float))
    if not dated and code in {"", "General"}:
        return False
    return text_width(displayed(value, code)) > widths.of(cell.column) + 0.5
