"""Whole slides of presentations: added, copied, moved, hidden and deleted, and nothing else is touched."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.decks import flaws, touched
from tests.agent.documents.packages import replacing, rewritten

SECTIONS = (
    b'<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
    b'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="One" '
    b'id="{6A2B5C3D-0000-4000-8000-000000000001}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst></p14:section>'
    b'<p14:section name="Two" id="{6A2B5C3D-0000-4000-8000-000000000002}"><p14:sldIdLst><p14:sldId id="257"/>'
    b'<p14:sldId id="258"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst></p:presentation>'
)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Three slides in two sections: words with notes and a link to the last one; a chart; a title."""
    made = Presentation()
    one, two, three = (made.slides.add_slide(made.slide_layouts[number]) for number in (1, 5, 5))
    one.shapes.title.text, two.shapes.title.text, three.shapes.title.text = "First", "Second", "Third"
    one.placeholders[1].text_frame.text = "Words"
    one.notes_slide.notes_text_frame.text = "Say hello"
    one.shapes.add_textbox(0, 0, 99, 99).click_action.target_slide = three
    chart = CategoryChartData()
    chart.categories = ["East", "West"]
    chart.add_series("Sold", (4, 5))
    two.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, Inches(2), Inches(4), Inches(3), chart)
    made.save(str(tmp_path / "plain.pptx"))
    return rewritten(
        tmp_path / "plain.pptx",
        tmp_path / "deck.pptx",
        "ppt/presentation.xml",
        replacing(b"</p:presentation>", SECTIONS),
    )


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name(f"edited {source.name}")
    documents.edit(source, ops, target)
    documents.check(target)
    assert flaws(target) == flaws(source) == []
    return target


def titles(path: Path) -> list[str]:
    return [slide.shapes.title.text for slide in Presentation(str(path)).slides]


def sections(path: Path) -> list[list[str]]:
    root = Presentation(str(path)).part._element
    found = root.iterfind(".//{*}section/{*}sldIdLst")
    return [[one.get("id", "") for one in listed] for listed in found]


def test_a_slide_is_added_in_a_layout_of_the_deck(documents, deck):
    op = {"op": "add_slide", "after": 1, "title": "新しい題", "body": ["point", "  below it"], "notes": "Talk"}
    result = edited(documents, deck, op)
    made = Presentation(str(result))
    slide = made.slides[1]
    assert titles(result) == ["First", "新しい題", "Second", "Third"]
    assert slide.slide_layout.name == "Title and Content"
    assert [(one.text, one.level) for one in slide.placeholders[1].text_frame.paragraphs] == [
        ("point", 0),
        ("below it", 1),
    ]
    assert slide.notes_slide.notes_text_frame.text == "Talk"
    assert sections(result) == [["256", "259"], ["257", "258"]]
    assert touched(documents.parts(deck, result)) == [
        "~[Content_Types].xml",
        "~ppt/presentation.xml",
        "~ppt/_rels/presentation.xml.rels",
        "+ppt/slides/slide4.xml",
        "+ppt/slides/_rels/slide4.xml.rels",
        "+ppt/notesSlides/notesSlide2.xml",
        "+ppt/notesSlides/_rels/notesSlide2.xml.rels",
    ]


def test_later_ops_find_a_new_slide_and_the_numbers_of_the_others_stay(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "add_slide", "after": 0, "layout": "Title Only", "title": "New"},
        {"op": "delete_slide", "slide": 2},
        {"op": "set_text", "slide": "new1", "shape": "title", "text": "Newer"},
        {"op": "set_text", "slide": 3, "shape": "title", "text": "Still third"},
    )
    assert titles(result) == ["Newer", "First", "Still third"]


def test_two_columns_stand_side_by_side(documents, deck):
    result = edited(documents, deck, {"op": "add_slide", "title": "T", "columns": [["left"], ["right"]]})
    slide = Presentation(str(result)).slides[3]
    left, right = (one for one in slide.placeholders if one.placeholder_format.idx)
    assert (left.text_frame.text, right.text_frame.text) == ("left", "right")
    assert left.left < right.left


def test_a_deleted_slide_takes_its_own_parts_along_and_links_to_it(documents, deck):
    result = edited(documents, deck, {"op": "delete_slide", "slide": 2}, {"op": "delete_slide", "slide": 3})
    parts = documents.parts(deck, result)
    assert sorted(one for one in parts.removed if "_rels" not in one) == [
        "ppt/charts/chart1.xml",
        "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx",
        "ppt/slides/slide2.xml",
        "ppt/slides/slide3.xml",
    ]
    assert titles(result) == ["First"]
    assert sections(result) == [["256"], []]
    said = documents.edit(deck, [{"op": "delete_slide", "slide": 3}], deck.with_name("x.pptx"))
    assert said[0].en == "Deleted slide 3. Links on other slides that led to it were taken away (1)."


def test_a_copy_has_a_chart_of_its_own(documents, deck):
    result = edited(documents, deck, {"op": "duplicate_slide", "slide": 2}, {"op": "duplicate_slide", "slide": 1})
    assert titles(result) == ["First", "First", "Second", "Second", "Third"]
    made = Presentation(str(result))
    first, second = (made.slides[at].shapes[1].chart.part for at in (2, 3))
    assert first.partname != second.partname
    assert first.chart_workbook.xlsx_part.partname != second.chart_workbook.xlsx_part.partname
    assert made.slides[1].notes_slide.notes_text_frame.text == "Say hello"
    assert sections(result) == [["256", "260"], ["257", "259", "258"]]


def test_slides_move_and_join_the_section_that_they_come_into(documents, deck):
    result = edited(documents, deck, {"op": "move_slide", "slide": 3, "after": 1})
    assert titles(result) == ["First", "Third", "Second"]
    assert sections(result) == [["256", "258"], ["257"]]
    assert touched(documents.parts(deck, result)) == ["~ppt/presentation.xml"]
    result = edited(documents, deck, {"op": "order_slides", "order": [3, 2, 1]})
    assert titles(result) == ["Third", "Second", "First"]


def test_a_slide_is_hidden_and_shown(documents, deck):
    hidden = edited(documents, deck, {"op": "hide_slide", "slide": 2})
    assert touched(documents.parts(deck, hidden)) == ["~ppt/slides/slide2.xml"]
    assert any("hidden in the show: slides 2" in one.en for one in documents.read(hidden).facts)
    back = edited(documents, hidden, {"op": "hide_slide", "slide": 2, "hidden": False})
    assert not any("hidden in the show" in one.en for one in documents.read(back).facts)


def test_notes_are_made_where_there_are_none_and_their_master_too(documents, tmp_path):
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = "T"
    made.save(str(tmp_path / "bare.pptx"))
    result = edited(documents, tmp_path / "bare.pptx", {"op": "set_notes", "slide": 1, "text": "こんにちは\nTwo"})
    slide = Presentation(str(result)).slides[0]
    assert slide.notes_slide.notes_text_frame.text == "こんにちは\nTwo"
    assert [one.text for one in documents.read(result).passages] == ["T", "こんにちは\nTwo"]


@pytest.mark.parametrize(
    "op",
    [
        {"op": "delete_slide", "slide": 4},
        {"op": "delete_slide", "slide": True},
        {"op": "add_slide", "layout": "Nowhere"},
        {"op": "add_slide", "title": "x", "body": ["x"], "columns": [["a"], ["b"]]},
        {"op": "add_slide", "layout": "Title Only", "title": "x", "body": ["x"]},
        {"op": "add_slide", "body": 3},
        {"op": "move_slide", "slide": 1, "after": 1},
        {"op": "order_slides", "order": [1, 2]},
        {"op": "duplicate_slide", "slide": "new1"},
    ],
)
def test_what_does_not_fit_is_refused(documents, deck, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(deck, [op], deck.with_name("x.pptx"))
    assert not deck.with_name("x.pptx").exists()


def test_slides_of_real_decks_are_added_copied_moved_and_deleted_and_come_back(documents, real_files, tmp_path):
    done = 0
    for real in (one for one in real_files if one.suffix == ".pptx"):
        try:
            before = documents.read(real, count=10_000).passages
        except UnreadableError:
            continue
        old = flaws(real)
        target = tmp_path / real.name
        ops = [
            {"op": "add_slide", "after": 0, "title": "追加"} if before else {"op": "add_slide", "after": 0},
            {"op": "duplicate_slide", "slide": 1},
            {"op": "move_slide", "slide": "new2", "after": 0},
            {"op": "delete_slide", "slide": "new1"},
            {"op": "delete_slide", "slide": "new2"},
        ]
        try:
            documents.edit(real, ops, target)
        except InvalidArgumentsError:
            continue
        documents.check(target)
        assert set(flaws(target)) <= set(old), real.name
        assert documents.read(target, count=10_000).passages == before, real.name
        done += 1
    assert done >= 15
