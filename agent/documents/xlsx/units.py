"""In which unit the numbers of a sheet are shown: per cent, or money."""

import re
from collections import defaultdict
from collections.abc import Iterator

from agent.documents.xlsx.book import Book
from agent.documents.xlsx.cell_names import cell_name, column_letters
from agent.documents.xlsx.sheet import Sheet

_ROWS = 200
_MONEY = re.compile(r"\[\$([^\]-]+)|([¥￥$€£])|(円)")
_COUNTRY = re.compile(r"\[\$-[^\]]*\]")
_QUOTED = re.compile(r"\"[^\"]*\"|\\.")


def units_of(book: Book, sheet: Sheet) -> Iterator[str]:
    """A fact for each unit: "% in D", "€ in C, F7". The first rows tell it; most sheets go on as they begin."""
    cells: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    units = [unit_of(code) for code in book.styles.codes]
    if not any(units):
        return
    for row in sheet.filled()[:_ROWS]:
        for cell in sheet.cells(row):
            unit = units[cell.style] if 0 <= cell.style < len(units) else ""
            if unit and cell.raw is not None and cell.kind in ("", "n"):
                cells[unit][cell.column].append(cell.row)
    for unit, columns in cells.items():
        told = [column_letters(at) if len(rows) > 1 else cell_name(rows[0], at) for at, rows in sorted(columns.items())]
        yield f"{unit} in {', '.join(told[:20])}"


def unit_of(code: str) -> str:
    """The unit that a number format shows, "" for none."""
    if "%" in _QUOTED.sub("", code):
        return "%"
    found = _MONEY.search(_COUNTRY.sub("", code))
    return next((one for one in found.groups() if one), "") if found else ""
