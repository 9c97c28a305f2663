"""Every kind of document as every kind that makes sense: all that has words as pages, all that has tables as those."""

import itertools
from email.message import EmailMessage

import pytest
from pypdf import PdfReader

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.test_enclosed import mail

MARKDOWN = "# 見出し\n\n- one\n- two\n\n| Name | Price |\n| --- | --- |\n| 山田 | 1200 |\n"
HTML = (
    "<body><h2>Title</h2><p>Some <b>bold</b> <a href='https://example.com/a'>words</a><br>next</p><ol start=3><li>c"
    "<ul><li>deep</ul><li>d</ol><table><tr><th>A<th>B<tr><td colspan=2>wide</table><pre>x  y\n# z</pre>"
    "<p style='display:none'>secret</p><script>alert(1)</script><table><tr><td><table><tr><td>in</td><td>ner</td>"
    "</tr></table></td></tr></table>"
)


@pytest.fixture
def sources(documents, tmp_path):
    """A document of each kind, with a table where the kind has any."""
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "a.csv").write_bytes("名,n\n山田,1\n=1+1,2\n".encode("cp932"))
    (tmp_path / "a.json").write_text('[{"a": 1, "b": "x"}]')
    (tmp_path / "a.txt").write_text("# no heading\n* no point\n<b>plain</b>\n")
    (tmp_path / "a.eml").write_bytes(mail().as_bytes())
    rows = [["Name", "Price"], ["山田", 1200]]
    documents.create({"markdown": MARKDOWN}, tmp_path / "a.docx")
    documents.create({"markdown": MARKDOWN + "| 佐藤 | 900 |\n| 田中 | 80 |\n| 鈴木 | 7 |\n"}, tmp_path / "a.pdf")
    documents.create({"title": "T", "slides": [{"title": "S", "table": rows}]}, tmp_path / "a.pptx")
    documents.create({"sheets": [{"name": "S", "rows": rows}]}, tmp_path / "a.xlsx")
    return tmp_path


WORDS = {"md": "山田", "html": "deep", "csv": "=1+1", "json": "x", "txt": "<b>plain</b>", "eml": "see attached",
         "docx": "山田", "pdf": "山田", "pptx": "山田", "xlsx": "山田"}  # fmt: skip
TABLES = {"md": "山田", "html": "wide", "csv": "=1+1", "json": "x", "docx": "山田", "pdf": "山田", "pptx": "山田",
          "xlsx": "山田"}  # fmt: skip


def said(documents, path):
    return "\n".join(one.text for one in documents.read(path).passages)


def test_every_kind_becomes_pages_and_tables(documents, sources):
    pairs = [*itertools.product(WORDS, ("docx", "pdf", "html", "md")), *itertools.product(TABLES, ("csv", "xlsx"))]
    for kind, wanted in pairs:
        if kind == wanted:
            continue
        out = sources / f"{kind}.{wanted}"
        documents.convert(sources / f"a.{kind}", out)
        word = (TABLES if wanted in ("csv", "xlsx") else WORDS)[kind]
        assert word in said(documents, out).replace("&lt;", "<").replace("&gt;", ">").replace("\\", ""), (kind, wanted)


def test_what_looks_like_markdown_in_a_text_is_none(documents, sources):
    documents.convert(sources / "a.txt", sources / "txt.docx")
    found = documents.read(sources / "txt.docx").passages
    assert [(one.kind, one.text) for one in found] == [
        ("text", "# no heading"), ("text", "* no point"), ("text", "<b>plain</b>")
    ]  # fmt: skip


def test_a_text_is_never_cut_off_on_its_way(documents, tmp_path):
    (tmp_path / "a.txt").write_text("x\n" * 100_001)
    with pytest.raises(InvalidArgumentsError, match="100,001 lines"):
        documents.convert(tmp_path / "a.txt", tmp_path / "a.html")


def test_a_wide_table_lies_across(documents, tmp_path):
    (tmp_path / "a.csv").write_text(",".join("abcdefghij") + "\n" + ",".join("1234567890") + "\n")
    documents.convert(tmp_path / "a.csv", tmp_path / "a.pdf")
    page = PdfReader(tmp_path / "a.pdf").pages[0].mediabox
    assert page.width > page.height


def test_what_has_no_table_says_so(documents, sources):
    with pytest.raises(InvalidArgumentsError, match="no table"):
        documents.convert(sources / "a.eml", sources / "none.xlsx")
    assert not (sources / "none.xlsx").exists()


def test_html_becomes_markdown_with_its_structure(documents, sources):
    documents.convert(sources / "a.html", sources / "html.md")
    assert (sources / "html.md").read_text(encoding="utf-8") == (
        "## Title\n\nSome **bold** [words](https://example.com/a)  \nnext\n\n3. c\n    - deep\n4. d\n\n"
        "| A | B |\n| --- | --- |\n| wide |  |\n\n```\nx  y\n# z\n```\n\n| in | ner |\n| --- | --- |\n"
    )


def test_a_mail_becomes_a_document_that_names_its_files(documents, sources):
    told = documents.convert(sources / "a.eml", sources / "eml.md")
    text = (sources / "eml.md").read_text(encoding="utf-8")
    assert text.startswith("- **From:** y@example.com\n")
    assert "- 表.csv (text/csv, 8 bytes)" in text
    assert "表.csv" in told[-1].en


@pytest.mark.parametrize(
    ("plain", "html", "lines"),
    [
        ("see the table", "<table><tr><td>Pen</td><td>2</td></tr></table>", ["see the table", "| Pen | 2 |"]),
        ("all of it", "<p><b>all</b> of it", ["**all** of it"]),
        ("all of it, and much more than that", "<p>all", ["all of it, and much more than that"]),
        ("only these words", "", ["only these words"]),
    ],
)
def test_what_a_mail_says_twice_is_written_once_and_what_it_says_once_is_kept(documents, tmp_path, plain, html, lines):
    message = EmailMessage()
    message["From"] = "y@example.com"
    message.set_content(plain)
    if html:
        message.add_alternative(html, subtype="html")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    documents.convert(tmp_path / "a.eml", tmp_path / "a.md")
    written = (tmp_path / "a.md").read_text(encoding="utf-8").partition("\n---\n")[2].strip().splitlines()
    assert [line for line in written if line and "---" not in line] == lines


def test_a_sign_that_no_font_has_does_not_stop_a_pdf(documents, tmp_path):
    (tmp_path / "a.txt").write_text("before \U000e1234 behind\n", encoding="utf-8")
    told = documents.convert(tmp_path / "a.txt", tmp_path / "a.pdf")
    assert "before ? behind" in said(documents, tmp_path / "a.pdf")
    assert any("a question mark stands there" in words.en for words in told)
