"""Cells that the author of a sheet locked: no program of an office changes them. ECMA-376 part 1, 18.3.1.85, 18.8.33.

A protected sheet is often a form: its cells for entries are open, its formulas and titles are not.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.row_text import row_style
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of

_PROTECTION = re.compile(rf"<(?:[\w.-]+:)?sheetProtection(?=[\s/>])({ATTRIBUTES})/?>")
_OPEN = re.compile(rf"<(?:[\w.-]+:)?protectedRange(?=[\s/>])({ATTRIBUTES})/?>")
_ON = {"1", "true"}


def refuse_locked(draft: Draft, entry: SheetEntry, sheet: Sheet, cells: Collection[tuple[int, int]]) -> None:
    """Refuse to write locked cells of a protected sheet.

    Raises:
        InvalidArgumentsError: names a cell, and what can be done.
    """
    found = _PROTECTION.search(sheet.text, sheet.end)
    told = attributes_of(found[1]) if found is not None else {}
    if told.get("sheet") not in _ON:
        return
    styles, free = _styles_of(sheet, cells), list(_open_areas(sheet))
    unlocked = _unlocked(draft)
    for place in cells:
        if styles[place] not in unlocked and not any(_holds(area, place) for area in free):
            way = "who knows its password can take the protection off in Excel."
            if not told.keys() & {"password", "hashValue"}:
                way = 'it has no password: when the person wants this change, put {"op":"unprotect"} before it.'
            raise InvalidArgumentsError(
                f"{entry.name}!{cell_name(*place)} is locked by the author of the sheet, which is protected; {way}"
            )


def _styles_of(sheet: Sheet, cells: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The style of each cell, that of its row or column for one that is not there."""
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place in cells:
        rows[place[0]].append(place)
    found: dict[tuple[int, int], int] = {}
    for row in sheet.rows:
        if row.number in rows:
            usual = row_style(sheet, row)
            found.update((place, usual) for place in rows[row.number] if usual is not None)
            found.update(((cell.row, cell.column), cell.style) for cell in sheet.cells(row))
    return {place: found.get(place, sheet.column_style(place[1]) or 0) for place in cells}


def _open_areas(sheet: Sheet) -> Iterator[Area]:
    """Ranges of a protected sheet that anybody may change."""
    for tag in _OPEN.findall(sheet.outside()):
        told = attributes_of(tag)
        if not told.keys() & {"password", "hashValue", "securityDescriptor"}:
            yield from map(area_of, told.get("sqref", "").split())


def _unlocked(draft: Draft) -> set[int]:
    """The numbers of the styles that leave cells open."""
    parts = draft.related(draft.book.part, "/styles")
    styles = parsed_xml(draft.part(parts[0])).iterfind("{*}cellXfs/{*}xf") if parts else ()
    return {
        number
        for number, style in enumerate(styles)
        if any(one.get("locked", "1") not in _ON for one in style.iterfind("{*}protection"))
    }


def _holds(area: Area, place: tuple[int, int]) -> bool:
    return area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right
