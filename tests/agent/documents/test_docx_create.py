"""New Word documents: what was asked for, in an orderly look, in English and in Japanese."""

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from agent.core.errors import InvalidArgumentsError
from agent.documents.pool import WorkerDocuments


@pytest.fixture(scope="module")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def made(documents, tmp_path):
    """Creates a document and opens it with python-docx."""

    def create(**content):
        target = tmp_path / "new.docx"
        assert documents.create(content, target)
        documents.check(target)
        return Document(str(target))

    return create


def styled(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text.strip()]


def test_markdown_becomes_paragraphs_with_styles(made):
    document = made(
        title="Report",
        subtitle="Third quarter",
        markdown="# Report\n\n## Sales\n\nThey rose\nby **10 %** and *more*.\n\n- a\n  - deep\n- b\n\n> quoted\n",
    )
    assert styled(document) == [
        ("Title", "Report"),
        ("Subtitle", "Third quarter"),
        # Below a title the chapters are of the first level, also where the Markdown begins deeper.
        ("Heading 1", "Sales"),
        ("Normal", "They rose by 10 % and more."),
        ("List Bullet", "a"),
        ("List Bullet 2", "deep"),
        ("List Bullet", "b"),
        ("Quote", "quoted"),
    ]
    looks = {run.text: (bool(run.bold), bool(run.italic)) for run in document.paragraphs[3].runs}
    assert (looks["10 %"], looks["more"]) == ((True, False), (False, True))


def test_every_numbered_list_begins_at_one(documents, made, tmp_path):
    made(markdown="1. one\n2. two\n\nBetween\n\n1. again\n")
    found = [passage.text for passage in documents.read(tmp_path / "new.docx").passages]
    assert found == ["1. one", "2. two", "Between", "1. again"]


def test_a_table_has_a_header_that_repeats_and_numbers_at_the_right(made):
    (table,) = made(markdown="| Item | Price |\n|---|---|\n| Pen | ¥1,200 |\n| Ink | none |\n").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Item", "Price"],
        ["Pen", "¥1,200"],
        ["Ink", "none"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.cell(0, 0).paragraphs[0].runs[0].bold
    sides = [table.cell(row, 1).paragraphs[0].alignment for row in (1, 2)]
    assert sides == [WD_ALIGN_PARAGRAPH.RIGHT, None]


def test_the_page_is_a4_and_both_scripts_have_a_font(made):
    for language, latin in (("en", "Calibri"), ("ja", "Yu Gothic")):
        document = made(language=language, title="題名", markdown="# 見出し\n\n本文")
        section = document.sections[0]
        assert (section.page_width, section.page_height) == (pytest.approx(Mm(210), 1e-3), pytest.approx(Mm(297), 1e-3))
        for name in ("Normal", "Title", "Heading 1"):
            fonts = document.styles[name].element.rPr.rFonts
            assert fonts.get(qn("w:ascii")) == latin
            assert fonts.get(qn("w:eastAsia")) in {"Yu Gothic", "游ゴシック"}
            assert not [key for key in fonts.attrib if key.endswith("Theme")]


def test_japanese_lines_are_joined_without_spaces_and_emphasis_beside_brackets_holds(made):
    (paragraph,) = made(language="ja", markdown="**「重要」**です。これは\n日本語。").paragraphs
    assert paragraph.text == "「重要」です。これは日本語。"
    assert [run.text for run in paragraph.runs if run.bold] == ["「重要」"]


def test_header_footer_and_page_numbers(made):
    section = made(markdown="x", header="ACME", footer="{page} / {pages}").sections[0]
    assert section.header.paragraphs[0].text == "ACME"
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_link_leads_to_the_web_only(made):
    document = made(markdown="[good](https://example.com) [bad](ftp://example.com/x) ![pic](http://x/y.png)")
    addresses = [link.address for link in document.paragraphs[0].hyperlinks]
    assert addresses == ["https://example.com"]
    assert document.paragraphs[0].text == "good bad [pic]"


def test_blocks_say_the_same_as_markdown(made):
    document = made(
        blocks=[
            {"heading": "One", "level": 2},
            {"paragraph": "Some **bold**"},
            {"bullets": ["a", "b"]},
            {"numbers": ["c"]},
            {"table": [["x", 1], ["y"]]},
            {"page_break": True},
        ]
    )
    assert [name for name, _ in styled(document)] == [
        "Heading 2",
        "Normal",
        "List Bullet",
        "List Bullet",
        "List Number",
    ]
    assert [cell.text for cell in document.tables[0]._cells] == ["x", "1", "y", ""]
    assert document.element.body.xpath(".//w:br[@w:type='page']")


def test_a_page_breaks_where_markdown_says_so(made):
    document = made(markdown="one\n\n\\newpage\n\ntwo")
    assert document.element.body.xpath(".//w:br[@w:type='page']")
    assert [text for _, text in styled(document)] == ["one", "two"]


def test_a_japanese_letter_has_its_parts_at_their_sides(made):
    document = made(
        language="ja",
        letter={
            "date": "2026年11月24日",
            "to": "株式会社サンプル\n営業部 御中",
            "from": "山田太郎",
            "subject": "お見積りの件",
            "greeting": "拝啓",
            "body": "平素はお世話になっております。\n\n1. 見積書",
            "closing": "敬具",
        },
    )
    sides = [(one.text, one.alignment) for one in document.paragraphs]
    left, right, center = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
    assert sides == [
        ("2026年11月24日", right),
        ("株式会社サンプル\n営業部 御中", left),
        ("山田太郎", right),
        ("お見積りの件", center),
        ("拝啓", left),
        ("平素はお世話になっております。", None),
        ("見積書", None),
        ("敬具", right),
    ]


def test_characters_that_no_document_can_hold_are_left_out(made):
    assert made(title="a\x00b\ud800c", markdown="d\x0be").paragraphs[0].text == "abc"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"markdown": ""},
        {"text": "x"},
        {"markdown": ["x"]},
        {"blocks": "x"},
        {"blocks": [{"picture": "x"}]},
        {"letter": "Dear"},
        {"letter": {"to": "x"}},
        {"letter": {"body": "x", "cc": "y"}},
    ],
)
def test_content_that_does_not_fit_is_refused(documents, tmp_path, content):
    with pytest.raises(InvalidArgumentsError):
        documents.create(content, tmp_path / "new.docx")
    assert not (tmp_path / "new.docx").exists()


def test_words_without_kana_are_japanese_too(documents, tmp_path):
    documents.create({"toc": True, "markdown": "# 売上\n\n3,500"}, tmp_path / "a.docx")
    assert "目次" in [one.text for one in documents.read(tmp_path / "a.docx").passages]


def test_chapters_below_a_title_are_counted_from_one(made):
    text = "# Report\n\n## Sales\n\nup\n\n### East\n\nup\n\n## Costs\n\ndown\n"
    for told in ({"title": "Report"}, {}):
        document = made(markdown=text, numbered=True, **told)
        assert [one for one in styled(document) if one[0] != "Normal"] == [
            ("Title", "Report"),
            ("Heading 1", "Sales"),
            ("Heading 2", "East"),
            ("Heading 1", "Costs"),
        ]
    plainly = made(markdown=text)
    assert styled(plainly)[0] == ("Heading 1", "Report")


def test_pictures_stand_in_the_middle_with_their_captions(made, tmp_path):
    Image.new("RGB", (300, 200), "navy").save(tmp_path / "a.png")
    picture = {"picture": tmp_path / "a.png", "alt": "a map", "width_cm": 6}
    document = made(blocks=[picture, {**picture, "caption": "Figure 1. The site"}, {"paragraph": "end"}])
    shapes = list(document.inline_shapes)
    assert [round(one.width.cm, 1) for one in shapes] == [6.0, 6.0]
    ids = [one._inline.docPr.id for one in shapes]
    assert len(set(ids)) == 2
    assert shapes[0]._inline.docPr.get("descr") == "a map"
    assert styled(document) == [("Caption", "Figure 1. The site"), ("Normal", "end")]
    assert document.paragraphs[1].paragraph_format.keep_with_next
    with pytest.raises(InvalidArgumentsError, match="'picture'"):
        made(blocks=[{**picture, "colour": "red"}])


def test_a_short_table_stays_on_one_page(made):
    rows = [["Item", "Price"], *([f"item {number}", number] for number in range(3))]
    table = made(blocks=[{"table": rows}]).tables[0]
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows]
    assert kept == [True, True, True, False]
    long = made(blocks=[{"table": rows * 9}]).tables[0]
    assert [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in long.rows].count(True) == 1
