"""What is read of a PDF beside its words, what is wrong with it, what changed, and what becomes of it elsewhere."""

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, Fit, NameObject, NullObject, NumberObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.problems import pages_for_ocr
from tests.agent.documents.pdfs import form, pdf
from tests.agent.documents.told import told


def said(documents, path, part):
    return [(one.anchor, one.text) for one in documents.read(path, part=part).passages]


def changed(documents, before, after):
    return [(one.anchor, one.before, one.after, one.kind) for one in documents.diff(before, after)]


def test_lines_have_places_that_other_ops_take(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Secret word\nother")
    found = documents.read(source, part="p2 positions").passages
    assert [one.text for one in found] == ["Secret word", "other"]
    numbers = [float(number) for number in found[0].anchor.removeprefix("p2 ").strip("[]").split(",")]
    assert numbers[0] == pytest.approx(72, abs=1)
    assert numbers[1] == pytest.approx(112, abs=3)
    documents.edit(source, [{"op": "redact", "boxes": [{"page": 2, "box": numbers}]}], tmp_path / "out.pdf")
    assert [one.text for one in documents.read(tmp_path / "out.pdf").passages] == ["One", "other"]


def test_fields_are_told_with_what_they_take(documents, tmp_path):
    found = dict(said(documents, form(tmp_path / "a.pdf"), "fields"))
    assert found["field size"] == "'S' (choice, one of S; M, page 1)"
    assert found["field pay"].startswith("'bill' (radio, one of card; bill")
    assert found["field name"].startswith("'' (text, at most 100 characters")


def test_bookmarks_and_links_are_told_with_where_they_lead(documents, tmp_path):
    ops = [
        {"op": "add_bookmarks", "bookmarks": [{"title": "A", "page": 1}, {"title": "B", "page": 2, "level": 2}]},
        {"op": "add_link", "page": 1, "box": [0, 0, 9, 9], "to": 2},
        {"op": "add_link", "page": 2, "box": [0, 0, 9, 9], "url": "https://example.com/"},
    ]
    documents.edit(pdf(tmp_path / "a.pdf", "One", "Two"), ops, tmp_path / "out.pdf")
    assert said(documents, tmp_path / "out.pdf", "bookmarks") == [("p1", "A"), ("p2", "B")]
    assert said(documents, tmp_path / "out.pdf", "links") == [("p1", "page 2"), ("p2", "https://example.com/")]


def test_properties_tell_sizes_fonts_and_permissions(documents, tmp_path):
    ops = [{"op": "rotate", "pages": "2", "degrees": 90}]
    documents.edit(pdf(tmp_path / "a.pdf", "One", "Two"), ops, tmp_path / "turned.pdf")
    found = said(documents, tmp_path / "turned.pdf", "properties")
    assert ("p1", "595 x 842 points (A4)") in found
    assert ("p2", "842 x 595 points (A4), turned by 90 degrees") in found
    assert ("font", "Helvetica (not embedded)") in found
    writer = PdfWriter(clone_from=tmp_path / "turned.pdf")
    writer.encrypt("", owner_password="owner", permissions_flag=4, algorithm="AES-256")  # type: ignore[arg-type]  # print only
    writer.write(tmp_path / "guarded.pdf")
    guarded = dict(said(documents, tmp_path / "guarded.pdf", "properties"))
    assert guarded["encryption"] == "encrypted; allowed without the owner's password: print"


def test_an_attached_file_is_read_as_the_document_that_it_is(documents, tmp_path):
    (tmp_path / "list.csv").write_text("name,amount\nSato,300\n")
    op = {"op": "attach", "source": 1, "name": "list.csv"}
    documents.pages([pdf(tmp_path / "a.pdf", "One"), tmp_path / "list.csv"], [op], tmp_path / "out.pdf")
    content = documents.read(tmp_path / "out.pdf", part="attachment 1")
    assert "list.csv" in told(content)[0]
    assert content.format == "csv"
    assert any("Sato" in one.text for one in content.passages)
    with pytest.raises(InvalidArgumentsError):
        documents.read(tmp_path / "out.pdf", part="attachment 2")


def codes(documents, path):
    return {(one.anchor, one.code) for one in documents.problems(path)}


def test_blank_pages_scans_and_odd_sizes_are_problems(documents, tmp_path):
    drawn = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    drawn.drawString(72, 720, "Text")
    drawn.showPage()
    drawn.showPage()
    Image.effect_noise((200, 200), 90).save(tmp_path / "scan.png")
    drawn.drawImage(str(tmp_path / "scan.png"), 0, 0, *A4)
    drawn.showPage()
    drawn.setPageSize((300, 300))
    drawn.drawString(72, 20, "Small")
    drawn.save()
    assert codes(documents, tmp_path / "a.pdf") == {("p2", "blank_page"), ("p3", "leftover"), ("pages", "invalid")}
    assert pages_for_ocr(tmp_path / "a.pdf") == [3]
    assert not [one for one in documents.problems(tmp_path / "a.pdf") if one.grave]


def test_what_leads_nowhere_and_what_is_empty_are_problems(documents, tmp_path):
    writer = PdfWriter(clone_from=form(tmp_path / "a.pdf"))
    writer.add_outline_item(title="Gone", page_number=0, fit=Fit.fit())
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/Type"): NameObject("/Annot")})
    link[NameObject("/Rect")] = ArrayObject(map(NumberObject, (0, 0, 9, 9)))
    link[NameObject("/Dest")] = ArrayObject([NullObject(), NameObject("/Fit")])
    notes = writer.pages[0]["/Annots"].get_object()
    assert isinstance(notes, ArrayObject)
    notes.append(writer._add_object(link))
    writer.write(tmp_path / "in.pdf")
    found = codes(documents, tmp_path / "in.pdf")
    assert ("p1", "broken_reference") in found
    assert ("p1 field agreed", "leftover") in found
    assert not [code for code in found if code[0] == "bookmark Gone"]


def test_text_that_its_field_does_not_show_and_scripts_are_problems(documents, tmp_path):
    fields = {"name": "a very long text that does not fit into the field at all, whatever one does"}
    documents.edit(form(tmp_path / "a.pdf"), [{"op": "fill", "fields": fields}], tmp_path / "b.pdf")
    writer = PdfWriter(clone_from=tmp_path / "b.pdf")
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
    writer.root_object[NameObject("/OpenAction")] = script
    writer.write(tmp_path / "in.pdf")
    found = {(one.anchor, one.code, one.grave) for one in documents.problems(tmp_path / "in.pdf")}
    assert ("p1 field name", "overflow", True) in found
    assert ("file", "leftover", False) in found


def test_a_sound_document_has_no_problems(documents, tmp_path):
    assert documents.problems(pdf(tmp_path / "a.pdf", "One", "Two")) == ()


def test_pages_that_moved_came_and_went_are_told_as_such(documents, tmp_path):
    before = pdf(tmp_path / "a.pdf", "Alpha text", "Beta words", "Gamma lines", "Delta ends")
    after = pdf(tmp_path / "b.pdf", "Gamma lines", "Alpha text", "Beta words", "A new page")
    moved = ("p1", "page 3", "page 1", "moved")
    assert changed(documents, before, after) == [moved, ("p4", "Delta ends", "A new page", "")]
    shorter = pdf(tmp_path / "c.pdf", "Alpha text", "Delta ends")
    removed = [("p2", "Beta words", "", "removed"), ("p3", "Gamma lines", "", "removed")]
    assert changed(documents, before, shorter) == removed


def test_values_notes_properties_and_looks_that_changed_are_told(documents, tmp_path):
    source = form(tmp_path / "a.pdf")
    ops = [
        {"op": "fill", "fields": {"name": "Yamada"}},
        {"op": "add_note", "page": 1, "text": "Check", "author": "Sato"},
        {"op": "set_metadata", "properties": {"title": "New"}},
        {"op": "rotate", "degrees": 90},
    ]
    documents.edit(source, ops, tmp_path / "out.pdf")
    found = changed(documents, source, tmp_path / "out.pdf")
    assert ("field name", "", "Yamada", "value") in found
    assert ("p1", "", "Sato: Check", "comment") in found
    assert [one for one in found if one[0] == "property Title" and one[3] == "property"]
    assert ("p1", "", "turned by 90°", "format") in found


def test_a_page_that_only_looks_different_is_told(documents, tmp_path):
    for name, colour in (("a", "black"), ("b", "red")):
        drawn = canvas.Canvas(str(tmp_path / f"{name}.pdf"), pagesize=A4)
        drawn.drawString(72, 720, "The same words")
        drawn.setFillColor(colour)
        drawn.rect(100, 100, 200, 200, fill=1)
        drawn.save()
    ((anchor, _, _, kind),) = changed(documents, tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert (anchor, kind) == ("p1", "picture")


def test_words_become_text_markdown_and_word_and_what_is_left_out_is_told(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "The first *line* goes on\nand on to its end here.", ""))
    writer.add_annotation(0, FreeText(text="typed on it", rect=(50, 50, 200, 100)))
    writer.write(tmp_path / "in.pdf")
    for suffix in ("txt", "md", "docx", "html"):
        said = documents.convert(tmp_path / "in.pdf", tmp_path / f"out.{suffix}")
        assert "Without text and therefore left out: page 2." in [one.en for one in said]
        documents.check(tmp_path / f"out.{suffix}")
    assert (tmp_path / "out.txt").read_text() == "The first *line* goes on\nand on to its end here.\n\ntyped on it\n\n"
    markdown = "The first \\*line\\* goes on and on to its end here.\n\ntyped on it\n\n"
    assert (tmp_path / "out.md").read_text() == markdown
    assert documents.read(tmp_path / "out.docx").passages[0].text == "The first *line* goes on and on to its end here."


def test_a_page_with_nothing_but_what_was_typed_onto_it_is_no_scan_and_a_scan_with_that_is_one(documents, tmp_path):
    Image.new("RGB", (300, 400), "navy").save(tmp_path / "scan.pdf")
    writer = PdfWriter(clone_from=tmp_path / "scan.pdf")
    writer.add_blank_page(300, 400)
    for page in (0, 1):
        writer.add_annotation(page, FreeText(text="2026年 受領", rect=(50, 50, 200, 100)))
    writer.write(tmp_path / "in.pdf")
    assert any("no text on page 1" in one.en for one in documents.read(tmp_path / "in.pdf").facts)
    documents.convert(tmp_path / "in.pdf", tmp_path / "out.md")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "2026年 受領\n\n\n---\n\n2026年 受領\n\n"
    assert [one.anchor for one in documents.problems(tmp_path / "in.pdf") if one.code == "blank_page"] == []
    writer.remove_page(0)
    writer.write(tmp_path / "typed.pdf")
    assert not any("no text" in one.en for one in documents.read(tmp_path / "typed.pdf").facts)
    assert pages_for_ocr(tmp_path / "typed.pdf") == []


def test_tables_become_a_csv_and_without_any_it_is_refused(documents, tmp_path):
    rows = [["Item", "Price"], ["Pen", 120], ["Ink", 300]]
    documents.create({"tables": [{"rows": rows}]}, tmp_path / "a.pdf")
    documents.convert(tmp_path / "a.pdf", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"\xef\xbb\xbfItem,Price\r\nPen,120\r\nInk,300\r\n"
    for suffix in ("csv", "xlsx"):
        with pytest.raises(InvalidArgumentsError):
            documents.convert(pdf(tmp_path / "b.pdf", "Prose"), tmp_path / f"no.{suffix}")


def test_a_scan_is_not_converted_into_nothing(documents, tmp_path):
    Image.new("RGB", (300, 400), "navy").save(tmp_path / "a.pdf")
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1
    with pytest.raises(InvalidArgumentsError):
        documents.convert(tmp_path / "a.pdf", tmp_path / "out.txt")


def test_a_page_that_has_its_size_from_the_tree_above_shows_all_of_it(documents, tmp_path):
    page = canvas.Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    page.drawString(200, 815, "Title at the top")
    page.save()
    writer = PdfWriter(tmp_path / "a.pdf")
    tree = writer.root_object["/Pages"].get_object()
    assert isinstance(tree, DictionaryObject)
    tree[NameObject("/MediaBox")] = writer.pages[0].raw_get("/MediaBox")
    del writer.pages[0]["/MediaBox"]
    writer.write(tmp_path / "b.pdf")
    (one,) = documents.read(tmp_path / "b.pdf").passages
    assert (one.text, one.hidden) == ("Title at the top", "")


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_that_was_turned_is_told_as_turned_and_not_by_its_lines(documents, tmp_path, degrees):
    lines = "\n\n".join(f"Line {at} of it stands here." for at in range(12))
    documents.create({"markdown": f"# One\n\n\\newpage\n\n{lines}"}, tmp_path / "a.pdf")
    documents.edit(tmp_path / "a.pdf", [{"op": "rotate", "pages": "2", "degrees": degrees}], tmp_path / "b.pdf")
    there = documents.diff(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert [(one.anchor, one.before, one.after) for one in there] == [("p2", "", f"turned by {degrees}°")]
    back = documents.diff(tmp_path / "b.pdf", tmp_path / "a.pdf")
    assert [(one.anchor, one.before, one.after) for one in back] == [("p2", f"turned by {degrees}°", "")]
