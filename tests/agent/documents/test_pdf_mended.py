"""PDFs whose structure is damaged, or says too little: what viewers open can be edited all the same."""

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from tests.agent.documents.pdfs import form, pdf, texts


def test_a_file_that_was_cut_off_is_edited_and_said_to_be_written_anew(documents, tmp_path):
    whole = pdf(tmp_path / "a.pdf", "One", "Two", "Three").read_bytes()
    cut = tmp_path / "cut.pdf"
    # The last lines are gone, as after a download that was broken off: where the cross-references are is unknown.
    cut.write_bytes(whole[: whole.rindex(b"startxref")])
    before = cut.read_bytes()
    said = documents.edit(cut, [{"op": "rotate", "pages": "1", "degrees": 90}], tmp_path / "out.pdf")
    assert "written anew" in said[-1].en
    assert texts(documents, tmp_path / "out.pdf") == ["One", "Two", "Three"]
    assert PdfReader(tmp_path / "out.pdf").pages[0].rotation == 90
    assert cut.read_bytes() == before
    documents.edit(cut, [{"op": "redact", "find": "Two"}], tmp_path / "redacted.pdf")
    assert texts(documents, tmp_path / "redacted.pdf") == ["One", "Three"]
    assert documents.read(cut, part="2 positions").passages[0].anchor.startswith("p2 [")


def test_a_page_without_a_size_is_a_letter_as_in_viewers(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "One"))
    writer.pages[0].pop("/MediaBox")
    writer.write(tmp_path / "in.pdf")
    documents.edit(tmp_path / "in.pdf", [{"op": "stamp", "text": "{page}"}], tmp_path / "out.pdf")
    assert texts(documents, tmp_path / "out.pdf") == ["One", "1"]
    documents.edit(tmp_path / "in.pdf", [{"op": "crop", "margins": [10, 10, 10, 10]}], tmp_path / "cropped.pdf")
    assert [float(side) for side in PdfReader(tmp_path / "cropped.pdf").pages[0].cropbox] == [10, 10, 602, 782]


def test_the_second_description_of_a_form_goes_when_it_is_filled_and_that_is_said(documents, tmp_path):
    writer = PdfWriter(clone_from=form(tmp_path / "a.pdf"))
    fields = writer.root_object["/AcroForm"]
    assert isinstance(fields, DictionaryObject)
    fields[NameObject("/XFA")] = ArrayObject([TextStringObject("template"), TextStringObject("<old/>")])
    writer.write(tmp_path / "in.pdf")
    said = documents.edit(tmp_path / "in.pdf", [{"op": "fill", "fields": {"name": "Sato"}}], tmp_path / "out.pdf")
    assert "XFA" in said[0].en
    assert "/XFA" not in str(PdfReader(tmp_path / "out.pdf").root_object["/AcroForm"])


def test_tables_of_a_pdf_become_a_workbook(documents, tmp_path):
    rows = [["Item", "Price"], ["Pen", 1200], ["Ink", 800]]
    documents.create({"tables": [{"title": "Prices", "rows": rows}]}, tmp_path / "a.pdf")
    documents.convert(tmp_path / "a.pdf", tmp_path / "a.xlsx")
    assert documents.tables(tmp_path / "a.xlsx")[0].rows == (("Item", "Price"), ("Pen", 1200), ("Ink", 800))


def test_what_is_filled_into_a_form_is_in_its_markdown(documents, tmp_path):
    values = {"name": "山田太郎", "agreed": True, "pay": "card"}
    documents.edit(form(tmp_path / "a.pdf"), [{"op": "fill", "fields": values}], tmp_path / "b.pdf")
    documents.convert(tmp_path / "b.pdf", tmp_path / "b.md")
    found = (tmp_path / "b.md").read_text(encoding="utf-8").split("\n\n")
    assert found[0] == "name: 山田太郎"
    assert {"size: S", "pay: card"} <= set(found)


def test_a_page_without_a_size_to_draw_can_be_turned_and_compared(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "One", "Two"))
    # What is shown of it lies beside the paper.
    writer.pages[1][NameObject("/CropBox")] = ArrayObject([FloatObject(n) for n in (1000, 1000, 1100, 1100)])
    writer.write(tmp_path / "in.pdf")
    documents.edit(tmp_path / "in.pdf", [{"op": "rotate", "pages": "1", "degrees": 90}], tmp_path / "out.pdf")
    assert [one.after for one in documents.diff(tmp_path / "in.pdf", tmp_path / "out.pdf")] == ["turned by 90°"]
