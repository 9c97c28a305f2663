"""Ops of tables as text: cells, rows and columns; what they do not name keeps its bytes."""

import re
from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import number_of, object_of
from agent.documents.op_words import flag_in
from agent.documents.operations import Operation
from agent.documents.texts.csv_draft import Draft, Guard, Record, field_text
from agent.documents.texts.csv_records import raw_field, raw_fields
from agent.documents.xlsx.cell_names import cell_of

_ADDED = Words("Added {count} {count:row|rows}.", "{count} 行を追加しました。")
_INSERTED = Words(
    "Inserted {count} {count:row|rows} before row {before}.", "{before} 行目の前に {count} 行を挿入しました。"
)
_SET = Words("Set {count} {count:cell|cells}: {cells}.", "セル {count} 個を設定しました: {cells}。")
_SET_ROWS = Words(
    "Set {columns} in {count} {count:row|rows}: {rows}.", "{count} 行の {columns} を設定しました: {rows}。"
)
_DELETED = Words("Deleted {count} {count:row|rows}: {rows}.", "{count} 行を削除しました: {rows}。")
_SORTED = Words("Sorted {count} {count:row|rows} by {by}.", "{count} 行を {by} で並べ替えました。")
_COLUMN_IN = Words("Inserted the column {title} at {at}.", "列「{title}」を {at} に挿入しました。")
_COLUMN_OUT = Words(
    "Deleted the column {title} ({count} {count:value|values}).", "列「{title}」(値 {count} 個)を削除しました。"
)
_RENAMED = Words("Renamed the column {title} to {new}.", "列「{title}」の名前を「{new}」に変更しました。")
_AMOUNT = re.compile(r"[-+]?[¥￥$€£]?\s?[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")
_ORDER = re.compile(r"(.*?)(?:\s+(asc|desc))?", re.IGNORECASE | re.DOTALL)


def set_cells(draft: Draft, op: Op) -> Words:
    """Cells by their addresses."""
    cells, guard = object_of(op, "cells"), _guard(op)
    if not cells:
        raise InvalidArgumentsError("'cells' is an object of addresses and values: {\"B2\": 12.5}.")
    for name, value in cells.items():
        row, column = cell_of(name)
        if row > len(draft.records):
            raise InvalidArgumentsError(
                f"There is no row {row}: the file has {len(draft.records)}, as the ops before this one left it. "
                "Append rows instead."
            )
        draft.set_field(row, column, guard.kept(field_text(value), row, column))
    return joined(_SET.of(count=len(cells), cells=_few(list(cells))), guard.words())


def set_values(draft: Draft, op: Op) -> Words:
    """Columns of chosen rows by their titles."""
    values, guard, rows = object_of(op, "values"), _guard(op), draft.rows(op)
    columns = {draft.column(name): field_text(value) for name, value in values.items()}
    if not columns:
        raise InvalidArgumentsError("'values' is an object of titles and values: {\"Amount\": 12.5}.")
    for row in rows:
        for column, text in columns.items():
            draft.set_field(row, column, guard.kept(text, row, column))
    told = _SET_ROWS.of(columns=", ".join(map(str, values)), count=len(rows), rows=_few(rows))
    return joined(told, guard.words())


def append_rows(draft: Draft, op: Op) -> Words:
    """Rows at the end."""
    made, guard = _new_rows(draft, op, len(draft.records) + 1, 0)
    draft.records += made
    return joined(_ADDED.of(count=len(made)), guard.words())


def insert_rows(draft: Draft, op: Op) -> Words:
    """Rows before another one."""
    before = number_of(op, "before")
    if not 1 <= before <= len(draft.records):
        raise InvalidArgumentsError(f"'before' is a row from 1 to {len(draft.records)}; append_rows adds at the end.")
    made, guard = _new_rows(draft, op, before, before)
    draft.records[before - 1 : before - 1] = made
    return joined(_INSERTED.of(count=len(made), before=before), guard.words())


def delete_rows(draft: Draft, op: Op) -> Words:
    """Rows by number or by value."""
    rows = draft.rows(op)
    gone = set(rows)
    draft.records[:] = [one for number, one in enumerate(draft.records, 1) if number not in gone]
    return _DELETED.of(count=len(rows), rows=_few(rows))


def sort(draft: Draft, op: Op) -> Words:
    """All rows, or all but the titles; numbers by their amount, texts by their characters, empty ones last."""
    by = op.get("by")
    wanted = [by] if isinstance(by, str) else by
    if not isinstance(wanted, (list, tuple)) or not wanted or not all(isinstance(one, str) for one in wanted):
        raise InvalidArgumentsError('\'by\' is a title, or a list of titles: ["Date", "Amount desc"].')
    first = 1 if flag_in(op, "header", default=True) else 0
    rows = draft.records[first:]
    for one in reversed(wanted):
        column, down = _order(draft, one)
        # The sort is stable, so that the last order counts most; empty values stay at the end both ways.
        filled = [row for row in rows if _value(row, column)]
        filled.sort(key=lambda row: _rank(_value(row, column)), reverse=down)  # noqa: B023  used at once
        rows = [*filled, *(row for row in rows if not _value(row, column))]
    draft.records[first:] = rows
    return _SORTED.of(count=len(rows), by=", ".join(wanted))


def insert_column(draft: Draft, op: Op) -> Words:
    """A column before another one, or after the last."""
    at = draft.column(op["before"]) if "before" in op else draft.width + 1
    values = op.get("values", ())
    if not isinstance(values, (list, tuple)):
        raise InvalidArgumentsError("'values' is a list of one value for each row below the titles.")
    below = max(0, len(draft.records) - 1)
    if values and len(values) != below:
        raise InvalidArgumentsError(f"'values' has {len(values)} values: there are {below} rows below the titles.")
    guard = _guard(op)
    texts = [field_text(op.get("title")), *map(field_text, values or [op.get("value")] * below)]
    kept = [guard.kept(text, row, at) for row, text in enumerate(texts, 1)]
    pairs = zip(draft.records, kept, strict=False)
    draft.records[:] = [_with_column(draft, one, at, text) for one, text in pairs]
    return joined(_COLUMN_IN.of(title=kept[0], at=at), guard.words())


def _with_column(draft: Draft, record: Record, at: int, text: str) -> Record:
    if not record.values and not text:
        return record
    fields, end = raw_fields(record.raw, draft.delimiter)
    short = at - 1 - len(fields)
    fields += [""] * short
    values = [*record.values, *[""] * (len(fields) - len(record.values))]
    like = fields[at - 2] if at > 1 else fields[0]
    fields.insert(at - 1, raw_field(text, like, draft.delimiter))
    values.insert(at - 1, text)
    return Record(draft.delimiter.join(fields) + end, tuple(values))


def delete_column(draft: Draft, op: Op) -> Words:
    """A column with all its values."""
    column = draft.column(op.get("column"))
    title = draft.records[0].values[column - 1] if len(draft.records[0].values) >= column else str(op.get("column"))
    count = sum(1 for one in draft.records if _value(one, column - 1))
    draft.records[:] = [_without_column(draft, one, column) for one in draft.records]
    return _COLUMN_OUT.of(title=title, count=count)


def _without_column(draft: Draft, record: Record, column: int) -> Record:
    fields, end = raw_fields(record.raw, draft.delimiter)
    if len(fields) < column:
        return record
    del fields[column - 1]
    values = record.values[: column - 1] + record.values[column:]
    return Record(draft.delimiter.join(fields) + end, values)


def rename_column(draft: Draft, op: Op) -> Words:
    """The title of a column in the first row."""
    column, new = draft.column(op.get("column")), field_text(op.get("title"))
    before = _value(draft.records[0], column - 1)
    draft.set_field(1, column, new)
    return _RENAMED.of(title=before or str(op.get("column")), new=new)


def _new_rows(draft: Draft, op: Op, number: int, near: int) -> tuple[list[Record], Guard]:
    rows = op.get("rows")
    if not isinstance(rows, (list, tuple)) or not rows:
        raise InvalidArgumentsError("'rows' is a list of rows, each a list of values or an object by titles.")
    guard = _guard(op)
    fresh = [draft.fresh(guard.row(draft.values_of(row), at), near) for at, row in enumerate(rows, number)]
    return fresh, guard


def _guard(op: Op) -> Guard:
    return Guard(on=flag_in(op, "guard", default=False))


def _order(draft: Draft, told: str) -> tuple[int, bool]:
    """A column, counted from 0, and whether it goes down."""
    found = _ORDER.fullmatch(told)
    name, how = (found[1], found[2]) if found else (told, None)
    return draft.column(name) - 1, (how or "").lower() == "desc"


def _value(record: Record, column: int) -> str:
    return record.values[column].strip() if column < len(record.values) else ""


def _rank(text: str) -> tuple[int, float, str]:
    if _AMOUNT.fullmatch(text):
        return 0, float(re.sub(r"[^\d.\-]", "", text)), ""
    return 1, 0.0, text.casefold()


def _few(names: Sequence[object]) -> str:
    more = len(names) - 20
    return ", ".join(map(str, names[:20])) + (f" ... (+{more})" if more > 0 else "")


_ROWS = '"rows":"3-5,9" or "where":{"Name":"Sato"}'
OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_cells": Operation(set_cells, ("cells", "guard"), '{"op":"set_cells","cells":{"B2":12.5,"C2":""}}'),
    "set_values": Operation(
        set_values, ("values", "rows", "where", "guard"), f'{{"op":"set_values",{_ROWS},"values":{{"Amount":3}}}}'
    ),
    "append_rows": Operation(
        append_rows, ("rows", "guard"), '{"op":"append_rows","rows":[["Sato",3],{"Name":"Abe","Amount":4}]}'
    ),
    "insert_rows": Operation(
        insert_rows, ("before", "rows", "guard"), '{"op":"insert_rows","before":3,"rows":[["Sato",3]]}'
    ),
    "delete_rows": Operation(delete_rows, ("rows", "where"), f'{{"op":"delete_rows",{_ROWS}}}'),
    "sort": Operation(
        sort, ("by", "header"), '{"op":"sort","by":["Date","Amount desc"]} row 1 stays unless "header":false'
    ),
    "insert_column": Operation(
        insert_column,
        ("before", "title", "value", "values", "guard"),
        '{"op":"insert_column","before":"Amount","title":"Tax","value":""} "values":[...] one a row; no "before": last',
    ),
    "delete_column": Operation(delete_column, ("column",), '{"op":"delete_column","column":"Amount"} title or letters'),
    "rename_column": Operation(
        rename_column, ("column", "title"), '{"op":"rename_column","column":"Amount","title":"Total"}'
    ),
}
