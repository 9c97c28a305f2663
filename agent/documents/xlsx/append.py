"""Rows added below the last one of a sheet or table, in its style."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import rows_of, text_of
from agent.documents.opc.xml_text import decoded_xml, encoded_xml, parsed_xml
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, Area, area_of, cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.guards import refuse_entangled
from agent.documents.xlsx.patch import NewCell, formula_cell
from agent.documents.xlsx.read import formula_of
from agent.documents.xlsx.sheet import Cell, Sheet, shared_formulas
from agent.documents.xlsx.shift import Insertion
from agent.documents.xlsx.structure import shift_sheet
from agent.documents.xlsx.totals import totals_in
from agent.documents.xlsx.values import CellMaker

_GROWN = Words("The table {name} has grown.", "テーブル「{name}」の範囲も広げました。")
_COUNTED = Words(
    "Added {count} {count:row|rows} to {name}, from {first} on, above the totals, which are in row {row} now and "
    "count them ({totals}).",
    "「{name}」の合計行の上に {first} から {count} 行を追加しました。合計行は {row} 行目になり、追加分も集計します"
    "（{totals}）。",
)
_PIVOT = Words(
    'A pivot table reads {area}, without the new rows (refresh_pivots with a "source" changes that).',
    "ピボットテーブルの元データは {area} のままで、追加した行を含みません。範囲の変更が必要です。",
)
MAX_CELLS = 200_000


def append_rows(draft: Draft, op: Op) -> Words:
    """{"op": "append_rows", "sheet", "rows": [[...]]}: below the last filled row, from the first column of its block.

    Each cell gets the style of the one above. Where the last two rows have a formula and the new row has no value, the
    formula goes on. A table that ends there grows. Above a row of totals rows are inserted, and the totals count them.
    """
    entry = draft.entry(text_of(op, "sheet", ""))
    rows = rows_of(op)
    if not rows or sum(map(len, rows)) > MAX_CELLS:
        raise InvalidArgumentsError(f"'rows' is a list of rows with 1 to {MAX_CELLS:,} values in all.")
    sheet = draft.view(entry)
    last, above = _last_rows(draft, sheet)
    row = last[0].row if last else 0
    if list(totals_in(last, row - 1)):
        return _above_totals(draft, entry, rows, row)
    table = _table_at(draft, entry, row)
    left = area_of(table["ref"]).left if table else (last[0].column if last else 1)
    _fitting(rows, row, left, table)
    # The style of titles is not that of the rows below them.
    pattern = {cell.column: cell.style for cell in last} if above else {}
    maker = CellMaker(draft)
    cells = _new_cells(maker, rows, (row, left), pattern, _continued(sheet, last, above))
    refuse_entangled(draft, entry, sheet, cells)
    draft.set_cells(entry, cells)
    count, first = len(rows), cell_name(row + 1, left)
    added = Words(
        f"Added {count} row{'s' if count > 1 else ''} to {entry.name}, from {first} on.",
        f"「{entry.name}」の {first} から {count} 行を追加しました。",
    )
    if table is None:
        return joined(added, *_pivots_at(draft, entry, row), *maker.kept())
    _grow(draft, table, row + count)
    return joined(added, _GROWN.of(name=table.get("displayName", "")), *maker.kept())


def _pivots_at(draft: Draft, entry: SheetEntry, row: int) -> Iterator[Words]:
    """Pivot tables that read down to the row that was the last one: they do not read the new ones."""
    workbook = draft.book.part
    for part in draft.related(workbook, "/pivotCacheDefinition"):
        for source in parsed_xml(draft.part(part)).iter("{*}worksheetSource"):
            area = source.get("ref", "")
            if source.get("sheet", "").casefold() == entry.name.casefold() and area and area_of(area).bottom == row:
                yield _PIVOT.of(area=f"{entry.name}!{area}")


def _above_totals(draft: Draft, entry: SheetEntry, rows: Sequence[Sequence[object]], row: int) -> Words:
    """Below the totals in `row` the rows would not be counted, and nobody would notice."""
    count = len(rows)
    said = shift_sheet(draft, entry, Insertion(True, row, count, grow=True), row - 1)
    sheet = draft.view(entry)
    last, above = _last_rows(draft, sheet, row)
    left = last[0].column
    _fitting(rows, row, left, None)
    maker = CellMaker(draft)
    pattern = {cell.column: cell.style for cell in last}
    cells = _new_cells(maker, rows, (row - 1, left), pattern, _continued(sheet, last, above))
    lines = [line for line in sheet.rows if line.number == row + count]
    totals = [cell for line in lines for cell in totals_in(sheet.cells(line), row + count - 1)]
    refuse_entangled(draft, entry, sheet, cells)
    draft.set_cells(entry, cells)
    told = ", ".join(cell_name(row + count, cell.column) for cell in totals)
    added = _COUNTED.of(count=count, name=entry.name, first=cell_name(row, left), row=row + count, totals=told)
    return joined(added, *said, *maker.kept())


def _last_rows(draft: Draft, sheet: Sheet, below: int = MAX_ROW + 1) -> tuple[list[Cell], dict[int, Cell]]:
    """The filled cells of the last row before `below` that has any, and those of the row before it by their columns."""
    found: list[list[Cell]] = []
    for row in reversed([row for row in sheet.filled() if row.number < below]):
        cells = [cell for cell in sheet.cells(row) if cell.formula is not None or draft.book.value(cell) is not None]
        if cells:
            found.append(cells)
        if len(found) == 2:
            break
    last = found[0] if found else []
    beside = found[1] if len(found) == 2 and found[1][0].row == last[0].row - 1 else []
    return last, {cell.column: cell for cell in beside}


def _table_at(draft: Draft, entry: SheetEntry, row: int) -> dict[str, str] | None:
    """The table whose last row this is."""
    for table in draft.tables(entry):
        area = area_of(table["ref"])
        if area.bottom == row and table.get("totalsRowCount", "0") != "0":
            raise InvalidArgumentsError(
                f"The table {table.get('displayName', '')} ends with a row of totals, and rows cannot go below it. "
                f"Insert rows before row {row} (insert_rows) and set their cells: the totals count them."
            )
        # A table may have empty rows at its end: they are filled first.
        if area.top <= row <= area.bottom:
            return table
    return None


def _fitting(rows: Sequence[Sequence[object]], row: int, left: int, table: dict[str, str] | None) -> None:
    widest = max(map(len, rows))
    if row + len(rows) > MAX_ROW or left + widest - 1 > MAX_COLUMN:
        raise InvalidArgumentsError("The sheet has no room for these rows.")
    if table is not None:
        area = area_of(table["ref"])
        if left + widest - 1 > area.right:
            width = area.right - area.left + 1
            raise InvalidArgumentsError(
                f"The table {table.get('displayName', '')} has {width} columns, a row {widest}."
            )


def _new_cells(
    maker: CellMaker,
    rows: Sequence[Sequence[object]],
    start: tuple[int, int],
    pattern: Mapping[int, int],
    going_on: Mapping[int, str],
) -> dict[tuple[int, int], NewCell]:
    """The cells of the new rows. `pattern` is the style of each column, `going_on` the formula of the last row."""
    row, left = start
    cells: dict[tuple[int, int], NewCell] = {}
    for step, values in enumerate(rows, 1):
        given = dict(enumerate(values, left))
        for column in {*given, *going_on, *pattern}:
            value = given.get(column)
            if value is None and column in going_on:
                cell = formula_cell(moved(going_on[column], step, 0))
            else:
                cell = maker.cell(value, pattern.get(column, 0))
            style = pattern.get(column) if cell.style is None else cell.style
            if cell.body or style:
                cells[row + step, column] = replace(cell, style=style)
    return cells


def _continued(sheet: Sheet, last: Sequence[Cell], above: Mapping[int, Cell]) -> dict[int, str]:
    """Columns whose formula is the same in the last two rows, moved down by one."""
    shared = shared_formulas(sheet)
    found: dict[int, str] = {}
    for cell in last:
        before = above.get(cell.column)
        if before is None or cell.formula is None or before.formula is None or "array" in cell.rule + before.rule:
            continue
        now, was = formula_of(cell, shared).removeprefix("="), formula_of(before, shared).removeprefix("=")
        if now == moved(was, 1, 0):
            found[cell.column] = now
    return found


def _grow(draft: Draft, table: dict[str, str], bottom: int) -> None:
    area = area_of(table["ref"])
    if bottom <= area.bottom:
        return
    text, encoding = decoded_xml(draft.part(table["part"]))
    old = re.compile(rf"(\sref\s*=\s*[\"']){re.escape(table['ref'])}([\"'])")
    grown = _told(Area(area.top, area.left, bottom, area.right))
    # The table tells its area twice: for itself and for its filter.
    draft.set_part(table["part"], encoded_xml(old.sub(rf"\g<1>{grown}\g<2>", text), encoding))


def _told(area: Area) -> str:
    return f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"
