"""What the properties of an Office document say: ECMA-376 part 2, 11 and part 1, 22.2 and 22.3."""

import re
from collections.abc import Iterator

from lxml import etree

from agent.core.documents import Passage
from agent.documents.opc.package import Package
from agent.documents.opc.xml_text import parsed_xml

_PARTS = ("/core-properties", "/extended-properties", "/custom-properties")
# Programs write these themselves.
_OWN = frozenset({"TitlesOfParts", "HeadingPairs", "Application", "AppVersion", "DigSig", "Template", "created",
                  "modified", "lastPrinted", "PresentationFormat"})  # fmt: skip
_MANY = 5


def is_sentence(text: str) -> bool:
    """Whether a text is longer than a name or a title: only such can tell anybody to do something."""
    return len(re.findall(r"\w+", text)) >= _MANY or (not text.isascii() and len(text) >= 12)


def properties_of(package: Package) -> Iterator[Passage]:
    """Properties that hold a sentence, at "property subject"."""
    for kind in _PARTS:
        for part in package.related("", kind):
            for node in parsed_xml(package.read(part)).iterchildren():
                yield from _property(node)


def _property(node: etree._Element) -> Iterator[Passage]:
    name = node.get("name") or str(node.tag).rpartition("}")[2]
    text = " ".join("".join(str(piece) for piece in node.itertext()).split())
    if name not in _OWN and is_sentence(text):
        yield Passage(f"property {name}", text, "note", hidden="property")
