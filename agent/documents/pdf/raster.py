"""A page as a picture of itself, with the words of its seen text behind it, but for what is painted over.

The words are an invisible layer as scanners make it (ISO 32000-2, 9.3.6, render mode 3), so that the rest of the page
can still be searched and read aloud.
"""

import io
import math
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

from agent.documents.pdf.find import Letters
from agent.documents.pdf.objects import floats, made
from agent.documents.pdf.space import Box, Space

DPI = 200
UNSEEN_FONT = "Unseen"
_MAX_PIXELS = 36_000_000
_QUALITY = 90
# Letters stay sharp where the picture is packed without loss; this much larger it may be for that.
_SHARPER = 2.0
# Letters on a plain ground pack into less than this share.
_PHOTO = 0.1
_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Unicode def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%d beginbfrange
%s
endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def picture_of(page: pypdfium2.PdfPage, space: Space, boxes: Sequence[Box]) -> Image.Image:
    """The page as it is seen, with `boxes` (x, y, width, height as seen, in points) painted black."""
    across, down = space.size
    scale = min(DPI / 72, math.sqrt(_MAX_PIXELS / max(1.0, across * down)))
    drawn: Image.Image = page.render(scale=scale, rotation=0).to_pil().convert("RGB")
    brush = ImageDraw.Draw(drawn)
    right, low = drawn.width / across, drawn.height / down
    for x, y, width, height in boxes:
        corner = math.floor(x * right), math.floor(y * low)
        brush.rectangle((*corner, math.ceil((x + width) * right), math.ceil((y + height) * low)), fill="black")
    return drawn


def become_picture(writer: PdfWriter, page: PageObject, picture: Image.Image, space: Space, layer: bytes) -> None:
    """Make `page` nothing but `picture` and the text `layer`; whatever it had is gone."""
    across, down = space.size
    parent = page.raw_get("/Parent")
    page.clear()
    resources = made({"/XObject": made({"/Im0": writer._add_object(_image(picture))})})
    if layer:
        resources[NameObject("/Font")] = made({"/F0": _font(writer)})
    code = f"q {across:.4f} 0 0 {down:.4f} 0 0 cm /Im0 Do Q\n".encode()
    contents = DecodedStreamObject()
    contents.set_data(code + layer)
    page[NameObject("/Type")] = NameObject("/Page")
    page[NameObject("/Parent")] = parent
    page[NameObject("/MediaBox")] = RectangleObject((0, 0, across, down))
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = writer._add_object(contents.flate_encode())


def _image(picture: Image.Image) -> StreamObject:
    red, green, blue = picture.split()
    plain = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(red, blue).getbbox() is None
    kept = red if plain else picture
    raw = kept.tobytes()
    packed = zlib.compress(raw, 5)
    photo = io.BytesIO()
    if len(packed) > _PHOTO * len(raw):
        kept.save(photo, "JPEG", quality=_QUALITY, subsampling=0)
    as_photo = 0 < photo.getbuffer().nbytes < len(packed) / _SHARPER
    image = EncodedStreamObject()
    image._data = photo.getvalue() if as_photo else packed
    image.update(
        made(
            {
                "/Type": NameObject("/XObject"),
                "/Subtype": NameObject("/Image"),
                "/Width": NumberObject(kept.width),
                "/Height": NumberObject(kept.height),
                "/ColorSpace": NameObject("/DeviceGray" if plain else "/DeviceRGB"),
                "/BitsPerComponent": NumberObject(8),
                "/Filter": NameObject("/DCTDecode" if as_photo else "/FlateDecode"),
            }
        )
    )
    return image


def _font(writer: PdfWriter) -> IndirectObject:
    """A font without glyphs, for words that are not drawn: its codes are those of Unicode."""
    ranges = "\n".join(f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256))
    unicode = DecodedStreamObject()
    unicode.set_data(_UNICODE % (256, ranges.encode()))
    descriptor = made(
        {
            "/Type": NameObject("/FontDescriptor"),
            "/FontName": NameObject(f"/{UNSEEN_FONT}"),
            "/Flags": NumberObject(4),
            "/FontBBox": floats(0, 0, 1000, 1000),
            "/ItalicAngle": NumberObject(0),
            "/Ascent": NumberObject(800),
            "/Descent": NumberObject(-200),
            "/CapHeight": NumberObject(800),
            "/StemV": NumberObject(80),
        }
    )
    system = made({"/Registry": TextStringObject("Adobe"), "/Ordering": TextStringObject("Identity")})
    system[NameObject("/Supplement")] = NumberObject(0)
    below = made(
        {
            "/Type": NameObject("/Font"),
            "/Subtype": NameObject("/CIDFontType2"),
            "/BaseFont": NameObject(f"/{UNSEEN_FONT}"),
            "/CIDSystemInfo": system,
            "/FontDescriptor": writer._add_object(descriptor),
            "/DW": NumberObject(1000),
            "/CIDToGIDMap": NameObject("/Identity"),
        }
    )
    font: DictionaryObject = made(
        {
            "/Type": NameObject("/Font"),
            "/Subtype": NameObject("/Type0"),
            "/BaseFont": NameObject(f"/{UNSEEN_FONT}"),
            "/Encoding": NameObject("/Identity-H"),
            "/DescendantFonts": ArrayObject([writer._add_object(below)]),
            "/ToUnicode": writer._add_object(unicode.flate_encode()),
        }
    )
    return writer._add_object(font)


def text_layer(words: pypdfium2.PdfTextPage, letters: Letters, gone: set[int], space: Space) -> bytes:
    """Operators that write the letters but those in `gone`, unseen, where they stand; "" when none are left.

    Letters of lines that do not run from left to right are left out: their places cannot be kept.
    """
    lines = [line for run in _runs(words, letters, gone) if (line := _written(letters, run, space))]
    return b"BT 3 Tr\n" + b"".join(lines) + b"ET\n" if lines else b""


def _runs(words: pypdfium2.PdfTextPage, letters: Letters, gone: set[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index, (c, box) in enumerate(zip(letters.text, letters.boxes, strict=True)):
        fits = index not in gone and box is not None and c.isprintable() and _is_level(words, index)
        last = letters.boxes[run[-1]] if run else None
        if run and (not fits or last is None or box is None or not _beside(last, box)):
            yield run
            run = []
        if fits:
            run.append(index)
    if run:
        yield run


def _is_level(words: pypdfium2.PdfTextPage, index: int) -> bool:
    angle: float = pdfium.FPDFText_GetCharAngle(words, index)
    return angle < 0 or abs(math.sin(angle)) < 0.02


def _beside(last: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return last[1] <= middle <= last[3] and last[0] <= box[0] and box[0] - last[2] < 2 * (box[3] - box[1])


def _written(letters: Letters, run: Sequence[int], space: Space) -> bytes:
    text = "".join(letters.text[index] for index in run)
    boxes = [box for index in run if (box := letters.boxes[index]) is not None]
    if not text.strip():
        return b""
    left, right = boxes[0][0], max(box[2] for box in boxes)
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    size = max(0.5, top - bottom)
    base = bottom + 0.2 * size
    _, down = space.size
    (x, y, _, _), (end, below, _, _) = space.seen((left, base, left, base)), space.seen((right, base, right, base))
    length = max(0.01, math.hypot(end - x, below - y))
    cos, sin = (end - x) / length, (y - below) / length
    code = text.encode("utf-16-be", "replace").hex().upper()
    stretch = 100 * length / (size * len(code) / 4)
    return (
        f"/F0 {size:.2f} Tf {stretch:.2f} Tz {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {down - y:.2f} Tm "
        f"<{code}> Tj\n"
    ).encode()
