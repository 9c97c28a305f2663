"""Paragraphs as lines of styled text, measured in the fonts that they are drawn in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from agent.documents.pdf.lines import broken, is_wide
from agent.documents.pdf.overlay import Colour
from agent.documents.pdf.typeface import Typefaces
from agent.documents.texts.markdown_blocks import Span

BLACK: Colour = (0.0, 0.0, 0.0)
LINK: Colour = (0.05, 0.3, 0.7)


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set, in points: size of letters, distance of lines in sizes, gaps and indentation."""

    size: float = 10.5
    leading: float = 1.5
    before: float = 0.0
    after: float = 6.0
    left: float = 0.0
    bold: bool = False
    colour: Colour = BLACK
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Bit:
    """Text of one look in a line, `x` from the start of the line."""

    x: float
    text: str
    width: float
    size: float
    colour: Colour
    look: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its bits, how wide they are together, and how high it is; the baseline is `base` below its top."""

    bits: tuple[Bit, ...]
    width: float
    height: float
    base: float


@dataclass(slots=True)
class Fonts:
    """The faces of a document, and the widths of characters that were measured, in ems."""

    regular: Typefaces
    bold: Typefaces
    _widths: dict[tuple[str, bool], float] = field(default_factory=dict)

    def of(self, *, bold: bool) -> Typefaces:
        """The faces of a weight."""
        return self.bold if bold else self.regular

    def width(self, c: str, *, bold: bool) -> float:
        """How wide a character is."""
        known = self._widths.get((c, bold))
        if known is None:
            known = self._widths[c, bold] = 0.0 if c in "\n\v" else self.of(bold=bold).width(c, 1)
        return known


def lines_of(spans: Sequence[Span], style: Style, room: float, fonts: Fonts) -> list[Line]:
    """The lines of a paragraph in `room` points."""
    letters = list(_letters(spans, style))
    text = "".join(c for c, _ in letters)
    widths = [fonts.width(c, bold=look.bold) * style.size for c, look in letters]
    height = style.size * style.leading
    lines = []
    for where in broken(text, widths, room):
        bits = tuple(_bits(letters, widths, where, style))
        width = bits[-1].x + bits[-1].width if bits else 0.0
        shift = {"center": (room - width) / 2, "right": room - width}.get(style.align, 0.0)
        moved = tuple(replace(bit, x=bit.x + shift) for bit in bits) if shift else bits
        lines.append(Line(moved, width, height, (height - style.size) / 2 + 0.88 * style.size))
    return lines


def _letters(spans: Sequence[Span], style: Style) -> Iterator[tuple[str, Span]]:
    """Each character with its look. A line break of the source is a blank, but between Japanese characters nothing."""
    looks = [replace(span, text="", bold=span.bold or style.bold) for span in spans]
    text = [(c, look) for span, look in zip(spans, looks, strict=True) for c in span.text]
    for index, (c, look) in enumerate(text):
        if c != "\n" or look.code:
            yield c, look
            continue
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        if not (before and after and is_wide(before[0][0]) and is_wide(after[0][0])):
            yield " ", look


def _bits(letters: Sequence[tuple[str, Span]], widths: Sequence[float], where: range, style: Style) -> Iterator[Bit]:
    x = 0.0
    for look, some in groupby(where, key=lambda index: letters[index][1]):
        indexes = list(some)
        width = sum(widths[index] for index in indexes)
        colour = LINK if look.link else style.colour
        yield Bit(x, "".join(letters[index][0] for index in indexes), width, style.size, colour, look)
        x += width
