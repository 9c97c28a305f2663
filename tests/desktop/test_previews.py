"""What the host shows of a file: pages as LibreOffice lays them out where it is installed, else words and cells."""

import base64
import io

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image

from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.documents.programs.office import OfficeProgram, found_program
from agent.documents.programs.printing import PrintingDocuments, Programs
from agent.workspace.workspace import Workspace
from desktop.compose.previews import Previews


def shown(folder, staging, office, name):
    """The preview of a file."""
    documents = PrintingDocuments(Programs(office))
    try:
        return Previews(Workspace((RootGranted("", str(folder)),), staging), documents, "en").file(Place("", name))
    finally:
        documents.close()


@pytest.fixture
def folder(tmp_path):
    """A letter and a workbook."""
    (tmp_path / "folder").mkdir()
    document = Document()
    document.add_paragraph("Dear Sato")
    document.save(tmp_path / "folder" / "a.docx")
    book = Workbook()
    book["Sheet"].append(["Pen", 3])
    book.save(tmp_path / "folder" / "a.xlsx")
    return tmp_path / "folder"


@pytest.mark.skipif(found_program() is None, reason="LibreOffice is not installed")
def test_a_letter_is_a_page_where_libreoffice_is(folder, tmp_path):
    program = found_program()
    assert program is not None
    preview = shown(folder, tmp_path / "staging", OfficeProgram(program), "a.docx")
    assert (preview.kind, preview.pages) == ("image", 1)
    assert "LibreOffice" in preview.text
    with Image.open(io.BytesIO(base64.b64decode(preview.image))) as picture:
        assert abs(picture.width - 900) < 2


def test_a_letter_is_its_words_where_no_office_program_is(folder, tmp_path):
    preview = shown(folder, tmp_path / "staging", None, "a.docx")
    assert (preview.kind, preview.text) == ("text", "Dear Sato")


def test_a_workbook_is_its_cells(folder, tmp_path):
    preview = shown(folder, tmp_path / "staging", None, "a.xlsx")
    assert (preview.kind, preview.rows) == ("table", (("Pen", "3"),))
