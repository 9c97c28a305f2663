"""The mark of a formula that may fill cells beside its own: the number for the attribute cm of its cell.

It leads to an entry of the workbook's metadata part. ECMA-376 part 1, 18.9; [MS-XLSX] 2.4.34 (dynamicArrayProperties).
"""

from lxml import etree

from agent.documents.opc.package_draft import with_new_part
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.draft import Draft

_KIND = "XLDAPR"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_DYNAMIC = "http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"
_EXTENSION = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"
# What Excel writes: how the mark goes along when cells are copied, merged, cleared and moved.
_CARRIED = (
    "copy", "pasteAll", "pasteValues", "merge", "splitFirst", "rowColShift", "clearFormats", "clearComments", "assign",
    "coerce", "cellMeta",
)  # fmt: skip
_EMPTY = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<metadata xmlns="{}" xmlns:xda="{}"></metadata>'
# CT_Metadata is a sequence.
_ORDER = (
    "metadataTypes",
    "metadataStrings",
    "mdxMetadata",
    "futureMetadata",
    "cellMetadata",
    "valueMetadata",
    "extLst",
)


def dynamic_mark(draft: Draft) -> str:
    """The number of the entry for formulas that may grow; it is added when the workbook has none.

    Raises:
        UnreadableError: the metadata part is broken.
    """
    parts = draft.related(draft.book.part, "/sheetMetadata")
    if parts:
        root = parsed_xml(draft.part(parts[0]))
        count = len(root.findall(".//{*}bk"))
        mark = _mark(root)
        if count != len(root.findall(".//{*}bk")):
            draft.set_part(parts[0], etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
        return mark
    main = etree.QName(draft.book.root).namespace or ""
    root = parsed_xml(_EMPTY.format(main, _DYNAMIC).encode())
    mark = _mark(root)
    part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    folder = draft.book.part.rpartition("/")[0]
    name = f"{folder}/metadata.xml".lstrip("/")
    with_new_part(draft, draft.book.part, "sheetMetadata", name, _TYPE, part)
    return mark


def _mark(root: etree._Element) -> str:
    kind, block = _kind(root), _block(root)
    listed = _child(root, "cellMetadata")
    for number, entry in enumerate(listed, 1):
        told = [(one.get("t"), one.get("v")) for one in entry]
        if told == [(str(kind), str(block))]:
            return str(number)
    etree.SubElement(_added(listed), f"{_space(root)}rc", t=str(kind), v=str(block))
    return str(len(listed))


def _kind(root: etree._Element) -> int:
    """The number of the type for formulas that may grow, from 1."""
    kinds = _child(root, "metadataTypes")
    names = [one.get("name") for one in kinds]
    if _KIND in names:
        return names.index(_KIND) + 1
    told = {"name": _KIND, "minSupportedVersion": "120000"} | dict.fromkeys(_CARRIED, "1")
    etree.SubElement(kinds, f"{_space(root)}metadataType", told)
    kinds.set("count", str(len(kinds)))
    return len(kinds)


def _block(root: etree._Element) -> int:
    """The number of the block that says so, from 0."""
    blocks = _child(root, "futureMetadata", _KIND)
    for number, one in enumerate(blocks):
        said = one.find(f".//{{{_DYNAMIC}}}dynamicArrayProperties")
        if said is not None and said.get("fDynamic") == "1" and said.get("fCollapsed", "0") == "0":
            return number
    space = _space(root)
    extension = etree.SubElement(etree.SubElement(_added(blocks), f"{space}extLst"), f"{space}ext", uri=_EXTENSION)
    said = etree.SubElement(extension, f"{{{_DYNAMIC}}}dynamicArrayProperties", nsmap={"xda": _DYNAMIC})
    said.set("fDynamic", "1")
    said.set("fCollapsed", "0")
    return len(blocks) - 1


def _added(blocks: etree._Element) -> etree._Element:
    made = etree.SubElement(blocks, f"{_space(blocks)}bk")
    blocks.set("count", str(len(blocks)))
    return made


def _child(root: etree._Element, name: str, kind: str = "") -> etree._Element:
    """The child of that name, and of that kind where there are several; added where the schema wants it."""
    for one in root.iterfind(f"{{*}}{name}"):
        if not kind or one.get("name") == kind:
            return one
    later = _ORDER[_ORDER.index(name) + 1 :]
    at = next((at for at, one in enumerate(root) if etree.QName(one).localname in later), len(root))
    made = etree.Element(f"{_space(root)}{name}", {"name": kind, "count": "0"} if kind else {"count": "0"})
    root.insert(at, made)
    return made


def _space(node: etree._Element) -> str:
    return f"{{{etree.QName(node).namespace}}}"
