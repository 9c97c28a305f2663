"""Ops on whole slides: added, deleted, moved, copied, hidden."""

from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.paths import shown
from agent.core.words import Words, joined
from agent.documents.op_words import flag_in, text_in
from agent.documents.opc.xml_splice import removed
from agent.documents.operations import Operation
from agent.documents.pptx.compose import Filled, add_slide, edges_like, text_holders
from agent.documents.pptx.copy import comments_left, copy_slide
from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.dialect import relation_ids
from agent.documents.pptx.layouts import layout_for, layout_named
from agent.documents.pptx.order import follow_neighbour, reorder, unlist_slide
from agent.documents.pptx.splices import attribute_set
from agent.documents.pptx.words import write_notes

_ADDED = Words(
    "Added a slide ({layout}), called {label} in this edit, at place {place}.",
    "スライドを追加しました(レイアウト「{layout}」、{place} 枚目。この編集の中では {label})。",
)
_DELETED = Words("Deleted slide {label}.", "スライド {label} を削除しました。")
_JUMPS = Words(
    "Links on other slides that led to it were taken away ({count}).",
    "そのスライドへのリンクも削除しました({count} か所)。",
)
_MOVED = Words("Moved slide {label} to place {place}.", "スライド {label} を {place} 枚目に移動しました。")
_ORDERED = Words("Put the slides into the order {order}.", "スライドの順序を {order} に変更しました。")
_COPIED = Words(
    "Copied slide {label}; the copy is at place {place} and is called {new} in this edit.",
    "スライド {label} を複製しました(複製は {place} 枚目。この編集の中では {new})。",
)
_COMMENTS = Words("Its comments were not copied.", "コメントは複製していません。")
_HIDDEN = Words("Slide {label} is hidden in the show now.", "スライド {label} を非表示にしました。")
_SHOWN = Words("Slide {label} is shown again.", "スライド {label} を再び表示するようにしました。")


def lines_in(op: Mapping[str, object], key: str) -> list[str]:
    """A text as its lines, or a list of texts; none when it is left out. Raises InvalidArgumentsError."""
    found = op.get(key)
    if found is None:
        return []
    if isinstance(found, str):
        return found.split("\n")
    if not isinstance(found, Sequence) or not all(isinstance(one, (str, int, float)) for one in found):
        raise InvalidArgumentsError(f"{key!r} is a text or a list of lines; two spaces before a line indent it.")
    return [line for one in found for line in str(one).split("\n")]


def place_after(deck: Deck, op: Op) -> str | None:
    """The part of the slide that "after" of an op names; the last one when it is left out, None for 0 (the front)."""
    order = deck.order()
    if "after" not in op:
        return order[-1] if order else None
    if op["after"] in (0, "0", "start"):
        return None
    return deck.slide(op, "after").part


def _place(deck: Deck, slide: SlideAt) -> int:
    return deck.order().index(slide.part) + 1


def _added(deck: Deck, op: Op) -> Words:
    after = place_after(deck, op)
    order = deck.order()
    model = after or (order[0] if order else None)
    lines, columns = lines_in(op, "body"), _columns(op)
    if lines and columns:
        raise InvalidArgumentsError("Give 'body' or 'columns', not both.")
    need = "columns" if columns else "body" if lines else "bare"
    layout = layout_named(deck, text_in(op, "layout")) if "layout" in op else layout_for(deck, need, model)
    titles, bodies = text_holders(deck, layout)
    texts = columns or ([lines] if lines else [])
    if len(texts) > len(bodies) or ("title" in op and not titles):
        raise InvalidArgumentsError(
            f"The layout {layout.name!r} has {len(titles)} places for a title and {len(bodies)} for text. "
            "Take another one."
        )
    filled = [Filled(titles[0], lines_in(op, "title"))] if "title" in op else []
    filled += [Filled(holder, one) for holder, one in zip(bodies, texts, strict=False)]
    slide = add_slide(deck, layout, after, filled, edges_like(deck, layout, model))
    if "notes" in op:
        write_notes(deck, slide, text_in(op, "notes"))
    return _ADDED.of(layout=shown(layout.name), label=slide.label, place=_place(deck, slide))


def _columns(op: Op) -> list[list[str]]:
    found = op.get("columns")
    if found is None:
        return []
    if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != 2:
        raise InvalidArgumentsError("'columns' is a list of two lists of lines.")
    return [lines_in({"columns": one}, "columns") for one in found]


def _deleted(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    jumps = delete_slides(deck, [slide])
    return joined(_DELETED.of(label=slide.label), *([_JUMPS.of(count=jumps)] if jumps else []))


def delete_slides(deck: Deck, slides: Sequence[SlideAt]) -> int:
    """Take slides away with all that nothing else uses; returns how many links to them went from other slides."""
    before = deck.parts.reachable()
    gone = {slide.part for slide in slides}
    for part in gone:
        unlist_slide(deck, part)
    own = gone | {part for slide in gone for _, part in deck.parts.leading(slide)}
    jumps = 0
    for name in [one for one in deck.parts.names if one.endswith(".xml") and one not in own | {deck.main}]:
        ids = {relation.id for relation, part in deck.parts.leading(name) if part in gone}
        if ids:
            jumps += _cut_links(deck, name, ids)
    deck.parts.drop_orphans(before)
    return jumps


def _cut_links(deck: Deck, name: str, ids: set[str]) -> int:
    """Take the elements of a part away that name one of the relationships `ids`, and these; returns how many."""
    layout = deck.parts.layout(name)
    gone = [one for one in layout.root.iter("*") if ids & set(relation_ids(one))]
    deck.parts.splice(name, *(removed(layout, one) for one in gone))
    for one in ids:
        deck.parts.unrelate(name, one)
    # What an editor remembers of the outline is no link of a slide.
    return 0 if name.endswith("viewProps.xml") else len(gone)


def _moved(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    after = place_after(deck, op)
    if after == slide.part:
        raise InvalidArgumentsError(f"Slide {slide.label} cannot stand behind itself.")
    order = [part for part in deck.order() if part != slide.part]
    order.insert(order.index(after) + 1 if after else 0, slide.part)
    reorder(deck, order)
    follow_neighbour(deck, slide.part)
    return _MOVED.of(label=slide.label, place=_place(deck, slide))


def _ordered(deck: Deck, op: Op) -> Words:
    wanted = op.get("order")
    slides = [deck.slide_named(one, "order") for one in wanted] if isinstance(wanted, Sequence) else []
    parts = [one.part for one in slides]
    if sorted(parts) != sorted(deck.order()):
        raise InvalidArgumentsError(f"'order' is a list that names each of the {len(deck.order())} slides once.")
    before = deck.order()
    reorder(deck, parts)
    for at, part in enumerate(parts):
        if before[at] != part:
            follow_neighbour(deck, part)
    return _ORDERED.of(order=", ".join(one.label for one in slides))


def _duplicated(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    new = copy_slide(deck, slide, place_after(deck, op) if "after" in op else slide.part)
    said = _COPIED.of(label=slide.label, place=_place(deck, new), new=new.label)
    return joined(said, *([_COMMENTS] if comments_left(deck, slide) else []))


def _hidden(deck: Deck, op: Op) -> Words:
    slide = deck.slide(op)
    hide = flag_in(op, "hidden", default=True)
    layout = deck.parts.layout(slide.part)
    deck.parts.splice(slide.part, attribute_set(layout, layout.root, "show", "0" if hide else None))
    return (_HIDDEN if hide else _SHOWN).of(label=slide.label)


SLIDE_OPERATIONS: Mapping[str, Operation[Deck]] = {
    "add_slide": Operation(
        _added,
        ("after", "layout", "title", "body", "columns", "notes"),
        '{"op":"add_slide","after":2,"layout":"Title and Content","title":"T","body":["point","  below it"],'
        '"notes":"..."} (after: 0 is the front, left out the end; layout: a name of the deck, may be left out; '
        '"columns":[[..],[..]] instead of body; later ops call the slide "new1")',
    ),
    "delete_slide": Operation(_deleted, ("slide",), '{"op":"delete_slide","slide":3}'),
    "move_slide": Operation(_moved, ("slide", "after"), '{"op":"move_slide","slide":5,"after":1} (0: to the front)'),
    "order_slides": Operation(_ordered, ("order",), '{"op":"order_slides","order":[3,1,2]} (each slide once)'),
    "duplicate_slide": Operation(
        _duplicated, ("slide", "after"), '{"op":"duplicate_slide","slide":3} ("after":5; later ops call it "new1")'
    ),
    "hide_slide": Operation(_hidden, ("slide", "hidden"), '{"op":"hide_slide","slide":3,"hidden":true} (false: show)'),
}
