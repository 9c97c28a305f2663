"""New tables in a Word document, and rows taken out of it (ECMA-376 part 1, 17.4)."""

from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.docx.addresses import Addresses, Spot
from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.draft import run_text
from agent.documents.docx.ops_chosen import carry_out, structural
from agent.documents.docx.ops_grid import Grid, grid_of, table_of
from agent.documents.docx.ops_looks import TWIPS_PER_CM
from agent.documents.docx.ops_properties import owned
from agent.documents.docx.ops_styles import style_of
from agent.documents.docx.sections import page_of, section_of
from agent.documents.docx.tables import table_xml
from agent.documents.docx.tree import Element, name_of
from agent.documents.op_fields import rows_of
from agent.documents.op_words import flag_in, number_in, speakable, text_in
from agent.documents.opc.xml_splice import Splice
from agent.documents.operations import Operation

_EMPTY = "<w:p/>"


def _table_inserted(addresses: Addresses, op: Op) -> Words:
    spot = addresses.at(op.get("after"), ("p", "tbl"))
    rows = _texts(op)
    style = style_of(addresses, text_in(op, "style") if "style" in op else "Table Grid", "table")
    spot = addresses.at(op.get("after"), ("p", "tbl"))
    layout = spot.draft.layout
    dialect = dialect_of(layout, spot.element)
    page = page_of(section_of(spot.element))
    widths = _widths(op, rows)
    header = flag_in(op, "header", default=True)
    inner = [[_run(cell, bold=header and number == 0) for cell in row] for number, row in enumerate(rows)]
    table = table_xml(inner, rows, style, page.text_width, widths=widths, header=header)
    before = _EMPTY if name_of(spot.element) == "tbl" else ""
    following = next((one for one in spot.element.itersiblings() if name_of(one)), None)
    # Two tables side by side would be one, and a cell must end with a paragraph.
    after = _EMPTY if following is None or name_of(following) in {"tbl", "sectPr"} else ""
    end = addresses.end_of(spot)
    carry_out(addresses, [(spot.draft, Splice(end, end, dialect.xml(before + table + after)))])
    return Words(
        "Inserted a table of {rows} {rows:row|rows} and {columns} {columns:column|columns} after {anchor}.",
        "{anchor} の後に {rows} 行 {columns} 列の表を挿入しました。",
    ).of(rows=len(rows), columns=len(rows[0]), anchor=spot.anchor)


def _texts(op: Op) -> list[list[str]]:
    rows = rows_of(op)
    width = max((len(row) for row in rows), default=0)
    if not width or width > 63:
        raise InvalidArgumentsError("'rows' needs a row of 1 to 63 cells: [['Item', 'Price'], ['Pen', 100]].")
    return [["" if cell is None else speakable(str(cell)) for cell in row] + [""] * (width - len(row)) for row in rows]


def _run(text: str, *, bold: bool) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:r>{look}{run_text(text, 'w:').decode()}</w:r>" if text else ""


def _widths(op: Op, rows: Sequence[Sequence[str]]) -> list[int]:
    told = op.get("widths_cm")
    if told is None:
        return []
    if not isinstance(told, (list, tuple)) or len(told) != len(rows[0]):
        raise InvalidArgumentsError(f"'widths_cm' is a list of {len(rows[0])} numbers, one for each column.")
    if not all(isinstance(one, (int, float)) and 0.2 <= one <= 60 for one in told):
        raise InvalidArgumentsError("'widths_cm' are numbers of centimetres from 0.2 to 60.")
    return [round(one * TWIPS_PER_CM) for one in told]


def _row_deleted(addresses: Addresses, op: Op) -> Words:
    """A row goes; cells that are merged downwards from it begin in the next one."""
    table = table_of(addresses, op)
    grid = grid_of(table)
    number = number_in(op, "row", len(grid.rows), "rows")
    if len(grid.rows) == 1:
        raise InvalidArgumentsError(f"{table.anchor} has this row only: delete the table itself.")
    layout = table.draft.layout
    span = layout.span(grid.rows[number - 1].element)
    splices = [Splice(span.start, span.end, b"")]
    splices += [one for cell in _orphans(grid, number) for one in owned(layout, cell, "tcPr", _begins(table, cell))]
    carry_out(addresses, [(table.draft, one) for one in splices])
    return Words(f"Deleted row {number} of {table.anchor}.", f"{table.anchor} の {number} 行目を削除しました。")


def _orphans(grid: Grid, number: int) -> list[Element]:
    """The cells of the next row that go on with one that begins in row `number`."""
    if number == len(grid.rows):
        return []
    begins = {cell.start for cell in grid.rows[number - 1].cells if cell.merge == "restart"}
    return [cell.element for cell in grid.rows[number].cells if cell.start in begins and cell.merge == "continue"]


def _begins(table: Spot, cell: Element) -> dict[str, bytes]:
    return {"vMerge": dialect_of(table.draft.layout, cell).xml('<w:vMerge w:val="restart"/>')}


TABLE_OPERATIONS: Mapping[str, Operation[Addresses]] = {
    "insert_table": Operation(
        structural(_table_inserted),
        ("after", "rows", "style", "header", "widths_cm"),
        '{"op":"insert_table","after":"P3","rows":[["Item","Price"],["Pen",100]],"style":"Table Grid","header":true,'
        '"widths_cm":[8,4]} (style, header and widths_cm may be left out)',
    ),
    "delete_row": Operation(structural(_row_deleted), ("table", "row"), '{"op":"delete_row","table":1,"row":2}'),
}
