"""Ops for filters of sheets and tables: the buttons, what they let through, and the rows that are hidden by it."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from lxml import etree

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.op_words import flag_in
from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, Area, area_of, column_letters, column_number, quoted_sheet
from agent.documents.xlsx.display import displayed
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.filter import Rule, Shown, rule_in, rule_of_condition, rule_of_values
from agent.documents.xlsx.fit import code_of, styles_now
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.names import FILTER, Name, delete_name, set_name, sheet_number
from agent.documents.xlsx.ops_table import table_named
from agent.documents.xlsx.ranges import address, corners, fixed, overlap
from agent.documents.xlsx.restyle import with_row_attributes
from agent.documents.xlsx.sheet import attributes_of
from agent.documents.xlsx.styles import dated
from agent.documents.xlsx.table_part import ORDER

_BUTTONS = Words("Put filter buttons on {name}!{area}.", "「{name}」{area} にフィルターボタンを付けました。")
_FILTERED = Words(
    "Filtered {name}!{area} by {title}: {shown} of {count} {count:row is|rows are} seen, the others are hidden.",
    "「{name}」{area} を「{title}」で絞り込みました: {count} 行中 {shown} 行を表示しています。",
)
_CLEARED = Words("Cleared the filter of {name}!{area}.", "「{name}」{area} のフィルターを解除しました。")


@dataclass(frozen=True, slots=True)
class _Place:
    """A filter: its sheet, its range with titles, and the part of its table ("" for the sheet's own)."""

    entry: SheetEntry
    area: Area
    part: str = ""
    totals: bool = False

    @property
    def rows(self) -> Area:
        """The rows below the titles that can be hidden."""
        return Area(self.area.top + 1, self.area.left, self.area.bottom - self.totals, self.area.right)


def set_filter(draft: Draft, op: Op) -> Words:
    """Show only the rows in which a column has some values, or passes a test; others are hidden."""
    place = _place(draft, op)
    if "column" not in op:
        _store(draft, place, {})
        return _BUTTONS.of(name=place.entry.name, area=address(place.area))
    column = _column(draft, place, text_of(op, "column"))
    known = _rules(draft, place)
    cells = _cells(draft, place, column)
    if ("values" in op) == ("condition" in op):
        raise InvalidArgumentsError("'set_filter' takes either 'values' or 'condition' for its column.")
    rule = (
        rule_of_values(op["values"], list(cells.values()))
        if "values" in op
        else rule_of_condition(op["condition"], draft.book.since_1904)
    )
    rules = {**known, column - place.area.left: rule}
    seen = _hide(draft, place, rules)
    _store(draft, place, {column - place.area.left: rule})
    count = place.rows.bottom - place.rows.top + 1
    title = _titles(draft, place).get(column, column_letters(column))
    return _FILTERED.of(name=place.entry.name, area=address(place.area), title=title, shown=seen, count=count)


def clear_filter(draft: Draft, op: Op) -> Words:
    """Show all rows again; one column only, or the buttons too, when asked."""
    place = _place(draft, op, made=False)
    if "column" in op:
        column = _column(draft, place, text_of(op, "column")) - place.area.left
        rules = {at: rule for at, rule in _rules(draft, place).items() if at != column}
        _hide(draft, place, rules)
        _store(draft, place, {}, gone={column})
    else:
        _hide(draft, place, {})
        _store(draft, place, {}, gone=range(MAX_COLUMN), buttons=flag_in(op, "buttons", default=True))
    return _CLEARED.of(name=place.entry.name, area=address(place.area))


def _place(draft: Draft, op: Op, *, made: bool = True) -> _Place:
    """Which filter is meant: a table's, the sheet's, or a new one over a range or all filled cells."""
    if "table" in op:
        entry, table = table_named(draft, text_of(op, "table"))
        return _Place(entry, area_of(table["ref"]), table["part"], table.get("totalsRowCount", "0") != "0")
    entry = draft.entry(text_of(op, "sheet", ""))
    return _place_on(draft, entry, area_of(text_of(op, "range").rpartition("!")[2]) if "range" in op else None, made)


def _place_on(draft: Draft, entry: SheetEntry, wanted: Area | None, made: bool) -> _Place:
    for table in draft.tables(entry):
        area = area_of(table["ref"])
        if wanted is not None and overlap(wanted, area):
            return _Place(entry, area, table["part"], table.get("totalsRowCount", "0") != "0")
    own = Frame(draft.sheet(entry)).child("autoFilter")
    there = area_of(own.get("ref", "A1")) if own is not None else None
    if there is not None and (wanted is None or wanted == there):
        return _Place(entry, there)
    if not made:
        raise InvalidArgumentsError(f"{entry.name} has no filter{' there' if wanted else ''}.")
    if there is not None:
        raise InvalidArgumentsError(
            f"{entry.name} has a filter at {address(there)}; a sheet can have one. Clear it first."
        )
    if wanted is None and (tables := draft.tables(entry)):
        raise InvalidArgumentsError(f"Say which 'table' or 'range': there is {tables[0].get('displayName', '')}.")
    area = wanted or _filled(draft, entry)
    if area.bottom <= area.top:
        raise InvalidArgumentsError("A filter needs a row of titles and rows below it, like 'A1:D20'.")
    return _Place(entry, area)


def _filled(draft: Draft, entry: SheetEntry) -> Area:
    sheet = draft.sheet(entry)
    rows = sheet.filled()
    columns = [cell.column for row in rows for cell in sheet.cells(row)]
    if not columns:
        raise InvalidArgumentsError(f"{entry.name} is empty: there is nothing to filter.")
    return Area(rows[0].number, min(columns), rows[-1].number, max(columns))


def _titles(draft: Draft, place: _Place) -> dict[int, str]:
    sheet = draft.sheet(place.entry)
    row = next((row for row in sheet.rows if row.number == place.area.top), None)
    cells = sheet.cells(row) if row else ()
    return {cell.column: str(value) for cell in cells if (value := draft.book.value(cell)) is not None}


def _column(draft: Draft, place: _Place, told: str) -> int:
    titles = _titles(draft, place)
    inside = range(place.area.left, place.area.right + 1)
    for column in inside:
        if titles.get(column, "").casefold() == told.casefold():
            return column
    if told.isascii() and told.isalpha() and len(told) <= 3 and column_number(told) in inside:
        return column_number(told)
    known = ", ".join(f"{column_letters(column)} {titles.get(column, '')!r}" for column in list(inside)[:20])
    raise InvalidArgumentsError(f"The filter has no column {told!r}. It has: {known}.")


def _cells(draft: Draft, place: _Place, column: int) -> dict[int, Shown]:
    """What the cells of a column show, by their rows."""
    sheet, styles = draft.sheet(place.entry), styles_now(draft)
    found: dict[int, Shown] = {}
    for row in sheet.filled():
        if not place.rows.top <= row.number <= place.rows.bottom:
            continue
        for cell in sheet.cells(row):
            if cell.column == column:
                value = draft.book.value(cell)
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    value = dated(value, styles.of(cell.style), draft.book.since_1904)
                found[row.number] = Shown(value, displayed(value, code_of(styles, cell.style)))
    return found


def _rules(draft: Draft, place: _Place) -> dict[int, Rule]:
    """What the columns let through by now."""
    node = _filter(draft, place)[1]
    found: dict[int, Rule] = {}
    for column in () if node is None else node.iterfind("{*}filterColumn"):
        rule = rule_in(column)
        at = int(column.get("colId", "0"))
        if rule is None and len(column):
            letters = column_letters(place.area.left + at)
            raise InvalidArgumentsError(
                f"Column {letters} has a filter of a kind that is not computed here (colours, top ten, dates as of "
                "today). Clear the filter first (clear_filter)."
            )
        if rule is not None:
            found[at] = rule
    return found


def _hide(draft: Draft, place: _Place, rules: Mapping[int, Rule]) -> int:
    """Hide the rows that some rule does not let through, and show all others; returns how many are seen."""
    cells = {at: _cells(draft, place, place.area.left + at) for at in rules}
    blank = Shown(None, "")
    hidden = {
        number
        for number in range(place.rows.top, place.rows.bottom + 1)
        if not all(rule.lets(cells[at].get(number, blank), draft.book.since_1904) for at, rule in rules.items())
    }
    sheet = draft.sheet(place.entry)
    was = {
        row.number
        for row in sheet.rows
        if place.rows.top <= row.number <= place.rows.bottom
        and attributes_of(sheet.text[row.start : row.inner]).get("hidden") in {"1", "true"}
    }
    told = {number: {"hidden": "1" if number in hidden else None} for number in hidden ^ was}
    draft.set_text(place.entry, with_row_attributes(sheet, told))
    draft.results_change = True  # SUBTOTAL leaves hidden rows out
    return place.rows.bottom - place.rows.top + 1 - len(hidden)


def _filter(draft: Draft, place: _Place) -> tuple[Ordered, etree._Element | None]:
    root = Ordered(Layout(draft.part(place.part)), ORDER) if place.part else Frame(draft.sheet(place.entry))
    return root, root.child("autoFilter")


def _store(
    draft: Draft, place: _Place, rules: Mapping[int, Rule], *, gone: Container[int] = (), buttons: bool = True
) -> None:
    """Write the filter: rules of some columns set, those of `gone` taken away."""
    root, node = _filter(draft, place)
    columns = [] if node is None else list(node.iterfind("{*}filterColumn"))
    kept = {
        int(one.get("colId", "0")): root.source(one)
        for one in columns
        if int(one.get("colId", "0")) not in gone and int(one.get("colId", "0")) not in rules
    }
    made = {at: root.tag("filterColumn", {"colId": at}, rule.inner(root.prefix)) for at, rule in rules.items()}
    rest = "" if node is None else "".join(root.source(one) for one in node.iterchildren("*") if one not in columns)
    inner = "".join(xml for _, xml in sorted({**kept, **made}.items())) + rest
    area = Area(place.area.top, place.area.left, place.rows.bottom, place.area.right)
    fresh = root.remade(node, {}, inner) if node is not None else root.tag("autoFilter", {"ref": corners(area)}, inner)
    root.put("autoFilter", fresh if buttons else "")
    if isinstance(root, Frame):
        draft.set_text(place.entry, root.text())
        _tell_name(draft, place, area if buttons else None)
    else:
        draft.set_part(place.part, root.result())


def _tell_name(draft: Draft, place: _Place, area: Area | None) -> None:
    """Excel keeps the range of a sheet's filter as a hidden name too."""
    number = sheet_number(draft, place.entry)
    if area is None:
        delete_name(draft, FILTER, number)
    else:
        set_name(draft, Name(FILTER, f"{quoted_sheet(place.entry.name)}!{fixed(area)}", number), hidden=True)


FILTER_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_filter": Operation(
        set_filter,
        ("sheet", "range", "table", "column", "values", "condition"),
        '{"op":"set_filter","sheet":"S","range":"A1:D20","column":"City","values":["Tokyo","2026-11",null]}  or '
        '"table":"Sales" instead of sheet and range; or "condition":{">=":10,"<":20}, {"contains":"x"}, begins_with, '
        'ends_with, not_contains, =, <>, blank, "or":true; no column: buttons only; other columns keep theirs',
    ),
    "clear_filter": Operation(
        clear_filter,
        ("sheet", "range", "table", "column", "buttons"),
        '{"op":"clear_filter","sheet":"S"}  all rows are seen again; "column": one; "buttons":false',
    ),
}
