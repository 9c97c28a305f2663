"""Word documents carried to Markdown, HTML and text, and Markdown to Word: nothing that is read is lost on the way."""

import re
import unicodedata
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.shared import Pt
from lxml import etree
from markdown_it import MarkdownIt
from PIL import Image

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.docx.convert import convert

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def source(tmp_path):
    document = Document()
    document.add_heading("Report 報告", 1)
    paragraph = document.add_paragraph("Plain ")
    paragraph.add_run("bold words ").bold = True
    paragraph.add_run("and 2 * 3 <b> snake_case").italic = True
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("deep", style="List Bullet 2")
    document.add_paragraph("second", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Item", "a|b", "Pen\nInk", "100"), strict=True):
        cell.text = text
    Image.new("RGB", (10, 10)).save(tmp_path / "dot.png")
    document.add_picture(str(tmp_path / "dot.png"), width=Pt(20))
    document.sections[0].header.paragraphs[0].text = "Top secret"
    document.save(str(tmp_path / "plain.docx"))
    return tmp_path / "plain.docx"


@pytest.fixture
def noted(documents, source):
    """The same with a link, a footnote and a hidden word."""
    target = source.with_name("noted.docx")
    ops = [
        {"op": "insert_link", "at": "P2", "find": "Plain", "url": "https://example.com/a_(b)"},
        {"op": "insert_footnote", "at": "P2", "text": "the *source*"},
    ]
    documents.edit(source, ops, target)
    return target


def test_markdown_has_headings_lists_tables_links_notes_and_headers(documents, noted):
    told = documents.convert(noted, noted.with_suffix(".md"))
    assert noted.with_suffix(".md").read_text("utf-8").split("\n") == [
        "# Report 報告",
        "",
        "[Plain](<https://example.com/a_(b)>) **bold words** *and 2 \\* 3 \\<b> snake_case*[^1]",
        "",
        "1. first",
        "- deep",
        "2. second",
        "",
        "| Item | a\\|b |",
        "| --- | --- |",
        "| Pen<br>Ink | 100 |",
        "",
        "[picture]",
        "",
        "---",
        "",
        "Top secret",
        "",
        "[^1]: the *source*",
        "",
    ]
    assert [one.en for one in told] == ["Wrote the document as Markdown.", "1 picture was left out."]


def test_html_is_a_page_with_its_pictures_and_without_scripts(documents, noted):
    documents.convert(noted, noted.with_suffix(".html"))
    page = noted.with_suffix(".html").read_text("utf-8")
    root: Any = etree.HTML(page)
    assert root.xpath("string(//h1)") == "Report 報告"
    assert root.xpath("//title/text()") == ["Report 報告"]
    assert root.xpath("//a[1]/@href")[0] == "https://example.com/a_(b)"
    assert [one.xpath("string(.)") for one in root.xpath("//table//td")] == ["PenInk", "100"]
    assert root.xpath("//img/@src")[0].startswith("data:image/png;base64,")
    assert [one.xpath("string(.)") for one in root.xpath("//ol/li")] == ["first", "second", "the *source*"]


def test_text_has_one_line_for_each_paragraph_and_row(documents, noted):
    documents.convert(noted, noted.with_suffix(".txt"))
    lines = noted.with_suffix(".txt").read_text("utf-8").split("\n")
    assert "Plain bold words and 2 * 3 <b> snake_case[1]" in lines
    assert "Item\ta|b" in lines
    assert lines[-2] == "[1] the *source*"


def test_another_kind_is_refused(documents, source):
    with pytest.raises(InvalidArgumentsError, match=r"not written as \.rtf"):
        convert(source, source.with_suffix(".rtf"))


def words(text: str) -> set[str]:
    """Words without the marks of Markdown; a picture divides them, a link does not."""
    text = text.replace("\\[", " ").replace("[pic", " pic")
    bare = re.sub(r"\]\(<?(?:http|mailto|#)[^)]*\)|[*\\\[]|~~", "", text)
    return set(re.findall(r"[^\W_]{2,}", unicodedata.normalize("NFKC", bare)))


def test_markdown_of_real_documents_has_every_word_of_their_text(real_files, tmp_path):
    """Words of text elements that are neither hidden nor in the copy of a box for old programs."""
    tried = 0
    for real in real_files:
        if not real.suffix.startswith(".doc"):
            continue
        target = tmp_path / "a.md"
        try:
            convert(real, target)
        except UnreadableError:
            continue
        tried += 1
        text = target.read_text("utf-8")
        found = words(text)
        with zipfile.ZipFile(real) as package:
            name = next(one for one in package.namelist() if one.endswith("document.xml"))
            root = etree.fromstring(package.read(name))
        for paragraph in root.iter(f"{WORD}p"):
            kinds = [f"{WORD}{name}" for name in ("t", "sym", "tab", "br", "drawing", "pict", "object")]
            pieces = [one.text or " " for one in paragraph.iter(*kinds) if is_shown(one, paragraph)]
            missing = words("".join(pieces)) - found
            assert not missing, (real.name, sorted(missing)[:5])
        assert all((one.text or "") in text for one in root.iter("{*}t") if is_math(one)), real.name
    assert tried > 25


def is_math(text) -> bool:
    return next(text.iterancestors("{*}oMath"), None) is not None


def is_shown(text, paragraph) -> bool:
    above = list(text.iterancestors())
    names = [one.tag.rpartition("}")[2] for one in above]
    own = next(one for one in above if one.tag == f"{WORD}p")
    return (
        own is paragraph
        and not is_math(text)
        and not {"Fallback", "moveFrom", "rt"} & set(names)
        and text.getparent().find(f"{WORD}rPr/{WORD}vanish") is None
    )


def test_markdown_that_was_written_is_read_as_what_it_was(documents, source):
    documents.convert(source, source.with_suffix(".md"))
    page = MarkdownIt("commonmark").enable("table").render(source.with_suffix(".md").read_text("utf-8"))
    assert "<strong>bold words</strong> <em>and 2 * 3 &lt;b&gt; snake_case</em>" in page
    assert "<td>Pen<br>Ink</td>" in page
