"""Paragraphs and tables of a Word document moved, and breaks between pages."""

from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import Draft
from agent.documents.docx.ops_chosen import carry_out, named, spots_at, structural
from agent.documents.docx.places import Move
from agent.documents.docx.tree import Element, name_of, value
from agent.documents.opc.xml_splice import Splice
from agent.documents.operations import Operation

_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_WHERE = "'after' is a paragraph, a table or 'start': 'P3', 'T1'."


def _moved(addresses: Addresses, op: Op) -> Words:
    spots = _together(spots_at(addresses, op.get("from"), ("p", "tbl")))
    draft = spots[0].draft
    layout = draft.layout
    start, end = layout.span(spots[0].element).start, layout.span(spots[-1].element).end
    target, other = place_after(addresses, op)
    if other is not draft:
        raise InvalidArgumentsError("Paragraphs move within the body or within one header only.")
    if start <= target <= end:
        raise InvalidArgumentsError(f"{named(spots)} stands there already: name a place outside of it.")
    put_in = Splice(target, target, layout.xml[start:end])
    addresses.rewrite(addresses.part_of(draft), [Splice(start, end, b""), put_in], [Move(start, end, put_in)])
    if op.get("after") == "start":
        return Words(f"Moved {named(spots)} to the beginning.", f"{named(spots)} を文書の先頭に移動しました。")
    return Words(
        f"Moved {named(spots)} after {op.get('after')}.", f"{named(spots)} を {op.get('after')} の後に移動しました。"
    )


def place_after(addresses: Addresses, op: Op) -> tuple[int, Draft]:
    """The byte behind which something comes, and the Draft it is of. Raises InvalidArgumentsError."""
    if op.get("after") == "start":
        draft = addresses.drafts[addresses.package.main]
        first = next(spot for spot in addresses.spots.values() if spot.draft is draft)
        return draft.layout.span(first.element).start, draft
    if "after" not in op:
        raise InvalidArgumentsError(_WHERE)
    spot = addresses.at(op["after"], ("p", "tbl"))
    return addresses.end_of(spot), spot.draft


def _together(spots: Sequence[Spot]) -> Sequence[Spot]:
    """The places, when they can move as one. Raises InvalidArgumentsError."""
    parent = spots[0].element.getparent()
    elements = [spot.element for spot in spots]
    if parent is None or any(one.getparent() is not parent for one in elements):
        raise InvalidArgumentsError("What moves must lie together, not half of it in a text box or a content control.")
    siblings = list(parent)
    between = siblings[siblings.index(elements[0]) : siblings.index(elements[-1]) + 1]
    if any(name_of(one) in {"p", "tbl", "sdt"} and one not in elements for one in between):
        raise InvalidArgumentsError("Name all that moves in one range from top to bottom, such as 'P10-P12'.")
    if sum(name_of(one) in {"p", "tbl"} for one in siblings) == len(elements):
        raise InvalidArgumentsError("Nothing would stay there: a text, a cell or a box needs a paragraph.")
    _check_whole(between)
    return spots


def _check_whole(elements: Sequence[Element]) -> None:
    """Refuse what would tear a section, a field, a bookmark or a comment."""
    inside = [one for element in elements for one in element.iter("*")]
    if any(name_of(one) == "sectPr" for one in inside):
        raise InvalidArgumentsError(
            "A section ends there, with its page and headers: move what is before and after it."
        )
    marks = [value(one, "fldCharType") for one in inside if name_of(one) == "fldChar"]
    if marks.count("begin") != marks.count("end"):
        raise InvalidArgumentsError("A field, such as a table of contents, begins or ends there: move all of it.")
    starts = {(name_of(one)[:-5], value(one, "id")) for one in inside if name_of(one).endswith("Start")}
    ends = {(name_of(one)[:-3], value(one, "id")) for one in inside if name_of(one).endswith("End")}
    if starts != ends:
        raise InvalidArgumentsError("A bookmark or a comment begins or ends there: move all that it reaches over.")


def _page_broken(addresses: Addresses, op: Op) -> Words:
    spot = addresses.at(op.get("after"), ("p", "tbl"))
    end = addresses.end_of(spot)
    new = dialect_of(spot.draft.layout, spot.element).xml(_BREAK)
    carry_out(addresses, [(spot.draft, Splice(end, end, new))])
    return Words(
        f"What follows {spot.anchor} begins on a new page.", f"{spot.anchor} の後で改ページするようにしました。"
    )


BLOCK_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "move_paragraphs": Operation(
        structural(_moved),
        ("from", "after"),
        '{"op":"move_paragraphs","from":"P10-P12","after":"P3"} (from: P10, P10-P12 or T1; after: P3, T1 or "start")',
    ),
    "insert_page_break": Operation(structural(_page_broken), ("after",), '{"op":"insert_page_break","after":"P3"}'),
}
