"""Deskhand's own drawing of what has no pages: text on paper, cells in a grid; it says that it is its own."""

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation
from pptx.util import Cm

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


def test_of_a_large_file_the_first_rows_are_drawn(documents, tmp_path):
    (tmp_path / "a.csv").write_text("name,amount,words\n" + "Yamada,1200,one of very many rows of words\n" * 110_000)
    drawing = documents.render(tmp_path / "a.csv", 1, tmp_path / "out.png")
    assert (drawing.pages, drawing.by) == (46, "deskhand")


def test_a_slide_is_a_page_with_its_words_tables_and_pictures_where_they_are(documents, tmp_path):
    Image.new("RGB", (40, 20), "red").save(tmp_path / "x.png")
    deck = Presentation()
    for number in range(2):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"題 {number}"
    slide.shapes.add_picture(str(tmp_path / "x.png"), Cm(12.7), Cm(9.525), Cm(12.7), Cm(9.525))
    slide.shapes.add_table(2, 2, Cm(0), Cm(9.525), Cm(12), Cm(8)).table.cell(1, 1).text = "cell"
    deck.save(str(tmp_path / "a.pptx"))
    drawing = documents.render(tmp_path / "a.pptx", 2, tmp_path / "out.png", width=400)
    assert (drawing.pages, drawing.by) == (2, "deskhand")
    with Image.open(tmp_path / "out.png") as picture:
        assert picture.size == (400, 300)
        assert picture.getpixel((300, 225)) == (255, 0, 0)
        title, cell = picture.crop((0, 0, 400, 100)), picture.crop((0, 150, 200, 300))
        assert min(title.convert("L").tobytes()) < 100, "there is ink on it"
        assert min(cell.convert("L").tobytes()) < 200
    documents.render(tmp_path / "a.pptx", 1, tmp_path / "one.png", width=400)
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.getpixel((300, 225)) == (255, 255, 255)
    with pytest.raises(InvalidArgumentsError, match="there are 2"):
        documents.render(tmp_path / "a.pptx", 3, tmp_path / "out.png")
