"""Differences of Word documents are told at their addresses: words, looks, styles, rows, moves, comments."""

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from PIL import Image

TEXTS = (
    "Contract",
    "The price is 1,000 yen in all.",
    "甲は乙に対し支払う。",
    "A clause that is about to move away.",
    "End.",
)


@pytest.fixture
def contract(tmp_path):
    def made(name, texts=TEXTS, change=None):
        document = Document()
        for text in texts:
            document.add_paragraph(text)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Item", "Price", "Pen", "100"), strict=True):
            cell.text = text
        document.add_paragraph("Behind the table.")
        if change is not None:
            change(document)
        document.save(str(tmp_path / name))
        return tmp_path / name

    return made


def told(documents, before, after):
    return [(one.kind, one.anchor, one.before, one.after) for one in documents.diff(before, after)]


def test_words_rows_and_paragraphs_that_come_and_go(documents, contract):
    before = contract("a.docx")
    texts = (TEXTS[0], "The price is 2,500 yen in all.", "Something that is quite new here.", *TEXTS[3:])

    def change(document):
        document.tables[0].rows[1].cells[1].text = "120"

    assert told(documents, before, contract("b.docx", texts, change)) == [
        ("text", "P2", "The price is 1,000 yen in all.", "The price is 2,500 yen in all."),
        ("removed", "P3", "甲は乙に対し支払う。", ""),
        ("added", "P3", "", "Something that is quite new here."),
        ("table", "T1 R2", "Pen | 100", "Pen | 120"),
    ]
    assert told(documents, before, before) == []


def test_a_paragraph_that_moved_is_told_once(documents, contract):
    texts = (TEXTS[3], *TEXTS[:3], TEXTS[4])
    assert told(documents, contract("a.docx"), contract("b.docx", texts)) == [
        ("moved", "P1", f"P4: {TEXTS[3]}", f"P1: {TEXTS[3]}")
    ]


def test_looks_and_styles_are_told_without_a_change_of_words(documents, contract):
    def change(document):
        paragraph = document.paragraphs[1]
        paragraph.clear()
        paragraph.add_run("The price is ")
        paragraph.add_run("1,000 yen").bold = True
        paragraph.add_run(" in all.")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        document.paragraphs[0].style = "Title"

    assert told(documents, contract("a.docx"), contract("b.docx", change=change)) == [
        ("style", "P1", "Normal", "Title"),
        ("format", "P2", "alignment: of the style", "alignment: right"),
        ("format", "P2", "“1,000 yen”: plain", "“1,000 yen”: bold"),
    ]


def test_comments_and_tracked_changes_are_told(documents, contract, tmp_path):
    before = contract("a.docx")
    ops = [
        {"op": "add_comment", "at": "P2", "text": "Sure?", "author": "Sato"},
        {"op": "delete", "at": "P3", "track": True},
        {"op": "set_table_cell", "table": 1, "row": 2, "column": 2, "text": "120", "track": True},
    ]
    documents.edit(before, ops, tmp_path / "b.docx")
    documents.edit(tmp_path / "b.docx", [{"op": "resolve_comment", "id": 0}], tmp_path / "c.docx")
    assert told(documents, before, tmp_path / "b.docx") == [
        ("text", "P3", "甲は乙に対し支払う。", "[deleted: 甲は乙に対し支払う。]"),
        ("table", "T1 R2", "Pen | 100", "Pen | [deleted: 100]120"),
        ("comment", "comment 0", "", "Sato: Sure?"),
    ]
    assert told(documents, tmp_path / "b.docx", tmp_path / "c.docx") == [
        ("comment", "comment 0", "Sato: Sure?", "Sato: Sure? [resolved]")
    ]


def test_short_paragraphs_that_somebody_deleted_with_tracking_are_still_the_same_ones(documents, tmp_path):
    document = Document()
    for text in ("Agenda", "Yes", "No", "The meeting ends at noon."):
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    ops = [{"op": "set_paragraph", "at": at, "text": "", "track": True} for at in ("P2", "P3")]
    documents.edit(tmp_path / "a.docx", ops, tmp_path / "b.docx")
    found = documents.diff(tmp_path / "a.docx", tmp_path / "b.docx")
    assert [(one.anchor, one.before, one.after) for one in found] == [
        ("P2", "Yes", "[deleted: Yes]"), ("P3", "No", "[deleted: No]")]  # fmt: skip


def test_other_pictures_page_breaks_and_pages_are_told(documents, tmp_path):
    for name, colour in (("a.png", "navy"), ("b.png", "red")):
        Image.new("RGB", (30, 20), colour).save(tmp_path / name)
    document = Document()
    for text in ("first", "second"):
        document.add_paragraph(text)
    document.add_picture(str(tmp_path / "a.png"))
    document.save(str(tmp_path / "a.docx"))
    ops = [
        {"op": "replace_image", "at": "P3", "picture": tmp_path / "b.png"},
        {"op": "insert_page_break", "after": "P1"},
    ]
    documents.edit(tmp_path / "a.docx", ops, tmp_path / "b.docx")
    wide = Document(str(tmp_path / "b.docx"))
    wide.sections[0].page_width, wide.sections[0].page_height = Mm(297), Mm(210)
    wide.save(str(tmp_path / "c.docx"))
    found = documents.diff(tmp_path / "a.docx", tmp_path / "c.docx")
    told = [(one.kind, one.before, one.after) for one in found]
    assert told == [
        ("format", "no page break before it", "page break before it"),
        ("picture", "picture", "another picture"),
        ("format", "page 21.6 x 27.9 cm, 15.2 cm between the margins",
         "page 29.7 x 21.0 cm, 23.4 cm between the margins"),
    ]  # fmt: skip
    assert documents.diff(tmp_path / "a.docx", tmp_path / "a.docx") == ()
