"""Pivot tables whose source has changed: named after an edit, and refreshed by the program that opens the workbook.

ECMA-376 part 1, 18.10.1.67 (pivotCacheDefinition: refreshOnLoad), 18.10.1.95 (worksheetSource).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import text_of
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import Area, area_of, split_part
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.facts import tables_of
from agent.documents.xlsx.sheet import Sheet
from agent.documents.xlsx.shift import same_size, told_area
from agent.documents.xlsx.shift_part import PartChange

_REFRESHED = Words(
    "Pivot tables that a spreadsheet program refreshes when it opens the workbook (until then they show the old "
    "numbers): {names}.",
    "表計算ソフトで開いたときに更新されるピボットテーブル（それまでは以前の値を表示）: {names}。",
)
_STALE = Words(
    "{count:A pivot table reads|Pivot tables read} what was changed: old numbers are shown until refreshed "
    "(refresh_pivots): {names}.",
    "変更前のデータを表示しているピボットテーブルがあります（更新が必要）: {names}。",
)


@dataclass(frozen=True, slots=True)
class _Pivot:
    """A pivot table: its name, and the part that tells where its rows come from."""

    name: str
    cache: str


def refresh_pivots(draft: Draft, op: Op) -> Words:
    """{"op": "refresh_pivots", "pivot": "P", "source": "Data!A1:F99"}: without `pivot` all that read sheets.

    A `source` is the new range of one pivot table, with as many columns as before.
    """
    wanted, source = text_of(op, "pivot", ""), text_of(op, "source", "")
    pivots = [one for one in _pivots(draft) if _source(draft.part(one.cache)) is not None]
    chosen = [one for one in pivots if not wanted or one.name.casefold() == wanted.casefold()]
    if not chosen or (source and len(chosen) > 1):
        told = ", ".join(one.name for one in pivots) or "none that reads a sheet"
        raise InvalidArgumentsError(f"'pivot' is the name of a pivot table. There are: {told}.")
    for cache in dict.fromkeys(one.cache for one in chosen):
        change = PartChange(draft.part(cache))
        if source:
            _lead_to(draft, change, source)
        change.set_attribute(change.root, "refreshOnLoad", "1")
        draft.set_part(cache, change.bytes_after())
    return _REFRESHED.of(names=_named(chosen))


def _lead_to(draft: Draft, change: PartChange, told: str) -> None:
    known = next((one.get("sheet", "") for one in change.root.iterfind("{*}cacheSource/{*}worksheetSource")), "")
    sheet = split_part(told)[0] if "!" in told else known
    entry, area = draft.entry(sheet), area_of(told.rpartition("!")[2])
    fields = [one for one in change.root.iterfind("{*}cacheFields/{*}cacheField") if one.get("databaseField") != "0"]
    if area.right - area.left + 1 != len(fields):
        names = ", ".join(one.get("name", "") for one in fields)
        raise InvalidArgumentsError(f"'source' has {len(fields)} columns with the titles {names}, like 'Data!A1:F99'.")
    for one in change.root.iterfind("{*}cacheSource/{*}worksheetSource"):
        change.set_attribute(one, "name", None)
        change.set_attribute(one, "ref", told_area(area, "A1:B2"))
        change.set_attribute(one, "sheet", entry.name)


def stale_pivots(draft: Draft) -> Iterator[Words]:
    """A sentence about pivot tables that read cells which hold something else now; none without such."""
    known: dict[str, bool] = {}
    found: list[_Pivot] = []
    for pivot in _pivots(draft):
        if pivot.cache not in known:
            known[pivot.cache] = _is_stale(draft, pivot.cache)
        if known[pivot.cache]:
            found.append(pivot)
    if found:
        yield _STALE.of(names=_named(found), count=len(found))


def _pivots(draft: Draft) -> Iterator[_Pivot]:
    for entry in draft.worksheets:
        for part in draft.related(entry.part, "/pivotTable"):
            for cache in draft.related(part, "/pivotCacheDefinition"):
                yield _Pivot(parsed_xml(draft.part(part)).get("name", ""), cache)


def _named(pivots: Sequence[_Pivot]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in pivots))


def _source(cache: bytes) -> etree._Element | None:
    """Where the rows come from when that is a sheet of the workbook."""
    found = next(parsed_xml(cache).iterfind("{*}cacheSource/{*}worksheetSource"), None)
    return None if found is None or any(str(key).endswith("}id") for key in found.attrib) else found


def _is_stale(draft: Draft, cache: str) -> bool:
    now, package = draft.part(cache), draft.book.package
    if cache not in package or parsed_xml(now).get("refreshOnLoad") in {"1", "true"}:
        return False
    before = _place(_source(package.read(cache)), draft.book.worksheets, package.related, package.read)
    after = _place(_source(now), draft.worksheets, draft.related, draft.part)
    if before is None or after is None or not draft.is_touched(after[0]):
        return False
    if draft.is_partial(after[0]):
        # A Shift that took nothing in or out leaves the rows what they were; which other cells changed is not known.
        only_moved = draft.view_before(after[0]) is draft.view(after[0]) and same_size(before[1], after[1])
        return not only_moved
    return _cells(draft.book.sheet(before[0]), before[1]) != _cells(draft.sheet(after[0]), after[1])


def _place(
    source: etree._Element | None,
    entries: Sequence[SheetEntry],
    related: Callable[[str, str], Sequence[str]],
    read: Callable[[str], bytes],
) -> tuple[SheetEntry, Area] | None:
    """The sheet and the area of a source; None for one by a name that is no table's."""
    if source is None:
        return None
    for entry in entries:
        if source.get("ref") and entry.name.casefold() == source.get("sheet", "").casefold():
            return entry, area_of(source.get("ref", ""))
        for table in tables_of(related(entry.part, "/table"), read) if source.get("name") else ():
            if table.get("displayName", "").casefold() == source.get("name", "").casefold():
                return entry, area_of(table["ref"])
    return None


def _cells(sheet: Sheet, area: Area) -> list[tuple[int, int, str, str | None]]:
    """What the cells of an area hold, told from its first cell."""
    return [
        (cell.row - area.top, cell.column - area.left, cell.kind, cell.raw)
        for row in sheet.filled()
        if area.top <= row.number <= area.bottom
        for cell in sheet.cells(row)
        if area.left <= cell.column <= area.right and cell.raw is not None
    ]


PIVOT_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "refresh_pivots": Operation(
        refresh_pivots,
        ("pivot", "source"),
        '{"op":"refresh_pivots"} pivot tables are computed anew when a program opens the workbook; of one with another '
        'range: "pivot":"P","source":"Data!A1:F99"',
    ),
}
