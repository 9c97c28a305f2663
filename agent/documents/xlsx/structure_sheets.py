"""Ops that delete, move, hide and show sheets."""

import re
from collections.abc import Mapping
from dataclasses import replace

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import text_of
from agent.documents.opc.package_draft import dropped, unlinked
from agent.documents.operations import Operation
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula_sheets import SheetGone, SheetsMoved
from agent.documents.xlsx.shift_book import rewrite_book
from agent.documents.xlsx.shift_record import MACROS, Record
from agent.documents.xlsx.structure_copy import copy_sheet
from agent.documents.xlsx.structure_order import listed_at, listed_sheets, refuse_locked, set_sheets, with_state
from agent.documents.xlsx.structure_parts import reachable, without_selection
from agent.documents.xlsx.structure_results import settle

_GONE_TEXTS = frozenset({"INDIRECT"})


def delete_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "delete_sheet", "sheet"}: with all that lies on it; what refers to it becomes #REF!.

    Raises:
        InvalidArgumentsError: it is the last visible one, or a table, pivot table or slicer elsewhere needs it.
    """
    refuse_locked(draft)
    sheets = listed_sheets(draft)
    at = listed_at(sheets, text_of(op, "sheet"))
    gone, rest = sheets[at], [one for one in sheets if one is not sheets[at]]
    if not any(one.visible for one in rest):
        raise InvalidArgumentsError("A workbook needs a visible sheet: show or add another one first.")
    _refuse_slicers(draft, gone.id)
    tables = [
        table.get("displayName", "") for one in draft.worksheets if one.part == gone.part for table in draft.tables(one)
    ]
    before, settled = reachable(draft), draft.settled
    draft.worksheets = [one for one in draft.worksheets if one.part != gone.part]
    unlinked(draft, draft.book.part, gone.relation)
    set_sheets(draft, rest, {old: old - (old > at) for old in range(len(sheets)) if old != at})
    for part in before - reachable(draft):
        dropped(draft, draft.book.part, part, ())
    names = tuple(one.name for one in sheets)
    record = Record(
        SheetGone(gone.name, names),
        {name.casefold(): None for name in tables},
        counting=_GONE_TEXTS,
        inherited=draft.doubts,
    )
    rewrite_book(draft, record)
    draft.follow_chain(gone.id, lambda _: None)
    if settled:
        settle(draft, record.doubts)
    draft.results_change = True
    macros = (MACROS,) if draft.book.package.macros else ()
    return joined(
        Words(f"Deleted the sheet {gone.name}.", f"シート「{gone.name}」を削除しました。"), *record.told(), *macros
    )


def move_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "move_sheet", "sheet", "before": "Other"}: "" for the end.

    Raises:
        InvalidArgumentsError: a formula through several sheets would lead through others.
    """
    refuse_locked(draft)
    sheets, before, settled = listed_sheets(draft), text_of(op, "before"), draft.settled
    at = listed_at(sheets, text_of(op, "sheet"))
    next_one = listed_at(sheets, before) if before else len(sheets)
    if next_one in {at, at + 1}:
        raise InvalidArgumentsError("'before' is a sheet that is neither this one nor the next, or \"\" for the end.")
    order = [*range(len(sheets))]
    order.insert(next_one, at)
    order.pop(at if at < next_one else at + 1)
    after = [sheets[one] for one in order]
    rewrite_book(draft, SheetsMoved(tuple(one.name for one in sheets), tuple(one.name for one in after)))
    set_sheets(draft, after, {old: new for new, old in enumerate(order)})
    places = {one.part: place for place, one in enumerate(after)}
    draft.worksheets.sort(key=lambda one: places.get(one.part, 0))
    if settled:
        settle(draft, draft.doubts)
    name, other = sheets[at].name, before or after[-2].name
    return Words(
        f"Moved the sheet {name} {'before' if before else 'to the end, after'} {other}.",
        f"シート「{name}」を{f'「{other}」の前' if before else '末尾'}に移動しました。",
    )


def hide_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "hide_sheet", "sheet"}. Raises InvalidArgumentsError for the last visible one."""
    refuse_locked(draft)
    sheets = listed_sheets(draft)
    one = sheets[listed_at(sheets, text_of(op, "sheet"))]
    if not any(other.visible for other in sheets if other is not one):
        raise InvalidArgumentsError("A workbook needs a visible sheet: show another one first.")
    if one.visible:
        with_state(draft, one.name, "hidden")
        _told_state(draft, one.part, "hidden")
        without_selection(draft, one.part)
    return Words(f"Hid the sheet {one.name}.", f"シート「{one.name}」を非表示にしました。")


def show_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "show_sheet", "sheet"}."""
    refuse_locked(draft)
    sheets = listed_sheets(draft)
    one = sheets[listed_at(sheets, text_of(op, "sheet"))]
    with_state(draft, one.name, None)
    _told_state(draft, one.part, "visible")
    return Words(f"The sheet {one.name} is visible.", f"シート「{one.name}」を表示しました。")


def _told_state(draft: Draft, part: str, state: str) -> None:
    draft.worksheets = [replace(one, state=state) if one.part == part else one for one in draft.worksheets]


def _refuse_slicers(draft: Draft, sheet_id: str) -> None:
    mark = re.compile(rb"\stabId\s*=\s*[\"']" + re.escape(sheet_id).encode() + rb"[\"']")
    for part in draft.xml_parts(()):
        if ("slicercache" in part.lower() or "timelinecache" in part.lower()) and mark.search(draft.part(part)):
            raise InvalidArgumentsError("A slicer filters a pivot table of this sheet. Delete the slicer first.")


SHEETS: Mapping[str, Operation[Draft]] = {
    "delete_sheet": Operation(
        delete_sheet, ("sheet",), '{"op":"delete_sheet","sheet":"S"} what refers to it becomes #REF!'
    ),
    "copy_sheet": Operation(
        copy_sheet, ("sheet", "name"), '{"op":"copy_sheet","sheet":"S","name":"S 2"} to the end, with all that is on it'
    ),
    "move_sheet": Operation(
        move_sheet, ("sheet", "before"), '{"op":"move_sheet","sheet":"S","before":"Other"} ("": to the end)'
    ),
    "hide_sheet": Operation(hide_sheet, ("sheet",), '{"op":"hide_sheet","sheet":"S"}'),
    "show_sheet": Operation(show_sheet, ("sheet",), '{"op":"show_sheet","sheet":"S"}'),
}
