"""Tables that follow a Shift: their area, their columns, their filters. ECMA-376 part 1, 18.5.1."""

import re

from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.cell_names import Area, area_of
from agent.documents.xlsx.shift import (
    BlockMove,
    Deletion,
    Insertion,
    LineShift,
    Shift,
    area_after,
    pieces_of,
    told_area,
)
from agent.documents.xlsx.shift_lines import follow_filter
from agent.documents.xlsx.shift_part import Element, PartChange

NewColumns = dict[int, str]
"""The number of each new column on its sheet, and its title."""


def followed_table(part: bytes, shift: Shift, word: str) -> tuple[bytes, NewColumns]:
    """A table's part afterwards, without its formulas; new columns are called `word` and a number.

    The table must be allowed to change so: see `xlsx.shift_guards`.
    """
    change = PartChange(part)
    table = change.root
    before = area_of(table.get("ref", "A1"))
    after = area_after(shift, before) or before
    change.set_attribute(table, "ref", told_area(after, table.get("ref", "")))
    totals = int(table.get("totalsRowCount", "0") or 0)
    if totals and isinstance(shift, Deletion) and shift.rows and shift.first <= before.bottom <= shift.last:
        change.set_attribute(table, "totalsRowCount", None)
        totals = 0
    added: NewColumns = {}
    for element in table.iterchildren("*"):
        match str(element.tag).rpartition("}")[2]:
            case "autoFilter":
                follow_filter(change, shift, element)
                change.set_attribute(
                    element, "ref", told_area(Area(after.top, after.left, after.bottom - totals, after.right), "A1:B2")
                )
            case "sortState":
                _sorting(change, shift, element)
            case "tableColumns" if not isinstance(shift, BlockMove) and not shift.rows:
                added = _columns(change, shift, element, (before, after), word)
    return change.bytes_after(), added


def _sorting(change: PartChange, shift: Shift, element: Element) -> None:
    for one in (element, *element.iterchildren("{*}sortCondition")):
        after = area_after(shift, area_of(one.get("ref", "A1")))
        if after is None:
            change.drop(one)
        else:
            change.set_attribute(one, "ref", told_area(after, one.get("ref", "A1")))


def _columns(change: PartChange, shift: LineShift, element: Element, areas: tuple[Area, Area], word: str) -> NewColumns:
    before, after = areas
    told = list(element.iterchildren("{*}tableColumn"))
    sources: dict[int, bytes] = {}
    for first, last, by in pieces_of(shift):
        for column in range(max(first, before.left), min(last, before.right) + 1):
            if column - before.left < len(told):
                sources[column + by] = change.layout.source(told[column - before.left])
    titles = {one.get("name", "").casefold() for one in told}
    number = max((int(one.get("id", "0")) for one in told), default=0)
    added: NewColumns = {}
    for column in range(after.left, after.right + 1) if isinstance(shift, Insertion) else ():
        if column not in sources:
            number += 1
            added[column] = _free_title(titles, word)
            prefix = change.layout.prefix(element)
            sources[column] = f'<{prefix}tableColumn id="{number}" name="{escaped(added[column])}"/>'.encode()
    inner = b"".join(sources[column] for column in sorted(sources))
    if inner != b"".join(change.layout.source(one) for one in told):
        change.set_contents(element, inner)
        change.set_attribute(element, "count", str(len(sources)))
    return added


def _free_title(titles: set[str], word: str) -> str:
    number = next(one for one in range(1, len(titles) + 2) if f"{word}{one}".casefold() not in titles)
    titles.add(f"{word}{number}".casefold())
    return f"{word}{number}"


def word_for_columns(titles: str) -> str:
    """What a new column is called, in the language of the others."""
    return "列" if re.search("[\u3040-\u30ff\u4e00-\u9fff]", titles) else "Column"
