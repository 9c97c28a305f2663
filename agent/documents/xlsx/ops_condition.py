"""Ops for rules that colour cells by their values. ECMA-376 part 1, 18.3.1.10 and 18.3.1.18."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import object_of
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation
from agent.documents.xlsx.cell_names import Area, cell_name
from agent.documents.xlsx.change import border_of, change_of
from agent.documents.xlsx.condition_rules import drawn_rule
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.ranges import address, areas_of, listed, overlap, placed, without
from agent.documents.xlsx.style_draft import StyleDraft
from agent.documents.xlsx.style_part import styles_part

_FIELDS = ("sheet", "range", "rule", "font", "fill", "border", "number_format", "stop")
_USUAL = {"fill": "#FCE4E4", "font": {"color": "#9C0006"}}


def add_conditional_format(draft: Draft, op: Op) -> Words:
    """Colour the cells of a range that a rule holds for; rules that are there come first."""
    entry, area = placed(draft, op)
    drawn = drawn_rule(object_of(op, "rule"), cell_name(area.top, area.left), draft.book.since_1904)
    frame = Frame(draft.sheet(entry))
    told = {**drawn.told, "priority": _next(frame), "stopIfTrue": 1 if op.get("stop") is True else None}
    if drawn.styled:
        told = {"type": drawn.told["type"], "dxfId": _differential(draft, op), **told}
    inner = "".join(frame.tag("formula", None, escaped(one)) for one in drawn.formulas) + drawn.inner(frame.prefix)
    rule = frame.tag("cfRule", told, inner)
    frame.insert("conditionalFormatting", frame.tag("conditionalFormatting", {"sqref": listed([area])}, rule))
    draft.set_text(entry, frame.text())
    return Words(
        f"Cells of {entry.name}!{address(area)} are marked {drawn.said}.",
        f"「{entry.name}」{address(area)} に条件付き書式を追加しました。",
    )


def _differential(draft: Draft, op: Op) -> int:
    look = {name: op[name] for name in ("font", "fill", "border", "number_format") if name in op} or _USUAL
    change, border = change_of(look), border_of(look)
    sides = border.sides(first=(True, True), last=(True, True)) if border else ()
    part = styles_part(draft)
    styles = StyleDraft(draft.part(part))
    number = styles.differential(type(change)(change.code, change.font, change.fill, sides))
    draft.set_part(part, styles.result())
    return number


def _next(frame: Frame) -> int:
    """Behind all rules that there are, also those that newer programs keep elsewhere."""
    told = [one.get("priority", "0") for one in frame.root.iter("{*}cfRule")]
    return max((int(one) for one in told if one.isdigit()), default=0) + 1


def clear_conditional_formats(draft: Draft, op: Op) -> Words:
    """Take the rules off a range, or off the whole sheet."""
    entry, area = placed(draft, op) if "range" in op else (draft.entry(str(op.get("sheet", ""))), Area())
    frame = Frame(draft.sheet(entry))
    found = 0
    for node in frame.children("conditionalFormatting"):
        areas = areas_of(node.get("sqref", ""))
        if not any(overlap(one, area) for one in areas):
            continue
        found += len(node.findall("{*}cfRule"))
        left = without(areas, area)
        frame.replace(node, frame.remade(node, {"sqref": listed(left)}, frame.inner(node)) if left else "")
    if not found:
        raise InvalidArgumentsError(f"{entry.name}{'' if area == Area() else '!' + address(area)} has no such rules.")
    draft.set_text(entry, frame.text())
    at = "" if area == Area() else f"!{address(area)}"
    return Words(
        "Took {count} {count:rule|rules} for colours off {sheet}{at}.",
        "「{sheet}」{area} の条件付き書式 {count} 件を解除しました。",
    ).of(count=found, sheet=entry.name, at=at, area=at.removeprefix("!"))


CONDITION_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "add_conditional_format": Operation(
        add_conditional_format,
        _FIELDS,
        '{"op":"add_conditional_format","sheet":"S","range":"C2:C50","rule":{">":100},"fill":"#FCE4E4","font":{"color":'
        '"#9C0006","bold":true}}  rule: one of >, >=, <, <=, =, <>, between, not_between, contains, begins_with, '
        'ends_with, "formula":"=$C2>$D2", "duplicates":true, "unique":true, "blank":true, "error":true, "top":10 or '
        '"bottom":10 (with "percent":true), "above_average":true, "below_average":true; without fill and font: '
        '"color_scale":["#F8696B","#FFEB84","#63BE7B"], "data_bar":"#638EC6", "icons":"3TrafficLights1"; "stop":true',
    ),
    "clear_conditional_formats": Operation(
        clear_conditional_formats,
        ("sheet", "range"),
        '{"op":"clear_conditional_formats","sheet":"S","range":"C2:C50"}  without range: all of the sheet',
    ),
}
