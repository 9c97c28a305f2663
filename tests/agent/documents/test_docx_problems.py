"""What is wrong with a Word document: every kind is found at its address, and good documents have none."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from tests.agent.documents.packages import replacing, rewritten

BODY = "word/document.xml"


@pytest.fixture
def document():
    return Document()


@pytest.fixture
def found(documents, tmp_path, document):
    """The problems of the document as (anchor, code, grave), and their English words."""

    def run(change=None):
        path = tmp_path / "a.docx"
        document.save(str(path))
        if change is not None:
            path = rewritten(path, tmp_path / "b.docx", *change)
        problems = documents.problems(path)
        assert all(one.words.ja and one.words.ja != one.words.en for one in problems)
        return [(one.anchor, one.code, one.grave) for one in problems], [one.words.en for one in problems]

    return run


def field(code: str, result: str):
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>{result}</w:t></w:r></w:fldSimple>')


def test_a_good_document_has_no_problem(documents, tmp_path, found):
    target = tmp_path / "good.docx"
    content = {
        "title": "T",
        "markdown": "# A\n\nb[^1]\n\n| a | b |\n|---|---|\n| c | 1 |\n\n[^1]: n",
        "header": "{page}",
    }
    for language in ("en", "ja"):
        documents.create({**content, "language": language, "toc": True, "numbered": True}, target)
        assert documents.problems(target) == ()


def test_placeholders_and_gaps_are_told_with_the_words_around_them(document, found):
    document.add_paragraph("Dear {{name}},")
    document.add_paragraph("○○株式会社 御中")
    document.add_table(1, 1).cell(0, 0).text = "[Insert date here]"
    document.add_paragraph("□□□ tick a box")
    problems, words = found()
    assert problems == [("P1", "leftover", True), ("P2", "leftover", True), ("T1 R1", "leftover", True)]
    assert "Dear {{name}}" in words[0]


def test_references_to_bookmarks_that_are_gone_are_told(document, found):
    document.add_paragraph("See ")._p.append(field("REF _Ref9 \\h", "Error! Reference source not found."))
    document.add_paragraph("See ")._p.append(field("PAGEREF here", "3"))
    paragraph = document.add_paragraph("here")._p
    paragraph.insert(0, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="here"/>'))
    paragraph.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="1"/>'))
    problems, words = found()
    assert problems == [("P1", "broken_reference", True)] * 2
    assert min(words) == "A field shows an error: Error! Reference source not found.."


def test_a_relationship_that_does_not_exist_is_told(document, found, tmp_path):
    document.add_paragraph("x")._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="rId99"/>'))
    assert found()[0] == [(BODY, "invalid", True)]


def test_a_part_that_is_missing_is_told(document, found):
    document.add_paragraph("x")
    change = ("word/_rels/document.xml.rels", replacing(b'Target="theme/theme1.xml"', b'Target="theme/gone.xml"'))
    assert found(change)[0] == [(BODY, "broken_reference", True)]


def test_styles_lists_and_notes_that_are_not_defined_are_told(document, found):
    for inner in ('<w:pStyle w:val="Gone"/>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>'):
        document.element.body.insert(
            0, parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{inner}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>")
        )
    document.element.body.insert(0, parse_xml(f'<w:p {nsdecls("w")}><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'))
    assert found()[0] == [("P1", "invalid", True), ("P2", "invalid", False), ("P3", "invalid", False)]


def test_empty_headings_changes_and_comments_are_told_and_not_grave(document, found):
    document.add_heading("", 2)
    paragraph = document.add_paragraph("text")
    document.add_comment(paragraph.runs, "why?", author="A")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="5" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins>'))
    problems, words = found()
    assert problems == [("P1", "leftover", False), ("", "leftover", False), ("", "leftover", False)]
    assert words[1:] == ["1 tracked change is neither accepted nor rejected.", "1 comment is left."]


def test_fonts_that_others_lack_are_told_once(document, found):
    for name in ("Fancy Script", "Fancy Script", "Arial", "ＭＳ 明朝"):
        document.add_paragraph().add_run("x").font.name = name
    assert found()[0] == [("P1", "missing_font", False)]


def test_a_table_wider_than_the_page_is_grave(document, found):
    for width in (Mm(200), Mm(300)):
        table = document.add_table(1, 1)
        table.autofit = False
        table.columns[0].width = width
        document.add_paragraph("x")
    assert found()[0] == [("T2", "overflow", True), ("T1", "overflow", False)]


def test_a_page_break_at_the_end_leaves_a_blank_page(document, found):
    document.add_page_break()
    document.add_paragraph("text")
    document.add_page_break()
    document.add_paragraph("")
    assert found()[0] == [("P3", "blank_page", False)]


def test_twice_the_same_id_is_told(document, found):
    for _ in range(2):
        document.add_paragraph("x")._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="a"/>'))
    assert found()[0] == [(BODY, "invalid", False)]


def test_a_heading_that_is_deleted_as_a_tracked_change_is_no_empty_heading(documents, document, tmp_path):
    document.add_heading("Costs", 2)
    document.add_paragraph("Free.")
    document.save(str(tmp_path / "a.docx"))
    documents.edit(tmp_path / "a.docx", [{"op": "delete", "at": "P1", "track": True}], tmp_path / "b.docx")
    assert [one.words.en for one in documents.problems(tmp_path / "b.docx")] == [
        "2 tracked changes are neither accepted nor rejected."
    ]
