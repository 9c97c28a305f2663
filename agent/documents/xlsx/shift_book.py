"""A workbook in which every formula, and with a Shift every place on a sheet, is rewritten: part by part."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.documents.opc.package import rels_name
from agent.documents.opc.package_relations import without_relation
from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.pptx.tree import local
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import cell_name, cell_of
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.formula_shift import LOST, Rewriting
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of, sheet_of
from agent.documents.xlsx.shift import Shift, cell_after
from agent.documents.xlsx.shift_cells import rewritten_cells, shifted_cells
from agent.documents.xlsx.shift_drawings import follow_anchors, followed_links, followed_vml
from agent.documents.xlsx.shift_lines import follow_lines
from agent.documents.xlsx.shift_part import Element, PartChange
from agent.documents.xlsx.shift_rules import drop_empty, follow
from agent.documents.xlsx.shift_shared import unshared
from agent.documents.xlsx.structure_parts import drop_part, sheet_names, with_outside

_NO_FORMULAS = ("sharedstrings.xml", "styles.xml", "calcchain.xml")
_NO_FOLDERS = ("docprops/", "customxml/", "/theme/", "pivotcacherecords", "/externallinks/", "[content_types]")
# A reference to another sheet, to a table by its name, or to cells that a pivot table reads.
_WORTH = re.compile(r"[!\[]|worksheetSource|dataRef|rangeSet")
_LINK = re.compile(rf"<(?:[\w.-]+:)?c(?=[\s/>])({ATTRIBUTES})/>")
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
    for part in [*draft.xml_parts(_NO_FORMULAS), *(one for one in homes if one.lower().endswith(".vml"))]:
        if part not in worksheets and not any(one in part.lower() for one in _NO_FOLDERS):
            home = homes.get(part)
            own = shifted.shift if shifted is not None and home == shifted.entry else None
            rewrite_part(draft, rewriting, part, (home.name if home is not None else "", own))
    _rewrite_names(draft, rewriting)
    if shifted is not None:
        follow_chain(draft, shifted.entry.id, lambda cell: cell_after(shifted.shift, *cell))


def _shift_sheet(draft: Draft, rewriting: Rewriting, shifted: Shifted) -> None:
    entry, shift = shifted.entry, shifted.shift
    sheet, encoding = sheet_of(draft.part(entry.part))
    draft.sheet(entry)
    text = unshared(sheet, rewriting, entry.name, shift)
    text = shifted_cells(Sheet(text), rewriting, entry.name, shift, shifted.like)
    links: set[str] = set()

    def outside(change: PartChange) -> None:
        follow(change, rewriting, entry.name, shift)
        follow_lines(change, shift, shifted.like)
        follow_anchors(change, shift)
        drop_empty(change)
        links.update(_links_gone(change))

    draft.set_text(entry, with_outside(Sheet(text), encoding, outside))
    for link in links:
        rels = rels_name(entry.part)
        draft.set_part(rels, without_relation(draft.part(rels), link))


def _links_gone(change: PartChange) -> set[str]:
    """Relationships of links that go with their cells."""
    ids: dict[bool, set[str]] = {True: set(), False: set()}
    for element in change.root.iter("{*}hyperlink"):
        told = next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        ids[change.dropped(element)].add(told)
    return ids[True] - ids[False] - {""}


def _rewrite_sheet(draft: Draft, rewriting: Rewriting, entry: SheetEntry) -> None:
    sheet, encoding = sheet_of(draft.part(entry.part))
    text = rewritten_cells(Sheet(unshared(sheet, rewriting, entry.name, None)), rewriting, entry.name)
    if _WORTH.search(sheet.outside()):
        text = with_outside(Sheet(text), encoding, lambda change: follow(change, rewriting, entry.name, None))
    if text != sheet.text:
        draft.sheet(entry)
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


def follow_chain(draft: Draft, sheet_id: str, after: Callable[[tuple[int, int]], tuple[int, int] | None]) -> None:
    """The order of calculation tells each cell with a formula; `after` says where those of a sheet are now."""
    for name in draft.related(draft.book.part, "/calcChain"):
        text, encoding = decoded_xml(draft.part(name))
        links = list(_chain_after(text, sheet_id, after))
        if links:
            first, last = next(_LINK.finditer(text)), list(_LINK.finditer(text))[-1]
            draft.set_part(name, encoded_xml(text[: first.start()] + "".join(links) + text[last.end() :], encoding))
        else:
            drop_calculation_order(draft, name)


def _chain_after(text: str, sheet_id: str, after: Callable[[tuple[int, int]], tuple[int, int] | None]) -> Iterator[str]:
    """The entries afterwards. One without a sheet's id (i) is on the sheet of the one before it."""
    sheet = told = ""
    for found in _LINK.finditer(text):
        attributes = attributes_of(found[1])
        sheet, tag = attributes.get("i", sheet), found[0]
        if sheet == sheet_id:
            place = after(cell_of(attributes.get("r", "A1")))
            if place is None:
                continue
            tag = re.sub(r"(\sr\s*=\s*[\"'])[^\"']*", lambda one, to=place: one[1] + cell_name(*to), tag)  # type: ignore[misc]  # a default holds it
        if "i" not in attributes and sheet != told:
            tag = tag.replace("/>", f' i="{sheet}"/>')
        told = sheet
        yield tag


def drop_calculation_order(draft: Draft, name: str) -> None:
    """Take the order of calculation out: spreadsheet programs make it anew."""
    drop_part(draft, name)
    rels = rels_name(draft.book.part)
    for relation in draft.relations(draft.book.part):
        if relation.type.endswith("/calcChain"):
            draft.set_part(rels, without_relation(draft.part(rels), relation.id))
