"""Which layout of a deck fits what a new slide is to hold."""

from agent.core.errors import InvalidArgumentsError
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.places import FURNITURE, TITLES, SlideLayout, holders_of, layout_part, layouts_of

_BY_NEED = {
    "title": ("title",),
    "section": ("secHead", "title"),
    "columns": ("twoObj", "twoTxTwoObj"),
    "body": ("obj", "tx", "objTx"),
    "bare": ("titleOnly", "obj", "tx"),
}


def layout_named(deck: Deck, name: str) -> SlideLayout:
    """The layout of that name. Raises InvalidArgumentsError."""
    layouts = layouts_of(deck.parts, deck.main)
    wanted = name.strip().casefold()
    for one in layouts:
        if one.name.strip().casefold() == wanted:
            return one
    names = ", ".join(dict.fromkeys(one.name for one in layouts))
    raise InvalidArgumentsError(f"The presentation has no layout {name!r}. It has: {names or 'none'}.")


def layout_for(deck: Deck, need: str, near: str | None) -> SlideLayout:
    """The layout for a "title", a "section", "columns", a "body" or a title and something that is drawn ("bare").

    Layouts of the master of the slide `near` come first. When none tells its type, the placeholders decide.

    Raises:
        InvalidArgumentsError: the presentation has no layouts.
    """
    layouts = layouts_of(deck.parts, deck.main)
    if not layouts:
        raise InvalidArgumentsError("The presentation has no layouts, so no slide can be added to it.")
    beside = layout_part(deck.parts, near) if near else ""
    master = next((one.master for one in layouts if one.part == beside), layouts[0].master)
    ours = [one for one in layouts if one.master == master]
    for kind in _BY_NEED[need]:
        for one in ours:
            if one.type == kind:
                return one
    return min(ours, key=lambda one: _misfit(deck, one, need))


def _misfit(deck: Deck, layout: SlideLayout, need: str) -> int:
    """How many placeholders a layout has too many or too few; a subtitle is no place for points."""
    holders = [one for one in holders_of(deck.parts, layout.part) if one.kind not in FURNITURE]
    if need in {"body", "columns", "bare"}:
        # Lines for a source or a caption hold no points.
        least = deck.size[1] * 0.15
        holders = [one for one in holders if one.kind in TITLES or one.area is None or one.area.height > least]
    titles = sum(one.kind in TITLES for one in holders)
    wanted = {"columns": 2, "body": 1, "title": 1, "section": 1, "bare": 0}[need]
    of_covers = sum(one.kind in {"subTitle", "ctrTitle"} for one in holders)
    unlike = 2 - of_covers if need in {"title", "section"} else of_covers
    return 2 * abs(len(holders) - titles - wanted) + 6 * abs(titles - 1) + unlike
