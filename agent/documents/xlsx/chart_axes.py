"""The axes of a chart as XML. ECMA-376 part 1, 21.2.2.25 and 21.2.2.226."""

from dataclasses import dataclass

from agent.documents.opc.xml_tags import tag
from agent.documents.xlsx.chart_markup import LINE_COLOUR, NO_LINE, solid, text_look, title_xml, value
from agent.documents.xlsx.chart_series import AREA, BAR, SCATTER, Plot

_LINES = f'<c:majorGridlines><c:spPr><a:ln w="9525">{solid(LINE_COLOUR)}</a:ln></c:spPr></c:majorGridlines>'


@dataclass(frozen=True, slots=True)
class _Axis:
    """An axis: its number and that of the one it crosses, its side, what is written at it, its number format."""

    number: int
    other: int
    side: str
    inner: str = ""
    code: str = "General"
    crosses: str = "autoZero"
    hidden: bool = False
    reverse: bool = False
    line: str = NO_LINE

    def xml(self) -> str:
        """Its children up to what only some kinds have."""
        return "".join([
            value("axId", self.number),
            tag("c:scaling", None, value("orientation", "maxMin" if self.reverse else "minMax")),
            value("delete", int(self.hidden)), value("axPos", self.side), self.inner,
            tag("c:numFmt", {"formatCode": self.code, "sourceLinked": 0}),
            value("majorTickMark", "none"), value("minorTickMark", "none"), value("tickLblPos", "nextTo"),
            f"<c:spPr>{self.line}</c:spPr>", text_look(900), value("crossAx", self.other),
            value("crosses", self.crosses),
        ])  # fmt: skip


def axes_xml(plot: Plot) -> str:
    """All axes: of categories, of values, and a second one of values on the other side."""
    kind = plot.series[0].kind
    flat = kind == BAR
    title = title_xml(plot.y_title, 1000, turned=not flat) if plot.y_title else ""
    code = plot.number_format or plot.series[0].values.code or "General"
    # Bars are read from above, as the rows of the sheet are: the values stay below then.
    values = _Axis(102, 101, "b" if flat else "l", _LINES + title, code, "max" if flat else "autoZero")
    between = value("crossBetween", "midCat" if kind in {AREA, SCATTER} else "between")
    axes = _base(plot, kind, flat) + tag("c:valAx", None, values.xml(), between)
    return axes + _second(plot)


def _second(plot: Plot) -> str:
    own = next((one for one in plot.series if one.second), None)
    if own is None:
        return ""
    named = title_xml(plot.second_title, 1000, turned=True) if plot.second_title else ""
    side = _Axis(302, 301, "r", named, own.values.code or "General", "max")
    hidden = _Axis(301, 302, "b", hidden=True)
    return tag("c:valAx", None, side.xml(), value("crossBetween", "between")) + tag("c:catAx", None, hidden.xml())


def _base(plot: Plot, kind: str, flat: bool) -> str:
    """The axis of categories; of x values in a scatter chart."""
    named = title_xml(plot.x_title, 1000, turned=flat) if plot.x_title else ""
    first = plot.series[0].categories
    code = first.code if first is not None and first.numeric and first.code else "General"
    line = f'<a:ln w="9525">{solid(LINE_COLOUR)}</a:ln>'
    if kind == SCATTER:
        return tag("c:valAx", None, _Axis(101, 102, "b", named, code, line=line).xml(), value("crossBetween", "midCat"))
    axis = _Axis(101, 102, "l" if flat else "b", named, code, reverse=flat, line=line)
    rest = value("auto", 1) + value("lblAlgn", "ctr") + value("lblOffset", 100) + value("noMultiLvlLbl", 0)
    return tag("c:catAx", None, axis.xml(), rest)
