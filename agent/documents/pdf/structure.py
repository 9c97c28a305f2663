"""The structure of a PDF as pypdf tells it. Where it cannot follow the file and PDFium can, PDFium's copy is taken."""

import io
from pathlib import Path

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PyPdfError

# What pypdf raises for structures that are damaged, beside its own errors.
DAMAGE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RuntimeError, OSError)


class MendedReader(PdfReader):
    """Of a file whose structure is damaged: its objects as PDFium found them, and wrote them anew."""


def structure_of(source: Path) -> PdfReader:
    """The structure of a document that PDFium opens, with all its pages.

    Raises:
        one of DAMAGE: nothing can be made of it.
    """
    with pypdfium2.PdfDocument(source) as document:
        pages = len(document)
        try:
            reader = PdfReader(source)
            # Without it nothing can be written, and a reader that sees fewer pages would drop the others.
            if "/Size" in reader.trailer and (reader.is_encrypted or len(reader.pages) == pages):
                return reader
        except DAMAGE:
            pass
        copy = io.BytesIO()
        document.save(copy)
    mended = MendedReader(copy)
    if not mended.is_encrypted and len(mended.pages) != pages:
        raise ValueError
    return mended
