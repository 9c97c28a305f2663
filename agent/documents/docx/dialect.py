"""New WordprocessingML in the dialect of a document: its prefixes, its namespaces, transitional or strict."""

import re
from dataclasses import dataclass

from lxml import etree

from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout

_TAG = re.compile(r"<(/?)w:([^<>]*)>")
_ATTRIBUTE = re.compile(r"(?<=\s)w:(?=[\w.-]+=)")
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OPEN = "http://schemas.openxmlformats.org/"
_STRICTLY = "http://purl.oclc.org/ooxml/"
# Sides of the strict kind, which thinks of scripts that run from right to left (ISO 29500 part 1, 17.18.44).
_SIDES = {"left": "start", "right": "end"}
_SIDED = re.compile(
    r'(?<=<w:jc w:val=")(?:left|right)|(?<=<w:lvlJc w:val=")left|(?<=<w:ind w:)left|(?<=<w:)(?:left|right)(?= )'
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a part writes Word's elements: `prefix` and `attribute` with their colons ("w:"), or ""."""

    prefix: str = "w:"
    attribute: str = "w:"
    strict: bool = False

    def xml(self, text: str) -> bytes:
        """`text`, which is written with the prefix w:, as this part writes it; words in it must be escaped."""
        if self.strict:
            text = _SIDED.sub(lambda found: _SIDES[found[0]], text)
        if (self.prefix, self.attribute) != ("w:", "w:"):
            text = _TAG.sub(self._tag, text)
        return text.encode("utf-8")

    def _tag(self, found: re.Match[str]) -> str:
        return f"<{found[1]}{self.prefix}{_ATTRIBUTE.sub(self.attribute, found[2])}>"

    def side(self, name: str) -> str:
        """ "left" and "right" as this dialect names them; anything else as it is."""
        return _SIDES.get(name, name) if self.strict else name

    @property
    def relationships(self) -> str:
        """The namespace of r:id."""
        return f"{_STRICTLY if self.strict else f'{_OPEN}'}officeDocument{'' if self.strict else '/2006'}/relationships"

    def drawing(self, name: str) -> str:
        """A namespace of DrawingML: "main", "picture" or "wordprocessingDrawing"."""
        return f"{_STRICTLY}drawingml/{name}" if self.strict else f"{_OPEN}drawingml/2006/{name}"


def dialect_of(layout: Layout, element: Element) -> Dialect:
    """The dialect in which `element` of a part is written."""
    return Dialect(
        layout.prefix(element),
        layout.attribute_prefix(element),
        etree.QName(element).namespace == _STRICT,
    )
