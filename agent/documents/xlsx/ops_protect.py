"""Ops for the protection of sheets against changes by accident. ECMA-376 part 1, 18.3.1.85."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import is_one, text_of
from agent.documents.opc.xml_tags import Attributes
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame

_ALLOWED = {
    "format_cells": "formatCells", "format_columns": "formatColumns", "format_rows": "formatRows",
    "insert_columns": "insertColumns", "insert_rows": "insertRows", "insert_links": "insertHyperlinks",
    "delete_columns": "deleteColumns", "delete_rows": "deleteRows", "sort": "sort", "filter": "autoFilter",
    "pivot_tables": "pivotTables",
}  # fmt: skip
_PROTECTED = Words(
    "Protected {name} without a password: its locked cells cannot be changed by accident.",
    "「{name}」をパスワードなしで保護しました(ロックされたセルは編集できません)。",
)
_FREED = Words("Took the protection off {name}.", "「{name}」の保護を解除しました。")


def protect(draft: Draft, op: Op) -> Words:
    """Protect a sheet against changes by accident; `allow` names what stays possible."""
    entry = draft.entry(text_of(op, "sheet", ""))
    may = op.get("allow", ())
    if not isinstance(may, (list, tuple)) or not all(is_one(one, _ALLOWED) for one in may):
        raise InvalidArgumentsError(f"'allow' is a list of some of {', '.join(_ALLOWED)}.")
    frame = Frame(draft.sheet(entry))
    _refuse_password(frame, entry)
    told: Attributes = {"sheet": 1, "objects": 1, "scenarios": 1, **{_ALLOWED[name]: 0 for name in may}}
    frame.put("sheetProtection", frame.tag("sheetProtection", told))
    draft.set_text(entry, frame.text())
    return _PROTECTED.of(name=entry.name)


def unprotect(draft: Draft, op: Op) -> Words:
    """Take the protection off a sheet that has no password."""
    entry = draft.entry(text_of(op, "sheet", ""))
    frame = Frame(draft.sheet(entry))
    if frame.child("sheetProtection") is None:
        raise InvalidArgumentsError(f"{entry.name} is not protected.")
    _refuse_password(frame, entry)
    frame.put("sheetProtection", "")
    draft.set_text(entry, frame.text())
    return _FREED.of(name=entry.name)


def _refuse_password(frame: Frame, entry: SheetEntry) -> None:
    node = frame.child("sheetProtection")
    if node is not None and (node.get("password") or node.get("hashValue")):
        raise InvalidArgumentsError(
            f"{entry.name} is protected with a password: who knows it can change that in Excel."
        )


PROTECT_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "protect": Operation(
        protect,
        ("sheet", "allow"),
        '{"op":"protect","sheet":"S","allow":["filter","sort"]}  no password; cells with "locked":false stay open',
    ),
    "unprotect": Operation(unprotect, ("sheet",), '{"op":"unprotect","sheet":"S"}  refused when it has a password'),
}
