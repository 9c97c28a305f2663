"""XML elements whose children stand in a fixed order: children put at their places, all other bytes as they were.

The order of a sheet is CT_Worksheet's, ECMA-376 part 1, 18.3.1.99; programs refuse a file that breaks it.
"""

from collections.abc import Sequence

from lxml import etree

from agent.documents.opc.package_draft import STRICT
from agent.documents.opc.package_relations import RELATIONSHIPS
from agent.documents.opc.xml_splice import Layout, Splice
from agent.documents.opc.xml_tags import Attributes, tag, with_attributes


class Ordered:
    """Changes to the children of an element of a Layout (the root when none is told), gathered and applied at once."""

    def __init__(self, layout: Layout, order: Sequence[str], root: etree._Element | None = None) -> None:
        self.layout, self._order = layout, list(order)
        self.root = layout.root if root is None else root
        self.prefix = layout.prefix(self.root)
        self._splices: list[Splice] = []
        self._added: dict[int, list[tuple[int, str]]] = {}

    def children(self, name: str) -> list[etree._Element]:
        """The children of that name."""
        return [node for node in self.root.iterchildren("*") if etree.QName(node).localname == name]

    def child(self, name: str) -> etree._Element | None:
        """The first child of that name."""
        return next(iter(self.children(name)), None)

    def tag(self, name: str, attributes: Attributes | None = None, *inner: str) -> str:
        """An element with the prefix of the root."""
        return tag(self.prefix + name, attributes, *inner)

    def source(self, element: etree._Element) -> str:
        """An element as it is written."""
        return self.layout.source(element).decode()

    def opening(self, element: etree._Element) -> str:
        """The start tag of an element as it is written."""
        span = self.layout.span(element)
        return self.layout.xml[span.start : span.inner].decode()

    def inner(self, element: etree._Element) -> str:
        """What stands between the tags of an element."""
        span = self.layout.span(element)
        return self.layout.xml[span.inner : span.close].decode()

    def remade(self, element: etree._Element, attributes: Attributes, inner: str) -> str:
        """An element with some attributes set and another inside; its other attributes stay."""
        opening = with_attributes(self.opening(element), attributes)
        opening = opening.removesuffix("/>").rstrip().removesuffix(">")
        name = self.layout.prefix(element) + etree.QName(element).localname
        return f"{opening}>{inner}</{name}>" if inner else f"{opening}/>"

    def replace(self, element: etree._Element, xml: str) -> None:
        """Put `xml` in place of an element; "" takes it away."""
        span = self.layout.span(element)
        self._splices.append(Splice(span.start, span.end, xml.encode()))

    def put(self, name: str, xml: str) -> None:
        """Put `xml` in place of the child `name`, or where the order wants it."""
        old = self.child(name)
        if old is not None:
            self.replace(old, xml)
        elif xml:
            self.insert(name, xml)

    def insert(self, name: str, xml: str) -> None:
        """Add a child behind those that stand before it or beside it."""
        at = self._order.index(name)
        before = [node for node in self.root.iterchildren("*") if self._place(node) <= at]
        where = self.layout.span(before[-1]).end if before else self.layout.span(self.root).inner
        self._added.setdefault(where, []).append((at, xml))

    def append(self, name: str, items: Sequence[str], *, counted: bool = True) -> None:
        """Add items to the list `name`, which is made when there is none; `counted` lists tell how many they have."""
        old = self.child(name)
        if old is None:
            told = {"count": len(items)} if counted else {}
            self.insert(name, self.tag(name, told, *items))
            return
        count = len(list(old.iterchildren("*"))) + len(items)
        told = {"count": count} if counted and old.get("count") is not None else {}
        self.replace(old, self.remade(old, told, self.inner(old) + "".join(items)))

    def without(self, name: str, gone: Sequence[etree._Element]) -> None:
        """Take items out of the list `name`, and the list itself when it is empty then."""
        old = self.child(name)
        if old is None or not gone:
            return
        left = [node for node in old.iterchildren("*") if node not in gone]
        told = {"count": len(left)} if old.get("count") is not None else {}
        self.replace(old, self.remade(old, told, "".join(map(self.source, left))) if left else "")

    def related(self, relation_id: str) -> dict[str, str]:
        """The attributes that name a relationship; its namespace is declared when the root does not do so."""
        strict = "purl.oclc.org" in (etree.QName(self.root).namespace or "")
        space = STRICT if strict else RELATIONSHIPS
        prefix = next((name for name, one in self.root.nsmap.items() if name and one == space), None)
        return {f"{prefix}:id": relation_id} if prefix else {"xmlns:r": space, "r:id": relation_id}

    def result(self) -> bytes:
        """The part with all changes. Proves that it is well-formed."""
        added: list[Splice] = []
        for where, told in self._added.items():
            new = "".join(xml for _, xml in sorted(told, key=lambda one: one[0]))
            added.append(self._opened(new) if self._alone() else Splice(where, where, new.encode()))
        return self.layout.spliced([*self._splices, *added])

    def _alone(self) -> bool:
        span = self.layout.span(self.root)
        return span.inner == span.end

    def _opened(self, inner: str) -> Splice:
        """A root that is one tag is opened."""
        span = self.layout.span(self.root)
        return Splice(span.start, span.end, self.remade(self.root, {}, inner).encode())

    def _place(self, node: etree._Element) -> int:
        name = etree.QName(node).localname
        if name == "AlternateContent":
            name = next((etree.QName(one).localname for choice in node for one in choice.iterchildren("*")), "")
        return self._order.index(name) if name in self._order else -1
