"""New PDFs: Markdown and tables in embedded fonts, broken into lines and pages as people expect."""

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from agent.core.errors import InvalidArgumentsError
from agent.documents.pdf.compose import Paper, paged
from agent.documents.pdf.lines import broken
from agent.documents.pdf.paragraph import Line
from agent.documents.pdf.rows import Row
from tests.agent.documents.pdfs import annotations, needs_japanese_font, texts, titles
from tests.agent.documents.told import told

HELD = ((0.0, 0.0, Line((), 10, 10, 8)),)
MARKDOWN = """## Sales

They **rose** by *12.5 %*, see [the list](https://example.com/list).

- East
  - Tokyo
- West

1. one
2. two

| Item | Price |
|---|---|
| Pen | 1,200 |

\\newpage

## Outlook

Fine.
"""


def test_a_report_is_made_with_title_bookmarks_links_and_page_numbers(documents, tmp_path):
    content = {"title": "Report", "markdown": MARKDOWN, "header": "ACME"}
    said = documents.create(content, tmp_path / "a.pdf")
    assert "2 pages" in said[0].en
    found = texts(documents, tmp_path / "a.pdf")
    for words in ("Report", "Sales", "They rose by 12.5 %, see the list.", "Outlook", "ACME", "1 / 2", "2 / 2"):
        assert words in found
    assert any("Pen" in line and "1,200" in line for line in found)
    reader = PdfReader(tmp_path / "a.pdf")
    assert titles(reader) == ["Sales", "Outlook"]
    marks = [mark for mark in reader.outline if isinstance(mark, Destination)]
    assert [reader.get_destination_page_number(mark) for mark in marks] == [0, 1]
    (link,) = annotations(tmp_path / "a.pdf")
    assert "example.com/list" in repr(link["/A"])
    assert "title in the file: Report" in told(documents.read(tmp_path / "a.pdf"))


@needs_japanese_font
def test_japanese_is_embedded_small_and_read_back(documents, tmp_path):
    text = "吾輩は猫である。名前はまだ無い。「どこで生れたか」とんと見当がつかぬ。" * 8
    documents.create({"title": "見積書", "markdown": text, "language": "ja"}, tmp_path / "a.pdf")
    found = "".join(texts(documents, tmp_path / "a.pdf"))
    assert "見積書" in found
    assert text in found
    assert (tmp_path / "a.pdf").stat().st_size < 60_000


@needs_japanese_font
def test_no_line_begins_or_ends_with_a_sign_that_must_not(documents, tmp_path):
    text = "彼は「そうだ。」と言った(本当に)。さて、どうしよう……。" * 30
    documents.create({"markdown": text}, tmp_path / "a.pdf")
    lines = texts(documents, tmp_path / "a.pdf")
    assert len(lines) > 10
    assert not [line for line in lines if line[0] in "。、」)" or line[-1] in "「("]


def test_a_table_goes_on_with_its_titles_on_every_page(documents, tmp_path):
    rows = [["Number", "Name", "Amount"], *([i, f"Client {i}", i * 1000] for i in range(1, 101))]
    documents.create({"tables": [{"title": "Clients", "rows": rows}]}, tmp_path / "a.pdf")
    pages = len(PdfReader(tmp_path / "a.pdf").pages)
    assert pages > 2
    for number in range(1, pages + 1):
        lines = [
            line
            for one in documents.read(tmp_path / "a.pdf", part=str(number)).passages
            for line in one.text.split("\n")
        ]
        assert lines[1 if number == 1 else 0].split() == ["Number", "Name", "Amount"]
    everything = "\n".join(texts(documents, tmp_path / "a.pdf"))
    assert all(f"Client {i} " in everything and f"{i * 1000:,}" in everything for i in range(1, 101))


def test_a_heading_does_not_stay_alone_at_the_end_of_a_page():
    for before in range(1, 12):
        heading = Row(20, HELD, keeps=True)
        rows = [*[Row(10, HELD)] * before, heading, Row(10, HELD, keeps=True), Row(10, HELD)]
        pages = paged(rows, Paper(100, 140, 20))
        assert [placed.row for page in pages for placed in page] == rows
        assert not [page for page in pages if page[-1].row.keeps]
        assert all(placed.y + placed.row.height <= 120 for page in pages for placed in page)


def test_a_page_can_be_landscape_and_of_another_size(documents, tmp_path):
    documents.create({"markdown": "x", "page": "A3", "landscape": True}, tmp_path / "a.pdf")
    box = PdfReader(tmp_path / "a.pdf").pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (1191, 842)


@pytest.mark.parametrize(
    "content",
    [{}, {"title": "x"}, {"markdown": "x", "colour": "red"}, {"markdown": "x", "page": "Z9"},
     {"tables": [{"rows": []}]}, {"markdown": "\U0010ff00"}],
)  # fmt: skip
def test_contents_that_do_not_fit_are_refused(documents, tmp_path, content):
    with pytest.raises(InvalidArgumentsError):
        documents.create(content, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("今日は、晴れ。", 3, ["今日", "は、晴", "れ。"]),
        ("彼は「はい」と", 3, ["彼は", "「は", "い」と"]),
        ("ABCDEFGH", 3, ["ABC", "DEF", "GH"]),
        ("well-known fact", 6, ["well-", "known", "fact"]),
        ("a\nb", 9, ["a", "b"]),
        ("待って……ね", 4, ["待って", "……ね"]),
        ("", 5, [""]),
    ],
)
def test_lines_end_where_they_may(text, room, lines):
    assert [text[one.start : one.stop] for one in broken(text, [1.0] * len(text), room)] == lines
