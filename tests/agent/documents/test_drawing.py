"""Deskhand's own drawing of what has no pages: text on paper, cells in a grid; it says that it is its own."""

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image

from agent.core.errors import InvalidArgumentsError
from agent.documents.drawing.drawing import wrapped
from agent.documents.drawing.fonts import font


def test_a_text_goes_on_to_further_pages(documents, tmp_path):
    document = Document()
    for number in range(100):
        document.add_paragraph(f"Paragraph {number}")
    document.save(tmp_path / "a.docx")
    first = documents.render(tmp_path / "a.docx", 1, tmp_path / "1.png", width=400)
    assert (first.pages > 1, first.by) == (True, "deskhand")
    documents.render(tmp_path / "a.docx", first.pages, tmp_path / "2.png", width=400)
    assert (tmp_path / "1.png").read_bytes() != (tmp_path / "2.png").read_bytes()
    with Image.open(tmp_path / "1.png") as picture:
        assert picture.size == (400, 566)
    with pytest.raises(InvalidArgumentsError, match=f"there are {first.pages}"):
        documents.render(tmp_path / "a.docx", first.pages + 1, tmp_path / "3.png")


def test_a_workbook_has_a_page_for_each_sheet_and_for_each_stretch_of_rows_and_columns(documents, tmp_path):
    book = Workbook()
    book["Sheet"].append(["Name", "Amount"])
    tall, wide = book.create_sheet("Tall"), book.create_sheet("Wide")
    for number in range(100):
        tall.append([number])
    wide.append([f"column number {number}" for number in range(20)])
    book.save(tmp_path / "a.xlsx")
    assert documents.render(tmp_path / "a.xlsx", 1, tmp_path / "out.png").pages == 1 + 3 + 4


def test_an_empty_workbook_is_an_empty_page(documents, tmp_path):
    Workbook().save(tmp_path / "a.xlsx")
    assert documents.render(tmp_path / "a.xlsx", 1, tmp_path / "out.png").pages == 1


@pytest.mark.parametrize(
    "text", ["いろはにほへと、ちりぬるを。" * 8, "word " * 60, "x" * 400, "混ぜた mixed テキスト text " * 9]
)
def test_lines_fit_and_nothing_of_the_text_is_lost(text):
    face = font(25)
    lines = list(wrapped(text, 500, face))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(face.getlength(line.rstrip("、。 ")) <= 500 for line in lines)
    assert not any(line.startswith(("、", "。")) for line in lines)


@pytest.mark.parametrize("text", ["<a>" * 20_000, "。" * 10_000, "a" * 60_000 + " b"])
def test_a_line_without_an_end_is_drawn(documents, tmp_path, text):
    """Each of its lines was measured with all that follows, which took longer than a call may."""
    (tmp_path / "a.txt").write_text(text)
    assert documents.render(tmp_path / "a.txt", 1, tmp_path / "a.png").pages >= 2
