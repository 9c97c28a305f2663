"""Word documents put in order: paragraphs moved, lists, page breaks, headers and footers."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from agent.core.errors import InvalidArgumentsError

BODY = "word/document.xml"
TYPES, RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"


@pytest.fixture
def source(tmp_path):
    """P1 heading, P2 to P4 text, P5 and P6 a numbered list."""
    document = Document()
    document.add_heading("Report", 1)
    for text in ("one", "two", "three"):
        document.add_paragraph(text)
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.save(str(tmp_path / "source.docx"))
    return tmp_path / "source.docx"


@pytest.fixture
def edited(documents, source):
    def run(*ops: dict[str, object], before: Path = source):
        target = source.with_name("edited.docx")
        documents.edit(before, ops, target)
        documents.check(target)
        return target

    return run


def texts(path) -> list[str]:
    return [one.text for one in Document(str(path)).paragraphs]


def read(documents, path) -> list[str]:
    return [one.text for one in documents.read(path).passages]


def test_paragraphs_move_and_keep_their_addresses(edited):
    result = edited(
        {"op": "move_paragraphs", "from": "P3-P4", "after": "P1"},
        {"op": "set_paragraph", "at": "P3", "text": "zwei"},
        {"op": "insert_after", "at": "P2", "text": "behind one"},
        {"op": "move_paragraphs", "from": "P6", "after": "start"},
    )
    assert texts(result) == ["second", "Report", "zwei", "three", "one", "behind one", "first"]


def test_what_would_be_torn_does_not_move(documents, source, edited, tmp_path):
    document = Document(str(source))
    document.paragraphs[1]._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="9" w:name="here"/>'))
    document.paragraphs[2]._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="9"/>'))
    marked = tmp_path / "marked.docx"
    document.save(str(marked))
    with pytest.raises(InvalidArgumentsError, match="A bookmark or a comment begins or ends there"):
        edited({"op": "move_paragraphs", "from": "P2", "after": "P5"}, before=marked)
    assert texts(edited({"op": "move_paragraphs", "from": "P2-P3", "after": "P5"}, before=marked))[3:5] == [
        "one",
        "two",
    ]
    with pytest.raises(InvalidArgumentsError, match="stands there already"):
        edited({"op": "move_paragraphs", "from": "P2-P3", "after": "P2"})


def test_a_list_looks_like_those_of_the_document_and_begins_at_one(documents, edited):
    result = edited(
        {"op": "insert_list", "after": "P2", "kind": "numbers", "items": ["a", "  b", "c"]},
        {"op": "insert_list", "after": "P3", "kind": "bullets", "items": ["x & y"]},
        {"op": "insert_list", "after": "P6", "like": "P6", "items": ["third"]},
    )
    assert read(documents, result) == [
        "Report", "one", "1. a", "a. b", "2. c", "two", "- x & y", "three", "1. first", "2. second", "3. third"
    ]  # fmt: skip


def test_paragraphs_become_a_list_and_stop_being_one(documents, edited):
    result = edited(
        {"op": "set_list", "at": "P2-P4", "kind": "numbers"}, {"op": "set_list", "at": "P5", "kind": "none"}
    )
    assert read(documents, result) == ["Report", "1. one", "2. two", "3. three", "first", "1. second"]


def test_a_document_without_lists_gets_the_part_for_them(documents, edited, tmp_path):
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(tmp_path / "source.docx") as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == RELS:
                data = data.replace(b"relationships/numbering", b"relationships/unknown")
            new.writestr(name, data)
    result = edited({"op": "insert_list", "after": "P2", "items": ["a"]}, before=bare)
    parts = documents.parts(bare, result)
    assert parts.added == ("word/numbering1.xml",)
    assert set(parts.changed) == {BODY, RELS, TYPES}
    assert "- a" in read(documents, result)


def test_a_new_page_begins_where_it_is_wanted(edited, documents, source):
    result = edited({"op": "insert_page_break", "after": "P2"})
    assert documents.parts(source, result).changed == (BODY,)
    assert Document(str(result)).paragraphs[2]._p.xpath("w:r/w:br/@w:type") == ["page"]


def test_a_header_and_a_footer_are_made_with_their_page_numbers(edited, documents, source):
    result = edited(
        {"op": "set_header", "text": "社外秘 ACME & Co", "align": "right"},
        {"op": "set_footer", "text": "{page} / {pages}", "align": "center"},
        {"op": "set_header", "text": "First", "pages": "first"},
    )
    section = Document(str(result)).sections[0]
    assert section.header.paragraphs[0].text == "社外秘 ACME & Co"
    assert section.header.paragraphs[0].alignment == 2
    assert section.first_page_header.paragraphs[0].text == "First"
    assert section.different_first_page_header_footer
    assert section.footer._element.xpath("//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    parts = documents.parts(source, result)
    assert parts.added == ("word/header1.xml", "word/footer1.xml", "word/header2.xml")
    again = edited({"op": "set_header", "text": "Other"}, before=Path(str(result)).rename(source.with_name("b.docx")))
    assert Document(str(again)).sections[0].header.paragraphs[0].text == "Other"
    assert documents.parts(source.with_name("b.docx"), again).changed == ("word/header1.xml",)


def test_a_header_with_a_picture_is_not_overwritten(documents, real_files, tmp_path):
    picture = next(one for one in real_files if "headerPic" in one.name)
    with pytest.raises(InvalidArgumentsError, match="holds a picture"):
        documents.edit(picture, [{"op": "set_header", "text": "x"}], tmp_path / "x.docx")


def test_even_pages_have_headers_of_their_own(edited):
    document = Document(str(edited({"op": "set_footer", "text": "even", "pages": "even"})))
    assert document.settings.odd_and_even_pages_header_footer
    assert document.sections[0].even_page_footer.paragraphs[0].text == "even"
