"""A folder with all tools over it, and real workers."""

import openpyxl
import pytest
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from agent.documents.pool import WorkerDocuments
from tests.agent.tools.toolbox import Toolbox


@pytest.fixture(scope="module")
def documents():
    """Real workers."""
    made = WorkerDocuments()
    yield made
    made.close()


@pytest.fixture
def box(tmp_path, documents):
    """A folder with a text, a workbook, a letter, a picture, a broken and an empty file."""
    root = tmp_path / "folder"
    (root / "2026").mkdir(parents=True)
    (root / "notes.txt").write_text("first line\nTotal ＡＢＣ 120\nlast line\n", encoding="utf-8")
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    for row in (["Item", "Price"], ["Paper", 12.5], ["Total", "=SUM(B2:B2)"]):
        book.active.append(row)
    book.save(root / "2026" / "prices.xlsx")
    letter = Document()
    letter.add_paragraph("Dear Mr. Sato, the total is 120.")
    letter.save(root / "手紙.docx")
    Picture.new("RGB", (60, 40), "red").save(root / "red.png")
    (root / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (root / "empty.txt").write_bytes(b"")
    return Toolbox(root, tmp_path / "staging", documents)
