"""Pictures, charts, shapes, controls and the boxes of comments: they stay with the cells on which they lie.

ECMA-376 part 1, 20.5.2.33 (twoCellAnchor); part 4, 19.4.2 (ClientData of VML). Their rows and columns count from 0.
"""

import re
from collections.abc import Callable

from agent.documents.opc.xml_text import escaped, unescaped
from agent.documents.pptx.tree import local
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area
from agent.documents.xlsx.formula_shift import Rewriting
from agent.documents.xlsx.ranges import contains
from agent.documents.xlsx.shift import BlockMove, Deletion, LineMove, Shift, area_after, cell_after
from agent.documents.xlsx.shift_part import Element, PartChange

_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "anchor"})
_SHAPE = re.compile(r"<v:shape(?=[\s>]).*?</v:shape\s*>", re.DOTALL)
_NUMBER = {name: re.compile(rf"(<x:{name}>\s*)(\d+)(?=\s*<)") for name in ("Row", "Column")}
_BOX = re.compile(r"(<x:Anchor>)([^<]*)(?=<)")
_LINKED = re.compile(r"(<x:(?:FmlaLink|FmlaRange|FmlaGroup|FmlaPict|FmlaTxbx)>)([^<]+)(?=<)")
_TARGET = re.compile(r"(\sTarget\s*=\s*\"#)([^\"]+)(?=\")")


def follow_anchors(change: PartChange, shift: Shift) -> None:
    """Let what is anchored to cells in a drawing or a sheet's part follow. What is not to move with cells stays."""
    for element in change.root.iter("*"):
        start = next(element.iterchildren("{*}from"), None) if local(element) in _ANCHORS else None
        if start is None or not _moves(element):
            continue
        end = next(element.iterchildren("{*}to"), None)
        first = _corner(start)
        last = _corner(end) if end is not None else first
        after = placed_after(shift, Area(*first, max(first[0], last[0]), max(first[1], last[1])), sized=_sized(element))
        _put(change, start, (after.top, after.left), first, shift)
        if end is not None:
            _put(change, end, (after.bottom, after.right), last, shift)


def placed_after(shift: Shift, area: Area, *, sized: bool) -> Area:
    """Where something that covers `area` lies afterwards; `sized` when it grows and shrinks with the cells.

    When all of its cells go it keeps its size at the place where they were: nothing is lost.
    """
    if isinstance(shift, BlockMove):
        return area_after(shift, area) or area
    after = area_after(shift, area)
    if after is None and isinstance(shift, Deletion):
        down, right = (shift.first - area.top, 0) if shift.rows else (0, shift.first - area.left)
        return _limited(Area(area.top + down, area.left + right, area.bottom + down, area.right + right))
    if after is None or (sized and not _within(shift, area)):
        return _limited(after or area)
    corner = area_after(shift, Area(area.top, area.left, area.top, area.left)) or after
    height, width = area.bottom - area.top, area.right - area.left
    return _limited(Area(corner.top, corner.left, corner.top + height, corner.left + width))


def _within(shift: Shift, area: Area) -> bool:
    """Whether the area lies on rows (or columns) that are moved together: it goes with them as it is."""
    if not isinstance(shift, LineMove):
        return False
    lines = Area(shift.first, 1, shift.last, MAX_COLUMN) if shift.rows else Area(1, shift.first, MAX_ROW, shift.last)
    return contains(lines, area)


def _limited(area: Area) -> Area:
    return Area(area.top, area.left, min(area.bottom, MAX_ROW), min(area.right, MAX_COLUMN))


def _moves(element: Element) -> bool:
    if local(element) == "anchor":
        return element.get("moveWithCells") in {"1", "true"} or element.get("sizeWithCells") in {"1", "true"}
    return element.get("editAs", "twoCell") != "absolute"


def _sized(element: Element) -> bool:
    if local(element) == "anchor":
        return element.get("sizeWithCells") in {"1", "true"}
    return local(element) == "twoCellAnchor" and element.get("editAs", "twoCell") == "twoCell"


def _corner(element: Element) -> tuple[int, int]:
    """Row and column, from 1."""
    row, column = (next(element.iterchildren(f"{{*}}{name}"), None) for name in ("row", "col"))
    return (
        1 + int((row.text if row is not None else "") or 0),
        1 + int((column.text if column is not None else "") or 0),
    )


def _put(change: PartChange, element: Element, after: tuple[int, int], before: tuple[int, int], shift: Shift) -> None:
    """Write a corner. Where its own row or column went, it lies at the edge of the next."""
    gone = cell_after(shift, *before) is None and isinstance(shift, Deletion)
    for child in element.iterchildren("*"):
        match local(child):
            case "row":
                change.set_text(child, str(after[0] - 1))
            case "col":
                change.set_text(child, str(after[1] - 1))
            case "rowOff" if gone and isinstance(shift, Deletion) and shift.rows:
                change.set_text(child, "0")
            case "colOff" if gone and isinstance(shift, Deletion) and not shift.rows:
                change.set_text(child, "0")


def followed_vml(text: str, rewriting: Rewriting, home: str, shift: Shift | None) -> str:
    """The text of a VML part (which may be no XML) with comments, controls and what they are linked to following.

    `shift` is given when it is that of its sheet. The box of a comment goes with its cell.
    """
    linked = _LINKED.sub(lambda found: found[1] + _formula(found[2], rewriting, home), text)
    return linked if shift is None else _SHAPE.sub(lambda found: _shape(found[0], shift), linked)


def _formula(text: str, rewriting: Rewriting, home: str) -> str:
    before = unescaped(text)
    after = rewriting.formula(before, home)
    return text if after == before else escaped(after)


def followed_notes(text: str, after: Callable[[int, int], tuple[int, int] | None]) -> str:
    """The text of a VML part with the boxes of comments at the cells where they are now; `after` says where that is."""
    return _SHAPE.sub(lambda found: _note(found[0], after), text)


def _shape(shape: str, shift: Shift) -> str:
    if _NUMBER["Row"].search(shape) and _NUMBER["Column"].search(shape):
        return _note(shape, lambda row, column: cell_after(shift, row, column))
    box = _BOX.search(shape)
    numbers = [int(one) for one in re.findall(r"-?\d+", box[2])] if box else []
    if len(numbers) != 8:
        return shape
    area = Area(numbers[2] + 1, numbers[0] + 1, max(numbers[6], numbers[2]) + 1, max(numbers[4], numbers[0]) + 1)
    after = placed_after(shift, area, sized=False)
    return _box_moved(shape, after.top - area.top, after.left - area.left)


def _note(shape: str, after: Callable[[int, int], tuple[int, int] | None]) -> str:
    row, column = (pattern.search(shape) for pattern in _NUMBER.values())
    if row is None or column is None:
        return shape
    place = after(int(row[2]) + 1, int(column[2]) + 1)
    if place is None:
        return ""
    shape = _NUMBER["Row"].sub(rf"\g<1>{place[0] - 1}", shape)
    shape = _NUMBER["Column"].sub(rf"\g<1>{place[1] - 1}", shape)
    return _box_moved(shape, place[0] - 1 - int(row[2]), place[1] - 1 - int(column[2]))


def _box_moved(shape: str, down: int, right: int) -> str:
    """The shape with its box further down and right; the box tells columns and rows with offsets in turn."""
    box = _BOX.search(shape)
    numbers = [int(one) for one in re.findall(r"-?\d+", box[2])] if box else []
    if len(numbers) != 8 or not (down or right):
        return shape
    steps = (right, 0, down, 0, right, 0, down, 0)
    told = ", ".join(str(max(0, number + step)) for number, step in zip(numbers, steps, strict=True))
    return _BOX.sub(rf"\g<1>{told}", shape)


def followed_links(rels: str, rewriting: Rewriting, home: str) -> str:
    """The text of a drawing's .rels part with links to places in the workbook following."""
    return _TARGET.sub(lambda found: found[1] + _formula(found[2], rewriting, home), rels)
