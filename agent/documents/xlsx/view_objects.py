"""What lies on a sheet, in words: charts, pictures, shapes, pivot tables, controls, sparklines, readings of words."""

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from agent.documents.opc.xml_text import decoded_xml, parsed_xml, unescaped
from agent.documents.xlsx.book import STRING
from agent.documents.xlsx.cell_names import cell_name
from agent.documents.xlsx.drawing import lying_on
from agent.documents.xlsx.view_things import SeenSheet, Thing, attributes

_KINDS = {"barChart": "column", "bar3DChart": "column", "lineChart": "line", "line3DChart": "line", "pieChart": "pie",
          "pie3DChart": "pie", "ofPieChart": "pie", "doughnutChart": "doughnut", "areaChart": "area",
          "area3DChart": "area", "scatterChart": "scatter", "bubbleChart": "bubble", "radarChart": "radar",
          "stockChart": "stock", "surfaceChart": "surface", "surface3DChart": "surface"}  # fmt: skip
_MOST = 12
_TOTALS = {"average": "average", "count": "count", "countNums": "numbers", "max": "max", "min": "min"}
_READ = re.compile(r"<(?:[\w.-]+:)?rPh(?=[\s>])[^>]*>.*?<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)<", re.DOTALL)


def lying(seen: SeenSheet) -> Iterator[Thing]:
    """Charts, pictures and shapes with what they show."""
    for one in lying_on(seen, seen.entry):
        at = f" at {one.at}" if one.at else ""
        named = f" {one.name!r}" if one.name else ""
        anchor = f"{seen.name} {one.kind} {one.number}"
        if one.kind == "chart":
            known = one.part in seen.book.package
            sketch = chart_words(parsed_xml(seen.part(one.part))) if known else "without its part"
            yield Thing("charts", anchor, f"{sketch}{at}")
        elif one.kind == "picture":
            yield Thing("pictures", anchor, f"picture{named} {posixpath.basename(one.part)}{at}")
            if one.alt:
                yield Thing("pictures", anchor, one.alt, "alt text")
        else:
            yield Thing("shapes", anchor, f"{one.kind}{named}{at}")


def chart_words(root: etree._Element) -> str:
    """A chart in words: its kind, its title, and each series with the ranges that it draws."""
    kinds = [_kind(node) for node in root.iter("{*}plotArea") for node in node if etree.QName(node).localname in _KINDS]
    kinds += [node.get("layoutId", "") for node in root.iter("{*}series") if node.get("layoutId")]
    title = next((_words(node) for node in root.iterfind("{*}chart/{*}title")), "")
    series = [_series(node) for node in root.iter("{*}ser")]
    more = f"; and {len(series) - _MOST} more" if len(series) > _MOST else ""
    return (
        f"{' and '.join(dict.fromkeys(kinds)) or 'other'} chart{f' {title!r}' if title else ''}: "
        f"{'; '.join(series[:_MOST])}{more}"
    )


def _kind(node: etree._Element) -> str:
    kind = _KINDS[etree.QName(node).localname]
    flat = kind == "column" and any(one.get("val") == "bar" for one in node.iterfind("{*}barDir"))
    grouping = next((one.get("val", "") for one in node.iterfind("{*}grouping")), "")
    return f"{'stacked ' if 'tacked' in grouping else ''}{'bar' if flat else kind}"


def _words(node: etree._Element) -> str:
    return "".join(one.text or "" for one in node.iter("{*}t", "{*}v")).strip()


def _series(node: etree._Element) -> str:
    name = next((_words(one) for one in node.iterfind("{*}tx")), "")
    values = _formula(node, "val") or _formula(node, "yVal")
    categories = _formula(node, "cat") or _formula(node, "xVal")
    return f"{f'{name!r} ' if name else ''}{values or 'own values'}{f' by {categories}' if categories else ''}"


def _formula(node: etree._Element, name: str) -> str:
    found = [str(one.text or "") for part in node.iterfind(f"{{*}}{name}") for one in part.iter("{*}f")]
    return found[0] if found else ""


def pivots(seen: SeenSheet) -> Iterator[Thing]:
    """Pivot tables: where their rows come from, what stands where."""
    package = seen.book.package
    for part in package.related(seen.entry.part, "/pivotTable"):
        root = parsed_xml(package.read(part))
        caches = package.related(part, "/pivotCacheDefinition")
        cache = parsed_xml(package.read(caches[0])) if caches else None
        fields = (
            [] if cache is None else [one.get("name", "") for one in cache.iterfind("{*}cacheFields/{*}cacheField")]
        )
        sides = [
            f"{word} {', '.join(names)}"
            for word, names in (
                ("rows", _fields(root, "rowFields", fields)),
                ("columns", _fields(root, "colFields", fields)),
                ("filters", _fields(root, "pageFields", fields, "pageField", "fld")),
                ("values", _values(root, fields)),
            )
            if names
        ]
        where = next((one.get("ref", "") for one in root.iterfind("{*}location")), "")
        told = "; ".join([f"pivot table {root.get('name', '')} of {_source(cache)}", *sides])
        yield Thing("pivots", seen.at(where), told)


def _source(cache: etree._Element | None) -> str:
    for one in () if cache is None else cache.iterfind("{*}cacheSource/{*}worksheetSource"):
        place = one.get("name") or one.get("ref", "")
        return f"{one.get('sheet', '')}!{place}" if one.get("sheet") else str(place)
    return "a source outside of the sheets"


def _fields(root: etree._Element, group: str, names: list[str], item: str = "field", key: str = "x") -> list[str]:
    places = [one.get(key, "") for one in root.iterfind(f"{{*}}{group}/{{*}}{item}")]
    # Place -2 stands for the values themselves.
    return [names[int(at)] for at in places if at.isdigit() and int(at) < len(names)]


def _values(root: etree._Element, names: list[str]) -> list[str]:
    found = []
    for one in root.iterfind("{*}dataFields/{*}dataField"):
        at = one.get("fld", "")
        field = names[int(at)] if at.isdigit() and int(at) < len(names) else ""
        found.append(f"{_TOTALS.get(one.get('subtotal', ''), one.get('subtotal', 'sum'))} of {field}")
    return found


def controls(seen: SeenSheet) -> Iterator[Thing]:
    """Form controls with the cells that they are linked to."""
    for number, part in enumerate(seen.book.package.related(seen.entry.part, "/ctrlProp"), 1):
        root = parsed_xml(seen.part(part))
        told = attributes(root)
        linked = f", linked to {told['fmlaLink']}" if told.get("fmlaLink") else ""
        choice = f", choices of {told['fmlaRange']}" if told.get("fmlaRange") else ""
        state = f", {told['checked'].lower()}" if told.get("checked") else ""
        yield Thing(
            "controls", f"{seen.name} control {number}", f"{told.get('objectType', 'control')}{linked}{choice}{state}"
        )


def sparklines(seen: SeenSheet) -> Iterator[Thing]:
    """Small charts in cells. [MS-XLSX] 2.6.18."""
    for group in seen.root.iter("{*}sparklineGroup"):
        kind = group.get("type", "line")
        for one in group.iter("{*}sparkline"):
            cells = {etree.QName(node).localname: (node.text or "") for node in one.iterchildren("*")}
            yield Thing("sparklines", seen.at(cells.get("sqref", "")), f"sparkline ({kind}) of {cells.get('f', '')}")


def furigana(seen: SeenSheet) -> Iterator[Thing]:
    """How Japanese words of cells are read."""
    parts = seen.book.package.related(seen.book.part, "/sharedStrings")
    text = decoded_xml(seen.part(parts[0]))[0] if parts else ""
    if "rPh" not in text:
        return
    read = {
        str(number): unescaped("".join(_READ.findall(one["body"] or "")))
        for number, one in enumerate(STRING.finditer(text))
    }
    for row in seen.sheet.rows:
        for cell in seen.sheet.cells(row):
            reading = read.get((cell.raw or "").strip(), "") if cell.kind == "s" else ""
            if reading:
                place = seen.at(cell_name(cell.row, cell.column))
                yield Thing("furigana", place, f"{seen.book.value(cell)} is read {reading}")
