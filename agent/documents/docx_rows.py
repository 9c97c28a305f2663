"""Editing the tables of a Word document: cells set, rows inserted in the likeness of another row."""

from collections.abc import Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx_addresses import Addresses
from agent.documents.docx_draft import first_properties, run_bytes
from agent.documents.docx_ops_grid import table_of
from agent.documents.docx_tree import Element, cells_of, child, paragraphs_of, rows_of
from agent.documents.op_words import number_in, text_in
from agent.documents.xml_splice import Layout


def table_cell_set(addresses: Addresses, op: Op) -> Words:
    """Carry out {"op": "set_table_cell", "table", "row", "column", "text"}, all from 1."""
    table = table_of(addresses, op)
    rows = rows_of(table.element)
    row = number_in(op, "row", len(rows), "rows")
    cells = cells_of(rows[row - 1])
    column = number_in(op, "column", len(cells), "cells in this row")
    paragraphs = paragraphs_of(cells[column - 1])
    if not paragraphs:
        raise InvalidArgumentsError("This cell holds another table and no text of its own.")
    lines = text_in(op, "text", empty=True).split("\n")
    if len(lines) != len(paragraphs):
        lines = ["\n".join(lines)]
    for paragraph, line in zip(paragraphs, lines, strict=False):
        table.draft.set_text(paragraph, line)
    for paragraph in paragraphs[len(lines) :]:
        table.draft.remove(paragraph)
    return Words(
        f"Set {table.anchor} row {row} column {column}.",
        f"{table.anchor} の {row} 行 {column} 列の内容を変更しました。",
    )


def row_inserted(addresses: Addresses, op: Op) -> Words:
    """Carry out {"op": "insert_row", "table", "after", "cells"}: a row that looks like row `after`, behind it."""
    table = table_of(addresses, op)
    rows = rows_of(table.element)
    after = number_in(op, "after", len(rows), "rows") if "after" in op else len(rows)
    row = rows[after - 1]
    cells = cells_of(row)
    texts = op.get("cells")
    if not isinstance(texts, Sequence) or isinstance(texts, str) or len(texts) > len(cells):
        raise InvalidArgumentsError(f"'cells' is a list of up to {len(cells)} texts.")
    if any(child(cell, "tcPr", "vMerge") is not None for cell in cells):
        raise InvalidArgumentsError(f"Row {after} has cells that are merged with others: insert after another row.")
    words = ["" if text is None else str(text) for text in texts] + [""] * (len(cells) - len(texts))
    table.draft.insert_after(row, _row_like(table.draft.layout, row, words))
    return Words(
        f"Inserted a row after row {after} of {table.anchor}.",
        f"{table.anchor} の {after} 行目の後に 1 行を挿入しました。",
    )


def _row_like(layout: Layout, row: Element, words: Sequence[str]) -> bytes:
    prefix = layout.prefix(row)
    cells = (_cell_like(layout, cell, text) for cell, text in zip(cells_of(row), words, strict=True))
    return f"<{prefix}tr>".encode() + _part(layout, child(row, "trPr")) + b"".join(cells) + f"</{prefix}tr>".encode()


def _cell_like(layout: Layout, cell: Element, text: str) -> bytes:
    prefix = layout.prefix(cell)
    model = next(iter(paragraphs_of(cell)), None)
    properties = _part(layout, child(model, "pPr"))
    run = first_properties(layout, model) if model is not None else b""
    paragraph = f"<{prefix}p>".encode() + properties + run_bytes(text, prefix, run) + f"</{prefix}p>".encode()
    return f"<{prefix}tc>".encode() + _part(layout, child(cell, "tcPr")) + paragraph + f"</{prefix}tc>".encode()


def _part(layout: Layout, element: Element | None) -> bytes:
    return layout.source(element) if element is not None else b""
