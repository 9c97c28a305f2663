"""Ops on charts: new ones with a workbook of their own, and other numbers for those that are there."""

from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.tree import Element
from agent.documents.op_words import text_in
from agent.documents.operations import Operation
from agent.documents.pptx.chart_cache import series_of, set_numbers
from agent.documents.pptx.chart_xml import KINDS, Chart, Series, chart_xml, workbook_of
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.dialect import relation_id
from agent.documents.pptx.markup import graphic_frame
from agent.documents.pptx.places import Area
from agent.documents.pptx.room import area_in, drop_empty_holder
from agent.documents.pptx.tree import Shape, first, local

_IN = Words(
    "Inserted a {kind} chart of {count} series as shape {number} on slide {slide}.",
    "スライド {slide} に {count} 系列のグラフを挿入しました(図形 {number}、種類 {kind})。",
)
_SET = Words(
    "Set the numbers of the chart in shape {number} on slide {slide}, and in its workbook.",
    "スライド {slide} の図形 {number} のグラフの値を、元データのブックとあわせて変更しました。",
)
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAX_CATEGORIES, _MAX_SERIES = 200, 20


def chart_in(told: Mapping[str, object]) -> Chart:
    """What a new chart shows. Raises InvalidArgumentsError."""
    kind = told.get("kind", "column")
    if kind not in KINDS:
        raise InvalidArgumentsError(f"'kind' is one of {', '.join(KINDS)}, not {kind!r}.")
    categories = _categories(told)
    if categories is None:
        raise InvalidArgumentsError("'categories' is a list of texts, one for each value of a series.")
    series = series_in(told, len(categories))
    if kind in {"pie", "doughnut"} and len(series) > 1:
        raise InvalidArgumentsError(f"A {kind} shows one series. Take a column chart for several.")
    # The name of a single series stands in no legend.
    name = series[0].name if len(series) == 1 else ""
    title = text_in(told, "title", empty=True) if told.get("title") is not None else name
    return Chart(str(kind), title, categories, series)


def _categories(told: Mapping[str, object]) -> tuple[str, ...] | None:
    found = told.get("categories")
    if found is None:
        return None
    if not isinstance(found, Sequence) or isinstance(found, str) or not 1 <= len(found) <= _MAX_CATEGORIES:
        raise InvalidArgumentsError(f"'categories' is a list of 1 to {_MAX_CATEGORIES} texts.")
    return tuple(str(one) for one in found)


def series_in(told: Mapping[str, object], count: int) -> tuple[Series, ...]:
    """The series of an op, each of `count` values. Raises InvalidArgumentsError."""
    found = told.get("series")
    if not isinstance(found, Sequence) or isinstance(found, str) or not 1 <= len(found) <= _MAX_SERIES:
        raise InvalidArgumentsError('\'series\' is a list like [{"name": "2026", "values": [1, 2]}].')
    return tuple(_one_series(one, count) for one in found)


def _one_series(told: object, count: int) -> Series:
    values = told.get("values") if isinstance(told, Mapping) else None
    if not isinstance(told, Mapping) or not isinstance(values, Sequence) or isinstance(values, str):
        raise InvalidArgumentsError('A series is like {"name": "2026", "values": [1, 2]}.')
    if len(values) != count:
        raise InvalidArgumentsError(f"A series has a value for each of the {count} categories (null: none).")
    if any(isinstance(one, bool) or not isinstance(one, (int, float, type(None))) for one in values):
        raise InvalidArgumentsError("Values of a series are numbers, or null where there is none.")
    return Series(str(told.get("name", "")), tuple(values))


def draw_chart(deck: Deck, slide: SlideAt, chart: Chart, area: Area) -> Shape:
    """Draw a new chart at `area`."""
    drop_empty_holder(deck, slide, area)
    book = deck.parts.add("ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx", workbook_of(chart), _BOOK_TYPE)
    part = deck.parts.add("ppt/charts/chart{}.xml", deck.dialect.part(chart_xml(chart, "rId1")), _CHART_TYPE)
    deck.parts.relate(part, deck.relation_type("package"), book)
    relation = deck.parts.relate(slide.part, deck.relation_type("chart"), part)
    number = deck.new_shape_id(slide.part)
    graphic = f'<c:chart r:id="{relation}"/>'
    return deck.draw(slide.part, graphic_frame(number, f"Chart {number - 1}", area, deck.dialect.c, graphic))


def _inserted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    chart = chart_in(op)
    shape = draw_chart(deck, slide, chart, area_in(deck, slide, op))
    return _IN.of(kind=chart.kind, count=len(chart.series), number=shape.number, slide=slide.label)


def chart_reference(shape: Element) -> str:
    """The id of the relationship to the chart that a frame shows; "" when it shows none."""
    for one in shape.iter("{*}chart"):
        if local(shape) == "graphicFrame":
            return relation_id(one)
    return ""


def _set(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape"))
    charts = {relation.id: part for relation, part in deck.parts.leading(slide.part, "/chart")}
    part = charts.get(chart_reference(shape.element))
    if part is None:
        raise InvalidArgumentsError(f"Shape {shape.number} ({shape.name}) is no chart.")
    there = series_of(deck.parts.root(part))
    categories = _categories(op)
    count = len(categories) if categories is not None else _count(there)
    series = series_in(op, count)
    if len(series) != len(there):
        raise InvalidArgumentsError(
            f"The chart has {len(there)} series, so 'series' lists {len(there)}, in their order. For another number of "
            "series delete the chart and insert a new one."
        )
    set_numbers(deck, part, categories, series)
    return _SET.of(number=shape.number, slide=slide.label)


def _count(series: Sequence[Element]) -> int:
    """How many values the first series of a chart has."""
    values = first(series[0], "val") if series else None
    for one in values.iter("{*}ptCount") if values is not None else ():
        return int(one.get("val", "0"))
    return 0


CHART_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "insert_chart": Operation(
        _inserted,
        ("slide", "kind", "title", "categories", "series", "at"),
        '{"op":"insert_chart","slide":3,"kind":"column","categories":["East","West"],'
        '"series":[{"name":"2026","values":[4,5]}],"title":"..."} '
        f'(kind: {", ".join(KINDS)}; "at" as for a table)',
    ),
    "set_chart": Operation(
        _set,
        ("slide", "shape", "categories", "series"),
        '{"op":"set_chart","slide":3,"shape":2,"categories":["East","West"],"series":[{"name":"2026","values":[4,5]}]} '
        "(all series of the chart in their order)",
    ),
}
