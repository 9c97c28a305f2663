"""The op that links words or a shape to an address or to another slide (ECMA-376 part 1, 21.1.2.3.5)."""

import re
from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_words import text_in
from agent.documents.opc.xml_splice import removed
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.format import FOUND, SHAPE, paragraphs_in
from agent.documents.pptx.runs import Look, count_of, looks_given
from agent.documents.pptx.splices import placed
from agent.documents.pptx.tree import local

_LINKED = Words(
    "Linked {what} on slide {slide} to {to}.", "スライド {slide} の{what}に {to} へのリンクを設定しました。"
)
_SLIDE = Words("slide {number}", "スライド {number}")
_SCHEMES = re.compile(r"(?:https?://|mailto:)\S+")
_JUMP = "ppaction://hlinksldjump"


def _linked(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape"))
    find = str(op.get("find", ""))
    paragraphs = paragraphs_in(shape.element, {})
    if find and not any(count_of(one, find) for one in paragraphs):
        raise InvalidArgumentsError(f"{find!r} is not in shape {shape.number}. Take the words as they were read.")
    link, to = _link(deck, slide, op)
    layout = deck.parts.layout(slide.part)
    if find or (shape.body is not None and any(local(run) == "r" for one in paragraphs for run in one)):
        look = Look(children={"hlinkClick": deck.dialect.fragment(link, shape.element)})
        splices = [splice for one in paragraphs for splice in looks_given(layout, one, find, look)]
    else:
        drawn = next(shape.element.iter("{*}cNvPr"))
        splices = [removed(layout, one) for one in drawn if local(one) == "hlinkClick"]
        splices.append(placed(layout, drawn, deck.dialect.fragment(link, drawn), ()))
    deck.parts.splice(slide.part, *splices)
    what = FOUND.of(find=find[:60], number=shape.number, count=sum(count_of(one, find) for one in paragraphs))
    return _LINKED.of(what=what if find else SHAPE.of(number=shape.number, name=shape.name), slide=slide.label, to=to)


def _link(deck: Deck, slide: SlideAt, op: Op) -> tuple[str, str | Words]:
    """A link to an address or to another slide, as XML, and what it leads to."""
    if "to_slide" in op:
        other = deck.slide(op, "to_slide")
        relation = deck.parts.relate(slide.part, deck.relation_type("slide"), other.part)
        return f'<a:hlinkClick r:id="{relation}" action="{_JUMP}"/>', _SLIDE.of(number=other.label)
    url = text_in(op, "url")
    if not _SCHEMES.fullmatch(url):
        raise InvalidArgumentsError("'url' is an address like https://example.com or mailto:someone@example.com.")
    relation = deck.parts.relate(slide.part, deck.relation_type("hyperlink"), url, external=True)
    return f'<a:hlinkClick r:id="{relation}"/>', url


LINK_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "set_link": Operation(
        _linked,
        ("slide", "shape", "find", "url", "to_slide"),
        '{"op":"set_link","slide":3,"shape":2,"find":"words","url":"https://..."} '
        '(or "to_slide":5; no find: all of it)',
    ),
}
