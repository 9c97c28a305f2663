"""Charts that are there, changed in place: their titles and the ranges that they draw. ECMA-376 part 1, 21.2.2.

What is not named keeps its bytes: colours, axes, labels, the parts with its style.
"""

import re

from lxml import etree

from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_tags import tag
from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.chart_markup import title_xml
from agent.documents.xlsx.chart_values import Drawn

_CHART = ("title", "autoTitleDeleted", "pivotFmts", "view3D", "floor", "sideWall", "backWall", "plotArea", "legend",
          "plotVisOnly", "showDLblsOverMax", "dispBlanksAs", "extLst")  # fmt: skip
_SERIES = (
    "idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion", "dPt", "dLbls",
    "trendline", "errBars", "cat", "xVal", "val", "yVal", "bubbleSize", "bubble3D", "smooth", "shape", "extLst",
)  # fmt: skip
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/drawingml/main"


def retitled(part: bytes, title: str) -> bytes:
    """The chart with another title in the look of the old one; "" takes it away. Raises InvalidArgumentsError."""
    layout = Layout(part)
    chart = Ordered(layout, _CHART, _chart(layout))
    old = chart.child("title")
    runs = [] if old is None else list(old.iter(f"{{{_MAIN}}}t", f"{{{_STRICT_MAIN}}}t"))
    if not title:
        chart.put("title", "")
        chart.put("autoTitleDeleted", chart.tag("autoTitleDeleted", {"val": 1}))
        return chart.result()
    if runs:
        return _with_words(layout, runs, title)
    chart.put("title", _prefixed(title_xml(title, 1400), chart))
    chart.put("autoTitleDeleted", chart.tag("autoTitleDeleted", {"val": 0}))
    return chart.result()


def _with_words(layout: Layout, runs: list[etree._Element], title: str) -> bytes:
    """The first run says the title, the others nothing."""
    splices = []
    for at, run in enumerate(runs):
        span = layout.span(run)
        words = escaped(title) if at == 0 else ""
        name = layout.prefix(run) + "t"
        splices.append(Splice(span.start, span.end, f"<{name}>{words}</{name}>".encode()))
    return layout.spliced(splices)


def redrawn(
    part: bytes, number: int, values: Drawn | None, categories: Drawn | None, name: Drawn | str | None
) -> bytes:
    """The chart whose series `number` (from 1) draws other ranges. Raises InvalidArgumentsError."""
    layout = Layout(part)
    series = list(layout.root.iter("{*}ser"))
    if not 1 <= number <= len(series):
        raise InvalidArgumentsError(f"The chart has {len(series)} series, from 1 on; there is no {number}.")
    one = Ordered(layout, _SERIES, series[number - 1])
    scatter = one.child("yVal") is not None
    if values is not None:
        which = "yVal" if scatter else "val"
        one.put(which, _prefixed(values.reference(which), one))
    if categories is not None:
        which = "xVal" if scatter else "cat"
        one.put(which, _prefixed(categories.reference(which), one))
    if name is not None:
        told = tag("c:v", None, escaped(name)) if isinstance(name, str) else name.kept(numbers=False)
        one.put("tx", _prefixed(tag("c:tx", None, told), one))
    return one.result()


def series_count(part: bytes) -> int:
    """How many series a chart draws."""
    return len(list(Layout(part).root.iter("{*}ser")))


def _chart(layout: Layout) -> etree._Element:
    found = layout.root.find("{*}chart")
    if found is None:
        raise InvalidArgumentsError("This chart is of a kind that is not changed here (waterfall, map, treemap ...).")
    return found


def _prefixed(xml: str, root: Ordered) -> str:
    """Ready XML with the prefixes c and a, as the part writes them; a is declared where the part does not know it."""
    xml = re.sub(r"(</?)c:", lambda found: found[1] + root.prefix, xml)
    spaces = root.root.nsmap
    main = _STRICT_MAIN if any("purl.oclc.org" in (one or "") for one in spaces.values()) else _MAIN
    if "<a:" in xml and spaces.get("a") != main:
        xml = re.sub(r"(<a:\w+)", rf'\1 xmlns:a="{main}"', xml)
    return xml
