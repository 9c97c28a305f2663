"""How much room text needs: measured with the font of Pillow, which is like Helvetica; wide letters are square.

The fonts of a deck are those of the machine that shows it, so measures of ours are estimates, on the wide side.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from PIL import ImageFont

POINT = 12_700
"""EMU in a point."""
_MEASURED_AT = 100
_BOLD = 1.06
_LINE = 1.2
# Japanese fonts are taller than Latin ones of the same size.
_WIDE_LINE = 1.3
# A word with the blanks behind it; wide letters may stand alone at the end of a line.
_UNITS = re.compile(
    r"[\u1100-\u11ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]|\s+|[^\s\u1100-\u11ff\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]+"
)  # noqa: E501


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_MEASURED_AT)


@cache
def _letter(letter: str) -> float:
    """The width of a letter in em."""
    wide = unicodedata.east_asian_width(letter)
    if wide in {"W", "F"}:
        return 1.0
    if wide == "H":
        return 0.5
    return float(_font().getlength(letter)) / _MEASURED_AT


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line in points, at `size` points."""
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1.0)


def is_wide(text: str) -> bool:
    """Whether letters of East Asia are in it."""
    return any(unicodedata.east_asian_width(letter) in {"W", "F"} for letter in text)


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a paragraph takes in `width` points."""
    lines, at = 1, 0.0
    for unit in _UNITS.findall(text):
        needed = width_of(unit, size, bold=bold)
        if at + needed > width and not unit.isspace():
            if at > 0:
                lines, at = lines + 1, 0.0
            # A word that is longer than a line is broken.
            while needed > width > 0:
                lines, needed = lines + 1, needed - width
        at += needed
    return lines


def height_of(paragraphs: Sequence[tuple[str, float]], width: float, *, bold: bool = False, gap: float = 0.0) -> float:
    """The height in points of paragraphs with their sizes in points, in `width` points, `gap` em between them."""
    total = 0.0
    for text, size in paragraphs:
        line = _WIDE_LINE if is_wide(text) else _LINE
        total += lines_of(text, size, width, bold=bold) * size * line + gap * size
    return total


def widest_unit(text: str, size: float, *, bold: bool = False) -> float:
    """The width in points of the longest piece that is not broken at the end of a line."""
    return max((width_of(unit, size, bold=bold) for unit in _UNITS.findall(text)), default=0.0)
