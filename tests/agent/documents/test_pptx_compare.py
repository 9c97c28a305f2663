"""Presentations compared, written as text, commented on, and looked through for what is wrong with them."""

import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import BubbleChartData, CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Cm, Pt

from agent.core.documents import Difference
from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.decks import flaws
from tests.agent.documents.packages import replacing, rewritten
from tests.agent.documents.told import told


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Four slides: points with notes, a table, a picture, a closing."""
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "old.png")
    made = Presentation()
    one, two, three, four = (made.slides.add_slide(made.slide_layouts[number]) for number in (1, 5, 5, 0))
    for slide, title in ((one, "Sales of the year"), (two, "Numbers"), (three, "Where we are"), (four, "Thank you")):
        slide.shapes.title.text = title
    one.placeholders[1].text_frame.text = "They rose everywhere"
    one.notes_slide.notes_text_frame.text = "Say hello"
    table = two.shapes.add_table(2, 2, 0, Cm(5), Cm(9), Cm(2)).table
    for number, text in enumerate(("Item", "Count", "Pen", "3")):
        table.cell(number // 2, number % 2).text = text
    three.shapes.add_picture(str(tmp_path / "old.png"), Cm(3), Cm(6))
    four.placeholders[1].text = "Questions?"
    made.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name(f"edited {source.name}")
    documents.edit(source, ops, target)
    documents.check(target)
    assert flaws(target) == []
    return target


def test_slides_that_came_went_and_moved_are_told_as_such(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "delete_slide", "slide": 2},
        {"op": "add_slide", "after": 1, "title": "Brand new", "body": ["Never seen before"]},
        {"op": "move_slide", "slide": 4, "after": 0},
    )
    assert documents.diff(deck, result) == (
        Difference("slide 2", "Numbers\nItem | Count\nPen | 3", "", "removed"),
        Difference("slide 1", "slide 4", "slide 1", "moved"),
        Difference("slide 3", "", "Brand new\nNever seen before", "added"),
    )


def test_changes_on_a_slide_are_told_by_their_kind(documents, deck, tmp_path):
    Image.new("RGB", (40, 20), "red").save(tmp_path / "new.png")
    result = edited(
        documents,
        deck,
        {"op": "set_text", "slide": 1, "shape": 2, "text": "They fell everywhere"},
        {"op": "set_notes", "slide": 1, "text": "Say goodbye"},
        {"op": "set_table_cell", "slide": 2, "row": 2, "column": 2, "text": "4"},
        {"op": "replace_picture", "slide": 3, "shape": 2, "picture": tmp_path / "new.png"},
        {"op": "hide_slide", "slide": 3},
        {"op": "add_comment", "slide": 4, "text": "もう一度確認"},
    )
    found = documents.diff(deck, result)
    assert Difference("slide 1 shape 2", "They rose everywhere", "They fell everywhere") in found
    assert Difference("slide 1 notes", "Say hello", "Say goodbye") in found
    assert Difference("slide 2 shape 2 R2", "Pen | 3", "Pen | 4") in found
    assert Difference("slide 3 shape 2", "picture", "another picture", "picture") in found
    assert Difference("slide 3", "shown", "hidden", "property") in found
    assert Difference("slide 4 comment", "", "Deskhand: もう一度確認", "comment") in found
    assert len(found) == 6


def test_a_slide_without_its_old_id_is_known_by_what_it_says(documents, deck):
    other = rewritten(deck, deck.with_name("other.pptx"), "ppt/presentation.xml", replacing(b'id="257"', b'id="999"'))
    assert documents.diff(deck, other) == ()


def test_comments_have_authors_and_stand_beside_older_ones(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "add_comment", "slide": 1, "text": "One <&>", "author": "山田"},
        {"op": "add_comment", "slide": 1, "text": "Two", "author": "山田"},
        {"op": "add_comment", "slide": 2, "text": "Three"},
    )
    found = [(one.anchor, one.text) for one in documents.read(result).passages if one.kind == "comment"]
    assert found == [
        ("slide 1 comment", "山田: One <&>"),
        ("slide 1 comment", "山田: Two"),
        ("slide 2 comment", "Deskhand: Three"),
    ]
    with zipfile.ZipFile(result) as package:
        assert package.read("ppt/commentAuthors1.xml").count(b"<p:cmAuthor ") == 2
    assert sum("comment" in one and one.endswith(".xml") for one in documents.parts(deck, result).added) == 3


def test_a_presentation_is_written_as_markdown_and_as_text(documents, deck):
    said = documents.convert(edited(documents, deck, {"op": "hide_slide", "slide": 4}), deck.with_name("out.md"))
    assert [one.en for one in said][1] == "Hidden slides are among them: 4."
    assert (
        deck.with_name("out.md")
        .read_text(encoding="utf-8")
        .startswith(
            "## 1. Sales of the year\n\n- They rose everywhere\n\n> Say hello\n\n## 2. Numbers\n\n"
            "| Item | Count |\n| --- | --- |\n| Pen | 3 |\n\n## 3."
        )
    )
    documents.convert(deck, deck.with_name("out.txt"))
    assert "Item\tCount\nPen\t3" in deck.with_name("out.txt").read_text(encoding="utf-8")
    documents.convert(deck, deck.with_name("out.csv"))
    assert "Pen,3" in deck.with_name("out.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(InvalidArgumentsError):
        documents.convert(deck, deck.with_name("out.png"))


def test_what_is_wrong_is_told_with_its_place(documents, tmp_path):
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "x.png")
    made = Presentation()
    one, two, _ = (made.slides.add_slide(made.slide_layouts[number]) for number in (1, 6, 6))
    one.shapes.title.text = "Click to add title"
    box = two.shapes.add_textbox(Cm(1), Cm(1), Cm(5), Cm(1))
    box.text_frame.word_wrap, box.text_frame.auto_size = True, MSO_AUTO_SIZE.NONE
    box.text_frame.text = "words that are much too long for a box of one line " * 3
    two.shapes.add_textbox(Cm(22), Cm(5), Cm(9), Cm(1)).text_frame.text = "over the edge"
    small = two.shapes.add_textbox(Cm(1), Cm(8), Cm(9), Cm(1)).text_frame
    small.text = "tiny"
    small.paragraphs[0].runs[0].font.size = Pt(5)
    small.paragraphs[0].runs[0].font.name = "Comic Neue"
    two.shapes.add_picture(str(tmp_path / "x.png"), 0, Cm(10))
    made.save(str(tmp_path / "bad.pptx"))
    found = {(one.anchor, one.code, one.grave) for one in documents.problems(tmp_path / "bad.pptx")}
    assert found == {
        ("slide 1 shape 1", "leftover", True),
        ("slide 1 shape 2", "leftover", False),
        ("slide 2 shape 1", "overflow", True),
        ("slide 2 shape 2", "overflow", True),
        ("slide 2 shape 3", "overflow", False),
        ("slide 2 shape 4", "invalid", False),
        ("slide 2", "missing_font", False),
        ("slide 3", "blank_page", False),
    }


def test_a_reference_to_a_part_that_is_missing_is_grave(documents, deck):
    broken = rewritten(
        deck, deck.with_name("broken.pptx"), "ppt/slides/_rels/slide3.xml.rels", replacing(b"image1.png", b"gone.png")
    )
    assert [(one.anchor, one.code) for one in documents.problems(broken) if one.grave] == [
        ("slide 3", "broken_reference")
    ]


def test_a_new_deck_has_nothing_wrong(documents, tmp_path):
    rows = [["Name", "数"], *[[f"row {number}", "12"] for number in range(40)]]
    points = [f"{number} この文章は折り返しが必要な長さになるように書かれています。" for number in range(20)]
    slides = [
        {"title": "長い題 " * 9, "bullets": points},
        {"title": "T", "table": rows},
        {"title": "S", "section": True},
    ]
    documents.create({"title": "新しい", "language": "ja", "slides": slides}, tmp_path / "new.pptx")
    assert documents.problems(tmp_path / "new.pptx") == ()


def test_facts_tell_the_size_the_layouts_and_where_shapes_lie(documents, deck):
    facts = told(documents.read(deck))
    assert "slides are 25.4 x 19.1 cm" in facts
    assert "layouts in use: Title and Content (1); Title Only (2, 3); Title Slide (4)" in facts
    assert not any("cm" in one and "shape" in one for one in facts)
    assert "slide 3 shape 2 'Picture 2': left 3.0, top 6.0, width 1.4, height 0.7 cm" in told(
        documents.read(deck, part="3")
    )


def test_charts_tell_their_points_at_their_places(documents, tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    bars = CategoryChartData()
    bars.categories = ["East", "West", "North"]
    bars.add_series("Sold", (4, None, 6))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Cm(9), Cm(9), bars).chart
    chart.value_axis.axis_title.text_frame.text = "Pieces"
    dots = BubbleChartData()
    dots.add_series("Dots").add_data_point(1, 2, 3)
    slide.shapes.add_chart(XL_CHART_TYPE.BUBBLE, 0, 0, Cm(9), Cm(9), dots)
    made.save(str(tmp_path / "charts.pptx"))
    first, second = (one.text for one in documents.read(tmp_path / "charts.pptx").passages)
    assert first == "[chart]\nSold: East = 4, North = 6\n[axis] Pieces"
    assert second == "[chart] Dots\nDots: (1, 2, 3)" or "Dots: (1, 2, 3)" in second


def test_footers_are_read_and_numbers_are_not(documents, tmp_path):
    documents.create({"footer": "社外秘", "slides": [{"title": "T"}]}, tmp_path / "new.pptx")
    found = [(one.kind, one.text) for one in documents.read(tmp_path / "new.pptx").passages]
    assert found == [("heading", "T"), ("header", "社外秘")]


def test_a_table_in_a_placeholder_has_the_letters_of_tables(documents, tmp_path):
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Table"
    # Points of that layout have 32 pt, tables 18.
    slide.shapes.add_table(11, 2, Cm(1), Cm(5), Cm(20), Cm(11)).table.cell(0, 0).text = "Item"
    mark = slide.placeholders[1]._element.nvSpPr.nvPr[0]
    slide.shapes[-1]._element.nvGraphicFramePr.nvPr.append(mark)
    slide.placeholders[1]._element.getparent().remove(slide.shapes[1]._element)
    for row in slide.shapes[-1].table.rows:
        for cell in row.cells:
            cell.text = "Words of a cell"
    made.save(str(tmp_path / "deck.pptx"))
    assert [one for one in documents.problems(tmp_path / "deck.pptx") if one.code == "overflow"] == []


def test_a_link_to_a_place_in_the_slide_itself_is_no_missing_part(documents, deck):
    rels = "ppt/slides/_rels/slide1.xml.rels"
    link = (
        b'<Relationship Id="rId99" Target="#_ftn1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    other = rewritten(deck, deck.with_name("other.pptx"), rels, replacing(b"</Relationships>", link))
    assert [one for one in documents.problems(other) if one.code == "broken_reference"] == []


def test_a_new_slide_is_not_taken_for_the_one_that_was_deleted_before_it(documents, deck):
    new = {"op": "add_slide", "after": 1, "layout": "Title Slide", "title": "Plan"}
    result = edited(documents, deck, {"op": "delete_slide", "slide": 4}, new)
    found = [(one.anchor, one.kind) for one in documents.diff(deck, result)]
    assert found == [("slide 4", "removed"), ("slide 2", "added")]


def test_a_title_that_became_another_is_one_change(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "set_text", "slide": 1, "text": "要旨"},
        {"op": "set_text", "slide": 1, "shape": 2, "text": "全く別の文"},
    )
    found = [(one.before, one.after) for one in documents.diff(deck, result)]
    assert found[0] == ("Sales of the year", "要旨")


def test_a_picture_that_cannot_be_shown_is_told(documents, deck):
    other = rewritten(deck, deck.with_name("other.pptx"), "ppt/media/image1.png", lambda data: data[:40])
    found = [(one.anchor, one.words.en) for one in documents.problems(other) if one.grave]
    assert found == [("slide 3 shape 2", "The picture Picture 2 is broken: it cannot be shown.")]
