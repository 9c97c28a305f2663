"""Wishes for an XML part (attributes, texts, elements that go or come), carried out as splices of its bytes."""

import re
from collections.abc import Iterator

from lxml import etree

from agent.documents.opc.xml_splice import Layout, Splice, text_bytes
from agent.documents.opc.xml_text import escaped

Element = etree._Element


class PartChange:
    """What is to change in a part; `bytes_after` carries it out."""

    def __init__(self, part: bytes) -> None:
        """Parse `part`. Raises UnreadableError."""
        self._part = part
        self.layout = Layout(part)
        self.root = self.layout.root
        self._attributes: dict[Element, dict[str, str | None]] = {}
        self._contents: dict[Element, bytes] = {}
        self._gone: set[Element] = set()

    def set_attribute(self, element: Element, name: str, value: str | None) -> None:
        """Give an attribute without a prefix a value, or take it away (None)."""
        if element.get(name) != value:
            self._attributes.setdefault(element, {})[name] = value

    def set_text(self, element: Element, text: str) -> None:
        """Give an element with words, and no elements in it, other words."""
        if (element.text or "") != text:
            self._contents[element] = text_bytes(text)

    def set_contents(self, element: Element, xml: bytes) -> None:
        """Give an element other contents."""
        self._contents[element] = xml

    def drop(self, element: Element) -> None:
        """Take an element away."""
        self._gone.add(element)

    def dropped(self, element: Element) -> bool:
        """Whether it, or one that it is in, goes."""
        return element in self._gone or any(above in self._gone for above in element.iterancestors())

    @property
    def drops(self) -> tuple[Element, ...]:
        """The elements that go."""
        return tuple(self._gone)

    def bytes_after(self) -> bytes:
        """The part as it is wished; the same bytes when nothing is. Raises UnreadableError."""
        splices = list(self._splices())
        return self.layout.spliced(splices) if splices else self._part

    def _splices(self) -> Iterator[Splice]:
        for element in self._gone:
            if not any(above in self._gone for above in element.iterancestors()):
                span = self.layout.span(element)
                yield Splice(span.start, span.end, b"")
        for element, xml in self._contents.items():
            if not self.dropped(element):
                yield from self._content_splices(element, xml)
        for element, values in self._attributes.items():
            if not self.dropped(element):
                span = self.layout.span(element)
                tag = self.layout.xml[span.start : span.inner]
                if element in self._contents and span.inner == span.end:
                    continue
                yield Splice(span.start, span.inner, _with_attributes(tag, values))

    def _content_splices(self, element: Element, xml: bytes) -> Iterator[Splice]:
        span = self.layout.span(element)
        if span.inner != span.end:
            yield Splice(span.inner, span.close, xml)
            return
        tag = _with_attributes(self.layout.xml[span.start : span.inner], self._attributes.get(element, {}))
        name = re.match(rb"<([^\s/>]+)", tag)
        opening = tag.removesuffix(b"/>").rstrip()
        yield Splice(span.start, span.end, opening + b">" + xml + b"</" + (name[1] if name else b"") + b">")


def _with_attributes(tag: bytes, values: dict[str, str | None]) -> bytes:
    for name, value in values.items():
        pattern = re.compile(rf"\s{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')".encode())
        written = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
        if pattern.search(tag):
            tag = pattern.sub(lambda _, new=written: new, tag, count=1)  # type: ignore[misc]  # a default holds it
        elif written:
            end = -2 if tag.endswith(b"/>") else -1
            tag = tag[:end].rstrip() + written + tag[end:]
    return tag
