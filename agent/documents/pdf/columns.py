"""The order in which the lines of a page are read.

PDFium puts text that stands at one height into one line, from left to right. Columns of prose that a program wrote
line by line come out mixed so, and vertical Japanese comes out backwards. Columns of a table stay lines.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

from agent.documents.pdf.lines import is_wide

Span = tuple[int, int]
"""A line as indexes of the characters of a page, the last one not in it."""

# Letters of a line of prose at least; cells of tables have fewer.
_PROSE = 20
_MIN_LINES = 4
_FULL, _MOST = 0.75, 0.7
# In points: between two columns.
_GUTTER = 9.0
# Longer columns are read in pieces: each line may begin a column, and would look at all that follow it.
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a line begins and ends, and its gaps that are wider than between words: left and right, in points.

    `behind` is the first character right of its gap, when it has but one.
    """

    span: Span
    left: float
    right: float
    gaps: tuple[tuple[float, float], ...]
    behind: int = 0


def in_order(words: pypdfium2.PdfTextPage, text: str, spans: Sequence[Span]) -> list[Span]:
    """The lines of a page as they are read; a line that goes over two columns becomes two."""
    if len(spans) < 2:
        return list(spans)
    return list(_upright(words, text, list(_unmixed(words, text, spans))))


def _unmixed(words: pypdfium2.PdfTextPage, text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Runs of lines with a gap at one place and prose on both sides of it: first the left side, then the right."""
    pieces = [pdfium.FPDFText_CountRects(words, start, end - start) if end > start else 0 for start, end in spans]
    if sum(count > 1 for count in pieces) < _MIN_LINES:
        yield from spans
        return
    lines = [_line(words, text, span) for span in spans]
    index = 0
    while index < len(lines):
        sides = _columns(lines[index : index + _MOST_LINES])
        if sides is None:
            yield lines[index].span
            index += 1
        else:
            count, left, right = sides
            yield from left
            yield from right
            index += count


def _columns(lines: Sequence[_Line]) -> tuple[int, list[Span], list[Span]] | None:
    """Two columns that begin with the first line: of how many lines, and the pieces on both sides."""
    if len(lines) < _MIN_LINES or len(lines[0].gaps) != 1:
        return None
    gutter = lines[0].gaps[0]
    pieces: list[tuple[Span | None, Span | None]] = []
    last = prose = 0
    ends: list[tuple[float, float]] = []
    for line in lines:
        if len(line.gaps) == 1 and min(gutter[1], line.gaps[0][1]) - max(gutter[0], line.gaps[0][0]) >= _GUTTER:
            gutter = max(gutter[0], line.gaps[0][0]), min(gutter[1], line.gaps[0][1])
            start, end = line.span
            prose += min(line.behind - start, end - line.behind) >= _PROSE
            pieces.append(((start, line.behind), (line.behind, end)))
            ends.append((line.gaps[0][0], line.right))
            last = len(pieces)
        elif line.right <= gutter[0] + 1:
            pieces.append((line.span, None))
        elif line.left >= gutter[1] - 1:
            pieces.append((None, line.span))
        else:
            break
    starts = min(line.left for line in lines[:last]), gutter[1]
    if prose < max(_MIN_LINES, last / 2) or not all(map(_is_filled, starts, zip(*ends, strict=True))):
        return None
    return last, [left for left, _ in pieces[:last] if left], [right for _, right in pieces[:last] if right]


def _is_filled(start: float, ends: Sequence[float]) -> bool:
    """Whether most lines of a column go to about its end: cells of a table are of any length."""
    return sum(end - start >= _FULL * (max(ends) - start) for end in ends) >= _MOST * len(ends)


def _behind(words: pypdfium2.PdfTextPage, text: str, span: Span, gutter: float) -> int:
    """The first character of a line that stands right of a gap."""
    for at in range(span[0] + 1, span[1]):
        box = _box(words, at) if text[at - 1] == " " else None
        if box is not None and box[0] >= gutter - 1:
            return at
    return span[1]


def _line(words: pypdfium2.PdfTextPage, text: str, span: Span) -> _Line:
    """PDFium knows the boxes of pieces that were written in one go."""
    start, end = span
    count = pdfium.FPDFText_CountRects(words, start, end - start) if end > start else 0
    if count < 1:
        return _Line(span, 0.0, 0.0, ())
    boxes = sorted(_piece(words, index) for index in range(count))
    gaps, reached = [], boxes[0][1]
    for left, right, height in boxes[1:]:
        if left - reached > max(_GUTTER, 0.9 * height):
            gaps.append((reached, left))
        reached = max(reached, right)
    behind = _behind(words, text, span, gaps[0][1]) if len(gaps) == 1 else 0
    return _Line(span, boxes[0][0], reached, tuple(gaps), behind)


def _piece(words: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float]:
    """Left, right and height of a box."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetRect(words, index, left, top, right, bottom)
    return left.value, right.value, top.value - bottom.value


def _upright(words: pypdfium2.PdfTextPage, text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Vertical lines that follow each other from left to right are turned round."""
    for vertical, some in groupby(spans, key=lambda span: _is_vertical(words, text, span)):
        run = list(some)
        if vertical and len(run) > 1:
            lefts = [box[0] for start, _ in run if (box := _box(words, start)) is not None]
            if lefts == sorted(lefts):
                run.reverse()
        yield from run


def _is_vertical(words: pypdfium2.PdfTextPage, text: str, span: Span) -> bool:
    """Whether its letters stand below each other."""
    start, end = span
    if end - start < 3 or not text[start:end].strip():
        return False
    if not is_wide(text[end - 1]) or 2 * sum(map(is_wide, text[start:end])) < end - start:
        return False  # words of a page that lies on its side
    first, last = _box(words, start), _box(words, end - 1)
    if first is None or last is None:
        return False
    across, down = abs(first[0] - last[0]), first[3] - last[3]
    return down > 2 * across and down > first[2] - first[0] and down > (end - start) * 0.4 * (first[2] - first[0])


def _box(words: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float] | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(words, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value
