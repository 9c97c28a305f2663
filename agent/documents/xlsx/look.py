"""How new workbooks look: fonts, colours, number formats, widths."""

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.core.errors import InvalidArgumentsError
from agent.documents.xlsx.display import displayed
from agent.documents.xlsx.sheets import text_width
from agent.documents.xlsx.styles import DATE, MOMENT, meaning_of

MARKS: Mapping[str, Mapping[str, object]] = {
    "warn": {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    "bad": {"bg_color": "#FCE4E4", "font_color": "#9C0006"},
    "good": {"bg_color": "#E2F0D9", "font_color": "#375623"},
    "note": {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
    "bold": {"bold": True},
}
FORMATS = {
    "text": "@",
    "integer": "#,##0",
    "number": "#,##0.00",
    "percent": "0.0%",
    "yen": "¥#,##0",
    "dollar": "$#,##0.00",
    "euro": "#,##0.00 €",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "time": "hh:mm",
    "accounting": '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    "accounting_yen": '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    "wareki": '[$-411]ggge"年"m"月"d"日"',
    "wareki_short": "[$-411]ge.m.d",
    "japanese_date": 'yyyy"年"m"月"d"日"',
    "elapsed": "[h]:mm",
    "general": "",
}
_NARROW, _WIDE, _LONGEST = 9, 48, 60
# Excel shows truth values so whatever their format; LibreOffice would show 1 and 0.
_TRUTH = '"TRUE";"TRUE";"FALSE"'
# Columns of which a sum says nothing.
_NO_SUMS = re.compile(
    r"単価|率|比$|平均|番号|コード|年齢|^年度?$|^(?:no\.?|#)$"
    r"|\b(?:unit (?:price|cost)|(?:price|cost) (?:per|each)|per unit|rate|ratio|average|avg|year|age|id|code)\b",
    re.IGNORECASE,
)
# The usual height of a row, in points: that of Yu Gothic is larger.
LINE, JAPANESE_LINE, _HIGHEST = 15, 18.75, 400


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """How a column shows its values: a number format for numbers, "" for the format of each kind.

    Numbers stand at the `right`, dates and truth values in the `middle`, words at the left; words behind a column of
    numbers begin a bit further in (`apart`), or both would read as one. `dates`: texts like "2026-11-23" in it are
    dates; `numbers`: there are numbers or dates among its values.
    """

    format: str = ""
    right: bool = False
    middle: bool = False
    apart: bool = False
    wrap: bool = False
    summable: bool = False
    dates: bool = False
    numbers: bool = False

    def style_for(self, value: object) -> dict[str, object]:
        """How one value is shown: its number format, its place, whether its words go on in a next line."""
        kinds = ((datetime.datetime, "datetime"), (datetime.date, "date"), (datetime.time, "time"))
        usual = next((FORMATS[name] for kind, name in kinds if isinstance(value, kind)), "")
        if usual:
            return {"num_format": self.format or usual, "align": "center"}
        if isinstance(value, bool):
            return {"num_format": _TRUTH, "align": "center"}
        if isinstance(value, (int, float, Mapping)):
            return {"num_format": self.format} if self.format else {}
        told: dict[str, object] = {"num_format": "@"} if self.format == "@" else {}
        told |= {"text_wrap": True} if self.wrap else {}
        return told | ({"align": "left", "indent": 1} if self.apart else {})

    def title_style(self) -> dict[str, object]:
        """Where the title of the column stands: as its values do."""
        if self.apart:
            return {"align": "left", "indent": 1}
        return {"align": "right" if self.right else "center" if self.middle else "left"}


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, *, japanese: bool = False) -> None:
        self._book = book
        self.japanese = japanese
        self._made: dict[tuple[object, ...], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})

    def header(self, column: ColumnLook) -> Any:
        """The format of a column title."""
        return self._format(
            bold=True, bg_color="#1F4E78", font_color="#FFFFFF", valign="vcenter", text_wrap=True, border=1,
            border_color="#BFBFBF", **column.title_style(),
        )  # fmt: skip

    def cell(self, style: Mapping[str, object], mark: str, *, total: bool) -> Any:
        """The format of a cell: see `ColumnLook.style_for`, a mark, a line above for totals."""
        # A fine line below each row leads the eye, on paper too, where the grid of the screen is not.
        told: dict[str, object] = {"valign": "top", "bottom": 1, "bottom_color": "#E1E5EA", **MARKS.get(mark, {})}
        told |= style
        told |= {"bold": True, "top": 1, "bg_color": "#F2F2F2"} if total else {}
        return self._format(**told)

    def _format(self, **told: object) -> Any:
        key = tuple(sorted(told.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(told)
        return self._made[key]


def column_look(column: Mapping[str, object], values: Sequence[object]) -> ColumnLook:
    """The look of a column by what is told of it and by its values."""
    told = column.get("format")
    if told is not None and not isinstance(told, str):
        raise InvalidArgumentsError(f"'format' is one of {', '.join(FORMATS)} or a number format like '#,##0'.")
    filled = [value for value in values if value is not None]
    numbers = [value for value in filled if isinstance(value, (int, float)) and not isinstance(value, bool)]
    formulas = sum(isinstance(value, Mapping) and "formula" in value for value in filled)
    numeric = bool(filled) and len(numbers) + formulas == len(filled)
    longest = max((text_width(value) for value in filled if isinstance(value, str)), default=0)
    code = FORMATS.get(told, told) if told else _usual(numbers) if numeric else ""
    texts = [value for value in filled if isinstance(value, str)]
    wrap, dates = (
        bool(column.get("wrap")) or longest > _WIDE or any("\n" in one for one in texts),
        _are_dates(filled, told),
    )
    # A sum of percentages says nothing.
    summable = numeric and told != "text" and "%" not in code and not _NO_SUMS.search(str(column.get("title", "")))
    middle = dates or (
        bool(filled) and all(isinstance(value, (bool, datetime.date, datetime.time)) for value in filled)
    )
    return ColumnLook(
        code, numeric, middle, wrap=wrap, summable=summable, dates=dates,
        numbers=told != "text" and (dates or bool(numbers)),
    )  # fmt: skip


def side_by_side(looks: Sequence[ColumnLook]) -> list[ColumnLook]:
    """The looks of neighbours: words behind numbers keep apart from them."""
    before = [None, *looks[:-1]]
    return [
        replace(look, apart=bool(left and left.right) and not (look.right or look.middle))
        for left, look in zip(before, looks, strict=True)
    ]


def height_for(cells: Sequence[tuple[object, float]], *, japanese: bool) -> float | None:
    """The height of a row in points by its words and the widths of their columns; None for one line.

    Not every program makes rows higher by itself.
    """
    lines = max(
        (
            sum(max(1, math.ceil(text_width(line) / max(1, width - 2))) for line in text.split("\n"))
            for text, width in cells
            if isinstance(text, str)
        ),
        default=1,
    )
    return min(_HIGHEST, lines * (JAPANESE_LINE if japanese else LINE)) if lines > 1 else None


def iso_day(text: str) -> datetime.date | None:
    """The day that a text like "2026-11-23" is, or None."""
    if len(text) != 10:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def _are_dates(filled: Sequence[object], told: str | None) -> bool:
    """Whether a column of texts is one of dates: JSON has no dates, so they come as texts."""
    texts = [value for value in filled if isinstance(value, str)]
    days = sum(iso_day(text) is not None for text in texts)
    shows_days = told is not None and meaning_of(FORMATS.get(told, told)) in {DATE, MOMENT}
    return (shows_days and bool(days or told in {"date", "datetime"})) or (told is None and 0 < len(texts) <= 2 * days)


def _usual(numbers: Sequence[float]) -> str:
    """Thousands are divided where numbers are large, but years and codes are left alone."""
    if any(isinstance(number, float) and not number.is_integer() for number in numbers):
        if any(abs(number) >= 1 for number in numbers) and any(round(number, 2) != number for number in numbers):
            return "#,##0.00####"
        return "#,##0.00" if any(abs(number) >= 1 for number in numbers) else "0.00##"
    return "#,##0" if any(abs(number) >= 10_000 for number in numbers) else ""


def fitted_width(column: Mapping[str, object], values: Sequence[object], look: ColumnLook) -> float:
    """The width of a column in characters, with room for the button of the filter."""
    told = column.get("width")
    if told is not None:
        if not isinstance(told, (int, float)) or isinstance(told, bool) or not 0 < told <= 255:
            raise InvalidArgumentsError("'width' is a number of characters from 1 to 255.")
        return float(told)
    widest = max((text_width(_shown(value, look)) for value in values if value is not None), default=0)
    widest += 4 if look.right and look.format else 2 if look.apart or look.middle else 1
    return max(
        _NARROW, min(_WIDE if look.wrap else _LONGEST, max(widest, text_width(str(column.get("title", ""))) + 4))
    )


def _shown(value: object, look: ColumnLook) -> str:
    """What a cell shows, in the number format of its column."""
    if isinstance(value, Mapping):
        return str(value.get("text", "0,000,000"))
    if isinstance(value, str):
        day = iso_day(value) if look.dates else None
        return value if day is None else displayed(day, look.format or FORMATS["date"])
    if isinstance(value, bool):
        return "FALSE"
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return displayed(value, look.format or FORMATS["datetime"])
    return displayed(value, look.format) if isinstance(value, (int, float)) else str(value)
