"""PDFs: read, taken apart and put together, filled in, drawn."""

from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import SimpleDocTemplate, Table

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.pdfs import form, pdf, values
from tests.agent.documents.told import told


def words(documents, path: Path) -> list[tuple[str, str]]:
    return [(passage.anchor, passage.text) for passage in documents.read(path).passages]


def test_every_block_of_text_has_its_page(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "First", "Second", "Third")
    assert words(documents, source) == [("p1", "First"), ("p2", "Second"), ("p3", "Third")]
    assert "3 pages" in told(documents.read(source))


def test_a_part_is_a_list_of_pages(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "First", "Second", "Third")
    assert [passage.anchor for passage in documents.read(source, part="2-3").passages] == ["p2", "p3"]
    with pytest.raises(InvalidArgumentsError):
        documents.read(source, part="4")


def test_japanese_is_read_and_radicals_become_characters(documents, tmp_path):
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"))
    drawn.setFont("HeiseiKakuGo-W5", 12)
    drawn.drawString(72, 720, "請求書 金額 ¥1,200 ⽇本")
    drawn.save()
    text = words(documents, tmp_path / "a.pdf")[0][1]
    assert "請求書 金額 ¥1,200" in text
    assert "⽇" not in text


def test_a_wide_gap_ends_a_block(documents, tmp_path):
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"))
    for height, text in ((720, "Dear Ms. Sato,"), (706, "thank you."), (692, "It came."), (600, "Best regards")):
        drawn.drawString(72, height, text)
    drawn.save()
    assert [text for _, text in words(documents, tmp_path / "a.pdf")] == [
        "Dear Ms. Sato,\nthank you.\nIt came.",
        "Best regards",
    ]


def test_a_scan_is_called_one(documents, tmp_path):
    Image.new("RGB", (300, 400), "white").save(tmp_path / "a.pdf")
    content = documents.read(tmp_path / "a.pdf")
    assert content.total == 0
    assert "no text: a scan" in told(content)


def test_an_empty_page_is_no_scan(documents, tmp_path):
    assert told(documents.read(pdf(tmp_path / "a.pdf", "")))[-1] == "no text"


def test_a_locked_pdf_is_told_apart_from_a_broken_one(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Secret"))
    writer.encrypt("key", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    for name, code in (("locked.pdf", "encrypted"), ("broken.pdf", "broken")):
        with pytest.raises(UnreadableError) as raised:
            documents.read(tmp_path / name)
        assert raised.value.code == code
        with pytest.raises(UnreadableError) as raised:
            documents.pages([tmp_path / name], [], tmp_path / "out.pdf")
        assert raised.value.code == code
        with pytest.raises(UnreadableError):
            documents.check(tmp_path / name)


def test_what_its_author_protected_is_not_taken_apart(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Look only"))
    writer.encrypt("", owner_password="owner", permissions_flag=4, algorithm="AES-256")  # type: ignore[arg-type]  # print only
    writer.write(tmp_path / "guarded.pdf")
    assert words(documents, tmp_path / "guarded.pdf") == [("p1", "Look only")]
    with pytest.raises(UnreadableError) as raised:
        documents.edit(tmp_path / "guarded.pdf", [{"op": "rotate", "degrees": 90}], tmp_path / "out.pdf")
    assert raised.value.code == "encrypted"


def test_what_is_encrypted_without_a_password_is_turned_and_said_to_be_open(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Anyone"))
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    writer.write(tmp_path / "sealed.pdf")
    said = documents.edit(tmp_path / "sealed.pdf", [{"op": "rotate", "degrees": 90}], tmp_path / "out.pdf")
    assert len(said) == 2
    assert not PdfReader(tmp_path / "out.pdf").is_encrypted
    assert words(documents, tmp_path / "out.pdf") == [("p1", "Anyone")]


def test_all_pages_of_all_sources_are_put_together_in_their_order(documents, tmp_path):
    sources = [pdf(tmp_path / "a.pdf", "A1", "A2"), pdf(tmp_path / "b.pdf", "B1")]
    documents.pages(sources, [], tmp_path / "out.pdf")
    assert words(documents, tmp_path / "out.pdf") == [("p1", "A1"), ("p2", "A2"), ("p3", "B1")]
    assert "title in the file: Made for a test" in told(documents.read(tmp_path / "out.pdf"))


def test_pages_are_taken_ordered_and_turned(documents, tmp_path):
    sources = [pdf(tmp_path / "a.pdf", "A1", "A2", "A3"), pdf(tmp_path / "b.pdf", "B1")]
    ops = [
        {"op": "take", "source": 1, "pages": "1"},
        {"op": "take", "source": 0, "pages": "3,1"},
        {"op": "order", "pages": "2,3,1"},
        {"op": "rotate", "pages": "1", "degrees": 90},
    ]
    said = documents.pages(sources, ops, tmp_path / "out.pdf")
    assert len(said) == 4
    assert [text for _, text in words(documents, tmp_path / "out.pdf")] == ["A3", "A1", "B1"]
    assert [page.rotation for page in PdfReader(tmp_path / "out.pdf").pages] == [90, 0, 0]


def test_bookmarks_come_along(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "One", "Two"))
    writer.add_outline_item(title="Chapter two", page_number=1)
    writer.write(tmp_path / "marked.pdf")
    documents.pages([pdf(tmp_path / "b.pdf", "Cover"), tmp_path / "marked.pdf"], [], tmp_path / "out.pdf")
    result = PdfReader(tmp_path / "out.pdf")
    (mark,) = result.outline
    assert isinstance(mark, Destination)
    assert (mark.title, result.get_destination_page_number(mark)) == ("Chapter two", 2)


def test_a_picture_becomes_a_page(documents, tmp_path):
    Image.new("RGB", (1600, 1200), "navy").save(tmp_path / "scan.jpg")
    documents.pages([pdf(tmp_path / "a.pdf", "Cover"), tmp_path / "scan.jpg"], [], tmp_path / "out.pdf")
    box = PdfReader(tmp_path / "out.pdf").pages[1].mediabox
    assert float(box.width) <= 842
    assert float(box.height) <= 842


@pytest.mark.parametrize(
    "op",
    [
        {"op": "replace", "find": "a", "with": "b"},
        {"op": "take", "source": 1},
        {"op": "take", "pages": "9"},
        {"op": "rotate", "degrees": 45},
        {"op": "order", "pages": "1"},
        {"op": "fill", "fields": {"name": "x"}},
        {"op": "fill"},
    ],
)
def test_an_op_that_does_not_fit_is_refused(documents, tmp_path, op):
    source = pdf(tmp_path / "a.pdf", "One", "Two")
    with pytest.raises(InvalidArgumentsError):
        documents.pages([source], [op], tmp_path / "out.pdf")


def test_a_form_is_filled_in_behind_its_untouched_bytes(documents, tmp_path):
    source = form(tmp_path / "form.pdf")
    fields = {"name": "山田 Tarō", "agreed": True, "size": "M", "pay": "card"}
    documents.edit(source, [{"op": "fill", "fields": fields}], tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(source.read_bytes())
    assert values(tmp_path / "out.pdf") == {"name": "山田 Tarō", "agreed": "/Yes", "size": "M", "pay": "/card"}
    assert any("name = '山田 Tarō'" in fact for fact in told(documents.read(tmp_path / "out.pdf")))


@pytest.mark.parametrize("fields", [{"nobody": "x"}, {"size": "XXL"}, {"agreed": "perhaps"}, {"pay": "gold"}])
def test_a_value_that_a_form_does_not_offer_is_refused(documents, tmp_path, fields):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(form(tmp_path / "form.pdf"), [{"op": "fill", "fields": fields}], tmp_path / "out.pdf")


def test_ruled_and_borderless_tables_are_found_and_prose_is_none(documents, tmp_path):
    rows = [["Item", "Count", "Price"], *([f"Thing {i}", str(i), f"{i * 10:,}"] for i in range(1, 9))]
    for name, style in (("ruled", [("GRID", (0, 0), (-1, -1), 1, "black")]), ("bare", [])):
        SimpleDocTemplate(str(tmp_path / f"{name}.pdf")).build([Table(rows, style=style, colWidths=120)])
        (found,) = documents.tables(tmp_path / f"{name}.pdf")
        assert found.anchor == "p1 table 1"
        assert [list(row) for row in found.rows] == rows
    drawn = canvas.Canvas(str(tmp_path / "prose.pdf"))
    for line in range(20):
        drawn.drawString(72, 720 - 14 * line, "In 2024 we sold 300 boxes to 12 firms, and everybody was pleased.")
    drawn.showPage()
    for line in range(20):
        drawn.drawString(72, 720 - 14 * line, "Everybody was pleased with it,")
        drawn.drawString(320, 720 - 14 * line, "and nobody asked for more than that.")
    drawn.save()
    assert documents.tables(tmp_path / "prose.pdf") == ()


def test_a_page_is_drawn_at_the_asked_width(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two")
    assert documents.render(source, 2, tmp_path / "out.png", width=300).pages == 2
    with Image.open(tmp_path / "out.png") as drawn:
        assert (drawn.format, drawn.width) == ("PNG", 300)
    with pytest.raises(InvalidArgumentsError):
        documents.render(source, 3, tmp_path / "out.png")


def test_a_difference_is_told_at_its_page(documents, tmp_path):
    before = pdf(tmp_path / "a.pdf", "One", "Two", "Three")
    after = pdf(tmp_path / "b.pdf", "One", "2", "Three", "Four")
    found = documents.diff(before, after)
    assert [(one.anchor, one.before, one.after) for one in found] == [("p2", "Two", "2"), ("p4", "", "Four")]
