"""Texts and pictures drawn over or under what pages have: ISO 32000-2, 8.9 (images), 9.4 (text), 11.6.4.4 (opacity)."""

import math
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from pypdf import PageObject, PdfWriter
from pypdf.generic import EncodedStreamObject, FloatObject, IndirectObject, NameObject, NumberObject, PdfObject

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.pdf.contents import enclosed, named_resource
from agent.documents.pdf.objects import made
from agent.documents.pdf.space import Space, space_of
from agent.documents.pdf.typeface import Typefaces, shown
from agent.documents.pictures.source import opened
from agent.documents.pictures.write import upright

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of text on page `page` (from 1): its baseline starts `x` from the left and `y` from the top, as seen, in
    points; it rises by `angle` degrees. `opacity` is from 0 to 1.
    """

    page: int
    text: str
    x: float
    y: float
    size: float
    colour: Colour = (0.0, 0.0, 0.0)
    opacity: float = 1.0
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on a page: its lower left corner, as seen, in points, and its size."""

    page: int
    x: float
    y: float
    width: float
    height: float
    opacity: float = 1.0
    angle: float = 0.0


def draw_texts(writer: PdfWriter, marks: Sequence[Mark], faces: Typefaces) -> None:
    """Draw lines over what pages have, in fonts that are embedded with what the lines use."""
    by_page: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_page[mark.page].append(mark)
        for run in faces.runs(mark.text):
            run.face.encoded(run.text)
    fonts = {id(face): face.written(writer) for face in faces.used()}
    for number, some in by_page.items():
        page = writer.pages[number - 1]
        names = {key: named_resource(page, "/Font", "DhF", font)[1:] for key, font in fonts.items()}
        space = space_of(page)
        code = b"".join(
            b"q " + _state(page, mark.opacity)
            + ("{:.3f} {:.3f} {:.3f} rg {:.3f} {:.3f} {:.3f} RG ".format(*mark.colour, *mark.colour)).encode()
            + b"BT " + _matrix(space, mark.x, mark.y, mark.angle) + b" Tm "
            + shown(faces.runs(mark.text), names, mark.size) + b"ET Q\n"
            for mark in some
        )  # fmt: skip
        enclosed(writer, page, over=code)


def draw_picture(writer: PdfWriter, picture: IndirectObject, places: Sequence[Placed]) -> None:
    """Draw a picture over what pages have."""
    for place in places:
        page = writer.pages[place.page - 1]
        name = named_resource(page, "/XObject", "DhIm", picture)
        matrix = _matrix(space_of(page), place.x, place.y, place.angle)
        size = f" cm {place.width:.3f} 0 0 {place.height:.3f} 0 0 cm {name} Do Q\n".encode()
        enclosed(writer, page, over=b"q " + _state(page, place.opacity) + matrix + size)


def _state(page: PageObject, opacity: float) -> bytes:
    if opacity >= 1:
        return b""
    state = made({"/Type": NameObject("/ExtGState"), "/ca": FloatObject(opacity), "/CA": FloatObject(opacity)})
    return f"{named_resource(page, '/ExtGState', 'DhGs', state)} gs ".encode()


def _matrix(space: Space, x: float, y: float, angle: float) -> bytes:
    a, b, c, d, e, f = space.upright(x, y)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = (cos * a + sin * c, cos * b + sin * d, cos * c - sin * a, cos * d - sin * b, e, f)
    return " ".join(f"{one:.4f}" for one in turned).encode()


def picture_object(writer: PdfWriter, source: Path) -> tuple[IndirectObject, float]:
    """A picture file as an object of the document, with its transparency; and its width divided by its height.

    Raises:
        InvalidArgumentsError: it is no picture.
    """
    try:
        with opened(source) as picture_file:
            shown_as = upright(picture_file)
            mask = shown_as.convert("RGBA").getchannel("A") if shown_as.has_transparency_data else None
            plain = shown_as.convert("RGB")
    except UnreadableError as error:
        raise InvalidArgumentsError("'source' is the number of a picture (.png, .jpg) among the sources.") from error
    picture = _image(plain)
    if mask is not None:
        picture[NameObject("/SMask")] = writer._add_object(_image(mask))
    return writer._add_object(picture), plain.width / plain.height


def _image(picture: Image.Image) -> EncodedStreamObject:
    image = EncodedStreamObject()
    image._data = zlib.compress(picture.tobytes(), 6)
    image.update(made(dict(_entries(picture))))
    return image


def _entries(picture: Image.Image) -> Iterator[tuple[str, PdfObject]]:
    yield "/Type", NameObject("/XObject")
    yield "/Subtype", NameObject("/Image")
    yield "/Width", NumberObject(picture.width)
    yield "/Height", NumberObject(picture.height)
    yield "/ColorSpace", NameObject("/DeviceGray" if picture.mode == "L" else "/DeviceRGB")
    yield "/BitsPerComponent", NumberObject(8)
    yield "/Filter", NameObject("/FlateDecode")
