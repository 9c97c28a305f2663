"""Words found on the pages of a PDF, with the places of their letters.

Wide and narrow forms, ligatures and radicals count as equal (NFKC), and case when words are looked for; the text itself
stays as it is. Words may go over the end of a line.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.space import Box

# What PDFium writes for a hyphen at the end of a line.
_HYPHENS = {0xFFFE: "-", 0x02: "-", 0xAD: "-"}
_BETWEEN = r"(?:-(?=\s))?\s*"
_MAX_PATTERN = 500


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a page by PDFium's index, and where each stands in the space of the page (None: nowhere)."""

    text: str
    boxes: tuple[Box | None, ...]


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for: compiled for folded text. `said` is how it was asked for."""

    said: str
    pattern: re.Pattern[str]


def needles_of(wanted: object, *, pattern: bool) -> tuple[Needle, ...]:
    """What an op's "find" asks for: a text, or a list of texts; with `pattern` they are regular expressions.

    Raises:
        InvalidArgumentsError: it is empty, or no regular expression.
    """
    some = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(some, (list, tuple)) or not some or not all(isinstance(one, str) for one in some):
        raise InvalidArgumentsError("'find' is a text, or a list of texts.")
    return tuple(_expression(one) if pattern else _words(one) for one in some)


def _words(said: str) -> Needle:
    letters = [re.escape(c) for c in folded(said) if not c.isspace()]
    if not letters:
        raise InvalidArgumentsError("'find' must hold a letter or a digit.")
    return Needle(said, re.compile(_BETWEEN.join(letters)))


def _expression(said: str) -> Needle:
    try:
        found = re.compile(unicodedata.normalize("NFKC", said), re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise InvalidArgumentsError(f"{said[:80]!r} is no regular expression of Python: {error}.") from error
    if len(said) > _MAX_PATTERN or found.match(""):
        raise InvalidArgumentsError(f"{said[:80]!r} is too long or fits everywhere: name what is to be found.")
    return Needle(said, found)


def folded(text: str) -> str:
    """`text` as it is compared."""
    return "".join(map(_folded_letter, text))


@lru_cache(16_384)
def _folded_letter(c: str) -> str:
    return unicodedata.normalize("NFKC", c.translate(_HYPHENS)).casefold()


def occurs(text: str, needles: Sequence[Needle]) -> bool:
    """Whether any of `needles` is in a text."""
    compared = folded(text)
    return any(needle.pattern.search(compared) for needle in needles)


def without(text: str, needles: Sequence[Needle], mark: str) -> str:
    """`text` with a `mark` in the place of each letter of what is found."""
    gone = {index for needle in needles for some in found_in(text, needle) for index in some}
    return "".join(mark if index in gone else c for index, c in enumerate(text))


def found_in(text: str, needle: Needle) -> Iterator[range]:
    """Where it is found: the indexes of the letters of `text`."""
    pieces = [_folded_letter(c) for c in text]
    at = [index for index, piece in enumerate(pieces) for _ in piece]
    for match in needle.pattern.finditer("".join(pieces)):
        if match.end() > match.start():
            yield range(at[match.start()], at[match.end() - 1] + 1)


def letters_of(words: pypdfium2.PdfTextPage) -> Letters:
    """All characters of a page."""
    text = text_of(words)
    return Letters(text, tuple(_box(words, index) for index in range(len(text))))


def text_of(words: pypdfium2.PdfTextPage) -> str:
    """The characters alone."""
    codes = [pdfium.FPDFText_GetUnicode(words, index) for index in range(words.count_chars())]
    return "".join(chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd" for code in codes)


def _box(words: pypdfium2.PdfTextPage, index: int) -> Box | None:
    """With the room above and below the letter: its ink may be larger than its own box says."""
    try:
        tight, loose = words.get_charbox(index), words.get_charbox(index, loose=True)
    except pypdfium2.PdfiumError:
        return None
    if tight[2] <= tight[0] and loose[2] <= loose[0]:
        return None
    return min(tight[0], loose[0]), min(tight[1], loose[1]), max(tight[2], loose[2]), max(tight[3], loose[3])


def line_boxes(letters: Letters, indexes: Sequence[int]) -> list[Box]:
    """Boxes around letters that follow each other, one for each line."""
    boxes: list[Box] = []
    for index in indexes:
        box = letters.boxes[index]
        if box is None or letters.text[index].isspace():
            continue
        last = boxes[-1] if boxes else None
        if last is not None and _goes_on(last, box):
            boxes[-1] = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
        else:
            boxes.append(box)
    return boxes


def _goes_on(last: Box, box: Box) -> bool:
    """Whether a letter stands beside or below the others of its line, and not far away."""
    across = max(0.0, max(last[0], box[0]) - min(last[2], box[2]))
    down = max(0.0, max(last[1], box[1]) - min(last[3], box[3]))
    size = max(box[3] - box[1], box[2] - box[0])
    return (down == 0 and across < 2 * size) or (across == 0 and down < 0.5 * size and last[2] - last[0] < 1.5 * size)
