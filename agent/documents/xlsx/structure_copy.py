"""A sheet copied with all that lies on it: tables under new names, drawings with their charts, names of the sheet."""

import posixpath
import re
from collections.abc import Iterator, Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import NO_WORDS, Words, joined
from agent.documents.op_fields import text_of
from agent.documents.opc.package import rels_name, resolved
from agent.documents.opc.package_relations import content_type_of, typed, with_type_of_rels
from agent.documents.opc.xml_text import encoded_xml, escaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.draft import TYPES, Draft
from agent.documents.xlsx.formula_sheets import SheetCopied
from agent.documents.xlsx.sheet import Sheet, sheet_of
from agent.documents.xlsx.sheets import free_name, new_entry, register_sheet
from agent.documents.xlsx.shift_book import rewrite_part
from agent.documents.xlsx.shift_cells import rewritten_cells
from agent.documents.xlsx.shift_part import Element, PartChange
from agent.documents.xlsx.shift_rules import follow
from agent.documents.xlsx.structure_order import listed_at, listed_sheets, refuse_locked
from agent.documents.xlsx.structure_parts import with_outside
from agent.documents.xlsx.structure_results import settle

# Parts that belong to one sheet; pictures, settings of printers and caches of pivot tables are shared.
_COPIED = frozenset({
    "table", "comments", "threadedcomment", "vmldrawing", "drawing", "chart", "chartex", "chartstyle",
    "chartcolorstyle", "chartusershapes", "pivottable", "ctrlprop", "diagramdata", "diagramlayout",
    "diagramquickstyle", "diagramcolors", "diagramdrawing", "themeoverride",
})  # fmt: skip
_REFUSED: Mapping[str, str] = {
    "slicer": "a slicer", "timeline": "a timeline", "querytable": "a table that reads outside data",
    "control": "a control with a program", "tablesinglecells": "cells mapped to XML",
}  # fmt: skip
_TABLES = Words("Its tables are called {names}.", "コピー先のテーブル名は {names} です。")


def copy_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "copy_sheet", "sheet", "name"}: to the end; what refers to the sheet itself refers to the copy there.

    Raises:
        InvalidArgumentsError: something on it can be there once only.
    """
    refuse_locked(draft)
    entry, name = draft.entry(text_of(op, "sheet", "")), free_name(draft, text_of(op, "name"))
    _refuse_single(draft, entry)
    copy, settled = new_entry(draft, name), draft.settled
    parts = dict(_copied_parts(draft, entry.part, copy.part))
    tables = dict(_renamed_tables(draft, [new for old, new in parts.items() if new != copy.part]))
    rewriting = SheetCopied(entry.name, name, {old.casefold(): new for old, new in tables.items()})
    for part in parts.values():
        if part != copy.part and part.lower().endswith((".xml", ".vml")):
            rewrite_part(draft, rewriting, part, (name, None))
    place = listed_at(listed_sheets(draft), entry.name)
    register_sheet(draft, copy)
    draft.worksheets.append(copy)
    _write(draft, entry, copy, rewriting)
    _copy_names(draft, (place, len(listed_sheets(draft)) - 1), rewriting)
    if settled:
        settle(draft, draft.doubts | {rewriting.formula(one, entry.name) for one in draft.doubts})
    told = _TABLES.of(names=", ".join(tables.values())) if tables else NO_WORDS
    return joined(
        Words(
            f"Copied the sheet {entry.name} to the end as {name}.",
            f"シート「{entry.name}」を「{name}」として末尾にコピーしました。",
        ),
        told,
    )


def _refuse_single(draft: Draft, entry: SheetEntry) -> None:
    for relation in draft.relations(entry.part):
        kind = relation.type.rpartition("/")[2].lower()
        if kind in _REFUSED:
            raise InvalidArgumentsError(f"The sheet {entry.name} holds {_REFUSED[kind]}, which is not copied here.")


def _copied_parts(draft: Draft, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Copy a part with those that belong to it; yields old and new names."""
    draft.set_part(new, draft.part(old))
    types = draft.part(TYPES)
    draft.set_part(TYPES, typed(types, new, content_type_of(types, old)))
    yield old, new
    if not draft.has(rels_name(old)):
        return
    change = PartChange(draft.part(rels_name(old)))
    for relation in change.root.iter("{*}Relationship"):
        kind, target = relation.get("Type", "").rpartition("/")[2].lower(), relation.get("Target", "")
        part = resolved(old, target)
        if relation.get("TargetMode") == "External" or target.startswith("#"):
            continue
        if kind in _COPIED and draft.has(part):
            fresh = _free_part(draft, part)
            yield from _copied_parts(draft, part, fresh)
            change.set_attribute(relation, "Target", f"/{fresh}")
        else:  # the copy may lie in another folder
            change.set_attribute(relation, "Target", f"/{part}")
    draft.set_part(rels_name(new), change.bytes_after())
    draft.set_part(TYPES, with_type_of_rels(draft.part(TYPES), rels_name(new)))


def _free_part(draft: Draft, part: str) -> str:
    folder, base = posixpath.split(part)
    stem, extension = posixpath.splitext(base)
    stem = stem.rstrip("0123456789")
    names = (posixpath.join(folder, f"{stem}{number}{extension}") for number in range(1, 100_000))
    return next(name for name in names if not draft.has(name))


def _renamed_tables(draft: Draft, parts: list[str]) -> Iterator[tuple[str, str]]:
    """Give the copied tables ids and names of their own; yields old and new names."""
    tables = [table for entry in draft.worksheets for table in draft.tables(entry)]
    number = max((int(table.get("id", "0")) for table in tables), default=0)
    taken = {table.get("displayName", "").casefold() for table in tables}
    workbook = PartChange(draft.part(draft.book.part)).root
    taken |= {one.get("name", "").casefold() for one in workbook.iter("{*}definedName")}
    for part in parts:
        change = PartChange(draft.part(part)) if "/table" in part.lower() else None
        if change is None or not str(change.root.tag).endswith("}table"):
            continue
        number += 1
        old = change.root.get("displayName", "")
        new = next(name for end in range(2, 10_000) if (name := f"{old}_{end}").casefold() not in taken)
        taken.add(new.casefold())
        for key, value in (("id", str(number)), ("name", new), ("displayName", new)):
            change.set_attribute(change.root, key, value)
        draft.set_part(part, change.bytes_after())
        yield old, new


def _write(draft: Draft, entry: SheetEntry, copy: SheetEntry, rewriting: SheetCopied) -> None:
    """The copy's own part: not selected, and without the name that macros know."""
    sheet, encoding = sheet_of(draft.part(entry.part))

    def outside(change: PartChange) -> None:
        follow(change, rewriting, copy.name, None)
        for element in change.root.iter("{*}sheetView"):
            change.set_attribute(element, "tabSelected", None)
        for element in change.root.iter("{*}sheetPr"):
            change.set_attribute(element, "codeName", None)

    text = with_outside(Sheet(rewritten_cells(sheet, rewriting, copy.name)), encoding, outside)
    draft.set_part(copy.part, encoded_xml(text, encoding))


def _copy_names(draft: Draft, places: tuple[int, int], rewriting: SheetCopied) -> None:
    """Names of the sheet, and those of the workbook that lead to it, are names of the copy too, as in Excel."""
    change = PartChange(draft.part(draft.book.part))
    listing = change.root.find("{*}definedNames")
    if listing is None:
        return
    told = list(listing.iterchildren("{*}definedName"))
    own = {one.get("name", "").casefold() for one in told if one.get("localSheetId") == str(places[0])}
    added = b""
    for element in told:
        text, local = element.text or "", element.get("localSheetId")
        after = rewriting.name(text, "")
        leads = local is None and after != text and element.get("name", "").casefold() not in own
        if local == str(places[0]) or leads:
            added += _name_at(change.layout.prefix(element), element, places[1], after)
    span = change.layout.span(listing)
    change.set_contents(listing, change.layout.xml[span.inner : span.close] + added)
    draft.set_part(draft.book.part, change.bytes_after())


def _name_at(prefix: str, element: Element, place: int, formula: str) -> bytes:
    attributes = {str(key): str(value) for key, value in element.attrib.items() if not re.match(r"\{", str(key))}
    attributes["localSheetId"] = str(place)
    written = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{prefix}definedName{written}>{escaped(formula)}</{prefix}definedName>".encode()
