"""The fonts that every viewer has: ISO 32000-2, 9.6.2.2 (standard 14), for Latin letters in forms that use them."""

import ctypes
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfWriter
from pypdf.generic import IndirectObject, NameObject

from agent.documents.pdf.objects import made


@dataclass(slots=True)
class StandardFace:
    """One of them, for the characters of Windows code page 1252; a face like `pdf_typeface.Typeface`."""

    name: str
    thickened: bool = False
    is_used: bool = False
    _widths: dict[str, float] = field(default_factory=dict)

    def has(self, character: str) -> bool:
        """Whether the code page has a character."""
        try:
            return bool(character.encode("cp1252"))
        except UnicodeEncodeError:
            return False

    def encoded(self, text: str) -> bytes:
        """A byte for each character."""
        self.is_used = True
        return text.encode("cp1252", "replace")

    def width(self, text: str) -> float:
        """How wide a text is, in ems."""
        unknown = set(text) - self._widths.keys()
        if unknown:
            self._widths.update(_widths(self.name, unknown))
        return sum(self._widths[c] for c in text)

    def written(self, writer: PdfWriter) -> IndirectObject:
        """The font as an object of the document."""
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": f"/{self.name}", "/Encoding": "/WinAnsiEncoding"}
        return writer._add_object(made({key: NameObject(value) for key, value in font.items()}))


def standard_face(like: str) -> StandardFace:
    """The one that is most like a font of this name ("Arial,Bold")."""
    bold = "Bold" in like
    if "Cour" in like:
        return StandardFace("Courier-Bold" if bold else "Courier")
    if "Times" in like or like.startswith("Ti"):
        return StandardFace("Times-Bold" if bold else "Times-Roman")
    return StandardFace("Helvetica-Bold" if bold else "Helvetica")


def _widths(name: str, characters: set[str]) -> dict[str, float]:
    document = pypdfium2.PdfDocument.new()
    font = pdfium.FPDFText_LoadStandardFont(document, name.encode())
    found = {}
    try:
        for c in characters:
            width = ctypes.c_float()
            known = pdfium.FPDFFont_GetGlyphWidth(font, ord(c), 1000, width)
            found[c] = width.value / 1000 if known else 0.5
    finally:
        pdfium.FPDFFont_Close(font)
        document.close()
    return found
