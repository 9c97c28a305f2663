"""Ops for what may be entered into cells. ECMA-376 part 1, 18.3.1.32 and 18.3.1.33."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.op_words import flag_in
from agent.documents.opc.xml_tags import Attributes
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation
from agent.documents.xlsx.cell_names import Area, area_of, quoted_sheet, split_part
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import writable
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.ranges import address, areas_of, fixed, listed, overlap, placed, without
from agent.documents.xlsx.serials import formula_value

_KINDS = {"list": "list", "whole": "whole", "decimal": "decimal", "date": "date", "time": "time",
          "length": "textLength", "custom": "custom", "any": "none"}  # fmt: skip
_OPERATORS = {"between": "between", "not_between": "notBetween", "=": "equal", "<>": "notEqual", ">": "greaterThan",
              ">=": "greaterThanOrEqual", "<": "lessThan", "<=": "lessThanOrEqual"}  # fmt: skip
_STYLES = ("stop", "warning", "information")
_MAX_LIST = 255
_LENGTHS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}
_FIELDS = ("sheet", "range", "type", "values", "source", "formula", *_OPERATORS, "empty", "message", "title", "error",
           "error_title", "on_error")  # fmt: skip


def set_validation(draft: Draft, op: Op) -> Words:
    """Allow only some values in a range; what was allowed there before no longer counts."""
    entry, area = placed(draft, op)
    kind = text_of(op, "type", "list")
    if kind not in _KINDS:
        raise InvalidArgumentsError(f"'type' is one of {', '.join(_KINDS)}.")
    told, formulas = _rule(draft, op, kind)
    told = {**told, **_messages(op), "sqref": listed([area])}
    frame = Frame(draft.sheet(entry))
    kept = _without(frame, area)
    inner = [frame.tag(name, None, escaped(formula)) for name, formula in formulas.items()]
    _put(frame, [*kept, frame.tag("dataValidation", told, *inner)])
    draft.set_text(entry, frame.text())
    return Words(
        f"Only {_said(op, kind)} may be entered in {entry.name}!{address(area)}; values that are there stay.",
        f"「{entry.name}」{address(area)} に入力規則を設定しました(既存の値は変更していません)。",
    )


def clear_validation(draft: Draft, op: Op) -> Words:
    """Allow everything in a range again."""
    entry, area = placed(draft, op)
    frame = Frame(draft.sheet(entry))
    node = frame.child("dataValidations")
    if node is None or not any(overlap(one, area) for rule in node for one in areas_of(rule.get("sqref", ""))):
        raise InvalidArgumentsError(f"{entry.name}!{address(area)} has no rules for what may be entered.")
    _put(frame, _without(frame, area))
    draft.set_text(entry, frame.text())
    return Words(
        f"Everything may be entered in {entry.name}!{address(area)} again.",
        f"「{entry.name}」{address(area)} の入力規則を解除しました。",
    )


def _without(frame: Frame, area: Area) -> list[str]:
    """The rules that there are, without a range."""
    node = frame.child("dataValidations")
    kept = []
    for rule in () if node is None else node.iterchildren("*"):
        left = without(areas_of(rule.get("sqref", "")), area)
        same = left == areas_of(rule.get("sqref", ""))
        if left:
            kept.append(frame.source(rule) if same else frame.remade(rule, {"sqref": listed(left)}, frame.inner(rule)))
    return kept


def _put(frame: Frame, rules: list[str]) -> None:
    node = frame.child("dataValidations")
    if node is None:
        frame.put("dataValidations", frame.tag("dataValidations", {"count": len(rules)}, *rules) if rules else "")
    else:
        frame.replace(node, frame.remade(node, {"count": len(rules)}, "".join(rules)) if rules else "")


def _rule(draft: Draft, op: Op, kind: str) -> tuple[Attributes, dict[str, str]]:
    """The attributes of a rule and its formulas."""
    # "showDropDown" hides the arrow: its name says the opposite of what it does.
    told: Attributes = {"type": _KINDS[kind] if kind != "any" else None, "allowBlank": _flag(op, "empty", default=True)}
    if kind == "any":
        return told, {}
    if kind == "list":
        return told, {"formula1": _list(draft, op)}
    if kind == "custom":
        return told, {"formula1": writable(text_of(op, "formula"))}
    named = [name for name in _OPERATORS if name in op]
    if len(named) != 1:
        raise InvalidArgumentsError(f"'{kind}' needs one of {', '.join(_OPERATORS)}, like \"between\": [1, 9].")
    value, since = op[named[0]], draft.book.since_1904
    bounds = list(value) if isinstance(value, (list, tuple)) else [value]
    if len(bounds) != (2 if "between" in named[0] else 1):
        raise InvalidArgumentsError(
            f"{named[0]!r} takes {'two values, [from, to]' if 'between' in named[0] else 'one value'}."
        )
    formulas = {f"formula{at}": formula_value(bound, since) for at, bound in enumerate(bounds, 1)}
    return {**told, "operator": _OPERATORS[named[0]]}, formulas


def _list(draft: Draft, op: Op) -> str:
    """The formula of a list: its values in quotes, or the range that holds them."""
    if "source" in op:
        told = text_of(op, "source")
        if told.startswith("="):
            return writable(told)
        name, area = split_part(told) if "!" in told else ("", told)
        sheet = draft.entry(name or text_of(op, "sheet", ""))
        return f"{quoted_sheet(sheet.name)}!{fixed(area_of(area))}"
    values = op.get("values")
    if not isinstance(values, (list, tuple)) or not values:
        raise InvalidArgumentsError("A 'list' needs 'values' ([\"A\", \"B\"]) or a 'source' (\"Lists!A2:A9\").")
    texts = [f"{value:g}" if isinstance(value, float) else str(value) for value in values]
    joined = ",".join(texts)
    if any("," in text for text in texts) or len(joined) > _MAX_LIST:
        raise InvalidArgumentsError(
            f"The values of a list have no commas and at most {_MAX_LIST} characters in all. Write them into cells and "
            "name those as 'source'."
        )
    return '"' + joined.replace('"', '""') + '"'


def _messages(op: Op) -> Attributes:
    texts = {"promptTitle": op.get("title"), "prompt": op.get("message"), "errorTitle": op.get("error_title"),
             "error": op.get("error")}  # fmt: skip
    for name, text in texts.items():
        if text is not None and (not isinstance(text, str) or len(text) > _LENGTHS[name]):
            raise InvalidArgumentsError(f"A {name} is a text of at most {_LENGTHS[name]} characters.")
    style = text_of(op, "on_error", "stop")
    if style not in _STYLES:
        raise InvalidArgumentsError(f"'on_error' is one of {', '.join(_STYLES)}.")
    told: Attributes = {name: text for name, text in texts.items() if isinstance(text, str)}
    return {"showInputMessage": 1, "showErrorMessage": 1, "errorStyle": None if style == "stop" else style, **told}


def _flag(op: Op, name: str, *, default: bool) -> int | None:
    return 1 if flag_in(op, name, default=default) else None


def _said(op: Op, kind: str) -> str:
    if kind == "list":
        values = op.get("values")
        return f"one of {', '.join(map(str, values))[:80]}" if isinstance(values, (list, tuple)) else "values of a list"
    named = next((name for name in _OPERATORS if name in op), "")
    words = {"whole": "whole numbers", "decimal": "numbers", "date": "dates", "time": "times", "length": "texts",
             "custom": "what the formula allows", "any": "what the message asks for"}  # fmt: skip
    return f"{words[kind]} {named} {op[named]}" if named else words[kind]


VALIDATION_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_validation": Operation(
        set_validation,
        _FIELDS,
        '{"op":"set_validation","sheet":"S","range":"B2:B50","type":"list","values":["Yes","No"]}  or "source":"Lists!'
        'A2:A9"; whole, decimal, date, time, length with "between":[1,9] or not_between, =, <>, >, >=, <, <=; custom: '
        '"formula":"=LEN(B2)=5"; any: a message only; "message","title" when chosen, "error","error_title","on_error":'
        '"stop|warning|information"; "empty":false forbids none',
    ),
    "clear_validation": Operation(
        clear_validation, ("sheet", "range"), '{"op":"clear_validation","sheet":"S","range":"B2:B50"}'
    ),
}
