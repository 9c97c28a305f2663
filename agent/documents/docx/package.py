"""What an edit of a Word document changes beside its text: parts, relationships and content types that it adds."""

import posixpath

from agent.documents.docx.tree import Element
from agent.documents.opc.package import Package, rels_name, resolved
from agent.documents.opc.package_relations import (
    EMPTY_RELATIONS,
    RELATIONSHIPS,
    Relation,
    content_type_of,
    new_relation_id,
    relations_in,
    with_override,
    with_relation,
    with_type_of_rels,
)
from agent.documents.opc.xml_text import parsed_xml

_TYPES = "[Content_Types].xml"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class PackageDraft:
    """A package with the parts that changed. Parts that nothing was put into stay as they are, byte for byte."""

    def __init__(self, package: Package) -> None:
        """Raises UnreadableError when the package holds no Word document."""
        self._package = package
        self.main = package.main_part("document")
        self._changes: dict[str, bytes] = {}

    @property
    def changes(self) -> dict[str, bytes]:
        """The new bytes of parts by their names."""
        return dict(self._changes)

    @property
    def strict(self) -> bool:
        """Whether the document is of the strict kind (ISO 29500 part 1), which has namespaces of its own."""
        return any(one.type.startswith(_STRICT) for one in self.relations(self.main))

    @property
    def relationships(self) -> str:
        """The namespace of relationships in this document, which begins their types too."""
        return _STRICT if self.strict else RELATIONSHIPS

    def __contains__(self, name: str) -> bool:
        return name in self._changes or name in self._package

    def read(self, name: str) -> bytes:
        """The bytes of a part as they are by now. Raises UnreadableError when it is missing."""
        return self._changes[name] if name in self._changes else self._package.read(name)

    def root(self, name: str) -> Element:
        """A part parsed. Raises UnreadableError."""
        return parsed_xml(self.read(name))

    def put(self, name: str, part: bytes) -> None:
        """Give a part new bytes."""
        if name not in self or self.read(name) != part:
            self._changes[name] = part

    def relations(self, name: str) -> tuple[Relation, ...]:
        """The relationships of a part ("" for those of the package)."""
        rels = rels_name(name)
        return relations_in(self.read(rels)) if rels in self else ()

    def related(self, name: str, kind: str) -> str | None:
        """The first part that `name` refers to by a relationship whose type ends in `kind` ("/styles"), if any."""
        for relation in self.relations(name):
            target = resolved(name, relation.target)
            if relation.type.endswith(kind) and not relation.external and target in self:
                return target
        return None

    def add(self, stem: str, extension: str, part: bytes, content_type: str) -> str:
        """A new part beside the main one: `stem` "header" or "media/image" gets the first number that is free."""
        folder = posixpath.dirname(self.main)
        taken = {one.lower() for one in (*self._package.names, *self._changes)}
        names = (posixpath.join(folder, f"{stem}{number}.{extension}") for number in range(1, len(taken) + 2))
        name = next(one for one in names if one.lower() not in taken)
        self.put_new(name, part, content_type)
        return name

    def put_new(self, name: str, part: bytes, content_type: str) -> None:
        """A part that the package lacks, with its content type."""
        self._changes[name] = part
        types = self.read(_TYPES)
        if content_type_of(types, name) != content_type:
            self._changes[_TYPES] = with_override(types, name, content_type)

    def relate(self, name: str, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship of part `name` to the part or the address `target`; one that is there is taken.

        `kind` is the last word of its type ("header"), or the whole of it.
        """
        wanted = kind if "://" in kind else f"{self.relationships}/{kind}"
        for one in self.relations(name):
            same = one.target == target if external else not one.external and resolved(name, one.target) == target
            if same and one.external == external and one.type == wanted:
                return one.id
        rels = rels_name(name)
        before = self.read(rels) if rels in self else EMPTY_RELATIONS
        told = target if external else posixpath.relpath(target, posixpath.dirname(name) or ".")
        new = Relation(new_relation_id(before), wanted, told, external)
        self._changes[rels] = with_relation(before, new)
        types = with_type_of_rels(self.read(_TYPES), rels)
        if types != self.read(_TYPES):
            self._changes[_TYPES] = types
        return new.id
