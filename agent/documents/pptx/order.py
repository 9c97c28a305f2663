"""The list of slides in the presentation part, and what follows it: sections and custom shows (ECMA-376, 19.2.1)."""

from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Splice, removed
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.dialect import relation_id
from agent.documents.pptx.splices import appended, placed
from agent.documents.pptx.tree import first

_BEFORE_SLIDES = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")


def list_slide(deck: Deck, part: str, after: str | None) -> None:
    """Put a new slide into the list behind the slide `after`, or at the beginning, and into the section it falls in."""
    relation = deck.parts.relate(deck.main, deck.relation_type("slide"), part)
    number = deck.new_slide_id()
    entry = f'<p:sldId id="{number}" r:id="{relation}"/>'
    layout = deck.parts.layout(deck.main)
    listed = first(layout.root, "sldIdLst")
    if listed is None:
        new = deck.dialect.fragment(f"<p:sldIdLst>{entry}</p:sldIdLst>", layout.root)
        deck.parts.splice(deck.main, placed(layout, layout.root, new, _BEFORE_SLIDES))
    else:
        new = deck.dialect.fragment(entry, listed)
        deck.parts.splice(deck.main, _behind(deck, listed, new, after))
    neighbours = [one for one in deck.order() if one != part]
    _join_section(deck, str(number), after or (neighbours[0] if neighbours else ""), ahead=after is None)


def _behind(deck: Deck, listed: Element, new: bytes, after: str | None) -> Splice:
    layout = deck.parts.layout(deck.main)
    entry = next((entry for entry, part in deck.entries() if part == after), None)
    if entry is not None:
        end = layout.span(entry).end
        return Splice(end, end, new)
    return placed(layout, listed, new, ())


def unlist_slide(deck: Deck, part: str) -> None:
    """Take a slide out of the list, of its section and of the custom shows."""
    entry = next(entry for entry, one in deck.entries() if one == part)
    number, relation = entry.get("id", ""), relation_id(entry)
    layout = deck.parts.layout(deck.main)
    shown = [one for one in layout.root.iter("{*}sld") if relation_id(one) == relation]
    gone = [entry, *_section_entries(layout.root, number), *shown]
    deck.parts.splice(deck.main, *(removed(layout, one) for one in gone))
    deck.parts.unrelate(deck.main, relation)


def reorder(deck: Deck, parts: list[str]) -> None:
    """Give the slides the order of `parts`, which names each of them once."""
    layout = deck.parts.layout(deck.main)
    entries = deck.entries()
    sources = {part: layout.source(entry) for entry, part in entries}
    splices = []
    for (entry, old), part in zip(entries, parts, strict=True):
        if old != part:
            span = layout.span(entry)
            splices.append(Splice(span.start, span.end, sources[part]))
    deck.parts.splice(deck.main, *splices)


def follow_neighbour(deck: Deck, part: str) -> None:
    """Let a slide that was moved belong to the section of the slide that it stands behind now."""
    order = deck.order()
    at = order.index(part)
    number = next(entry.get("id", "") for entry, one in deck.entries() if one == part)
    layout = deck.parts.layout(deck.main)
    old = _section_entries(layout.root, number)
    if old and len(order) > 1:
        deck.parts.splice(deck.main, *(removed(layout, one) for one in old))
        _join_section(deck, number, order[at - 1] if at else order[1], ahead=at == 0)


def section_names(root: Element) -> list[str]:
    """The names of the sections of a presentation."""
    return [one.get("name", "") for one in root.iter("{*}section") if first(one, "sldIdLst") is not None]


def _section_entries(root: Element, number: str) -> list[Element]:
    """Where sections name the slide with that id."""
    return [
        entry for section in root.iter("{*}section") for entry in section.iter("{*}sldId") if entry.get("id") == number
    ]


def _join_section(deck: Deck, number: str, neighbour: str, *, ahead: bool) -> None:
    """Put a slide into the section of its neighbour, behind it or ahead of it."""
    other = next((entry.get("id", "") for entry, part in deck.entries() if part == neighbour), "")
    layout = deck.parts.layout(deck.main)
    sections = [one for one in layout.root.iter("{*}section") if first(one, "sldIdLst") is not None]
    if not sections:
        return
    places = _section_entries(layout.root, other)
    listed = places[0].getparent() if places else first(sections[-1], "sldIdLst")
    if listed is None:
        return
    prefix = layout.prefix(listed)
    new = f'<{prefix}sldId id="{number}"/>'.encode()
    if not places:
        deck.parts.splice(deck.main, appended(layout, listed, new))
        return
    span = layout.span(places[0])
    at = span.start if ahead else span.end
    deck.parts.splice(deck.main, Splice(at, at, new))
