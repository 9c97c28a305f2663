"""Editing a Word document: each op changes the words it names and keeps their formatting."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx import tracked_ops as docx_tracked_ops
from agent.documents.docx.addresses import Addresses, Spot, addresses_of
from agent.documents.docx.comments import COMMENT_OPERATIONS
from agent.documents.docx.draft import copied, first_properties, run_bytes
from agent.documents.docx.furigana import counted_readings, stale_readings
from agent.documents.docx.ops import STRUCTURE_OPERATIONS
from agent.documents.docx.replace import replaced
from agent.documents.docx.rows import row_inserted, table_cell_set
from agent.documents.docx.text import protection
from agent.documents.docx.tracked_choices import CHOICE_OPERATIONS
from agent.documents.docx.tracked_ops import TRACK, stamp_of, with_tracking
from agent.documents.docx.tree import child, children, name_of
from agent.documents.facts import UNSIGNED
from agent.documents.op_words import spoken, text_in
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation, carried_out

_EMPTIED = Words(
    "Emptied {anchor}; its paragraph must stay, since it ends a section or is the only one there.",
    "{anchor} の中身を空にしました。セクションの終わりか、そこにある唯一の段落のため、段落そのものは残しています。",
)


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Carry out `ops` in order; addresses are those of the document as it was read, before the first op.

    Raises:
        InvalidArgumentsError: an op does not fit, or the document is protected; nothing is written.
        UnreadableError: the document is broken.
    """
    with Package.open(source) as package:
        addresses = addresses_of(package)
        limit = protection(package)
        if limit and not _permitted(limit, ops):
            raise InvalidArgumentsError(
                f"The author protected the document against editing ({limit}). It can be changed when the "
                "protection is taken off in Word, or a new document can be made from its text."
            )
        above = _readings(addresses)
        said = tuple(carried_out(OPERATIONS, addresses, spoken(op), "a Word document") for op in ops)
        said += stale_readings(above, _readings(addresses))
        package.save(target, addresses.written())
        return (*said, UNSIGNED) if package.signed else said


def _readings(addresses: Addresses) -> Counter[tuple[str, str]]:
    return counted_readings(draft.layout.root for draft in addresses.drafts.values())


def _permitted(limit: str, ops: Sequence[Op]) -> bool:
    """Whether a protection allows just such ops: comments, or changes that are tracked."""
    if limit == "trackedChanges":
        tracked = [op for op in ops if str(op.get("op")) not in COMMENT_OPERATIONS]
        return all(str(op.get("op")) in _TRACKED_OPERATIONS and op.get("track", True) is True for op in tracked)
    return limit == "comments" and all(str(op.get("op")) in COMMENT_OPERATIONS for op in ops)


def _paragraph_set(addresses: Addresses, op: Op) -> Words:
    stamp = stamp_of(addresses, op)
    spot = addresses.at(op.get("at"))
    text = text_in(op, "text", empty=True)
    text = text.removeprefix(spot.mark) if spot.mark else text
    if stamp is None:
        spot.draft.set_text(spot.element, text)
    else:
        docx_tracked_ops.paragraph_set(spot, text, stamp)
    said = Words(f"Set the text of {spot.anchor}.", f"{spot.anchor} の文章を変更しました。")
    return with_tracking(said, addresses, op, stamp)


def _inserted(addresses: Addresses, op: Op) -> Words:
    stamp = stamp_of(addresses, op)
    spot = addresses.at(op.get("at"), ("p", "tbl"))
    lines = text_in(op, "text").split("\n")
    style = op.get("style")
    properties, run = _like(addresses, spot) if style is None else (_styled(addresses, spot, str(style)), b"")
    prefix = spot.draft.layout.prefix(spot.element)
    start, end = f"<{prefix}p>".encode(), f"</{prefix}p>".encode()
    new = [start + properties + run_bytes(line, prefix, run) + end for line in lines]
    if stamp is None:
        for paragraph in new:
            spot.draft.insert_after(spot.element, paragraph)
    else:
        docx_tracked_ops.inserted(spot, new, stamp)
    said = Words(
        f"Inserted {len(lines)} paragraph{'s' if len(lines) > 1 else ''} after {spot.anchor}.",
        f"{spot.anchor} の後に {len(lines)} 段落を挿入しました。",
    )
    return with_tracking(said, addresses, op, stamp)


def _like(addresses: Addresses, spot: Spot) -> tuple[bytes, bytes]:
    """The formatting of the paragraph before; of plain text after a heading, a table or the end of a section."""
    own = child(spot.element, "pPr")
    plain = name_of(spot.element) != "p" or addresses.styles.level(spot.element) is not None
    if plain or child(own, "sectPr") is not None:
        return b"", b""
    return copied(spot.draft.layout, own), first_properties(spot.draft.layout, spot.element)


def _styled(addresses: Addresses, spot: Spot, name: str) -> bytes:
    wanted = name.strip().lower()
    for key, style in addresses.styles.by_id.items():
        if wanted in {key.lower(), style.name.lower()}:
            prefix = spot.draft.layout.prefix(spot.element)
            named = f'{spot.draft.layout.attribute_prefix(spot.element)}val="{escaped(key)}"'
            return f"<{prefix}pPr><{prefix}pStyle {named}/></{prefix}pPr>".encode()
    names = ", ".join(style.name for style in addresses.styles.by_id.values() if style.name)
    raise InvalidArgumentsError(f"The document has no style {name!r}. It has: {names[:600]}.")


def _deleted(addresses: Addresses, op: Op) -> Words:
    stamp = stamp_of(addresses, op)
    spot = addresses.at(op.get("at"), ("p", "tbl", "tr"))
    gone = _removed(spot) if stamp is None else docx_tracked_ops.deleted(spot, stamp)
    said = Words(f"Deleted {spot.anchor}.", f"{spot.anchor} を削除しました。")
    return with_tracking(said if gone else _EMPTIED.of(anchor=spot.anchor), addresses, op, stamp)


def _removed(spot: Spot) -> bool:
    """Take out a paragraph, a table or a row; False when a paragraph must stay and only its words went."""
    element = spot.element
    parent = element.getparent()
    alone = parent is not None and len(children(parent, name_of(element))) == 1
    if name_of(element) == "tr" and alone:
        raise InvalidArgumentsError(f"{spot.anchor} is the only row of its table: delete the table itself.")
    if name_of(element) == "p" and (alone or child(element, "pPr", "sectPr") is not None):
        spot.draft.set_text(element, "")
        return False
    spot.draft.remove(element)
    return True


def _cell_set(addresses: Addresses, op: Op) -> Words:
    stamp = stamp_of(addresses, op)
    tracked = docx_tracked_ops.table_cell_set
    said = table_cell_set(addresses, op) if stamp is None else tracked(addresses, op, stamp)
    return with_tracking(said, addresses, op, stamp)


def _row_inserted(addresses: Addresses, op: Op) -> Words:
    stamp = stamp_of(addresses, op)
    tracked = docx_tracked_ops.row_inserted
    said = row_inserted(addresses, op) if stamp is None else tracked(addresses, op, stamp)
    return with_tracking(said, addresses, op, stamp)


_TRACK_FORM = ' ("track":true,"author":"Sato" for a tracked change)'
_TRACKED_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "replace": Operation(
        replaced,
        ("find", "with", "all", "at", *TRACK),
        '{"op":"replace","find":"a","with":"b","all":true} ("at":"P12" for one place)' + _TRACK_FORM,
    ),
    "set_paragraph": Operation(
        _paragraph_set, ("at", "text", *TRACK), '{"op":"set_paragraph","at":"P12","text":"..."}' + _TRACK_FORM
    ),
    "insert_after": Operation(
        _inserted,
        ("at", "text", "style", *TRACK),
        '{"op":"insert_after","at":"P12","text":"...","style":"Heading 2"}' + _TRACK_FORM,
    ),
    "delete": Operation(_deleted, ("at", *TRACK), '{"op":"delete","at":"P12"} (or T1, T1 R2)' + _TRACK_FORM),
    "set_table_cell": Operation(
        _cell_set,
        ("table", "row", "column", "text", *TRACK),
        '{"op":"set_table_cell","table":1,"row":2,"column":3,"text":"..."}' + _TRACK_FORM,
    ),
    "insert_row": Operation(
        _row_inserted,
        ("table", "after", "cells", *TRACK),
        '{"op":"insert_row","table":1,"after":2,"cells":["..."]}' + _TRACK_FORM,
    ),
}
OPERATIONS: Mapping[str, Operation[Addresses]] = {
    **_TRACKED_OPERATIONS,
    **CHOICE_OPERATIONS,
    **COMMENT_OPERATIONS,
    **STRUCTURE_OPERATIONS,
}
