"""What a picture tells of itself: its size, and from its Exif data (CIPA DC-008) the date, the camera and the place."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import ExifTags, Image

from agent.core.words import Words
from agent.documents.pictures.source import pages_of

_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_CAMERA = re.compile(r"[\w .()/+-]{1,40}")
_PAGES = Words("{count} {count:page or frame|pages or frames}", "{count} ページ(またはコマ)")


def facts_of(picture: Image.Image) -> Iterator[Words]:
    """Sentences about a picture; words that a stranger wrote into it are not among them."""
    across, down = picture.size
    yield Words(f"{picture.format}, {across} x {down} pixels", f"{picture.format}、{across} x {down} ピクセル")
    if pages_of(picture) > 1:
        yield _PAGES.of(count=pages_of(picture))
    exif = picture.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    said = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or ""
    date = _DATE.match(str(said))
    if date:
        taken = f"{date[1]}-{date[2]}-{date[3]} {date[4]}"
        yield Words(f"taken {taken}", f"撮影日時 {taken}")
    camera = _camera(str(exif.get(ExifTags.Base.Make, "")), str(exif.get(ExifTags.Base.Model, "")))
    if camera:
        yield Words(f"taken with {camera}", f"撮影機器 {camera}")
    yield from _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    if exif.get(ExifTags.Base.Orientation, 1) not in {0, 1}:
        yield Words("stored sideways, and shown upright", "横向きに保存(正しい向きで表示します)")
    yield Words("no text: a picture", "文字情報なし(画像)")


def _camera(make: str, model: str) -> str:
    """Maker and model; "" for a text that is no name of a camera: anybody can write one there."""
    make, model = make.strip("\0 "), model.strip("\0 ")
    name = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    return name.strip() if _CAMERA.fullmatch(name) and len(name.split()) <= 6 else ""


def _place(gps: Mapping[int, Any]) -> Iterator[Words]:
    if not gps:
        return
    north = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    east = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    if north is None or east is None:
        yield Words("tells where it was taken", "撮影場所の情報あり")
        return
    at = f"{north:.5f}, {east:.5f}"
    yield Words(f"tells where it was taken: {at} (latitude, longitude)", f"撮影場所: {at}(緯度、経度)")


def _degrees(gps: Mapping[int, Any], tag: int, reference: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(one) for one in gps[tag])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(gps.get(reference, "")).strip("\0 ").upper() == negative else value
