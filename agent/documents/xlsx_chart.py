"""Charts in new workbooks."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.core.errors import InvalidArgumentsError
from agent.documents.cell_names import cell_of, column_number
from agent.documents.op_fields import allowed, text_of

_TYPES = ("column", "bar", "line", "pie", "area", "scatter", "doughnut")


def add_charts(book: Any, sheet: Any, name: str, charts: Sequence[object], table: tuple[int, int, int]) -> None:
    """Add charts over the rows of a sheet; `table` is its first and last row (from 0) and its number of columns.

    A chart is {"type": "column", "title"?, "x": "A", "y": ["B", "C"], "at"?: "H2"}: x and y are letters of columns.

    Raises:
        InvalidArgumentsError: an unknown type or column.
    """
    first, last, width = table
    for number, fields in enumerate(charts):
        if not isinstance(fields, Mapping):
            raise InvalidArgumentsError('A chart is an object: {"type": "column", "x": "A", "y": ["B"]}.')
        allowed(fields, "type", "title", "x", "y", "at", what="A chart")
        kind = text_of(fields, "type", "column")
        if kind not in _TYPES:
            raise InvalidArgumentsError(f"{kind!r} is no chart. There are: {', '.join(_TYPES)}.")
        if last < first:
            raise InvalidArgumentsError("A chart needs rows to draw.")
        chart = book.add_chart({"type": kind})
        x = _column(fields.get("x", "A"), width)
        told = fields.get("y", ["B"])
        for letters in told if isinstance(told, (list, tuple)) else [told]:
            y = _column(letters, width)
            series = {"categories": [name, first, x, last, x], "values": [name, first, y, last, y]}
            chart.add_series({**series, **({"name": [name, first - 1, y]} if first else {})})
        chart.set_title({"name": text_of(fields, "title")} if fields.get("title") else {"none": True})
        row, column = cell_of(text_of(fields, "at")) if fields.get("at") else (2 + 16 * number, width + 2)
        chart.set_size({"width": 620, "height": 310})
        sheet.insert_chart(row - 1, column - 1, chart)


def _column(letters: object, width: int) -> int:
    column = column_number(letters) if isinstance(letters, str) and letters.isascii() and letters.isalpha() else 0
    if not 1 <= column <= width:
        raise InvalidArgumentsError(f"{letters!r} is no column of the table. Write its letters, for example 'B'.")
    return column - 1
