"""The columns of a sheet: widths, styles, what is hidden or grouped. ECMA-376 part 1, 18.3.1.13 and 18.3.1.17."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.documents.opc.xml_tags import tag
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of

_USUAL_WIDTH = 9.140625  # of a column that tells none, for the usual font


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns `first` to `last` that are alike: the attributes of their <col>."""

    first: int
    last: int
    told: Mapping[str, str]


def columns_of(sheet: Sheet) -> list[Columns]:
    """What <cols> tells."""
    pattern = rf"<{re.escape(sheet.prefix)}col(?=[\s/>])({ATTRIBUTES})/?>"
    found = []
    for text in re.findall(pattern, sheet.text[: sheet.tag[0]]):
        told = attributes_of(text)
        if told.get("min", "").isdigit() and told.get("max", "").isdigit():
            found.append(Columns(int(told["min"]), int(told["max"]), told))
    return found


Retold = Callable[[Mapping[str, str]], Mapping[str, str | None]]
"""Attributes that change, by those that there are; None takes one away."""


def with_columns(sheet: Sheet, first: int, last: int, retold: Retold) -> str:
    """The sheet with attributes of columns `first` to `last` changed; columns beside them keep theirs."""
    frame = Frame(sheet)
    pieces: list[Columns] = []
    at = first
    for one in sorted(columns_of(sheet), key=lambda one: one.first):
        if one.last < first or one.first > last:
            pieces.append(one)
            continue
        if one.first > at:
            pieces.append(_changed(Columns(at, one.first - 1, _usual(frame)), retold))
        pieces += _split(one, first, last, retold)
        at = one.last + 1
    if at <= last:
        pieces.append(_changed(Columns(at, last, _usual(frame)), retold))
    frame.put("cols", _cols(frame, sorted(pieces, key=lambda one: one.first)))
    return frame.text()


def _split(one: Columns, first: int, last: int, retold: Retold) -> list[Columns]:
    inside = Columns(max(one.first, first), min(one.last, last), one.told)
    parts = [_changed(inside, retold)]
    if one.first < first:
        parts.insert(0, replace(one, last=first - 1))
    if one.last > last:
        parts.append(replace(one, first=last + 1))
    return parts


def _changed(one: Columns, retold: Retold) -> Columns:
    told = {**one.told, **retold(one.told)}
    return replace(one, told={name: value for name, value in told.items() if value is not None})


def _usual(frame: Frame) -> Mapping[str, str]:
    """A <col> has to tell a width, or programs take it for 0."""
    node = frame.child("sheetFormatPr")
    told = node.get("defaultColWidth") if node is not None else None
    return {"width": told or str(_USUAL_WIDTH)}


def _cols(frame: Frame, pieces: Sequence[Columns]) -> str:
    told = [tag(f"{frame.prefix}col", {**one.told, "min": one.first, "max": one.last}) for one in pieces]
    return frame.tag("cols", None, *told)
