"""Looks, bullets and links of slides: words get them, and the words beside them do not."""

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Cm, Pt

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.decks import flaws, touched


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Slide 1: a title, a body of two runs and a second line. Slide 2: a text box, a table."""
    made = Presentation()
    one, two = (made.slides.add_slide(made.slide_layouts[number]) for number in (1, 6))
    one.shapes.title.text = "Title"
    frame = one.placeholders[1].text_frame
    frame.text = "Sales of "
    run = frame.paragraphs[0].add_run()
    run.text, run.font.italic = "the year 2026", True
    frame.add_paragraph().text = "by region"
    two.shapes.add_textbox(0, 0, Cm(5), Cm(2)).text_frame.text = "boxed"
    two.shapes.add_table(1, 2, 0, Cm(5), Cm(5), Cm(1)).table.cell(0, 1).text = "cell"
    made.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name(f"edited {source.name}")
    documents.edit(source, ops, target)
    documents.check(target)
    assert flaws(target) == []
    return target


def runs(path: Path, slide: int, shape: int):
    frame = Presentation(str(path)).slides[slide - 1].shapes[shape - 1].text_frame
    return [run for one in frame.paragraphs for run in one.runs]


def test_found_words_get_a_look_across_runs_and_the_others_keep_theirs(documents, deck):
    op = {"op": "set_format", "slide": 1, "shape": 2, "find": "of the", "bold": True, "color": "#C00000", "size": 30}
    result = edited(documents, deck, op)
    assert touched(documents.parts(deck, result)) == ["~ppt/slides/slide1.xml"]
    found = [(one.text, one.font.bold, one.font.italic, one.font.size) for one in runs(result, 1, 2)]
    assert found == [
        ("Sales ", None, None, None),
        ("of ", True, None, Pt(30)),
        ("the", True, True, Pt(30)),
        (" year 2026", None, True, None),
        ("by region", None, None, None),
    ]
    assert runs(result, 1, 2)[1].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert documents.read(result).passages == documents.read(deck).passages


def test_a_whole_shape_a_paragraph_and_a_cell_get_a_look(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "set_format", "slide": 1, "shape": "title", "underline": True, "font": "Meiryo", "align": "right"},
        {"op": "set_format", "slide": 1, "shape": 2, "paragraph": 2, "italic": True, "color": "accent2"},
        {"op": "set_format", "slide": 2, "shape": 1, "fill": "#EEEEEE", "line": "accent1", "size": 9.5},
        {"op": "set_format", "slide": 2, "shape": 2, "row": 1, "column": 2, "bold": True, "fill": "#00FF00"},
    )
    slides = Presentation(str(result)).slides
    (title,) = runs(result, 1, 1)
    assert (title.font.underline, title.font.name) == (True, "Meiryo")
    assert slides[0].shapes.title.text_frame.paragraphs[0].alignment == 3
    assert [one.font.italic for one in runs(result, 1, 2)] == [None, True, True]
    box, frame = slides[1].shapes
    assert box.fill.fore_color.rgb == RGBColor(0xEE, 0xEE, 0xEE)
    assert box.line.fill.fore_color.theme_color == 5
    assert runs(result, 2, 1)[0].font.size == Pt(9.5)
    cell = frame.table.cell(0, 1)
    assert cell.fill.fore_color.rgb == RGBColor(0, 255, 0)
    assert cell.text_frame.paragraphs[0].runs[0].font.bold


def test_a_look_is_given_twice_and_the_second_counts(documents, deck):
    made = Presentation(str(deck))
    made.slides[1].shapes[0].text_frame.paragraphs[0].runs[0].font.fill.background()
    made.save(str(deck))
    result = edited(
        documents,
        deck,
        {"op": "set_format", "slide": 2, "shape": 1, "color": "#111111", "bold": True, "fill": "none"},
        {"op": "set_format", "slide": 2, "shape": 1, "color": "#222222", "bold": False, "fill": "#333333"},
    )
    (run,) = runs(result, 2, 1)
    assert (run.font.color.rgb, run.font.bold) == (RGBColor(0x22, 0x22, 0x22), False)
    assert not list(run._r.iter("{*}noFill"))


def test_points_have_bullets_in_a_text_box_and_those_of_the_layout_in_a_body(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "set_bullets", "slide": 2, "shape": 1, "items": ["one", "  below"], "kind": "number"},
        {"op": "set_bullets", "slide": 1, "shape": 2, "items": ["一", "  二"]},
    )
    slides = Presentation(str(result)).slides
    box = slides[1].shapes[0].text_frame
    assert [one._p.pPr.get("marL") for one in box.paragraphs] == ["285750", "571500"]
    assert len(list(box._txBody.iter("{*}buAutoNum"))) == 2
    assert not list(slides[0].shapes[1].text_frame._txBody.iter("{*}buChar"))
    again = edited(documents, result, {"op": "set_bullets", "slide": 2, "shape": 1, "items": ["x"], "kind": "none"})
    box = Presentation(str(again)).slides[1].shapes[0].text_frame
    assert not list(box._txBody.iter("{*}buAutoNum"))
    assert len(list(box._txBody.iter("{*}buNone"))) == 1


def test_words_and_shapes_lead_to_addresses_and_slides(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "set_link", "slide": 1, "shape": 2, "find": "year", "url": "https://example.com/a?b=1&c=2"},
        {"op": "set_link", "slide": 1, "shape": "title", "to_slide": 2},
    )
    found = [(one.text, one.hyperlink.address) for one in runs(result, 1, 2)]
    assert found[2] == ("year", "https://example.com/a?b=1&c=2")
    assert [address for _, address in found if address] == [found[2][1]]
    assert any(one.address == "https://example.com/a?b=1&c=2" for one in documents.reaches(result))
    (title,) = runs(result, 1, 1)
    assert title._r.rPr.hlinkClick.get("action") == "ppaction://hlinksldjump"


@pytest.mark.parametrize(
    "op",
    [
        {"op": "set_format", "slide": 1, "shape": 2},
        {"op": "set_format", "slide": 1, "shape": 2, "find": "nowhere", "bold": True},
        {"op": "set_format", "slide": 1, "shape": 2, "color": "reddish"},
        {"op": "set_format", "slide": 1, "shape": 2, "size": 0},
        {"op": "set_format", "slide": 1, "shape": 2, "row": 1, "column": 1, "bold": True},
        {"op": "set_format", "slide": 2, "shape": 2, "row": 1, "column": 2, "line": "accent1"},
        {"op": "set_bullets", "slide": 1, "shape": 2, "items": []},
        {"op": "set_bullets", "slide": 1, "shape": 2, "items": ["a"], "kind": "stars"},
        {"op": "set_link", "slide": 1, "shape": 2, "url": "javascript:alert(1)"},
        {"op": "set_link", "slide": 1, "shape": 2, "find": "nowhere", "url": "https://example.com"},
        {"op": "set_link", "slide": 1, "shape": 2, "to_slide": 9},
    ],
)
def test_what_does_not_fit_is_refused(documents, deck, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(deck, [op], deck.with_name("x.pptx"))
    assert not deck.with_name("x.pptx").exists()
