"""Other numbers in a chart that is there: what it keeps of them, and the workbook that they come from."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.pptx.chart_xml import Series, number_cache, text_cache
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.dialect import relation_id
from agent.documents.pptx.tree import first, local
from agent.documents.xlsx import workbook as xlsx
from agent.documents.xlsx.cell_names import cell_name, cell_of

_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?\d{1,7})(?::(\$?[A-Z]{1,3}\$?\d{1,7}))?")
Number = float | int | None


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a row of values stands in the workbook: a sheet, the first cell, downwards or to the right, how many."""

    sheet: str
    row: int
    column: int
    down: bool
    count: int

    def names(self, count: int) -> list[str]:
        """The addresses of the first `count` cells from the first one on."""
        return [
            cell_name(self.row + (at if self.down else 0), self.column + (0 if self.down else at))
            for at in range(count)
        ]

    def formula(self, count: int) -> str:
        """The reference to `count` cells."""
        name = self.sheet if re.fullmatch(r"\w+", self.sheet) else "'" + self.sheet.replace("'", "''") + "'"
        ends = [re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", one) for one in self.names(count)]
        return f"{name}!{ends[0]}" if count == 1 else f"{name}!{ends[0]}:{ends[-1]}"


def series_of(chart: Element) -> list[Element]:
    """The series of a chart in the order of the part."""
    return [one for one in chart.iter("{*}ser") if any(local(above) == "plotArea" for above in one.iterancestors())]


def set_numbers(deck: Deck, part: str, categories: Sequence[str] | None, series: Sequence[Series]) -> None:
    """Give the chart `part` these categories (None: those that it has) and series, as many as it has.

    Raises:
        InvalidArgumentsError: the workbook of the chart cannot follow, or the chart is of a kind without categories.
    """
    layout = deck.parts.layout(part)
    found = series_of(layout.root)
    splices: list[Splice] = []
    cells: dict[str, dict[str, object]] = {}
    for element, new in zip(found, series, strict=True):
        values = first(element, "val")
        if values is None:
            raise InvalidArgumentsError(
                "A chart of this kind (scatter or bubbles) is not changed here: insert a new one."
            )
        splices += _values_set(deck, layout, values, new.values, cells)
        if new.name:
            splices += _texts_set(deck, layout, first(element, "tx"), [new.name], cells)
        labels = first(element, "cat")
        if categories is not None and labels is not None:
            splices += _texts_set(deck, layout, labels, categories, cells)
    if any(value is not None and value < 0 for one in series for value in one.values):
        least = [one for one in layout.root.iterfind(".//{*}valAx/{*}scaling/{*}min") if one.get("val") == "0"]
        splices += [Splice(layout.span(one).start, layout.span(one).end, b"") for one in least]  # else nobody sees them
    _fill_workbook(deck, part, cells)
    deck.parts.splice(part, *splices)


def _values_set(
    deck: Deck, layout: Layout, holder: Element, values: Sequence[Number], cells: dict[str, dict[str, object]]
) -> list[Splice]:
    source = next((one for one in holder if local(one) in {"numRef", "numLit"}), None)
    if source is None:
        raise InvalidArgumentsError("A series of the chart has no numbers of its own to change.")
    code = next((one.text or "" for one in source.iter("{*}formatCode")), "General")
    return _replaced(deck, layout, source, number_cache(values, code), list(values), cells)


def _texts_set(
    deck: Deck, layout: Layout, holder: Element | None, texts: Sequence[str], cells: dict[str, dict[str, object]]
) -> list[Splice]:
    source = next((one for one in (holder if holder is not None else ()) if local(one)), None)
    if source is None or local(source) == "multiLvlStrRef":
        raise InvalidArgumentsError(
            "The chart has no names, or categories of several levels, which are not changed here."
        )
    if local(source) == "v":
        span = layout.span(source)
        return [Splice(span.inner, span.close, escaped(texts[0]).encode())]
    return _replaced(deck, layout, source, text_cache(texts), list(texts), cells)


def _replaced(
    deck: Deck, layout: Layout, source: Element, cache: str, values: list[object], cells: dict[str, dict[str, object]]
) -> list[Splice]:
    """A reference or literals with other values; the cells that it refers to are noted in `cells`."""
    formula = first(source, "f")
    kind = "num" if "numCache" in cache else "str"
    span = layout.span(source)
    if formula is None:
        inside = re.sub(r"</?c:(?:num|str)Cache>", "", cache)
        new = f"<c:{kind}Lit>{inside}</c:{kind}Lit>"
    else:
        place = _cells_of(formula.text or "")
        wanted = cells.setdefault(place.sheet, {})
        wanted |= dict.fromkeys(place.names(place.count))
        wanted |= dict(zip(place.names(len(values)), values, strict=True))
        new = f"<c:{kind}Ref><c:f>{escaped(place.formula(len(values)))}</c:f>{cache}</c:{kind}Ref>"
    return [Splice(span.start, span.end, deck.dialect.fragment(new, source.getparent()))]


def _cells_of(formula: str) -> Cells:
    """Where a reference leads. Raises InvalidArgumentsError when that is no single row or column."""
    found = _RANGE.fullmatch(formula.strip())
    if found is None:
        raise InvalidArgumentsError(
            f"The chart takes its numbers from {formula!r}, which is more than one row of cells."
        )
    row, column = cell_of(found[3])
    last_row, last_column = cell_of(found[4] or found[3])
    if row != last_row and column != last_column:
        raise InvalidArgumentsError(
            f"The chart takes its numbers from {formula!r}, which is more than one row of cells."
        )
    sheet = (found[1] or found[2]).replace("''", "'")
    # A single cell is the first of a column.
    return Cells(sheet, row, column, column == last_column, max(last_row - row, last_column - column) + 1)


def _fill_workbook(deck: Deck, part: str, cells: Mapping[str, Mapping[str, object]]) -> None:
    """Write the cells into the workbook of the chart, so that "Edit Data" shows what the chart shows."""
    told = first(deck.parts.root(part), "externalData")
    if told is None or not cells:
        return
    books = {relation.id: name for relation, name in deck.parts.leading(part)}
    name = books.get(relation_id(told))
    if name is None or not name.lower().endswith((".xlsx", ".xlsm")):
        raise InvalidArgumentsError(
            "The numbers of this chart come from a workbook outside of the presentation or of an old kind, so "
            "they cannot "
            "be changed here. Delete the chart and insert a new one."
        )
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / f"before{Path(name).suffix}", Path(folder) / f"after{Path(name).suffix}"
        before.write_bytes(deck.parts.read(name))
        ops = [{"op": "set_cells", "sheet": sheet, "cells": dict(values)} for sheet, values in cells.items()]
        xlsx.edit(before, ops, after)
        deck.parts.put(name, after.read_bytes())
