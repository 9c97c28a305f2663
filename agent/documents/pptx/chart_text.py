"""The words and numbers of a chart as text (ECMA-376 part 1, 21.2)."""

from itertools import zip_longest

from agent.documents.docx.tree import Element
from agent.documents.pptx.tree import first, local, text_of

_MAX_POINTS = 50


def chart_text(root: Element) -> str:
    """The title and the values that a chart keeps, a line for each series, then the titles of its axes."""
    title = first(root, "chart", "title")
    lines = [f"[chart] {title_of(title)}".strip()]
    for series in root.iter("{*}ser"):
        name = " ".join(_values(first(series, "tx")))
        lines.append(f"{name}: {_points(series)}")
    axes = (title_of(one) for one in root.iter("{*}title") if one is not title)
    return "\n".join([*lines, *(f"[axis] {one}" for one in axes if one)])


def _points(series: Element) -> str:
    """The points of a series: "East = 4", or "(1, 2)" for those of a scatter chart, or "(1, 2, 3)" for bubbles."""
    across = first(series, "xVal")
    if across is None:
        labels, values = _values(first(series, "cat")), _values(first(series, "val"))
        pairs = zip_longest(labels, values, fillvalue="")
        told = [f"{label} = {value}" if label else value for label, value in pairs if value]
    else:
        columns = [_values(first(series, name)) for name in ("xVal", "yVal", "bubbleSize")]
        told = [f"({', '.join(filter(None, point))})" for point in zip_longest(*columns, fillvalue="")]
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
    points = [one for one in holder.iter("{*}pt") if local(one) == "pt"]
    if not points:
        return [one.text or "" for one in holder.iter("{*}v")]
    found: dict[int, str] = {}
    for at, point in enumerate(points):
        number = point.get("idx", "")
        value = first(point, "v")
        place = int(number) if number.isdecimal() else at
        # Categories of several levels: the inner one comes first in the part.
        found.setdefault(place, (value.text or "") if value is not None else "")
    return [found.get(at, "") for at in range(min(max(found) + 1, 10_000))]
