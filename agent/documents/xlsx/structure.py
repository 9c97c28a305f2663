"""Ops that insert, delete and move rows and columns of a sheet, and move blocks of cells."""

import re
from collections.abc import Collection, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import number_of, text_of
from agent.documents.op_words import flag_in
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    area_of,
    cell_name,
    cell_of,
    column_letters,
    column_number,
)
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula_shift import Following
from agent.documents.xlsx.shift import BlockMove, Deletion, Insertion, LineMove, Shift
from agent.documents.xlsx.shift_book import Shifted, rewrite_book
from agent.documents.xlsx.shift_guards import refuse_broken, refuse_pivot, refuse_protected, refuse_table
from agent.documents.xlsx.shift_record import MACROS, Record
from agent.documents.xlsx.structure_parts import sheet_names
from agent.documents.xlsx.structure_results import settle
from agent.documents.xlsx.structure_tables import drop_tables, follow_tables, gone_by

MAX_INSERTED = 100_000
_MISSED = Words(
    "Ranges that end just before them do not take them in: {ranges}. If they should (totals, charts, names, rules), "
    'insert with "grow": true instead.',
    "直前で終わる範囲には含まれていません: {ranges}。",
)
_GREW = Words(
    "Ranges that ended just before them take them in now: {ranges}.",
    "直前で終わっていた範囲を、追加分まで広げました: {ranges}。",
)
_MOST_RANGES = 6
_STRETCH = re.compile(r"\s*(\d{1,7})\s*(?:[-:]\s*(\d{1,7})\s*)?")
_COLUMNS = re.compile(r"\s*([A-Za-z]{1,3})\s*(?:[-:]\s*([A-Za-z]{1,3})\s*)?")


def insert_rows(draft: Draft, op: Op) -> Words:
    """{"op": "insert_rows", "sheet", "at": 5, "count": 2, "like": "above", "grow": false}: before row 5."""
    entry = draft.entry(text_of(op, "sheet", ""))
    at, count, like = number_of(op, "at"), number_of(op, "count", 1), _like(op, "above", "below")
    shift = Insertion(True, at, count, flag_in(op, "grow", default=False))
    if not (1 <= at <= MAX_ROW and 1 <= count <= MAX_INSERTED and at + count - 1 <= MAX_ROW):
        raise InvalidArgumentsError(f"'at' is a row from 1 on, and 'count' 1 to {MAX_INSERTED:,} rows.")
    said = shift_sheet(draft, entry, shift, at - 1 if like == "above" else at)
    last = at + count - 1
    return joined(
        Words(
            f"Inserted {count} empty row{'s' if count > 1 else ''} in {entry.name}: {at} to {last}."
            if count > 1
            else f"Inserted an empty row {at} in {entry.name}.",
            f"「{entry.name}」の {at} 行目に {count} 行を挿入しました。",
        ),
        *said,
    )


def insert_columns(draft: Draft, op: Op) -> Words:
    """{"op": "insert_columns", "sheet", "columns": "C:E", "like": "left", "grow": false}: 3 columns before C."""
    entry = draft.entry(text_of(op, "sheet", ""))
    first, last = _columns(op)
    like = _like(op, "left", "right")
    shift = Insertion(False, first, last - first + 1, flag_in(op, "grow", default=False))
    said = shift_sheet(draft, entry, shift, first - 1 if like == "left" else first)
    told = _told_columns(first, last)
    return joined(
        Words(
            f"Inserted column{'s' if last > first else ''} {told} in {entry.name}, empty.",
            f"「{entry.name}」に {told} 列を挿入しました。",
        ),
        *said,
    )


def delete_rows(draft: Draft, op: Op) -> Words:
    """{"op": "delete_rows", "sheet", "rows": "5-7"}."""
    entry = draft.entry(text_of(op, "sheet", ""))
    first, last = _rows(op)
    said = shift_sheet(draft, entry, Deletion(True, first, last))
    told = str(first) if first == last else f"{first}-{last}"
    rows = "row" if first == last else "rows"
    return joined(
        Words(f"Deleted {rows} {told} of {entry.name}.", f"「{entry.name}」の {told} 行目を削除しました。"), *said
    )


def delete_columns(draft: Draft, op: Op) -> Words:
    """{"op": "delete_columns", "sheet", "columns": "C:E"}."""
    entry = draft.entry(text_of(op, "sheet", ""))
    first, last = _columns(op)
    said = shift_sheet(draft, entry, Deletion(False, first, last))
    told = _told_columns(first, last)
    return joined(
        Words(f"Deleted columns {told} of {entry.name}.", f"「{entry.name}」の {told} 列を削除しました。"), *said
    )


def move_rows(draft: Draft, op: Op) -> Words:
    """{"op": "move_rows", "sheet", "rows": "5-7", "before": 2}."""
    entry = draft.entry(text_of(op, "sheet", ""))
    first, last = _rows(op)
    before = number_of(op, "before")
    if not 1 <= before <= MAX_ROW or first <= before <= last + 1:
        raise InvalidArgumentsError("'before' is a row that is none of the moved ones, nor the next: they would stay.")
    said = shift_sheet(draft, entry, LineMove(True, first, last, before))
    told = str(first) if first == last else f"{first}-{last}"
    return joined(
        Words(
            f"Moved row{'s' if last > first else ''} {told} of {entry.name} before row {before}.",
            f"「{entry.name}」の {told} 行目を {before} 行目の前に移動しました。",
        ),
        *said,
    )


def move_columns(draft: Draft, op: Op) -> Words:
    """{"op": "move_columns", "sheet", "columns": "C:E", "before": "H"}."""
    entry = draft.entry(text_of(op, "sheet", ""))
    first, last = _columns(op)
    before = text_of(op, "before").strip()
    number = column_number(before) if re.fullmatch("[A-Za-z]{1,3}", before) else 0
    if not 1 <= number <= MAX_COLUMN or first <= number <= last + 1:
        raise InvalidArgumentsError("'before' is a column that is none of the moved ones, nor the next, like 'H'.")
    said = shift_sheet(draft, entry, LineMove(False, first, last, number))
    told = _told_columns(first, last)
    return joined(
        Words(
            f"Moved columns {told} of {entry.name} before {before.upper()}.",
            f"「{entry.name}」の {told} 列を {before.upper()} 列の前に移動しました。",
        ),
        *said,
    )


def move_cells(draft: Draft, op: Op) -> Words:
    """{"op": "move_cells", "sheet", "from": "A1:C5", "to": "E1"}: to where its first cell shall be."""
    entry = draft.entry(text_of(op, "sheet", ""))
    source = area_of(text_of(op, "from").rpartition("!")[2])
    row, column = cell_of(text_of(op, "to").rpartition("!")[2])
    down, right = row - source.top, column - source.left
    if source.bottom + down > MAX_ROW or source.right + right > MAX_COLUMN or not (down or right):
        raise InvalidArgumentsError(
            "'to' is another place, where all of the cells have room: its first cell, like 'E1'."
        )
    said = shift_sheet(draft, entry, BlockMove(source, down, right))
    told = f"{cell_name(source.top, source.left)}:{cell_name(source.bottom, source.right)}"
    return joined(
        Words(
            f"Moved {told} of {entry.name} to {cell_name(row, column)}; references to these cells follow.",
            f"「{entry.name}」の {told} を {cell_name(row, column)} へ移動しました。参照も合わせて変更しています。",
        ),
        *said,
    )


def shift_sheet(draft: Draft, entry: SheetEntry, shift: Shift, like: int = 0) -> tuple[Words, ...]:
    """Carry out a Shift with all that follows from it; returns sentences of what else happened.

    Raises:
        InvalidArgumentsError: something cannot follow.
    """
    tables, settled = draft.tables(entry), draft.settled
    sheet = draft.sheet(entry) if isinstance(shift, BlockMove) else draft.view(entry)
    refuse_protected(sheet, entry.name, shift)
    refuse_broken(sheet, entry.name, shift)
    for area in _pivot_areas(draft, entry):
        refuse_pivot(entry.name, shift, area)
    for table in tables:
        refuse_table(entry.name, shift, table)
    gone = gone_by(draft, shift, tables)
    parts = {table["part"] for table in tables if gone.get(table.get("displayName", "").casefold(), "") is None}
    if parts:
        drop_tables(draft, entry, parts)
    order = tuple(name.casefold() for name in sheet_names(draft))
    following = Following(shift, entry.name, order)
    record = Record(following, gone, shift=shift, inherited=draft.doubts)
    draft.results_change = True
    rewrite_book(draft, record, Shifted(entry, shift, like))
    if settled and not isinstance(shift, BlockMove):  # cells moved under a whole column change what it tells
        settle(draft, record.doubts, counted=record.counted)
    said = follow_tables(draft, entry, shift, tables)
    return (*said, *_edges(shift, following.edges), *record.told(), *((MACROS,) if draft.book.package.macros else ()))


def _edges(shift: Shift, edges: Collection[str]) -> tuple[Words, ...]:
    """Whether ranges that ended before new rows or columns take them in, and which ones these are."""
    if not edges:
        return ()
    told, rest = ", ".join(list(edges)[:_MOST_RANGES]), len(edges) - _MOST_RANGES
    shown = Words(f"{told} and {rest} more", f"{told} ほか {rest} 個") if rest > 0 else told
    return ((_GREW if isinstance(shift, Insertion) and shift.grow else _MISSED).of(ranges=shown),)


def _pivot_areas(draft: Draft, entry: SheetEntry) -> list[Area]:
    """The areas of pivot tables, with their filters, which lie above them."""
    found: list[Area] = []
    for part in draft.related(entry.part, "/pivotTable"):
        for location in parsed_xml(draft.part(part)).iter("{*}location"):
            area = area_of(location.get("ref", "A1"))
            filters = int(location.get("rowPageCount", "0"))
            top = max(1, area.top - filters - 1) if filters else area.top
            found.append(Area(top, area.left, area.bottom, area.right))
    return found


def _like(op: Op, first: str, second: str) -> str:
    found = text_of(op, "like", first)
    if found not in {first, second}:
        raise InvalidArgumentsError(f"'like' is {first!r} (usual) or {second!r}: whose look the new cells take on.")
    return found


def _rows(op: Op) -> tuple[int, int]:
    told = op.get("rows")
    found = _STRETCH.fullmatch(str(told) if isinstance(told, int) else text_of(op, "rows"))
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= MAX_ROW:
        raise InvalidArgumentsError("'rows' is a row or a stretch of rows: '5' or '5-7'.")
    return first, last


def _columns(op: Op) -> tuple[int, int]:
    found = _COLUMNS.fullmatch(text_of(op, "columns"))
    first, last = (column_number(found[1]), column_number(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last <= MAX_COLUMN:
        raise InvalidArgumentsError("'columns' is a column or a stretch of columns: 'C' or 'C:E'.")
    return first, last


def _told_columns(first: int, last: int) -> str:
    return column_letters(first) if first == last else f"{column_letters(first)}:{column_letters(last)}"


STRUCTURE: Mapping[str, Operation[Draft]] = {
    "insert_rows": Operation(
        insert_rows,
        ("sheet", "at", "count", "like", "grow"),
        '{"op":"insert_rows","sheet":"S","at":5,"count":2,"like":"above"} before row 5, like row 4 (or "below"); '
        '"grow":true: sums, charts, names and rules that end in row 4 take the new rows in',
    ),
    "delete_rows": Operation(delete_rows, ("sheet", "rows"), '{"op":"delete_rows","sheet":"S","rows":"5-7"}'),
    "move_rows": Operation(
        move_rows, ("sheet", "rows", "before"), '{"op":"move_rows","sheet":"S","rows":"5-7","before":2}'
    ),
    "insert_columns": Operation(
        insert_columns,
        ("sheet", "columns", "like", "grow"),
        '{"op":"insert_columns","sheet":"S","columns":"C:D"} new C and D, with the look of B ("like":"right"); '
        '"grow":true: sums, charts, sparklines, names and rules that end in B take them in (the next month)',
    ),
    "delete_columns": Operation(
        delete_columns, ("sheet", "columns"), '{"op":"delete_columns","sheet":"S","columns":"C:D"}'
    ),
    "move_columns": Operation(
        move_columns, ("sheet", "columns", "before"), '{"op":"move_columns","sheet":"S","columns":"C:D","before":"H"}'
    ),
    "move_cells": Operation(
        move_cells,
        ("sheet", "from", "to"),
        '{"op":"move_cells","sheet":"S","from":"A1:C5","to":"E1"} references follow; the place must be empty',
    ),
}
