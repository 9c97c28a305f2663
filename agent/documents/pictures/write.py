"""Pictures coded anew: as another format, or after their pixels changed; colours, date and camera come along."""

import io
import struct
from collections.abc import Mapping
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words

_ANEW = Words("The picture was compressed anew.", "画像は再圧縮されています。")
_WHITE = Words("What was transparent is white.", "透明な部分は白になりました。")
_FIRST = Words(
    "Only the first of {count} {count:frame or page|frames or pages} is in it.",
    "{count} コマ(ページ)のうち最初の 1 枚だけです。",
)
_PLACE = Words("It still tells where it was taken.", "撮影場所の情報が残っています。")
_QUALITY = 92
FORMATS: Mapping[str, str] = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".gif": "GIF", ".bmp": "BMP", ".tif": "TIFF",
    ".tiff": "TIFF",
}  # fmt: skip
_LOSSY = frozenset({"JPEG", "WEBP"})
_WITH_EXIF = frozenset({"JPEG", "PNG", "WEBP", "TIFF"})
_KEPT = (
    ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.DateTime, ExifTags.Base.ImageDescription,
    ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.Software,
)  # fmt: skip
_PLAIN_MODES = frozenset({"RGB", "L", "CMYK"})


def upright(picture: Image.Image) -> Image.Image:
    """The decoded picture as it is shown."""
    return ImageOps.exif_transpose(picture)


def coded(picture: Image.Image, origin: Image.Image, suffix: str) -> tuple[bytes, list[Words]]:
    """The bytes of an upright `picture` in the format of `suffix`, and what is to be said of it.

    `origin` is the file that it comes from: its colour profile, resolution and Exif data are taken over.

    Raises:
        InvalidArgumentsError: no format of that extension is written.
    """
    name = FORMATS.get(suffix.lower())
    if name is None:
        raise InvalidArgumentsError(f"A picture is written as {', '.join(FORMATS)} or .pdf, not as {suffix}.")
    said: list[Words] = []
    if name in {"JPEG", "BMP"} and picture.has_transparency_data:
        picture = _on_white(picture)
        said.append(_WHITE)
    if name == "JPEG" and picture.mode not in _PLAIN_MODES:
        picture = picture.convert("RGB")
    options: dict[str, object] = {key: origin.info[key] for key in ("icc_profile", "dpi") if origin.info.get(key)}
    exif = _exif(origin) if name in _WITH_EXIF else b""
    if exif:
        options["exif"] = exif
        said += [_PLACE] if origin.getexif().get_ifd(ExifTags.IFD.GPSInfo) else []
    if name in _LOSSY:
        options["quality"] = _QUALITY
        said.append(_ANEW)
    out = io.BytesIO()
    picture.save(out, name, **options)
    return out.getvalue(), said


def _exif(origin: Image.Image) -> bytes:
    """Date, camera, place and names; not how to turn the picture, which is upright now, nor the layout of a TIFF."""
    old, new = origin.getexif(), Image.Exif()
    for tag in _KEPT:
        if tag in old:
            new[tag] = old[tag]
    for part in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
        new.get_ifd(part).update(old.get_ifd(part))
    try:
        return new.tobytes() if any(tag in old for tag in (*_KEPT, ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)) else b""
    except (struct.error, ValueError, TypeError, OverflowError, KeyError):
        return b""  # values of a kind that Exif does not have


def save(drawn: Image.Image, target: Path) -> None:
    """Write what was drawn for eyes: as JPEG when `target` ends so and nothing is transparent, else as PNG."""
    if target.suffix.lower() == ".jpg" and not drawn.has_transparency_data:
        drawn.convert("RGB").save(target, "JPEG", quality=85)
    else:
        drawn.save(target, "PNG")


def first_only(frames: int) -> list[Words]:
    """What is said of a picture of several frames or pages."""
    return [_FIRST.of(count=frames)] if frames > 1 else []


def _on_white(picture: Image.Image) -> Image.Image:
    layered = picture.convert("RGBA")
    sheet = Image.new("RGB", layered.size, "white")
    sheet.paste(layered, mask=layered)
    sheet.info = dict(picture.info)
    return sheet
