"""Texts in a workbook that look like numbers, dates or formulas: formulas do not count them, and nobody sees why."""

import re
import unicodedata
from collections.abc import Sequence

from agent.core.words import Words

_DAY = r"\d{4}(?:-\d\d?-\d\d?|/\d\d?/\d\d?|年\d\d?月\d\d?日)(?:[T ]\d\d?:\d\d(?::\d\d)?)?"
_NUMBER = r"[-+(△▲]*(?:[$€£¥]|US\$)?-?\d[\d,]*(?:\.\d+)?\)?(?:%|円|€)?"
_LIKE = re.compile(rf"{_DAY}|{_NUMBER}|=.+|TRUE|FALSE", re.DOTALL | re.IGNORECASE)
_MOST = 10
_KEPT = Words(
    "Texts that look like numbers, dates or formulas, not counted by formulas: {cells}.",
    "数値・日付・数式のように見える文字列です(計算の対象になりません): {cells}。",
)


def looks_like_value(text: str) -> bool:
    """Whether a person would take this text for a number, a date, a truth value or a formula."""
    return len(text) < 200 and _LIKE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def marked(text: str) -> str:
    """The text with an apostrophe before it when it looks like something else, as spreadsheet programs show it."""
    return f"'{text}" if looks_like_value(text) else text


def unmarked(text: str) -> str:
    """What `marked` got: a model writes the apostrophe as it read it."""
    return text[1:] if text.startswith("'") and looks_like_value(text[1:]) else text


def kept_texts(cells: Sequence[str]) -> list[Words]:
    """A sentence that names the cells with such texts; none when there are none."""
    if not cells:
        return []
    told, rest = ", ".join(cells[:_MOST]), len(cells) - _MOST
    both = Words(told + (f" and {rest} more" if rest > 0 else ""), told + (f" ほか {rest} 個" if rest > 0 else ""))
    return [_KEPT.of(cells=both)]
