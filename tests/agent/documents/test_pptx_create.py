"""New presentations: in our own look or in that of a template, and what does not fit goes on to the next slide."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.decks import flaws

CHART = {"kind": "column", "categories": ["東", "西"], "series": [{"name": "2026", "values": [4, 5]}]}


def made(documents, target: Path, content: Mapping[str, object]):
    documents.create(content, target)
    documents.check(target)
    assert flaws(target) == []
    return Presentation(str(target))


def titles(deck) -> list[str]:
    return [slide.shapes.title.text if slide.shapes.title is not None else "" for slide in deck.slides]


def texts(slide) -> list[str]:
    return [one.text for shape in slide.placeholders if shape.has_text_frame for one in shape.text_frame.paragraphs]


def test_slides_take_the_layouts_that_fit_what_they_hold(documents, tmp_path):
    Image.new("RGB", (300, 200), "teal").save(tmp_path / "x.png")
    content = {
        "title": "Review",
        "subtitle": "2026",
        "footer": "ACME",
        "slides": [
            {"title": "Part", "section": True, "subtitle": "One"},
            {"title": "Points", "bullets": ["a", "  b"], "notes": "Talk"},
            {"title": "Two", "columns": [["l"], ["r"]]},
            {"title": "Chart", "bullets": ["left"], "chart": CHART},
            {"title": "Picture", "picture": tmp_path / "x.png", "alt": "sea"},
        ],
    }
    deck = made(documents, tmp_path / "new.pptx", content)
    assert titles(deck) == ["Review", "Part", "Points", "Two", "Chart", "Picture"]
    assert [slide.slide_layout.name for slide in deck.slides] == [
        "Title Slide",
        "Section Header",
        "Title and Content",
        "Two Content",
        "Title and Content",
        "Title Only",
    ]
    assert deck.slides[2].notes_slide.notes_text_frame.text == "Talk"
    assert "ACME" in texts(deck.slides[2])
    assert "ACME" not in texts(deck.slides[0])
    text, chart = (deck.slides[4].shapes[at] for at in (-2, -1))
    assert text.text_frame.text == "left"
    assert text.left + text.width < chart.left
    picture = deck.slides[5].shapes[-1]
    assert picture.width / picture.height == pytest.approx(1.5, rel=0.01)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_points_that_do_not_fit_go_on_and_none_is_lost(documents, tmp_path):
    points = [
        f"{number}. この文章は折り返しが必要な長さになるように書かれた箇条書きの一行です。" for number in range(30)
    ]
    deck = made(documents, tmp_path / "new.pptx", {"language": "ja", "slides": [{"title": "長い", "bullets": points}]})
    assert titles(deck) == [f"長い ({number}/{len(deck.slides)})" for number in range(1, len(deck.slides) + 1)]
    assert len(deck.slides) >= 3
    there = [text for slide in deck.slides for text in texts(slide) if text.endswith("です。")]
    assert there == points
    counts = [sum(text.endswith("です。") for text in texts(slide)) for slide in deck.slides]
    assert max(counts) - min(counts) <= 2


def test_a_point_stays_with_what_is_below_it(documents, tmp_path):
    points = [line for number in range(14) for line in (f"Point {number}", *["  below it, and long enough"] * 2)]
    deck = made(documents, tmp_path / "new.pptx", {"slides": [{"title": "T", "bullets": points}]})
    assert len(deck.slides) > 1
    for slide in deck.slides:
        assert slide.placeholders[1].text_frame.paragraphs[0].level == 0
        assert slide.placeholders[1].text_frame.paragraphs[-1].level == 1


def test_a_long_table_goes_on_below_its_header(documents, tmp_path):
    names = [f"Customer {number}" for number in range(50)]
    rows = [["Customer", "Sales"], *[[name, 3] for name in names]]
    deck = made(documents, tmp_path / "new.pptx", {"slides": [{"title": "All", "table": rows, "bullets": ["Sorted"]}]})
    tables = documents.tables(tmp_path / "new.pptx")
    assert len(tables) == len(deck.slides) > 2
    assert {table.rows[0] for table in tables} == {("Customer", "Sales")}
    assert [row[0] for table in tables for row in table.rows[1:]] == names
    for slide in deck.slides:
        frame = slide.shapes[-1]
        assert frame.top + frame.height <= deck.slide_height
        size = frame.table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size
        assert size >= Pt(12)


def test_a_long_title_is_made_smaller(documents, tmp_path):
    title = "A title that is a whole sentence and so long that it needs all the room that there is for two lines of it"
    deck = made(documents, tmp_path / "new.pptx", {"slides": [{"title": title}]})
    scales = [one.get("fontScale") for one in deck.slides[0].shapes.title._element.iter("{*}normAutofit")]
    assert scales != [None]
    said = documents.create({"slides": [{"title": title * 4}]}, tmp_path / "x.pptx")
    assert "may still be too long" in said[0].en


@pytest.mark.parametrize(("language", "face"), [("ja", "游ゴシック"), ("en", "Calibri")])
def test_letters_are_those_of_the_language(documents, tmp_path, language, face):
    deck = made(documents, tmp_path / "new.pptx", {"language": language, "title": "T", "slides": []})
    master = deck.slide_masters[0]
    theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    assert f'typeface="{face}"'.encode() in theme.blob


def test_a_deck_of_japanese_words_has_a_japanese_font_without_being_told(documents, tmp_path):
    told = made(documents, tmp_path / "a.pptx", {"language": "ja", "title": "売上", "slides": []})
    untold = made(documents, tmp_path / "b.pptx", {"title": "売上", "slides": []})
    themes = [
        next(rel.target_part.blob for rel in deck.slide_masters[0].part.rels.values() if rel.reltype.endswith("/theme"))
        for deck in (told, untold)
    ]
    assert themes[0] == themes[1]


def test_a_template_gives_its_looks_and_not_its_slides(documents, tmp_path):
    Image.new("RGB", (30, 20), "teal").save(tmp_path / "x.png")
    old = Presentation()
    slide = old.slides.add_slide(old.slide_layouts[1])
    slide.shapes.title.text = "Old words"
    slide.shapes.add_picture(str(tmp_path / "x.png"), 0, 0)
    slide.notes_slide.notes_text_frame.text = "Old notes"
    old.slide_layouts[1].name = "Our own points"
    old.save(str(tmp_path / "house.pptx"))
    content = {
        "template": tmp_path / "house.pptx",
        "title": "New",
        "slides": [{"title": "Points", "bullets": ["a"]}, {"title": "Named", "layout": "Our own points"}],
    }
    deck = made(documents, tmp_path / "new.pptx", content)
    assert titles(deck) == ["New", "Points", "Named"]
    assert [one.slide_layout.name for one in deck.slides] == ["Title Slide", "Our own points", "Our own points"]
    assert (deck.slide_width, deck.slide_height) == (old.slide_width, old.slide_height)
    names = [str(one.partname) for one in deck.part.package.iter_parts()]
    assert not any("media" in name or "notesSlides" in name for name in names)
    assert len([one for one in names if "/slides/" in one]) == 3


def test_a_template_file_becomes_a_presentation(documents, tmp_path):
    documents.create({"title": "T", "slides": []}, tmp_path / "house.potx")
    deck = made(documents, tmp_path / "new.pptx", {"template": tmp_path / "house.potx", "title": "N"})
    assert titles(deck) == ["N"]


@pytest.mark.parametrize(
    "content",
    [
        {"title": "x", "template": Path("nowhere.pptx")},
        {"title": "x", "numbers": "yes"},
        {"slides": [{"title": "x", "columns": [["a"]]}]},
        {"slides": [{"title": "x", "chart": {"kind": "column"}}]},
        {"slides": [{"title": "x", "layout": "Nowhere"}]},
        {"slides": [{"title": "x", "bullets": {"a": 1}}]},
    ],
)
def test_what_does_not_fit_is_refused(documents, tmp_path, content):
    with pytest.raises(InvalidArgumentsError):
        documents.create(content, tmp_path / "new.pptx")
    assert not (tmp_path / "new.pptx").exists()


def test_columns_lie_beside_each_other_although_their_layout_calls_both_the_same(documents, tmp_path):
    old = Presentation()
    left, right = (old.slide_layouts[3].placeholders[at] for at in (1, 2))
    for one in (left, right):
        next(one._element.iter("{*}ph")).attrib.pop("idx")
    old.save(str(tmp_path / "house.pptx"))
    content = {"template": tmp_path / "house.pptx", "slides": [{"title": "T", "columns": [["l"], ["r"]]}]}
    slide = made(documents, tmp_path / "new.pptx", content).slides[0]
    places = {one.text_frame.text: one.left for one in slide.shapes if one.has_text_frame}
    assert (places["l"], places["r"]) == (left.left, right.left)


def test_a_template_without_places_for_words_gets_text_boxes(documents, tmp_path):
    old = Presentation()
    for layout in list(old.slide_layouts)[:6] + list(old.slide_layouts)[7:]:
        old.slide_layouts.remove(layout)
    old.save(str(tmp_path / "blank.pptx"))
    slides = [{"title": "T", "bullets": ["a", "b"]}, {"title": "Part", "section": True, "subtitle": "below"}]
    content = {"template": tmp_path / "blank.pptx", "title": "Cover", "subtitle": "sub", "slides": slides}
    deck = made(documents, tmp_path / "new.pptx", content)
    found = [[one.text_frame.text for one in slide.shapes if one.has_text_frame] for slide in deck.slides]
    assert [[text for text in one if "‹" not in text] for one in found] == [
        ["Cover", "sub"],
        ["T", "a\nb"],
        ["Part", "below"],
    ]
    assert documents.problems(tmp_path / "new.pptx") == ()


def test_a_table_shows_its_total_and_dates_are_no_numbers(documents, tmp_path):
    rows = [["Item", "Due", "Sum"], ["Pen", "2026-11-26", "1,200"], ["Ink", "2026/11/27", "80"], ["合計", "", "1,280"]]
    deck = made(documents, tmp_path / "new.pptx", {"slides": [{"title": "All", "table": rows}]})
    table = deck.slides[0].shapes[-1].table
    assert table.last_row
    aligned = [table.cell(1, column)._tc.find(".//{*}pPr") for column in range(3)]
    assert [one.get("algn") if one is not None else None for one in aligned] == [None, None, "r"]


def test_a_cell_of_japanese_and_digits_is_not_broken(documents, tmp_path):
    long = "手作業の工程をバーコード読み取りに置き換え、担当者に教育を行い、毎月の進捗を報告する"
    rows = [["施策", "内容"], *[[f"施策{number}", long * 2] for number in (7, 10)]]
    deck = made(documents, tmp_path / "new.pptx", {"slides": [{"title": "All", "table": rows}]})
    table = deck.slides[0].shapes[-1].table
    size = table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size
    # Two wide letters, two digits, a quarter of an em between them, and the margins.
    assert table.columns[0].width > size * (2 + 2 * 0.5 + 0.25) + 2 * Pt(7.2)


def test_a_single_series_is_named_above_its_chart_unless_the_heading_says_it(documents, tmp_path):
    chart = {"kind": "line", "categories": ["a", "b"], "series": [{"name": "Orders", "values": [1, 2]}]}
    slides = [{"title": title, "chart": chart} for title in ("Trend", "Orders rise")]
    slides.append({"title": "Trend", "chart": {**chart, "title": ""}})
    deck = made(documents, tmp_path / "new.pptx", {"slides": slides})
    charts = [slide.shapes[-1].chart for slide in deck.slides]
    assert [one.has_title and one.chart_title.text_frame.text for one in charts] == ["Orders", False, False]
