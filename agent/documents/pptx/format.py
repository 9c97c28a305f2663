"""The op on looks: bold, size, colour and more of shapes, paragraphs, cells or words."""

import re
from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.tree import Element
from agent.documents.op_fields import is_one
from agent.documents.op_words import flag_in, number_in, text_in
from agent.documents.opc.xml_splice import Layout, Splice, removed
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck
from agent.documents.pptx.runs import FILLS, Look, count_of, looks_given
from agent.documents.pptx.splices import attribute_set, placed
from agent.documents.pptx.tree import Shape, first, local, paragraphs_of, rows_of

_FORMATTED = Words("Formatted {what} on slide {slide}.", "スライド {slide} の{what}の書式を変更しました。")
SHAPE = Words("shape {number} ({name})", "図形 {number}({name})")
FOUND = Words("{find!r} in shape {number} ({count} {count:time|times})", "図形 {number} 内の「{find}」({count} か所)")
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_THEME = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "tx1", "tx2", "bg1", "bg2")
_ALIGN = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
_LOOKS = ("bold", "italic", "underline", "size", "color", "font")
_FIELDS = ("slide", "shape", "row", "column", "paragraph", "find", *_LOOKS, "align", "fill", "line")


def colour(told: object) -> str:
    """A colour as XML. Raises InvalidArgumentsError."""
    text = str(told)
    found = _COLOUR.fullmatch(text)
    if found:
        return f'<a:solidFill><a:srgbClr val="{found[1].upper()}"/></a:solidFill>'
    if text in _THEME:
        return f'<a:solidFill><a:schemeClr val="{text}"/></a:solidFill>'
    raise InvalidArgumentsError(f"A colour is like #1F2A44 or one of {', '.join(_THEME)}, not {text!r}.")


def _formatted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape", "title"))
    holder = _holder(shape, op)
    look, align = _look(deck, op, holder), op.get("align")
    if align is not None and not is_one(align, _ALIGN):
        raise InvalidArgumentsError(f"'align' is one of {', '.join(_ALIGN)}.")
    if not (look.attributes or look.children or align or "fill" in op or "line" in op):
        raise InvalidArgumentsError(f"set_format needs at least one of {', '.join(_LOOKS)}, align, fill, line.")
    paragraphs, find = paragraphs_in(holder, op), str(op.get("find", ""))
    count = sum(count_of(one, find) for one in paragraphs) if find else 0
    if find and not count:
        raise InvalidArgumentsError(f"{find!r} is not in shape {shape.number}. Take the words as they were read.")
    layout = deck.parts.layout(slide.part)
    splices = []
    if look.attributes or look.children:
        splices += [splice for one in paragraphs for splice in looks_given(layout, one, find, look)]
    if align:
        splices += [_aligned(deck, layout, one, _ALIGN[str(align)]) for one in paragraphs]
    splices += _painted(deck, layout, holder, op)
    deck.parts.splice(slide.part, *splices)
    named = {"number": shape.number, "name": shape.name}
    what = FOUND.of(find=find[:60], count=count, **named) if find else SHAPE.of(**named)
    return _FORMATTED.of(what=what, slide=slide.label)


def _holder(shape: Shape, op: Op) -> Element:
    """The shape, or the cell that "row" and "column" name."""
    if "row" not in op and "column" not in op:
        return shape.element
    if shape.table is None:
        raise InvalidArgumentsError(f"Shape {shape.number} is no table, so it has no rows and columns.")
    rows = rows_of(shape.table)
    row = rows[number_in(op, "row", len(rows), "rows") - 1]
    return row[number_in(op, "column", len(row), "columns") - 1]


def paragraphs_in(holder: Element, op: Op) -> list[Element]:
    """The paragraphs of a shape or a cell, of all cells of a table, or the one that "paragraph" names."""
    own = paragraphs_of(holder) or [one for cell in holder.iter("{*}tc") for one in paragraphs_of(cell)]
    if "paragraph" not in op:
        return own
    return [own[number_in(op, "paragraph", len(own), "paragraphs") - 1]]


def _look(deck: Deck, op: Op, near: Element) -> Look:
    attributes: dict[str, str | None] = {}
    for key, name, on, off in (("bold", "b", "1", "0"), ("italic", "i", "1", "0"), ("underline", "u", "sng", "none")):
        if key in op:
            attributes[name] = on if flag_in(op, key, default=True) else off
    if "size" in op:
        size = op["size"]
        if not isinstance(size, (int, float)) or isinstance(size, bool) or not 1 <= size <= 400:
            raise InvalidArgumentsError("'size' is a number of points from 1 to 400.")
        attributes["sz"] = str(round(size * 100))
    children = {}
    if "color" in op:
        children["solidFill"] = deck.dialect.fragment(colour(op["color"]), near)
    if "font" in op:
        typeface = text_in(op, "font").replace('"', "").replace("<", "").replace("&", "")
        for name in ("latin", "ea"):
            children[name] = deck.dialect.fragment(f'<a:{name} typeface="{typeface}"/>', near)
    return Look(attributes, children)


def _aligned(deck: Deck, layout: Layout, paragraph: Element, value: str) -> Splice:
    own = first(paragraph, "pPr")
    if own is not None:
        return attribute_set(layout, own, "algn", value)
    return placed(layout, paragraph, deck.dialect.fragment(f'<a:pPr algn="{value}"/>', paragraph), ())


def _painted(deck: Deck, layout: Layout, holder: Element, op: Op) -> list[Splice]:
    """The fill and the line of a shape, or the fill of a cell."""
    if "fill" not in op and "line" not in op:
        return []
    is_cell = local(holder) == "tc"
    properties = first(holder, "tcPr" if is_cell else "spPr")
    if properties is None or (is_cell and "line" in op):
        raise InvalidArgumentsError("'fill' is for shapes and cells, 'line' for shapes: this one has none.")
    splices = []
    before = ("lnL", "lnR", "lnT", "lnB", "lnTlToBr", "lnBlToTr") if is_cell else ("xfrm", "custGeom", "prstGeom")
    new = b""
    if "fill" in op:
        splices += [removed(layout, one) for one in properties if local(one) in FILLS]
        new = deck.dialect.fragment(_paint(op["fill"]), properties)
    if "line" in op:
        splices += [removed(layout, one) for one in properties if local(one) == "ln"]
        line = deck.dialect.fragment(f'<a:ln w="12700">{_paint(op["line"])}</a:ln>', properties)
        if "fill" in op or not any(local(one) in FILLS for one in properties):
            new += line
        else:
            splices.append(placed(layout, properties, line, tuple(FILLS)))
    return [*splices, placed(layout, properties, new, before)] if new else splices


def _paint(told: object) -> str:
    return "<a:noFill/>" if told == "none" else colour(told)


FORMAT_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "set_format": Operation(
        _formatted,
        _FIELDS,
        '{"op":"set_format","slide":3,"shape":2,"find":"words","bold":true,"size":24,"color":"#C00000"} '
        '(italic, underline, font, align; "fill"/"line": a colour or none; instead of find: '
        '"paragraph":1, or "row":1,"column":2 of a table)',
    ),
}
