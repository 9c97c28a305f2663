"""Parts added to a package that is edited, with the relationship that leads to them and their content type."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from agent.documents.opc.package import rels_name
from agent.documents.opc.package_relations import (
    EMPTY_RELATIONS,
    RELATIONSHIPS,
    Relation,
    content_type_of,
    new_relation_id,
    typed,
    with_relation,
    with_type_of_rels,
    without_override,
    without_relation,
)

TYPES = "[Content_Types].xml"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class PackageDraft(Protocol):
    """Parts of a package by now."""

    def part(self, name: str) -> bytes:
        """A part."""
        ...

    def has(self, name: str) -> bool:
        """Whether there is one."""
        ...

    def set_part(self, name: str, data: bytes | None) -> None:
        """Change, add or remove one."""
        ...

    def relations(self, name: str) -> tuple[Relation, ...]:
        """Where a part leads."""
        ...


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part that was added: its name, and the id of the relationship that leads to it."""

    name: str
    id: str


def with_new_part(draft: PackageDraft, owner: str, kind: str, pattern: str, content_type: str, part: bytes) -> NewPart:
    """Add a part to which `owner` leads.

    `kind` is the last word of the relationship's type, or the whole of it; `pattern` a name with "{}" for a number.
    """
    name = free_name(draft, pattern)
    draft.set_part(name, part)
    draft.set_part(TYPES, typed(draft.part(TYPES), name, content_type))
    return NewPart(name, linked(draft, owner, kind, _relative(owner, name)))


def linked(draft: PackageDraft, owner: str, kind: str, target: str, *, external: bool = False) -> str:
    """Add a relationship; returns its id."""
    part = rels_name(owner)
    rels = draft.part(part) if draft.has(part) else EMPTY_RELATIONS
    number = new_relation_id(rels)
    type_name = kind if "://" in kind else f"{_base(draft)}/{kind}"
    draft.set_part(part, with_relation(rels, Relation(number, type_name, target, external)))
    draft.set_part(TYPES, with_type_of_rels(draft.part(TYPES), part))
    return number


def unlinked(draft: PackageDraft, owner: str, relation_id: str) -> None:
    """Take a relationship away."""
    part = rels_name(owner)
    draft.set_part(part, without_relation(draft.part(part), relation_id))


def dropped(draft: PackageDraft, owner: str, name: str, relation_ids: Iterable[str]) -> None:
    """Take a part away, with the relationships of `owner` that lead to it and its content type."""
    draft.set_part(name, None)
    if draft.has(rels_name(name)):
        draft.set_part(rels_name(name), None)
    for one in relation_ids:
        unlinked(draft, owner, one)
    for gone in (name, rels_name(name)):
        if content_type_of(draft.part(TYPES), gone):
            draft.set_part(TYPES, without_override(draft.part(TYPES), gone))


def free_name(draft: PackageDraft, pattern: str) -> str:
    """The first name of a pattern ("xl/charts/chart{}.xml") that no part has; a plain name gets a number when taken."""
    if "{}" not in pattern:
        if not draft.has(pattern):
            return pattern
        pattern = "{}".join(posixpath.splitext(pattern))  # xl/styles1.xml
    return next(name for number in range(1, 100_000) if not draft.has(name := pattern.format(number)))


def _relative(owner: str, name: str) -> str:
    return posixpath.relpath(name, posixpath.dirname(owner) or ".")


def _base(draft: PackageDraft) -> str:
    """Strict packages have relationships of other types."""
    strict = any(one.type.startswith(STRICT) for one in draft.relations(""))
    return STRICT if strict else RELATIONSHIPS
