"""Parts of a workbook that is being changed: what belongs to a sheet by now, and taking parts out."""

import re
from collections.abc import Callable

from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of, sheet_of
from agent.documents.xlsx.shift_part import PartChange

SHEET_TAG = re.compile(rf"<(?:[\w.-]+:)?sheet(?=[\s/>])({ATTRIBUTES})(?:/>|>\s*</[^>]*>)")


def sheet_names(draft: Draft) -> tuple[str, ...]:
    """The names of all sheets by now, in their order, charts included."""
    text, _ = decoded_xml(draft.part(draft.book.part))
    return tuple(attributes_of(found).get("name", "") for found in SHEET_TAG.findall(text))


def with_outside(sheet: Sheet, encoding: str, change: Callable[[PartChange], None]) -> str:
    """The text of a sheet in which what stands outside of the rows is changed."""
    part = PartChange(encoded_xml(sheet.outside(), encoding))
    change(part)
    after = Sheet(decoded_xml(part.bytes_after())[0])
    return after.text[: after.start] + sheet.text[sheet.start : sheet.end] + after.text[after.end :]


def reachable(draft: Draft) -> set[str]:
    """All parts to which relationships lead from the package by now."""
    found: set[str] = set()
    waiting = [draft.book.part, *draft.related("", "")]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += draft.related(part, "")
    return found


def without_selection(draft: Draft, part: str) -> None:
    """A sheet that is not among the selected ones: what is typed goes into all of those."""
    sheet, encoding = sheet_of(draft.part(part))

    def outside(change: PartChange) -> None:
        for view in change.root.iterfind("{*}sheetViews/{*}sheetView"):
            change.set_attribute(view, "tabSelected", None)

    for entry in draft.worksheets:
        if entry.part == part:
            draft.sheet(entry)
            draft.set_text(entry, with_outside(sheet, encoding, outside))
