"""Facts about a workbook and its sheets, as sentences for a model or a person."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from agent.core.words import Words
from agent.documents.facts import MACROS, SIGNED
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.book import Book, SheetEntry
from agent.documents.xlsx.cell_names import cell_name, column_letters
from agent.documents.xlsx.columns import columns_of
from agent.documents.xlsx.sheet import ATTRIBUTES, Sheet, attributes_of
from agent.documents.xlsx.units import units_of

_MAX_NAMES = 30
_MERGED = re.compile(rf"<(?:[\w.-]+:)?mergeCell(?=[\s/>])({ATTRIBUTES})/?>")
_PANE = re.compile(rf"<(?:[\w.-]+:)?pane(?=[\s])({ATTRIBUTES})/?>")
_SPARKLINE = re.compile(r"sqref>\s*([A-Z]{1,3}\d{1,7})\s*</(?:[\w.-]+:)?sqref>\s*</(?:[\w.-]+:)?sparkline>")
_THINGS = {
    "xl/charts/chart": ("chart", "グラフ"),
    "xl/charts/charts/chart": ("chart", "グラフ"),
    "xl/pivottables/": ("pivot table", "ピボットテーブル"),
    "xl/slicers/": ("slicer", "スライサー"),
    "xl/media/": ("picture", "画像"),
    "xl/embeddings/": ("embedded file", "埋め込みファイル"),
    "xl/externallinks/": ("link to another workbook", "ほかのブックへのリンク"),
    "xl/querytables/": ("query table", "クエリテーブル"),
    "xl/ctrlprops/": ("form control", "フォームコントロール"),
    "xl/richdata/rdrichvalue.": ("part of linked data types", "リンクされたデータ型"),
}
_CONNECTIONS = Words(
    "connections to outside sources of data: never followed here", "外部データへの接続あり(接続はしません)"
)
OUT_OF_DATE = Words(
    "results of formulas may be out of date: a spreadsheet program computes them anew when it opens the file",
    "数式の結果が古い可能性があります(表計算ソフトで開くと再計算されます)",
)


def book_facts(book: Book, *, names: bool = True) -> Iterator[Words]:
    """Sheets, `names`, what else is inside, and warnings."""
    count, told = len(book.sheets), ", ".join(_told(one) for one in book.sheets)
    yield Words(f"{count} sheet{'s' if count > 1 else ''}: {told}", f"シート {count} 枚: {told}")
    yield from _names(book) if names else ()
    for folder, (word, ja) in _THINGS.items():
        number = sum(name.lower().startswith(folder) and "/_rels/" not in name.lower() for name in book.package.names)
        if number:
            yield Words(f"{number} {word}{'s' if number > 1 else ''}", f"{ja} {number} 個")
    if any(name.lower().endswith("/connections.xml") for name in book.package.names):
        yield _CONNECTIONS
    if book.package.macros:
        yield MACROS
    if book.package.signed:
        yield SIGNED
    protection = book.root.find("{*}workbookProtection")
    if protection is not None and protection.get("lockStructure") in {"1", "true"}:
        yield Words("the structure of the workbook is protected", "ブックの構成が保護されています")
    if is_out_of_date(book):
        yield OUT_OF_DATE


def is_out_of_date(book: Book) -> bool:
    """Whether a workbook with formulas asks the program that opens it to compute them."""
    return asks_to_compute(book) and book.has_formulas


def asks_to_compute(book: Book) -> bool:
    """As `is_out_of_date`, for any workbook: to look for formulas takes long in a large one."""
    settings = book.root.find("{*}calcPr")
    return settings is not None and settings.get("fullCalcOnLoad") in {"1", "true"}


def sheet_facts(book: Book, entry: SheetEntry, sheet: Sheet) -> Iterator[str]:
    """Size, state, tables, merged cells, protection of one sheet."""
    if entry.state != "visible":
        yield "very hidden" if entry.state == "veryHidden" else "hidden"
    filled = sheet.filled()
    yield f"{len(filled)} filled row{'' if len(filled) == 1 else 's'}" + (
        f", the last is {filled[-1].number}" if filled else ""
    )
    for table in tables_of(book.package.related(entry.part, "/table"), book.package.read):
        yield f"table {table.get('displayName', '')} at {table.get('ref', '')}"
    rest = sheet.outside()
    merged = merged_cells(rest)
    if merged:
        yield f"merged cells {', '.join(merged[:20])}{' and more' if len(merged) > 20 else ''}"
    if re.search(r"<(?:[\w.-]+:)?sheetProtection(?=[\s/>])[^<>]*\ssheet=[\"'](?:1|true)", rest):
        yield "protected"
    if re.search(r"<(?:[\w.-]+:)?autoFilter(?=[\s/>])", rest):
        yield "with filter buttons"
    drawn = sorted(_SPARKLINE.findall(rest), key=lambda cell: (len(cell), cell))
    if drawn:
        yield f"sparklines in {', '.join(drawn[:20])}{' and more' if len(drawn) > 20 else ''}"
    yield from _frozen(sheet)
    yield from units_of(book, sheet)
    hidden = [row.number for row in filled if _is_hidden(sheet.text[row.start : row.inner])]
    if hidden:
        first, last = cell_name(hidden[0], 1)[1:], cell_name(hidden[-1], 1)[1:]
        yield f"{len(hidden)} hidden row{'' if len(hidden) == 1 else 's'} between {first} and {last}"
    yield from _hidden_columns(sheet)


def _frozen(sheet: Sheet) -> Iterator[str]:
    for found in _PANE.findall(sheet.text[: sheet.tag[0]]):
        told = attributes_of(found)
        if told.get("state", "").startswith("frozen"):
            yield f"frozen at {frozen_cell(told)}"


def frozen_cell(pane: Mapping[str, str]) -> str:
    """The first cell that moves, by how many rows and columns stay; `topLeftCell` tells how far was scrolled."""
    rows, columns = (int(float(pane.get(key) or 0)) for key in ("ySplit", "xSplit"))
    return cell_name(rows + 1, columns + 1)


def _hidden_columns(sheet: Sheet) -> Iterator[str]:
    hidden = [one for one in columns_of(sheet) if one.told.get("hidden") in {"1", "true"}]
    told = [f"{column_letters(one.first)}:{column_letters(one.last)}" for one in hidden[:10]]
    if told:
        yield f"hidden columns {', '.join(told)}"


def tables_of(parts: Sequence[str], part_of: Callable[[str], bytes]) -> list[dict[str, str]]:
    """The attributes of each table in `parts` (displayName, ref, headerRowCount, totalsRowCount), with its "part"."""
    return [
        {**{str(name): str(value) for name, value in parsed_xml(part_of(part)).attrib.items()}, "part": part}
        for part in parts
    ]


def merged_cells(rest: str) -> list[str]:
    """The ranges of merged cells in the text of a sheet."""
    return [attributes_of(found)["ref"] for found in _MERGED.findall(rest) if "ref" in attributes_of(found)]


def _is_hidden(tag: str) -> bool:
    return "hidden" in tag and attributes_of(tag).get("hidden") in {"1", "true"}


def _told(entry: SheetEntry) -> str:
    words = [entry.kind] if entry.kind != "worksheet" else []
    if entry.state != "visible":
        words.append("hidden" if entry.state == "hidden" else "very hidden")
    return repr(entry.name) + (f" ({', '.join(words)})" if words else "")


def _names(book: Book) -> Iterator[Words]:
    nodes = [node for node in book.root.iterfind("{*}definedNames/{*}definedName") if node.get("hidden") != "1"]
    told = [f"{node.get('name')} = {node.text}" for node in nodes if not node.get("name", "").startswith("_xlnm.")]
    if told:
        rest, named = len(told) - _MAX_NAMES, "; ".join(told[:_MAX_NAMES])
        yield Words(
            f"{len(told)} name{'s' if len(told) > 1 else ''}: {named}{f' and {rest} more' if rest > 0 else ''}",
            f"名前の定義 {len(told)} 個: {named}{f' ほか {rest} 個' if rest > 0 else ''}",
        )
