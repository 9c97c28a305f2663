"""Formulas that cells share (one holds the text, the others its number), given to each cell where they must differ.

ECMA-376 part 1, 18.3.1.40: a member reads the text as if it were copied from the cell that holds it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.cell_names import Area, area_of
from agent.documents.xlsx.formula import moved
from agent.documents.xlsx.formula_shift import Rewriting
from agent.documents.xlsx.ranges import contains
from agent.documents.xlsx.sheet import ATTRIBUTES, Cell, Placed, Sheet, attributes_of
from agent.documents.xlsx.shift import Shift, area_after, cell_after


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
    text = reading.after(master.formula)
    around = area if reading.shift is None else area_after(reading.shift, area)
    origin = reading.place_after(master)
    if origin is None or around is None:
        return False
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
