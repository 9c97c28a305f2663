"""The bytes of a part whose tree was changed: whatever did not change keeps the bytes that it came with.

Elements may be put in, taken out and moved, get further attributes, and the text of those without children may change;
attributes that came with the part stay. White space and comments before an element go with it.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from agent.documents.docx.tracked import parent_of
from agent.documents.docx.tree import Element
from agent.documents.opc.xml_splice import Layout, Span, text_bytes
from agent.documents.opc.xml_text import escaped, parsed_xml

_XML = "http://www.w3.org/XML/1998/namespace"
_NAME = re.compile(rb"<([^\s/>]+)")
Scope = Mapping[str | None, str]


def grown(layout: Layout) -> bytes:
    """The part as its tree is by now. Each element of the tree is one element of the part, in the same order.

    Raises:
        UnreadableError: what came out is no XML: an element was moved out of the reach of a namespace.
    """
    return layout.encoded(_Writing(layout).part())


def fragment(like: Element, xml: bytes) -> list[Element]:
    """Elements that `xml` holds, in the prefixes that hold at `like`; to be put into its tree."""
    scope = "".join(
        f' xmlns{f":{prefix}" if prefix else ""}="{escaped(namespace)}"' for prefix, namespace in like.nsmap.items()
    )
    return list(parsed_xml(f"<fragment{scope}>".encode() + xml + b"</fragment>", encoding="utf-8"))


class _Writing:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        # The part as it came, to see what differs: element by element in the same order.
        pristine = parsed_xml(layout.xml, encoding="utf-8")
        self._twins = dict(zip(layout.elements, pristine.iter("*"), strict=True))
        self._own = {twin: element for element, twin in self._twins.items()}
        self._dirty = self._changed()

    def part(self) -> bytes:
        """All of it, with what stands before and after the root."""
        root = self._layout.root
        span = self._layout.span(root)
        xml = self._layout.xml
        return xml[: span.start] + self._bytes(root, {}) + xml[span.end :]

    def _changed(self) -> set[Element]:
        """The elements with other children or words than they came with, and all that hold them."""
        found: set[Element] = set()
        for element, twin in self._twins.items():
            before = [self._own[one] for one in twin if isinstance(one.tag, str)]
            now = [one for one in element if isinstance(one.tag, str)]
            if now != before or len(element.attrib) != len(twin.attrib) or (not now and element.text != twin.text):
                found.add(element)
                for above in element.iterancestors():
                    if above in found:
                        break
                    found.add(above)
        return found

    def _bytes(self, element: Element, scope: Scope) -> bytes:
        if element not in self._layout:
            return fresh(element, scope, self._bytes)
        if element not in self._dirty:
            return self._layout.source(element)
        span, xml, twin = self._layout.span(element), self._layout.xml, self._twins[element]
        start = xml[span.start : span.inner]
        if span.inner == span.end:
            start = start.removesuffix(b"/>").rstrip() + b">"
        found = _NAME.match(start)
        name = found[1] if found else b""
        inner = {prefix: one for prefix, one in twin.nsmap.items() if one}
        start = (
            start[:-1] + _attributes(element, [key for key in element.attrib if key not in twin.attrib], inner) + b">"
        )
        kids = [one for one in element if isinstance(one.tag, str)]
        if not kids and not len(twin):
            return start + text_bytes(element.text or "") + b"</" + name + b">"
        body = b"".join(self._lead(one) + self._bytes(one, inner) for one in kids)
        return start + body + self._trail(twin, element) + b"</" + name + b">"

    def _lead(self, element: Element) -> bytes:
        """White space and comments that stood before an element."""
        if element not in self._layout:
            return b""
        twin = self._twins[element]
        previous = next(twin.itersiblings("*", preceding=True), None)
        start = self._span(previous).end if previous is not None else self._span(parent_of(twin)).inner
        return self._layout.xml[start : self._span(twin).start]

    def _trail(self, twin: Element, element: Element) -> bytes:
        last = next(twin.iterchildren("*", reversed=True), None)
        span = self._layout.span(element)
        return self._layout.xml[self._span(last).end if last is not None else span.inner : span.close]

    def _span(self, twin: Element) -> Span:
        return self._layout.span(self._own[twin])


def fresh(element: Element, scope: Scope, bytes_of: Callable[[Element, Scope], bytes] | None = None) -> bytes:
    """An element that no part came with, in the prefixes of `scope`; others are declared where they are needed.

    `bytes_of` tells what the elements in it are; without it they are new too.
    """
    inner, declared = dict(scope), list[str]()
    name = _named(element, str(element.tag), inner, declared, attribute=False)
    start = f"<{name}{''.join(declared)}" + _attributes(element, list(element.attrib), inner).decode()
    kids = [one for one in element if isinstance(one.tag, str)]
    write = bytes_of or fresh
    body = b"".join(write(one, inner) for one in kids) if kids else text_bytes(element.text or "")
    return f"{start}>".encode() + body + f"</{name}>".encode() if body else f"{start}/>".encode()


def _attributes(element: Element, keys: Sequence[object], scope: dict[str | None, str]) -> bytes:
    declared = list[str]()
    told = [
        f' {_named(element, str(key), scope, declared, attribute=True)}="{escaped(element.get(str(key), ""))}"'
        for key in keys
    ]
    return f"{''.join(declared)}{''.join(told)}".encode()


def _named(element: Element, tag: str, scope: dict[str | None, str], declared: list[str], *, attribute: bool) -> str:
    """The name of an element or an attribute with its prefix, which is declared when none is in `scope`."""
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    if not namespace:
        return name
    if namespace == _XML:
        return f"xml:{name}"
    known = [one for one, uri in scope.items() if uri == namespace and not (attribute and one is None)]
    if not known:
        told = next((one for one, uri in element.nsmap.items() if uri == namespace and one), None)
        prefix = told if told and told not in scope else next(f"n{at}" for at in range(99) if f"n{at}" not in scope)
        scope[prefix] = namespace
        declared.append(f' xmlns:{prefix}="{escaped(namespace)}"')
        known = [prefix]
    found = element.prefix if element.prefix in known else known[0]
    return f"{found}:{name}" if found else name
