"""What is set for a sheet as a whole, in words: hidden rows and columns, panes, print, protection, links."""

from collections.abc import Iterator, Mapping

from lxml import etree

from agent.documents.xlsx.cell_names import column_letters
from agent.documents.xlsx.columns import columns_of
from agent.documents.xlsx.facts import frozen_cell, merged_cells
from agent.documents.xlsx.sheet import attributes_of
from agent.documents.xlsx.view_things import SeenSheet, Thing, attributes, is_on, relation_id

_PAPERS = {"1": "Letter", "5": "Legal", "8": "A3", "9": "A4", "11": "A5", "12": "B4", "13": "B5"}
_MILLIMETRES = 25.4


def merged(seen: SeenSheet) -> Iterator[Thing]:
    """Merged cells."""
    for area in merged_cells(seen.sheet.outside()):
        yield Thing("merged", seen.at(area), "merged cells")


def hidden(seen: SeenSheet) -> Iterator[Thing]:
    """Hidden rows and columns, and groups that can be closed."""
    for one in columns_of(seen.sheet):
        if said := _folded(one.told):
            area = f"{column_letters(one.first)}:{column_letters(one.last)}"
            yield Thing("hidden", seen.at(area), f"{said} columns")
    text = seen.sheet.text
    if "hidden=" in text or "outlineLevel=" in text:
        for (first, last), said in _runs(seen):
            yield Thing("hidden", seen.at(f"{first}:{last}"), f"{said} rows")


def _runs(seen: SeenSheet) -> Iterator[tuple[tuple[int, int], str]]:
    """Rows that follow each other and are hidden or grouped alike."""
    first, last, before = 0, 0, ""
    for row in seen.sheet.rows:
        tag = seen.sheet.text[row.start : row.inner]
        said = _folded(attributes_of(tag)) if "hidden" in tag or "outlineLevel" in tag else ""
        if (said, row.number) != (before, last + 1):
            if before:
                yield (first, last), before
            first, before = row.number, said
        last = row.number
    if before:
        yield (first, last), before


def _folded(told: Mapping[str, str]) -> str:
    level = told.get("outlineLevel", "0")
    words = ["hidden"] if told.get("hidden") in {"1", "true"} else []
    return ", ".join([*words, *([f"group level {level}"] if level != "0" else [])])


def widths(seen: SeenSheet) -> Iterator[Thing]:
    """Widths that somebody set."""
    for one in columns_of(seen.sheet):
        if one.told.get("customWidth") in {"1", "true"}:
            area = f"{column_letters(one.first)}:{column_letters(one.last)}"
            yield Thing("widths", seen.at(area), f"width {_rounded(one.told.get('width', ''))}")


def panes(seen: SeenSheet) -> Iterator[Thing]:
    """Frozen panes."""
    for pane in seen.root.iterfind("{*}sheetViews/{*}sheetView/{*}pane"):
        if pane.get("state", "").startswith("frozen"):
            yield Thing("panes", seen.name, f"frozen at {frozen_cell(attributes(pane))}")


def links(seen: SeenSheet) -> Iterator[Thing]:
    """Links of cells."""
    targets = {one.id: one.target for one in seen.relations(seen.entry.part) if one.external}
    for node in seen.root.iterfind("{*}hyperlinks/{*}hyperlink"):
        place = node.get("location", "")
        where = targets.get(relation_id(node), "") + (f"#{place}" if place else "")
        tip = f" ({node.get('tooltip')})" if node.get("tooltip") else ""
        yield Thing("links", seen.at(node.get("ref", "")), f"link to {where}{tip}")


def printing(seen: SeenSheet) -> Iterator[Thing]:
    """How the sheet is printed."""
    told = [word for node in seen.root.iterchildren("{*}pageSetup") for word in _page(seen, node)]
    for node in seen.root.iterchildren("{*}pageMargins"):
        sides = [(side, node.get(side, "")) for side in ("left", "right", "top", "bottom")]
        told.append("margins " + ", ".join(f"{side} {_millimetres(value)} mm" for side, value in sides if value))
    words = [node for node in seen.root.iterfind("{*}headerFooter/*") if node.text]
    told += [f"{str(node.tag).rpartition('}')[2]} {node.text!r}" for node in words]
    yield from _print_names(seen)
    if told:
        yield Thing("print", seen.name, "; ".join(told))


def _page(seen: SeenSheet, node: etree._Element) -> Iterator[str]:
    if node.get("orientation") in {"landscape", "portrait"}:
        yield node.get("orientation", "")
    if node.get("paperSize"):
        yield _PAPERS.get(node.get("paperSize", ""), f"paper {node.get('paperSize')}")
    if any(is_on(one, "fitToPage") for one in seen.root.iterfind("{*}sheetPr/{*}pageSetUpPr")):
        pages = [("wide", node.get("fitToWidth", "1")), ("high", node.get("fitToHeight", "1"))]
        yield "fits " + " and ".join(f"{n} page{'s' if n != '1' else ''} {word}" for word, n in pages if n != "0")
    elif node.get("scale"):
        yield f"scale {node.get('scale')}%"


def _print_names(seen: SeenSheet) -> Iterator[Thing]:
    number = [entry.name for entry in seen.book.sheets].index(seen.entry.name)
    words = {"_xlnm.Print_Area": "print area", "_xlnm.Print_Titles": "printed on every page"}
    for node in seen.book.root.iterfind("{*}definedNames/{*}definedName"):
        if node.get("name") in words and node.get("localSheetId") == str(number):
            yield Thing("print", seen.name, f"{words[node.get('name', '')]} {node.text or ''}")


def protection(seen: SeenSheet) -> Iterator[Thing]:
    """Whether the sheet is protected."""
    for node in seen.root.iterchildren("{*}sheetProtection"):
        if is_on(node, "sheet"):
            password = " with a password" if node.get("password") or node.get("hashValue") else ""
            yield Thing("protection", seen.name, f"protected{password}")
    for node in seen.root.iterfind("{*}protectedRanges/{*}protectedRange"):
        yield Thing("protection", seen.at(node.get("sqref", "")), f"may be changed: {node.get('name', '')}")


def tab_colour(seen: SeenSheet) -> Iterator[Thing]:
    """The colour of the sheet's tab."""
    for node in seen.root.iterfind("{*}sheetPr/{*}tabColor"):
        told = (
            f"#{node.get('rgb', '')[-6:]}"
            if node.get("rgb")
            else f"number {node.get('theme') or node.get('indexed', '')}"
        )
        yield Thing("tabs", seen.name, f"tab colour {told}")


def _rounded(text: str) -> str:
    try:
        return f"{float(text):.1f}".removesuffix(".0")
    except ValueError:
        return text


def _millimetres(text: str) -> str:
    try:
        return f"{float(text) * _MILLIMETRES:.0f}"
    except ValueError:
        return text
