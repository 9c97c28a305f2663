"""Ops that write over pages: stamps and page numbers, watermarks of words or of a picture."""

import math
import re
from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_words import text_in
from agent.documents.operations import Operation
from agent.documents.pdf.draft import Draft, count_words, pages_in
from agent.documents.pdf.installed import installed
from agent.documents.pdf.overlay import Colour, Mark, Placed, draw_picture, draw_texts, picture_object
from agent.documents.pdf.space import space_of
from agent.documents.pdf.typeface import Typefaces

_STAMPED = Words("Wrote {text!r} on {pages}.", "{pages}に「{text}」を書き込みました。")
_MARKED = Words("Put the watermark {text!r} on {pages}.", "{pages}に透かし「{text}」を入れました。")
_PICTURED = Words("Put the picture on {pages}.", "{pages}に画像を入れました。")
_PLACES = tuple(f"{down} {across}" for down in ("top", "bottom") for across in ("left", "center", "right"))
_COLOURS: Mapping[str, Colour] = {
    "black": (0.0, 0.0, 0.0), "grey": (0.5, 0.5, 0.5), "gray": (0.5, 0.5, 0.5), "red": (0.85, 0.1, 0.1),
    "blue": (0.1, 0.25, 0.75), "green": (0.1, 0.5, 0.2), "white": (1.0, 1.0, 1.0),
}  # fmt: skip
_HEX = re.compile(r"#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_MARGIN = 28.35  # 1 cm


def real_in(op: Op, key: str, low: float, high: float, default: float) -> float:
    """A number from `low` to `high`. Raises InvalidArgumentsError."""
    found = op.get(key, default)
    if not isinstance(found, (int, float)) or isinstance(found, bool) or not low <= found <= high:
        raise InvalidArgumentsError(f"{key!r} is a number from {low:g} to {high:g}, not {found!r}.")
    return float(found)


def colour_in(op: Op, default: str = "black") -> Colour:
    """A colour by its name or as #RRGGBB. Raises InvalidArgumentsError."""
    said = op.get("colour", default)
    if isinstance(said, str) and said.lower() in _COLOURS:
        return _COLOURS[said.lower()]
    found = _HEX.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        raise InvalidArgumentsError(f"'colour' is one of {', '.join(_COLOURS)} or #RRGGBB, not {said!r}.")
    red, green, blue = (int(part, 16) / 255 for part in found.groups())
    return red, green, blue


def language_of(text: str) -> str:
    """Whether a text is written in a Japanese font."""
    return "ja" if any(ord(c) >= 0x2E80 for c in text) else "en"


def _stamp(draft: Draft, op: Op) -> Words:
    text = text_in(op, "text")
    total = len(draft.writer.pages)
    numbers = pages_in(op, total)
    size, margin = real_in(op, "size", 4, 200, 10), real_in(op, "margin", 0, 400, _MARGIN)
    first = int(real_in(op, "first", 0, 1_000_000, 1))
    faces = installed(language=language_of(text), bold=op.get("bold") is True)
    colour, opacity = colour_in(op), real_in(op, "opacity", 0.05, 1, 1)
    marks = []
    for index, number in enumerate(numbers):
        line = text.replace("{pages}", str(len(numbers) + first - 1)).replace("{page}", str(index + first))
        x, y = _place(op, space_of(draft.writer.pages[number - 1]).size, faces.width(line, size), size, margin)
        marks.append(Mark(number, line, x, y, size, colour, opacity))
    draw_texts(draft.writer, marks, faces)
    return _STAMPED.of(text=text, pages=count_words(len(numbers)))


def _place(op: Op, page: tuple[float, float], width: float, size: float, margin: float) -> tuple[float, float]:
    """Where a line starts, and its baseline, as seen."""
    said = op.get("at", "bottom center")
    if isinstance(said, (list, tuple)) and len(said) == 2 and all(isinstance(one, (int, float)) for one in said):
        return float(said[0]), float(said[1]) + 0.88 * size
    across, down = page
    if said == "center":
        return (across - width) / 2, down / 2 + 0.35 * size
    if said not in _PLACES:
        raise InvalidArgumentsError(f"'at' is one of {', '.join(_PLACES)}, center, or [x,y] in points, not {said!r}.")
    vertical, horizontal = str(said).split()
    x = {"left": margin, "center": (across - width) / 2, "right": across - margin - width}[horizontal]
    return x, margin + 0.88 * size if vertical == "top" else down - margin - 0.12 * size


def _watermark(draft: Draft, op: Op) -> Words:
    numbers = pages_in(op, len(draft.writer.pages))
    if ("text" in op) == ("source" in op):
        raise InvalidArgumentsError("'watermark' needs either 'text' or 'source' (the number of a picture).")
    opacity = real_in(op, "opacity", 0.02, 1, 0.2)
    if "source" in op:
        return _picture(draft, op, numbers, opacity)
    text = text_in(op, "text")
    faces = installed(language=language_of(text), bold=True)
    colour, angle = colour_in(op, "grey"), real_in(op, "angle", -90, 90, 45)
    marks = [_across(draft, number, text, faces, angle, op) for number in numbers]
    draw_texts(
        draft.writer,
        [Mark(number, text, x, y, size, colour, opacity, angle) for number, x, y, size in marks],
        faces,
    )
    return _MARKED.of(text=text, pages=count_words(len(numbers)))


def _across(
    draft: Draft, number: int, text: str, faces: Typefaces, angle: float, op: Op
) -> tuple[int, float, float, float]:
    """Where a line through the middle of a page starts, and its size: by default as large as fits."""
    across, down = space_of(draft.writer.pages[number - 1]).size
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    length = min(across / max(abs(cos), 0.01), down / max(abs(sin), 0.01))
    size = real_in(op, "size", 4, 400, min(160, max(4, 0.7 * length / max(0.5, faces.width(text, 1)))))
    half, drop = faces.width(text, size) / 2, 0.35 * size
    return number, across / 2 - half * cos + drop * sin, down / 2 + half * sin + drop * cos, size


def _picture(draft: Draft, op: Op, numbers: list[int], opacity: float) -> Words:
    picture, ratio = picture_object(draft.writer, draft.sources[draft.source_in(op)])
    places = []
    for number in numbers:
        across, down = space_of(draft.writer.pages[number - 1]).size
        width = min(real_in(op, "width", 5, 5_000, across / 2), across, down * ratio)
        height = width / ratio
        if "at" in op:
            x, y = _place(op, (across, down), width, 0, _MARGIN)
            top_down = str(op["at"]).startswith("top") or not isinstance(op["at"], str)
            y += height if top_down else height / 2 if op["at"] == "center" else 0
        else:
            x, y = (across - width) / 2, (down + height) / 2
        places.append(Placed(number, x, y, width, height, opacity))
    draw_picture(draft.writer, picture, places)
    return _PICTURED.of(pages=count_words(len(numbers)))


STAMP_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "stamp": Operation(
        _stamp,
        ("text", "pages", "at", "size", "margin", "first", "bold", "colour", "opacity"),
        '{"op":"stamp","text":"{page} / {pages}","at":"bottom center","size":10,"colour":"black","pages":"all"} '
        '(at: top|bottom left|center|right, center, or [x,y] in points; also "bold", "opacity", "margin", "first":1)',
    ),
    "watermark": Operation(
        _watermark,
        ("text", "source", "pages", "size", "width", "at", "angle", "colour", "opacity"),
        '{"op":"watermark","text":"社外秘","opacity":0.2,"angle":45,"pages":"all"} or a picture: "source":1,'
        '"width":120,"at":"top right","opacity":1 (source: number of the picture among the sources)',
    ),
}
