"""Metadata of JPEG (ITU-T T.81, Exif 3.0), PNG (W3C PNG 3) and WebP (RFC 9649) taken out or changed without decoding.

The coded picture keeps every byte.
"""

import struct
import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\0\0"
# Tag 0x0112 of type SHORT, once, as the only one of a TIFF directory.
_ORIENTATION = 0x0112
_UPRIGHT = 1
_PNG_METADATA = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_METADATA = frozenset({b"EXIF", b"XMP "})
# How the picture is to be shown: without them colours would change.
_JPEG_KEPT = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))


def without_metadata(data: bytes) -> bytes:
    """The picture without Exif, XMP, IPTC, comments and what stands behind it; how to turn it upright stays.

    Raises:
        ValueError: it is neither JPEG, PNG nor WebP, or it is damaged.
    """
    if data.startswith(b"\xff\xd8"):
        return _jpeg_without(data)
    if data.startswith(_PNG):
        return _png_without(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp_without(data)
    raise ValueError("no metadata that is known")


def turned(data: bytes, orientation: int) -> bytes:
    """A JPEG that is to be shown by `orientation` (1 to 8, Exif 3.0, 4.6.5.1.6).

    Raises:
        ValueError: it is damaged.
    """
    out, done = [b"\xff\xd8"], False
    for marker, segment in _jpeg_parts(data):
        if marker == 0xE1 and segment[4:10] == _EXIF and not done:
            segment, done = _with_orientation(segment, orientation), True  # noqa: PLW2901  the same part, changed
        out.append(segment)
    if not done:
        # Exif comes first, or behind the header of JFIF when there is one.
        at = 2 if out[1][1:2] == b"\xe0" else 1
        out.insert(at, _exif_segment(orientation))
    return b"".join(out)


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Segments with their markers; the coded picture and all behind it come as one, under 0xDA."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1  # bytes that fill up
            continue
        if marker == 0xDA:
            yield marker, data[at:]
            return
        size = struct.unpack_from(">H", data, at + 2)[0]
        if size < 2 or at + 2 + size > len(data):
            raise ValueError("cut off")
        yield marker, data[at : at + 2 + size]
        at += 2 + size
    raise ValueError("no picture")


def _jpeg_without(data: bytes) -> bytes:
    out = [b"\xff\xd8"]
    for marker, segment in _jpeg_parts(data):
        if marker == 0xE1 and segment[4:10] == _EXIF:
            orientation = _orientation(segment[10:])
            out += [_exif_segment(orientation)] if orientation != _UPRIGHT else []
        elif marker == 0xDA:
            out.append(_scans(segment))
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or _is_kept(marker, segment):
            out.append(segment)
    return b"".join(out)


def _is_kept(marker: int, segment: bytes) -> bool:
    return any(marker == kept and segment[4:].startswith(begins) for kept, begins in _JPEG_KEPT)


def _scans(coded: bytes) -> bytes:
    """The coded picture up to its end (EOI): films, previews and depths lie behind it."""
    at = 0
    while (at := coded.find(b"\xff", at)) >= 0 and at + 4 <= len(coded):
        marker = coded[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == 0 or 0xD0 <= marker <= 0xD7:
            at += 2
        elif marker == 0xD9:
            break
        else:
            at += 2 + struct.unpack_from(">H", coded, at + 2)[0]
    end = at if at >= 0 and coded[at : at + 2] == b"\xff\xd9" else coded.rfind(b"\xff\xd9")
    return coded[: end + 2] if end >= 0 else coded


def _exif_segment(orientation: int) -> bytes:
    body = _EXIF + _small_exif(orientation)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _small_exif(orientation: int) -> bytes:
    return b"MM\0*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _orientation(tiff: bytes) -> int:
    at = _orientation_place(tiff)
    return int(struct.unpack_from(_order(tiff) + "H", tiff, at)[0]) if at else _UPRIGHT


def _order(tiff: bytes) -> str:
    return "<" if tiff.startswith(b"II") else ">"


def _orientation_place(tiff: bytes) -> int:
    """Where the value of the orientation stands; 0 when there is none."""
    order = _order(tiff)
    if len(tiff) < 8:
        return 0
    first = int(struct.unpack_from(order + "L", tiff, 4)[0])
    if first + 2 > len(tiff):
        return 0
    count = struct.unpack_from(order + "H", tiff, first)[0]
    for number in range(count):
        at = first + 2 + 12 * number
        if at + 12 <= len(tiff) and struct.unpack_from(order + "HH", tiff, at) == (_ORIENTATION, 3):
            return at + 8
    return 0


def _with_orientation(segment: bytes, orientation: int) -> bytes:
    """The Exif segment with another value, or with the tag added in a directory behind all else."""
    tiff = segment[10:]
    at, order = _orientation_place(tiff), _order(tiff)
    if at:
        changed = bytearray(segment)
        struct.pack_into(order + "H", changed, 10 + at, orientation)
        return bytes(changed)
    first = struct.unpack_from(order + "L", tiff, 4)[0]
    count = struct.unpack_from(order + "H", tiff, first)[0]
    entries = [tiff[first + 2 + 12 * n : first + 14 + 12 * n] for n in range(count)]
    entries.append(struct.pack(order + "HHLHH", _ORIENTATION, 3, 1, orientation, 0))
    entries.sort(key=lambda one: struct.unpack_from(order + "H", one)[0])
    following = tiff[first + 2 + 12 * count : first + 6 + 12 * count].ljust(4, b"\0")
    tiff += b"\0" * (len(tiff) % 2)
    directory = struct.pack(order + "H", count + 1) + b"".join(entries) + following
    body = tiff[:4] + struct.pack(order + "L", len(tiff)) + tiff[8:] + directory
    if len(body) + 8 > 0xFFFF:
        raise ValueError("no room for a tag")
    return segment[:2] + struct.pack(">H", len(body) + 8) + _EXIF + body


def _png_without(data: bytes) -> bytes:
    out, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">L4s", data, at)
        chunk = data[at : at + 12 + size]
        if len(chunk) < 12 + size:
            raise ValueError("cut off")
        if kind not in _PNG_METADATA:
            out.append(chunk)
        elif kind == b"eXIf" and _orientation(chunk[8:-4]) != _UPRIGHT:
            out.append(_chunk(kind, _small_exif(_orientation(chunk[8:-4]))))
        at += 12 + size
        if kind == b"IEND":
            return b"".join(out)
    raise ValueError("cut off")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def _webp_without(data: bytes) -> bytes:
    out, at, end = list[bytes](), 12, 8 + struct.unpack_from("<L", data, 4)[0]
    while at + 8 <= min(end, len(data)):
        kind, size = struct.unpack_from("<4sL", data, at)
        chunk = data[at : at + 8 + size + size % 2]
        if kind == b"VP8X":
            # The flags say whether Exif (8) and XMP (4) follow.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in _WEBP_METADATA:
            out.append(chunk)
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<L", len(body)) + body
