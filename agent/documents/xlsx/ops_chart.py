"""Ops for charts: drawn over ranges, and changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import allowed, number_of, text_of
from agent.documents.opc.package_draft import with_new_part
from agent.documents.opc.xml_tags import tag
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, cell_name, cell_of
from agent.documents.xlsx.chart_change import redrawn, retitled, series_count
from agent.documents.xlsx.chart_plot import chart_xml
from agent.documents.xlsx.chart_series import ROUND, SCATTER, Plot, Series
from agent.documents.xlsx.chart_values import Drawn, drawn, drawn_area
from agent.documents.xlsx.colours import argb_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.drawing import drawing_part, lay, named_thing, next_id, spaces, take_off
from agent.documents.xlsx.ranges import placed_at

_KINDS = ("column", "bar", "line", "area", "pie", "doughnut", "scatter", "combo")
_LEGENDS = {"bottom": "b", "right": "r", "top": "t", "left": "l", "none": "none"}
_STACKS = {False: "", True: "stacked", "percent": "percentStacked"}
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_FIELDS = ("sheet", "at", "type", "title", "range", "categories", "series", "x_title", "y_title", "second_title",
           "legend", "stacked", "labels", "number_format", "width", "height", "name")  # fmt: skip
_DREW = Words("Drew a chart ({kind}, {count} series) on {name} at {cell}.",
              "「{name}」の {cell} に{kind}グラフ(系列 {count} 個)を作成しました。")  # fmt: skip
_CHANGED = Words("Changed the chart {chart} on {name}; its look stays.",
                 "「{name}」のグラフ「{chart}」を変更しました(書式はそのままです)。")  # fmt: skip
_GONE = Words("Took {thing} off {name}.", "「{name}」から「{thing}」を削除しました。")
_KIND_WORDS = {
    "column": Words("column", "縦棒"), "bar": Words("bar", "横棒"), "line": Words("line", "折れ線"),
    "area": Words("area", "面"), "pie": Words("pie", "円"), "doughnut": Words("doughnut", "ドーナツ"),
    "scatter": Words("scatter", "散布"), "combo": Words("combined", "複合"),
}  # fmt: skip


def add_chart(draft: Draft, op: Op) -> Words:
    """Draw a chart over ranges of cells."""
    entry = draft.entry(text_of(op, "sheet", ""))
    kind = text_of(op, "type", "column")
    if kind not in _KINDS:
        raise InvalidArgumentsError(f"'type' is one of {', '.join(_KINDS)}.")
    series = _series(draft, entry, op, kind)
    if kind in ROUND and len(series) > 1 and kind == "pie":
        raise InvalidArgumentsError("A pie shows one series. Take a doughnut, or columns.")
    plot = _plot(op, series)
    place = cell_of(text_of(op, "at"))
    told = spaces(draft)
    drawing = drawing_part(draft, entry)
    part = chart_xml(plot, {"c": told.chart, "a": told.main, "r": told.relations})
    made = with_new_part(draft, drawing, "chart", "xl/charts/chart{}.xml", _TYPE, part)
    number = next_id(draft, drawing)
    frame = _frame(number, text_of(op, "name", f"Chart {number - 1}"), made.id, told.chart)
    lay(draft, drawing, place, (_pixels(op, "width", 600), _pixels(op, "height", 320)), frame)
    return _DREW.of(kind=_KIND_WORDS[kind], count=len(series), name=entry.name, cell=cell_name(*place))


def set_chart(draft: Draft, op: Op) -> Words:
    """Change the title of a chart, or the ranges that it draws; its look stays."""
    entry = draft.entry(text_of(op, "sheet", ""))
    chart = named_thing(draft, entry, "chart", op.get("chart", 1))
    if not {"title", "categories", "series"} & set(op):
        raise InvalidArgumentsError("'set_chart' needs some of 'title', 'categories', 'series'.")
    part = draft.part(chart.part)
    if "title" in op:
        part = retitled(part, "" if op["title"] is None else text_of(op, "title"))
    if op.get("categories"):
        shared = drawn(draft, entry.name, text_of(op, "categories"))
        for number in range(1, series_count(part) + 1):
            part = redrawn(part, number, None, shared, None)
    told = op.get("series", ())
    for at, one in enumerate(told if isinstance(told, (list, tuple)) else (), 1):
        if not isinstance(one, Mapping):
            raise InvalidArgumentsError('A series is like {"number": 1, "values": "B2:B20", "name": "B1"}.')
        allowed(one, "number", "values", "name", what="A series")
        values = drawn(draft, entry.name, text_of(one, "values")) if "values" in one else None
        name = _name(draft, entry, one) if "name" in one else None
        part = redrawn(part, number_of(one, "number", at), values, None, name)
    draft.set_part(chart.part, part)
    return _CHANGED.of(chart=chart.name or str(chart.number), name=entry.name)


def delete_object(draft: Draft, op: Op) -> Words:
    """Take a chart, a picture or a shape off a sheet."""
    entry = draft.entry(text_of(op, "sheet", ""))
    kind = text_of(op, "kind", "chart")
    if kind not in {"chart", "picture", "shape"}:
        raise InvalidArgumentsError("'kind' is chart, picture or shape.")
    thing = named_thing(draft, entry, kind, op.get("object", 1))
    take_off(draft, entry, thing)
    return _GONE.of(thing=thing.name or f"{kind} {thing.number}", name=entry.name)


def _plot(op: Op, series: Sequence[Series]) -> Plot:
    stacked = op.get("stacked", False)
    if not isinstance(stacked, (bool, str)) or stacked not in _STACKS:
        raise InvalidArgumentsError("'stacked' is true, false or \"percent\".")
    usual = "none" if len(series) == 1 and series[0].kind not in ROUND else "bottom"
    legend = text_of(op, "legend", usual)
    if legend not in _LEGENDS:
        raise InvalidArgumentsError(f"'legend' is one of {', '.join(_LEGENDS)}.")
    texts = {key: text_of(op, key, "") for key in ("title", "x_title", "y_title", "second_title", "number_format")}
    code = "0%" if stacked == "percent" and not texts["number_format"] else texts["number_format"]
    return Plot(
        tuple(series), texts["title"], texts["x_title"], texts["y_title"], texts["second_title"], _LEGENDS[legend],
        _STACKS[stacked], op.get("labels") is True, code,
    )  # fmt: skip


def _series(draft: Draft, entry: SheetEntry, op: Op, kind: str) -> list[Series]:
    usual = "column" if kind == "combo" else kind
    if "range" in op:
        found = _of_block(draft, entry, text_of(op, "range"), usual)
        if kind == "combo":  # the last series is a line
            found[-1] = replace(found[-1], kind="line")
        return found
    told = op.get("series")
    if not isinstance(told, (list, tuple)) or not told or not all(isinstance(one, Mapping) for one in told):
        raise InvalidArgumentsError(
            "A chart needs a 'range' with titles and categories (\"A1:C9\"), or 'categories' and 'series': "
            '[{"values": "B2:B9", "name": "B1"}].'
        )
    shared = drawn(draft, entry.name, text_of(op, "categories")) if op.get("categories") else None
    return [_one(draft, entry, one, shared, usual) for one in told]


def _one(draft: Draft, entry: SheetEntry, told: Mapping[str, object], shared: Drawn | None, usual: str) -> Series:
    allowed(told, "values", "name", "categories", "type", "axis", "color", what="A series")
    kind = text_of(told, "type", usual)
    if kind not in _KINDS[:-1] or (kind != usual and (kind in ROUND | {SCATTER} or usual in ROUND | {SCATTER})):
        raise InvalidArgumentsError("'type' of a series in a combo is column, line or area.")
    own = drawn(draft, entry.name, text_of(told, "categories")) if told.get("categories") else shared
    colour = argb_of(told["color"], "'color' of a series")[2:] if "color" in told else ""
    values = drawn(draft, entry.name, text_of(told, "values"))
    return Series(kind, values, own, _name(draft, entry, told), told.get("axis") == "second", colour)


def _name(draft: Draft, entry: SheetEntry, told: Mapping[str, object]) -> Drawn | str:
    """A series is called by a cell, which goes on to be asked, or by plain words."""
    name = text_of(told, "name", "")
    try:
        sheet, area = placed_at(draft, entry.name, name)
    except InvalidArgumentsError:
        return name
    return drawn_area(draft, sheet, area) if (area.top, area.left) == (area.bottom, area.right) else name


def _of_block(draft: Draft, entry: SheetEntry, told: str, kind: str) -> list[Series]:
    """The series of a block of cells: titles in its first row, categories in its first column."""
    sheet, area = placed_at(draft, entry.name, told)
    if area.right == area.left or area.bottom == area.top:
        raise InvalidArgumentsError(f"{told!r} needs a row of titles and a column of categories, like 'A1:C9'.")
    rows = replace(area, top=area.top + 1)
    categories = drawn_area(draft, sheet, replace(rows, right=area.left))
    return [
        Series(
            kind,
            drawn_area(draft, sheet, replace(rows, left=column, right=column)),
            categories,
            drawn_area(draft, sheet, Area(area.top, column, area.top, column)),
        )
        for column in range(area.left + 1, area.right + 1)
    ]


def _pixels(op: Op, key: str, usual: int) -> int:
    value = op.get(key, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not 100 <= value <= 4000:
        raise InvalidArgumentsError(f"{key!r} is a number of pixels from 100 to 4000.")
    return value


def _frame(number: int, name: str, relation: str, space: str) -> str:
    named = tag("xdr:cNvPr", {"id": number, "name": name})
    box = '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
    chart = tag("c:chart", {"xmlns:c": space, "r:id": relation})
    graphic = tag("a:graphic", None, tag("a:graphicData", {"uri": space}, chart))
    head = tag("xdr:nvGraphicFramePr", None, named, tag("xdr:cNvGraphicFramePr"))
    return tag("xdr:graphicFrame", {"macro": ""}, head, box, graphic)


CHART_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "add_chart": Operation(
        add_chart,
        _FIELDS,
        '{"op":"add_chart","sheet":"S","at":"F2","type":"column","title":"Sales","range":"A1:C9"}  titles in its first '
        'row, categories in its first column; or "categories":"A2:A9","series":[{"values":"B2:B9","name":"B1","type":'
        '"line","axis":"second","color":"#C00000"}]; type: column, bar, line, area, pie, doughnut, scatter, combo; '
        '"x_title","y_title","second_title","legend":"bottom|right|none","stacked":true|"percent","labels":true,'
        '"number_format":"#,##0","width":600,"height":320',
    ),
    "set_chart": Operation(
        set_chart,
        ("sheet", "chart", "title", "categories", "series"),
        '{"op":"set_chart","sheet":"S","chart":1,"title":"New","categories":"A2:A20","series":[{"number":1,"values":'
        '"B2:B20","name":"B1"}]}  chart: its number or its name; only what is named changes; title null: none',
    ),
    "delete_object": Operation(
        delete_object,
        ("sheet", "kind", "object"),
        '{"op":"delete_object","sheet":"S","kind":"chart","object":1}  chart, picture or shape, by number or name',
    ),
}
