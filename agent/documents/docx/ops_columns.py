"""Columns of a Word table put in and taken out, and cells merged; rows with merged cells are counted by their grid."""

from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import first_properties, run_bytes
from agent.documents.docx.ops_chosen import carry_out, structural
from agent.documents.docx.ops_grid import Cell, Grid, Row, grid_of, table_of
from agent.documents.docx.ops_properties import changed, last, owned, with_attributes
from agent.documents.docx.tree import Element, child, name_of, paragraphs_of, value
from agent.documents.op_fields import number_of
from agent.documents.op_words import number_in
from agent.documents.opc.xml_splice import Layout, Splice, removed
from agent.documents.operations import Operation

_CONTENTS = frozenset({"t", "m:t", "drawing", "pict", "object", "tbl", "sdt"})


def _column_inserted(addresses: Addresses, op: Op) -> Words:
    table = table_of(addresses, op)
    grid = grid_of(table)
    after = number_of(op, "after", grid.width)
    if after > grid.width:
        raise InvalidArgumentsError(f"'after' is a number from 0 to {grid.width}, the columns of {table.anchor}.")
    texts = op.get("cells", ())
    if not isinstance(texts, (list, tuple)) or len(texts) > len(grid.rows):
        raise InvalidArgumentsError(f"'cells' is a list of up to {len(grid.rows)} texts, from the first row down.")
    words = ["" if text is None else str(text) for text in texts] + [""] * (len(grid.rows) - len(texts))
    splices: list[Splice] = []
    for row, text in zip(grid.rows, words, strict=True):
        splices += _cell_put_in(table, row, after, text)
    splices += _grid_widths(table, grid, after)
    carry_out(addresses, [(table.draft, one) for one in splices])
    return Words(
        f"Inserted a column after column {after} of {table.anchor}.",
        f"{table.anchor} の {after} 列目の後に 1 列を挿入しました。",
    )


def _cell_put_in(table: Spot, row: Row, after: int, text: str) -> list[Splice]:
    layout = table.draft.layout
    over = next((cell for cell in row.cells if cell.start < after < cell.end), None)
    if over is not None:
        if text:
            raise InvalidArgumentsError("A merged cell covers that place in one of the rows: leave its text empty.")
        return _spanning(table, over, over.end - over.start + 1)
    if not row.cells or after > row.end or after < row.cells[0].start:
        return []
    beside = next((cell for cell in row.cells if cell.end == after), row.cells[0])
    span = layout.span(beside.element)
    place = span.start if after == beside.start else span.end
    return [Splice(place, place, _cell_like(layout, beside.element, text))]


def _cell_like(layout: Layout, cell: Element, text: str) -> bytes:
    """A cell in the look of another, over one column and merged with none."""
    prefix = layout.prefix(cell)
    properties = child(cell, "tcPr")
    told = b""
    if properties is not None:
        start = layout.span(properties).start
        at = start
        for splice in sorted(changed(layout, properties, {"gridSpan": b"", "vMerge": b"", "hMerge": b""}),
                             key=lambda one: one.start):  # fmt: skip
            told += layout.xml[at : splice.start] + splice.new
            at = splice.end
        told += layout.xml[at : layout.span(properties).end]
    model = next(iter(paragraphs_of(cell)), None)
    look = child(model, "pPr")
    paragraph = layout.source(look) if look is not None else b""
    run = run_bytes(text, prefix, first_properties(layout, model) if model is not None else b"") if text else b""
    body = f"<{prefix}p>".encode() + paragraph + run + f"</{prefix}p>".encode()
    return f"<{prefix}tc>".encode() + told + body + f"</{prefix}tc>".encode()


def _spanning(table: Spot, cell: Cell, columns: int) -> list[Splice]:
    layout = table.draft.layout
    new = dialect_of(layout, cell.element).xml(f'<w:gridSpan w:val="{columns}"/>') if columns > 1 else b""
    return owned(layout, cell.element, "tcPr", {"gridSpan": new})


def _grid_widths(table: Spot, grid: Grid, after: int) -> list[Splice]:
    """A new column as wide as its neighbour; all of them become narrower, so that the table stays as wide as it was."""
    layout = table.draft.layout
    widths = [_width(column) for column in grid.columns]
    if not widths or not all(widths):
        return []
    beside = min(max(after - 1, 0), len(widths) - 1)
    factor = sum(widths) / (sum(widths) + widths[beside])
    splices = [
        _sized(layout, column, "gridCol", round(width * factor))
        for column, width in zip(grid.columns, widths, strict=True)
    ]
    for row in grid.rows:
        for cell in row.cells:
            splices += _cell_width(layout, cell.element, factor)
    span = layout.span(grid.columns[beside])
    place = span.start if after == 0 else span.end
    new = with_attributes(layout, table.element, "gridCol", None, {"w": str(round(widths[beside] * factor))})
    return [*splices, Splice(place, place, new)]


def _width(column: Element) -> int:
    text = value(column, "w")
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _sized(layout: Layout, old: Element, name: str, width: int) -> Splice:
    span = layout.span(old)
    return Splice(span.start, span.end, with_attributes(layout, old, name, old, {"w": str(width)}))


def _cell_width(layout: Layout, cell: Element, factor: float) -> list[Splice]:
    told = child(cell, "tcPr", "tcW")
    if told is None or value(told, "type") not in {"dxa", ""} or not _width(told):
        return []
    return [_sized(layout, told, "tcW", round(_width(told) * factor))]


def _column_deleted(addresses: Addresses, op: Op) -> Words:
    table = table_of(addresses, op)
    grid, layout = grid_of(table), table.draft.layout
    column = number_in(op, "column", grid.width, "columns") - 1
    if grid.width == 1:
        raise InvalidArgumentsError(f"{table.anchor} has this column only: delete the table itself.")
    splices: list[Splice] = []
    for row in grid.rows:
        cell = next((one for one in row.cells if one.start <= column < one.end), None)
        if cell is None:
            continue
        if cell.end - cell.start > 1:
            splices += _spanning(table, cell, cell.end - cell.start - 1)
            continue
        span = layout.span(row.element if len(row.cells) == 1 else cell.element)
        splices.append(Splice(span.start, span.end, b""))
    if len(grid.columns) > column:
        span = layout.span(grid.columns[column])
        splices.append(Splice(span.start, span.end, b""))
    carry_out(addresses, [(table.draft, one) for one in splices])
    return Words(
        f"Deleted column {column + 1} of {table.anchor}.", f"{table.anchor} の {column + 1} 列目を削除しました。"
    )


def _cells_merged(addresses: Addresses, op: Op) -> Words:
    first, end = addresses.at(op.get("from"), ("tc",)), addresses.at(op.get("to"), ("tc",))
    name = first.anchor.rpartition(" R")[0]
    if end.anchor.rpartition(" R")[0] != name or first.draft is not end.draft:
        raise InvalidArgumentsError("'from' and 'to' are cells of one table: T1 R1 C1 and T1 R2 C3.")
    table = addresses.at(name, ("tbl",))
    rows = _rectangle(grid_of(table), first, end)
    splices: list[Splice] = []
    kept = rows[0][0]
    for number, row in enumerate(rows):
        splices += _row_merged(table, row, first=number == 0, alone=len(rows) == 1)
    others = [cell for row in rows for cell in row if cell is not kept]
    splices += _gathered(table, kept, others, [row[0] for row in rows[1:]])
    carry_out(addresses, [(table.draft, one) for one in splices])
    return Words(
        f"Merged the cells from {first.anchor} to {end.anchor}; their texts stand in the first one.",
        f"{first.anchor} から {end.anchor} までのセルを結合しました。文章は最初のセルにまとめています。",
    )


def _rectangle(grid: Grid, first: Spot, end: Spot) -> list[list[Cell]]:
    """The cells between two corners, row by row. Raises InvalidArgumentsError when they are no rectangle."""
    corners = [(at, cell) for at, row in enumerate(grid.rows) for cell in row.cells
               if cell.element in {first.element, end.element}]  # fmt: skip
    top, bottom = corners[0][0], corners[-1][0]
    left, right = min(cell.start for _, cell in corners), max(cell.end for _, cell in corners)
    rows = [
        [cell for cell in row.cells if cell.start < right and cell.end > left] for row in grid.rows[top : bottom + 1]
    ]
    straight = all(row and row[0].start == left and row[-1].end == right for row in rows)
    if not straight or any(cell.merge for row in rows for cell in row):
        raise InvalidArgumentsError(
            "These cells are no rectangle, or some of them are merged downwards already: name the corners of a "
            "rectangle of cells that are not."
        )
    if sum(map(len, rows)) == 1:
        raise InvalidArgumentsError("'from' and 'to' are one and the same cell: name two corners.")
    return rows


def _row_merged(table: Spot, row: Sequence[Cell], *, first: bool, alone: bool) -> list[Splice]:
    layout, cell = table.draft.layout, row[0]
    dialect = dialect_of(layout, cell.element)
    new: dict[str, bytes] = {}
    if len(row) > 1:
        new["gridSpan"] = dialect.xml(f'<w:gridSpan w:val="{row[-1].end - cell.start}"/>')
        widths = [_width(told) for one in row if (told := child(one.element, "tcPr", "tcW")) is not None]
        if len(widths) == len(row) and all(widths):
            new["tcW"] = with_attributes(
                layout, cell.element, "tcW", child(cell.element, "tcPr", "tcW"), {"w": str(sum(widths))}
            )
    if not alone:
        new["vMerge"] = dialect.xml('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>")
    gone = [layout.span(one.element) for one in row[1:]]
    return owned(layout, cell.element, "tcPr", new) + [Splice(span.start, span.end, b"") for span in gone]


def _gathered(table: Spot, kept: Cell, others: Sequence[Cell], below: Sequence[Cell]) -> list[Splice]:
    """What is in the other cells goes to the end of the first one; those `below` it keep an empty paragraph."""
    layout = table.draft.layout
    full = [cell for cell in others if _has_contents(cell.element)]
    if not full:
        return []
    moved = b"".join(layout.source(one) for cell in full for one in cell.element if name_of(one) != "tcPr")
    splices = [last(layout, kept.element, moved)]
    if not _has_contents(kept.element):
        splices += [removed(layout, one) for one in kept.element if name_of(one) == "p"]
    for cell in below:
        if cell in full:
            inside = [one for one in cell.element if name_of(one) != "tcPr"]
            splices += [removed(layout, one) for one in inside[:-1]]
            span = layout.span(inside[-1])
            splices.append(Splice(span.start, span.end, dialect_of(layout, cell.element).xml("<w:p/>")))
    return splices


def _has_contents(cell: Element) -> bool:
    return any(name_of(one) in _CONTENTS and (name_of(one) not in {"t", "m:t"} or one.text) for one in cell.iter("*"))


COLUMN_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_column": Operation(
        structural(_column_inserted),
        ("table", "after", "cells"),
        '{"op":"insert_column","table":1,"after":2,"cells":["Title","a","b"]} (after 0 is before the first; cells from '
        "the first row down)",
    ),
    "delete_column": Operation(
        structural(_column_deleted), ("table", "column"), '{"op":"delete_column","table":1,"column":2}'
    ),
    "merge_cells": Operation(
        structural(_cells_merged),
        ("from", "to"),
        '{"op":"merge_cells","from":"T1 R1 C1","to":"T1 R2 C3"} (two corners of a rectangle; C counts the cells of the '
        "row)",
    ),
}
