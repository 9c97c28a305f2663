"""Why words on a slide are not seen: colours on what lies behind them, tiny letters, places beside the slide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.documents.colours import WHITE, Colour, drawn_colour, theme_colours
from agent.documents.docx.tree import Element
from agent.documents.opc.drawn_unseen import Palette, fill_of, is_filled, run_reason, shape_reason, styled_fill
from agent.documents.opc.package import Package
from agent.documents.pptx.tree import first, local, shapes_of

Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the slide, in EMU."""

_COVERED = 0.5


@dataclass(frozen=True, slots=True)
class _Under:
    """Something that is drawn below the words: where, and in what colour (None: not known)."""

    box: Box | None
    colour: Colour | None


class SlideSight:
    """Tells of the shapes and runs of one slide why they are not seen."""

    def __init__(self, package: Package, part: str, root: Element, root_of: Callable[[str], Element]) -> None:
        """`part` and `root` are the slide; `root_of` parses a part."""
        self._size = _slide_size(root_of(package.main_part("presentation")))
        chain = [root]
        roots = [(part, root)]
        for kind in ("/slideLayout", "/slideMaster"):
            names = package.related(roots[-1][0], kind)
            if not names:
                break
            roots.append((names[0], root_of(names[0])))
            chain.append(roots[-1][1])
        themes = package.related(roots[-1][0], "/theme")
        roles = first(chain[-1], "clrMap")
        self._palette = Palette(
            theme_colours(root_of(themes[0]) if themes else None),
            {str(key): str(value) for key, value in roles.attrib.items()} if roles is not None else {},
        )
        self._under = [_Under(None, self._page(chain))]
        for one in reversed(chain[1:]):
            self._under += self._drawn(shape.element for shape in shapes_of(one) if not shape.role)
        self._slide = root

    def _page(self, chain: list[Element]) -> Colour | None:
        """The background of the slide, its layout or its master; None for a picture or a gradient."""
        for one in chain:
            ground = first(one, "cSld", "bg")
            if ground is None:
                continue
            told, colour = fill_of(first(ground, "bgPr"), self._palette)
            if told:
                return colour
            return drawn_colour(first(ground, "bgRef"), self._palette.theme, self._palette.roles)[0]
        return WHITE

    def _drawn(self, shapes: Iterator[Element]) -> list[_Under]:
        found = []
        for shape in shapes:
            box = box_of(shape)
            if box is not None and is_filled(shape):
                found.append(_Under(box, styled_fill(shape, self._palette)[1]))
        return found

    def place(self, shape: Element) -> str:
        """Why a whole shape is not seen; "" when it is."""
        reason = shape_reason(shape)
        box = box_of(shape)
        if reason or box is None or self._size is None:
            return reason
        left, top, right, bottom = box
        outside = right <= 0 or bottom <= 0 or left >= self._size[0] or top >= self._size[1]
        return "off the page" if outside else ""

    def why(self, shape: Element) -> Callable[[Element], str]:
        """Tells of the runs of a shape why they are not seen. Asked for the shapes in their order."""
        grounds = self._grounds(shape)
        return lambda run: self._reason(run, grounds)

    def _reason(self, run: Element, grounds: list[Colour | None]) -> str:
        """Hidden only when it is so on everything that may lie behind: drawings are made of many layers."""
        told, cell = _cell_ground(run, self._palette)
        reasons = {run_reason(run, one, self._palette) for one in ([cell] if told else grounds)}
        return "" if "" in reasons else min(reasons)

    def _grounds(self, shape: Element) -> list[Colour | None]:
        told, colour = styled_fill(shape, self._palette)
        properties = first(shape, "spPr")
        if told and (properties is None or first(properties, "noFill") is None):
            return [colour]
        box = box_of(shape)
        if box is None:
            # It lies where its layout puts it, over anything that is drawn there.
            return [one.colour for one in self._under]
        below = [*self._under[1:], *self._drawn(_before(shape))]
        covering = [one.colour for one in below if one.box is not None and _covers(one.box, box)]
        return covering or [self._under[0].colour]


def _before(shape: Element) -> Iterator[Element]:
    """The shapes that are drawn before this one, those in groups too."""
    tree = next((above for above in shape.iterancestors() if local(above) == "spTree"), None)
    for one in tree.iter("{*}sp", "{*}pic", "{*}graphicFrame") if tree is not None else ():
        if one is shape:
            return
        yield one


def _cell_ground(run: Element, palette: Palette) -> tuple[bool, Colour | None]:
    """Whether the cell of a run says what fills it, and the colour; one of the table's style is not known."""
    cell = next((above for above in run.iterancestors() if local(above) == "tc"), None)
    if cell is None:
        return False, None
    told, colour = fill_of(first(cell, "tcPr"), palette)
    table = next((above for above in cell.iterancestors() if local(above) == "tbl"), None)
    return told or first(table, "tblPr", "tableStyleId") is not None, colour


def _covers(below: Box, box: Box) -> bool:
    across = min(below[2], box[2]) - max(below[0], box[0])
    down = min(below[3], box[3]) - max(below[1], box[1])
    size = (box[2] - box[0]) * (box[3] - box[1])
    return across > 0 and down > 0 and across * down >= _COVERED * size


def box_of(shape: Element) -> Box | None:
    """Where a shape lies on the slide, through the groups that hold it; None when its layout says it."""
    frame = first(shape, "spPr", "xfrm")
    if frame is None:
        frame = first(shape, "xfrm")
    box = _box(frame, "off", "ext")
    for above in shape.iterancestors():
        if box is None or local(above) != "grpSp":
            continue
        group = first(above, "grpSpPr", "xfrm")
        outer, inner = _box(group, "off", "ext"), _box(group, "chOff", "chExt")
        if outer is not None and inner is not None:
            box = _mapped(box, inner, outer)
    return box


def _box(frame: Element | None, at: str, size: str) -> Box | None:
    place, extent = first(frame, at), first(frame, size)
    if place is None or extent is None:
        return None
    try:
        left, top = float(place.get("x", "")), float(place.get("y", ""))
        return left, top, left + float(extent.get("cx", "")), top + float(extent.get("cy", ""))
    except ValueError:
        return None


def _mapped(box: Box, inner: Box, outer: Box) -> Box:
    """From the coordinates of a group to those outside of it."""
    wide, tall = inner[2] - inner[0] or 1.0, inner[3] - inner[1] or 1.0
    across, down = (outer[2] - outer[0]) / wide, (outer[3] - outer[1]) / tall
    return (
        outer[0] + (box[0] - inner[0]) * across,
        outer[1] + (box[1] - inner[1]) * down,
        outer[0] + (box[2] - inner[0]) * across,
        outer[1] + (box[3] - inner[1]) * down,
    )


def _slide_size(presentation: Element) -> tuple[float, float] | None:
    size = first(presentation, "sldSz")
    try:
        return (float(size.get("cx", "")), float(size.get("cy", ""))) if size is not None else None
    except ValueError:
        return None


def alternative_texts(shape: Element) -> Iterator[str]:
    """What a shape says to those who cannot see it."""
    names = next((child for child in shape if local(child).startswith("nv")), None)
    drawn = first(names, "cNvPr")
    for key in ("descr", "title"):
        text = drawn.get(key, "").strip() if drawn is not None else ""
        if text:
            yield text
