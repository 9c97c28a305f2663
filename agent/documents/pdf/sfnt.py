"""Font files: TrueType and OpenType with their collections, as far as embedding needs them.

Source: ISO/IEC 14496-22 (Open Font Format): 4.6 collections; 5.2.1 cmap, 5.2.2 head, 5.2.3 hhea, 5.2.4 hmtx, 5.2.6
name.
"""

import struct
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_RESTRICTED = 0x0002
_KINDS = {b"\0\1\0\0", b"true", b"OTTO"}
# Platform and encoding of a character map: the whole of Unicode before its first plane.
_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


class FontError(ValueError):
    """A file that is no font, or one that cannot be embedded."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters from `first` to `last`: glyph is `glyph` + (character - first), or one of `glyphs` when there are."""

    first: int
    last: int
    glyph: int
    glyphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file. Lengths are in units of which `em` make an em."""

    content: bytes
    tables: Mapping[bytes, tuple[int, int]]
    name: str
    family: str
    em: int
    ascent: int
    descent: int
    box: tuple[int, int, int, int]
    angle: float
    glyphs: int
    advances: tuple[int, ...]
    segments: tuple[Segment, ...] = field(repr=False)

    def table(self, tag: bytes) -> bytes:
        """The bytes of a table; none when the face has no such."""
        offset, length = self.tables.get(tag, (0, 0))
        return self.content[offset : offset + length]

    @property
    def has_outlines_of_cubes(self) -> bool:
        """Whether its glyphs are those of CFF."""
        return b"CFF " in self.tables

    def glyph(self, character: int) -> int:
        """The number of a character's glyph; 0 when there is none."""
        at = bisect_right(self.segments, character, key=lambda one: one.first) - 1
        if at < 0 or character > self.segments[at].last:
            return 0
        segment = self.segments[at]
        after = character - segment.first
        return segment.glyphs[after] if segment.glyphs else (segment.glyph + after) & 0xFFFF

    def advance(self, glyph: int) -> int:
        """How far a glyph moves the pen."""
        return self.advances[min(glyph, len(self.advances) - 1)]


def face_of(path: Path, language: str = " JP") -> Face:
    """The face of a font file whose family ends in `language`, or else its first one.

    Raises:
        FontError: it is no such font, or one that may not be embedded.
        OSError: it cannot be read.
    """
    content = path.read_bytes()
    try:
        tables = [_tables(content, start) for start in _starts(content)]
        families = [_names(content, *one[b"name"])[0] for one in tables]
        wanted = [one for one, family in zip(tables, families, strict=True) if family.endswith(language)]
        return _face(content, (wanted or tables)[0])
    except (struct.error, IndexError, KeyError, UnicodeDecodeError) as error:
        raise FontError("the font file is damaged") from error


def _starts(content: bytes) -> tuple[int, ...]:
    if content[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">I", content, 8)
    return struct.unpack_from(f">{min(count, 64)}I", content, 12)


def _tables(content: bytes, start: int) -> Mapping[bytes, tuple[int, int]]:
    if content[start : start + 4] not in _KINDS:
        raise FontError("the file is no TrueType or OpenType font")
    (count,) = struct.unpack_from(">H", content, start + 4)
    found = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", content, start + 12 + 16 * index)
        found[tag] = (offset, length)
    return found


def _face(content: bytes, tables: Mapping[bytes, tuple[int, int]]) -> Face:
    if b"OS/2" in tables and struct.unpack_from(">H", content, tables[b"OS/2"][0] + 8)[0] & 0x000F == _RESTRICTED:
        raise FontError("the font may not be embedded")
    if b"glyf" not in tables and b"CFF " not in tables:
        raise FontError("the font has no outlines that can be embedded")
    head, hhea = tables[b"head"][0], tables[b"hhea"][0]
    (em,) = struct.unpack_from(">H", content, head + 18)
    ascent, descent = struct.unpack_from(">hh", content, hhea + 4)
    (wide,) = struct.unpack_from(">H", content, hhea + 34)
    family, name = _names(content, *tables[b"name"])
    angle = struct.unpack_from(">i", content, tables[b"post"][0] + 4)[0] / 65536 if b"post" in tables else 0.0
    return Face(
        content, tables, name, family, em or 1000, ascent, descent,
        struct.unpack_from(">4h", content, head + 36), angle,
        struct.unpack_from(">H", content, tables[b"maxp"][0] + 4)[0],
        struct.unpack_from(">" + "Hh" * wide, content, tables[b"hmtx"][0])[::2],
        _segments(content, tables[b"cmap"][0]),
    )  # fmt: skip


def _names(content: bytes, start: int, length: int) -> tuple[str, str]:
    """The family and the PostScript name."""
    _, count, texts = struct.unpack_from(">HHH", content, start)
    found: dict[int, str] = {}
    for index in range(min(count, length // 12)):
        platform, _, language, name, size, at = struct.unpack_from(">6H", content, start + 6 + 12 * index)
        raw = content[start + texts + at : start + texts + at + size]
        if platform in {0, 3} and (language == 0x409 or name not in found):
            found[name] = raw.decode("utf-16-be", "replace")
        elif platform == 1 and name not in found:
            found[name] = raw.decode("latin-1")
    plain = "".join(c for c in found.get(6, "Font") if c.isascii() and (c.isalnum() or c in "-_")) or "Font"
    return found.get(16) or found.get(1, ""), plain


def _segments(content: bytes, start: int) -> tuple[Segment, ...]:
    (count,) = struct.unpack_from(">H", content, start + 2)
    maps = {}
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", content, start + 4 + 8 * index)
        maps[platform, encoding] = start + offset
    for key in _MAPS:
        if key in maps:
            (kind,) = struct.unpack_from(">H", content, maps[key])
            if kind == 12:
                return _groups(content, maps[key])
            if kind == 4:
                return _ranges(content, maps[key])
    raise FontError("the font has no map from Unicode")


def _groups(content: bytes, at: int) -> tuple[Segment, ...]:
    """Format 12."""
    (count,) = struct.unpack_from(">I", content, at + 12)
    numbers = struct.unpack_from(f">{3 * count}I", content, at + 16)
    return tuple(map(Segment, numbers[::3], numbers[1::3], numbers[2::3]))


def _ranges(content: bytes, at: int) -> tuple[Segment, ...]:
    """Format 4."""
    (twice,) = struct.unpack_from(">H", content, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", content, at + 14)
    starts = struct.unpack_from(f">{count}H", content, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", content, at + 16 + 2 * twice)
    offsets_at = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", content, offsets_at)
    found: list[Segment] = []
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if first > last or first == 0xFFFF:
            continue
        if not offset:
            found.append(Segment(first, last, first + delta))
            continue
        glyphs = struct.unpack_from(f">{last - first + 1}H", content, offsets_at + 2 * index + offset)
        found.append(Segment(first, last, 0, tuple((one + delta) & 0xFFFF if one else 0 for one in glyphs)))
    return tuple(found)
