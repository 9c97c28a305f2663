"""Presentations: read with addresses, edited without loss, created."""

import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from agent.core.errors import InvalidArgumentsError
from agent.documents.pool import WorkerDocuments
from tests.agent.documents.told import told


@pytest.fixture(scope="module")
def documents():
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Slide 1: title and points in looks, notes. Slide 2, hidden: a table, a group, a chart."""
    made = Presentation()
    first = made.slides.add_slide(made.slide_layouts[1])
    first.shapes.title.text = "四半期 Review"
    frame = first.placeholders[1].text_frame
    frame.text = "Sales of "
    bold = frame.paragraphs[0].add_run()
    bold.text, bold.font.bold, bold.font.size = "2025", True, Pt(30)
    below = frame.add_paragraph()
    below.text, below.level = "by region", 1
    first.notes_slide.notes_text_frame.text = "Say hello"
    second = made.slides.add_slide(made.slide_layouts[5])
    second._element.set("show", "0")
    second.shapes.title.text = "Numbers of 2025"
    table = second.shapes.add_table(2, 2, 0, Inches(2), Inches(4), Inches(1)).table
    for (row, column), text in {(0, 0): "Item", (0, 1): "Count", (1, 0): "Pen", (1, 1): "3"}.items():
        table.cell(row, column).text = text
    second.shapes.add_group_shape().shapes.add_textbox(0, 0, 9, 9).text_frame.text = "Grouped"
    chart = CategoryChartData()
    chart.categories = ["East", "West"]
    chart.add_series("Sold", (4, 5))
    second.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 9, 9, chart)
    made.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


def changed(before: Path, after: Path) -> list[str]:
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        assert old.namelist() == new.namelist()
        return [name for name in old.namelist() if old.read(name) != new.read(name)]


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name(f"edited {source.name}")
    documents.edit(source, ops, target)
    documents.check(target)
    return target


def runs(shape) -> list[tuple[str, bool]]:
    return [(run.text, bool(run.font.bold)) for one in shape.text_frame.paragraphs for run in one.runs]


def test_every_text_has_its_slide_and_shape(documents, deck):
    content = documents.read(deck)
    assert [(one.anchor, one.kind, one.text) for one in content.passages] == [
        ("slide 1 shape 1", "heading", "四半期 Review"),
        ("slide 1 shape 2", "text", "Sales of 2025\n  by region"),
        ("slide 1 notes", "note", "Say hello"),
        ("slide 2 shape 1", "heading", "Numbers of 2025"),
        ("slide 2 shape 2 R1", "row", "Item | Count"),
        ("slide 2 shape 2 R2", "row", "Pen | 3"),
        ("slide 2 shape 3", "text", "Grouped"),
        ("slide 2 shape 4", "text", "[chart]\nSold: East = 4, West = 5"),
    ]
    assert told(content)[:3] == ("slides: 2", "hidden in the show: slides 2", "slides are 25.4 x 19.1 cm")
    assert told(content)[4:] == ("layouts in use: Title and Content (1); Title Only (2)",)


def test_a_part_is_a_list_of_slides(documents, deck):
    assert {one.anchor[:7] for one in documents.read(deck, part="2").passages} == {"slide 2"}
    with pytest.raises(InvalidArgumentsError):
        documents.read(deck, part="3")


def test_tables_are_found(documents, deck):
    (table,) = documents.tables(deck)
    assert (table.anchor, table.rows) == ("slide 2 shape 2", (("Item", "Count"), ("Pen", "3")))


def test_the_strict_dialect_is_read_and_edited(documents, deck):
    strict = deck.with_name("strict.potx")
    with zipfile.ZipFile(deck) as whole, zipfile.ZipFile(strict, "w") as made:
        for name in whole.namelist():
            part = whole.read(name)
            for old, new in (
                (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
                (b"schemas.openxmlformats.org/presentationml/2006/main", b"purl.oclc.org/ooxml/presentationml/main"),
                (b"schemas.openxmlformats.org/drawingml/2006/", b"purl.oclc.org/ooxml/drawingml/"),
                (b"presentation.main+xml", b"template.main+xml"),
            ):
                part = part.replace(old, new)
            made.writestr(name, part)
    assert documents.read(strict).passages == documents.read(deck).passages
    target = strict.with_name("out.potx")
    documents.edit(strict, [{"op": "replace", "find": "Review", "with": "報告"}], target)
    assert documents.read(target).passages[0].text == "四半期 報告"


def test_words_are_replaced_across_runs_and_in_notes(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "replace", "find": "of 2025", "with": "in 2026", "slide": 1},
        {"op": "replace", "find": "hello", "with": "こんにちは"},
    )
    assert changed(deck, result) == ["ppt/slides/slide1.xml", "ppt/notesSlides/notesSlide1.xml"]
    made = Presentation(str(result))
    assert runs(made.slides[0].placeholders[1]) == [("Sales in 2026", False), ("", True), ("by region", False)]
    assert made.slides[0].notes_slide.notes_text_frame.text == "Say こんにちは"


def test_words_at_several_places_need_all_or_a_slide(documents, deck):
    op = {"op": "replace", "find": "2025", "with": "2026"}
    with pytest.raises(InvalidArgumentsError, match=r"2 times \(slide 1, slide 2\)"):
        documents.edit(deck, [op], deck.with_name("x.pptx"))
    assert len(changed(deck, edited(documents, deck, {**op, "all": True}))) == 2


def test_a_shape_gets_new_lines_in_the_look_of_the_old_ones(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "set_text", "slide": 1, "shape": 2, "text": "Sales of 2026\n  by region\n  by team\nEnd"},
    )
    body = Presentation(str(result)).slides[0].placeholders[1]
    assert [(one.text, one.level) for one in body.text_frame.paragraphs] == [
        ("Sales of 2026", 0),
        ("by region", 1),
        ("by team", 1),
        ("End", 0),
    ]
    assert runs(body)[:2] == [("Sales of ", False), ("2026", True)]


def test_fewer_lines_leave_fewer_paragraphs_and_a_shape_is_found_by_its_name(documents, deck):
    name = Presentation(str(deck)).slides[0].placeholders[1].name
    result = edited(
        documents,
        deck,
        {"op": "set_text", "slide": 1, "shape": name, "text": "Only"},
        {"op": "set_text", "slide": 2, "shape": "title", "text": ""},
    )
    made = Presentation(str(result))
    assert [one.text for one in made.slides[0].placeholders[1].text_frame.paragraphs] == ["Only"]
    assert made.slides[1].shapes.title.text == ""
    again = edited(documents, result, {"op": "set_text", "slide": 2, "shape": "title", "text": "新しい題"})
    assert Presentation(str(again)).slides[1].shapes.title.text == "新しい題"


def test_cells_and_notes_are_set(documents, deck):
    result = edited(
        documents,
        deck,
        {"op": "set_table_cell", "slide": 2, "row": 2, "column": 2, "text": "12"},
        {"op": "set_notes", "slide": 1, "text": "Two\nlines"},
    )
    found = {one.anchor: (one.before, one.after) for one in documents.diff(deck, result)}
    assert found == {"slide 1 notes": ("Say hello", "Two\nlines"), "slide 2 shape 2 R2": ("Pen | 3", "Pen | 12")}


@pytest.mark.parametrize(
    "op",
    [
        {"op": "explode_slide", "slide": 1},
        {"op": "replace", "find": "nowhere", "with": "x"},
        {"op": "replace", "find": "Sales", "with": "a\nb"},
        {"op": "set_text", "slide": 3, "shape": 1, "text": "x"},
        {"op": "set_text", "slide": 1, "shape": "Nobody", "text": "x"},
        {"op": "set_text", "slide": 2, "shape": 4, "text": "x"},
        {"op": "set_table_cell", "slide": 1, "row": 1, "column": 1, "text": "x"},
        {"op": "set_table_cell", "slide": 2, "row": 3, "column": 1, "text": "x"},
        {"op": "set_notes", "slide": 2, "text": ["x"]},
    ],
)
def test_an_op_that_does_not_fit_is_refused(documents, deck, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(deck, [op], deck.with_name("x.pptx"))
    assert not deck.with_name("x.pptx").exists()


def test_a_presentation_is_made(documents, tmp_path):
    content = {
        "title": "四半期報告",
        "subtitle": "2026年",
        "language": "ja",
        "slides": [
            {"title": "概要", "bullets": ["売上", "  前年比"], "notes": "ここで話す"},
            {"title": "数字", "table": [["品", "数"], ["ペン", 3]]},
        ],
    }
    documents.create(content, tmp_path / "new.pptx")
    documents.check(tmp_path / "new.pptx")
    made = Presentation(str(tmp_path / "new.pptx"))
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert [slide.shapes.title.text for slide in made.slides] == ["四半期報告", "概要", "数字"]
    assert [(one.text, one.level) for one in made.slides[1].placeholders[1].text_frame.paragraphs] == [
        ("売上", 0),
        ("前年比", 1),
    ]
    assert made.slides[1].notes_slide.notes_text_frame.text == "ここで話す"
    assert {one.anchor: one.text for one in documents.read(tmp_path / "new.pptx").passages}[
        "slide 3 shape 3 R2"
    ] == "ペン | 3"
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"slides": "x"},
        {"slides": ["x"]},
        {"slides": [{"title": "x", "picture": "y"}]},
        {"slides": [{"table": [["a"]], "chart": {"kind": "bar"}}]},
        {"slides": [{"table": "x"}]},
        {"title": ["x"]},
    ],
)
def test_content_that_does_not_fit_is_refused(documents, tmp_path, content):
    with pytest.raises(InvalidArgumentsError):
        documents.create(content, tmp_path / "new.pptx")


def test_an_address_that_was_read_is_a_part(documents, deck):
    every = documents.read(deck).passages
    first = next(one for one in every if " shape " in one.anchor)
    assert documents.read(deck, part=first.anchor).passages[0] == first
    notes = [one for one in every if one.anchor.endswith("notes")]
    for one in notes:
        assert documents.read(deck, part=one.anchor).passages == (one,)
    assert notes
    with pytest.raises(InvalidArgumentsError, match="On this slide there is: slide 1 "):
        documents.read(deck, part="slide 1 shape 99")
