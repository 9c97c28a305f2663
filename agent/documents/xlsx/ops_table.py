"""Ops for tables: a range that knows its titles, its filter and its totals. ECMA-376 part 1, 18.5."""

import re
from collections.abc import Mapping, Sequence

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import NO_WORDS, Words, joined
from agent.documents.op_fields import text_of
from agent.documents.opc.package_draft import with_new_part
from agent.documents.opc.xml_tags import Attributes
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.facts import merged_cells
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.names import FILTER, checked_name, delete_name, names_of, sheet_number
from agent.documents.xlsx.patch import NewCell, formula_cell, text_cell
from agent.documents.xlsx.ranges import address, contains, corners, overlap, placed
from agent.documents.xlsx.read import shown
from agent.documents.xlsx.style_part import space
from agent.documents.xlsx.table_part import TOTALS, new_table, resized, specifier

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_TITLES = Words("Column titles that were numbers are texts now.", "数値だった列見出しは文字列にしました。")
_TOTALS = Words("Totals stand in row {row}.", "集計行は {row} 行目です。")
_STYLES = {"light": 21, "medium": 28, "dark": 11}


def add_table(draft: Draft, op: Op) -> Words:
    """Make a table of a range whose first row holds titles."""
    entry, area = placed(draft, op)
    totals = _totals(op.get("totals"))
    full = Area(area.top, area.left, area.bottom + 1, area.right) if totals is not None else area
    _refuse(draft, entry, area, full)
    titles, renamed = _titles(draft, entry, area)
    name = _free_name(draft, text_of(op, "name", ""))
    if renamed:
        draft.set_cells(entry, {place: text_cell(text) for place, text in renamed.items()})
    _without_filter(draft, entry, area)
    words = _total_words(totals, titles)
    told: Attributes = {"xmlns": space(draft), "id": _next_id(draft), "name": name, "displayName": name}
    part = new_table(told, (area, full), titles, words, _style(op))
    made = with_new_part(draft, entry.part, "table", "xl/tables/table{}.xml", _TYPE, part)
    frame = Frame(draft.sheet(entry))
    frame.append("tableParts", [frame.tag("tablePart", frame.related(made.id))])
    draft.set_text(entry, frame.text())
    if totals is not None:
        _write_totals(draft, entry, full, name, titles, words)
    did = Words(
        f"Made the table {name} of {entry.name}!{address(full)}.",
        f"「{entry.name}」{address(full)} をテーブル「{name}」にしました。",
    )
    return joined(
        did, _TITLES if renamed else NO_WORDS, _TOTALS.of(row=full.bottom) if totals is not None else NO_WORDS
    )


def _refuse(draft: Draft, entry: SheetEntry, area: Area, full: Area) -> None:
    if area.bottom == area.top or area.bottom - area.top > 1_048_000 or area.right - area.left > 16_000:
        raise InvalidArgumentsError("A table needs a row of titles and at least one row below it, like 'A1:D20'.")
    for table in draft.tables(entry):
        if overlap(area_of(table["ref"]), full):
            raise InvalidArgumentsError(
                f"{address(full)} overlaps the table {table.get('displayName')} at {table['ref']}."
            )
    for merged in merged_cells(draft.sheet(entry).outside()):
        if overlap(area_of(merged), full):
            raise InvalidArgumentsError(f"A table cannot hold the merged cells {merged}. Unmerge them first.")
    if full != area and any(place[0] == full.bottom for place in _filled(draft, entry, full)):
        raise InvalidArgumentsError(f"Row {full.bottom} below the table is not empty: there is no room for its totals.")


def _filled(draft: Draft, entry: SheetEntry, area: Area) -> dict[tuple[int, int], str]:
    """The filled cells of a range, as texts."""
    sheet = draft.sheet(entry)
    return {
        (cell.row, cell.column): shown(draft.book.value(cell))
        for row in sheet.filled()
        if area.top <= row.number <= area.bottom
        for cell in sheet.cells(row)
        if area.left <= cell.column <= area.right and (cell.raw is not None or cell.formula is not None)
    }


def _titles(draft: Draft, entry: SheetEntry, area: Area) -> tuple[list[str], dict[tuple[int, int], str]]:
    """The titles, and the cells of those that are no texts. A table and its cells must say the same."""
    sheet = draft.sheet(entry)
    row = next((row for row in sheet.rows if row.number == area.top), None)
    cells = {cell.column: cell for cell in (sheet.cells(row) if row else ())}
    titles: list[str] = []
    renamed: dict[tuple[int, int], str] = {}
    for column in range(area.left, area.right + 1):
        cell = cells.get(column)
        value = None if cell is None else draft.book.value(cell)
        text = shown(value)
        at = f"{entry.name}!{cell_name(area.top, column)}"
        if not text.strip():
            raise InvalidArgumentsError(f"{at} is empty: each column of a table needs a title in its first row.")
        if text.casefold() in [one.casefold() for one in titles]:
            raise InvalidArgumentsError(f"The title {text!r} at {at} is there twice: titles of a table differ.")
        if not isinstance(value, str) or (cell is not None and cell.formula is not None):
            renamed[area.top, column] = text
        titles.append(text)
    return titles, renamed


def _free_name(draft: Draft, wanted: str) -> str:
    taken = {one.name.casefold() for one in names_of(draft)}
    taken |= {table.get("displayName", "").casefold() for entry in draft.worksheets for table in draft.tables(entry)}
    if not wanted:
        return next(name for number in range(1, 10_000) if (name := f"Table{number}").casefold() not in taken)
    if checked_name(wanted).casefold() in taken:
        raise InvalidArgumentsError(f"There is a table or a name {wanted!r} already. Take another name.")
    return wanted


def _next_id(draft: Draft) -> int:
    ids = [int(table.get("id", "0")) for entry in draft.worksheets for table in draft.tables(entry)]
    return max(ids, default=0) + 1


def _style(op: Op) -> str:
    """A built-in style by its short name ("medium 2")."""
    told = text_of(op, "style", "medium 2").lower()
    if told == "none":
        return ""
    found = re.fullmatch(r"(?:tablestyle)?(light|medium|dark) ?(\d{1,2})", told)
    if found is None or not 1 <= int(found[2]) <= _STYLES[found[1]]:
        raise InvalidArgumentsError(
            "'style' of a table is 'light 1' to 21, 'medium 1' to 28, 'dark 1' to 11 or 'none'."
        )
    return f"TableStyle{found[1].title()}{found[2]}"


def _totals(told: object) -> Mapping[str, object] | None:
    if told is None or told is False:
        return None
    if told is True:
        return {}
    if not isinstance(told, Mapping):
        raise InvalidArgumentsError('\'totals\' is true or like {"Amount": "sum", "label": "Total"}.')
    return told


def _total_words(totals: Mapping[str, object] | None, titles: Sequence[str]) -> list[tuple[str, str]]:
    """For each column its total ("sum") and its label; the first column says what the row is."""
    if totals is None:
        return []
    words = {str(key): str(value) for key, value in totals.items() if key != "label"} or {titles[-1]: "sum"}
    for title, word in words.items():
        if title not in titles or word not in TOTALS:
            raise InvalidArgumentsError(
                f"'totals' names titles of the table ({', '.join(titles[:20])}) with one of {', '.join(TOTALS)}."
            )
    label = str(totals.get("label", "Total"))
    return [(words.get(title, ""), label if at == 0 and title not in words else "") for at, title in enumerate(titles)]


def _write_totals(
    draft: Draft, entry: SheetEntry, full: Area, name: str, titles: Sequence[str], words: Sequence[tuple[str, str]]
) -> None:
    """The cells of the row of totals, in the styles of the cells above."""
    sheet = draft.sheet(entry)
    above = next((row for row in sheet.rows if row.number == full.bottom - 1), None)
    styles = {cell.column: cell.style for cell in (sheet.cells(above) if above else ())}
    cells: dict[tuple[int, int], NewCell] = {}
    for column, (title, (word, label)) in enumerate(zip(titles, words, strict=True), full.left):
        made = text_cell(label) if label else NewCell()
        if word:
            made = formula_cell(f"SUBTOTAL({TOTALS[word][1]},{name}[{specifier(title)}])")
        if made.body:
            cells[full.bottom, column] = NewCell(made.kind, made.body, styles.get(column))
    draft.set_cells(entry, cells)


def _without_filter(draft: Draft, entry: SheetEntry, area: Area) -> None:
    """A table brings its own filter; one of the sheet over the same cells would make the file break."""
    frame = Frame(draft.sheet(entry))
    node = frame.child("autoFilter")
    if node is None or not overlap(area_of(node.get("ref", "A1")), area):
        return
    if len(node):
        raise InvalidArgumentsError(f"{entry.name} has a filter over these cells. Clear it first (clear_filter).")
    frame.replace(node, "")
    draft.set_text(entry, frame.text())
    delete_name(draft, FILTER, sheet_number(draft, entry))


def resize_table(draft: Draft, op: Op) -> Words:
    """Give a table another range with the same row of titles; titles of new columns must stand there."""
    name = text_of(op, "name")
    entry, table = table_named(draft, name)
    old, area = area_of(table["ref"]), area_of(text_of(op, "range").rpartition("!")[2])
    if table.get("totalsRowCount", "0") != "0":
        raise InvalidArgumentsError(f"The table {name} ends with a row of totals and cannot get another range here.")
    if area.top != old.top or not overlap(area, old) or area.bottom == area.top:
        raise InvalidArgumentsError(
            f"{name} is at {table['ref']}: a new range begins in row {old.top} and overlaps it."
        )
    for other in draft.tables(entry):
        if other["part"] != table["part"] and overlap(area_of(other["ref"]), area):
            raise InvalidArgumentsError(f"{address(area)} overlaps the table {other.get('displayName')}.")
    titles, renamed = _titles(draft, entry, area)
    if renamed:
        draft.set_cells(entry, {place: text_cell(text) for place, text in renamed.items()})
    draft.set_part(table["part"], resized(draft.part(table["part"]), old, area, titles))
    draft.results_change = True
    left = "" if contains(area, old) else f" What is outside of it now stays as plain cells ({corners(old)} before)."
    left_ja = "" if contains(area, old) else "範囲から外れたセルの値はそのまま残っています。"
    return Words(
        f"The table {name} is at {entry.name}!{corners(area)} now.{left}",
        f"テーブル「{name}」の範囲を「{entry.name}」{corners(area)} に変更しました。{left_ja}",
    )


def table_named(draft: Draft, name: str) -> tuple[SheetEntry, dict[str, str]]:
    """A table by its name with the sheet that holds it. Raises InvalidArgumentsError."""
    known = [(entry, table) for entry in draft.worksheets for table in draft.tables(entry)]
    for entry, table in known:
        if table.get("displayName", "").casefold() == name.casefold():
            return entry, table
    told = ", ".join(f"{table.get('displayName')} ({entry.name}!{table['ref']})" for entry, table in known) or "none"
    raise InvalidArgumentsError(f"There is no table {name!r}. There are: {told}.")


TABLE_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "add_table": Operation(
        add_table,
        ("sheet", "range", "name", "style", "totals"),
        '{"op":"add_table","sheet":"S","range":"A1:D20","name":"Sales","style":"medium 2","totals":{"Amount":"sum",'
        '"label":"Total"}}  first row: titles; totals go into the row below; sum, average, count, numbers, max, min',
    ),
    "resize_table": Operation(
        resize_table, ("name", "range"), '{"op":"resize_table","name":"Sales","range":"A1:E30"}  same row of titles'
    ),
}
