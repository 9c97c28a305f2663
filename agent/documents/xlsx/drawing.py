"""What lies on a sheet: charts, pictures and shapes of its drawing, found and added. ECMA-376 part 1, 20.5."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.package_draft import dropped, with_new_part
from agent.documents.opc.package_relations import RELATIONSHIPS, Relation
from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_tags import DECLARATION, tag
from agent.documents.opc.xml_text import parsed_xml
from agent.documents.pictures.picture_file import EMU_PER_PIXEL
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import cell_name
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.style_part import space

_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_ANCHORS = ("oneCellAnchor", "twoCellAnchor", "absoluteAnchor")


class ReadParts(Protocol):
    """Parts of a package: as it lies there, or as it is by now."""

    def part(self, name: str) -> bytes:
        """A part."""
        ...

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Where it leads."""
        ...

    def target(self, name: str, relation: Relation) -> str:
        """The part that is led to."""
        ...


@dataclass(frozen=True, slots=True)
class Lying:
    """A thing on a sheet. `kind` is chart, picture, shape, diagram, control or object; `part` holds a chart or picture.

    `number` counts those of its kind from 1; `at` is the first cell that it covers, "" when it lies freely; `place`
    counts the anchors of its drawing from 0.
    """

    kind: str
    number: int
    name: str
    at: str
    part: str
    alt: str
    drawing: str
    place: int
    node: etree._Element


@dataclass(frozen=True, slots=True)
class Spaces:
    """The namespaces of drawings, of Strict files or of others."""

    drawing: str
    main: str
    relations: str
    chart: str


def spaces(draft: Draft) -> Spaces:
    """Those of the workbook."""
    if "purl.oclc.org" in space(draft):
        base = "http://purl.oclc.org/ooxml"
        return Spaces(
            f"{base}/drawingml/spreadsheetDrawing", f"{base}/drawingml/main",
            f"{base}/officeDocument/relationships", f"{base}/drawingml/chart",
        )  # fmt: skip
    base = "http://schemas.openxmlformats.org/drawingml/2006"
    return Spaces(f"{base}/spreadsheetDrawing", f"{base}/main", RELATIONSHIPS, f"{base}/chart")


def drawings_of(parts: ReadParts, entry: SheetEntry) -> list[str]:
    """The drawing parts of a sheet."""
    return [parts.target(entry.part, one) for one in parts.relations(entry.part) if one.type.endswith("/drawing")]


def lying_on(parts: ReadParts, entry: SheetEntry) -> Iterator[Lying]:
    """Everything that lies on a sheet, in the order of its drawing."""
    counts: dict[str, int] = {}
    for drawing in drawings_of(parts, entry):
        relations = {one.id: one for one in parts.relations(drawing)}
        for place, anchor in enumerate(parsed_xml(parts.part(drawing)).iterchildren("*")):
            for node in _things(anchor):
                kind, told = _kind(node)
                relation = relations.get(told)
                part = parts.target(drawing, relation) if relation is not None and not relation.external else ""
                counts[kind] = counts.get(kind, 0) + 1
                named = next(node.iter("{*}cNvPr"), None)
                name, alt = ("", "") if named is None else (named.get("name", ""), named.get("descr", ""))
                yield Lying(kind, counts[kind], name, _at(anchor), part, alt, drawing, place, node)


def _things(anchor: etree._Element) -> Iterator[etree._Element]:
    """The things of an anchor; those in a group one by one, the newer of two kinds of the same thing."""
    for node in anchor.iterchildren("*"):
        match etree.QName(node).localname:
            case "AlternateContent":
                choice = next(iter(node.iterchildren("*")), None)
                yield from () if choice is None else _things(choice)
            case "grpSp":
                yield from _things(node)
            case "graphicFrame" | "pic" | "sp" | "cxnSp" | "contentPart":
                yield node


def _kind(node: etree._Element) -> tuple[str, str]:
    """What a thing is, and the id of the relationship to its part."""
    if etree.QName(node).localname == "pic":
        blip = next(node.iter("{*}blip"), None)
        return "picture", "" if blip is None else _relation(blip, "embed")
    for one in node.iter("{*}chart"):
        return "chart", _relation(one, "id")
    if next(node.iter("{*}relIds"), None) is not None:
        return "diagram", ""
    return ("shape" if etree.QName(node).localname in {"sp", "cxnSp"} else "object"), ""


def _relation(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).endswith("}" + name)), "")


def _at(anchor: etree._Element) -> str:
    row, column = anchor.findtext("{*}from/{*}row"), anchor.findtext("{*}from/{*}col")
    if row is None or column is None or not (row.strip().isdigit() and column.strip().isdigit()):
        return ""
    return cell_name(int(row) + 1, int(column) + 1)


def drawing_part(draft: Draft, entry: SheetEntry) -> str:
    """The drawing of a sheet, which is made when there is none."""
    known = drawings_of(draft, entry)
    if known:
        return known[0]
    told = spaces(draft)
    root = tag("xdr:wsDr", {"xmlns:xdr": told.drawing, "xmlns:a": told.main})
    made = with_new_part(
        draft, entry.part, "drawing", "xl/drawings/drawing{}.xml", _TYPE, f"{DECLARATION}{root}".encode()
    )
    frame = Frame(draft.sheet(entry))
    frame.put("drawing", frame.tag("drawing", frame.related(made.id)))
    draft.set_text(entry, frame.text())
    return made.name


def lay(draft: Draft, drawing: str, place: tuple[int, int], pixels: tuple[int, int], thing: str) -> None:
    """Lay a thing (ready XML with the prefixes xdr, a and r) at a cell, in a size of pixels."""
    told = spaces(draft)
    root = Ordered(Layout(draft.part(drawing)), _ANCHORS)
    start = "".join(
        tag(f"xdr:{name}", None, str(value))
        for name, value in (("col", place[1] - 1), ("colOff", 0), ("row", place[0] - 1), ("rowOff", 0))
    )
    size = {"cx": pixels[0] * EMU_PER_PIXEL, "cy": pixels[1] * EMU_PER_PIXEL}
    names = {"xmlns:xdr": told.drawing, "xmlns:a": told.main, "xmlns:r": told.relations}
    inner = [tag("xdr:from", None, start), tag("xdr:ext", size), thing, tag("xdr:clientData")]
    root.insert("absoluteAnchor", tag("xdr:oneCellAnchor", names, *inner))
    draft.set_part(drawing, root.result())


def next_id(draft: Draft, drawing: str) -> int:
    """A number that nothing in a drawing has."""
    ids = [one.get("id", "") for one in parsed_xml(draft.part(drawing)).iter("{*}cNvPr")]
    return max((int(one) for one in ids if one.isdigit()), default=1) + 1


def named_thing(parts: ReadParts, entry: SheetEntry, kind: str, told: object) -> Lying:
    """A thing on a sheet by its number or its name. Raises InvalidArgumentsError."""
    known = [one for one in lying_on(parts, entry) if one.kind == kind]
    for one in known:
        if told in (one.number, str(one.number)) or (isinstance(told, str) and one.name.casefold() == told.casefold()):
            return one
    there = ", ".join(f"{one.number} {one.name!r} at {one.at}" for one in known[:20]) or "none"
    raise InvalidArgumentsError(f"There is no {kind} {told!r} on {entry.name}. There are: {there}.")


def take_off(draft: Draft, entry: SheetEntry, thing: Lying) -> None:
    """Take a thing off a sheet, with the part that nothing else shows. Raises InvalidArgumentsError."""
    alone = [one for one in lying_on(draft, entry) if (one.drawing, one.place) == (thing.drawing, thing.place)]
    if len(alone) > 1:
        raise InvalidArgumentsError(f"{thing.name!r} is one of a group of {len(alone)}: ungroup them in Excel first.")
    root = Ordered(Layout(draft.part(thing.drawing)), _ANCHORS)
    root.replace(list(root.root.iterchildren("*"))[thing.place], "")
    draft.set_part(thing.drawing, root.result())
    ids = [one.id for one in draft.relations(thing.drawing) if draft.target(thing.drawing, one) == thing.part]
    used = any(one.part == thing.part for sheet in draft.worksheets for one in lying_on(draft, sheet))
    if thing.part and not used:
        dropped(draft, thing.drawing, thing.part, ids)
