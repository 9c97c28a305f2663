"""How the last value of code shows itself: short, whatever it is."""

import reprlib
import sys
from typing import Any

MOST = 12_000
_ROWS = 30


def shown(value: object) -> str:
    """A value in at most MOST characters. Never raises."""
    try:
        text = _table(value) or _plain(value)
    except Exception as error:  # noqa: BLE001  a repr of strangers
        text = f"<{type(value).__name__}: it cannot be shown, {type(error).__name__}: {str(error)[:200]}>"
    return cut(text, MOST)


def cut(text: str, most: int) -> str:
    """A text with its middle left out, when it is longer than `most`."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n... {len(text) - 2 * half:,} characters left out ...\n{text[-half:]}"


def _table(value: Any) -> str:
    """Frames and series of pandas with their shapes; "" for anything else."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return ""
    if isinstance(value, pandas.DataFrame):
        return f"{_drawn(pandas, value)}\n[{len(value):,} rows x {len(value.columns)} columns]"
    if isinstance(value, pandas.Series):
        return _drawn(pandas, value)
    return ""


def _drawn(pandas: Any, value: Any) -> str:
    options = ("display.max_rows", _ROWS, "display.min_rows", 20, "display.max_columns", 20, "display.width", 160,
               "display.max_colwidth", 60, "display.show_dimensions", False)  # fmt: skip
    with pandas.option_context(*options):
        return str(repr(value))


def _plain(value: object) -> str:
    short = reprlib.Repr()
    short.maxlevel, short.maxstring, short.maxother, short.maxlong = 8, MOST, MOST, 2_000
    for name in ("maxtuple", "maxlist", "maxarray", "maxdict", "maxset", "maxfrozenset", "maxdeque"):
        setattr(short, name, 200)
    return short.repr(value)
