"""Defined names of a workbook that is edited. ECMA-376 part 1, 18.2.5."""

import re
from dataclasses import dataclass

from lxml import etree

from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.draft import Draft

ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
FILTER, PRINT_AREA, PRINT_TITLES = "_xlnm._FilterDatabase", "_xlnm.Print_Area", "_xlnm.Print_Titles"
_NAME = re.compile(r"[^\W\d][\w.\\?]{0,254}|\\[\w.\\?]{0,254}")
_CELL_LIKE = re.compile(r"(?i)[a-z]{1,3}\d{1,7}|r\d*(?:c\d*)?|c\d*|true|false")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: what it stands for (without "="), and the number of the sheet that alone knows it, None for all."""

    name: str
    refers: str
    sheet: int | None = None


def names_of(draft: Draft) -> list[Name]:
    """All names, those of programs ("_xlnm.Print_Area") too."""
    return [_name(node) for node in _nodes(_workbook(draft))]


def set_name(draft: Draft, name: Name, *, hidden: bool = False) -> bool:
    """Define a name, in place of the one of that name in the same scope; returns whether there was one."""
    workbook = _workbook(draft)
    told = {"name": name.name, "localSheetId": name.sheet, "hidden": 1 if hidden else None}
    old = next((node for node in _nodes(workbook) if _same(_name(node), name)), None)
    if old is not None:
        workbook.replace(old, workbook.remade(old, {}, escaped(name.refers)))
    else:
        workbook.append("definedNames", [workbook.tag("definedName", told, escaped(name.refers))], counted=False)
    draft.set_part(draft.book.part, workbook.result())
    return old is not None


def delete_name(draft: Draft, name: str, sheet: int | None) -> bool:
    """Take a name away; returns whether there was one."""
    workbook = _workbook(draft)
    gone = [node for node in _nodes(workbook) if _same(_name(node), Name(name, "", sheet))]
    workbook.without("definedNames", gone)
    if gone:
        draft.set_part(draft.book.part, workbook.result())
    return bool(gone)


def sheet_number(draft: Draft, entry: SheetEntry) -> int:
    """The place of a sheet among all, from 0, by which local names know it."""
    sheets = _workbook(draft).child("sheets")
    listed = [node.get("name", "") for node in (() if sheets is None else sheets.iterchildren("*"))]
    return listed.index(entry.name)


def checked_name(name: str) -> str:
    """A name that a range or a table may have. Raises InvalidArgumentsError."""
    if _NAME.fullmatch(name) is None or _CELL_LIKE.fullmatch(name):
        raise InvalidArgumentsError(
            f"{name[:40]!r} is no name for a range: it begins with a letter, has no blanks, and is no address."
        )
    return name


def _same(one: Name, other: Name) -> bool:
    return one.name.casefold() == other.name.casefold() and one.sheet == other.sheet


def _workbook(draft: Draft) -> Ordered:
    return Ordered(Layout(draft.part(draft.book.part)), ORDER)


def _nodes(workbook: Ordered) -> list[etree._Element]:
    names = workbook.child("definedNames")
    return [] if names is None else list(names.iterchildren("*"))


def _name(node: etree._Element) -> Name:
    local = node.get("localSheetId", "")
    return Name(node.get("name", ""), node.text or "", int(local) if local.isdigit() else None)
