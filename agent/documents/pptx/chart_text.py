"""The words and numbers of a chart as text (ECMA-376 part 1, 21.2; MS-ODRAWXML)."""

from itertools import zip_longest

from lxml import etree

from agent.documents.docx.tree import Element
from agent.documents.pptx.tree import first, local, text_of
from agent.documents.xlsx.styles import dated, meaning_of

CHART_OF_2016 = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_MAX_POINTS = 50
# Excel keeps 15 digits of a number and writes 17.
_DIGITS = 16


def chart_text(root: Element) -> str:
    """The title and the values that a chart keeps, a line for each series, then titles of axes, units, own labels."""
    if etree.QName(root).namespace == CHART_OF_2016:
        return _newer_chart_text(root)
    title = first(root, "chart", "title")
    lines = [f"[chart] {title_of(title)}".strip()]
    for series in root.iter("{*}ser"):
        name = " ".join(_values(first(series, "tx")))
        lines.append(f"{name}: {_points(series)}")
    axes = (title_of(one) for one in root.iter("{*}title") if one is not title)
    units = (title_of(one) for one in root.iter("{*}dispUnitsLbl"))
    labels = (title_of(one) for one in root.iter("{*}dLbl"))
    for kind, told in (("axis", axes), ("unit", units), ("label", labels)):
        lines += [f"[{kind}] {one}" for one in told if one]
    return "\n".join(lines)


def _newer_chart_text(root: Element) -> str:
    """The same of a waterfall, treemap, histogram and their like (MS-ODRAWXML 2.24.3, chartex)."""
    lines = [f"[chart] {_newer_title(first(root, 'chart', 'title'))}".strip()]
    data = {one.get("id"): one for one in root.iter("{*}data") if one.get("id")}
    in_order = list(data.values())
    for number, series in enumerate(root.iter("{*}series")):
        name = " ".join(one.text or "" for told in series if local(told) == "tx" for one in told.iter("{*}v"))
        of = first(series, "dataId")
        told = data.get(of.get("val")) if of is not None else next(iter(in_order[number:]), None)
        lines.append(f"{name}: {_labelled(*_newer_points(told))}")
    axes = (_newer_title(first(one, "title")) for one in root.iter("{*}axis"))
    return "\n".join([*lines, *(f"[axis] {one}" for one in axes if one)])


def _newer_title(title: Element | None) -> str:
    if title is None:
        return ""
    return title_of(title) or " ".join(one.text or "" for one in title.iter("{*}v"))


def _newer_points(data: Element | None) -> tuple[list[str], list[str]]:
    """The labels and the values of a series; the dimensions of both have levels."""
    labels: list[str] = []
    values: list[str] = []
    for one in data if data is not None else ():
        if local(one) == "strDim":
            labels = _levelled(one)
        elif local(one) == "numDim":
            values = _levelled(one)
    return labels, values


def _points(series: Element) -> str:
    """The points of a series: "East = 4", or "(1, 2)" for those of a scatter chart, or "(1, 2, 3)" for bubbles."""
    across = first(series, "xVal")
    if across is None:
        return _labelled(_values(first(series, "cat")), _values(first(series, "val")))
    columns = [_values(first(series, name)) for name in ("xVal", "yVal", "bubbleSize")]
    return _most([f"({', '.join(filter(None, point))})" for point in zip_longest(*columns, fillvalue="")])


def _labelled(labels: list[str], values: list[str]) -> str:
    pairs = zip_longest(labels, values, fillvalue="")
    return _most([f"{label} = {value}" if label else value for label, value in pairs if value])


def _most(told: list[str]) -> str:
    rest = f", ... {len(told) - _MAX_POINTS} more" if len(told) > _MAX_POINTS else ""
    return ", ".join(told[:_MAX_POINTS]) + rest


def title_of(title: Element | None) -> str:
    """The words of a title: written into it, or those that it keeps of a cell."""
    if title is None:
        return ""
    written = " / ".join(filter(None, (text_of(one) for one in title.iter("{*}p"))))
    return written or " ".join(_values(first(title, "tx")))


def _values(holder: Element | None) -> list[str]:
    """The values that are kept, at their places: points may be missing."""
    if holder is None:
        return []
    if next(holder.iter("{*}pt"), None) is None:
        return [one.text or "" for one in holder.iter("{*}v")]
    return _levelled(holder)


def _levelled(holder: Element) -> list[str]:
    """The points of one level, or of several, of which the inner one comes first in the part: "Asia / Japan"."""
    levels = [one for one in holder.iter("{*}lvl") if local(one) == "lvl"] or [holder]
    inner, *outer = [_placed(one) for one in levels]
    count = min(max(inner, default=-1) + 1, 10_000)
    found = [inner.get(at, "") for at in range(count)]
    for level in outer:
        above = ""
        for at in range(count):
            # A name of an outer level stands at the first of the points that are below it.
            above = level.get(at, above)
            found[at] = " / ".join(filter(None, (above, found[at])))
    return found


def _placed(level: Element) -> dict[int, str]:
    """The values of a level by their places, numbers as they are meant."""
    found: dict[int, str] = {}
    cache = next(level.iter("{*}formatCode"), None)
    usual = (cache.text if cache is not None else level.get("formatCode")) or ""
    told = first(level.getroottree().getroot(), "date1904")
    since_1904 = told is not None and told.get("val", "1") in {"1", "true"}
    for at, point in enumerate(level.iter("{*}pt")):
        number = point.get("idx", "")
        value = first(point, "v")
        text = point.text if value is None else value.text
        meant = _meant(text or "", point.get("formatCode", usual), since_1904)
        found.setdefault(int(number) if number.isdecimal() else at, meant)
    return found


def _meant(text: str, code: str, since_1904: bool) -> str:
    """A number without the dust of binary fractions (17.600000000000001), or the date that it shows."""
    try:
        number = float(text)
    except ValueError:
        return text
    value = dated(number, meaning_of(code), since_1904) if code else number
    if not isinstance(value, float):
        return str(value)
    return f"{number:.15g}" if "." in text and len(text) > _DIGITS else text
