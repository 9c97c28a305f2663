"""How a filled field looks: ISO 32000-2, 12.7.4.3 (variable text), in a font of this computer that is embedded.

The fonts of most forms have Latin letters only, and viewers differ in what they draw for others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, IndirectObject, NameObject

from agent.documents.pdf.fields import COMB, MULTILINE, PASSWORD, Field
from agent.documents.pdf.lines import broken
from agent.documents.pdf.objects import dictionary_at, floats, made, numbers_of
from agent.documents.pdf.typeface import AnyFace, Typefaces, shown

_FONT = re.compile(r"/\S+\s+(-?[\d.]+)\s+Tf")
_LEADING = 1.2
_ROOM = 2.0
_LARGEST, _SMALLEST = 12.0, 4.0


@dataclass(frozen=True, slots=True)
class Look:
    """A field as it is drawn: its stream, and whether the text has room in it."""

    stream: IndirectObject
    fits: bool


def drawn_field(
    writer: PdfWriter, field: Field, widget: DictionaryObject, text: str, faces: Typefaces, fonts: IndirectObject
) -> Look:
    """The appearance of `text` in a widget; `fonts` will have the faces by their `font_key`."""
    width, height = _size(widget)
    if field.flags & PASSWORD:
        text = "*" * len(text)
    size, lines = _laid_out(field, text, faces, width, height)
    fits = all(faces.width(line, size) <= width - 2 * _ROOM + 0.5 for line in lines)
    fits = fits and (field.kind == "list" or len(lines) * size * _LEADING <= height + size * 0.4)
    clip = f"/Tx BMC q 1 1 {width - 2:.2f} {height - 2:.2f} re W n\n".encode()
    drawn = _bars(field, text, lines, size, (width, height)) + f"BT {_colour(field)}\n".encode()
    drawn += b"".join(_shown_lines(field, text, lines, size, faces, (width, height)))
    stream = DecodedStreamObject()
    stream.set_data(_ground(widget, width, height) + clip + drawn + b"ET Q EMC\n")
    stream.update(
        made(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Form"),
                "/BBox": floats(0, 0, width, height),
                "/Resources": made({"/Font": fonts}),
            }
        )
    )
    return Look(writer._add_object(stream.flate_encode()), fits)


def _baseline(field: Field, size: float, height: float) -> float:
    """How high the first line stands."""
    if field.flags & MULTILINE or field.kind == "list":
        return height - _ROOM - size * 0.9
    return (height - size) / 2 + 0.13 * size


def _bars(field: Field, text: str, lines: Sequence[str], size: float, box: tuple[float, float]) -> bytes:
    """Bars behind what is chosen from a list."""
    top, chosen = _baseline(field, size, box[1]), text.split(", ") if field.kind == "list" else []
    heights = [top - index * size * _LEADING for index, line in enumerate(lines) if line in chosen]
    code = [f"1 {y - 0.25 * size:.2f} {box[0] - 2:.2f} {size * _LEADING:.2f} re f\n" for y in heights]
    return f"0.6 0.75 0.86 rg {' '.join(code)}".encode() if code else b""


def _shown_lines(
    field: Field, text: str, lines: Sequence[str], size: float, faces: Typefaces, box: tuple[float, float]
) -> Iterator[bytes]:
    names = {id(face): font_key(face)[1:] for face in faces.faces}
    width, top = box[0], _baseline(field, size, box[1])
    if field.flags & COMB and field.longest and not field.flags & MULTILINE:
        cell = width / field.longest
        for index, c in enumerate(text):
            x = cell * index + (cell - faces.width(c, size)) / 2
            yield f"1 0 0 1 {x:.2f} {top:.2f} Tm ".encode() + shown(faces.runs(c), names, size)
        return
    for index, line in enumerate(lines):
        x = _start(field.align, width, faces.width(line, size))
        place = f"1 0 0 1 {x:.2f} {top - index * size * _LEADING:.2f} Tm ".encode()
        yield place + shown(faces.runs(line), names, size)


def font_key(face: AnyFace) -> str:
    """The name of a face among the fonts of appearances."""
    return f"/Dh{face.name}"


def wanted_size(field: Field) -> float:
    """The size of the letters that a form asks for; 0 for as large as fits."""
    found = _FONT.search(field.appearance)
    return abs(float(found[1])) if found else 0.0


def _size(widget: DictionaryObject) -> tuple[float, float]:
    left, bottom, right, top = numbers_of(widget.get("/Rect")) or (0.0, 0.0, 100.0, 20.0)
    return max(4.0, abs(right - left)), max(4.0, abs(top - bottom))


def _laid_out(field: Field, text: str, faces: Typefaces, width: float, height: float) -> tuple[float, Sequence[str]]:
    """The size of the letters and the lines."""
    wanted = wanted_size(field)
    if field.kind == "list":
        return wanted or _LARGEST, [shown_as for _, shown_as in field.options]
    if not field.flags & MULTILINE:
        line = " ".join(text.split("\n"))
        room = (width - 2 * _ROOM) / max(0.01, faces.width(line, 1))
        return wanted or max(_SMALLEST, min(_LARGEST, 0.75 * height, room)), [line]
    size = wanted or _LARGEST
    lines = _lines(text, faces, size, width)
    while not wanted and size > _SMALLEST and len(lines) * size * _LEADING > height - 2 * _ROOM:
        size -= 0.5
        lines = _lines(text, faces, size, width)
    return size, lines


def _lines(text: str, faces: Typefaces, size: float, width: float) -> list[str]:
    widths = [0.0 if c in "\n\v" else faces.width(c, size) for c in text]
    return [text[line.start : line.stop] for line in broken(text, widths, width - 2 * _ROOM)]


def _start(align: int, width: float, length: float) -> float:
    return {1: (width - length) / 2, 2: width - length - _ROOM}.get(align, _ROOM)


def _colour(field: Field) -> str:
    rest = _FONT.sub("", field.appearance).strip()
    return rest if re.fullmatch(r"[\d.\s]*(?:g|rg|k)", rest) else "0 g"


def _ground(widget: DictionaryObject, width: float, height: float) -> bytes:
    """The ground and the border that the form gives the field (12.5.6.19)."""
    look = dictionary_at(widget, "/MK")
    ground, border = (numbers_of(look.get(key)) if look is not None else [] for key in ("/BG", "/BC"))
    style = dictionary_at(widget, "/BS")
    thick = float(str(style.get("/W", 1))) if style is not None else 1.0
    code = ""
    if ground:
        code += f"{_paint(ground, stroke=False)} 0 0 {width:.2f} {height:.2f} re f\n"
    if border and thick > 0:
        inner = f"{thick / 2:.2f} {thick / 2:.2f} {width - thick:.2f} {height - thick:.2f} re S"
        code += f"{_paint(border, stroke=True)} {thick:.2f} w {inner}\n"
    return f"q {code}Q\n".encode() if code else b""


def _paint(parts: Sequence[float], *, stroke: bool) -> str:
    operator = {1: "g", 3: "rg", 4: "k"}.get(len(parts), "g")
    numbers = " ".join(f"{part:.3f}" for part in (parts if len(parts) in {1, 3, 4} else [1.0]))
    return f"{numbers} {operator.upper() if stroke else operator}"
