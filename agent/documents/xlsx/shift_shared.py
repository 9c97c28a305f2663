"""Formulas that cells share (one holds the text, the others its number), given to each cell where they must differ.

ECMA-376 part 1, 18.3.1.40: a member reads the text as if it were copied from the cell that holds it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.cell_names import Area, area_of
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.formula_shift import Rewriting
from agent.documents.xlsx.formula_tokens import REFERENCES, Reference, reference_in, sheets_in, tokens_of
from agent.documents.xlsx.ranges import contains
from agent.documents.xlsx.sheet import ATTRIBUTES, Cell, Placed, Sheet, attributes_of
from agent.documents.xlsx.shift import Insertion, LineMove, LineShift, Shift, area_after, cell_after, pieces_of


@dataclass(frozen=True, slots=True)
class _Member:
    place: Placed
    row: int
    master: bool
    formula: str


@dataclass(frozen=True, slots=True)
class _Reading:
    rewriting: Rewriting
    home: str
    shift: Shift | None

    def after(self, formula: str) -> str:
        return self.rewriting.formula(formula, self.home)

    def place_after(self, member: _Member) -> tuple[int, int] | None:
        row, column = member.row, member.place.column
        return (row, column) if self.shift is None else cell_after(self.shift, row, column)


def unshared(sheet: Sheet, rewriting: Rewriting, home: str, shift: Shift | None) -> str:
    """The text of the sheet `home`, in which formulas are shared only where all cells go on to read the same text.

    `shift` is given when it is that of this sheet.
    """
    if "shared" not in sheet.text:
        return sheet.text
    pieces: list[tuple[int, int, str]] = []
    for area, members in _groups(sheet):
        if not _agree(area, members, _Reading(rewriting, home, shift)):
            pieces += [_alone(sheet, member) for member in members]
    return replaced(sheet.text, pieces)


@dataclass(frozen=True, slots=True)
class Shared:
    """A shared formula: the cells that may read it, and the cell that holds its text."""

    area: Area
    row: int
    column: int
    formula: str

    def at(self, row: int, column: int) -> str:
        """The formula as a member reads it."""
        return moved(self.formula, row - self.row, column - self.column)


def parted(sheet: Sheet, home: str, shift: LineShift) -> dict[str, Shared]:
    """The shared formulas of the sheet `home`, by their numbers, of which it is not certain by their texts alone that
    all members go on to read the same text after the Shift. Only the cells that hold the texts are looked at.
    """
    found: dict[str, Shared] = {}
    for row in sheet.rows:
        for cell in sheet.cells(row) if sheet.text.find("shared", row.inner, row.close) >= 0 else ():
            told = attributes_of(cell.rule)
            if cell.formula and told.get("t") == "shared":
                one = Shared(area_of(told.get("ref", "A1")), cell.row, cell.column, cell.formula)
                if not _goes_together(one, home, shift):
                    found[told.get("si", "")] = one
    return found


def _goes_together(shared: Shared, home: str, shift: LineShift) -> bool:
    """Whether all members go the same way and so does each edge of what they read, or each reads its own line."""
    low, high = (shared.area.top, shared.area.bottom) if shift.rows else (shared.area.left, shared.area.right)
    own, pieces = shared.row if shift.rows else shared.column, pieces_of(shift)

    def piece(first: int, last: int) -> int:
        return next((at for at, one in enumerate(pieces) if one[0] <= first and last <= one[1]), -1)

    read = list(_read_lines(shared.formula, home, rows=shift.rows))
    if isinstance(shift, Insertion) and shift.grow and any(led and edges for led, edges in read):
        return False
    if not isinstance(shift, LineMove) and piece(own, own) >= 0:
        relative = [(at, led) for led, edges in read for at, fixed in edges if not fixed]
        if all(led and at == own for at, led in relative):
            return True
    swept = [
        [piece(at, at) if fixed else piece(at + low - own, at + high - own) for at, fixed in edges]
        for led, edges in read
        if led
    ]
    parts = any(-1 in one or (isinstance(shift, LineMove) and len(set(one)) > 1) for one in swept)
    return piece(low, high) >= 0 and not parts


def _read_lines(formula: str, home: str, *, rows: bool) -> Iterator[tuple[bool, tuple[tuple[int, bool], ...]]]:
    """Of each reference whether it leads to the sheet `home`, on which the formula is, and its edges."""
    led = True
    for token in tokens_of(formula):
        reference = reference_in(token.kind, token.text) if token.kind in REFERENCES else None
        if reference is not None:
            yield led, _edges(reference, rows=rows)
        led = token.kind != "sheet" or [one.casefold() for one in sheets_in(token.text)] == [home.casefold()]


def _edges(reference: Reference, *, rows: bool) -> tuple[tuple[int, bool], ...]:
    """The first and the last row (or column) of a reference, and whether each is fixed; none when all are read."""
    left, top, right, bottom = reference.fixed
    area = reference.area
    if rows:
        return () if reference.kind == "columns" else ((area.top, top), (area.bottom, bottom))
    return () if reference.kind == "rows" else ((area.left, left), (area.right, right))


def given(sheet: Sheet, shared: Mapping[str, Shared]) -> str:
    """The text of a sheet in which each cell that reads one of `shared` has the formula as its own."""
    pieces: list[tuple[int, int, str]] = []
    for row in sheet.rows if shared else ():
        if sheet.text.find("shared", row.inner, row.close) < 0:
            continue
        for place, cell in sheet.placed(row):
            told = attributes_of(cell.rule)
            one = shared.get(told.get("si", "")) if told.get("t") == "shared" else None
            if one is not None:
                formula = cell.formula or one.at(row.number, place.column)
                pieces.append(_alone(sheet, _Member(place, row.number, False, formula)))
    return replaced(sheet.text, pieces)


def all_unshared(sheet: Sheet, rows: Area) -> str:
    """The text of the sheet, in which no cell of `rows` shares a formula."""
    pieces: list[tuple[int, int, str]] = []
    for _, members in _groups(sheet):
        if any(rows.top <= member.row <= rows.bottom for member in members):
            pieces += [_alone(sheet, member) for member in members]
    return replaced(sheet.text, pieces)


def unshared_at(sheet: Sheet, cells: Collection[tuple[int, int]]) -> str:
    """The text of the sheet, in which no formula is shared whose text one of `cells` holds."""
    pieces: list[tuple[int, int, str]] = []
    for _, members in _groups(sheet):
        if any(member.master and (member.row, member.place.column) in cells for member in members):
            pieces += [_alone(sheet, member) for member in members]
    return replaced(sheet.text, pieces)


def replaced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """`text` with its stretches start:end replaced."""
    out: list[str] = []
    at = 0
    for start, end, new in sorted(pieces):
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]]) if pieces else text


def _groups(sheet: Sheet) -> list[tuple[Area, list[_Member]]]:
    masters: dict[str, Cell] = {}
    found: dict[str, list[tuple[Placed, Cell]]] = {}
    for row in sheet.rows:
        if sheet.text.find("shared", row.inner, row.close) < 0:
            continue
        for place, cell in sheet.placed(row):
            told = attributes_of(cell.rule)
            if cell.formula is not None and told.get("t") == "shared":
                if cell.formula:
                    masters[told.get("si", "")] = cell
                found.setdefault(told.get("si", ""), []).append((place, cell))
    return [
        (
            area_of(attributes_of(master.rule).get("ref", "A1")),
            [_member(place, cell, master) for place, cell in found[si]],
        )
        for si, master in masters.items()
    ]


def _member(place: Placed, cell: Cell, master: Cell) -> _Member:
    if cell.formula:  # some programs write a second text under the same number: it is its own
        return _Member(place, cell.row, cell is master, cell.formula)
    text = moved(master.formula or "", cell.row - master.row, cell.column - master.column)
    return _Member(place, cell.row, False, text)


def _agree(area: Area, members: Sequence[_Member], reading: "_Reading") -> bool:
    """Whether the cell that holds the text stays, and its text afterwards is right for all that stay."""
    master = next((one for one in members if one.master), None)
    if master is None:
        return False
    around = area if reading.shift is None else area_after(reading.shift, area)
    origin = reading.place_after(master)
    if origin is None or around is None:
        return False
    text = reading.after(master.formula)
    for member in members:
        place = reading.place_after(member)
        if place is None:
            continue
        if not contains(around, Area(*place, *place)):
            return False
        if reading.after(member.formula) != moved(text, place[0] - origin[0], place[1] - origin[1]):
            return False
    return True


def _alone(sheet: Sheet, member: _Member) -> tuple[int, int, str]:
    """The cell of a member with the formula as its own."""
    text, p = sheet.text[member.place.start : member.place.end], sheet.prefix
    formula = re.compile(rf"<{re.escape(p)}f(?=[\s/>]){ATTRIBUTES}(?:/>|>[^<]*</{re.escape(p)}f\s*>)")
    plain = f"<{p}f>{escaped(member.formula)}</{p}f>"
    return member.place.start, member.place.end, formula.sub(lambda _: plain, text, count=1)
