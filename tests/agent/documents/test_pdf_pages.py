"""Pages of PDFs: deleted, inserted, cropped, scaled; what belongs to them goes with them."""

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    NameObject,
    TextStringObject,
)

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.pdfs import form, grows, pdf, texts, titles, unpacked, values


def test_deleted_pages_leave_nothing_of_their_words_in_the_file(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "Keep", "Secret", "Also"))
    for number, title in enumerate(("One", "Hidden chapter", "Three")):
        writer.add_outline_item(title=title, page_number=number)
    writer.add_annotation(0, Link(rect=(10, 10, 50, 50), target_page_index=1, fit=Fit.fit()))
    writer.write(tmp_path / "in.pdf")
    said = documents.edit(tmp_path / "in.pdf", [{"op": "delete_pages", "pages": "2"}], tmp_path / "out.pdf")
    assert "page 2" in said[0].en
    assert texts(documents, tmp_path / "out.pdf") == ["Keep", "Also"]
    result = PdfReader(tmp_path / "out.pdf")
    assert titles(result) == ["One", "Three"]
    assert result.pages[0].get("/Annots", []) == []
    assert b"Secret" not in unpacked(tmp_path / "out.pdf")
    assert b"Keep" in unpacked(tmp_path / "out.pdf")


def test_all_pages_cannot_be_deleted(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two")
    for pages in ("1-2", ""):
        with pytest.raises(InvalidArgumentsError):
            documents.edit(source, [{"op": "delete_pages", "pages": pages}], tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_pages_of_another_document_and_blank_ones_are_inserted_where_they_belong(documents, tmp_path):
    sources = [pdf(tmp_path / "a.pdf", "A1", "A2"), pdf(tmp_path / "b.pdf", "B1", "B2")]
    ops = [
        {"op": "insert_pages", "source": 1, "pages": "2", "after": 1},
        {"op": "insert_blank", "after": 0, "count": 2},
    ]
    documents.pages(sources, ops, tmp_path / "out.pdf")
    read = [(one.anchor, one.text) for one in documents.read(tmp_path / "out.pdf").passages]
    assert read == [("p3", "A1"), ("p4", "B2"), ("p5", "A2")]


def test_a_page_that_is_taken_twice_comes_twice(documents, tmp_path):
    ops = [{"op": "take", "pages": "2,1,2"}, {"op": "rotate", "pages": "3", "degrees": 90}]
    documents.edit(pdf(tmp_path / "a.pdf", "A1", "A2"), ops, tmp_path / "out.pdf")
    assert texts(documents, tmp_path / "out.pdf") == ["A2", "A1", "A2"]
    assert [page.rotation for page in PdfReader(tmp_path / "out.pdf").pages] == [0, 0, 90]


def test_labels_move_with_their_pages(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "i", "ii", "1", "2", "3"))
    writer.set_page_label(0, 1, PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 4, PageLabelStyle.DECIMAL)
    writer.write(tmp_path / "in.pdf")
    documents.edit(tmp_path / "in.pdf", [{"op": "order", "pages": "4,5,1,2,3"}], tmp_path / "out.pdf")
    assert PdfReader(tmp_path / "out.pdf").page_labels == ["2", "3", "i", "ii", "1"]
    assert grows(tmp_path / "in.pdf", tmp_path / "out.pdf")


def test_forms_that_are_put_together_keep_values_of_their_own(documents, tmp_path):
    for name, value in (("a", "Yamada"), ("b", "Sato")):
        fields = {"name": value}
        documents.edit(form(tmp_path / "form.pdf"), [{"op": "fill", "fields": fields}], tmp_path / f"{name}.pdf")
    said = documents.pages([tmp_path / "a.pdf", tmp_path / "b.pdf"], [], tmp_path / "out.pdf")
    found = values(tmp_path / "out.pdf")
    assert (found["name"], found["name (2)"]) == ("Yamada", "Sato")
    assert "name (2)" in said[1].en


def layered(path, text: str):
    """A page whose words lie on a layer that is off."""
    writer = PdfWriter(clone_from=pdf(path, text))
    name = TextStringObject(f"layer of {text}")
    group = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): name}))
    page = writer.pages[0]
    resources = page["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/MC0"): group})
    old = page.get_contents()
    assert old is not None
    contents = DecodedStreamObject()
    contents.set_data(b"/OC /MC0 BDC\n" + old.get_data() + b"\nEMC")
    page[NameObject("/Contents")] = writer._add_object(contents)
    view = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): view}
    )
    writer.write(path)
    return path


def test_a_layer_that_is_off_stays_off_behind_another_document(documents, tmp_path):
    sources = [layered(tmp_path / "a.pdf", "Draft of A"), layered(tmp_path / "b.pdf", "Draft of B")]
    documents.pages(sources, [], tmp_path / "out.pdf")
    assert texts(documents, tmp_path / "out.pdf") == []
    assert [one.hidden for one in documents.read(tmp_path / "out.pdf").passages] == ["layer that is off"] * 2


def test_a_page_is_cropped_to_a_part_behind_its_untouched_bytes(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two")
    op = {"op": "crop", "pages": "2", "margins": [100, 50, 400, 20]}
    said = documents.edit(source, [op], tmp_path / "out.pdf")
    assert "still in the file" in said[0].en
    boxes = [[round(float(side)) for side in page.cropbox] for page in PdfReader(tmp_path / "out.pdf").pages]
    assert boxes == [[0, 0, 595, 842], [20, 400, 545, 742]]
    assert grows(source, tmp_path / "out.pdf")


def test_what_is_cropped_is_told_as_it_is_seen_on_a_turned_page(documents, tmp_path):
    ops = [{"op": "rotate", "degrees": 90}, {"op": "crop", "box": [0, 0, 200, 100]}]
    documents.edit(pdf(tmp_path / "a.pdf", "One"), ops, tmp_path / "out.pdf")
    # What is seen at the top left of a page that is turned clockwise is its bottom left.
    assert [round(float(side)) for side in PdfReader(tmp_path / "out.pdf").pages[0].cropbox] == [0, 0, 100, 200]


@pytest.mark.parametrize("op", [{"margins": [900, 0, 0, 0]}, {"box": [0, 0, 5000, 10]}, {}, {"box": "all"}])
def test_a_crop_that_leaves_nothing_is_refused(documents, tmp_path, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(pdf(tmp_path / "a.pdf", "One"), [{"op": "crop", **op}], tmp_path / "out.pdf")


def test_a_page_is_scaled_onto_paper_with_its_words(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Word")
    documents.edit(source, [{"op": "scale", "to": "A3"}], tmp_path / "out.pdf")
    page = PdfReader(tmp_path / "out.pdf").pages[0]
    assert [round(float(side)) for side in page.mediabox] == [0, 0, 842, 1191]
    assert texts(documents, tmp_path / "out.pdf") == ["Word"]
    documents.render(source, 1, tmp_path / "a.png", width=1200)
    documents.render(tmp_path / "out.pdf", 1, tmp_path / "b.png", width=1200)
    with Image.open(tmp_path / "a.png") as before, Image.open(tmp_path / "b.png") as after:
        differ = ImageChops.difference(before.convert("L"), after.convert("L").resize(before.size))
        assert max(index for index, count in enumerate(differ.histogram()) if count) < 90
