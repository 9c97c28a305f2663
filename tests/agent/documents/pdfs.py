"""PDFs for tests, made by reportlab and pypdf, and what is read out of results."""

from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject, StreamObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.installed import installed
from agent.documents.pdf.objects import array_at, dictionary


def pdf(path: Path, *pages: str) -> Path:
    """A PDF with the lines of a text on each page, 72 points from the left, 122 from the top."""
    drawn = canvas.Canvas(str(path), pagesize=A4)
    for text in pages:
        for index, line in enumerate(text.split("\n")):
            drawn.drawString(72, 720 - 20 * index, line)
        drawn.showPage()
    drawn.setTitle("Made for a test")
    drawn.save()
    return path


def form(path: Path) -> Path:
    """A form with a text field, a check box, a list and two radio buttons."""
    drawn = canvas.Canvas(str(path), pagesize=A4)
    drawn.acroForm.textfield(name="name", x=100, y=740, width=200, height=24)
    drawn.acroForm.checkbox(name="agreed", x=100, y=700)
    drawn.acroForm.choice(name="size", options=["S", "M"], value="S", x=100, y=650)
    drawn.acroForm.radio(name="pay", value="card", x=100, y=600)
    drawn.acroForm.radio(name="pay", value="bill", x=140, y=600, selected=True)
    drawn.showPage()
    drawn.save()
    return path


def texts(documents, path: Path, part: str = "") -> list[str]:
    """The seen lines of a document."""
    return [line for one in documents.read(path, part=part).passages if not one.hidden for line in one.text.split("\n")]


def darkest(path: Path, box: tuple[int, int, int, int]) -> int:
    """The darkest level, 0 to 255, in a box of a picture."""
    with Image.open(path) as drawn:
        return min(level for level, count in enumerate(drawn.convert("L").crop(box).histogram()) if count)


def annotations(path: Path, page: int = 1) -> list[DictionaryObject]:
    """The annotations of a page."""
    found = map(dictionary, array_at(PdfReader(path).pages[page - 1], "/Annots"))
    return [one for one in found if one is not None]


def _has_japanese_font() -> bool:
    try:
        return any(face.has("漢") for face in installed(language="ja").faces)
    except InvalidArgumentsError:
        return False


needs_japanese_font = pytest.mark.skipif(not _has_japanese_font(), reason="no Japanese font is installed here")


def values(path: Path) -> dict[str, object]:
    """The values of form fields."""
    return {name: field.get("/V") for name, field in (PdfReader(path).get_fields() or {}).items()}


def grows(before: Path, after: Path) -> bool:
    """Whether the bytes of one file are the untouched beginning of the other."""
    old, new = before.read_bytes(), after.read_bytes()
    return len(new) > len(old) and new.startswith(old)


def titles(document: PdfReader) -> list[str]:
    """The bookmarks of the first level."""
    return [str(mark.title) for mark in document.outline if isinstance(mark, Destination)]


def unpacked(path: Path) -> bytes:
    """The bytes of a file and of all streams in it, unpacked."""
    reader = PdfReader(path)
    objects = [reader.get_object(number) for numbers in reader.xref.values() for number in numbers]
    objects += [reader.get_object(number) for number in reader.xref_objStm]
    streams = b"\n".join(one.get_data() for one in objects if isinstance(one, StreamObject))
    return path.read_bytes() + streams + repr(objects).encode()
