"""The parts of a presentation while ops change them: each change is spliced into the bytes of its part at once."""

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.documents.docx.tree import Element
from agent.documents.opc.package import Package, rels_name, resolved
from agent.documents.opc.package_relations import (
    EMPTY_RELATIONS,
    Relation,
    content_type_of,
    new_relation_id,
    relations_in,
    with_override,
    with_relation,
    with_type_of_rels,
    without_override,
    without_relation,
)
from agent.documents.opc.xml_splice import Layout, Splice

_TYPES = "[Content_Types].xml"


class DeckParts:
    """An open Package with changes that are not written yet. Part names as in Package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._changes: dict[str, bytes | None] = {}
        self._layouts: dict[str, Layout] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}

    def __contains__(self, name: str) -> bool:
        return self._changes[name] is not None if name in self._changes else name in self.package

    @property
    def names(self) -> list[str]:
        """The names of all parts by now."""
        new = [name for name in self._changes if name not in self.package]
        return [name for name in (*self.package.names, *new) if name in self]

    def read(self, name: str) -> bytes:
        """A part as it is by now. Raises UnreadableError."""
        changed = self._changes.get(name)
        return self.package.read(name) if changed is None else changed

    def layout(self, name: str) -> Layout:
        """An XML part with the places of its elements, as it is by now. Raises UnreadableError."""
        if name not in self._layouts:
            self._layouts[name] = Layout(self.read(name))
        return self._layouts[name]

    def root(self, name: str) -> Element:
        """The root of an XML part as it is by now. Raises UnreadableError."""
        return self.layout(name).root

    def put(self, name: str, data: bytes) -> None:
        """Give a part other bytes, or add it; its type is not told by that."""
        self._forget(name)
        if name not in self or self.read(name) != data:
            self._changes[name] = data

    def splice(self, name: str, *splices: Splice) -> None:
        """Change some bytes of an XML part, at places of its `layout`."""
        self.put(name, self.layout(name).spliced(splices))

    def add(self, pattern: str, data: bytes, content_type: str) -> str:
        """Add a part under the first free name of `pattern` ("ppt/slides/slide{}.xml"); returns its name."""
        taken = {name.lower() for name in (*self.package.names, *self._changes)}
        name = next(
            name for number in range(1, len(taken) + 2) if (name := pattern.format(number)).lower() not in taken
        )
        self.put(name, data)
        if content_type_of(self.read(_TYPES), name) != content_type:
            self.put(_TYPES, with_override(self.read(_TYPES), name, content_type))
        return name

    def drop(self, name: str) -> None:
        """Take a part out, with its relationships and the entry of its type."""
        for one in (name, rels_name(name)):
            if one in self:
                self._forget(one)
                self._changes[one] = None
        types = without_override(without_override(self.read(_TYPES), name), rels_name(name))
        if types != self.read(_TYPES):
            self.put(_TYPES, types)

    def set_type(self, name: str, content_type: str) -> None:
        """Tell another content type of a part."""
        self.put(_TYPES, with_override(without_override(self.read(_TYPES), name), name, content_type))

    def content_type(self, name: str) -> str:
        """The content type of a part, "" when none is told."""
        return content_type_of(self.read(_TYPES), name)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """The relationships of a part by now."""
        rels = rels_name(name)
        if rels not in self._relations:
            self._relations[rels] = relations_in(self.read(rels)) if rels in self else ()
        return self._relations[rels]

    def _forget(self, name: str) -> None:
        """A part has other bytes now."""
        self._layouts.pop(name, None)
        self._relations.pop(name, None)

    def target(self, name: str, relation: Relation) -> str:
        """The part that a relationship of `name` leads to."""
        return resolved(name, relation.target)

    def related(self, name: str, kind: str) -> tuple[str, ...]:
        """The parts that `name` refers to by relationships whose type ends in `kind`, as Package.related."""
        return tuple(part for _, part in self.leading(name, kind))

    def leading(self, name: str, kind: str = "") -> list[tuple[Relation, str]]:
        """The relationships of `name` to parts that are there, whose type ends in `kind`, with those parts."""
        pairs = [(one, self.target(name, one)) for one in self.relations(name) if not one.external]
        return [(one, part) for one, part in pairs if one.type.endswith(kind) and part in self]

    def relate(self, name: str, kind: str, target: str, *, external: bool = False) -> str:
        """Let part `name` refer to part `target`, or to an address outside; returns the id of the relationship.

        `kind` is the whole type. An equal relationship that is there is taken.
        """
        rels = rels_name(name)
        data = self.read(rels) if rels in self else EMPTY_RELATIONS
        written = target if external else posixpath.relpath(target, posixpath.dirname(name) or ".")
        for one in relations_in(data):
            same = one.target == target if external else self.target(name, one) == target
            if one.type == kind and one.external == external and same:
                return one.id
        new = Relation(new_relation_id(data), kind, written, external)
        self._put_relations(rels, with_relation(data, new))
        return new.id

    def _put_relations(self, rels: str, data: bytes) -> None:
        self.put(rels, data)
        types = with_type_of_rels(self.read(_TYPES), rels)
        if types != self.read(_TYPES):
            self.put(_TYPES, types)

    def copy_relations(self, name: str, copy: str, renamed: Mapping[str, str]) -> None:
        """Give the new part `copy` the relationships of `name` under the same ids; `renamed` are other targets."""
        data = EMPTY_RELATIONS
        folder = posixpath.dirname(copy) or "."
        for one in self.relations(name):
            target = self.target(name, one)
            written = one.target if one.external else posixpath.relpath(renamed.get(target, target), folder)
            data = with_relation(data, Relation(one.id, one.type, written, one.external))
        if data != EMPTY_RELATIONS:
            self._put_relations(rels_name(copy), data)

    def unrelate(self, name: str, relation_id: str) -> None:
        """Take a relationship of part `name` away."""
        rels = rels_name(name)
        self.put(rels, without_relation(self.read(rels), relation_id))

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
