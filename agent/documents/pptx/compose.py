"""A new slide of a layout: its placeholders are filled, those that nothing fills are left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from agent.documents.docx.tree import Element
from agent.documents.opc.xml_text import escaped, parsed_xml
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.markup import EMPTY_TREE, body, frame_place, placeholder, text_box
from agent.documents.pptx.order import list_slide
from agent.documents.pptx.places import FURNITURE, TITLES, Area, Holder, SlideLayout, holder_mark, holders_of
from agent.documents.pptx.tree import Shape, first, paragraphs_of, shapes_of, text_of

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
_NO_WORDS = frozenset({"pic", "chart", "tbl", "dgm", "media", "clipArt"})
_FIELD = (
    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:fld id="{{{id}}}" type="{kind}"><a:rPr lang="en-US"/><a:t>{text}</a:t>'
    "</a:fld></a:p></p:txBody>"
)
_NUMBER_ID = "B6F15528-21DE-4FAA-801E-634DDDAF4B2B"
_NUMBER = _FIELD.format(id=_NUMBER_ID, kind="slidenum", text="‹#›")
_DATE_ID = "5BCAD085-E8A6-8845-BD4E-CB4CCA059FC4"


Edges = Sequence[tuple[Holder, str]]
"""Placeholders of a layout for numbers, footers and dates, each with its text body."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A placeholder of a layout with the lines that it gets; `box` is the XML of its a:bodyPr."""

    holder: Holder
    lines: Sequence[str]
    box: str = "<a:bodyPr/>"


def text_holders(deck: Deck, layout: SlideLayout) -> tuple[list[Holder], list[Holder]]:
    """The placeholders of a layout for titles, and those for text, in reading order."""
    holders = [one for one in holders_of(deck.parts, layout.part) if one.kind not in FURNITURE]
    titles = [one for one in holders if one.kind in TITLES]
    bodies = [one for one in holders if one.kind not in TITLES | _NO_WORDS]
    return titles, sorted(bodies, key=_reading_order)


def _reading_order(holder: Holder) -> tuple[int, int]:
    """Large ones before the small captions above them, then from the left to the right."""
    area = holder.area
    return (0, 0) if area is None else (-(area.width * area.height) // 10**12, area.left)


def add_slide(
    deck: Deck, layout: SlideLayout, after: str | None, filled: Sequence[Filled], edges: Edges = ()
) -> SlideAt:
    """Add a slide behind the slide `after` (None: as the first one); `edges` are its number, footer and date."""
    shapes: list[str] = []
    marks = Counter(mark_of(one.holder.element) for one in filled)
    for one in filled:
        # Some layouts have several placeholders that are called the same: each must tell its own place.
        is_told = marks[mark_of(one.holder.element)] > 1
        shapes.append(filled_shape(len(shapes) + 2, one, is_told=is_told))
    for holder, text in edges:
        shapes.append(placeholder(len(shapes) + 2, _name(holder.element), mark_of(holder.element), text))
    xml = (
        f"<p:sld><p:cSld><p:spTree>{EMPTY_TREE}{''.join(shapes)}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
    part = deck.parts.add("ppt/slides/slide{}.xml", deck.dialect.part(xml), SLIDE_TYPE)
    deck.parts.relate(part, deck.relation_type("slideLayout"), layout.part)
    list_slide(deck, part, after)
    return deck.added(part)


def filled_shape(number: int, filled: Filled, *, is_told: bool) -> str:
    """A placeholder with its text, at its own place when `is_told`; a text box where the layout has none."""
    element, area = filled.holder.element, filled.holder.area
    words = body(filled.lines, filled.box)
    if holder_mark(element) is not None or area is None:
        place = frame_place(area) if is_told and area is not None else ""
        return placeholder(number, _name(element), mark_of(element), words, place)
    style = first(element, "txBody", "lstStyle")
    looks = etree.tostring(style, encoding="unicode", with_tail=False) if style is not None else "<a:lstStyle/>"
    return text_box(number, _name(element), area, words.replace("<a:lstStyle/>", looks))


def loose_holder(deck: Deck, name: str, area: Area, style: str) -> Holder:
    """A place for text that a layout does not have: a text box with the list style `style`."""
    words = f"<p:txBody><a:bodyPr/><a:lstStyle>{style}</a:lstStyle><a:p/></p:txBody>"
    return Holder("", "", parsed_xml(deck.dialect.part(text_box(1, name, area, words))), area)


def mark_of(shape: Element) -> str:
    """The attributes with which a placeholder says what it is, as XML."""
    mark = holder_mark(shape)
    told = {str(key): str(value) for key, value in mark.attrib.items()} if mark is not None else {}
    return "".join(f' {key}="{escaped(value)}"' for key, value in told.items())


def _name(shape: Element) -> str:
    drawn = next(iter(shape.iter("{*}cNvPr")), None)
    return drawn.get("name", "") if drawn is not None else ""


def edges_like(deck: Deck, layout: SlideLayout, model: str | None) -> Edges:
    """The number, footer and date for a new slide as the slide `model` has them: a choice of the whole deck."""
    # A cover has none, and the slide behind it wants what all others have.
    candidates = [one for one in (model, *deck.order()) if one is not None]
    shown = next(filter(None, (_edges_of(deck, one) for one in candidates)), {})
    found = []
    for holder in holders_of(deck.parts, layout.part):
        if holder.kind not in shown:
            continue
        words = "\n".join(text_of(one) for one in paragraphs_of(shown[holder.kind].body))
        field = next(iter(shown[holder.kind].element.iter("{*}fld")), None)
        if holder.kind == "sldNum":
            found.append((holder, _NUMBER))
        elif field is not None:
            found.append((holder, _FIELD.format(id=_DATE_ID, kind=field.get("type", ""), text=escaped(words))))
        elif words:
            found.append((holder, body(words.split("\n"))))
    return found


def _edges_of(deck: Deck, part: str) -> dict[str, Shape]:
    return {shape.role: shape for shape in shapes_of(deck.parts.root(part)) if shape.role in FURNITURE}


def numbers_and_footer(deck: Deck, layout: SlideLayout, footer: str, *, numbers: bool) -> Edges:
    """The number and the footer of a slide of a new deck, where its layout has places for them."""
    found = []
    for holder in holders_of(deck.parts, layout.part):
        if holder.kind == "sldNum" and numbers:
            found.append((holder, _NUMBER))
        elif holder.kind == "ftr" and footer:
            found.append((holder, body([footer])))
    return found
