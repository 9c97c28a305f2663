"""The parts of a presentation while ops change them: each change is spliced into the bytes of its part at once."""

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.documents.docx.tree import Element
from agent.documents.opc.changed_parts import ChangedParts
from agent.documents.opc.package import Package
from agent.documents.opc.package_relations import (
    EMPTY_RELATIONS,
    Relation,
    with_relation,
)
from agent.documents.opc.xml_splice import Layout, Splice


class DeckParts(ChangedParts):
    """The parts of a presentation, with the places of their elements."""

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self._layouts: dict[str, Layout] = {}

    def layout(self, name: str) -> Layout:
        """An XML part with the places of its elements, as it is by now. Raises UnreadableError."""
        if name not in self._layouts:
            self._layouts[name] = Layout(self.read(name))
        return self._layouts[name]

    def root(self, name: str) -> Element:
        """The root of an XML part as it is by now. Raises UnreadableError."""
        return self.layout(name).root

    def put(self, name: str, part: bytes) -> None:
        """Give a part other bytes, or add it; its type is not told by that."""
        self._layouts.pop(name, None)
        super().put(name, part)

    def splice(self, name: str, *splices: Splice) -> None:
        """Change some bytes of an XML part, at places of its `layout`."""
        self.put(name, self.layout(name).spliced(splices))

    def drop(self, name: str) -> None:
        """Take a part out, with its relationships and the entry of its type."""
        self._layouts.pop(name, None)
        super().drop(name)

    def related(self, name: str, kind: str) -> tuple[str, ...]:
        """The parts that `name` refers to by relationships whose type ends in `kind`, as Package.related."""
        return tuple(part for _, part in self.leading(name, kind))

    def copy_relations(self, name: str, copy: str, renamed: Mapping[str, str]) -> None:
        """Give the new part `copy` the relationships of `name` under the same ids; `renamed` are other targets."""
        data = EMPTY_RELATIONS
        folder = posixpath.dirname(copy) or "."
        for one in self.relations(name):
            target = self.target(name, one)
            written = one.target if one.external else posixpath.relpath(renamed.get(target, target), folder)
            data = with_relation(data, Relation(one.id, one.type, written, one.external))
        if data != EMPTY_RELATIONS:
            self.put_relations(copy, data)

    def reachable(self) -> frozenset[str]:
        """All parts that the package leads to, one way or another."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            name = waiting.pop()
            for _, part in self.leading(name):
                if part not in found:
                    found.add(part)
                    waiting.append(part)
        return frozenset(found)

    def drop_orphans(self, before: frozenset[str]) -> Sequence[str]:
        """Take out the parts that were `reachable` before and are not any more; returns their names."""
        gone = sorted(before - self.reachable())
        for name in gone:
            self.drop(name)
        return gone

    def save(self, target: Path) -> None:
        """Write the package with all changes; parts without a change keep their bytes."""
        self.package.save(target, self._changes)
