"""Picture files as they come into a Word document: their bytes, their kind, their natural size."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ExifTags import Base

from agent.core.errors import InvalidArgumentsError
from agent.documents.op_words import file_in

_KINDS = {"PNG": ("png", "image/png"), "JPEG": ("jpeg", "image/jpeg"), "GIF": ("gif", "image/gif"),
          "BMP": ("bmp", "image/bmp"), "TIFF": ("tiff", "image/tiff")}  # fmt: skip
_MAX_PIXELS = 100_000_000
_DPI = 96.0
EMU_PER_INCH = 914_400


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture: `width` and `height` in EMU (1/914,400 inch) at the resolution that the file tells."""

    contents: bytes
    extension: str
    content_type: str
    width: int
    height: int


def picture_in(op: Mapping[str, object], key: str = "picture") -> PictureFile:
    """The picture in the file that `key` names. A photo that lies on its side is turned; WebP becomes PNG.

    Raises:
        InvalidArgumentsError: there is none, it is damaged, or larger than 100 million pixels.
    """
    path = file_in(op, key)
    try:
        with Image.open(path, formats=(*_KINDS, "WEBP")) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise InvalidArgumentsError("The picture is too large: it has more than 100 million pixels.")
            image.load()
            return _made(path, image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise InvalidArgumentsError(
            f'{key!r} is a picture file (.png, .jpg, .gif, .bmp, .tif, .webp): give it as {{"file": "name.png"}}.'
        ) from error


def _made(path: Path, image: Image.Image) -> PictureFile:
    told = image.info.get("dpi")
    dpi = float(told[0]) if isinstance(told, tuple) and 20 <= float(told[0]) <= 2_400 else _DPI
    turned = image.getexif().get(Base.Orientation, 1) not in {0, 1}
    kept = str(image.format) in _KINDS and not turned
    upright = image if kept else ImageOps.exif_transpose(image)
    kind = str(image.format) if str(image.format) in _KINDS else "PNG"
    contents = path.read_bytes()
    if not kept:
        out = io.BytesIO()
        upright.save(out, kind, **({"quality": 92} if kind == "JPEG" else {}))
        contents = out.getvalue()
    extension, content_type = _KINDS[kind]
    width, height = (round(pixels / dpi * EMU_PER_INCH) for pixels in upright.size)
    return PictureFile(contents, extension, content_type, width, height)
