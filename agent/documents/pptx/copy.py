"""A copy of a slide: parts that belong to it alone are copied, what slides share is shared."""

import re

from agent.documents.opc.package_relations import Relation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.order import list_slide

# What many slides may refer to; everything else that a slide refers to is its own.
_SHARED = (
    "/slideLayout",
    "/image",
    "/media",
    "/video",
    "/audio",
    "/theme",
    "/slide",
    "/notesMaster",
    "/font",
    "/slideMaster",
)
# Comments belong to a conversation about the original.
_LEFT = ("/comments", "/comment")
_NUMBERED = re.compile(r"\d*(\.\w+)$")


def copy_slide(deck: Deck, slide: SlideAt, after: str | None) -> SlideAt:
    """Put a copy of a slide behind the slide `after`."""
    copies: dict[str, str] = {}
    part = _copy_part(deck, slide.part, copies)
    list_slide(deck, part, after)
    return deck.added(part)


def _copy_part(deck: Deck, name: str, copies: dict[str, str]) -> str:
    """A copy of a part and of all that is its own; `copies` are those that were made, by the original."""
    pattern = _NUMBERED.sub(r"{}\1", name.replace("{", "").replace("}", ""))
    copy = deck.parts.add(pattern, deck.parts.read(name), deck.parts.content_type(name))
    copies[name] = copy
    for relation, target in deck.parts.leading(name):
        if target not in copies and not relation.type.endswith((*_SHARED, *_LEFT)):
            _copy_part(deck, target, copies)
    deck.parts.copy_relations(name, copy, copies)
    for relation in [one for one in deck.parts.relations(copy) if _is_left(one)]:
        deck.parts.unrelate(copy, relation.id)
    return copy


def _is_left(relation: Relation) -> bool:
    return relation.type.endswith(_LEFT)


def comments_left(deck: Deck, slide: SlideAt) -> bool:
    """Whether a slide has comments, which a copy of it does not get."""
    return any(_is_left(one) for one in deck.parts.relations(slide.part))
