"""Lines that were found in a picture, put into rows and paragraphs as a person reads them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from agent.documents.pdf.lines import is_wide

# A gap between rows that is wider than so many times the height of a line ends a paragraph.
_APART = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line and its place in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def is_upright(self) -> bool:
        """Whether its letters stand below each other."""
        return len(self.text) > 1 and self.bottom - self.top > 1.5 * (self.right - self.left)


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Rows from the top, pieces of a row from the left; vertical lines from the right, after all others."""
    rows = _rows([one for one in lines if not one.is_upright])
    heights = [one.bottom - one.top for row in rows for one in row]
    paragraph: list[str] = []
    for above, row in pairwise([[], *rows]):
        if above and row[0].top - max(one.bottom for one in above) > _APART * median(heights):
            yield "\n".join(paragraph)
            paragraph = []
        paragraph.append(_joined(row))
    if paragraph:
        yield "\n".join(paragraph)
    if upright := sorted((one for one in lines if one.is_upright), key=lambda one: -one.right):
        yield "\n".join(one.text for one in upright)


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Pieces whose middle lies in the height of the first one of a row."""
    rows: list[list[Line]] = []
    for one in sorted(lines, key=lambda line: (line.top + line.bottom) / 2):
        middle = (one.top + one.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _joined(row: Sequence[Line]) -> str:
    """The pieces of a row; a blank between them where it is seen, or where letters have blanks between words."""
    text = row[0].text
    for before, one in pairwise(row):
        touches = one.left - before.right < 0.5 * (one.bottom - one.top)
        text += one.text if touches and is_wide(text[-1:] or " ") and is_wide(one.text[:1] or " ") else f" {one.text}"
    return text
