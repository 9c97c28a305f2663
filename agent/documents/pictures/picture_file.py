"""Picture files as they come into an Office document: their bytes, their kind, their natural size."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import SupportsFloat

from PIL import Image
from PIL.ExifTags import Base

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.op_words import file_in
from agent.documents.pictures.source import opened
from agent.documents.pictures.write import coded, upright

# What every program of an office shows. The others become one of these.
_KINDS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "BMP": "bmp", "TIFF": "tiff"}
_PHOTOS = frozenset({"HEIF", "AVIF"})
_DPI = 96.0
EMU_PER_INCH = 914_400
EMU_PER_PIXEL = 9525  # of a screen with 96 dots an inch


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture: `width` and `height` in EMU (1/914,400 inch) at the resolution that the file tells."""

    contents: bytes
    extension: str
    width: int
    height: int

    @property
    def content_type(self) -> str:
        """Its kind as a package tells it."""
        return f"image/{self.extension}"


def picture_in(op: Mapping[str, object], key: str = "picture") -> PictureFile:
    """The picture file of `key`, upright; kinds that Office does not show are coded anew.

    Raises:
        InvalidArgumentsError: there is none, it is damaged, or larger than 100 million pixels.
    """
    path = file_in(op, key)
    try:
        with opened(path) as image:
            image.load()
            return _made(path, image)
    except UnreadableError as error:
        if error.code == "too_large":
            raise InvalidArgumentsError("The picture is too large: it has more than 100 million pixels.") from error
        raise InvalidArgumentsError(
            f'{key!r} is a picture (.png, .jpg, .gif, .bmp, .tif, .webp, .heic) that opens: {{"file": "name.png"}}.'
        ) from error


def _made(path: Path, image: Image.Image) -> PictureFile:
    across, down = map(_sane, image.info.get("dpi", (_DPI, _DPI)))
    turned = image.getexif().get(Base.Orientation, 1) not in {0, 1}
    if image.format in _KINDS and not turned:
        shown, extension, contents = image, _KINDS[image.format], path.read_bytes()
    else:
        shown = upright(image)
        extension = _KINDS.get(str(image.format), "jpeg" if image.format in _PHOTOS else "png")
        contents, _ = coded(shown, image, f".{extension}")
    width, height = round(shown.width / across * EMU_PER_INCH), round(shown.height / down * EMU_PER_INCH)
    return PictureFile(contents, extension, max(1, width), max(1, height))


def _sane(told: SupportsFloat) -> float:
    """Dots an inch; those of a screen where a file tells nonsense."""
    dots = float(told)
    return dots if 20 <= dots <= 2_400 else _DPI
