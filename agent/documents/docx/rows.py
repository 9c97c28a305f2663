"""Editing the tables of a Word document: cells set, rows inserted in the likeness of another row."""

from collections.abc import Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.draft import copied, first_properties, run_bytes
from agent.documents.docx.ops_grid import table_of
from agent.documents.docx.tree import Element, cells_of, child, paragraphs_of, rows_of
from agent.documents.op_words import number_in, text_in
from agent.documents.opc.xml_splice import Layout


def table_cell_set(addresses: Addresses, op: Op) -> Words:
    """Carry out {"op": "set_table_cell", "table", "row", "column", "text"}, all from 1."""
    table, paragraphs, lines, said = cell_asked(addresses, op)
    for paragraph, line in zip(paragraphs, lines, strict=False):
        table.draft.set_text(paragraph, line)
    for paragraph in paragraphs[len(lines) :]:
        table.draft.remove(paragraph)
    return said


def cell_asked(addresses: Addresses, op: Op) -> tuple[Spot, list[Element], list[str], Words]:
    """The table, the paragraphs, their new lines and the words of an op "set_table_cell".

    There are never more lines than paragraphs. Raises InvalidArgumentsError.
    """
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
    said = Words(
        f"Set {table.anchor} row {row} column {column}.",
        f"{table.anchor} の {row} 行 {column} 列の内容を変更しました。",
    )
    return table, paragraphs, lines, said


def row_inserted(addresses: Addresses, op: Op) -> Words:
    """Carry out {"op": "insert_row", "table", "after", "cells"}: a row that looks like row `after`, behind it."""
    table, row, words = row_asked(addresses, op)
    table.draft.insert_after(row, row_like(table.draft.layout, row, words))
    return row_words(table, row)


def row_asked(addresses: Addresses, op: Op) -> tuple[Spot, Element, list[str]]:
    """The table, the row to insert after and the words of an op "insert_row". Raises InvalidArgumentsError."""
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
    return table, row, ["" if text is None else str(text) for text in texts] + [""] * (len(cells) - len(texts))


def row_words(table: Spot, row: Element) -> Words:
    """What an op "insert_row" did."""
    after = rows_of(table.element).index(row) + 1
    return Words(
        f"Inserted a row after row {after} of {table.anchor}.",
        f"{table.anchor} の {after} 行目の後に 1 行を挿入しました。",
    )


def row_like(layout: Layout, row: Element, words: Sequence[str]) -> bytes:
    """A row that looks like `row` and has these words in its cells."""
    prefix = layout.prefix(row)
    cells = (_cell_like(layout, cell, text) for cell, text in zip(cells_of(row), words, strict=True))
    return f"<{prefix}tr>".encode() + copied(layout, child(row, "trPr")) + b"".join(cells) + f"</{prefix}tr>".encode()


def _cell_like(layout: Layout, cell: Element, text: str) -> bytes:
    prefix = layout.prefix(cell)
    model = next(iter(paragraphs_of(cell)), None)
    properties = copied(layout, child(model, "pPr"))
    run = first_properties(layout, model) if model is not None else b""
    paragraph = f"<{prefix}p>".encode() + properties + run_bytes(text, prefix, run) + f"</{prefix}p>".encode()
    return f"<{prefix}tc>".encode() + copied(layout, child(cell, "tcPr")) + paragraph + f"</{prefix}tc>".encode()
