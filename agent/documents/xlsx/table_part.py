"""The part of a table: made, and given another range. ECMA-376 part 1, 18.5.1."""

import re
from collections.abc import Sequence

from lxml import etree

from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_tags import DECLARATION, Attributes, tag
from agent.documents.xlsx.cell_names import Area
from agent.documents.xlsx.ranges import corners

ORDER = ("autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst")
# What a table calls a total, and the number that SUBTOTAL knows it by; 101 and more leave hidden rows out.
TOTALS = {
    "sum": ("sum", 109), "average": ("average", 101), "count": ("count", 103), "numbers": ("countNums", 102),
    "max": ("max", 104), "min": ("min", 105),
}  # fmt: skip


def new_table(
    named: Attributes, areas: tuple[Area, Area], titles: Sequence[str], totals: Sequence[tuple[str, str]], style: str
) -> bytes:
    """A table over `areas`: without and with its row of totals. `totals` tells function and label of each column.

    `named` holds its namespace, id and names.
    """
    rows, full = areas
    shown: Attributes = {"totalsRowCount": 1} if totals else {"totalsRowShown": 0}
    told: Attributes = {**named, "ref": corners(full), **shown}
    look: Attributes = {
        "name": style or None, "showFirstColumn": 0, "showLastColumn": 0, "showRowStripes": 1, "showColumnStripes": 0,
    }  # fmt: skip
    columns = [
        tag("tableColumn", {
            "id": at, "name": coded(title), "totalsRowLabel": label or None,
            "totalsRowFunction": TOTALS[word][0] if word else None,
        })
        for at, (title, (word, label)) in enumerate(zip(titles, totals or [("", "")] * len(titles), strict=True), 1)
    ]  # fmt: skip
    inner = [
        tag("autoFilter", {"ref": corners(rows)}),
        tag("tableColumns", {"count": len(columns)}, *columns),
        tag("tableStyleInfo", look),
    ]
    return f"{DECLARATION}{tag('table', told, *inner)}".encode()


def resized(part: bytes, old: Area, area: Area, titles: Sequence[str]) -> bytes:
    """The part with another range; columns that stay keep all that they tell."""
    table = Ordered(Layout(part), ORDER)
    columns = table.child("tableColumns")
    kept = [] if columns is None else list(columns.iterchildren("*"))
    ids = [int(one.get("id", "0")) for one in kept]
    fresh = []
    for column, title in enumerate(titles, area.left):
        at = column - old.left
        if 0 <= at < len(kept):
            fresh.append(table.source(kept[at]))
        else:
            ids.append(max(ids, default=0) + 1)
            fresh.append(table.tag("tableColumn", {"id": ids[-1], "name": coded(title)}))
    table.put("tableColumns", table.tag("tableColumns", {"count": len(fresh)}, *fresh))
    filters = table.child("autoFilter")
    if filters is not None:
        table.replace(filters, table.remade(filters, {"ref": corners(area)}, _shifted(table, filters, old, area)))
    return _with_ref(table.result(), corners(area))


def _shifted(table: Ordered, filters: etree._Element, old: Area, area: Area) -> str:
    """Filters know their columns by place: those that stay follow, others go."""
    kept = []
    for node in filters.iterchildren("*"):
        place = int(node.get("colId", "0")) + old.left - area.left
        if "colId" not in node.attrib:
            kept.append(table.source(node))
        elif 0 <= place <= area.right - area.left:
            kept.append(table.remade(node, {"colId": place}, table.inner(node)))
    return "".join(kept)


def _with_ref(part: bytes, ref: str) -> bytes:
    """The first ref of the part is that of its root."""
    return re.sub(rb"(\sref\s*=\s*[\"'])[^\"']*", lambda found: found[1] + ref.encode(), part, count=1)


def coded(title: str) -> str:
    """A title as a table holds it: line breaks as codes."""
    return title.replace("\r", "").replace("\n", "_x000a_")


def specifier(title: str) -> str:
    """A title inside the brackets of a formula: some characters are marked there."""
    return re.sub(r"(['#\[\]@])", r"'\1", title)
