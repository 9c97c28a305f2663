"""Results of formulas put into the text of a sheet, or taken out of it; the formulas stay as they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.calc_cells import CalcValue, Fault
from agent.documents.xlsx.patch import NewCell, guarded, patched
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet


@dataclass(slots=True)
class Results:
    """What the cells of one sheet show, by row and column; None: nothing.

    `formulas` are cells that hold the formula itself, `members` those that an array formula fills beside its own, and
    `areas` the new areas of formulas that grew or shrank ("A1:A9"), by their cells.
    """

    formulas: dict[tuple[int, int], CalcValue] = field(default_factory=dict)
    members: dict[tuple[int, int], CalcValue] = field(default_factory=dict)
    areas: dict[tuple[int, int], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.formulas or self.members or self.areas)


def with_results(sheet: Sheet, results: Results) -> str:
    """The text of the sheet with `results`."""
    pieces = sorted(_pieces(sheet, results))
    out: list[str] = []
    at = 0
    for start, end, new in pieces:
        out += [sheet.text[at:start], new]
        at = end
    text = "".join([*out, sheet.text[at:]])
    if not results.members:
        return text
    return patched(Sheet(text), {place: _member(value) for place, value in results.members.items()})


def _pieces(sheet: Sheet, results: Results) -> Iterator[tuple[int, int, str]]:
    wanted = {row for row, _ in (*results.formulas, *results.areas)}
    for row in sheet.rows:
        if row.number not in wanted:
            continue
        for place, cell in sheet.placed(row):
            key = cell.row, cell.column
            if key not in results.formulas:
                continue
            tag = sheet.text[place.start : place.end]
            fresh = _formula_tag(sheet, tag, results.formulas[key])
            area = results.areas.get(key)
            if area is not None:
                fresh = re.sub(r"(<(?:[\w.-]+:)?f\s[^>]*?ref\s*=\s*[\"'])[^\"']*", rf"\g<1>{area}", fresh, count=1)
            if fresh != tag:
                yield place.start, place.end, fresh


def _formula_tag(sheet: Sheet, tag: str, value: CalcValue) -> str:
    """The element of a cell with a formula, with another result."""
    prefix = re.escape(sheet.prefix)
    opening = re.match(rf"<{prefix}c(?=[\s/>])({ATTRIBUTES})>", tag)
    formula = re.search(rf"<{prefix}f(?=[\s/>]){ATTRIBUTES}(?:/>|>[^<]*</{prefix}f\s*>)", tag)
    if opening is None or formula is None:
        return tag
    # vm leads to a richer value than can be computed here.
    attributes = re.sub(r"\s(?:t|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", opening[1]).rstrip()
    kind, text = _written(value)
    kind = f' t="{kind}"' if kind else ""
    shown = "" if value is None else f"<{sheet.prefix}v>{text}</{sheet.prefix}v>"
    return f"<{sheet.prefix}c{attributes}{kind}>{formula[0]}{shown}</{sheet.prefix}c>"


def _member(value: CalcValue) -> NewCell:
    if value is None:
        return NewCell()
    kind, text = _written(value)
    return NewCell(kind, f"<{{p}}v>{text.replace('{', '{{').replace('}', '}}')}</{{p}}v>")


def _written(value: CalcValue) -> tuple[str, str]:
    """The t attribute and the text of <v>."""
    match value:
        case None:
            return "", ""
        case bool():
            return "b", str(int(value))
        case Fault(code):
            return "e", code
        case str():
            return "str", escaped(guarded(value))
        case _:
            whole = value == int(value) and abs(value) < 1e15
            return "", str(int(value)) if whole else repr(value)
