"""Charts as XML, with the look that Office gives to new ones. ECMA-376 part 1, 21.2."""

from collections.abc import Mapping, Sequence

from agent.documents.opc.xml_tags import tag
from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.chart_axes import axes_xml
from agent.documents.xlsx.chart_markup import LINE_COLOUR, NO_LINE, accent, solid, text_look, title_xml, value
from agent.documents.xlsx.chart_series import AREA, BAR, COLUMN, LINE, ROUND, SCATTER, Plot, Series


def chart_xml(plot: Plot, spaces: Mapping[str, str]) -> bytes:
    """The part of a chart; `spaces` are the namespaces of c, a and r."""
    head = tag("c:date1904", {"val": 1}) if plot.series[0].values.since_1904 else ""
    title = title_xml(plot.title, 1400) if plot.title else ""
    legend = tag("c:legend", None, tag("c:legendPos", {"val": plot.legend}), value("overlay", 0), text_look(900))
    chart = tag(
        "c:chart", None, title, value("autoTitleDeleted", 0 if plot.title else 1), _plot_area(plot),
        legend if plot.legend != "none" else "", value("plotVisOnly", 1), value("dispBlanksAs", "gap"),
    )  # fmt: skip
    frame = (
        '<c:spPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:ln w="9525">'
        + solid(LINE_COLOUR)
        + "</a:ln></c:spPr>"
    )
    root = tag("c:chartSpace", {f"xmlns:{name}": one for name, one in spaces.items()}, head,
               value("roundedCorners", 0), chart, frame)  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode()


def _plot_area(plot: Plot) -> str:
    """Series of one kind and one axis make one chart; all of them share the axis of categories."""
    groups: dict[tuple[str, bool], list[tuple[int, Series]]] = {}
    for at, one in enumerate(plot.series):
        groups.setdefault((one.kind, one.second), []).append((at, one))
    charts = [_group(plot, kind, second, members) for (kind, second), members in groups.items()]
    kind = plot.series[0].kind
    axes = "" if kind in ROUND else axes_xml(plot)
    return tag("c:plotArea", None, tag("c:layout"), *charts, axes)


def _group(plot: Plot, kind: str, second: bool, members: Sequence[tuple[int, Series]]) -> str:
    inner = "".join(_series(plot, at, one) for at, one in members)
    ids = "".join(value("axId", one) for one in ((301, 302) if second else (101, 102)))
    stacked = plot.stacked if kind in {COLUMN, BAR, AREA} else ""
    vary = value("varyColors", 1 if kind in ROUND else 0)
    match kind:
        case "column" | "bar":
            head = value("barDir", "col" if kind == COLUMN else "bar") + value("grouping", stacked or "clustered")
            gaps = value("gapWidth", 60 if stacked else 80) + value("overlap", 100 if stacked else -10)
            return tag("c:barChart", None, head, vary, inner, gaps, ids)
        case "line":
            return tag("c:lineChart", None, value("grouping", "standard"), vary, inner, value("marker", 1), ids)
        case "area":
            return tag("c:areaChart", None, value("grouping", stacked or "standard"), vary, inner, ids)
        case "scatter":
            return tag("c:scatterChart", None, value("scatterStyle", "lineMarker"), vary, inner, ids)
        case "doughnut":
            return tag("c:doughnutChart", None, vary, inner, value("firstSliceAng", 0), value("holeSize", 60))
        case _:
            return tag("c:pieChart", None, vary, inner, value("firstSliceAng", 0))


def _series(plot: Plot, at: int, one: Series) -> str:
    name = one.name if isinstance(one.name, str) else one.name.kept(numbers=False)
    called = (
        tag("c:tx", None, tag("c:v", None, escaped(name)) if isinstance(one.name, str) else name) if one.name else ""
    )
    head = value("idx", at) + value("order", at) + called + _painted(at, one)
    if one.kind in {COLUMN, BAR}:
        head += value("invertIfNegative", 0)
    if one.kind == LINE:
        head += '<c:marker><c:symbol val="none"/></c:marker>'
    if one.kind == SCATTER:
        fill = solid(one.colour) if one.colour else accent(at)
        head += f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{fill}{NO_LINE}</c:spPr></c:marker>'
    if one.kind in ROUND:
        head += "".join(_slice(place) for place in range(len(one.values.values)))
    head += _labels(plot, one)
    if one.kind == SCATTER:
        x = one.categories.reference("xVal") if one.categories else ""
        return tag("c:ser", None, head, x, one.values.reference("yVal"), value("smooth", 0))
    categories = one.categories.reference("cat") if one.categories else ""
    smooth = value("smooth", 0) if one.kind == LINE else ""
    return tag("c:ser", None, head, categories, one.values.reference("val"), smooth)


def _painted(at: int, one: Series) -> str:
    paint = solid(one.colour) if one.colour else accent(at)
    match one.kind:
        case "line":
            return f'<c:spPr><a:ln w="28575" cap="rnd">{paint}<a:round/></a:ln></c:spPr>'
        case "scatter":
            return f"<c:spPr>{NO_LINE}</c:spPr>"
        case "pie" | "doughnut":
            return ""
        case _:
            return f"<c:spPr>{paint}</c:spPr>"


def _slice(at: int) -> str:
    white = '<a:ln w="19050"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln>'
    return tag("c:dPt", None, value("idx", at), value("bubble3D", 0), f"<c:spPr>{accent(at)}{white}</c:spPr>")


def _labels(plot: Plot, one: Series) -> str:
    if not plot.labels and one.kind not in ROUND:
        return ""
    percent = one.kind in ROUND and not plot.number_format
    code = "0%" if percent else plot.number_format
    shown = tag("c:numFmt", {"formatCode": code, "sourceLinked": 0}) if code else ""
    told = {"showLegendKey": 0, "showVal": int(not percent), "showCatName": 0, "showSerName": 0,
            "showPercent": int(percent), "showBubbleSize": 0}  # fmt: skip
    text = text_look(900) if one.kind not in ROUND else text_look(900, '<a:schemeClr val="bg1"/>')
    return tag("c:dLbls", None, shown, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>", text,
               *(value(name, shows) for name, shows in told.items()))  # fmt: skip
