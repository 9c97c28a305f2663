"""Where there is room on a slide for something new, and the places that ops give in centimetres."""

from collections.abc import Iterator, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.tree import Element
from agent.documents.op_fields import allowed
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.places import EMU, FURNITURE, TITLES, Area, area_of, holders_of, layout_part
from agent.documents.pptx.tree import Shape, first, local, paragraphs_of, text_of

_MARGIN = 0.06
_GAP = EMU // 3
# A place of less than this part of the room for contents is none.
_LEAST = 0.12
# No slide is larger than 142 cm.
_FARTHEST_CM = 1_000
_SIDES = ("left", "top", "width", "height")


def area_in(deck: Deck, slide: SlideAt, op: Op) -> Area:
    """The place that "at" of an op gives in centimetres, else the largest free one on the slide.

    Raises:
        InvalidArgumentsError: "at" does not fit, or nothing is free.
    """
    if "at" not in op:
        return free_area(deck, slide)
    told = op["at"]
    if not isinstance(told, Mapping) or set(told) != set(_SIDES):
        raise InvalidArgumentsError('\'at\' is {"left": 2, "top": 4, "width": 10, "height": 6} in centimetres.')
    return area_of_cm(deck, told, Area(0, 0, 0, 0))


def area_of_cm(deck: Deck, told: Mapping[str, object], usual: Area) -> Area:
    """A place told in centimetres, on the slide; sides that are not told are those of `usual`.

    Raises:
        InvalidArgumentsError: it is no place on the slide.
    """
    allowed(told, *_SIDES, what="'at'")
    sides = {}
    for name in _SIDES:
        value = told.get(name, getattr(usual, name) / EMU)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or abs(value) > _FARTHEST_CM:
            raise InvalidArgumentsError(f"{name!r} of 'at' is a number of centimetres.")
        sides[name] = round(value * EMU)
    area = Area(**sides)
    width, height = deck.size
    if area.width <= 0 or area.height <= 0 or area.left < 0 or area.top < 0:
        raise InvalidArgumentsError("Sides of 'at' are not negative, and width and height are more than 0.")
    if area.right > width + _GAP or area.bottom > height + _GAP:
        raise InvalidArgumentsError(
            f"That reaches over the edge: the slide is {width / EMU:.1f} cm wide and {height / EMU:.1f} cm high."
        )
    return area


def free_area(deck: Deck, slide: SlideAt) -> Area:
    """The largest free place on a slide, inside of where its layout has contents.

    Raises:
        InvalidArgumentsError: nothing is free.
    """
    room = content_area(deck, slide.part)
    taken = [area for shape in deck.shapes(slide.part) if (area := _taken(deck, slide.part, shape)) is not None]
    found = max(_gaps(room, taken), key=lambda one: one.width * one.height, default=None)
    if found is None or found.width * found.height < _LEAST * room.width * room.height:
        raise InvalidArgumentsError(
            f'Slide {slide.label} has no free place that is large enough. Say "at", make room, or add a slide.'
        )
    return found


def content_area(deck: Deck, part: str) -> Area:
    """Where a slide or a layout has its contents: its placeholders for them, else what is below the title."""
    width, height = deck.size
    layout = layout_part(deck.parts, part) or part
    holders = holders_of(deck.parts, layout)
    # A layout without contents leaves the room that its master has for them.
    masters = deck.parts.related(layout, "/slideMaster")
    for found in (holders, *(holders_of(deck.parts, one) for one in masters)):
        areas = [one.area for one in found if one.kind not in TITLES | FURNITURE and one.area is not None]
        if sum(one.width * one.height for one in areas) > 0.2 * width * height:
            left, top = min(one.left for one in areas), min(one.top for one in areas)
            return Area(left, top, max(one.right for one in areas) - left, max(one.bottom for one in areas) - top)
    side = round(width * _MARGIN)
    titles = [one.area.bottom for one in holders if one.kind in TITLES and one.area is not None]
    top = max([one for one in titles if one < height * 0.45], default=round(height * _MARGIN)) + _GAP
    return Area(side, top, width - 2 * side, round(height * 0.9) - top)


def _taken(deck: Deck, part: str, shape: Shape) -> Area | None:
    """Where a shape is in the way; None for one that shows nothing, or that is a background."""
    if is_empty_holder(shape):
        return None
    area = area_of(deck.parts, part, shape.element)
    width, height = deck.size
    if area is None or area.width * area.height > 0.85 * width * height:
        return None
    return area


def is_empty_holder(shape: Shape) -> bool:
    """Whether a shape is a placeholder that only shows its prompt while somebody edits."""
    return bool(shape.role) and local(shape.element) == "sp" and not (shape.body is not None and has_text(shape.body))


def has_text(body: Element) -> bool:
    """Whether a text body has words or a field."""
    return any(text_of(one).strip() or first(one, "fld") is not None for one in paragraphs_of(body))


def _gaps(room: Area, taken: list[Area]) -> Iterator[Area]:
    """The free places: for each pair of horizontal edges, what is free from the left to the right between them."""
    near = [one for one in taken if one.left < room.right and one.right > room.left]
    tops = {room.top, *(one.bottom + _GAP for one in near)}
    bottoms = {room.bottom, *(one.top - _GAP for one in near)}
    for top in tops:
        for bottom in bottoms:
            if room.top <= top < bottom <= room.bottom:
                yield from _between(room, top, bottom, near)


def _between(room: Area, top: int, bottom: int, taken: list[Area]) -> Iterator[Area]:
    left = room.left
    for one in sorted((one for one in taken if one.top < bottom and one.bottom > top), key=lambda one: one.left):
        if one.left - _GAP > left:
            yield Area(left, top, one.left - _GAP - left, bottom - top)
        left = max(left, one.right + _GAP)
    if left < room.right:
        yield Area(left, top, room.right - left, bottom - top)


def drop_empty_holder(deck: Deck, slide: SlideAt, area: Area) -> None:
    """Take an empty placeholder away that lies where something new stands now."""
    for shape in deck.shapes(slide.part):
        place = area_of(deck.parts, slide.part, shape.element)
        if place is None or not is_empty_holder(shape) or shape.role in TITLES | FURNITURE:
            continue
        across = min(place.right, area.right) - max(place.left, area.left)
        down = min(place.bottom, area.bottom) - max(place.top, area.top)
        if across > 0 and down > 0 and across * down > 0.5 * place.width * place.height:
            deck.cut(slide.part, shape.element)
            return
