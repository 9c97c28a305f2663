"""Rows of a range sorted by its columns: values, looks, formulas and comments go with their row."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words, joined
from agent.documents.op_fields import allowed, text_of
from agent.documents.op_words import flag_in
from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, cell_name, cell_of, column_letters, column_number
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.ranges import address, contains, overlap
from agent.documents.xlsx.sheet import Cell, Sheet, sheet_of
from agent.documents.xlsx.shift_cells import Placed, RowWriting, assembled
from agent.documents.xlsx.shift_drawings import followed_notes
from agent.documents.xlsx.shift_part import PartChange
from agent.documents.xlsx.shift_shared import all_unshared
from agent.documents.xlsx.sort_guards import leading_formulas, refuse_unsortable
from agent.documents.xlsx.sort_keys import Keys, ordered
from agent.documents.xlsx.structure_parts import with_outside

_ATTACHED = ("comment", "threadedComment", "hyperlink")
_FIELDS = ("column", "descending")


@dataclass(frozen=True, slots=True)
class _MovedBy:
    """A Rewriting: as when a cell is copied `rows` further down."""

    rows: int

    def formula(self, formula: str, _home: str) -> str:
        return moved(formula, self.rows, 0)

    def name(self, formula: str, _home: str) -> str:
        return formula

    def source(self, _sheet: str, area: str) -> str:
        return area


@dataclass(frozen=True, slots=True)
class _Order:
    """`rows` tells the new number of each row of `area`, whose cells are put in another order."""

    area: Area
    rows: Sequence[int]

    def after(self, row: int, column: int) -> tuple[int, int]:
        if contains(self.area, Area(row, column, row, column)):
            return self.rows[row - self.area.top], column
        return row, column


def sort(draft: Draft, op: Op) -> Words:
    """{"op": "sort", "sheet", "range": "A1:D20", "by": [{"column": "B", "descending": true}], "header": true}.

    Raises:
        InvalidArgumentsError: merged cells, array formulas, hidden rows or formulas without a result are in the way, or
            columns beside the range would not go along.
    """
    entry = draft.entry(text_of(op, "sheet", ""))
    sheet, whole = draft.sheet(entry), area_of(text_of(op, "range").rpartition("!")[2])
    header = flag_in(op, "header", default=True)
    area = _data_area(sheet, whole, header=header)
    by = _columns(draft, sheet, op, whole, header=header)
    cells = {
        row.number: {one.column: one for one in sheet.cells(row)} for row in sheet.rows if _within(row.number, area)
    }
    refuse_unsortable(draft, entry, area, whole.top if header else 0, alone=flag_in(op, "alone", default=False))
    keys = Keys(draft)
    rows = range(area.top, area.bottom + 1)
    _refuse_unsolved(entry, [cells.get(row, {}).get(column) for row in rows for column, _ in by])
    table = [[keys.key(cells.get(row, {}).get(column)) for column, _ in by] for row in rows]
    new = {area.top + old: area.top + place for place, old in enumerate(ordered(table, [turned for _, turned in by]))}
    order = _Order(area, [new[row] for row in rows])
    leading = leading_formulas(draft, entry, area)
    if order.rows != list(rows):
        _reorder(draft, entry, order)
    told = ", ".join(f"{column_letters(column)}{' descending' if turned else ''}" for column, turned in by)
    ja = "、".join(f"{column_letters(column)} 列({'降順' if turned else '昇順'})" for column, turned in by)
    return joined(
        Words(
            f"Sorted {address(area)} of {entry.name} by {told}.",
            f"「{entry.name}」の {address(area)} を{ja}で並べ替えました。",
        ),
        *(leading if order.rows != list(rows) else ()),
    )


def _within(row: int, area: Area) -> bool:
    return area.top <= row <= area.bottom


def _data_area(sheet: Sheet, area: Area, *, header: bool) -> Area:
    """The range without its titles, and no longer than there are rows."""
    last = max((row.number for row in sheet.filled()), default=0)
    top, bottom = area.top + header, min(area.bottom, last)
    if bottom <= top:
        raise InvalidArgumentsError(
            "'range' needs at least two rows of values (below its titles, unless \"header\" is false)."
        )
    return Area(top, area.left, bottom, area.right)


def _columns(draft: Draft, sheet: Sheet, op: Op, area: Area, *, header: bool) -> list[tuple[int, bool]]:
    """The columns to sort by, by letter or title, and whether descending."""
    told = op.get("by")
    if not isinstance(told, Sequence) or isinstance(told, str) or not 1 <= len(told) <= 64:
        raise InvalidArgumentsError('\'by\' is a list of columns: [{"column": "B", "descending": true}].')
    titles: dict[str, int] = {}
    for row in sheet.rows if header else ():
        for cell in sheet.cells(row) if row.number == area.top else ():
            titles.setdefault(str(draft.book.value(cell)).casefold(), cell.column)
    found: list[tuple[int, bool]] = []
    for one in told:
        wish = one if isinstance(one, Mapping) else {"column": one}
        allowed(wish, *_FIELDS, what="An entry of 'by'")
        name = text_of(wish, "column")
        column = titles.get(name.casefold(), column_number(name) if re.fullmatch("[A-Za-z]{1,3}", name) else 0)
        if not area.left <= column <= area.right:
            raise InvalidArgumentsError(f"{name!r} is no column of {address(area)}: tell its letter or its title.")
        found.append((column, flag_in(wish, "descending", default=False)))
    return found


def _refuse_unsolved(entry: SheetEntry, cells: Iterable[Cell | None]) -> None:
    for cell in cells:
        if cell is not None and cell.formula is not None and cell.raw is None:
            raise InvalidArgumentsError(
                f"{entry.name}!{cell_name(cell.row, cell.column)} has a formula without a result. Sort by others."
            )


def _reorder(draft: Draft, entry: SheetEntry, order: _Order) -> None:
    sheet, encoding = sheet_of(draft.part(entry.part))
    sheet = Sheet(all_unshared(sheet, order.area))
    draft.set_text(entry, with_outside(_rows_sorted(sheet, entry, order), encoding, lambda one: _attached(one, order)))
    for kind in ("/comments", "/threadedComment"):
        for part in draft.related(entry.part, kind):
            change = PartChange(draft.part(part))
            _attached(change, order)
            draft.set_part(part, change.bytes_after())
    for part in draft.related(entry.part, "/vmlDrawing"):
        text, its_encoding = decoded_xml(draft.part(part))
        draft.set_part(part, encoded_xml(followed_notes(text, order.after), its_encoding))
    for part in draft.related(entry.part, "/table"):
        change = PartChange(draft.part(part))
        _attached(change, order)
        draft.set_part(part, change.bytes_after())
    draft.follow_chain(entry.id, lambda cell: order.after(*cell))
    draft.results_change = True


def _rows_sorted(sheet: Sheet, entry: SheetEntry, order: _Order) -> Sheet:
    staying: dict[int, list[Placed]] = {}
    coming: dict[int, list[Placed]] = {}
    writing = {by: RowWriting(sheet, _MovedBy(by), entry.name, None) for by in _distances(order)}
    for row in sheet.rows:
        for column, text in writing[0].cells(row):
            place = order.after(row.number, column)
            if contains(order.area, Area(row.number, column, row.number, column)):
                its = writing[place[0] - row.number]
                coming.setdefault(place[0], []).append((column, its.formulas(its.addressed(text, *place))))
            else:
                staying.setdefault(row.number, []).append((column, text))
    return Sheet(assembled(sheet, writing[0].rearranged(staying, coming)))


def _distances(order: _Order) -> set[int]:
    return {0, *(new - row for row, new in enumerate(order.rows, order.area.top))}


def _attached(change: PartChange, order: _Order) -> None:
    """Comments and links go with their cells; how the range was sorted before is not true any more."""
    for element in change.root.iter(*(f"{{*}}{name}" for name in _ATTACHED)):
        told = element.get("ref", "")
        if told and ":" not in told:
            change.set_attribute(element, "ref", cell_name(*order.after(*cell_of(told))))
    for element in change.root.iter("{*}sortState"):
        if overlap(area_of(element.get("ref", "A1")), order.area):
            change.drop(element)


SORTING: Mapping[str, Operation[Draft]] = {
    "sort": Operation(
        sort,
        ("sheet", "range", "by", "header", "alone"),
        '{"op":"sort","sheet":"S","range":"A1:D20","by":[{"column":"B","descending":true}],"header":true} '
        'column: letter or title; all columns that belong together in the range ("alone":true: really only these)',
    ),
}
