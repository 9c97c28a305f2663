"""Sheets added to a workbook, and renamed with everything that refers to them."""

import posixpath
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import rows_of, text_of
from agent.documents.opc.package import rels_name
from agent.documents.opc.package_relations import Relation, new_relation_id, typed, with_relation
from agent.documents.opc.xml_tags import DECLARATION
from agent.documents.opc.xml_text import decoded_xml, encoded_xml, escaped, unescaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.draft import TYPES, Draft
from agent.documents.xlsx.formula import mentions, renamed
from agent.documents.xlsx.patch import NewCell
from agent.documents.xlsx.sheet import ATTRIBUTES, attributes_of
from agent.documents.xlsx.structure_parts import SHEET_TAG
from agent.documents.xlsx.values import CellMaker

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# Every element that holds a formula: in cells, names, rules for colours and entry, tables, charts, sparklines.
FORMULA = re.compile(
    rf"(<((?:[\w.-]+:)?(?:f|formula|formula[12]|definedName|calculatedColumnFormula|totalsRowFormula))(?=[\s>]){ATTRIBUTES}>)"
    r"([^<]+)(?=</\2\s*>)"
)
_LOCATION = re.compile(r"(\slocation\s*=\s*\")([^\"]+)(?=\")")
_SOURCE = re.compile(rf"<(?:[\w.-]+:)?(?:worksheetSource|dataRef)(?=[\s/>]){ATTRIBUTES}/?>")
NO_FORMULAS = ("sharedstrings.xml", "styles.xml", "calcchain.xml")
_WIDEST = 60


def add_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "add_sheet", "name", "rows": [[...]]}: a new sheet at the end."""
    name = free_name(draft, text_of(op, "name"))
    rows = rows_of(op)
    entry = new_entry(draft, name)
    register_sheet(draft, entry)
    root = re.search(r"xmlns(?::[\w.-]+)?=\"(http://[^\"]*spreadsheetml[^\"]*)\"", _workbook(draft)[0])
    space = root[1] if root else "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'{DECLARATION}<worksheet xmlns="{space}">{_columns(rows)}<sheetData/></worksheet>'
    draft.set_part(entry.part, text.encode())
    draft.worksheets.append(entry)
    maker = CellMaker(draft)
    cells: dict[tuple[int, int], NewCell] = {
        (row, column): maker.cell(value, 0)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    draft.sheet(entry)
    draft.set_cells(entry, cells)
    return Words(
        "Added the sheet {name} with {rows} {rows:row|rows}.", "シート「{name}」を追加しました({rows} 行)。"
    ).of(name=name, rows=len(rows))


def rename_sheet(draft: Draft, op: Op) -> Words:
    """{"op": "rename_sheet", "sheet", "name"}: formulas, names, charts, pivot tables and links follow.

    Raises:
        InvalidArgumentsError: macros or INDIRECT may use the old name as a text, which cannot be followed.
    """
    entry = draft.entry(text_of(op, "sheet"))
    name = free_name(draft, text_of(op, "name"), entry)
    if draft.book.package.macros:
        raise InvalidArgumentsError("The workbook has macros, which may use the sheet's name. It is not renamed here.")
    followed = {part: _followed(draft, part, entry.name, name) for part in draft.xml_parts(NO_FORMULAS)}
    for part, data in followed.items():
        if data is not None:
            draft.set_part(part, data)
    text, encoding = _workbook(draft)
    draft.set_part(draft.book.part, encoded_xml(_retold(text, entry.name, name), encoding))
    draft.worksheets[draft.worksheets.index(entry)] = replace(entry, name=name)
    draft.forget_texts()
    return Words(
        f"Renamed the sheet {entry.name} to {name}; what refers to it follows.",
        f"シート「{entry.name}」の名前を「{name}」に変更しました。参照している箇所も合わせて変更しています。",
    )


def free_name(draft: Draft, name: str, bearer: SheetEntry | None = None) -> str:
    """A name that a sheet may get; `bearer` may have it already. Raises InvalidArgumentsError."""
    charts = [one for one in draft.book.sheets if one.kind != "worksheet"]
    if not 1 <= len(name) <= 31 or _FORBIDDEN.search(name) or name.startswith("'") or name.endswith("'"):
        raise InvalidArgumentsError(f"{name!r} is no name for a sheet: 1 to 31 characters, none of []:*?/\\.")
    if any(one.name.casefold() == name.casefold() for one in [*charts, *draft.worksheets] if one is not bearer):
        raise InvalidArgumentsError(f"There is a sheet {name!r} already. Take another name.")
    return name


def _workbook(draft: Draft) -> tuple[str, str]:
    return decoded_xml(draft.part(draft.book.part))


def new_entry(draft: Draft, name: str) -> SheetEntry:
    """A sheet of that name, with a part and an id that no other has; it is not in the workbook yet."""
    folder = posixpath.dirname(draft.book.worksheets[0].part) if draft.book.worksheets else "xl/worksheets"
    part = next(
        path for number in range(1, 100_000) if not draft.has(path := posixpath.join(folder, f"sheet{number}.xml"))
    )
    ids = [int(attributes_of(found).get("sheetId", "0")) for found in SHEET_TAG.findall(_workbook(draft)[0])]
    return SheetEntry(name, part, "visible", "worksheet", str(max(ids, default=0) + 1))


def register_sheet(draft: Draft, entry: SheetEntry) -> None:
    """Tell the workbook of a new sheet: its list, its relationships, the content types."""
    rels = draft.part(rels_name(draft.book.part))
    number = new_relation_id(rels)
    kind = next(one.type for one in draft.book.package.relations(draft.book.part) if one.type.endswith("sheet"))
    kind = posixpath.join(posixpath.dirname(kind), "worksheet")
    draft.set_part(rels_name(draft.book.part), with_relation(rels, Relation(number, kind, f"/{entry.part}")))
    draft.set_part(TYPES, typed(draft.part(TYPES), entry.part, _WORKSHEET))
    text, encoding = _workbook(draft)
    *_, last = SHEET_TAG.finditer(text)
    tag = re.sub(r"\s(?:[\w.-]+:)?state\s*=\s*(\"[^\"]*\"|'[^']*')", "", last[0])
    for attribute, value in (("name", escaped(entry.name)), ("sheetId", entry.id), (r"[\w.-]+:id", number)):
        tag = re.sub(rf"(\s{attribute}\s*=\s*)(\"[^\"]*\"|'[^']*')", lambda found, v=value: f'{found[1]}"{v}"', tag)  # type: ignore[misc]  # a default holds the loop's value
    draft.set_part(draft.book.part, encoded_xml(text[: last.end()] + tag + text[last.end() :], encoding))


def _columns(rows: Sequence[Sequence[object]]) -> str:
    """Widths that fit the words; wide characters count twice."""
    widths: dict[int, int] = {}
    for values in rows:
        for column, value in enumerate(values, 1):
            widths[column] = max(widths.get(column, 8), min(_WIDEST, text_width(str(value))))
    told = "".join(
        f'<col min="{column}" max="{column}" width="{width + 2}" customWidth="1"/>'
        for column, width in sorted(widths.items())
    )
    return f"<cols>{told}</cols>" if told else ""


def text_width(text: str) -> int:
    """How many narrow characters the widest line of a text takes."""
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n"))


def _followed(draft: Draft, part: str, old: str, new: str) -> bytes | None:
    """A part whose formulas and links lead to the new name; None when it does not speak of the old one."""
    text, encoding = decoded_xml(draft.part(part))
    for found in FORMULA.finditer(text):
        if mentions(unescaped(found[3]), {"INDIRECT"}):
            raise InvalidArgumentsError(
                "Formulas use INDIRECT, which may hold the sheet's name. It is not renamed here."
            )
    fresh = FORMULA.sub(lambda found: found[1] + _renamed(found[3], old, new), text)
    fresh = _LOCATION.sub(lambda found: found[1] + _renamed(found[2], old, new), fresh)
    fresh = _SOURCE.sub(lambda found: _retold_source(found[0], old, new), fresh)
    return encoded_xml(fresh, encoding) if fresh != text else None


def _renamed(text: str, old: str, new: str) -> str:
    before = unescaped(text)
    after = renamed(before, old, new)
    return text if after == before else escaped(after)


def _retold_source(tag: str, old: str, new: str) -> str:
    if attributes_of(tag).get("sheet", "").casefold() != old.casefold():
        return tag
    return re.sub(r"(\ssheet\s*=\s*)(\"[^\"]*\"|'[^']*')", lambda found: f'{found[1]}"{escaped(new)}"', tag)


def _retold(workbook: str, old: str, new: str) -> str:
    """The workbook with the sheet's own entry renamed."""

    def tag(found: re.Match[str]) -> str:
        if attributes_of(found[1]).get("name", "").casefold() != old.casefold():
            return found[0]
        return re.sub(r"(\sname\s*=\s*)(\"[^\"]*\"|'[^']*')", lambda one: f'{one[1]}"{escaped(new)}"', found[0])

    return SHEET_TAG.sub(tag, workbook)
