"""Charts in new workbooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.core.errors import InvalidArgumentsError
from agent.documents.op_fields import allowed, text_of
from agent.documents.xlsx.cell_names import cell_of, column_number

_TYPES = ("column", "bar", "line", "pie", "area", "scatter", "doughnut")
_ROUND = ("pie", "doughnut")
_GREY, _PALE = "#595959", "#D9D9D9"
_COLOURS = ("#1F4E78", "#ED7D31", "#A5A5A5", "#FFC000", "#5B9BD5", "#70AD47")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows that charts draw: the first and last row (from 0), the number format of each column."""

    first: int
    last: int
    codes: Sequence[str]


def add_charts(book: Any, sheet: Any, name: str, charts: Sequence[object], table: Drawn) -> None:
    """Add charts over the rows of a sheet.

    A chart is {"type": "column", "title"?, "x": "A", "y": ["B", "C"], "at"?: "H2"}: x and y are letters of columns.

    Raises:
        InvalidArgumentsError: an unknown type or column.
    """
    for number, fields in enumerate(charts):
        if not isinstance(fields, Mapping):
            raise InvalidArgumentsError('A chart is an object: {"type": "column", "x": "A", "y": ["B"]}.')
        allowed(fields, "type", "title", "x", "y", "at", what="A chart")
        kind = text_of(fields, "type", "column")
        if kind not in _TYPES:
            raise InvalidArgumentsError(f"{kind!r} is no chart. There are: {', '.join(_TYPES)}.")
        if table.last < table.first:
            raise InvalidArgumentsError("A chart needs rows to draw.")
        chart = book.add_chart({"type": kind})
        _draw(chart, name, kind, fields, table)
        row, column = cell_of(text_of(fields, "at")) if fields.get("at") else (2 + 17 * number, len(table.codes) + 2)
        chart.set_size({"width": 620, "height": 320})
        sheet.insert_chart(row - 1, column - 1, chart)


def _draw(chart: Any, name: str, kind: str, fields: Mapping[str, object], table: Drawn) -> None:
    first, last, width = table.first, table.last, len(table.codes)
    x = _column(fields.get("x", "A"), width)
    told = fields.get("y", ["B"])
    drawn = [_column(letters, width) for letters in (told if isinstance(told, (list, tuple)) else [told])]
    for at, y in enumerate(drawn):
        series = {"categories": [name, first, x, last, x], "values": [name, first, y, last, y]}
        series |= {"name": [name, first - 1, y]} if first else {}
        chart.add_series({**series, **_look(kind, _COLOURS[at % len(_COLOURS)])})
    font = {"color": _GREY, "size": 14, "bold": False}
    chart.set_title({"name": text_of(fields, "title"), "name_font": font} if fields.get("title") else {"none": True})
    small = {"color": _GREY, "size": 9}
    alone = len(drawn) == 1 and kind not in _ROUND
    chart.set_legend({"none": True} if alone else {"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"color": _PALE}})
    if kind not in _ROUND:
        values = {
            "num_font": small,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": _PALE}},
        }
        values |= {"num_format": table.codes[drawn[0]]} if table.codes[drawn[0]] else {}
        names = {"num_font": small, "line": {"color": _PALE}, "major_gridlines": {"visible": False}}
        names |= {"num_format": table.codes[x]} if table.codes[x] else {}
        # The x axis is the lower one. Bars are read from above, as the rows are, and their values stay below.
        if kind == "bar":
            chart.set_x_axis(values)
            chart.set_y_axis({**names, "reverse": True, "crossing": "max"})
        else:
            chart.set_x_axis(names)
            chart.set_y_axis(values)


def _look(kind: str, colour: str) -> dict[str, object]:
    """How a series is drawn."""
    label = {"percentage": True, "num_format": "0%", "font": {"color": "#FFFFFF", "size": 9}}
    looks: dict[str, dict[str, object]] = {
        "line": {"line": {"color": colour, "width": 2.25}},
        "scatter": {"marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"none": True}}},
        "pie": {"data_labels": label, "points": [{"fill": {"color": one}} for one in _COLOURS]},
        "doughnut": {"data_labels": label, "points": [{"fill": {"color": one}} for one in _COLOURS]},
    }
    return looks.get(kind, {"fill": {"color": colour}, "border": {"none": True}, "gap": 80})


def _column(letters: object, width: int) -> int:
    column = column_number(letters) if isinstance(letters, str) and letters.isascii() and letters.isalpha() else 0
    if not 1 <= column <= width:
        raise InvalidArgumentsError(f"{letters!r} is no column of the table. Write its letters, for example 'B'.")
    return column - 1
