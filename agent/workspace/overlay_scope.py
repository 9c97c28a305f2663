"""Sets of Places that a piece of work declares: files, folders with all that they hold, and patterns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TypeVar

from agent.core.paths import Place, place_of
from agent.core.ports import Files
from agent.workspace.twins import folded

T = TypeVar("T")
_MANY, _ONE = "**", "??"  # longer than a character, so that no name can hold them
_Part = tuple[str, ...]
_DEEP: _Part = ()  # no part of a path is empty


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a Scope as it was written, and its Root and parts as names are compared. `begins` is the path up to
    the first wildcard.
    """

    text: str
    root: str
    parts: tuple[_Part, ...]
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Places. A pattern covers what it matches and everything below that; names are compared without case and form."""

    patterns: tuple[Pattern, ...]

    def covers(self, place: Place) -> bool:
        """Whether the place is in the set."""
        parts = _literal(place)
        return any(one.root == place.root and _meet((*one.parts, _DEEP), parts, _is_alike) for one in self.patterns)

    def leads_to(self, place: Place) -> bool:
        """Whether the place is in the set, or may hold something that is."""
        parts = (*_literal(place), _DEEP)
        return any(one.root == place.root and _meet((*one.parts, _DEEP), parts, _is_alike) for one in self.patterns)

    def meets(self, other: "Scope") -> tuple[str, str] | None:
        """Two patterns, one of each, that have a place in common; None when no place is in both sets."""
        for one in self.patterns:
            for two in other.patterns:
                if one.root == two.root and _meet((*one.parts, _DEEP), (*two.parts, _DEEP), _is_alike):
                    return one.text, two.text
        return None

    def joined(self, other: "Scope") -> "Scope":
        """What is in one of both."""
        return Scope(tuple(dict.fromkeys((*self.patterns, *other.patterns))))


def scope_of(texts: Iterable[str], files: Files) -> Scope:
    """The Scope of texts of Places, in which "*" and "?" stand for a piece of a name and "**" for any folders.

    Raises:
        OutsideWorkspaceError: one leads out of the Roots.
    """
    roots = tuple(place.root for place in files.roots())
    return Scope(tuple(_pattern(text, roots) for text in texts))


def _pattern(text: str, roots: Sequence[str]) -> Pattern:
    place = place_of(text, roots)
    names = [name for name in place.path.split("/") if name]
    parts = tuple(_DEEP if name == "**" else _tokens(folded(name)) for name in names)
    plain = list(takewhile(lambda name: not set(name) & set("*?"), names))
    return Pattern(text, place.root, parts, "/".join(plain))


def _tokens(name: str) -> _Part:
    return tuple(_MANY if c == "*" else _ONE if c == "?" else c for c in name)


def _literal(place: Place) -> tuple[_Part, ...]:
    return tuple(tuple(folded(name)) for name in place.path.split("/") if name)


@lru_cache(8192)
def _is_alike(one: _Part, other: _Part) -> bool:
    """Whether some name fits both."""
    return one == other or _meet(one, other, lambda a, b: a == b or _ONE in (a, b))


def _meet(one: Sequence[T], other: Sequence[T], alike: Callable[[T, T], bool]) -> bool:
    """Whether some sequence fits both patterns, in which `_DEEP` or `_MANY` stands for any number of elements.

    A walk over the product of the two patterns as automata: it finds a common sequence whenever there is one.
    """
    seen: set[tuple[int, int]] = set()
    todo = [(0, 0)]
    while todo:
        at = i, j = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        a, b = one[i : i + 1], other[j : j + 1]
        if not a and not b:
            return True
        a_any, b_any = bool(a) and a[0] in (_DEEP, _MANY), bool(b) and b[0] in (_DEEP, _MANY)
        if a_any or (b_any and a):
            todo.append((i + 1, j))
        if b_any or (a_any and b):
            todo.append((i, j + 1))
        if a and b and not a_any and not b_any and alike(a[0], b[0]):
            todo.append((i + 1, j + 1))
    return False
