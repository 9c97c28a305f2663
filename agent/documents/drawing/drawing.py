"""Our own drawing of documents where no Office program draws them: pages of A4 with text, and grids of cells.

It shows what is there and is no picture of the layout; who shows it says so (`Drawing.by` is "deskhand").
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PIL import Image, ImageDraw

from agent.core.documents import Drawing, Passage
from agent.core.errors import InvalidArgumentsError
from agent.documents.drawing.fonts import Font, font

# In pixels of a page that is drawn 1,240 wide (A4 at 150 dots an inch) and made smaller afterwards.
WIDTH, HEIGHT, MARGIN = 1240, 1754, 96
_SIZE, _LEADING = 25, 1.5
_HEADINGS = {0: 44, 1: 40, 2: 34, 3: 29}
_INK, _GREY = "#1c1c1e", "#8a8a8e"
# Characters that must not begin a line (JIS X 4051, in short).
_NOT_FIRST = frozenset("、。,.・:;?!)」』】〕〉》”’ー々〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ)],.:;?!%")

Page = TypeVar("Page")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: int
    colour: str
    heavy: bool = False
    before: int = 0


# More characters than a line has: what is longer would be measured again for each of its lines.
_LONGEST_PIECE = 200


def draw_passages(passages: Sequence[Passage], page: int, target: Path, width: int) -> Drawing:
    """Draw page `page` of a text, `width` pixels wide, to `target` as PNG.

    Raises:
        InvalidArgumentsError: there is no such page.
    """
    pages = list(_paged(passages))
    lines = chosen(pages, page)
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    y = MARGIN
    for line in lines:
        y += line.before
        draw.text((MARGIN, y), line.text, fill=line.colour, font=font(line.size, bold=line.heavy))
        y += round(line.size * _LEADING)
    draw.text((WIDTH / 2, HEIGHT - MARGIN / 2), f"{page} / {len(pages)}", fill=_GREY, font=font(20), anchor="mm")
    return saved(picture, target, width, len(pages))


def chosen(pages: Sequence[Page], page: int) -> Page:
    """Page `page`, from 1. Raises InvalidArgumentsError."""
    if not 1 <= page <= len(pages):
        raise InvalidArgumentsError(f"There is no page {page}: there are {len(pages)}.")
    return pages[page - 1]


def saved(picture: Image.Image, target: Path, width: int, pages: int) -> Drawing:
    """Write a picture as PNG, `width` pixels wide."""
    height = max(1, round(picture.height * width / picture.width))
    picture.resize((width, height), Image.Resampling.LANCZOS).save(target, "PNG")
    return Drawing(pages, "deskhand")


def wrapped(text: str, width: float, face: Font) -> Iterator[str]:
    """`text` in lines of at most `width` pixels: English breaks at blanks, Japanese between characters."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            hangs = piece[0] in _NOT_FIRST and len(line) < _LONGEST_PIECE
            if not line or hangs or face.getlength(line + piece.rstrip()) <= width:
                line += piece
            else:
                yield line.rstrip()
                line = piece.lstrip()
            while face.getlength(line.rstrip()) > width and len(line) > 1 and not hangs:
                fits = _fitting(line, width, face)
                yield line[:fits]
                line = line[fits:]
        yield line.rstrip()


def _fitting(line: str, width: float, face: Font) -> int:
    """How many of its characters, at least one, are not wider than `width`."""
    return max(1, bisect_right(range(1, len(line)), width, key=lambda count: face.getlength(line[:count])))


def _pieces(text: str) -> Iterator[str]:
    """The pieces of a line that are not divided: words with the blank behind them, single wide characters."""
    word = ""
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            if word:
                yield word
            yield char
            word = ""
            continue
        word += char
        if char == " " or len(word) == _LONGEST_PIECE:
            yield word
            word = ""
    if word:
        yield word


def _paged(passages: Sequence[Passage]) -> Iterator[list[_Line]]:
    page: list[_Line] = []
    left = HEIGHT - 2 * MARGIN
    for line in _lines(passages):
        needed = line.before + round(line.size * _LEADING)
        if needed > left and page:
            yield page
            page, left = [], HEIGHT - 2 * MARGIN
        page.append(line)
        left -= needed
    yield page


def _lines(passages: Sequence[Passage]) -> Iterator[_Line]:
    for passage in passages:
        heading = passage.kind == "heading"
        size = _HEADINGS.get(passage.level, _SIZE + 2) if heading else _SIZE
        unseen = bool(passage.hidden) or passage.kind in ("hidden", "note", "comment", "header")
        colour = _GREY if unseen else _INK
        before = round(size * (0.6 if heading else 0.3))
        for text in wrapped(passage.text, WIDTH - 2 * MARGIN, font(size, bold=heading)):
            yield _Line(text, size, colour, heading, before)
            before = 0
