"""Which words of a PDF page are not seen: ISO 32000-2, 9.3.6 (render mode 3), 8.11 (layers), colours, sizes, places.

What looks suspicious by its own properties is compared with the drawn page: where the picture shows a contrast, there
are words to be seen (a scan under its text, white letters on a dark bar). At most MAX_DRAWN pages of a document are
drawn for that; text of later pages counts as seen.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from agent.core.documents import Passage
from agent.documents.colours import Colour, near

MAX_DRAWN = 40
_TINY = 2.0
_LIGHT = 225
_FAINT = 13
_INVISIBLE = frozenset({3, 7})
_MAX_DEPTH = 6
_MAX_OBJECTS = 50_000
# Of 255; letters on their ground differ by far more.
_CONTRAST = 40
_SHOWN_SHARE = 0.5
_MAX_PIXELS = 4_000_000

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(slots=True)
class _Suspect:
    """A piece of text that may not be seen: why, and its characters by index and place."""

    reason: str
    letters: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


@dataclass(slots=True)
class PageSight:
    """Looks at the pages of one document; `drawn` counts those that had to be drawn."""

    drawn: int = 0

    def unseen(self, page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage) -> dict[int, str]:
        """The characters of the page's text, by index, that are not seen, with the reason."""
        frame = _frame(page)
        suspects, beside = _suspects(page, frame)
        if suspects:
            _gather(words, suspects)
        found = dict.fromkeys(_outside(words, frame), "off the page") if beside else {}
        picture: Image.Image | None = None
        for one in suspects.values():
            if not one.letters:
                continue
            if one.reason != "tiny text":
                if picture is None:
                    if self.drawn >= MAX_DRAWN:
                        continue
                    self.drawn += 1
                    picture = _picture(page)
                if _is_drawn(one, picture, frame):
                    continue
            found |= dict.fromkeys(one.letters, one.reason)
        return found


def _frame(page: pypdfium2.PdfPage) -> Box:
    """What is shown of a page: its crop box within its media box, also where it has them of the tree above it."""
    left, bottom, right, top = page.get_bbox()
    return left, bottom, right, top


def _suspects(page: pypdfium2.PdfPage, frame: Box) -> tuple[dict[int, _Suspect], bool]:
    """Text objects by their address that may not be seen; and whether any text may lie beside the page."""
    objects = list(_objects(page))
    kinds = [pdfium.FPDFPageObj_GetType(one) for one, _ in objects]
    paths = [
        (one, depth)
        for (one, depth), kind in zip(objects, kinds, strict=True)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(one)
    ]
    # Where things in forms stand is known by their characters only.
    fills = [(_bounds(one), _colour(one)[0]) for one, depth in paths if depth == 0]
    colours = {_colour(one)[0] for one, _ in paths}
    suspects: dict[int, _Suspect] = {}
    beside = False
    for (one, depth), kind in zip(objects, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            box = _bounds(one) if depth == 0 else None
            beside = beside or box is None or not _is_inside(box, frame)
            colour = _colour(one)
            reason = _reason(one, colour, colours)
            if reason and not (reason == "white text" and box is not None and _is_covered(box, colour[0], fills)):
                suspects[_address(one)] = _Suspect(reason)
    return suspects, beside


def _is_inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, int]]:
    """The objects of a page, those in forms too, each with its depth."""
    waiting = [(pdfium.FPDFPage_GetObject(page, i), 0) for i in reversed(range(pdfium.FPDFPage_CountObjects(page)))]
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        one, depth = waiting.pop()
        if not one:
            continue
        yield one, depth
        if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            count = pdfium.FPDFFormObj_CountObjects(one)
            waiting += [(pdfium.FPDFFormObj_GetObject(one, i), depth + 1) for i in reversed(range(max(0, count)))]


def _reason(one: Any, colour: tuple[Colour, int], colours: set[Colour]) -> str:
    if pdfium.FPDFTextObj_GetTextRenderMode(one) in _INVISIBLE or colour[1] < _FAINT:
        return "transparent text"
    if _size(one) <= _TINY:
        return "tiny text"
    if _layered(one):
        return "layer that is off"
    light = min(colour[0]) >= _LIGHT
    # Black lines under black words are everywhere.
    like_a_fill = max(colour[0]) > 100 and any(near(colour[0], other) for other in colours)
    return "white text" if light or like_a_fill else ""


def _size(one: Any) -> float:
    """The height of letters in points, as far as the text itself tells."""
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    if not pdfium.FPDFTextObj_GetFontSize(one, size) or not pdfium.FPDFPageObj_GetMatrix(one, matrix):
        return math.inf
    return abs(size.value) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def _layered(one: Any) -> bool:
    for index in range(max(0, pdfium.FPDFPageObj_CountMarks(one))):
        mark, length = pdfium.FPDFPageObj_GetMark(one, index), ctypes.c_ulong()
        buffer = ctypes.create_string_buffer(64)
        name = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
        if mark and pdfium.FPDFPageObjMark_GetName(mark, name, 64, length) and buffer.raw[:4] == b"O\0C\0":
            return True
    return False


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, mode, stroke)) and mode.value != pdfium.FPDF_FILLMODE_NONE


def _colour(one: Any) -> tuple[Colour, int]:
    """The colour with which it is filled, and its opacity, 0 to 255; black when it cannot be asked (a pattern)."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(one, *parts):
        return (0, 0, 0), 255
    red, green, blue, opacity = (part.value for part in parts)
    return (red, green, blue), opacity


def _bounds(one: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(one, *sides)
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _address(one: Any) -> int:
    return ctypes.cast(one, ctypes.c_void_p).value or 0


def _gather(words: pypdfium2.PdfTextPage, suspects: dict[int, _Suspect]) -> None:
    """Give each suspect its characters; blanks are none."""
    for index in range(words.count_chars()):
        suspect = suspects.get(_address(pdfium.FPDFText_GetTextObject(words, index)))
        if suspect is not None and chr(pdfium.FPDFText_GetUnicode(words, index)).strip():
            box = _letter(words, index)
            if box is not None:
                suspect.letters.append(index)
                suspect.boxes.append(box)


def _outside(words: pypdfium2.PdfTextPage, frame: Box) -> Iterator[int]:
    for index in range(words.count_chars()):
        # With the room for ascenders and descenders: a line that is cut at the edge is no hidden one.
        box = _letter(words, index, loose=True)
        if box is not None and (box[2] <= frame[0] or box[0] >= frame[2] or box[3] <= frame[1] or box[1] >= frame[3]):
            yield index


def _letter(words: pypdfium2.PdfTextPage, index: int, *, loose: bool = False) -> Box | None:
    """Where a character stands; None for those without a size and those that are nowhere."""
    try:
        box: Box = words.get_charbox(index, loose=loose)
    except pypdfium2.PdfiumError:
        return None
    return box if box[2] > box[0] and box[3] > box[1] else None


def _is_covered(box: Box, colour: Colour, fills: list[tuple[Box, Colour]]) -> bool:
    """Whether something in another colour lies around the words: then they are seen, and nothing need be drawn."""
    around = [other for ground, other in fills if _is_inside(box, ground)]
    return bool(around) and not near(colour, around[-1])


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    across, down = page.get_size()
    scale = min(2.0, math.sqrt(_MAX_PIXELS / max(1.0, across * down)))
    drawn: Image.Image = page.render(scale=scale, rotation=0, may_draw_forms=False).to_pil()
    return drawn.convert("L")


def _is_drawn(one: _Suspect, picture: Image.Image, frame: Box) -> bool:
    """Whether the picture has a contrast where most of the letters stand."""
    across, down = picture.width / max(1.0, frame[2] - frame[0]), picture.height / max(1.0, frame[3] - frame[1])
    shown = 0
    for left, bottom, right, top in one.boxes:
        box = (
            max(0, math.floor((left - frame[0]) * across)),
            max(0, math.floor((frame[3] - top) * down)),
            min(picture.width, math.ceil((right - frame[0]) * across)),
            min(picture.height, math.ceil((frame[3] - bottom) * down)),
        )
        if box[0] < box[2] and box[1] < box[3]:
            darkest, lightest = picture.crop(box).getextrema()
            shown += int(lightest) - int(darkest) >= _CONTRAST  # type: ignore[arg-type]  # one band: two numbers
    return shown > _SHOWN_SHARE * len(one.boxes)


def page_notes(page: pypdfium2.PdfPage, number: int) -> Iterator[Passage]:
    """What the annotations of a page say, and its pictures to those who cannot see them."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        text = _contents(note)
        away = pdfium.FPDFAnnot_GetFlags(note) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW)
        if text and kind not in {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_POPUP}:
            free = kind == pdfium.FPDF_ANNOT_FREETEXT
            reason = "annotation" if away or not free else ""
            yield Passage(f"p{number} annotation {index + 1}", text, "note" if free else "comment", hidden=reason)
        pdfium.FPDFPage_CloseAnnot(note)
    yield from (Passage(f"p{number} picture", text, "note", hidden="alt text") for text in _alternative_texts(page))


def is_typed(page: pypdfium2.PdfPage, notes: Iterable[Passage]) -> bool:
    """Whether words were typed onto a page (FreeText: seen, and no text of the page) that is no scan."""
    return any(one.kind == "note" and not one.hidden for one in notes) and not has_picture(page)


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether there is a picture on a page."""
    return any(one.type == pdfium.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=3))


def _contents(note: Any) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace").strip()


def _alternative_texts(page: pypdfium2.PdfPage) -> Iterator[str]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        waiting = [(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), 0) for index in range(max(0, count))]
        for _ in range(_MAX_OBJECTS):
            if not waiting:
                return
            one, depth = waiting.pop()
            if not one:
                continue
            size = pdfium.FPDF_StructElement_GetAltText(one, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDF_StructElement_GetAltText(one, buffer, size)
            text = buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace").strip()
            if text:
                yield text
            if depth < 100:
                more = pdfium.FPDF_StructElement_CountChildren(one)
                waiting += [(pdfium.FPDF_StructElement_GetChildAtIndex(one, i), depth + 1) for i in range(max(0, more))]
    finally:
        pdfium.FPDF_StructTree_Close(tree)
