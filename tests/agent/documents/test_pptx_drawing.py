"""Tables, pictures, text boxes and shapes of slides: drawn, changed and taken away, and nothing else is touched."""

from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.util import Cm, Inches

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.decks import flaws, touched
from tests.agent.documents.packages import replacing, rewritten

TIMING = (
    '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
    '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>{effects}'
    "</p:childTnLst></p:cTn></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing></p:sld>"
)
EFFECT = (
    '<p:par><p:cTn id="{id}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst><p:par>'
    '<p:cTn id="{id}1" presetID="1" presetClass="entr" presetSubtype="0" fill="hold" nodeType="clickEffect">'
    '<p:childTnLst><p:set><p:cBhvr><p:cTn id="{id}2" dur="1"/><p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr>'
    "</p:set></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.new("RGB", (400, 200), "navy").save(tmp_path / "wide.png")
    return tmp_path / "wide.png"


@pytest.fixture
def deck(tmp_path: Path, photo: Path) -> Path:
    """Slide 1: a title and an empty body. Slide 2: a table, a picture, a box, a line from the box to the picture."""
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = "Plan"
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Things"
    table = slide.shapes.add_table(3, 2, Cm(1), Cm(5), Cm(10), Cm(3)).table
    for number, text in enumerate(("Item", "Count", "Pen", "3", "Ink", "4")):
        table.cell(number // 2, number % 2).text = text
    picture = slide.shapes.add_picture(str(photo), Cm(12), Cm(5), Cm(8), Cm(4))
    box = slide.shapes.add_textbox(Cm(1), Cm(12), Cm(6), Cm(2))
    box.text_frame.text = "A box of words"
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 9, 9)
    line.begin_connect(box, 0)
    line.end_connect(picture, 0)
    made.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name(f"edited {source.name}")
    documents.edit(source, ops, target)
    documents.check(target)
    assert flaws(target) == flaws(source) == []
    return target


def table_of(path: Path, slide: int, shape: int) -> list[list[str]]:
    table = Presentation(str(path)).slides[slide - 1].shapes[shape - 1].table
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_table_is_inserted_where_the_empty_body_was(documents, deck):
    rows = [["品名", "金額"], ["ペン", "1,200"], ["Ink", None]]
    result = edited(documents, deck, {"op": "insert_table", "slide": 1, "rows": rows, "style": "light"})
    assert touched(documents.parts(deck, result)) == ["~ppt/slides/slide1.xml"]
    assert documents.tables(result)[0].rows == (("品名", "金額"), ("ペン", "1,200"), ("Ink", ""))
    made = Presentation(str(result))
    body = made.slide_layouts[1].placeholders[1]
    title, frame = made.slides[0].shapes
    assert (frame.left, frame.top) == (body.left, body.top)
    assert abs(frame.width - body.width) < 9
    assert title.has_text_frame
    assert frame.table.cell(1, 1).text_frame.paragraphs[0].alignment == 3


def test_a_table_that_is_too_long_is_made_smaller_and_then_told(documents, deck):
    rows = [["a", "b"], *[[f"row {n}", "x"] for n in range(12)]]
    edited(documents, deck, {"op": "insert_table", "slide": 1, "rows": rows})
    said = documents.edit(deck, [{"op": "insert_table", "slide": 1, "rows": rows * 4}], deck.with_name("x.pptx"))
    assert "taller than the room" in said[0].en


def test_rows_and_columns_come_and_go(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "insert_row", "slide": 2, "after": 1, "cells": ["Cap", 7]},
        {"op": "delete_row", "slide": 2, "row": 4},
        {"op": "insert_column", "slide": 2, "after": 1, "cells": ["Colour", "red", "blue"]},
        {"op": "insert_column", "slide": 2, "after": 0, "cells": ["No."]},
        {"op": "delete_column", "slide": 2, "column": 4},
    )
    assert table_of(result, 2, 2) == [["No.", "Item", "Colour"], ["", "Cap", "red"], ["", "Pen", "blue"]]
    made = Presentation(str(result)).slides[1].shapes[1]
    assert abs(sum(one.width for one in made.table.columns) - Cm(10)) < 9
    assert made.height == sum(one.height for one in made.table.rows) == Cm(3)


def test_merged_cells_are_not_torn(documents, deck):
    made = Presentation(str(deck))
    table = made.slides[1].shapes[1].table
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 0).merge(table.cell(0, 1))
    made.save(str(deck))
    for op in (
        {"op": "insert_row", "slide": 2, "after": 2},
        {"op": "delete_row", "slide": 2, "row": 2},
        {"op": "insert_column", "slide": 2, "after": 1},
        {"op": "delete_column", "slide": 2, "column": 1},
        {"op": "set_table_cell", "slide": 2, "row": 3, "column": 1, "text": "x"},
    ):
        with pytest.raises(InvalidArgumentsError, match="merged"):
            documents.edit(deck, [op], deck.with_name("x.pptx"))
    result = edited(documents, deck, {"op": "insert_row", "slide": 2, "cells": ["a", "b"]})
    assert table_of(result, 2, 2)[3] == ["a", "b"]


def test_a_picture_keeps_its_proportions_where_there_is_room(documents, deck, photo):
    op = {"op": "insert_picture", "slide": 1, "picture": photo, "alt": "海の図"}
    result = edited(documents, deck, op)
    assert "ppt/media/image2.png" not in documents.parts(deck, result).added, "the same picture is there already"
    picture = Presentation(str(result)).slides[0].shapes[1]
    assert picture.width / picture.height == pytest.approx(2, rel=0.01)
    assert [one.text for one in documents.read(result, part="1").passages] == ["Plan", "海の図"]


def test_a_picture_goes_where_it_is_told_in_centimetres_and_webp_becomes_png(documents, deck, tmp_path):
    Image.new("RGB", (100, 100), "red").save(tmp_path / "x.webp")
    at = {"left": 2, "top": 3, "width": 10, "height": 6}
    op = {"op": "insert_picture", "slide": 1, "picture": tmp_path / "x.webp", "at": at}
    result = edited(documents, deck, op)
    assert documents.parts(deck, result).added == ("ppt/media/image2.png", "ppt/slides/_rels/slide1.xml.rels")[:1]
    picture = next(one for one in Presentation(str(result)).slides[0].shapes if one.shape_type == 13)
    assert (picture.left, picture.top, picture.width, picture.height) == (Cm(4), Cm(3), Cm(6), Cm(6))


def test_an_empty_placeholder_is_filled_with_a_picture(documents, deck, photo):
    made = Presentation(str(deck))
    slide = made.slides.add_slide(made.slide_layouts[8])
    slide.shapes.title.text = "Photo"
    made.save(str(deck))
    result = edited(documents, deck, {"op": "insert_picture", "slide": 3, "shape": 2, "picture": photo})
    holder = Presentation(str(result)).slides[2].placeholders[1]
    place = made.slide_layouts[8].placeholders[1]
    assert (holder.width, holder.height) == (place.width, place.height)
    assert holder.crop_left == pytest.approx(holder.crop_right)
    assert holder.crop_left > 0.1
    with pytest.raises(InvalidArgumentsError, match="no empty placeholder"):
        documents.edit(deck, [{"op": "insert_picture", "slide": 2, "shape": 2, "picture": photo}], deck)


def test_a_picture_is_replaced_inside_of_its_place(documents, deck, tmp_path):
    Image.new("RGB", (100, 100), "red").save(tmp_path / "new.jpg")
    op = {"op": "replace_picture", "slide": 2, "shape": 3, "picture": tmp_path / "new.jpg", "alt": "red"}
    result = edited(documents, deck, op)
    parts = documents.parts(deck, result)
    assert parts.removed == ("ppt/media/image1.png",)
    assert parts.added == ("ppt/media/image1.jpeg",)
    picture = Presentation(str(result)).slides[1].shapes[2]
    assert picture.image.content_type == "image/jpeg"
    assert (picture.left, picture.width, picture.height) == (Cm(14), Cm(4), Cm(4))


def test_a_shape_is_placed_and_a_table_grows_along(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "move_shape", "slide": 2, "shape": 2, "at": {"left": 2, "width": 5}},
        {"op": "move_shape", "slide": 1, "shape": 2, "at": {"top": 10, "height": 3}},
    )
    made = Presentation(str(result))
    table = made.slides[1].shapes[1]
    assert (table.left, table.top, table.width) == (Cm(2), Cm(5), Cm(5))
    assert sum(one.width for one in table.table.columns) == Cm(5)
    body = made.slides[0].shapes[1]
    assert (body.top, body.height) == (Cm(10), Cm(3))
    assert body.left == made.slide_layouts[1].placeholders[1].left


def test_a_deleted_shape_takes_its_parts_along_and_lets_go_of_lines(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "delete_shape", "slide": 2, "shape": 3},
        {"op": "set_text", "slide": 2, "shape": 4, "text": "Numbers stay"},
    )
    assert documents.parts(deck, result).removed == ("ppt/media/image1.png",)
    slide = Presentation(str(result)).slides[1]
    assert [one.name for one in slide.shapes] == ["Title 1", "Table 2", "TextBox 4", "Connector 5"]
    assert slide.shapes[2].text_frame.text == "Numbers stay"
    assert len(list(slide.shapes._spTree.iter("{*}stCxn"))) == 1
    assert not list(slide.shapes._spTree.iter("{*}endCxn"))


@pytest.mark.parametrize(("animated", "left"), [((5,), 0), ((4, 5), 1)])
def test_animations_of_a_deleted_shape_go_and_the_others_stay(documents, deck, animated, left):
    effects = "".join(EFFECT.format(id=at, shape=shape) for at, shape in enumerate(animated, 3))
    moving = rewritten(
        deck,
        deck.with_name("moving.pptx"),
        "ppt/slides/slide2.xml",
        replacing(b"</p:sld>", TIMING.format(effects=effects).encode()),
    )
    target = moving.with_name("still.pptx")
    said = documents.edit(moving, [{"op": "delete_shape", "slide": 2, "shape": 4}], target)
    assert said[0].en.endswith("Its animations were taken away too.")
    assert flaws(target) == []
    root = Presentation(str(target)).slides[1]._element
    assert [one.get("spid") for one in root.iter("{*}spTgt")] == ["4"] * left
    assert len(list(root.iter("{*}timing"))) == left
    assert all(len(one) for one in root.iter("{*}childTnLst")), "a list of effects is never empty"


def test_a_text_box_is_inserted_where_there_is_room(documents, deck):
    result = edited(documents, deck, {"op": "insert_text_box", "slide": 2, "text": "Note\n  deeper"})
    passages = documents.read(result, part="2").passages
    assert ("slide 2 shape 6", "Note\n  deeper") in [(one.anchor, one.text) for one in passages]
    slide = Presentation(str(result)).slides[1]
    new = slide.shapes[5]
    for other in list(slide.shapes)[:5]:
        apart = (
            new.left >= other.left + other.width
            or other.left >= new.left + new.width
            or new.top >= other.top + other.height
            or other.top >= new.top + new.height
        )
        assert apart or other.width < Inches(0.1), other.name


@pytest.mark.parametrize(
    "op",
    [
        {"op": "insert_table", "slide": 1, "rows": []},
        {"op": "insert_table", "slide": 1, "rows": [["a"]], "style": "gold"},
        {"op": "insert_row", "slide": 1, "cells": ["x"]},
        {"op": "insert_row", "slide": 2, "cells": ["x", "y", "z"]},
        {"op": "delete_row", "slide": 2, "row": 4},
        {"op": "insert_picture", "slide": 1, "picture": Path("nowhere.png")},
        {"op": "insert_picture", "slide": 1, "picture": Path(__file__)},
        {"op": "replace_picture", "slide": 2, "shape": 4, "picture": Path(__file__)},
        {"op": "move_shape", "slide": 2, "shape": 3, "at": {"left": 50}},
        {"op": "move_shape", "slide": 2, "shape": 3, "at": {"left": "x"}},
        {"op": "delete_shape", "slide": 2, "shape": 9},
        {"op": "insert_text_box", "slide": 1, "text": "x", "at": {"left": 1}},
    ],
)
def test_what_does_not_fit_is_refused(documents, deck, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(deck, [op], deck.with_name("x.pptx"))
    assert not deck.with_name("x.pptx").exists()
