"""A part of a TrueType font with the glyphs that are used: ISO/IEC 14496-22, 5.3 (glyf, loca), for ISO 32000-2, 9.9."""

import struct
from collections.abc import Mapping, Sequence

from agent.documents.pdf.sfnt import Face, FontError

_KEPT = (b"cvt ", b"fpgm", b"prep")
_WORDS, _SCALE, _MORE, _SCALES, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


def truetype_subset(face: Face, glyphs: Sequence[int]) -> bytes:
    """A font program whose glyph number n is `glyphs[n]` of `face`; what they are composed of comes behind them.

    Raises:
        FontError: the face is damaged.
    """
    try:
        return _subset(face, glyphs)
    except (struct.error, IndexError) as error:
        raise FontError("the font is damaged") from error


def _subset(face: Face, glyphs: Sequence[int]) -> bytes:
    order = list(glyphs)
    numbers = {glyph: index for index, glyph in enumerate(order)}
    offsets = _offsets(face)
    outlines: list[bytes] = []
    at = 0
    while at < len(order):
        outline = face.table(b"glyf")[offsets[order[at]] : offsets[order[at] + 1]]
        for _, component in _components(outline):
            if component not in numbers:
                numbers[component] = len(order)
                order.append(component)
        outlines.append(_renumbered(outline, numbers))
        at += 1
    return _font(face, order, outlines)


def _offsets(face: Face) -> Sequence[int]:
    (long,) = struct.unpack_from(">h", face.table(b"head"), 50)
    loca = face.table(b"loca")
    if long:
        return struct.unpack_from(f">{face.glyphs + 1}I", loca)
    return [2 * one for one in struct.unpack_from(f">{face.glyphs + 1}H", loca)]


def _components(outline: bytes) -> list[tuple[int, int]]:
    """Of a composite glyph: where the number of each component stands, and the number."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found: list[tuple[int, int]] = []
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append((at + 2, glyph))
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _SCALES else 8 if flags & _MATRIX else 0
    return found


def _renumbered(outline: bytes, numbers: Mapping[int, int]) -> bytes:
    changed = bytearray(outline)
    for at, glyph in _components(outline):
        struct.pack_into(">H", changed, at, numbers[glyph])
    return bytes(changed) + b"\0" * (-len(changed) % 4)


def _font(face: Face, order: Sequence[int], outlines: Sequence[bytes]) -> bytes:
    count = len(order)
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    head, hhea, maxp = (bytearray(face.table(tag)) for tag in (b"head", b"hhea", b"maxp"))
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    struct.pack_into(">H", hhea, 34, count)
    struct.pack_into(">H", maxp, 4, count)
    metrics = b"".join(struct.pack(">Hh", face.advance(glyph), _bearing(face, glyph)) for glyph in order)
    tables = {b"head": bytes(head), b"hhea": bytes(hhea), b"maxp": bytes(maxp), b"hmtx": metrics}
    tables |= {b"glyf": b"".join(outlines), b"loca": struct.pack(f">{count + 1}I", *offsets)}
    tables |= {tag: face.table(tag) for tag in _KEPT if tag in face.tables}
    return _assembled(tables)


def _bearing(face: Face, glyph: int) -> int:
    metrics, wide = face.table(b"hmtx"), len(face.advances)
    at = 4 * glyph + 2 if glyph < wide else 4 * wide + 2 * (glyph - wide)
    bearing: int = struct.unpack_from(">h", metrics, at)[0] if at + 2 <= len(metrics) else 0
    return bearing


def _assembled(tables: Mapping[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    parts = [struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power)))]
    at = 12 + 16 * count
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        parts.append(struct.pack(">4sIII", tag, checksum, at, len(table)))
        at += len(padded)
    parts += [table + b"\0" * (-len(table) % 4) for _, table in sorted(tables.items())]
    return b"".join(parts)
