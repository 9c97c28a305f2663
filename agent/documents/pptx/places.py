"""Layouts, their placeholders, and where shapes lie: a placeholder inherits its place (ECMA-376 part 1, 19.3.1.36)."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.documents.docx.tree import Element
from agent.documents.pptx.parts import DeckParts
from agent.documents.pptx.tree import first, shapes_of
from agent.documents.pptx.unseen import box_of

EMU = 360_000
"""English Metric Units in a centimetre."""
FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
TITLES = frozenset({"title", "ctrTitle"})
# Layouts may have kinds of placeholders that a master has not; they inherit from its body then.
_MASTER_KINDS = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class SlideLayout:
    """A layout: its part, its name, its type ("title", "obj", "twoObj" ...; "" when none is told), its master."""

    part: str
    name: str
    type: str
    master: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder: what it is for ("title", "body", "pic", "" for anything), its index, its element and its place."""

    kind: str
    index: str
    element: Element
    area: Area | None


def layouts_of(parts: DeckParts, main: str) -> list[SlideLayout]:
    """All layouts of all masters, in the order of the presentation."""
    found = []
    for master in parts.related(main, "/slideMaster"):
        for part in parts.related(master, "/slideLayout"):
            root = parts.root(part)
            named = first(root, "cSld")
            name = named.get("name", "") if named is not None else ""
            found.append(SlideLayout(part, name, root.get("type", ""), master))
    return found


def layout_part(parts: DeckParts, slide: str) -> str:
    """The part of the layout of a slide; "" when it has none."""
    return next(iter(parts.related(slide, "/slideLayout")), "")


def holder_mark(shape: Element) -> Element | None:
    """What says that a shape is a placeholder, or None."""
    return first(
        next((child for child in shape if str(child.tag).rpartition("}")[2].startswith("nv")), None), "nvPr", "ph"
    )


def holders_of(parts: DeckParts, part: str) -> list[Holder]:
    """The placeholders of a slide or a layout."""
    found = []
    for shape in shapes_of(parts.root(part)):
        mark = holder_mark(shape.element)
        if mark is not None:
            area = area_of(parts, part, shape.element)
            found.append(Holder(mark.get("type", ""), mark.get("idx", "0"), shape.element, area))
    return found


def ancestors_of(parts: DeckParts, part: str, shape: Element) -> Iterator[tuple[str, Element]]:
    """The placeholders that a placeholder inherits from, the nearest first, with their parts."""
    mark = holder_mark(shape)
    for kind in ("/slideLayout", "/slideMaster", "/notesMaster"):
        above = next(iter(parts.related(part, kind)), None)
        if mark is None or above is None:
            continue
        partner = _partner(parts.root(above), mark, by_index=kind == "/slideLayout")
        part = above
        if partner is not None:
            yield above, partner
            mark = holder_mark(partner)


def _partner(root: Element, mark: Element, *, by_index: bool) -> Element | None:
    """The placeholder of a layout with the same index, or of a master for the same kind."""
    kind, index = mark.get("type", ""), mark.get("idx", "0")
    pairs = [(one.element, holder_mark(one.element)) for one in shapes_of(root)]
    marks = [(element, other) for element, other in pairs if other is not None]
    if by_index:
        same = [one for one, other in marks if other.get("idx", "0") == index and index != "0"]
        same += [one for one, other in marks if _same_kind(other.get("type", ""), kind)]
        return next(iter(same), None)
    wanted = _MASTER_KINDS.get(kind, "body")
    return next((one for one, other in marks if _MASTER_KINDS.get(other.get("type", ""), "body") == wanted), None)


def _same_kind(one: str, other: str) -> bool:
    return one == other or {one, other} <= TITLES


def area_of(parts: DeckParts, part: str, shape: Element) -> Area | None:
    """Where a shape lies on its slide; None when nothing says it."""
    box = box_of(shape)
    if box is None:
        for _, above in ancestors_of(parts, part, shape):
            box = box_of(above)
            if box is not None:
                break
    if box is None:
        return None
    left, top, right, bottom = map(round, box)
    return Area(left, top, right - left, bottom - top)
