"""Sentences in the properties of a picture: Exif 3.0, XMP (ISO 16684), text chunks of PNG, comments of JPEG and GIF."""

import re
from collections.abc import Iterator
from html import unescape

from PIL import ExifTags, Image

from agent.core.documents import Passage
from agent.documents.opc.package_properties import is_sentence

_EXIF = {
    ExifTags.Base.ImageDescription: "description",
    ExifTags.Base.Artist: "artist",
    ExifTags.Base.Copyright: "copyright",
    ExifTags.Base.DocumentName: "document name",
    ExifTags.Base.UserComment: "comment",
    ExifTags.Base.XPTitle: "title",
    ExifTags.Base.XPComment: "comment",
    ExifTags.Base.XPAuthor: "author",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.XPSubject: "subject",
}
_WIDE = frozenset(
    {
        ExifTags.Base.XPTitle,
        ExifTags.Base.XPComment,
        ExifTags.Base.XPAuthor,
        ExifTags.Base.XPKeywords,
        ExifTags.Base.XPSubject,
    }
)
_TAG = re.compile(r"<[^>]*>|<\?[^>]*\?>")
_LONGEST = 10_000


def described(picture: Image.Image) -> Iterator[Passage]:
    """What the properties of a picture say, at "property description"; the picture need not be decoded."""
    camera = picture.getexif()
    for tags in (camera, camera.get_ifd(ExifTags.IFD.Exif)):
        for tag, name in _EXIF.items():
            if tag in tags:
                yield from _told(name, _text(tags[tag], wide=tag in _WIDE))
    for key, value in picture.info.items():
        packet = str(key).lower()
        if packet in {"xmp", "xml:com.adobe.xmp"}:
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            yield from _told("xmp", unescape(_TAG.sub(" ", text[:_LONGEST])))
        elif isinstance(value, str) or packet == "comment":
            yield from _told(str(key), _text(value, wide=False))


def _told(name: str, text: str) -> Iterator[Passage]:
    said = " ".join("".join(c if c.isprintable() else " " for c in text[:_LONGEST]).split())
    if is_sentence(said):
        yield Passage(f"property {name}"[:80], said, "note", hidden="property")


def _text(value: object, *, wide: bool) -> str:
    """A property as text; Windows keeps its own in UTF-16, and a comment begins with eight bytes for its encoding."""
    if isinstance(value, tuple) and all(isinstance(one, int) and 0 <= one < 256 for one in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return str(value)
    if wide:
        return value.decode("utf-16-le", "replace")
    if value[:8] == b"UNICODE\0":
        return value[8:].decode("utf-16-le" if value[9:10] == b"\0" else "utf-16-be", "replace")
    return value.removeprefix(b"ASCII\0\0\0").decode("utf-8", "replace")
