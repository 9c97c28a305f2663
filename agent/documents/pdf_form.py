"""Form fields of a PDF: which there are, and filling them in with values that fit."""

from collections.abc import Mapping
from typing import Any

from pypdf import PdfWriter

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.operations import Operation
from agent.documents.pdf_draft import Draft

_YES = {"true", "yes", "on", "1", "x", "はい", "✓"}
_NO = {"false", "no", "off", "0", "", "いいえ"}
_READ_ONLY = 1


def filled(writer: PdfWriter, op: Op) -> Words:
    """Fill "fields" (name to value) in; returns a sentence.

    Raises:
        InvalidArgumentsError: no such field, or a value that its choices do not offer; the sentence names them.
    """
    wanted = op.get("fields")
    if not isinstance(wanted, Mapping) or not wanted:
        raise InvalidArgumentsError("'fields' is an object of field names and values.")
    fields = writer.get_fields() or {}
    if not fields:
        raise InvalidArgumentsError("This PDF has no form fields to fill in.")
    values = {str(name): _fitting(fields, str(name), value) for name, value in wanted.items()}
    writer.update_page_form_field_values(None, values, auto_regenerate=None)
    if any(ord(c) > 0xFF for value in values.values() for c in value):
        # The fonts of most forms have Latin characters only: the viewer must draw the others itself.
        writer.set_need_appearances_writer(True)
    count, names = len(values), ", ".join(values)
    return Words(
        f"Filled in {count} field{'s' if count > 1 else ''}: {names}.", f"入力項目 {count} 個に記入しました: {names}。"
    )


def _fitting(fields: Mapping[str, Any], name: str, value: object) -> str:
    if name not in fields:
        raise InvalidArgumentsError(f"There is no field {name!r}. The fields are: {', '.join(list(fields)[:60])}.")
    field = fields[name]
    if int(field.get("/Ff", 0)) & _READ_ONLY:
        raise InvalidArgumentsError(f"The field {name!r} is read-only in this form.")
    match field.get("/FT"):
        case "/Btn":
            return _state(name, [str(state) for state in field.get("/_States_", [])], value)
        case "/Ch":
            return _choice(name, field.get("/Opt", []), str(value))
        case "/Sig":
            raise InvalidArgumentsError(f"The field {name!r} is for a digital signature and cannot be filled in.")
        case _:
            return "" if value is None else str(value)


def _state(name: str, states: list[str], value: object) -> str:
    """The name of the state of a check box or a group of radio buttons, with its slash."""
    said = "" if value is None else str(value).removeprefix("/")
    on = [state for state in states if state != "/Off"]
    if f"/{said}" in states:
        return f"/{said}"
    if said.lower() in _NO:
        return "/Off"
    if said.lower() in _YES and len(on) == 1:
        return on[0]
    raise InvalidArgumentsError(f"{name!r} can be {', '.join(state[1:] for state in states)}, not {said!r}.")


def _choice(name: str, options: Any, value: str) -> str:
    """The exported value of an option of a list, found by what is shown or by what is exported."""
    pairs = [
        (str(option[0]), str(option[-1])) if isinstance(option, list) else (str(option),) * 2 for option in options
    ]
    for exported, shown in pairs:
        if value in {exported, shown}:
            return exported
    if not pairs:
        return value
    raise InvalidArgumentsError(f"{name!r} can be {', '.join(shown for _, shown in pairs[:40])}, not {value!r}.")


def _fill(draft: Draft, op: Op) -> Words:
    return filled(draft.writer, op)


FORM_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "fill": Operation(_fill, ("fields",), '{"op":"fill","fields":{"Name":"山田太郎","Agreed":true,"Size":"M"}}')
}
