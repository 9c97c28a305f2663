"""Content types and relationships of a package: read, and patched with the smallest change to their text."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from agent.documents.opc.xml_text import decoded_xml, encoded_xml, parsed_xml

_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = re.compile(r"<(?:[\w.-]+:)?Relationship(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>\s*</[^>]+>)")
_OVERRIDE = re.compile(r"<(?:[\w.-]+:)?Override(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>\s*</[^>]+>)")
EMPTY_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: `target` as it is written, `external` when it leads out of the package: never followed."""

    id: str
    type: str
    target: str
    external: bool = False


def relations_in(rels: bytes) -> tuple[Relation, ...]:
    """The relationships that a .rels part holds. Raises UnreadableError."""
    return tuple(
        Relation(node.get("Id", ""), node.get("Type", ""), node.get("Target", ""), node.get("TargetMode") == "External")
        for node in parsed_xml(rels).iter("{*}Relationship")
    )


def content_type_of(types: bytes, name: str) -> str:
    """The content type of part `name`, by its name or its extension; "" when there is none. Raises UnreadableError."""
    root = parsed_xml(types)
    for node in root.iter("{*}Override"):
        if node.get("PartName", "").lstrip("/").lower() == name.lower():
            return node.get("ContentType", "")
    extension = name.rpartition(".")[2].lower()
    for node in root.iter("{*}Default"):
        if node.get("Extension", "").lower() == extension:
            return node.get("ContentType", "")
    return ""


def typed(types: bytes, name: str, content_type: str) -> bytes:
    """[Content_Types].xml that tells this type of part `name`, and no other: Office refuses a part that has two."""
    if content_type_of(types, name) == content_type:
        return types
    return with_override(without_override(types, name), name, content_type)


def with_override(types: bytes, name: str, content_type: str) -> bytes:
    """[Content_Types].xml that tells the type of part `name`; told twice, no program opens the package."""
    return _with_last(
        without_override(types, name),
        "Types",
        f"Override PartName={quoteattr('/' + name)} ContentType={quoteattr(content_type)}",
    )


def with_type_of_rels(types: bytes, rels: str) -> bytes:
    """Most packages tell the type of all .rels parts at once; some tell it of each, so a new one must be told too."""
    return types if content_type_of(types, rels) else with_override(types, rels, _RELS_TYPE)


def without_override(types: bytes, name: str) -> bytes:
    """[Content_Types].xml without the entry of part `name`."""
    wanted = re.compile(rf"PartName\s*=\s*[\"']/?{re.escape(name)}[\"']", re.IGNORECASE)
    return _without(types, _OVERRIDE, wanted)


def with_relation(rels: bytes, relation: Relation) -> bytes:
    """A .rels part with one more relationship."""
    mode = ' TargetMode="External"' if relation.external else ""
    attributes = (
        f"Id={quoteattr(relation.id)} Type={quoteattr(relation.type)} Target={quoteattr(relation.target)}{mode}"
    )
    return _with_last(rels, "Relationships", f"Relationship {attributes}")


def without_relation(rels: bytes, relation_id: str) -> bytes:
    """A .rels part without the relationship of that id."""
    return _without(rels, _RELATION, re.compile(rf"\sId\s*=\s*[\"']{re.escape(relation_id)}[\"']"))


def new_relation_id(rels: bytes) -> str:
    """An id that no relationship has yet."""
    taken = {relation.id for relation in relations_in(rels)}
    return next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)


def _with_last(part: bytes, root: str, element: str) -> bytes:
    """`element` as the last child of the root, with the prefix that the root has."""
    text, encoding = decoded_xml(part)
    end = re.search(rf"</((?:[\w.-]+:)?){root}\s*>\s*(?:<!--.*?-->\s*)*$", text, re.DOTALL)
    if end is not None:
        return encoded_xml(f"{text[: end.start()]}<{end[1]}{element}/>{text[end.start() :]}", encoding)
    # A root without children may be written as one tag: <Relationships .../>
    alone = re.search(rf"<((?:[\w.-]+:)?){root}(?=[\s/])([^<>]*)/>\s*$", text)
    if alone is None:
        raise ValueError(f"no end of {root}")
    opened = f"<{alone[1]}{root}{alone[2]}><{alone[1]}{element}/></{alone[1]}{root}>"
    return encoded_xml(text[: alone.start()] + opened, encoding)


def _without(part: bytes, element: re.Pattern[str], wanted: re.Pattern[str]) -> bytes:
    text, encoding = decoded_xml(part)
    return encoded_xml(element.sub(lambda found: "" if wanted.search(found[0]) else found[0], text), encoding)
