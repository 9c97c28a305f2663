"""Numbers as people write them: 1,234.50, ¥1,234, 1,234円, (123), △123, 12.5%, 1.234,56."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SYMBOLS = "¥$€£₩₹"
_CODES = "JPY|USD|EUR|GBP|CNY|KRW|CHF|AUD|CAD|TWD|HKD|SGD"
_WHOLE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-−‐–△▲+])?\s*(?P<before>[{_SYMBOLS}]|(?:{_CODES})\s?|(?:US|A|C|NT|HK)\$)?\s*"
    rf"(?P<sign2>[-−‐–△▲])?\s*(?P<digits>[\d.,']*\d)\s*(?P<percent>%)?\s*"
    rf"(?P<after>円|元|[{_SYMBOLS}]|(?:{_CODES}))?(?P<sign3>[-−])?\s*(?P<close>\))?"
)
_POINT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|\d{1,3}(?:'\d{3})+(?:\.\d+)?")
_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+")
_YEN = re.compile(r"\\(?=\s?[-−△▲]?\s?\d)")
# A float holds 15 digits; longer ones are numbers of cards and accounts, and would be changed silently.
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Number:
    """A value with what was written around it: `symbol` is "¥", "円", "USD" or "", `percent` divides by 100."""

    value: int | float
    symbol: str = ""
    percent: bool = False


def plain_text(text: str) -> str:
    """Half-width letters and digits, without outer blanks."""
    return unicodedata.normalize("NFKC", text).strip()


def with_yen(text: str) -> str:
    """A backslash before digits is a yen sign: in cp932 both are one byte."""
    return _YEN.sub("¥", text)


def read_number(text: str, *, comma: bool = False) -> Number | None:
    """The number that `text` is, or None. `comma`: 1.234,56 is meant, not 1,234.56.

    Digits with a leading zero ("007") and more than 15 digits are names of things, not numbers.
    """
    found = _WHOLE.fullmatch(with_yen(plain_text(text)))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    value = _value(found["digits"], comma=comma)
    if value is None or (found["before"] and found["after"]):
        return None
    # "¥1,234-" and "1,234円-" are Japanese ways to close an amount, no minus.
    ends = () if found["before"] == "¥" or found["after"] == "円" else ("sign3",)
    signs = [found[name] for name in ("sign", "sign2", *ends) if found[name] and found[name] != "+"]
    if len(signs) + bool(found["open"]) > 1:
        return None
    value = -value if signs or found["open"] else value
    symbol = (found["before"] or found["after"] or "").strip()
    return Number(round(value / 100, 12) if found["percent"] else value, symbol, bool(found["percent"]))


def _value(digits: str, *, comma: bool) -> int | float | None:
    if not (_COMMA if comma else _POINT).fullmatch(digits):
        return None
    plain = digits.replace(".", "").replace(",", ".") if comma else digits.replace(",", "").replace("'", "")
    whole = plain.partition(".")[0]
    if (len(whole) > 1 and whole.startswith("0")) or sum(c.isdigit() for c in plain) > _MOST_DIGITS:
        return None
    return float(plain) if "." in plain else int(plain)


_COMMA_FOR_SURE = re.compile(r"\d\.\d{3},\d|\d,\d{1,2}\D*$|,\d{4,}\D*$")
_POINT_FOR_SURE = re.compile(r"\d,\d{3}\.\d|\.\d{1,2}\D*$|,\d{3},\d{3}|\.\d{4,}\D*$|\d{4,}\.\d|^\D*0+\.\d")
_EITHER = re.compile(r"\d{1,3}\.\d{3}")


def decimal_mark(texts: list[str]) -> str:
    """What divides fractions in a column: "," or "." when a value says it for sure and none the opposite, else ""."""
    plain = [plain_text(text) for text in texts]
    comma = any(_COMMA_FOR_SURE.search(text) for text in plain)
    point = any(_POINT_FOR_SURE.search(text) for text in plain)
    return "" if comma == point else "," if comma else "."


def mark_of_table(columns: Iterable[list[str]]) -> str:
    """The mark of the first column that holds nothing but numbers and says it for sure: then that is so beside it."""
    for texts in columns:
        mark = decimal_mark(texts)
        if mark and all(read_number(text, comma=mark == ",") is not None for text in texts):
            return mark
    return ""


def may_be_thousands(texts: list[str]) -> bool:
    """Whether a column has "1.234", which is 1234 in half of the world."""
    return any(_EITHER.search(plain_text(text)) for text in texts)


def currency_of(symbol: str) -> str:
    """The currency that a symbol means for sure ("JPY" for 円 and ¥), else the symbol: "$" is many countries'."""
    return {"¥": "JPY", "円": "JPY", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "US$": "USD"}.get(symbol, symbol)
