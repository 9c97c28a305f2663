"""Days as people write them: 2026-04-01, 2026年4月1日, 令和8年4月1日, R8.4.1, 1 April 2026, 4/1/2026."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    """Which comes first where the year stands last. UNKNOWN: 3/4/2026 is not read."""

    UNKNOWN = "unknown"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Doubt(StrEnum):
    """Why something that looks like a day was not read."""

    ORDER = "order"
    CENTURY = "century"
    IMPOSSIBLE = "impossible"
    ERA = "era"


@dataclass(frozen=True, slots=True)
class Day:
    """A day or moment that was read, or the reason why not."""

    value: datetime.date | datetime.datetime | None
    doubt: Doubt | None = None


# First day, last day and the year 0 of each era. Source: Cabinet orders on the change of era.
_ERAS = {
    "r": (datetime.date(2019, 5, 1), datetime.date(2200, 1, 1), 2018),
    "h": (datetime.date(1989, 1, 8), datetime.date(2019, 4, 30), 1988),
    "s": (datetime.date(1926, 12, 25), datetime.date(1989, 1, 7), 1925),
    "t": (datetime.date(1912, 7, 30), datetime.date(1926, 12, 24), 1911),
}
_ERA_NAMES = {"令和": "r", "平成": "h", "昭和": "s", "大正": "t"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME = r"(?:\s*t?\s*(\d{1,2})\s*[:時]\s*(\d{2})\s*(?:[:分]\s*(\d{2})(?:\.\d+)?\s*秒?|分)?)?"
_WEEKDAY = re.compile(
    r"\((?:mon|tue|wed|thu|fri|sat|sun|[月火水木金土日])[a-z]*\.?\)|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*([-/.年])\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{_TIME}")
_COMPACT = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|[rhst])\s*\.?\s*(元|\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
)
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?{_MONTH},?[\s-]*(\d{{4}}){_TIME}")
_MONTH_DAY = re.compile(rf"{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_TWO_DIGITS = re.compile(
    rf"\d{{1,2}}([-/.])\d{{1,2}}\1\d{{2}}|\d{{2}}([-/.])\d{{1,2}}\2\d{{1,2}}|\d{{1,2}}[\s-]{_MONTH}[\s-]\d{{2}}"
)


# Candidates inside of a sentence; `read_day` judges them.
_SOMEWHERE = re.compile(
    r"(?<![\d.])\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*日?"
    r"|(?:令和|平成|昭和|(?<![a-z])[rhs])\s*\.?\s*(?:元|\d{1,2})\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)\s*日?"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[\s-]*(?:of\s+)?{_MONTH},?[\s-]*\d{{4}}"
    rf"|(?<![a-z]){_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|(?<![\d/.-])\d{1,2}([-/.])\d{1,2}\3(?:\d{4}|\d{2})(?![\d/.-])"
)


def days_in(text: str, order: Order = Order.UNKNOWN) -> list[tuple[int, Day]]:
    """Days inside of a line, with where they begin in its folded form; doubtful ones too."""
    found = ((m.start(), read_day(m[0], order)) for m in _SOMEWHERE.finditer(_folded(text)))
    return [(start, day) for start, day in found if day is not None]


def order_in(texts: Iterable[str]) -> Order:
    """What the days inside of all these lines say of their order."""
    return order_of([m[0] for text in texts for m in _SOMEWHERE.finditer(_folded(text))])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def read_day(text: str, order: Order = Order.UNKNOWN) -> Day | None:
    """The day that `text` is, a Day with a doubt when it looks like one, None when it does not."""
    plain = _WEEKDAY.sub("", _folded(text).strip()).strip()
    for pattern, read in _FORMS:
        if m := pattern.fullmatch(plain):
            return read(m, order)
    return Day(None, Doubt.CENTURY) if _TWO_DIGITS.fullmatch(plain) else None


def order_of(texts: list[str]) -> Order:
    """What a column says of its order: values above 12 decide; when they contradict each other nothing does."""
    found = [m for text in texts if (m := _YEAR_LAST.fullmatch(_folded(text).strip()))]
    day_first = any(int(m[1]) > 12 >= int(m[3]) for m in found)
    month_first = any(int(m[3]) > 12 >= int(m[1]) for m in found)
    if day_first == month_first:
        return Order.UNKNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def _year_last(m: re.Match[str], order: Order) -> Day:
    first, second = int(m[1]), int(m[3])
    # Where points divide the numbers, the day stands first (DIN 5008 and its neighbours).
    if m[2] == "." or first > 12 or first == second:
        order = Order.DAY_FIRST
    elif second > 12:
        order = Order.MONTH_FIRST
    if order is Order.UNKNOWN:
        return Day(None, Doubt.ORDER)
    day, month = (m[1], m[3]) if order is Order.DAY_FIRST else (m[3], m[1])
    return _day((m[4], month, day), m.groups()[4:])


def _era_day(m: re.Match[str]) -> Day:
    first, last, zero = _ERAS[_ERA_NAMES.get(m[1], m[1])]
    year = zero + (1 if m[2] == "元" else int(m[2]))
    day = _day((str(year), m[3], m[4]))
    if isinstance(day.value, datetime.date) and not first <= day.value <= last:
        return Day(None, Doubt.ERA)
    return day


def _day(numbers: tuple[str, str, str], time: tuple[str | None, ...] = ()) -> Day:
    year, month, day = (int(number) for number in numbers)
    try:
        if any(time):
            hour, minute, second = (int(part or 0) for part in (*time, None, None)[:3])
            return Day(datetime.datetime(year, month, day, hour, minute, second))  # noqa: DTZ001 - a cell has no zone
        return Day(datetime.date(year, month, day))
    except ValueError:
        return Day(None, Doubt.IMPOSSIBLE)


def _month(word: str) -> str:
    return str(_MONTHS.index(word) + 1)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Order], Day]], ...] = (
    (_YEAR_FIRST, lambda m, order: _day((m[1], m[3], m[4]), m.groups()[4:])),
    (_ERA, lambda m, order: _era_day(m)),
    (_COMPACT, lambda m, order: _day((m[1], m[2], m[3]))),
    (_DAY_MONTH, lambda m, order: _day((m[3], _month(m[2]), m[1]), m.groups()[3:])),
    (_MONTH_DAY, lambda m, order: _day((m[3], _month(m[1]), m[2]), m.groups()[3:])),
    (_YEAR_LAST, _year_last),
)
