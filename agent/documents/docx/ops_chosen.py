"""What the ops of a Word document are about: places that they name, and words in them."""

import re
from collections.abc import Callable, Iterator, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.draft import Draft
from agent.documents.docx.names import is_within
from agent.documents.docx.tree import Element, child, is_on, name_of
from agent.documents.opc.xml_splice import Splice

ANY = ("p", "tbl", "tr", "tc")
_RANGE = re.compile(r"P(\d+)\s*[-–~:]\s*P?(\d+)", re.IGNORECASE)
_BLOCK = re.compile(r"[PT]\d+")
_UNTRACKED = Words(
    " The document asks for tracked changes; this change is not one.",
    "この文書は変更履歴の記録が有効ですが、この変更は履歴に残りません。",
)


def structural(run: Callable[[Addresses, Op], Words]) -> Callable[[Addresses, Op], Words]:
    """`run` on the state that the ops before it left, and with a word when its change ought to be tracked."""

    def settled(addresses: Addresses, op: Op) -> Words:
        addresses.settle()
        said = run(addresses, op)
        if not is_on(child(addresses.settings(), "trackRevisions")):
            return said
        return Words(said.en + _UNTRACKED.en, said.ja + _UNTRACKED.ja)

    return settled


def spots_at(addresses: Addresses, at: object, kinds: Sequence[str] = ANY) -> list[Spot]:
    """The places of "P3", "P3-P6" (tables between them too), "T1 R2", or a list of such.

    Raises:
        InvalidArgumentsError: nothing or something else is there.
    """
    found: list[Spot] = []
    for one in at if isinstance(at, (list, tuple)) else (at,):
        ends = _RANGE.fullmatch(str(one).strip())
        if ends is None:
            found.append(addresses.at(one, kinds))
            continue
        between = range_of(addresses, f"P{int(ends[1])}", f"P{int(ends[2])}")
        found += [spot for spot in between if name_of(spot.element) in kinds]
    if not found:
        raise InvalidArgumentsError("'at' names no place: give an address such as 'P3', 'P3-P6' or 'T1 R2'.")
    return list(dict.fromkeys(found))


def range_of(addresses: Addresses, first: str, last: str) -> list[Spot]:
    """The paragraphs and tables of the body from one paragraph to another. Raises InvalidArgumentsError."""
    start, end = addresses.at(first), addresses.at(last)
    names = [name for name in addresses.spots if _BLOCK.fullmatch(name)]
    begin, stop = names.index(start.anchor), names.index(end.anchor)
    if stop < begin:
        raise InvalidArgumentsError(f"A range goes down: write '{last}-{first}'.")
    return [addresses.spots[name] for name in names[begin : stop + 1]]


def paragraphs_in(spots: Sequence[Spot]) -> Iterator[Spot]:
    """The paragraphs of places, those of tables and cells too, each once."""
    seen: set[Element] = set()
    for spot in spots:
        inside = [spot.element] if name_of(spot.element) == "p" else spot.element.iter("{*}p")
        for element in inside:
            if name_of(element) == "p" and element not in seen and not is_within(element, "Fallback"):
                seen.add(element)
                yield Spot(spot.anchor, element, spot.draft)


def named(spots: Sequence[Spot]) -> str:
    """The addresses of places as a person reads them."""
    names = list(dict.fromkeys(spot.anchor for spot in spots))
    return ", ".join(names) if len(names) < 5 else f"{names[0]} ... {names[-1]} ({len(names)})"


def carry_out(addresses: Addresses, splices: Sequence[tuple[Draft, Splice]]) -> None:
    """Rewrite every part that has splices."""
    for draft in dict.fromkeys(draft for draft, _ in splices):
        addresses.rewrite(addresses.part_of(draft), [splice for one, splice in splices if one is draft])
