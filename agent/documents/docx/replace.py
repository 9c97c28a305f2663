"""Finding words in a Word document and putting others in their place, across runs of different formatting."""

import re
from collections.abc import Iterator

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx import tracked_text as docx_tracked_text
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.draft import shown_pieces
from agent.documents.docx.tracked import Stamp
from agent.documents.docx.tracked_ops import stamp_of, with_tracking
from agent.documents.docx.tree import Piece, name_of, pieces
from agent.documents.facts import replaced_words
from agent.documents.op_words import flag_in, text_in

# Characters that look alike and that a model writes instead of each other; each is one character for another.
_ALIKE = str.maketrans("\u00a0\u2007\u202f‘’‚“”„–‑‐", "   '''\"\"\"---")
_STATES = ("shown", "hidden")


def replaced(addresses: Addresses, op: Op) -> Words:
    """Carry out {"op": "replace", "find", "with", "all", "at"}; returns a sentence.

    Raises:
        InvalidArgumentsError: the words are nowhere, or at several places and neither "all" nor "at" is given.
    """
    stamp = stamp_of(addresses, op)
    find, new = text_in(op, "find"), text_in(op, "with", empty=True)
    spots = addresses.paragraphs
    if "at" in op:
        wanted = addresses.at(op["at"], ("p", "tbl", "tr")).anchor
        spots = [spot for spot in spots if spot.anchor == wanted or spot.anchor.startswith(f"{wanted} ")]
    texts = [
        (spot, state, _words(found, state)) for spot in spots for found in [pieces(spot.element)] for state in _STATES
    ]
    hits = [hit for hit in texts if find in hit[2]]
    if not hits:
        hits = [hit for hit in texts if find.translate(_ALIKE) in hit[2].translate(_ALIKE)]
    if not hits:
        raise InvalidArgumentsError(f"{find!r} is not in the document. {addresses.nearest(find)}")
    count = sum(len(_found(text, find)) for _, _, text in hits)
    if count > 1 and not flag_in(op, "all", default=False):
        places = ", ".join(dict.fromkeys(spot.anchor for spot, _, _ in hits[:20]))
        raise InvalidArgumentsError(
            f'{find!r} is there {count} times ({places}). Give "all": true, an "at", or more of the words around it.'
        )
    for spot, state, _ in hits:
        _replace(spot, state, (find, new), stamp)
        for copy in _old_copies(spot):
            _replace(copy, state, (find, new), stamp)
    return with_tracking(replaced_words(find, new, count), addresses, op, stamp)


def _words(found: list[Piece], state: str) -> str:
    return "".join(piece.text for piece in found if piece.state == state)


def _found(text: str, find: str) -> list[int]:
    if find not in text:
        text, find = text.translate(_ALIKE), find.translate(_ALIKE)
    return [one.start() for one in re.finditer(re.escape(find), text)]


def _replace(spot: Spot, state: str, words: tuple[str, str], stamp: Stamp | None) -> None:
    find, new = words
    if stamp is not None:
        spot.draft.grow()
    # From the last to the first, so that the places before stay where they are.
    shown = shown_pieces(spot.element, state)
    for start in reversed(_found(_words(shown, state), find)):
        if stamp is None:
            spot.draft.replace(shown, (start, start + len(find)), new)
        else:
            docx_tracked_text.replace(spot.element, state, (start, start + len(find)), new, stamp)
        shown = shown_pieces(spot.element, state)


def _old_copies(spot: Spot) -> Iterator[Spot]:
    """The same paragraph in the copy of a text box that old versions of Word show instead."""
    for choice in spot.element.iterancestors("{*}Choice"):
        inside = [one for one in choice.iter("{*}p") if name_of(one) == "p"]
        for fallback in choice.itersiblings("{*}Fallback"):
            copies = [one for one in fallback.iter("{*}p") if name_of(one) == "p"]
            if len(copies) == len(inside):
                yield Spot(spot.anchor, copies[inside.index(spot.element)], spot.draft)
        return
