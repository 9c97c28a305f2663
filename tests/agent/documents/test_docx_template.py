"""New documents in the look of a template, and Markdown put into documents that are there."""

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.shared import Mm, RGBColor

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import replacing, rewritten

TYPES = "[Content_Types].xml"
MAIN = b"wordprocessingml.document.main+xml"


@pytest.fixture
def house(tmp_path):
    """A template with a header in its first section, styles of its own, and old text."""
    document = Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0)
    document.sections[0].header.paragraphs[0].text = "ACME house style"
    document.sections[0].page_width = Mm(182)
    document.add_paragraph("old text")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.save(str(tmp_path / "house.docx"))
    return rewritten(
        tmp_path / "house.docx", tmp_path / "house.dotx", TYPES, replacing(MAIN, MAIN.replace(b"document", b"template"))
    )


def opened(path):
    return Document(str(path))


def test_a_new_document_has_the_styles_pages_and_headers_of_its_template(documents, house, tmp_path):
    target = tmp_path / "new.docx"
    content = {"template": house, "title": "題名", "markdown": "# One\n\ntext[^1]\n\n- a\n\n[^1]: note"}
    documents.create(content, target)
    documents.check(target)
    document = opened(target)
    assert [(one.style.name, one.text) for one in document.paragraphs] == [
        ("Title", "題名"), ("Heading 1", "One"), ("Normal", "text"), ("List Bullet", "a")
    ]  # fmt: skip
    assert str(document.styles["Heading 1"].font.color.rgb) == "AA0000"
    assert document.sections[0].page_width == pytest.approx(Mm(182), rel=1e-3)
    assert document.sections[0].header.paragraphs[0].text == "ACME house style"
    assert document.core_properties.title == "題名"
    assert documents.problems(target) == ()
    parts = documents.parts(house, target)
    assert parts.removed == ()
    assert not {"word/theme/theme1.xml", "word/header1.xml", "word/settings.xml"} & set(parts.changed)


def test_what_is_no_template_is_refused(documents, house, tmp_path):
    target = tmp_path / "new.docx"
    (tmp_path / "text.docx").write_text("no package")
    for template in (tmp_path / "text.docx", tmp_path / "gone.docx"):
        with pytest.raises(InvalidArgumentsError, match="is a Word document"):
            documents.create({"template": template, "markdown": "x"}, target)
    with pytest.raises(InvalidArgumentsError, match=r"created as \.docx or \.dotx"):
        documents.create({"markdown": "x"}, tmp_path / "new.docm")
    assert not target.exists()


def test_a_template_can_be_made(documents, tmp_path):
    target = tmp_path / "new.dotx"
    documents.create({"markdown": "# {{name}}"}, target)
    documents.check(target)
    facts = [one.en for one in documents.read(target).facts]
    assert "to be filled in (1): {{name}}" in facts


def test_headings_are_numbered_and_a_table_of_contents_stands_behind_the_title(documents, tmp_path):
    target = tmp_path / "new.docx"
    documents.create({"title": "T", "toc": True, "numbered": True, "markdown": "# A\n\n## B\n\n# C"}, target)
    texts = [one.text for one in documents.read(target).passages]
    assert texts == ["T", "Contents", "1 A", "1.1 B", "2 C", "1 A", "1.1 B", "2 C"]


def test_paper_and_direction_are_as_wanted(documents, tmp_path):
    target = tmp_path / "new.docx"
    documents.create({"paper": "letter", "landscape": True, "markdown": "x"}, target)
    section = opened(target).sections[0]
    assert section.page_width == pytest.approx(Mm(279.4), rel=1e-3)
    assert section.page_height == pytest.approx(Mm(215.9), rel=1e-3)


def test_the_language_is_that_of_the_words(documents, tmp_path):
    for text, latin in (("これは本文です。", "Yu Gothic"), ("plain", "Calibri")):
        documents.create({"markdown": text}, tmp_path / "new.docx")
        assert opened(tmp_path / "new.docx").styles["Normal"].font.name == latin


def test_markdown_goes_into_a_document_in_its_own_styles(documents, house, tmp_path):
    target = tmp_path / "edited.docx"
    source = tmp_path / "house.docx"
    table, note = "| a | 1 |\n|---|---|\n| b | 22 |", "[site](https://example.com)[^n]\n\n[^n]: why"
    markdown = f"## New\n\n3. three\n4. four\n\n{table}\n\n{note}"
    documents.edit(source, [{"op": "insert_markdown", "after": "P1", "markdown": markdown}], target)
    documents.check(target)
    texts = [one.text for one in documents.read(target).passages if one.kind in {"text", "heading", "row"}]
    assert texts == ["old text", "New", "3. three", "4. four", "a | 1", "b | 22", "site[footnote 1]"]
    assert opened(target).paragraphs[1].style.name == "Heading 2"
    assert documents.problems(target) == ()


def test_a_caption_stays_with_its_table_and_code_keeps_its_brackets(documents, tmp_path):
    target = tmp_path / "new.docx"
    documents.create({"markdown": "表1 売上\n\n| a |\n|---|\n| b |\n\n`x[^1]` `{}`\n\n[^1]: n"}, target)
    document = opened(target)
    caption = document.paragraphs[0]
    assert (caption.style.name, caption.paragraph_format.keep_with_next) == ("Caption", True)
    assert document.paragraphs[-1].text == "x[^1] {}"
