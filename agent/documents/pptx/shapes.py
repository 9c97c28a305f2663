"""Ops on shapes: moved, sized, deleted, and new text boxes."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.docx.tree import Element
from agent.documents.op_fields import object_of
from agent.documents.op_words import text_in
from agent.documents.opc.xml_splice import Layout, Splice, removed
from agent.documents.operations import Operation
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.dialect import relation_ids
from agent.documents.pptx.markup import body, frame_place, text_box
from agent.documents.pptx.places import Area, area_of
from agent.documents.pptx.room import area_in, area_of_cm
from agent.documents.pptx.splices import attribute_set, placed
from agent.documents.pptx.timing import timing_without
from agent.documents.pptx.tree import Shape, first, local

_MOVED = Words(
    "Placed shape {number} ({name}) of slide {slide}.",
    "スライド {slide} の図形 {number}({name})の位置と大きさを設定しました。",
)
_DELETED = Words(
    "Deleted shape {number} ({name}) of slide {slide}.", "スライド {slide} の図形 {number}({name})を削除しました。"
)
_STILL = Words("Its animations were taken away too.", "この図形のアニメーションも削除しました。")
_BOX = Words(
    "Inserted a text box as shape {number} on slide {slide}.",
    "スライド {slide} にテキスト ボックスを挿入しました(図形 {number})。",
)


def _moved(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape"))
    if any(local(one) == "grpSp" for one in shape.element.iterancestors()):
        raise InvalidArgumentsError(f"Shape {shape.number} belongs to a group, which keeps its parts in place.")
    usual = area_of(deck.parts, slide.part, shape.element)
    told = object_of(op, "at")
    if usual is None and len(told) < 4:
        raise InvalidArgumentsError("Nothing says where the shape lies. Give 'at' all four sides.")
    place(deck, slide, shape, area_of_cm(deck, told, usual or Area(0, 0, 0, 0)))
    return _MOVED.of(number=shape.number, name=shape.name, slide=slide.label)


def place(deck: Deck, slide: SlideAt, shape: Shape, area: Area) -> None:
    """Give a shape a place; the columns and rows of a table grow along."""
    layout = deck.parts.layout(slide.part)
    frame = first(shape.element, "xfrm")
    if frame is None:
        frame = first(shape.element, "spPr", "xfrm")
    offset, extent = first(frame, "off"), first(frame, "ext")
    if offset is None or extent is None:
        properties = first(shape.element, "spPr")
        if properties is None or frame is not None:
            raise InvalidArgumentsError(f"Shape {shape.number} cannot be placed.")
        new = deck.dialect.fragment(frame_place(area), properties)
        deck.parts.splice(slide.part, placed(layout, properties, new, ()))
        return
    sides = ((offset, "x", area.left), (offset, "y", area.top), (extent, "cx", area.width), (extent, "cy", area.height))
    splices = [splice for one, name, value in sides for splice in _changed(layout, one, name, value)]
    if shape.table is not None:
        splices += _stretched(layout, shape.table, extent, area)
    deck.parts.splice(slide.part, *splices)


def _changed(layout: Layout, element: Element, name: str, value: int) -> list[Splice]:
    return [] if element.get(name) == str(value) else [attribute_set(layout, element, name, str(value))]


def _stretched(layout: Layout, table: Element, extent: Element, area: Area) -> list[Splice]:
    splices = []
    for tag, name, old, new in (
        ("gridCol", "w", extent.get("cx"), area.width),
        ("tr", "h", extent.get("cy"), area.height),
    ):
        for one in table.iter(f"{{*}}{tag}"):
            told = one.get(name, "")
            if told.isdecimal() and old and old.isdecimal() and int(old) and int(old) != new:
                splices.append(attribute_set(layout, one, name, str(int(told) * new // int(old))))
    return splices


def _deleted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    shape = deck.shape(slide, op.get("shape"))
    was_moving = delete_shape(deck, slide, shape)
    said = _DELETED.of(number=shape.number, name=shape.name, slide=slide.label)
    return joined(said, *([_STILL] if was_moving else []))


def delete_shape(deck: Deck, slide: SlideAt, shape: Shape) -> bool:
    """Take a shape away with what only it uses: parts, animations, ends of lines. Returns whether it was animated."""
    before = deck.parts.reachable()
    layout = deck.parts.layout(slide.part)
    ids = frozenset(one.get("id", "") for one in shape.element.iter("{*}cNvPr"))
    used = {one for element in shape.element.iter("*") for one in relation_ids(element)}
    effects = timing_without(layout.root, ids)
    inside = set(shape.element.iter("*"))
    ends = [one for one in layout.root.iter("{*}stCxn", "{*}endCxn") if one.get("id") in ids and one not in inside]
    deck.cut(slide.part, shape.element, *(removed(layout, one) for one in (*effects, *ends)))
    release(deck, slide.part, used)
    deck.parts.drop_orphans(before)
    return bool(effects)


def release(deck: Deck, part: str, used: set[str]) -> None:
    """Take relationships away that nothing on a slide names any more."""
    left = {one for element in deck.parts.root(part).iter("*") for one in relation_ids(element)}
    there = {one.id for one in deck.parts.relations(part)}
    for one in sorted((used & there) - left):
        deck.parts.unrelate(part, one)


def _boxed(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    lines = text_in(op, "text").split("\n")
    area = area_in(deck, slide, op)
    number = deck.new_shape_id(slide.part)
    words = body(lines, '<a:bodyPr wrap="square"><a:normAutofit/></a:bodyPr>')
    shape = deck.draw(slide.part, text_box(number, f"TextBox {number - 1}", area, words))
    return _BOX.of(number=shape.number, slide=slide.label)


SHAPE_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "move_shape": Operation(
        _moved,
        ("slide", "shape", "at"),
        '{"op":"move_shape","slide":3,"shape":2,"at":{"left":2,"top":4,"width":10,"height":6}} (cm; only what changes)',
    ),
    "delete_shape": Operation(_deleted, ("slide", "shape"), '{"op":"delete_shape","slide":3,"shape":2}'),
    "insert_text_box": Operation(
        _boxed,
        ("slide", "text", "at"),
        '{"op":"insert_text_box","slide":3,"text":"...","at":{"left":2,"top":4,"width":10,"height":2}} '
        "(at: cm, else where there is room)",
    ),
}
