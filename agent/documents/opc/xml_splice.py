"""Changing a few bytes of an XML part and none of the others.

lxml tells what the part means; expat tells where each of its elements stands. Both count elements in document
order, so the n-th element of one is the n-th of the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.facts import NO_XML
from agent.documents.opc.xml_text import decoded_xml, encoded_xml, escaped

_ENTITIES = Words(
    "The file is broken: a part of it defines entities.", "ファイルが壊れています(許可されない定義を含んでいます)。"
)
_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands, in bytes: its start tag is start:inner, its contents inner:close, all of it start:end.

    For `<a/>` inner, close and end are equal.
    """

    start: int
    inner: int
    close: int
    end: int


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes start:end are replaced by `new`."""

    start: int
    end: int
    new: bytes


class Layout:
    """An XML part with the place of each of its elements. `xml` is the part in UTF-8, whatever it came in."""

    def __init__(self, part: bytes) -> None:
        """Parse `part`. Raises UnreadableError: it is no XML, or has a document type, which Office forbids."""
        text, self._encoding = decoded_xml(part)
        self.xml = text.encode("utf-8")
        self.root = _parsed(self.xml)
        if self.root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError(_ENTITIES, "broken")
        self._spans = dict(zip(self.root.iter("*"), _spans(self.xml), strict=True))

    @property
    def elements(self) -> tuple[etree._Element, ...]:
        """The elements that the part came with, in their order, wherever they are in the tree by now."""
        return tuple(self._spans)

    def __contains__(self, element: etree._Element) -> bool:
        """Whether the part came with `element`; only such have a span."""
        return element in self._spans

    def span(self, element: etree._Element) -> Span:
        """Where `element` stands."""
        return self._spans[element]

    def ends(self) -> Iterator[tuple[etree._Element, int]]:
        """Every element with the byte where it ends."""
        return ((element, span.end) for element, span in self._spans.items())

    def source(self, element: etree._Element) -> bytes:
        """The bytes of `element`."""
        span = self._spans[element]
        return self.xml[span.start : span.end]

    def prefix(self, element: etree._Element) -> str:
        """The prefix of its name with the colon ("w:"), or ""."""
        return f"{element.prefix}:" if element.prefix else ""

    def attribute_prefix(self, element: etree._Element) -> str:
        """The prefix of attributes in the namespace of `element`, with the colon; attributes have no default one."""
        namespace = etree.QName(element).namespace
        return next((f"{name}:" for name, one in element.nsmap.items() if name and one == namespace), "")

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The part with `splices` applied; they must not overlap. Proves that the result is well-formed."""
        pieces: list[bytes] = []
        at = 0
        for splice in sorted(splices, key=lambda one: (one.start, one.end)):
            if splice.start < at:
                raise ValueError("splices overlap")
            pieces += [self.xml[at : splice.start], splice.new]
            at = splice.end
        return self.encoded(b"".join([*pieces, self.xml[at:]]))

    def encoded(self, xml: bytes) -> bytes:
        """Another text of this part, in UTF-8, in the encoding that it came in. Proves that it is well-formed."""
        _parsed(xml)
        return encoded_xml(xml.decode("utf-8"), self._encoding)


def removed(layout: Layout, element: etree._Element) -> Splice:
    """Take an element away."""
    span = layout.span(element)
    return Splice(span.start, span.end, b"")


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(NO_XML, "broken") from error


def _spans(xml: bytes) -> list[Span]:
    spans: list[Span] = []
    open_elements: list[int] = []
    parser = expat.ParserCreate("utf-8")  # whatever encoding the declaration tells

    def started(_name: str, _attributes: object) -> None:
        start = parser.CurrentByteIndex
        found = _TAG_END.match(xml, start)
        inner = found.end() if found else start
        open_elements.append(len(spans))
        spans.append(Span(start, inner, inner, inner))

    def ended(_name: str) -> None:
        index = open_elements.pop()
        span = spans[index]
        if xml[span.inner - 2 : span.inner] != b"/>":
            close = parser.CurrentByteIndex
            spans[index] = Span(span.start, span.inner, close, xml.index(b">", close) + 1)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnreadableError(NO_XML, "broken") from error
    return spans


def text_bytes(text: str) -> bytes:
    """`text` as XML character data; what XML cannot hold is left out."""
    return escaped(text).encode("utf-8")
