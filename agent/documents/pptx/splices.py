"""Small changes to the bytes of an element: an attribute, a child at a place that the schema's sequence allows."""

import re
from collections.abc import Collection

from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_text import escaped
from agent.documents.pptx.tree import local

_NAME = re.compile(rb"<([\w:.-]+)")


def attribute_set(layout: Layout, element: Element, name: str, value: str | None) -> Splice:
    """Give an element an attribute without a namespace, or take it away (None)."""
    span = layout.span(element)
    tag = layout.xml[span.start : span.inner]
    new = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
    found = re.search(rb"\s" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
    if found is not None:
        return Splice(span.start + found.start(), span.start + found.end(), new)
    named = _NAME.match(tag)
    at = span.start + (named.end() if named is not None else 0)
    return Splice(at, at, new)


def appended(layout: Layout, element: Element, new: bytes) -> Splice:
    """`new` as the last child of an element."""
    span = layout.span(element)
    if layout.xml[span.inner - 2 : span.inner] != b"/>":
        return Splice(span.close, span.close, new)
    name = _NAME.match(layout.xml[span.start : span.inner])
    close = b"</" + (name[1] if name is not None else b"") + b">"
    return Splice(span.inner - 2, span.inner, b">" + new + close)


def placed(layout: Layout, element: Element, new: bytes, behind: Collection[str]) -> Splice:
    """`new` as a child, behind the last child that is called one of `behind`, else as the first one."""
    before = [child for child in element if local(child) in behind]
    if before:
        end = layout.span(before[-1]).end
        return Splice(end, end, new)
    children = [child for child in element if local(child)]
    if not children:
        return appended(layout, element, new)
    start = layout.span(children[0]).start
    return Splice(start, start, new)
