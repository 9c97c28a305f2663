"""Redaction: what was redacted is nowhere in the file, and everything else is where it was."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.pdfs import form, pdf, texts, titles, unpacked


def redacted(documents, source, op, tmp_path):
    said = documents.edit(source, [{"op": "redact", **op}], tmp_path / "out.pdf")
    return tmp_path / "out.pdf", said[0].en


def test_redacted_words_are_in_no_text_and_no_stream_and_other_pages_stay_text(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Pay to Taro Yamada\nby Friday", "No names here", "Signed: taro  yamada")
    result, said = redacted(documents, source, {"find": "Taro Yamada"}, tmp_path)
    assert "2 places on pages 1, 3" in said
    found = texts(documents, result)
    assert found == ["Pay to", "by Friday", "No names here", "Signed:"]
    assert [one.words.en for one in documents.problems(result) if one.code == "missing_font"] == []
    assert b"amada" in unpacked(source)
    assert b"amada" not in unpacked(result).replace(b"\n", b"")
    assert PdfReader(result).pages[1].extract_text().strip() == "No names here"
    assert len(PdfReader(result).pages[0].images) == 1


def test_the_place_of_the_words_is_black_and_the_rest_is_drawn_as_it_was(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Taro Yamada lives in Kyoto")
    result, _ = redacted(documents, source, {"find": "Taro Yamada"}, tmp_path)
    documents.render(source, 1, tmp_path / "a.png", width=1190)
    documents.render(result, 1, tmp_path / "b.png", width=1190)
    with Image.open(tmp_path / "a.png") as before, Image.open(tmp_path / "b.png") as after:
        # Twice the points: the words stand 72 points from the left, 122 from the top.
        assert after.convert("L").crop((146, 228, 250, 242)).getextrema() == (0, 0)
        rest = (290, 220, 500, 250)
        was, now = (sum(one.convert("L").crop(rest).tobytes()) for one in (before, after))
        assert abs(was - now) / was < 0.02


def test_japanese_is_found_in_any_width_and_over_the_end_of_a_line(documents, tmp_path):
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    drawn.setFont("HeiseiKakuGo-W5", 12)
    drawn.drawString(72, 720, "電話は ０９０－１２３４－５６７８、担当は山")
    drawn.drawString(72, 704, "田太郎です。")
    drawn.save()
    result, said = redacted(documents, tmp_path / "a.pdf", {"find": ["090-1234-5678", "山田太郎"]}, tmp_path)
    assert "2 places on page 1" in said
    left = "".join(texts(documents, result))
    assert "電話は" in left
    assert "です。" in left
    assert not any(one in left for one in ("０９０", "５６７８", "山", "田太郎"))


def test_a_pattern_finds_every_number(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Card 1234-5678 and 8765-4321, order 77")
    result, said = redacted(documents, source, {"find": r"\d{4}-\d{4}", "pattern": True}, tmp_path)
    assert "2 places" in said
    assert "order 77" in "".join(texts(documents, result))
    assert b"8765" not in unpacked(result)


def test_words_go_from_everything_beside_the_pages_too(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "About Yamada", "Nothing"))
    writer.add_metadata({"/Subject": "Contract of Yamada", "/Yamada": "a property of one's own"})
    writer.add_outline_item(title="Yamada's page", page_number=0)
    writer.root_object[NameObject("/Lang")] = writer._add_object(TextStringObject("an object of Yamada's own"))
    writer.add_annotation(1, FreeText(text="ask Yamada", rect=(50, 50, 200, 100)))
    writer.add_attachment("list.txt", b"Yamada, 300")
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Yamada</x:xmpmeta>"
    writer.write(tmp_path / "in.pdf")
    result, said = redacted(documents, tmp_path / "in.pdf", {"find": "yamada"}, tmp_path)
    assert "list.txt" in said
    assert "1 note that holds" in said
    assert b"amada" not in unpacked(result)
    assert titles(PdfReader(result)) == ["■■■■■■'s page"]


def test_files_that_belong_to_the_document_without_being_attached_are_listed_and_go_too(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Invoice of Yamada"))
    stream = DecodedStreamObject()
    stream.set_data(b"<invoice>Yamada</invoice>")
    files = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    file = DictionaryObject({NameObject("/F"): TextStringObject("invoice.xml"), NameObject("/EF"): files})
    writer.root_object[NameObject("/AF")] = ArrayObject([file])
    writer.write(tmp_path / "in.pdf")
    assert "invoice" in documents.read(tmp_path / "in.pdf", part="attachment 1").passages[0].text
    result, said = redacted(documents, tmp_path / "in.pdf", {"find": "Yamada"}, tmp_path)
    assert "invoice.xml" in said
    assert b"amada" not in unpacked(result)


def test_an_older_version_inside_the_file_is_gone(documents, tmp_path):
    documents.edit(form(tmp_path / "a.pdf"), [{"op": "fill", "fields": {"name": "Yamada"}}], tmp_path / "filled.pdf")
    documents.edit(tmp_path / "filled.pdf", [{"op": "fill", "fields": {"name": "Sato"}}], tmp_path / "again.pdf")
    assert b"Yamada" in unpacked(tmp_path / "again.pdf")
    result, _ = redacted(documents, tmp_path / "again.pdf", {"find": "Sato"}, tmp_path)
    assert b"Yamada" not in unpacked(result)
    assert b"Sato" not in unpacked(result)
    assert result.read_bytes().count(b"startxref") == 1


def test_a_page_that_is_no_page_of_the_document_any_more_goes_too(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Yamada", "Letter to Yamada"))
    writer.add_named_destination("second", 1)
    tree = writer.root_object["/Pages"].get_object()
    assert isinstance(tree, DictionaryObject)
    tree[NameObject("/Kids")] = ArrayObject(list(tree["/Kids"])[:1])  # type: ignore[call-overload]
    tree[NameObject("/Count")] = NumberObject(1)
    writer.write(tmp_path / "in.pdf")
    assert b"Letter to" in unpacked(tmp_path / "in.pdf")
    result, _ = redacted(documents, tmp_path / "in.pdf", {"find": "Yamada"}, tmp_path)
    assert b"Letter to" not in unpacked(result)


def test_a_filled_field_with_the_words_is_painted_over_and_gone(documents, tmp_path):
    documents.edit(form(tmp_path / "a.pdf"), [{"op": "fill", "fields": {"name": "Yamada"}}], tmp_path / "filled.pdf")
    result, _ = redacted(documents, tmp_path / "filled.pdf", {"find": "Yamada"}, tmp_path)
    assert not PdfReader(result).get_fields()
    documents.render(result, 1, tmp_path / "b.png", width=1190)
    with Image.open(tmp_path / "b.png") as after:
        assert after.convert("L").crop((202, 160, 590, 200)).getextrema() == (0, 0)


def test_a_box_is_redacted_where_it_is_seen_on_a_turned_page(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Word")
    documents.edit(source, [{"op": "rotate", "degrees": 90}], tmp_path / "turned.pdf")
    # Turned clockwise, what stood 72 from the left and 122 from the top is seen 72 from the top.
    op = {"boxes": [{"page": 1, "box": [842 - 130, 60, 30, 60]}]}
    result, _ = redacted(documents, tmp_path / "turned.pdf", op, tmp_path)
    assert texts(documents, result) == []
    documents.render(result, 1, tmp_path / "b.png", width=842)
    with Image.open(tmp_path / "b.png") as after:
        assert (after.width, after.height // 2) == (842, 298)
        assert after.convert("L").crop((715, 64, 740, 116)).getextrema() == (0, 0)
        assert after.convert("L").crop((0, 0, 700, 595)).getextrema() == (255, 255)


def test_a_scan_is_redacted_by_boxes_and_by_pages_and_its_words_are_not_promised(documents, tmp_path):
    scan = io.BytesIO()
    Image.new("L", (400, 500), 200).save(scan, "PNG")
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    drawn.drawString(72, 720, "Yamada")
    drawn.showPage()
    drawn.drawImage(ImageReader(io.BytesIO(scan.getvalue())), 0, 0, *A4)
    drawn.save()
    _, said = redacted(documents, tmp_path / "a.pdf", {"find": "Yamada"}, tmp_path)
    assert "look at page 2" in said
    result, _ = redacted(documents, tmp_path / "a.pdf", {"pages": "2"}, tmp_path)
    documents.render(result, 2, tmp_path / "b.png", width=300)
    with Image.open(tmp_path / "b.png") as after:
        assert after.convert("L").getextrema() == (0, 0)
    assert texts(documents, result) == ["Yamada"]


def test_a_result_that_still_holds_the_words_is_not_written(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Yamada", "Other"))
    # A program keeps the words in a place of its own.
    odd = DecodedStreamObject()
    odd.set_data(b"made by Yamada")
    writer.root_object[NameObject("/Odd")] = writer._add_object(odd)
    writer.write(tmp_path / "in.pdf")
    with pytest.raises(UnreadableError) as raised:
        redacted(documents, tmp_path / "in.pdf", {"find": "Yamada"}, tmp_path)
    assert raised.value.code == "unsafe"
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(
    "op",
    [{}, {"find": ""}, {"find": "nowhere"}, {"find": "(", "pattern": True}, {"find": "x*", "pattern": True},
     {"boxes": [{"page": 9, "box": [0, 0, 1, 1]}]}, {"boxes": [{"page": 1, "box": [700, 0, 10, 10]}]}],
)  # fmt: skip
def test_what_cannot_be_redacted_is_refused(documents, tmp_path, op):
    with pytest.raises(InvalidArgumentsError):
        redacted(documents, pdf(tmp_path / "a.pdf", "One"), op, tmp_path)
    assert not (tmp_path / "out.pdf").exists()


def test_words_that_stay_on_other_pages_are_counted(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Taro Yamada", "Taro Yamada\nof Yamada Inc", "Nobody", "Yamada")
    said = documents.edit(source, [{"op": "redact", "find": "Yamada", "pages": "1"}], tmp_path / "out.pdf")[0]
    assert "3 places with these words stay on pages 2, 4" in said.en
    assert "2, 4 ページ" in said.ja
    assert "3 か所残っています" in said.ja
    said = documents.edit(source, [{"op": "redact", "find": "Yamada", "pages": "1-4"}], tmp_path / "out.pdf")[0]
    assert "outside the pages" not in said.en
    with pytest.raises(InvalidArgumentsError, match="It is on other pages: pages 1, 2, 4"):
        documents.edit(source, [{"op": "redact", "find": "Yamada", "pages": "3"}], tmp_path / "none.pdf")
