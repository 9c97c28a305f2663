"""Charts of slides: new ones, and other numbers in those that are there, in the chart and in its workbook."""

import io
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from agent.core.errors import InvalidArgumentsError
from agent.documents.pptx.chart_xml import KINDS
from tests.agent.documents.decks import flaws, touched

NEW = {"categories": ["東", "West", "A&B"], "series": [{"name": "2025", "values": [1, None, 2.5]}]}


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Slide 1: a bar chart of two series, a scatter chart. Slide 2: a title and an empty body."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    bars = CategoryChartData()
    bars.categories = ["East", "West", "North"]
    bars.add_series("Sold", (4, 5, 6))
    bars.add_series("Left", (1, 2, 3))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Cm(9), Cm(9), bars)
    dots = XyChartData()
    dots.add_series("Dots").add_data_point(1, 2)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, Cm(10), 0, Cm(9), Cm(9), dots)
    made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = "Empty"
    made.save(str(tmp_path / "deck.pptx"))
    return tmp_path / "deck.pptx"


def edited(documents, source: Path, *ops: dict[str, object]) -> Path:
    target = source.with_name(f"edited {source.name}")
    documents.edit(source, ops, target)
    documents.check(target)
    assert flaws(target) == flaws(source) == []
    return target


def numbers(chart) -> dict[str, list[object]]:
    return {one.name: list(one.values) for one in chart.plots[0].series}


def cells(chart) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [[cell.value for cell in row] for row in book[book.sheetnames[0]].rows]


def test_a_chart_gets_other_numbers_and_its_workbook_too(documents, deck):
    op = {
        "op": "set_chart",
        "slide": 1,
        "shape": 1,
        "categories": ["A", "B"],
        "series": [{"name": "Sold", "values": [40, 50.5]}, {"name": "残り", "values": [None, 7]}],
    }
    result = edited(documents, deck, op)
    chart = Presentation(str(result)).slides[0].shapes[0].chart
    assert list(chart.plots[0].categories) == ["A", "B"]
    assert numbers(chart) == {"Sold": [40, 50.5], "残り": [None, 7]}
    assert cells(chart) == [[None, "Sold", "残り"], ["A", 40, None], ["B", 50.5, 7], [None, None, None]]
    parts = documents.parts(deck, result)
    assert len(parts.changed) == 2
    assert (parts.added, parts.removed) == ((), ())
    assert "Sold: A = 40, B = 50.5" in documents.read(result, part="1").passages[0].text


def test_a_chart_grows(documents, deck):
    categories = ["a", "b", "c", "d", "e"]
    series = [{"name": name, "values": [1, 2, 3, 4, 5]} for name in ("x", "y")]
    result = edited(
        documents, deck, {"op": "set_chart", "slide": 1, "shape": 1, "categories": categories, "series": series}
    )
    chart = Presentation(str(result)).slides[0].shapes[0].chart
    assert [row[0] for row in cells(chart)] == [None, *categories]
    assert [one.text for one in chart._chartSpace.iter("{*}f")][-1] == "Sheet1!$C$2:$C$6"


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_each_kind_is_inserted_with_its_workbook(documents, deck, kind):
    result = edited(documents, deck, {"op": "insert_chart", "slide": 2, "kind": kind, "title": "売上 <1>", **NEW})
    frame = Presentation(str(result)).slides[1].shapes[1]
    assert list(frame.chart.plots[0].categories) == NEW["categories"]
    assert numbers(frame.chart) == {"2025": [1, None, 2.5]}
    assert cells(frame.chart) == [[None, "2025"], ["東", 1], ["West", None], ["A&B", 2.5]]
    body = Presentation(str(deck)).slide_layouts[1].placeholders[1]
    assert (frame.left, frame.top, frame.width) == (body.left, body.top, body.width)
    assert "[chart] 売上 <1>" in documents.read(result, part="2").passages[1].text
    again = edited(
        documents,
        result,
        {"op": "set_chart", "slide": 2, "shape": 2, "series": [{"name": "2026", "values": [7, 8, 9]}]},
    )
    assert numbers(Presentation(str(again)).slides[1].shapes[1].chart) == {"2026": [7, 8, 9]}


def test_a_deleted_chart_takes_its_workbook_along(documents, deck):
    result = edited(documents, deck, {"op": "delete_shape", "slide": 1, "shape": 1})
    assert [one.split("/")[1] for one in touched(documents.parts(deck, result)) if one[0] == "-"].count(
        "embeddings"
    ) == 1


@pytest.mark.parametrize(
    "op",
    [
        {"op": "insert_chart", "slide": 2, "kind": "cloud", **NEW},
        {"op": "insert_chart", "slide": 2, "series": NEW["series"]},
        {"op": "insert_chart", "slide": 2, "categories": ["a"], "series": NEW["series"]},
        {"op": "insert_chart", "slide": 2, "categories": ["a"], "series": [{"values": ["x"]}]},
        {"op": "insert_chart", "slide": 2, "kind": "pie", "categories": ["a"], "series": [{"values": [1]}] * 2},
        {"op": "set_chart", "slide": 1, "shape": 1, "series": [{"values": [1, 2, 3]}]},
        {"op": "set_chart", "slide": 1, "shape": 2, "series": [{"values": [1]}]},
        {"op": "set_chart", "slide": 2, "shape": 1, "series": [{"values": [1]}]},
    ],
)
def test_what_does_not_fit_is_refused(documents, deck, op):
    with pytest.raises(InvalidArgumentsError):
        documents.edit(deck, [op], deck.with_name("x.pptx"))
    assert not deck.with_name("x.pptx").exists()


def test_columns_begin_at_0_and_their_numbers_have_groups_of_three(documents, deck):
    new = {
        "op": "insert_chart",
        "slide": 2,
        "kind": "column",
        "categories": ["Q1", "Q2"],
        "series": [{"values": [1252000, 1400000]}],
    }
    target = edited(
        documents,
        deck,
        new,
        {**new, "slide": 1, "series": [{"values": [5, -2]}], "at": {"left": 1, "top": 10, "width": 9, "height": 6}},
    )
    charts = [shape.chart for slide in Presentation(str(target)).slides for shape in slide.shapes if shape.has_chart]
    assert [chart.value_axis.minimum_scale for chart in charts[-2:]] == [None, 0]
    assert charts[-1].plots[0].series[0].data_labels.number_format == "#,##0"
    below = edited(documents, target, {"op": "set_chart", "slide": 2, "shape": 2, "categories": ["Q1", "Q2"],
                                       "series": [{"values": [-5, 3]}]})  # fmt: skip
    last = next(shape.chart for shape in Presentation(str(below)).slides[1].shapes if shape.has_chart)
    assert last.value_axis.minimum_scale is None
