"""Lists with bullets or numbers: new items, and paragraphs that become items or stop being some."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.dialect import Dialect, dialect_of
from agent.documents.docx.draft import Draft, run_text
from agent.documents.docx.numbering import BULLETS, NUMBERS, new_list
from agent.documents.docx.ops_chosen import carry_out, named, paragraphs_in, spots_at, structural
from agent.documents.docx.ops_properties import owned
from agent.documents.docx.ops_styles import style_of
from agent.documents.docx.tree import Element, child, name_of, value
from agent.documents.op_words import speakable
from agent.documents.opc.xml_splice import Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation

_KINDS = (BULLETS, NUMBERS, "none")
_DEEPEST = 8


def _list_inserted(addresses: Addresses, op: Op) -> Words:
    items = _items(op)
    spot = addresses.at(op.get("after"), ("p", "tbl"))
    number = _continued(addresses, op) or new_list(addresses, _kind(op, _KINDS[:2]))
    style = style_of(addresses, "List Paragraph")
    layout = spot.draft.layout
    dialect = dialect_of(layout, spot.element)
    following = next((one for one in spot.element.itersiblings() if name_of(one)), None)
    ends = name_of(spot.element) == "tbl" and following is not None and name_of(following) == "tbl"
    new = "".join(_item_xml(text, depth, number, style) for depth, text in items) + ("<w:p/>" if ends else "")
    end = addresses.end_of(spot)
    carry_out(addresses, [(spot.draft, Splice(end, end, dialect.xml(new)))])
    return Words(
        "Inserted a list of {count} {count:item|items} after {anchor}.",
        "{anchor} の後に {count} 項目の箇条書きを挿入しました。",
    ).of(count=len(items), anchor=spot.anchor)


def _items(op: Op) -> list[tuple[int, str]]:
    items = op.get("items")
    if (
        not isinstance(items, (list, tuple))
        or not items
        or not all(isinstance(one, (str, int, float)) for one in items)
    ):
        raise InvalidArgumentsError(
            "'items' is a list of texts; two spaces before one put it a level deeper: \"  sub\"."
        )
    texts = [speakable(str(one)) for one in items]
    return [(min(_DEEPEST, (len(one) - len(one.lstrip(" "))) // 2), one.strip()) for one in texts]


def _kind(op: Op, kinds: tuple[str, ...]) -> str:
    kind = op.get("kind", BULLETS)
    if kind not in kinds:
        raise InvalidArgumentsError(f"'kind' is one of {', '.join(kinds)}, not {kind!r}.")
    return str(kind)


def _continued(addresses: Addresses, op: Op) -> str:
    """The list that "like" names, "" for a new one. Raises InvalidArgumentsError when no list is there."""
    if "like" not in op:
        return ""
    found = numbering_of(addresses, addresses.at(op["like"]).element)
    if not found:
        raise InvalidArgumentsError(f"{op['like']} is no item of a list: name one, or leave 'like' out for a new list.")
    return found


def numbering_of(addresses: Addresses, paragraph: Element) -> str:
    """The id of the list that a paragraph is in by itself or by its style; "" for none."""
    own = child(paragraph, "pPr", "numPr", "numId")
    if own is not None:
        return value(own) if value(own) != "0" else ""
    told = addresses.styles.of(paragraph).numbering
    return told[0] if told else ""


def _item_xml(text: str, depth: int, number: str, style: str) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{escaped(number)}"/></w:numPr>'
    properties = f'<w:pPr><w:pStyle w:val="{escaped(style)}"/>{listed}</w:pPr>'
    return f"<w:p>{properties}<w:r>{run_text(text, 'w:').decode()}</w:r></w:p>"


def _list_set(addresses: Addresses, op: Op) -> Words:
    kind = _kind(op, _KINDS)
    places = spots_at(addresses, op.get("at"))
    number = "0" if kind == "none" else _continued(addresses, op) or new_list(addresses, kind)
    splices: list[tuple[Draft, Splice]] = []
    for spot in paragraphs_in(places):
        layout = spot.draft.layout
        new = {"numPr": _numbering_xml(dialect_of(layout, spot.element), spot.element, number)}
        splices += [(spot.draft, one) for one in owned(layout, spot.element, "pPr", new)]
    carry_out(addresses, splices)
    if kind == "none":
        return Words(f"{named(places)} is no list any more.", f"{named(places)} の箇条書きを解除しました。")
    return Words(
        f"Made {named(places)} a list with {kind}.",
        f"{named(places)} を{'箇条書き' if kind == BULLETS else '番号付きリスト'}にしました。",
    )


def _numbering_xml(dialect: Dialect, paragraph: Element, number: str) -> bytes:
    depth = value(child(paragraph, "pPr", "numPr", "ilvl")) or "0"
    return dialect.xml(f'<w:numPr><w:ilvl w:val="{escaped(depth)}"/><w:numId w:val="{escaped(number)}"/></w:numPr>')


LIST_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_list": Operation(
        structural(_list_inserted),
        ("after", "items", "kind", "like"),
        '{"op":"insert_list","after":"P3","kind":"bullets","items":["one","  deeper","two"]} (kind bullets or numbers, '
        'which begin at 1; "like":"P7" goes on with the list of P7)',
    ),
    "set_list": Operation(
        structural(_list_set),
        ("at", "kind", "like"),
        '{"op":"set_list","at":"P3-P6","kind":"numbers"} (bullets, numbers or none; "like":"P7" joins that list)',
    ),
}
