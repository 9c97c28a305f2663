"""Edits of a workbook, op by op; parts that no op needs stay as they are, byte for byte."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import object_of, text_of
from agent.documents.operations import Operation, carried_out
from agent.documents.xlsx.append import append_rows
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.calc import Outcome, recalculated
from agent.documents.xlsx.calc_words import told
from agent.documents.xlsx.cell_names import Area, area_of, cell_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.guards import freed, refuse_entangled
from agent.documents.xlsx.looks import LOOK_OPERATIONS
from agent.documents.xlsx.ops_pivot import stale_pivots
from agent.documents.xlsx.patch import NewCell
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.sheets import add_sheet, rename_sheet
from agent.documents.xlsx.shift_shared import unshared_at
from agent.documents.xlsx.sort import SORTING
from agent.documents.xlsx.structure import STRUCTURE
from agent.documents.xlsx.structure_sheets import SHEETS
from agent.documents.xlsx.table_titles import retitled
from agent.documents.xlsx.values import CellMaker

_UNSIGNED = Words(
    "The digital signature of the workbook is not valid any more.", "ブックの電子署名は無効になりました。"
)
MAX_CELLS = 200_000


def edit(source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
    """Apply `ops` in their order; see OPERATIONS and README.md.

    Raises:
        InvalidArgumentsError: an op does not fit; nothing is written.
    """
    with Book.open(source) as book:
        draft = Draft(book)
        # Ops that change the look alone mark for themselves what formulas may tell otherwise.
        draft.results_change = any(str(op.get("op")) not in LOOK_OPERATIONS for op in ops)
        said = [carried_out(OPERATIONS, draft, op, "a workbook") for op in ops]
        outcome = recalculated(draft) if draft.results_change else Outcome()
        said += [*told(outcome), *stale_pivots(draft)]
        draft.save(target, compute_on_load=outcome.too_large or bool(outcome.missing))
        if book.package.signed:
            said.append(_UNSIGNED)
        return tuple(said)


def set_cells(draft: Draft, op: Op) -> Words:
    """{"op": "set_cells", "sheet", "cells": {"B2": 12.5, "B3": "=SUM(B1:B2)", "B4": "words", "C2:C9": "=B2*2"}}.

    All cells of a range get the value; a formula goes along from its first cell, as when it is filled down.
    """
    entry = draft.entry(text_of(op, "sheet", ""))
    values = object_of(op, "cells")
    if not values or len(values) > MAX_CELLS:
        raise InvalidArgumentsError(f"'cells' is an object of 1 to {MAX_CELLS:,} addresses and values.")
    wanted = dict(_single(values))
    titles = retitled(draft, entry, wanted)
    sheet = draft.view(entry, {near for row, _ in wanted for near in (row - 1, row) if near})
    if not draft.is_partial(entry) and (alone := unshared_at(sheet, wanted)) != sheet.text:
        draft.set_text(entry, alone)
        sheet = draft.sheet(entry)
    refuse_entangled(draft, entry, sheet, wanted, titles)
    styles = _styles(sheet, wanted)
    maker = CellMaker(draft)
    cells: dict[tuple[int, int], NewCell] = {}
    for (row, column), value in {**wanted, **titles}.items():
        style = styles.get((row, column), sheet.column_style(column) or 0)
        cells[row, column] = maker.cell(value, style, near=styles.get((row - 1, column), 0))
    draft.set_cells(entry, {**{place: NewCell() for place in freed(sheet, wanted)}, **cells})
    return joined(_sentence(entry, list(values), len(wanted)), *maker.kept())


def _styles(sheet: Sheet, wanted: Mapping[tuple[int, int], object]) -> dict[tuple[int, int], int]:
    """The styles of the cells of the rows that are written, and of the rows above them."""
    rows = {row for row, _ in wanted}
    near = rows | {row - 1 for row in rows}
    return {
        (cell.row, cell.column): cell.style for row in sheet.rows if row.number in near for cell in sheet.cells(row)
    }


def _single(values: Mapping[str, object]) -> Iterator[tuple[tuple[int, int], object]]:
    """Each cell with its value, those of ranges too."""
    found = {name: _area(name.rpartition("!")[2]) for name in values}
    if sum((one.bottom - one.top + 1) * (one.right - one.left + 1) for one in found.values()) > MAX_CELLS:
        raise InvalidArgumentsError(f"One op sets at most {MAX_CELLS:,} cells.")
    for name, area in found.items():
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield (row, column), _along(values[name], row - area.top, column - area.left)


def _area(name: str) -> Area:
    if ":" in name:
        return area_of(name)
    row, column = cell_of(name)
    return Area(row, column, row, column)


def _along(value: object, down: int, right: int) -> object:
    """A value for a cell that lies so far from the first one of its range."""
    match value if down or right else None:
        case str(text) if text.startswith("=") and len(text) > 1:
            return f"={moved(text[1:], down, right)}"
        case {"formula": str(formula), **rest} if not rest:
            return {"formula": f"={moved(formula.removeprefix('='), down, right)}"}
    return value


def _sentence(entry: SheetEntry, names: Sequence[str], count: int) -> Words:
    told, rest = ", ".join(names[:20]), len(names) - 20
    return Words(
        f"Set {count} cell{'s' if count > 1 else ''} of {entry.name}: {told}{f' and {rest} more' if rest > 0 else ''}.",
        f"「{entry.name}」のセル {count} 個を設定しました: {told}{f' ほか {rest} 個' if rest > 0 else ''}。",
    )


OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_cells": Operation(
        set_cells,
        ("sheet", "cells"),
        '{"op":"set_cells","sheet":"S","cells":{"B2":12.5,"B3":"=SUM(B1:B2)","C1":"text","D1":null,'
        '"E2:E9":"=C2*D2"}}  a formula goes along from the first cell of its '
        "range; in cells of dates 2026-11-23, 2026/11/23 or 令和8年11月23日 is a date",
    ),
    "append_rows": Operation(
        append_rows, ("sheet", "rows"), '{"op":"append_rows","sheet":"S","rows":[["2026-10-01",12]]}'
    ),
    "add_sheet": Operation(add_sheet, ("name", "rows"), '{"op":"add_sheet","name":"N","rows":[[...]]}'),
    "rename_sheet": Operation(rename_sheet, ("sheet", "name"), '{"op":"rename_sheet","sheet":"S","name":"N"}'),
    **STRUCTURE,
    **SHEETS,
    **SORTING,
    **LOOK_OPERATIONS,
}
