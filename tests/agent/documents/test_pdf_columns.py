"""The order of reading: columns that were written line by line, vertical Japanese, and tables, which stay lines."""

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.agent.documents.pdfs import texts

LEFT = ("The left column begins here and", "goes on for several lines until", "its very end before any eye may",
        "move over to the other side. It", "has a second paragraph as well,", "and this is it.")  # fmt: skip
RIGHT = ("Only then the right one is read", "from its top to its bottom, the", "way of journals and newspapers,",
         "which everybody knows from home", "and which nobody has to explain", "to people.")  # fmt: skip


def drawn(path, pairs):
    sheet = canvas.Canvas(str(path), pagesize=A4)
    sheet.drawString(72, 780, "A title over both of the columns that are below")
    for index, (left, right) in enumerate(pairs):
        sheet.drawString(72, 740 - 14 * index, left)
        sheet.drawString(340, 740 - 14 * index, right)
    sheet.save()
    return path


def test_columns_of_prose_written_line_by_line_are_read_one_after_the_other(documents, tmp_path):
    source = drawn(tmp_path / "a.pdf", zip(LEFT, RIGHT, strict=True))
    assert texts(documents, source)[1:] == [*LEFT, *RIGHT]


def test_rows_of_a_table_stay_rows_however_long_their_cells_are(documents, tmp_path):
    rows = [
        ("Three years, special economiser rate", "Base variable rate 4.44 % a year (4.93 %)"),
        ("Economiser or rate saver", "Base variable rate 4.91 % a year"),
        ("No fee at all for the first twelve months", "Base rate 5.10 % a year (5.12 %), or none"),
        ("Discounted variable rate", "Basic variable 4.15 %"),
        ("Investment loans, with interest only", "Discounted 4.32 % a year (4.99 %) for all"),
    ]
    found = texts(documents, drawn(tmp_path / "a.pdf", rows))
    assert found[1:] == [" ".join(row) for row in rows]


def test_vertical_lines_are_read_from_right_to_left(documents, tmp_path):
    font = UnicodeCIDFont("HeiseiMin-W3", isVertical=True)
    pdfmetrics.registerFont(font)
    lines = ["吾輩は猫である。名前はまだ無い。", "どこで生れたかとんと見当がつかぬ。", "何でも薄暗いじめじめした所で"]
    sheet = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    sheet.setFont(font.fontName, 14)
    for index, line in enumerate(lines):
        sheet.drawString(500 - 24 * index, 760, line)
    sheet.save()
    assert texts(documents, tmp_path / "a.pdf") == lines
