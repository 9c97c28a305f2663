"""The parts of a package while it is edited, with their relationships and content types."""

import posixpath

from agent.documents.opc.package import Package, rels_name
from agent.documents.opc.package_draft import TYPES
from agent.documents.opc.package_relations import (
    EMPTY_RELATIONS,
    Relation,
    content_type_of,
    new_relation_id,
    relations_in,
    typed,
    with_relation,
    without_override,
    without_relation,
)

_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


class ChangedParts:
    """An open Package with changes that are not written yet. Parts that nothing was put into keep their bytes.

    Part names as in Package.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._changes: dict[str, bytes | None] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}

    @property
    def changes(self) -> dict[str, bytes | None]:
        """The new bytes of parts by their names; None for those that are gone."""
        return dict(self._changes)

    def __contains__(self, name: str) -> bool:
        return self._changes[name] is not None if name in self._changes else name in self.package

    @property
    def names(self) -> list[str]:
        """The names of all parts by now."""
        new = [name for name in self._changes if name not in self.package]
        return [name for name in (*self.package.names, *new) if name in self]

    def read(self, name: str) -> bytes:
        """A part as it is by now. Raises UnreadableError when it is missing."""
        changed = self._changes.get(name)
        return self.package.read(name) if changed is None else changed

    def put(self, name: str, part: bytes) -> None:
        """Give a part other bytes, or add it; its type is not told by that."""
        self._relations.pop(name, None)
        if name not in self or self.read(name) != part:
            self._changes[name] = part

    def put_new(self, name: str, part: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.put(name, part)
        self.set_type(name, content_type)

    def add(self, pattern: str, part: bytes, content_type: str) -> str:
        """Add a part under the first free name of `pattern` ("ppt/slides/slide{}.xml"); returns its name."""
        taken = {name.lower() for name in (*self.package.names, *self._changes)}
        name = next(
            name for number in range(1, len(taken) + 2) if (name := pattern.format(number)).lower() not in taken
        )
        self.put_new(name, part, content_type)
        return name

    def drop(self, name: str) -> None:
        """Take a part out, with its relationships and the entry of its type."""
        for one in (name, rels_name(name)):
            if one in self:
                self._relations.pop(one, None)
                self._changes[one] = None
        self.put(TYPES, without_override(without_override(self.read(TYPES), name), rels_name(name)))

    def set_type(self, name: str, content_type: str) -> None:
        """Tell the content type of a part."""
        self.put(TYPES, typed(self.read(TYPES), name, content_type))

    def content_type(self, name: str) -> str:
        """The content type of a part, "" when none is told."""
        return content_type_of(self.read(TYPES), name)

    def relations(self, name: str) -> tuple[Relation, ...]:
        """The relationships of a part by now ("" for those of the package)."""
        rels = rels_name(name)
        if rels not in self._relations:
            self._relations[rels] = relations_in(self.read(rels)) if rels in self else ()
        return self._relations[rels]

    def target(self, name: str, relation: Relation) -> str:
        """The part that a relationship of `name` leads to."""
        return self.package.target(name, relation)

    def leading(self, name: str, kind: str = "") -> list[tuple[Relation, str]]:
        """The relationships of `name` to parts that are there, whose type ends in `kind`, with those parts."""
        pairs = [(one, self.target(name, one)) for one in self.relations(name) if not one.external]
        return [(one, part) for one, part in pairs if one.type.endswith(kind) and part in self]

    def relate(self, name: str, kind: str, target: str, *, external: bool = False) -> str:
        """Let part `name` refer to part `target`, or to an address outside; returns the id of the relationship.

        `kind` is the whole type. An equal relationship that is there is taken.
        """
        for one in self.relations(name):
            same = one.target == target if external else self.target(name, one) == target
            if one.type == kind and one.external == external and same:
                return one.id
        rels = rels_name(name)
        before = self.read(rels) if rels in self else EMPTY_RELATIONS
        told = target if external else posixpath.relpath(target, posixpath.dirname(name) or ".")
        new = Relation(new_relation_id(before), kind, told, external)
        self.put_relations(name, with_relation(before, new))
        return new.id

    def unrelate(self, name: str, relation_id: str) -> None:
        """Take a relationship of part `name` away."""
        rels = rels_name(name)
        self.put(rels, without_relation(self.read(rels), relation_id))

    def put_relations(self, name: str, rels: bytes) -> None:
        """Give a part other relationships. Most packages tell the type of all .rels parts at once; some of each."""
        part = rels_name(name)
        self.put(part, rels)
        if not self.content_type(part):
            self.set_type(part, _RELATIONS_TYPE)
