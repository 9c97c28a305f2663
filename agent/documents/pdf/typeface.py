"""Text in the fonts of this computer, embedded as the part of them that is used: ISO 32000-2, 9.7 and 9.9.

The text of a page is written before the font is: glyphs get their codes in the order in which they come.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.cff import cff_subset
from agent.documents.pdf.objects import floats, made
from agent.documents.pdf.sfnt import Face
from agent.documents.pdf.standard_font import StandardFace
from agent.documents.pdf.truetype import truetype_subset

_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Unicode def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%s
endcmap CMapName currentdict /CMap defineresource pop end end"""
# What has no glyph in most fonts and is drawn as a blank.
_BLANKS = {0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0x202F: " ", 0x09: " "}
_DROPPED = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)))


@dataclass(slots=True)
class Typeface:
    """A face with the glyphs that texts have used so far; `thickened` stands for a bold face that is not there."""

    face: Face
    thickened: bool = False
    _codes: dict[int, int] = field(default_factory=lambda: {0: 0})
    _letters: dict[int, str] = field(default_factory=dict)
    _glyphs: dict[str, int] = field(default_factory=dict)
    _written: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its PostScript name."""
        return self.face.name

    @property
    def is_used(self) -> bool:
        """Whether a glyph of it was written."""
        return bool(self._letters)

    def has(self, character: str) -> bool:
        """Whether it has a glyph for a character."""
        return self._glyph(character) > 0

    def encoded(self, text: str) -> bytes:
        """Two bytes for each character."""
        for c in set(text) - self._written.keys():
            self._written[c] = self._code(c).to_bytes(2, "big")
        return b"".join([self._written[c] for c in text])

    def width(self, text: str) -> float:
        """How wide a text is, in ems."""
        return sum(self.face.advance(self._glyph(c)) for c in text) / self.face.em

    def _glyph(self, character: str) -> int:
        known = self._glyphs.get(character)
        if known is None:
            known = self._glyphs[character] = self.face.glyph(ord(character))
        return known

    def _code(self, character: str) -> int:
        glyph = self._glyph(character)
        code = self._codes.setdefault(glyph, len(self._codes))
        self._letters.setdefault(code, character)
        return code

    def written(self, writer: PdfWriter) -> IndirectObject:
        """The font with what was used, as an object of the document."""
        glyphs = list(self._codes)
        cubes = self.face.has_outlines_of_cubes
        program = DecodedStreamObject()
        program.set_data(cff_subset(self.face, glyphs) if cubes else truetype_subset(self.face, glyphs))
        packed = program.flate_encode()
        if cubes:
            packed[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
        else:
            packed[NameObject("/Length1")] = NumberObject(len(program.get_data()))
        tag = hashlib.sha256(repr(glyphs).encode() + self.face.name.encode()).digest()
        name = NameObject(f"/{''.join(chr(65 + byte % 26) for byte in tag[:6])}+{self.face.name}")
        descriptor = self._descriptor(name)
        descriptor[NameObject("/FontFile3" if cubes else "/FontFile2")] = writer._add_object(packed)
        below = self._below(name, glyphs, writer._add_object(descriptor))
        unicode = DecodedStreamObject()
        unicode.set_data(_MAP % self._unicode())
        font = made(
            {
                "/Type": NameObject("/Font"),
                "/Subtype": NameObject("/Type0"),
                "/BaseFont": name,
                "/Encoding": NameObject("/Identity-H"),
                "/DescendantFonts": ArrayObject([writer._add_object(below)]),
                "/ToUnicode": writer._add_object(unicode.flate_encode()),
            }
        )
        return writer._add_object(font)

    def _descriptor(self, name: NameObject) -> DictionaryObject:
        scale = 1000 / self.face.em
        return made(
            {
                "/Type": NameObject("/FontDescriptor"),
                "/FontName": name,
                "/Flags": NumberObject(4),
                "/FontBBox": floats(*(side * scale for side in self.face.box)),
                "/ItalicAngle": NumberObject(round(self.face.angle)),
                "/Ascent": NumberObject(round(self.face.ascent * scale)),
                "/Descent": NumberObject(round(self.face.descent * scale)),
                "/CapHeight": NumberObject(round(0.8 * self.face.ascent * scale)),
                "/StemV": NumberObject(80),
            }
        )

    def _below(self, name: NameObject, glyphs: Sequence[int], descriptor: IndirectObject) -> DictionaryObject:
        widths = floats(*(self.face.advance(glyph) * 1000 / self.face.em for glyph in glyphs))
        system = made({"/Registry": TextStringObject("Adobe"), "/Ordering": TextStringObject("Identity")})
        system[NameObject("/Supplement")] = NumberObject(0)
        below = made(
            {
                "/Type": NameObject("/Font"),
                "/Subtype": NameObject("/CIDFontType0" if self.face.has_outlines_of_cubes else "/CIDFontType2"),
                "/BaseFont": name,
                "/CIDSystemInfo": system,
                "/FontDescriptor": descriptor,
                "/DW": NumberObject(1000),
                "/W": ArrayObject([NumberObject(0), widths]),
            }
        )
        if not self.face.has_outlines_of_cubes:
            below[NameObject("/CIDToGIDMap")] = NameObject("/Identity")
        return below

    def _unicode(self) -> bytes:
        pairs = [f"<{code:04X}> <{c.encode('utf-16-be').hex().upper()}>" for code, c in sorted(self._letters.items())]
        blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        return "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks).encode()


AnyFace = Typeface | StandardFace


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one face."""

    text: str
    face: AnyFace


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Faces in the order in which they are asked for a character."""

    faces: tuple[AnyFace, ...]

    def runs(self, text: str) -> list[Run]:
        """A text cut where another face is needed.

        Raises:
            InvalidArgumentsError: no face has a character.
        """
        found: list[Run] = []
        for c in unicodedata.normalize("NFC", text).translate(_DROPPED).translate(_BLANKS):
            face = self._of(c, found[-1].face if found else None)
            if found and found[-1].face is face:
                found[-1] = Run(found[-1].text + c, face)
            else:
                found.append(Run(c, face))
        return found

    def _of(self, c: str, last: AnyFace | None) -> AnyFace:
        if c == " " and last is not None and last.has(c):
            return last
        for face in self.faces:
            if face.has(c):
                return face
        raise InvalidArgumentsError(
            f"No font of this computer that is used here has the character {c!r} (U+{ord(c):04X}). "
            "Leave it out, or let the person install a font that has it (for Japanese: Noto Sans CJK JP)."
        )

    def width(self, text: str, size: float) -> float:
        """How wide a text is in points."""
        return size * sum(run.face.width(run.text) for run in self.runs(text))

    def used(self) -> Iterator[AnyFace]:
        """Faces of which a glyph was written."""
        return (face for face in self.faces if face.is_used)


def shown(runs: Sequence[Run], names: Mapping[int, str], size: float) -> bytes:
    """Operators that write runs one after the other from where the pen is; `names` are of the fonts by id of face."""
    return b"".join(
        f"/{names[id(run.face)]} {size:.2f} Tf ".encode()
        + (f"2 Tr {size / 30:.3f} w " if run.face.thickened else "0 Tr ").encode()
        + b"<" + run.face.encoded(run.text).hex().upper().encode() + b"> Tj\n"
        for run in runs
    )  # fmt: skip
