"""Ops for defined names."""

import re
from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.opc.xml_text import decoded_xml, unescaped
from agent.documents.operations import Operation
from agent.documents.xlsx.cell_names import area_of, quoted_sheet, split_part
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import mentioned, writable
from agent.documents.xlsx.names import Name, checked_name, delete_name, names_of, set_name, sheet_number
from agent.documents.xlsx.ranges import fixed

_FORMULA = re.compile(
    r"<(?:[\w.-]+:)?(?:f|formula|formula[12]|definedName|calculatedColumnFormula)(?=[\s>])[^<>]*>([^<]+)<"
)
_DEFINED = Words("The name {name} now stands for {refers}.", "名前「{name}」を {refers} として定義しました。")
_CHANGED = Words(
    "The name {name} now stands for {refers}; before it was another range or value.",
    "名前「{name}」の参照先を {refers} に変更しました。",
)


def set_defined_name(draft: Draft, op: Op) -> Words:
    """Give a range, a value or a formula a name, for the workbook or for one sheet."""
    name = checked_name(text_of(op, "name"))
    scope = sheet_number(draft, draft.entry(text_of(op, "sheet"))) if op.get("sheet") else None
    told = text_of(op, "refers_to")
    refers = _refers(draft, told)
    for entry in draft.worksheets:
        if any(table.get("displayName", "").casefold() == name.casefold() for table in draft.tables(entry)):
            raise InvalidArgumentsError(f"A table has the name {name!r} already. Take another name.")
    draft.results_change = True
    changed = set_name(draft, Name(name, refers, scope))
    return (_CHANGED if changed else _DEFINED).of(name=name, refers=refers)


def _refers(draft: Draft, told: str) -> str:
    if told.startswith("="):
        return writable(told)
    sheet, area = split_part(told) if "!" in told else ("", told)
    entry = draft.entry(sheet)
    return f"{quoted_sheet(entry.name)}!{fixed(area_of(area))}"


def delete_defined_name(draft: Draft, op: Op) -> Words:
    """Take a name away that no formula uses."""
    name = text_of(op, "name")
    scope = sheet_number(draft, draft.entry(text_of(op, "sheet"))) if op.get("sheet") else None
    known = [one for one in names_of(draft) if not one.name.startswith("_xlnm.")]
    if not any(one.name.casefold() == name.casefold() and one.sheet == scope for one in known):
        told = ", ".join(one.name for one in known[:30]) or "none"
        raise InvalidArgumentsError(f"There is no name {name!r}. There are: {told}.")
    if user := _user_of(draft, name):
        raise InvalidArgumentsError(f"A formula in {user} uses the name {name!r}. Change it first.")
    delete_name(draft, name, scope)
    return Words(f"Deleted the name {name}.", f"名前「{name}」を削除しました。")


def _user_of(draft: Draft, name: str) -> str:
    """The first part with a formula that uses a name, "" for none."""
    for part in draft.xml_parts(("styles.xml", "sharedstrings.xml", "calcchain.xml")):
        text, _ = decoded_xml(draft.part(part))
        if name.casefold() not in text.casefold():
            continue
        if any(mentioned(unescaped(formula), name) for formula in _FORMULA.findall(text)):
            return next((one.name for one in draft.worksheets if one.part == part), part)
    return ""


NAME_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_name": Operation(
        set_defined_name,
        ("sheet", "name", "refers_to"),
        '{"op":"set_name","name":"Rates","refers_to":"S!B2:B9"}  or "=0.1"; "sheet": the only one that knows it',
    ),
    "delete_name": Operation(
        delete_defined_name, ("sheet", "name"), '{"op":"delete_name","name":"Rates"}  refused while a formula uses it'
    ),
}
