"""What a package reaches (Office Open XML, OpenDocument): relationships, formulas, fields, connections, programs.

ECMA-376 part 2 (relationships) and part 1; OpenDocument 1.3. Every part is looked at, whatever refers to it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.core.documents import Reach
from agent.core.errors import UnreadableError
from agent.documents.opc.package import Package
from agent.documents.opc.package_relations import Relation, relations_in
from agent.documents.opc.xml_text import decoded_xml, parsed_xml, without_notes
from agent.documents.reaches.fields import field_reaches
from agent.documents.reaches.markup import OUTSIDE, markup_reaches
from agent.documents.reaches.parts import connection_reaches, open_document_reaches, part_reaches
from agent.documents.reaches.sheet import sheet_reaches

# The end of a relationship's type to how; what is not listed is told by its own name.
_HOWS = {
    "hyperlink": "link",
    "image": "picture",
    "attachedTemplate": "template",
    "oleObject": "ole",
    "externalLinkPath": "external book",
    "externalLink": "external book",
    "xlPathMissing": "external book",
    "xlExternalLinkPath/xlPathMissing": "external book",
    "frame": "frame",
    "subDocument": "subdocument",
    "video": "media",
    "audio": "media",
    "media": "media",
    "slide": "external slide",
    "mailMergeSource": "mail merge",
    "mailMergeHeaderSource": "mail merge",
    "aFChunk": "alt chunk",
}
# A person must click on these, or look at the document's properties.
_CLICKED = frozenset({"link"})
_FIELDS = re.compile(r"instrText|fldSimple")
_HOVER = re.compile(r"hlinkMouseOver\b[^>]*?\sr?:?id\s*=\s*[\"']([^\"']+)")
_PLAIN = (".html", ".htm", ".xhtml", ".svg", ".mht")
_XML = (".xml", ".vml", ".rels", ".rdf", ".xaml")
_LOOKED_INTO = (".xlsx", ".docx", ".pptx")


def package_reaches(source: Path, *, inside: bool = False) -> Iterator[Reach]:
    """Every outside reference and every program in a package. Raises UnreadableError.

    `inside`: it lies in another package, so no document in it is looked into any more.
    """
    with Package.open(source) as package:
        is_office = "[Content_Types].xml" in package
        if not is_office and not {"content.xml", "mimetype"} & set(package.names):
            return
        books = _books(package)
        sheets = _sheets(package)
        yield from _programs(package)
        yield from _embedded(package, deep=not inside)
        for name in package.names:
            lower = name.lower()
            if lower.endswith(".rels"):
                yield from _relations(package, name, sheets)
            elif lower.endswith(_PLAIN):
                yield from markup_reaches(package.read(name).decode("utf-8", "replace"), name)
            elif lower.endswith(_XML) or not is_office:
                yield from _part(package, name, sheets, books)


def _part(package: Package, name: str, sheets: Mapping[str, str], books: Mapping[str, str]) -> Iterator[Reach]:
    data = package.read(name)
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:2].startswith(b"<"):
        return
    text = decoded_xml(data)[0]
    if "<!" in text:
        text = without_notes(text)
        if "<!DOCTYPE" in text:
            yield Reach(name, "document type", "", True)  # Office refuses these; others may follow its entities
    del data
    lower = name.lower()
    if lower.startswith("xl/") and "sharedstrings" not in lower:
        yield from sheet_reaches(sheets.get(lower, name), text, books, is_sheet=lower in sheets)
    if _FIELDS.search(text):
        yield from field_reaches(name, parsed_xml(text.encode("utf-8", "replace"), encoding="utf-8"))
    if lower.endswith("connections.xml"):
        yield from connection_reaches(parsed_xml(package.read(name)))
        return
    if "office:document" in text[:2000]:
        yield from open_document_reaches(name, text)
    yield from part_reaches(name, text)


def _relations(package: Package, name: str, sheets: Mapping[str, str]) -> Iterator[Reach]:
    owner = re.sub(r"_rels/([^/]*)\.rels$", r"\1", name, flags=re.IGNORECASE)
    anchor = sheets.get(owner.lower(), owner or "document")
    hovered: set[str] = set()
    if owner.lower().startswith("ppt/slide") and owner in package:
        hovered = set(_HOVER.findall(decoded_xml(package.read(owner))[0]))
    for relation in relations_in(package.read(name)):
        kind = relation.type.rpartition("/")[2]
        how = _HOWS.get(kind, kind or "relationship")
        if kind == "aFChunk" and not relation.external:
            yield Reach(anchor, how, relation.target, True)
        elif _leads_out(relation):
            yield Reach(anchor, how, relation.target, how not in _CLICKED or relation.id in hovered)


def _leads_out(relation: Relation) -> bool:
    """Also without TargetMode: programs take an address for what it is."""
    if relation.external:
        return not relation.target.startswith("#")
    return bool(OUTSIDE.match(relation.target)) or relation.target.startswith("\\\\")


def _programs(package: Package) -> Iterator[Reach]:
    for name in package.names:
        lower = name.lower()
        base = lower.rpartition("/")[2]
        if base == "vbaproject.bin" or (lower.startswith(("basic/", "scripts/")) and not lower.endswith("/")):
            yield Reach(name, "macro", "", True)
        elif "/macrosheets/" in lower and lower.endswith((".xml", ".bin")) and "_rels" not in lower:
            yield Reach(name, "xlm macro", "", True)
        elif "/activex/" in lower and base.endswith((".xml", ".bin")) and "_rels" not in lower:
            yield Reach(name, "activex", "", True)
        elif lower.startswith("customui/") and base.endswith(".xml"):
            yield Reach(name, "custom ribbon", "", True)


def _embedded(package: Package, *, deep: bool) -> Iterator[Reach]:
    """What an Office document in it leads to (a chart of a deck has its workbook); of others, that they are there."""
    for name in package.names:
        lower = name.lower()
        if "/embeddings/" in lower and "_rels" not in lower and not lower.endswith("/"):
            within = _within(package, name) if deep and lower.endswith(_LOOKED_INTO) else None
            yield from (Reach(name, "embedded file", "", False),) if within is None else within


def _within(package: Package, name: str) -> tuple[Reach, ...] | None:
    """The reaches of the Office document that this part is, None when it is none that can be looked into."""
    with TemporaryDirectory() as folder:
        inner = Path(folder) / "inner"
        inner.write_bytes(package.read(name))
        try:
            with Package.open(inner) as opened:
                if "[Content_Types].xml" not in opened:
                    return None
            return tuple(replace(one, anchor=f"{name} {one.anchor}") for one in package_reaches(inner, inside=True))
        except UnreadableError:
            return None


def _sheets(package: Package) -> dict[str, str]:
    """Parts of worksheets, in lower case, to the names of their sheets."""
    found: dict[str, str] = {}
    for main in package.related("", "/officeDocument"):
        if main.lower().startswith("xl/") and main.lower().endswith(".xml"):
            targets = {one.id: package.target(main, one).lower() for one in package.relations(main)}
            for node in parsed_xml(package.read(main)).iter("{*}sheet"):
                told = next((str(value) for key, value in node.attrib.items() if str(key).endswith("}id")), "")
                if told in targets:
                    found[targets[told]] = node.get("name", "")
    return found


def _books(package: Package) -> dict[str, str]:
    """The number of an external book in formulas ([1]) to its address."""
    found: dict[str, str] = {}
    for main in package.related("", "/officeDocument"):
        if not main.lower().endswith(".xml"):
            continue
        links = {one.id: package.target(main, one) for one in package.relations(main)}
        nodes = parsed_xml(package.read(main)).iter("{*}externalReference")
        for number, node in enumerate(nodes, 1):
            told = next((str(value) for key, value in node.attrib.items() if str(key).endswith("}id")), "")
            part = links.get(told, "")
            outside = [one.target for one in package.relations(part) if one.external] if part in package else []
            if outside:
                found[str(number)] = outside[0]
    return found
