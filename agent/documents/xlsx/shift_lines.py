"""What a sheet tells of its rows and columns by number: widths, frozen panes, page breaks, columns of filters.

ECMA-376 part 1, 18.3.1.17 (cols), 18.3.1.66 (pane), 18.3.1.74 (rowBreaks), 18.3.2.7 (filterColumn).
"""

import re
from collections.abc import Iterator

from agent.documents.pptx.tree import local
from agent.documents.xlsx.cell_names import MAX_COLUMN, Area, area_of
from agent.documents.xlsx.shift import (
    BlockMove,
    Deletion,
    Insertion,
    LineMove,
    LineShift,
    Shift,
    area_after,
    cell_after,
    pieces_of,
    span_after,
    told_area,
)
from agent.documents.xlsx.shift_part import Element, PartChange

_SPLITS = {True: "ySplit", False: "xSplit"}
_ENDS = re.compile(rb"\s(?:min|max)\s*=\s*(?:\"\d*\"|'\d*')")
_NAME = re.compile(rb"<[^\s/>]+")
_NOT_TAKEN_ON = re.compile(rb"\s(?:hidden|collapsed)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
Widths = tuple[int, int, bytes]
"""First and last column of a <col>, and its tag without them."""


def follow_lines(change: PartChange, shift: Shift, like: int) -> None:
    """Let a sheet's part follow. New columns are as wide as column `like` (0: as usual)."""
    for element in change.root.iter("*"):
        match local(element):
            case "autoFilter":
                follow_filter(change, shift, element)
            case "cols" if not isinstance(shift, BlockMove) and not shift.rows:
                _widths(change, shift, element, like)
            case "rowBreaks" | "colBreaks" as name if not isinstance(shift, BlockMove):
                if shift.rows == (name == "rowBreaks"):
                    _breaks(change, shift, element)
            case "pane" if isinstance(shift, (Insertion, Deletion)):
                _pane(change, shift, element)


def follow_filter(change: PartChange, shift: Shift, element: Element) -> None:
    """Filters stay with their columns; a filter whose row of buttons is gone is gone."""
    area = area_of(element.get("ref", "A1"))
    after = area_after(shift, area)
    if after is None or area_after(shift, Area(area.top, area.left, area.top, area.right)) is None:
        change.drop(element)
        return
    for column in element.iterchildren("{*}filterColumn"):
        place = cell_after(shift, area.top, area.left + int(column.get("colId", "0")))
        if place is None or not after.left <= place[1] <= after.right:
            change.drop(column)
        else:
            change.set_attribute(column, "colId", str(place[1] - after.left))


def _widths(change: PartChange, shift: LineShift, element: Element, like: int) -> None:
    told = [_told_widths(change, one) for one in element.iterchildren("{*}col")]
    found = [
        (max(low, first) + by, min(high, last) + by, tag)
        for low, high, tag in told
        for first, last, by in pieces_of(shift)
        if low <= last and high >= first
    ]
    if isinstance(shift, Insertion):
        found += [
            (shift.at, shift.at + shift.count - 1, _NOT_TAKEN_ON.sub(b"", tag))
            for low, high, tag in told
            if low <= like <= high
        ]
    tags = [_tag(one) for one in _put_together(sorted(found))]
    if tags:
        change.set_contents(element, b"".join(tags))
    else:
        change.drop(element)


def _told_widths(change: PartChange, element: Element) -> Widths:
    span = change.layout.span(element)
    tag = change.layout.xml[span.start : span.inner].removesuffix(b">").removesuffix(b"/").rstrip()
    return int(element.get("min", "1")), min(int(element.get("max", "1")), MAX_COLUMN), _ENDS.sub(b"", tag)


def _put_together(found: list[Widths]) -> Iterator[Widths]:
    held: Widths | None = None
    for one in found:
        if held is not None and held[1] + 1 == one[0] and held[2] == one[2]:
            held = held[0], one[1], held[2]
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _tag(widths: Widths) -> bytes:
    name = _NAME.match(widths[2])
    end = name.end() if name is not None else 0
    return widths[2][:end] + f' min="{widths[0]}" max="{widths[1]}"'.encode() + widths[2][end:] + b"/>"


def _breaks(change: PartChange, shift: LineShift, element: Element) -> None:
    """A page ends before the same row (or column) as it did."""
    if isinstance(shift, LineMove):
        return
    taken: set[int] = set()
    for one in element.iterchildren("{*}brk"):
        line = int(one.get("id", "0")) + 1
        span = span_after(shift, line, line)
        after = (span[0] if span is not None else shift.first if isinstance(shift, Deletion) else 0) - 1
        if after <= 0 or after in taken:
            change.drop(one)
        else:
            change.set_attribute(one, "id", str(after))
        taken.add(after)
    if element.get("manualBreakCount"):
        left = [one for one in element.iterchildren("{*}brk") if not change.dropped(one)]
        manual = sum(one.get("man") in {"1", "true"} for one in left)
        change.set_attribute(element, "manualBreakCount", str(manual))


def _pane(change: PartChange, shift: Insertion | Deletion, element: Element) -> None:
    """The same rows (or columns) stay frozen, with what came between them."""
    key, view = _SPLITS[shift.rows], element.getparent()
    if not element.get("state", "").startswith("frozen") or not element.get(key) or view is None:
        return
    corner = area_of(view.get("topLeftCell") or "A1")
    first = corner.top if shift.rows else corner.left
    span = span_after(shift, first, first + int(float(element.get(key, "0"))) - 1)
    if span is None:
        _thaw(change, element, view)
        return
    size = span[1] - first + 1
    change.set_attribute(element, key, str(size))
    if told := element.get("topLeftCell"):
        place = area_of(told)
        top, left = (
            max(place.top, first + size if shift.rows else 1),
            max(place.left, 1 if shift.rows else first + size),
        )
        change.set_attribute(element, "topLeftCell", told_area(Area(top, left, top, left), told))


def _thaw(change: PartChange, element: Element, view: Element) -> None:
    change.drop(element)
    for selection in view.iterchildren("{*}selection"):
        if selection.get("pane", "topLeft") != "topLeft":
            change.drop(selection)
