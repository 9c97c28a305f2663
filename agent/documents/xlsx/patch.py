"""Cells put into the text of a sheet: everything else of it stays as it is, character for character."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, cell_name, cell_of
from agent.documents.xlsx.row_text import row_style, with_stretches
from agent.documents.xlsx.sheet import Cell, Placed, Row, Sheet

_DIMENSION = re.compile(r"(<(?:[\w.-]+:)?dimension\s+ref=[\"'])([A-Z]+\d+)(?::([A-Z]+\d+))?([\"'])")
_STYLE = re.compile(r"\ss=[\"'](\d+)[\"']")


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell becomes: `kind` is the t attribute, `body` ready XML with "{p}" for the prefix, "" for an empty cell.

    "{at}" in the body stands for the address. `style` None keeps the style that the cell has; for a cell that is not
    there it is that of its row or column. `meta` is the cm attribute.
    """

    kind: str = ""
    body: str = ""
    style: int | None = None
    meta: str = ""


def text_cell(text: str) -> NewCell:
    """A cell with words, written beside the cell itself so that the shared strings stay as they are."""
    words = _braced(escaped(guarded(text)))
    return NewCell("inlineStr", f'<{{p}}is><{{p}}t xml:space="preserve">{words}</{{p}}t></{{p}}is>')


def guarded(text: str) -> str:
    """A text in which what looks like one of Excel's codes for characters ("_x000D_") has its underscore coded."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def number_cell(number: float) -> NewCell:
    """A cell with a number."""
    return NewCell("", f"<{{p}}v>{number!r}</{{p}}v>")


def bool_cell(value: bool) -> NewCell:
    """A cell with TRUE or FALSE."""
    return NewCell("b", f"<{{p}}v>{int(value)}</{{p}}v>")


def formula_cell(formula: str) -> NewCell:
    """A cell with a formula (without "=") and no result yet."""
    return NewCell("", f"<{{p}}f>{_braced(escaped(formula))}</{{p}}f>")


def growing_cell(formula: str, meta: str) -> NewCell:
    """A cell with a formula that may fill cells beside its own; `meta` marks it as such."""
    return NewCell("", f'<{{p}}f t="array" ref="{{at}}">{_braced(escaped(formula))}</{{p}}f>', None, meta)


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def patched(sheet: Sheet, cells: Mapping[tuple[int, int], NewCell]) -> str:
    """The text of the sheet with `cells` (row and column, from 1) set."""
    by_row: dict[int, dict[int, NewCell]] = {}
    for (number, column), cell in cells.items():
        by_row.setdefault(number, {})[column] = cell
    present = {row.number: row for row in sheet.rows}
    pieces: list[tuple[int, int, str]] = []
    for number, wanted in sorted(by_row.items()):
        row = present.get(number)
        if row is not None:
            pieces += _row_pieces(sheet, row, wanted)
        elif any(cell.body for cell in wanted.values()):
            at = next((one.start for one in sheet.rows if one.number > number), sheet.end)
            inner = "".join(
                _tag(sheet, number, column, cell, sheet.column_style(column)) for column, cell in sorted(wanted.items())
            )
            pieces.append((at, at, f'<{sheet.prefix}row r="{number}">{inner}</{sheet.prefix}row>'))
    return _dimensioned(with_stretches(sheet, pieces), cells)


def _row_pieces(sheet: Sheet, row: Row, wanted: Mapping[int, NewCell]) -> list[tuple[int, int, str]]:
    """Which stretches of a row become what."""
    placed = list(sheet.placed(row))
    there = {place.column: (place, cell) for place, cell in placed}
    pieces: list[tuple[int, int, str]] = []
    alone = row.inner == row.close == row.end
    added = ""
    for column, cell in sorted(wanted.items()):
        known = there.get(column)
        if known is not None:
            pieces.append(_replacement(sheet, row, known, cell))
        elif cell.body:
            style = row_style(sheet, row)
            tag = _tag(sheet, row.number, column, cell, sheet.column_style(column) if style is None else style)
            at = next((place.start for place, _ in placed if place.column > column), row.close)
            added += tag if alone else ""
            pieces += [] if alone else [(at, at, tag)]
    if added:
        opening = sheet.text[row.start : row.end].removesuffix("/>").rstrip()
        return [(row.start, row.end, f"{opening}>{added}</{sheet.prefix}row>")]
    return pieces


def _replacement(sheet: Sheet, row: Row, known: tuple[Placed, Cell], cell: NewCell) -> tuple[int, int, str]:
    place, before = known
    tag = sheet.text[place.start : place.end]
    style = cell.style if cell.style is not None else before.style
    keep = cell.style is not None or _STYLE.search(tag[: tag.find(">")]) is not None
    return place.start, place.end, _tag(sheet, row.number, place.column, cell, style if keep else None)


def _tag(sheet: Sheet, row: int, column: int, cell: NewCell, style: int | None) -> str:
    number = cell.style if cell.style is not None else style
    attributes = f' r="{cell_name(row, column)}"'
    attributes += f' s="{number}"' if number is not None else ""
    attributes += f' t="{cell.kind}"' if cell.kind else ""
    attributes += f' cm="{cell.meta}"' if cell.meta else ""
    if not cell.body:
        return f"<{sheet.prefix}c{attributes}/>"
    body = cell.body.format(p=sheet.prefix, at=cell_name(row, column))
    return f"<{sheet.prefix}c{attributes}>{body}</{sheet.prefix}c>"


def _dimensioned(text: str, cells: Mapping[tuple[int, int], NewCell]) -> str:
    """The told size of the sheet includes the new cells: some programs read no further."""
    filled = [place for place, cell in cells.items() if cell.body]
    found = _DIMENSION.search(text[:20_000])
    if found is None or not filled:
        return text
    top, left = cell_of(found[2])
    bottom, right = cell_of(found[3] or found[2])
    rows, columns = [row for row, _ in filled], [column for _, column in filled]
    first = cell_name(min(top, *rows), min(left, *columns))
    last = cell_name(min(max(bottom, *rows), MAX_ROW), min(max(right, *columns), MAX_COLUMN))
    told = first if first == last else f"{first}:{last}"
    return text[: found.start()] + f"{found[1]}{told}{found[4]}" + text[found.end() :]
