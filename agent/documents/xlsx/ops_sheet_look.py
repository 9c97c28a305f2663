"""Ops for a sheet as a whole: frozen panes, tab colour, merged cells. ECMA-376 part 1, 18.3.1."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import NO_WORDS, Words, joined
from agent.documents.op_fields import text_of
from agent.documents.op_words import flag_in
from agent.documents.opc.xml_tags import Attributes
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, cell_name, cell_of
from agent.documents.xlsx.colours import argb_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.guards import refuse_entangled
from agent.documents.xlsx.patch import NewCell
from agent.documents.xlsx.ranges import address, bounded, corners, overlap, placed, size
from agent.documents.xlsx.sheet import Sheet

_COLOURED = Words("Coloured the tab of {name}.", "「{name}」のシート見出しに色を付けました。")
_UNCOLOURED = Words("Took the colour off the tab of {name}.", "「{name}」のシート見出しの色を消しました。")
_DISCARDED = Words(
    "{count} {count:value under it is|values under it are} gone: {cells}.",
    "結合により {count} 個の値を削除しました: {cells}。",
)


def freeze(draft: Draft, op: Op) -> Words:
    """Keep the rows above a cell and the columns left of it in view; null lets go of them."""
    entry = draft.entry(text_of(op, "sheet", ""))
    at = None if op.get("at") is None else cell_of(text_of(op, "at"))
    if at == (1, 1):
        raise InvalidArgumentsError(
            "'at' is the first cell that moves, like 'A2' for one row of titles; null for none."
        )
    frame = Frame(draft.sheet(entry))
    views = frame.child("sheetViews")
    view = views[0] if views is not None and len(views) else None
    if views is None or view is None:
        frame.put(
            "sheetViews", frame.tag("sheetViews", None, frame.tag("sheetView", {"workbookViewId": 0}, _pane(frame, at)))
        )
    else:
        gone = list(view.iterchildren("{*}pane", "{*}selection"))
        rest = "".join(frame.source(one) for one in view.iterchildren("*") if one not in gone)
        # A view that was scrolled would keep the wrong rows.
        fresh = frame.remade(view, {"topLeftCell": None}, _pane(frame, at) + rest)
        frame.replace(view, fresh)
    draft.set_text(entry, frame.text())
    if at is None:
        return Words(f"Nothing is frozen on {entry.name}.", f"「{entry.name}」のウィンドウ枠の固定を解除しました。")
    told = cell_name(*at)
    return Words(
        f"Froze what lies above and left of {told} on {entry.name}.",
        f"「{entry.name}」の {told} でウィンドウ枠を固定しました。",
    )


def _pane(frame: Frame, at: tuple[int, int] | None) -> str:
    if at is None:
        return ""
    rows, columns = at[0] - 1, at[1] - 1
    active = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
    told: Attributes = {
        "xSplit": columns or None, "ySplit": rows or None, "topLeftCell": cell_name(*at), "activePane": active,
        "state": "frozen",
    }  # fmt: skip
    others = ("topRight", "bottomLeft") if rows and columns else ()
    selections = [frame.tag("selection", {"pane": pane}) for pane in (*others, active)]
    return "".join([frame.tag("pane", told), *selections])


def set_tab_color(draft: Draft, op: Op) -> Words:
    """Colour the tab of a sheet; null takes the colour away."""
    entry = draft.entry(text_of(op, "sheet", ""))
    colour = "" if op.get("color") is None else argb_of(op["color"], "'color'")
    frame = Frame(draft.sheet(entry))
    made = frame.tag("tabColor", {"rgb": colour}) if colour else ""
    node = frame.child("sheetPr")
    if node is None:
        frame.put("sheetPr", frame.tag("sheetPr", None, made) if made else "")
    else:
        # The colour is the first child (CT_SheetPr).
        rest = [frame.source(one) for one in node.iterchildren("*") if not str(one.tag).endswith("}tabColor")]
        frame.replace(node, frame.remade(node, {}, made + "".join(rest)))
    draft.set_text(entry, frame.text())
    return (_COLOURED if colour else _UNCOLOURED).of(name=entry.name)


def merge(draft: Draft, op: Op) -> Words:
    """Merge a range into one cell that shows the value of its first one."""
    entry, area = placed(draft, op)
    if size(bounded(area)) == 1:
        raise InvalidArgumentsError("'merge' needs a range of two cells or more.")
    sheet = draft.sheet(entry)
    _refuse_merge(draft, entry, sheet, area)
    covered = _values(draft, sheet, area)
    if covered and not flag_in(op, "discard", default=False):
        raise InvalidArgumentsError(
            f"Merging {address(area)} would lose the values of {', '.join(covered[:10])}. Move them first, or say "
            '"discard": true.'
        )
    if covered:
        draft.set_cells(entry, {cell_of(name): NewCell() for name in covered})
    frame = Frame(draft.sheet(entry))
    frame.append("mergeCells", [frame.tag("mergeCell", {"ref": corners(area)})])
    draft.set_text(entry, frame.text())
    lost = _DISCARDED.of(count=len(covered), cells=", ".join(covered[:10])) if covered else NO_WORDS
    did = Words(f"Merged {entry.name}!{address(area)}.", f"「{entry.name}」{address(area)} を結合しました。")
    return joined(did, lost)


def _refuse_merge(draft: Draft, entry: SheetEntry, sheet: Sheet, area: Area) -> None:
    for other in _merged(Frame(sheet)):
        if overlap(area_of(other), area):
            raise InvalidArgumentsError(f"{address(area)} overlaps the merged cells {other}. Unmerge them first.")
    for table in draft.tables(entry):
        if overlap(area_of(table["ref"]), area):
            raise InvalidArgumentsError(f"Cells of the table {table.get('displayName', '')} cannot be merged.")
    rows = range(area.top, area.bottom + 1)
    refuse_entangled(
        draft, entry, sheet, [(row, column) for row in rows for column in range(area.left, area.right + 1)]
    )


def _values(draft: Draft, sheet: Sheet, area: Area) -> list[str]:
    """The cells with a value or formula that the first one of the range will cover."""
    return [
        cell_name(cell.row, cell.column)
        for row in sheet.filled()
        if area.top <= row.number <= area.bottom
        for cell in sheet.cells(row)
        if area.left <= cell.column <= area.right
        and (cell.row, cell.column) != (area.top, area.left)
        and (cell.formula is not None or draft.book.value(cell) is not None)
    ]


def _merged(frame: Frame) -> list[str]:
    node = frame.child("mergeCells")
    return [] if node is None else [one.get("ref", "") for one in node.iterchildren("*")]


def unmerge(draft: Draft, op: Op) -> Words:
    """Take merged cells apart."""
    entry, area = placed(draft, op)
    frame = Frame(draft.sheet(entry))
    node = frame.child("mergeCells")
    gone = [one for one in (() if node is None else node) if overlap(area_of(one.get("ref", "")), area)]
    if not gone:
        merged = ", ".join(_merged(frame)[:20]) or "none"
        raise InvalidArgumentsError(f"No merged cells lie in {address(area)}. On {entry.name} there are: {merged}.")
    told = ", ".join(one.get("ref", "") for one in gone[:20])
    frame.without("mergeCells", gone)
    draft.set_text(entry, frame.text())
    return Words(f"Unmerged {told} of {entry.name}.", f"「{entry.name}」{told} の結合を解除しました。")


SHEET_LOOK_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "freeze": Operation(
        freeze,
        ("sheet", "at"),
        '{"op":"freeze","sheet":"S","at":"B2"}  the first cell that moves; what is above and left stays; null: none',
    ),
    "merge": Operation(
        merge,
        ("sheet", "range", "discard"),
        '{"op":"merge","sheet":"S","range":"A1:C1"}  other values in it are lost only with "discard":true',
    ),
    "unmerge": Operation(unmerge, ("sheet", "range"), '{"op":"unmerge","sheet":"S","range":"A1:C1"}'),
    "set_tab_color": Operation(
        set_tab_color, ("sheet", "color"), '{"op":"set_tab_color","sheet":"S","color":"#C00000"}  null: none'
    ),
}
