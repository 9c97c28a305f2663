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
from desktop.wire.messages import Look


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


@pytest.fixture
def pair(folder, tmp_path):
    """A book with two sheets, and one in which much of the second differs."""
    paths = []
    for name, add in (("old.xlsx", 0), ("new.xlsx", 1)):
        book = Workbook()
        book["Sheet"].append(["Pen", 3])
        other = book.create_sheet("売上 2026")
        for at in range(450):
            other.append([f"item {at}", at + add])
        book.save(tmp_path / name)
        paths.append(tmp_path / name)
    return paths


def compared(folder, staging, pair, look, title="売上.xlsx"):
    documents = PrintingDocuments(Programs(None))
    try:
        language = "ja" if title == "a.pdf" else "en"
        previews = Previews(Workspace((RootGranted("", str(folder)),), staging), documents, language)
        before, after = pair
        return previews.between(before, after, title, look)
    finally:
        documents.close()


def test_many_differences_come_in_pages_and_are_counted(folder, tmp_path, pair):
    first = compared(folder, tmp_path / "staging", pair, Look())
    assert (first.kind, first.text, first.page, first.pages, first.sides) == (
        "differences", "450 differences", 1, 3, True)  # fmt: skip
    assert first.spot == "'売上 2026'!B1"
    assert (first.differences[0].place, first.differences[0].pieces) == (first.spot, (("-", "0"), ("+", "1")))
    last = compared(folder, tmp_path / "staging", pair, Look(9))
    assert (last.page, len(last.differences)) == (3, 50)


def test_before_and_after_open_at_the_sheet_that_differs(folder, tmp_path, pair):
    seen = [
        compared(folder, tmp_path / "staging", pair, Look(0, side, "'売上 2026'!B1")) for side in ("before", "after")
    ]
    assert [(one.kind, one.page, one.pages, one.rows[0][1], one.side) for one in seen] == [
        ("table", 2, 2, "0", "before"), ("table", 2, 2, "1", "after")]  # fmt: skip
    assert compared(folder, tmp_path / "staging", pair, Look(1, "after", "'売上 2026'!B1")).page == 1


def test_the_file_before_may_have_fewer_pages(folder, tmp_path):
    documents = PrintingDocuments(Programs(None))
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    documents.create({"markdown": "# One", "footer": ""}, old)
    documents.create({"markdown": "# One\n\n\\newpage\n\n# Two", "footer": ""}, new)
    documents.close()
    found = compared(folder, tmp_path / "staging", (old, new), Look(), "a.pdf")
    assert found.spot == "p2"
    assert [one.place for one in found.differences if one.pieces == (("+", "Two"),)] == ["2 ページ"]
    before = compared(folder, tmp_path / "staging", (old, new), Look(0, "before", "p2"))
    assert (before.kind, before.page, before.pages) == ("image", 1, 1)


def test_the_source_of_a_number_is_opened_at_its_cell(folder, tmp_path, pair):
    documents = PrintingDocuments(Programs(None))
    previews = Previews(Workspace((RootGranted("", str(folder)),), tmp_path / "staging"), documents, "en")
    found = previews.path(pair[0], "a.xlsx", Look(0, spot="'売上 2026'!B401"))
    documents.close()
    row, column = found.mark
    assert (found.page, found.first + row, found.rows[row][column]) == (2, 401, "400")


def test_all_cells_that_changed_are_marked_where_they_came(folder, tmp_path, pair):
    first = compared(folder, tmp_path / "staging", pair, Look())
    assert first.spots[:2] == ("'売上 2026'!B1", "'売上 2026'!B2")
    after = compared(folder, tmp_path / "staging", pair, Look(0, "after", first.spot, (*first.spots, "Sheet!A1")))
    assert (len(after.marks), after.marks[0], after.marks[-1]) == (200, (0, 1), (199, 1))
    area = Look(0, "after", "'売上 2026'!B450", ("'売上 2026'!A449:XFD999", "'売上 2026'!7:7"))
    below = compared(folder, tmp_path / "staging", pair, area)
    rows = {below.first + row for row, _ in below.marks}
    assert rows == {449, 450}
    assert len(below.marks) == 80
