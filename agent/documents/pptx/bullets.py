"""The op that makes lines of a shape points: with bullets, numbered, or with nothing before them."""

import re
from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.slides import lines_in
from agent.documents.pptx.splices import placed
from agent.documents.pptx.tree import Shape, first, local, paragraphs_of
from agent.documents.pptx.words import set_shape_text

_BULLETS = Words(
    "Set {count} {count:point|points} in shape {number} of slide {slide}.",
    "スライド {slide} の図形 {number} に箇条書き {count} 行を設定しました。",
)
_MARKS = {
    "bullet": '<a:buFont typeface="Arial"/><a:buChar char="•"/>',
    "number": '<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/>',
    "none": "<a:buNone/>",
}
_BULLET_PARTS = frozenset({"buClrTx", "buClr", "buSzTx", "buSzPct", "buSzPts", "buFontTx", "buFont", "buNone",
                           "buAutoNum", "buChar", "buBlip"})  # fmt: skip
_INDENT = 285_750


def _bulleted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    lines = lines_in(op, "items")
    kind = str(op.get("kind", "bullet"))
    if not lines or kind not in _MARKS:
        raise InvalidArgumentsError(f"'items' is a list of lines, and 'kind' one of {', '.join(_MARKS)}.")
    shape = set_shape_text(deck, slide, op.get("shape"), "\n".join(lines))
    is_body = bool(shape.role) and not shape.is_title and shape.role != "subTitle"
    if not (is_body and kind == "bullet" and not _is_marked(shape)):
        _mark(deck, slide, shape.number, kind)
    return _BULLETS.of(count=len(lines), number=shape.number, slide=slide.label)


def _is_marked(shape: Shape) -> bool:
    """Whether paragraphs say themselves what stands before them; else the layout says it."""
    return any(local(one) in _BULLET_PARTS for paragraph in paragraphs_of(shape.body) for one in paragraph.iter("*"))


def _mark(deck: Deck, slide: SlideAt, number: int, kind: str) -> None:
    layout = deck.parts.layout(slide.part)
    splices: list[Splice] = []
    for paragraph in paragraphs_of(deck.shape(slide, number).body):
        own = first(paragraph, "pPr")
        level = own.get("lvl", "0") if own is not None else "0"
        left = _INDENT * ((int(level) if level.isdecimal() else 0) + 1)
        sides = {"marL": str(left), "indent": str(-_INDENT)} if kind != "none" else {"marL": "0", "indent": "0"}
        if own is None:
            told = "".join(f' {key}="{value}"' for key, value in sides.items())
            new = deck.dialect.fragment(f"<a:pPr{told}>{_MARKS[kind]}</a:pPr>", paragraph)
            splices.append(placed(layout, paragraph, new, ()))
            continue
        splices += _marked(deck, layout, own, kind, sides)
    deck.parts.splice(slide.part, *splices)


def _marked(deck: Deck, layout: Layout, own: Element, kind: str, sides: Mapping[str, str]) -> list[Splice]:
    """Properties of a paragraph with other marks: rewritten, since places next to each other change."""
    told = {str(key): str(value) for key, value in own.attrib.items()} | dict(sides)
    kept = [one for one in own if local(one) and local(one) not in _BULLET_PARTS]
    ahead = [one for one in kept if local(one) in {"lnSpc", "spcBef", "spcAft"}]
    inside = b"".join(map(layout.source, ahead))
    inside += b"".join(deck.dialect.fragment(one, own) for one in re.findall(r"<a:[^>]*/>", _MARKS[kind])) + b"".join(
        layout.source(one) for one in kept if one not in ahead
    )
    prefix, span = layout.prefix(own), layout.span(own)
    attributes = "".join(f' {key}="{value}"' for key, value in told.items())
    start = f"<{prefix}pPr{attributes}>".encode()
    return [Splice(span.start, span.end, start + inside + f"</{prefix}pPr>".encode())]


BULLET_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "set_bullets": Operation(
        _bulleted,
        ("slide", "shape", "items", "kind"),
        '{"op":"set_bullets","slide":3,"shape":2,"items":["a","  below a","b"],"kind":"bullet"} '
        "(bullet, number or none)",
    ),
}
