"""Numbers in words: 1,234.5, 12%, 1.2 million, 3億5,000万, 1.234,56, with what each may mean and how exact it is."""

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.review.marks import normal

_MYRIADS = {"百": 100.0, "千": 1e3, "万": 1e4, "億": 1e8, "兆": 1e12}
_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_JAPANESE = r"(?:\d[\d,]*(?:\.\d+)?[百千万億兆]+)+(?:\d[\d,]*)?"
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:'\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z_.])(?<!\d,)(?P<ja>{_JAPANESE})(?P<japer>\s*(?:%|パーセント))?"
    rf"|(?<![0-9A-Za-z_.])(?<!\d,)(?P<plain>{_PLAIN})"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion|mn|bn|tn|[kKmMbB])(?![A-Za-z]))?"
    r"(?P<per>\s*(?:%|percent\b|per cent\b|パーセント))?(?P<wari>\s*割)?"
)
_BEFORE_CURRENCY = re.compile(r"(?<=USD|EUR|JPY|GBP|CHF|CNY|KRW)(?=\d)|(?<=US)(?=\$)")
_ABOUT = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|nearly|almost|over|more than|at least|under|less than|some|up to|"
    r"~|≈|約|およそ|ほぼ|概ね|おおよそ)\s*[$€£¥]?\s*$",
    re.IGNORECASE,
)
_AFTER_ABOUT = re.compile(r"\s*(?:円|件|行|個|人|%|ドル)?\s*(?:以上|超|弱|強|程度|ほど|前後|近く|余り)")
_LOOSE = 0.06


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written: `values` are its readings without a sign, each with the half of its last digit.

    `at` is where it begins; `exact` when it is a whole number without a scale; `percent` when a % stands behind it.
    """

    text: str
    at: int
    values: tuple[tuple[float, float], ...]
    exact: bool
    percent: bool = False

    @property
    def value(self) -> float:
        """Its most likely reading."""
        return self.values[0][0]

    def is_like(self, value: float) -> bool:
        """Whether it may be `value`, rounded as it is written."""
        return any(abs(abs(value) - own) <= half * (1 + 1e-9) + 1e-9 * own for own, half in self.values)


class Known:
    """Values that a number may be traced to."""

    def __init__(self, values: Iterable[float] = ()) -> None:
        self._values = sorted({abs(value) for value in values})

    def __contains__(self, number: Number) -> bool:
        """Whether one of the values is what the number says, rounded as it is written."""
        return any(self._between(own - half * (1 + 1e-9) - 1e-9 * own, own + half * (1 + 1e-9) + 1e-9 * own)
                   for own, half in number.values)  # fmt: skip

    def _between(self, low: float, high: float) -> bool:
        at = bisect.bisect_left(self._values, low)
        return at < len(self._values) and self._values[at] <= high


def numbers(text: str) -> Iterator[Number]:
    """The numbers in a text that is `normal`."""
    text = _BEFORE_CURRENCY.sub(" ", text)
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        about = bool(_ABOUT.search(text[max(0, start - 24) : start]) or _AFTER_ABOUT.match(text, end))
        yield _japanese(found, about=about) if found["ja"] else _plain(found, about=about)


def values_in(text: str) -> Iterator[float]:
    """Every value that a text can be read to hold: what numbers are traced to."""
    for one in numbers(normal(text)):
        for own, _ in one.values:
            yield own


def value_of(cell: object) -> float | None:
    """The number that a cell of a table shows, or None. A text must be a number and nothing else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return float(cell)
    if not isinstance(cell, str):
        return None
    text = normal(cell).strip().strip("*_ ")
    bare = re.sub(r"^[($€£¥\\\s+-]*|[)\s円%]*$|^[A-Z]{3}\s?", "", text.replace("△", "-").replace("▲", "-"))
    if not re.fullmatch(_PLAIN, bare):
        return None
    found = _NUMBER.match(bare)
    if found is None or found["plain"] is None:
        return None
    value = _read(found["plain"])[0][0]
    return -value if re.match(r"[($€£¥\\\s]*[-△▲(]", text) else value


def _japanese(found: re.Match[str], *, about: bool) -> Number:
    total, half = 0.0, 0.5
    for digits, scales in re.findall(r"(\d[\d,]*(?:\.\d+)?)([百千万億兆]*)", found["ja"]):
        factor = 1.0
        for scale in scales:
            factor *= _MYRIADS[scale]
        own, exact = _read(digits)[0]
        total += own * factor
        half = exact * factor
    values = [(total, half if not about else max(half, total * _LOOSE))]
    return Number(found[0].strip(), found.start(), tuple(values), exact=False, percent=bool(found["japer"]))


def _plain(found: re.Match[str], *, about: bool) -> Number:
    readings = _read(found["plain"])
    scale = _SCALES.get((found["scale"] or "").lower())
    if scale:
        scaled = [(own * scale, half * scale) for own, half in readings]
        readings = [*scaled, *readings] if len(found["scale"]) == 1 else scaled
    if found["per"]:
        readings = [*readings, *((own / 100, half / 100) for own, half in readings)]
    if found["wari"]:
        readings = [
            *((own / 10, half / 10) for own, half in readings),
            *((own * 10, half * 10) for own, half in readings),
        ]
    if about:
        readings = [(own, max(half, own * _LOOSE)) for own, half in readings]
    exact = not (scale or about or found["per"] or "." in found["plain"])
    return Number(found[0].strip(), found.start(), tuple(readings), exact, bool(found["per"] or found["wari"]))


def _read(digits: str) -> list[tuple[float, float]]:
    """The readings of digits with commas and points, each with the half of its last digit."""
    if "'" in digits:
        return _read(digits.replace("'", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", digits):
        return _read(digits.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+,\d+", digits) and not re.fullmatch(r"\d{1,3},\d{3}", digits):
        return [_one(digits.replace(",", ".")), _one(digits.replace(",", ""))]
    readings = [_one(digits.replace(",", ""))]
    if re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        readings.append(_one(digits.replace(".", "")))
    return readings


def _one(digits: str) -> tuple[float, float]:
    _, _, decimals = digits.partition(".")
    return float(digits), 0.5 * 10 ** -len(decimals)
