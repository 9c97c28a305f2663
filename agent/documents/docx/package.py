"""What an edit of a Word document changes beside its text: parts, relationships and content types that it adds."""

import posixpath

from agent.documents.docx.tree import Element
from agent.documents.opc.changed_parts import ChangedParts
from agent.documents.opc.package import Package
from agent.documents.opc.package_draft import STRICT
from agent.documents.opc.package_relations import RELATIONSHIPS
from agent.documents.opc.xml_text import parsed_xml

_ONCE = frozenset({"styles", "numbering", "settings", "footnotes", "endnotes"})


class PackageDraft(ChangedParts):
    """The parts of a Word document."""

    def __init__(self, package: Package) -> None:
        """Raises UnreadableError when the package holds no Word document."""
        super().__init__(package)
        self.main = package.main_part("document")

    @property
    def relationships(self) -> str:
        """The namespace of relationships in this document, which begins their types too."""
        strict = any(one.type.startswith(STRICT) for one in self.relations(self.main))
        return STRICT if strict else RELATIONSHIPS

    def root(self, name: str) -> Element:
        """A part parsed. Raises UnreadableError."""
        return parsed_xml(self.read(name))

    def related(self, name: str, kind: str) -> str | None:
        """The first part that `name` refers to by a relationship whose type ends in `kind` ("/styles"), if any."""
        return next((part for _, part in self.leading(name, kind)), None)

    def add_beside(self, stem: str, extension: str, part: bytes, content_type: str) -> str:
        """A new part beside the main one: `stem` "header" or "media/image" gets the first number that is free.

        What a document has once gets the name that Word gives it: some readers look for no other.
        """
        folder = posixpath.dirname(self.main)
        name = posixpath.join(folder, f"{stem}.{extension}")
        if stem in _ONCE and name not in self and name not in self.changes:
            self.put_new(name, part, content_type)
            return name
        return self.add(posixpath.join(folder, f"{stem}{{}}.{extension}"), part, content_type)

    def relate(self, name: str, kind: str, target: str, *, external: bool = False) -> str:
        """As in ChangedParts; `kind` may be the last word of the type ("header")."""
        return super().relate(
            name, kind if "://" in kind else f"{self.relationships}/{kind}", target, external=external
        )
