"""A workbook in which every formula, and with a Shift every place on a sheet, is rewritten: part by part."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from agent.documents.opc.package import rels_name
from agent.documents.opc.package_draft import unlinked
from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.pptx.tree import local
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula_shift import LOST, Rewriting
from agent.documents.xlsx.sheet import Sheet, sheet_of
from agent.documents.xlsx.sheets import NO_FORMULAS
from agent.documents.xlsx.shift import BlockMove, Shift, cell_after
from agent.documents.xlsx.shift_cells import rewritten_cells, shifted_cells
from agent.documents.xlsx.shift_drawings import follow_anchors, followed_links, followed_vml
from agent.documents.xlsx.shift_lines import follow_lines
from agent.documents.xlsx.shift_part import Element, PartChange
from agent.documents.xlsx.shift_rules import drop_empty, follow
from agent.documents.xlsx.shift_shared import unshared
from agent.documents.xlsx.shift_stream import Streaming, shift_stream
from agent.documents.xlsx.stream import OddSheetError
from agent.documents.xlsx.structure_parts import sheet_names, with_outside

_NO_FOLDERS = ("docprops/", "customxml/", "/theme/", "pivotcacherecords", "/externallinks/", "[content_types]")
# A reference to another sheet, to a table by its name, or to cells that a pivot table reads.
_WORTH = re.compile(r"[!\[]|worksheetSource|dataRef|rangeSet")
_BUILT_IN = ("_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase")


@dataclass(frozen=True, slots=True)
class Shifted:
    """The sheet that is shifted; new rows (or columns) look like number `like`, as it is before; 0 for none."""

    entry: SheetEntry
    shift: Shift
    like: int = 0


def rewrite_book(draft: Draft, rewriting: Rewriting, shifted: Shifted | None = None) -> None:
    """Rewrite all formulas of the workbook, and shift one sheet with all that lies on it but its tables.

    Raises:
        InvalidArgumentsError: something cannot follow; the draft is half changed then and must not be saved.
    """
    homes = {part: entry for entry in draft.worksheets for part in draft.related(entry.part, "")}
    worksheets = {entry.part for entry in draft.worksheets}
    for entry in draft.worksheets:
        if shifted is not None and entry == shifted.entry:
            _shift_sheet(draft, rewriting, shifted)
        else:
            _rewrite_sheet(draft, rewriting, entry)
    for part in [*draft.xml_parts(NO_FORMULAS), *(one for one in homes if one.lower().endswith(".vml"))]:
        if part not in worksheets and not any(one in part.lower() for one in _NO_FOLDERS):
            home = homes.get(part)
            own = shifted.shift if shifted is not None and home == shifted.entry else None
            rewrite_part(draft, rewriting, part, (home.name if home is not None else "", own))
    _rewrite_names(draft, rewriting)
    if shifted is not None:
        draft.follow_chain(shifted.entry.id, lambda cell: cell_after(shifted.shift, *cell))


def _shift_sheet(draft: Draft, rewriting: Rewriting, shifted: Shifted) -> None:
    entry, shift = shifted.entry, shifted.shift
    links: set[str] = set()

    def outside(change: PartChange) -> None:
        follow(change, rewriting, entry.name, shift)
        follow_lines(change, shift, shifted.like)
        follow_anchors(change, shift)
        drop_empty(change)
        links.update(_links_gone(change))

    if isinstance(shift, BlockMove) or not _streamed(draft, rewriting, shifted, outside):
        sheet, encoding = sheet_of(draft.part(entry.part))
        draft.sheet(entry)
        text = unshared(sheet, rewriting, entry.name, shift)
        text = shifted_cells(Sheet(text), rewriting, entry.name, shift, shifted.like)
        draft.set_text(entry, with_outside(Sheet(text), encoding, outside))
    for link in links:
        unlinked(draft, entry.part, link)


def _streamed(draft: Draft, rewriting: Rewriting, shifted: Shifted, outside: Callable[[PartChange], None]) -> bool:
    """Shift a large sheet as a stream; False when it cannot be read so, or is not large."""
    entry, shift = shifted.entry, shifted.shift
    if isinstance(shift, BlockMove) or not draft.is_partial(entry):
        return False
    streaming = Streaming(rewriting, entry.name, shift, shifted.like)
    try:
        shift_stream(draft, entry, streaming, lambda sheet: with_outside(sheet, "utf-8", outside))
    except OddSheetError:
        return False
    return True


def _links_gone(change: PartChange) -> set[str]:
    """Relationships of links that go with their cells."""
    ids: dict[bool, set[str]] = {True: set(), False: set()}
    for element in change.root.iter("{*}hyperlink"):
        told = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        ids[change.dropped(element)].add(told)
    return ids[True] - ids[False] - {""}


def _rewrite_sheet(draft: Draft, rewriting: Rewriting, entry: SheetEntry) -> None:
    sheet, whole = draft.view(entry), not draft.is_partial(entry)
    if not whole and not draft.formulas_shown(entry):
        sheet, whole = draft.sheet(entry), True
    text = rewritten_cells(Sheet(unshared(sheet, rewriting, entry.name, None)), rewriting, entry.name)
    if _WORTH.search(sheet.outside()):
        encoding = draft.encoding(entry) if whole else "utf-8"
        text = with_outside(Sheet(text), encoding, lambda change: follow(change, rewriting, entry.name, None))
    if text != sheet.text:
        draft.set_text(entry, text)


def rewrite_part(draft: Draft, rewriting: Rewriting, part: str, at: tuple[str, Shift | None]) -> None:
    """Rewrite a part that is no worksheet; `at` is its sheet, "" for none, and the Shift of that."""
    home, shift = at
    text, encoding = decoded_xml(draft.part(part))
    if part.lower().endswith(".vml"):
        draft.set_part(part, encoded_xml(followed_vml(text, rewriting, home, shift), encoding))
        return
    if shift is None and not _WORTH.search(text):
        return
    change = PartChange(draft.part(part))
    table = local(change.root) == "table"
    follow(change, rewriting, home, None if table else shift)
    if shift is not None and local(change.root) == "wsDr":
        follow_anchors(change, shift)
    drop_empty(change)
    draft.set_part(part, change.bytes_after())
    if draft.has(rels_name(part)) and local(change.root) == "wsDr":
        rels, rels_encoding = decoded_xml(draft.part(rels_name(part)))
        draft.set_part(rels_name(part), encoded_xml(followed_links(rels, rewriting, home), rels_encoding))


def _rewrite_names(draft: Draft, rewriting: Rewriting) -> None:
    change, order = PartChange(draft.part(draft.book.part)), sheet_names(draft)
    for element in change.root.iter("{*}definedName"):
        text, built_in = element.text or "", element.get("name", "").startswith(_BUILT_IN)
        home = _home(element, order)
        after = rewriting.formula(text, home) if built_in else rewriting.name(text, home)
        if built_in and LOST in after and not re.sub(rf"(?:'(?:[^']|'')*'!|[^,!']+!)?{LOST}|,", "", after):
            change.drop(element)
        else:
            change.set_text(element, after)
    drop_empty(change)
    draft.set_part(draft.book.part, change.bytes_after())


def _home(element: Element, order: tuple[str, ...]) -> str:
    told = element.get("localSheetId", "")
    return order[int(told)] if told.isdigit() and int(told) < len(order) else ""
