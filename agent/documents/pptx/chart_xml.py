"""New charts: the chart part (ECMA-376 part 1, 21.2) in the colours of the theme, and the workbook behind it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.cell_names import cell_name

KINDS = ("column", "bar", "stacked", "line", "area", "pie", "doughnut")
SHEET = "Sheet1"
_GREY = '<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="65000"/><a:lumOff val="35000"/></a:schemeClr></a:solidFill>'
_PALE = (
    '<c:spPr><a:ln w="9525"><a:solidFill><a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/>'
    "</a:schemeClr></a:solidFill></a:ln></c:spPr>"
)
_ROUND = ("pie", "doughnut")
_AXES = (111_111_111, 222_222_222)


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers of a chart; None where there is none."""

    name: str
    values: tuple[float | int | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a new chart shows. `size` is that of its letters in points."""

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    size: float = 14.0


def workbook_of(chart: Chart) -> bytes:
    """The workbook that PowerPoint opens to edit the numbers: categories in A, a column for each series."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(SHEET)
    sheet.write_column(1, 0, chart.categories)
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return out.getvalue()


def chart_xml(chart: Chart, workbook_relation: str) -> str:
    """The chart part."""
    title = _title(chart) if chart.title else ""
    legend = ""
    if len(chart.series) > 1 or chart.kind in _ROUND:
        legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_letters(chart.size)}</c:legend>'
    return (
        '<c:chartSpace><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f'{title}<c:autoTitleDeleted val="{0 if title else 1}"/><c:plotArea><c:layout/>{_plot(chart)}</c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{_letters(chart.size)}'
        f'<c:externalData r:id="{workbook_relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _letters(size: float, *, bold: bool = False) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{_GREY}'
        "</a:defRPr>"
        '</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _title(chart: Chart) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round((chart.size + 2) * 100)}" b="1">{_GREY}</a:defRPr></a:pPr><a:r>'
        f'<a:rPr lang="en-US" sz="{round((chart.size + 2) * 100)}" b="1">{_GREY}</a:rPr>'
        f"<a:t>{escaped(chart.title)}</a:t>"
        '</a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _plot(chart: Chart) -> str:
    series = "".join(_series(chart, at) for at in range(len(chart.series)))
    if chart.kind in _ROUND:
        rest = '<c:firstSliceAng val="0"/>' + ('<c:holeSize val="60"/>' if chart.kind == "doughnut" else "")
        return f'<c:{chart.kind}Chart><c:varyColors val="1"/>{series}{rest}</c:{chart.kind}Chart>'
    ids = "".join(f'<c:axId val="{one}"/>' for one in _AXES)
    if chart.kind == "line":
        kind = '<c:grouping val="standard"/><c:varyColors val="0"/>'
        plot = f'<c:lineChart>{kind}{series}<c:marker val="1"/>{ids}</c:lineChart>'
    elif chart.kind == "area":
        plot = f'<c:areaChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}{ids}</c:areaChart>'
    else:
        direction = "bar" if chart.kind == "bar" else "col"
        grouping, overlap = ("stacked", 100) if chart.kind == "stacked" else ("clustered", -5)
        plot = (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
            f'<c:gapWidth val="60"/><c:overlap val="{overlap}"/>{ids}</c:barChart>'
        )
    return plot + _axes(chart)


def _axes(chart: Chart) -> str:
    category, value = _AXES
    # Bars lie from the bottom up; readers start at the top.
    lying = ("maxMin", "l", "b", "max")
    gone = int(_is_labelled(chart))
    lines = "" if gone else f"<c:majorGridlines>{_PALE}</c:majorGridlines>"
    order, side, foot, crosses = lying if chart.kind == "bar" else ("minMax", "b", "l", "autoZero")
    return (
        f'<c:catAx><c:axId val="{category}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_PALE}{_letters(chart.size)}<c:crossAx val="{value}"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="0"/>'
        f'</c:catAx><c:valAx><c:axId val="{value}"/><c:scaling><c:orientation val="minMax"/>{_least(chart)}</c:scaling>'
        f'<c:delete val="{gone}"/><c:axPos val="{foot}"/>{lines}'
        f'<c:numFmt formatCode="{_code(chart)}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark '
        'val="none"/>'
        '<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_letters(chart.size)}<c:crossAx val="{category}"/><c:crosses val="{crosses}"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _least(chart: Chart) -> str:
    """Columns that do not begin at 0 mislead, most of all without a scale beside them; programs choose such a scale."""
    values = [value for series in chart.series for value in series.values if value is not None]
    return '<c:min val="0"/>' if chart.kind != "line" and min(values, default=-1) >= 0 else ""


def _code(chart: Chart) -> str:
    """The format of the numbers beside a chart: whole ones in groups of three digits."""
    values = [value for series in chart.series for value in series.values if value is not None]
    return "#,##0" if all(float(value).is_integer() for value in values) else "General"


def _series(chart: Chart, at: int) -> str:
    series, count = chart.series[at], len(chart.categories)
    column = at + 2
    name = f"{SHEET}!{_fixed(1, column)}"
    text = f"<c:tx><c:strRef><c:f>{name}</c:f>{text_cache([series.name])}</c:strRef></c:tx>"
    labels = f"{SHEET}!{_fixed(2, 1)}:{_fixed(count + 1, 1)}"
    values = f"{SHEET}!{_fixed(2, column)}:{_fixed(count + 1, column)}"
    smooth = '<c:smooth val="0"/>' if chart.kind == "line" else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{text}{_paint(chart, at)}'
        f"<c:cat><c:strRef><c:f>{labels}</c:f>{text_cache(chart.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{values}</c:f>{number_cache(series.values)}</c:numRef></c:val>"
        f"{smooth}</c:ser>"
    )


def _paint(chart: Chart, at: int) -> str:
    """The looks of a series, in the order of its kind of series, and its labels."""
    accent = f'<a:solidFill><a:schemeClr val="accent{at % 6 + 1}"/></a:solidFill>'
    if chart.kind == "line":
        return (
            f'<c:spPr><a:ln w="34925" cap="rnd">{accent}<a:round/></a:ln></c:spPr><c:marker><c:symbol val="circle"/>'
            f'<c:size val="7"/><c:spPr>{accent}<a:ln w="9525"><a:noFill/></a:ln></c:spPr></c:marker>'
        )
    if chart.kind in _ROUND:
        points = "".join(_slice(number) for number in range(len(chart.categories)))
        return points + _labels(chart, percent=True)
    labels = _labels(chart, percent=False) if _is_labelled(chart) else ""
    inverted = "" if chart.kind == "area" else '<c:invertIfNegative val="0"/>'
    return f"<c:spPr>{accent}</c:spPr>{inverted}{labels}"


def _is_labelled(chart: Chart) -> bool:
    """Whether the numbers stand at the columns themselves, so that a scale beside them says nothing more."""
    return chart.kind in {"column", "bar"} and len(chart.series) == 1 and len(chart.categories) <= 12


def _slice(number: int) -> str:
    shade = number // 6
    changed = f'<a:lumMod val="{max(40_000, 100_000 - 25_000 * shade)}"/>' if shade else ""
    return (
        f'<c:dPt><c:idx val="{number}"/><c:bubble3D val="0"/><c:spPr><a:solidFill><a:schemeClr '
        f'val="accent{number % 6 + 1}">'
        f'{changed}</a:schemeClr></a:solidFill><a:ln w="19050"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        "</a:ln>"
        "</c:spPr></c:dPt>"
    )


def _labels(chart: Chart, *, percent: bool) -> str:
    inside = chart.kind == "doughnut"
    where = "" if inside else '<c:dLblPos val="outEnd"/>'
    colour = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>' if inside else _GREY
    letters = _letters(chart.size, bold=True).replace(_GREY, colour)
    share = f'<c:numFmt formatCode="{"0%" if percent else _code(chart)}" sourceLinked="0"/>'
    return (
        f"<c:dLbls>{share}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{letters}{where}<c:showLegendKey "
        'val="0"/>'
        f'<c:showVal val="{int(not percent)}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        f'<c:showPercent val="{int(percent)}"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _fixed(row: int, column: int) -> str:
    """An absolute address: "$B$2"."""
    name = cell_name(row, column)
    letters = name.rstrip("0123456789")
    return f"${letters}${name[len(letters) :]}"


def text_cache(texts: Sequence[str]) -> str:
    """What a chart keeps of texts in its workbook."""
    points = "".join(f'<c:pt idx="{at}"><c:v>{escaped(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'


def number_cache(values: Sequence[float | int | None], code: str = "General") -> str:
    """What a chart keeps of numbers in its workbook; gaps are left out."""
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    count = f'<c:ptCount val="{len(values)}"/>'
    return f"<c:numCache><c:formatCode>{escaped(code)}</c:formatCode>{count}{points}</c:numCache>"
