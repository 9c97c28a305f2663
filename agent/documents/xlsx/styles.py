"""Which cells of a workbook show dates, and what a number means as a date."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from agent.core.documents import Value
from agent.documents.opc.xml_text import parsed_xml

DATE, MOMENT, TIME, NUMBER = "date", "moment", "time", "number"
# ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in the Chinese, Japanese and Korean versions.
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), TIME),
    22: MOMENT,
}
# Those of numbers; which money is meant depends on the country.
_CODES = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00", "37": "#,##0",
    "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00", "45": "mm:ss", "46": "[h]:mm:ss", "49": "@",
    **dict.fromkeys(("5", "6", "7", "8", "42", "44"), "[$currency]0"),
}  # fmt: skip
_LITERALS = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_MAX_SERIAL = 2_958_466
_EPOCH = datetime.datetime(1904, 1, 1)  # noqa: DTZ001  cells know no zone


@dataclass(frozen=True, slots=True)
class Styles:
    """What each cell style (xf) shows: DATE, MOMENT (date and time), TIME or NUMBER; and its number format's code."""

    shows: tuple[str, ...]
    codes: tuple[str, ...] = ()

    def of(self, style: int) -> str:
        """What style number `style` shows; NUMBER for one that does not exist."""
        return self.shows[style] if 0 <= style < len(self.shows) else NUMBER


def styles_in(part: bytes) -> Styles:
    """The Styles of a styles part. Raises UnreadableError."""
    root = parsed_xml(part)
    codes = {node.get("numFmtId", ""): node.get("formatCode", "") for node in root.iterfind("{*}numFmts/{*}numFmt")}
    formats = [node.get("numFmtId", "0") for node in root.iterfind("{*}cellXfs/{*}xf")]
    known = {number: _shown(number, codes.get(number)) for number in set(formats)}
    return Styles(tuple(known[one] for one in formats), tuple(codes.get(one, _CODES.get(one, "")) for one in formats))


def _shown(number: str, code: str | None) -> str:
    if code is None:
        return _BUILT_IN.get(int(number), NUMBER) if number.isdigit() else NUMBER
    return meaning_of(code)


def meaning_of(code: str) -> str:
    """What a number format shows. An elapsed time ("[h]:mm") is a NUMBER of days: it can exceed a day."""
    bare = _LITERALS.sub("", code.partition(";")[0]).lower().replace("general", "")
    if re.search(r"\[[hms]+\]", bare):
        return NUMBER
    bare = re.sub(r"e[+-]", "", bare)
    clock = bool(re.search("[hs]", bare))
    day = bool(re.search("[ydge]|aaa", bare)) or ("m" in bare and not clock)
    if day:
        return MOMENT if clock else DATE
    return TIME if clock else NUMBER


@lru_cache(20_000)
def dated(serial: float, shows: str, since_1904: bool) -> Value:
    """A number as the date that it shows; the number itself when there is no such date."""
    if shows == NUMBER or not 0 <= serial < _MAX_SERIAL:
        return serial
    if shows == TIME and serial < 1:
        return (_EPOCH + _rounded(serial)).time()
    if serial < 1 and not since_1904:
        return serial
    # Excel counts a 29 February 1900 that never was.
    before = datetime.timedelta(days=0 if since_1904 else 1461 if serial < 60 else 1462)
    moment = _EPOCH - before + _rounded(serial)
    return moment.date() if shows == DATE and serial == int(serial) else moment


def _rounded(serial: float) -> datetime.timedelta:
    """Serials are binary fractions: a whole second is meant when a millisecond is missing."""
    return datetime.timedelta(milliseconds=round(serial * 86_400_000))


def serial_of(value: datetime.date | datetime.time, since_1904: bool) -> float:
    """The number that stands for a date, a moment or a time of day."""
    if isinstance(value, datetime.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    moment = value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else None
    day = moment.date() if moment else value
    days = (day - datetime.date(1904, 1, 1)).days if since_1904 else (day - datetime.date(1899, 12, 30)).days
    if not since_1904 and days < 61:
        days -= 1
    if moment is None:
        return days
    return days + (moment - datetime.datetime.combine(day, datetime.time())).total_seconds() / 86_400
