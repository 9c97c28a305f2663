"""Tables of a sheet that is shifted: checked before, followed and filled afterwards."""

from collections.abc import Mapping, Sequence, Set

from agent.core.words import Words
from agent.documents.opc.package_draft import dropped, unlinked
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, column_letters
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.patch import NewCell, formula_cell, text_cell
from agent.documents.xlsx.read import formula_of
from agent.documents.xlsx.sheet import shared_formulas, sheet_of
from agent.documents.xlsx.shift import Insertion, Shift, area_after
from agent.documents.xlsx.shift_part import PartChange
from agent.documents.xlsx.shift_rules import drop_empty
from agent.documents.xlsx.shift_tables import followed_table, word_for_columns
from agent.documents.xlsx.structure_parts import with_outside

_GROWN = Words("The table {name} is now {area}.", "テーブル「{name}」の範囲は {area} になりました。")
_GONE = Words("The table {name} went with its cells.", "テーブル「{name}」はセルとともに削除しました。")


def gone_by(draft: Draft, shift: Shift, tables: Sequence[Mapping[str, str]]) -> dict[str, Set[str] | None]:
    """The names (casefolded) of tables that go as a whole: None; of those that lose columns: their titles."""
    found: dict[str, Set[str] | None] = {}
    for table in tables:
        area, name = area_of(table["ref"]), table.get("displayName", "").casefold()
        titles = [one.get("name", "") for one in parsed_xml(draft.part(table["part"])).iter("{*}tableColumn")]
        lost = {
            title.casefold()
            for column, title in enumerate(titles, area.left)
            if area_after(shift, Area(area.top, column, area.bottom, column)) is None
        }
        if area_after(shift, area) is None:
            found[name] = None
        elif lost:
            found[name] = lost
    return found


def drop_tables(draft: Draft, entry: SheetEntry, parts: Set[str]) -> None:
    """Take tables off a sheet; their cells stay."""
    ids = {one.id for one in draft.relations(entry.part) if draft.target(entry.part, one) in parts}

    def outside(change: PartChange) -> None:
        for element in change.root.iter("{*}tablePart"):
            if any(str(value) in ids for key, value in element.attrib.items() if str(key).endswith("}id")):
                change.drop(element)
        drop_empty(change)

    sheet, encoding = sheet_of(draft.part(entry.part))
    draft.sheet(entry)
    draft.set_text(entry, with_outside(sheet, encoding, outside))
    for part in parts:
        dropped(draft, entry.part, part, ())
    for one in ids:
        unlinked(draft, entry.part, one)


def follow_tables(draft: Draft, entry: SheetEntry, shift: Shift, tables: Sequence[Mapping[str, str]]) -> list[Words]:
    """Let tables follow, after their sheet did; new columns get titles, new rows the formulas of their columns."""
    said: list[Words] = []
    for table in tables:
        before, part = area_of(table["ref"]), table["part"]
        after = area_after(shift, before)
        if after is None:
            said.append(_GONE.of(name=table.get("displayName", "")))
            continue
        titles = "".join(one.get("name", "") for one in parsed_xml(draft.part(part)).iter("{*}tableColumn"))
        data, added = followed_table(draft.part(part), shift, word_for_columns(titles))
        draft.set_part(part, data)
        cells: dict[tuple[int, int], NewCell] = {}
        if table.get("headerRowCount", "1") != "0":
            cells = {(after.top, column): text_cell(title) for column, title in added.items()}
        if isinstance(shift, Insertion) and shift.rows and before.top < shift.at <= before.bottom:
            cells |= _calculated(draft, entry, table, shift)
        if cells:
            draft.set_cells(entry, cells)
        if (after.bottom - after.top, after.right - after.left) != (
            before.bottom - before.top,
            before.right - before.left,
        ):
            told = f"{column_letters(after.left)}{after.top}:{column_letters(after.right)}{after.bottom}"
            said.append(_GROWN.of(name=table.get("displayName", ""), area=told))
    return said


def _calculated(
    draft: Draft, entry: SheetEntry, table: Mapping[str, str], shift: Insertion
) -> dict[tuple[int, int], NewCell]:
    """The formulas of calculated columns for new rows: those of the row above, or below when that holds titles."""
    area = area_of(table["ref"])
    first = area.top + (table.get("headerRowCount", "1") != "0")
    model = shift.at - 1 if shift.at > first else shift.at + shift.count
    sheet = draft.view(entry, {model})
    columns = {
        column
        for column, one in enumerate(parsed_xml(draft.part(table["part"])).iter("{*}tableColumn"), area.left)
        if one.find("{*}calculatedColumnFormula") is not None
    }
    shared = shared_formulas(sheet)
    found: dict[tuple[int, int], NewCell] = {}
    for row in sheet.rows if columns else ():
        for cell in sheet.cells(row) if row.number == model else ():
            if cell.column in columns and cell.formula is not None and "array" not in cell.rule:
                formula = formula_of(cell, shared).removeprefix("=")
                for number in range(shift.at, shift.at + shift.count):
                    found[number, cell.column] = formula_cell(moved(formula, number - model, 0))
    return found
