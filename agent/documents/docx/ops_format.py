"""Formatting of words and paragraphs: runs are split where the words begin and end, everything else stays."""

from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.draft import Draft
from agent.documents.docx.ops_chosen import carry_out, named, paragraphs_in, spots_at, structural
from agent.documents.docx.ops_looks import LOOKS, PARAGRAPH_LOOKS, paragraph_properties, run_properties
from agent.documents.docx.ops_properties import owned
from agent.documents.docx.ops_runs import hits_in, marked_runs, runs_of, split_run
from agent.documents.op_words import text_in
from agent.documents.opc.xml_splice import Splice
from agent.documents.operations import Operation


def _format_set(addresses: Addresses, op: Op) -> Words:
    if not any(key in op for key in (*LOOKS, *PARAGRAPH_LOOKS)):
        raise InvalidArgumentsError(f"'set_format' needs at least one of {', '.join((*LOOKS, *PARAGRAPH_LOOKS))}.")
    spots = spots_at(addresses, op.get("at"))
    find = text_in(op, "find") if "find" in op else ""
    splices: list[tuple[Draft, Splice]] = []
    count = 0
    for spot in paragraphs_in(spots):
        hits = hits_in(spot.element, find) if find else ()
        if find and not hits:
            continue
        count += len(hits)
        new = _found_splices(spot, hits, op) if find else _whole_splices(spot, op)
        new += owned(spot.draft.layout, spot.element, "pPr", paragraph_properties(spot.draft.layout, spot.element, op))
        splices += [(spot.draft, one) for one in new]
    if find and not count:
        raise InvalidArgumentsError(f"{find!r} is not at {op.get('at')}. {addresses.nearest(find)}")
    carry_out(addresses, splices)
    told = ", ".join(key for key in op if key not in {"op", "at", "find"})
    where = named(spots)
    if find:
        return Words(
            "Formatted {find!r} in {where} ({count} {count:time|times}: {told}).",
            "{where} の「{find}」の書式を変更しました({count} か所、{told})。",
        ).of(find=find, where=where, count=count, told=told)
    return Words(f"Formatted {where} ({told}).", f"{where} の書式を変更しました({told})。")


def _found_splices(spot: Spot, hits: Sequence[tuple[int, int]], op: Op) -> list[Splice]:
    layout = spot.draft.layout
    found: list[Splice] = []
    for run, cuts in marked_runs(spot.element, hits).items():
        new = run_properties(layout, run, op)
        if new:
            found += split_run(layout, run, cuts, new)
    return found


def _whole_splices(spot: Spot, op: Op) -> list[Splice]:
    layout = spot.draft.layout
    found: list[Splice] = []
    for run in runs_of(spot.element):
        found += owned(layout, run, "rPr", run_properties(layout, run, op))
    return found


FORMAT_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "set_format": Operation(
        structural(_format_set),
        ("at", "find", *LOOKS, *PARAGRAPH_LOOKS),
        '{"op":"set_format","at":"P3-P5","find":"only these words","bold":true,"italic":false,"underline":true,'
        '"strike":false,"color":"#C00000","highlight":"yellow","size":12,"font":"Arial"} and for whole paragraphs '
        '"align":"left|center|right|justify","indent_cm":1,"first_line_cm":-0.5,"before_pt":6,"after_pt":6,'
        '"line_spacing":1.5,"keep_with_next":true,"page_break_before":true (at as in set_style; only what you name '
        "changes)",
    ),
}
