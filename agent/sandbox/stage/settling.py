"""What was found in a Room, as differences that can be carried out one after the other. Pure."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from agent.core.running import Made
from agent.sandbox.stage.facts import Facts
from agent.sandbox.stage.refusing import folded

_EMPTY = hashlib.sha256(b"").hexdigest()


class Copy(Protocol):
    """A file that differs, with its private copy."""

    @property
    def name(self) -> str:
        """Relative, with "/"."""

    @property
    def path(self) -> Path:
        """The copy."""

    @property
    def sha256(self) -> str:
        """The hash of it in hex."""

    @property
    def identity(self) -> tuple[int, int]:
        """Device and inode of the file in the Room."""


def settled(
    taken: Sequence[Copy],
    files: Collection[str],
    folders: Sequence[str],
    left: Collection[str],
    before: Facts,
    known: Mapping[str, str],
) -> tuple[tuple[Made, ...], tuple[str, ...]]:
    """The differences in an order that can be carried out, and the new names that are twins of others.

    `files` are all names of files that are there (those that differ too), `folders` of folders before their contents.
    """
    twins = _twins(files, folders, before)
    lost = {name for name in (*files, *folders) if any(above in twins for above in (name, *_above(name)))}
    gone = [
        name for name in before.files if name not in files and not any(above in left for above in (name, *_above(name)))
    ]
    changed = [Made(one.name, "modify", one.path) for one in taken if one.name in before.files]
    new = [one for one in taken if one.name not in before.files and one.name not in lost]
    moved = _moves(new, gone, before, known)
    came = {move.came for move in moved.values()}
    made = [
        *(Made(name, "delete") for name in gone if name not in came),
        *moved.values(),
        *changed,
        *(Made(one.name, "create", one.path) for one in new if one.name not in moved),
    ]
    made += (Made(name, "folder") for name in _empty([n for n in folders if n not in lost], files, lost, before))
    return tuple(made), tuple(name for name in sorted(twins))


def _twins(files: Collection[str], folders: Sequence[str], before: Facts) -> set[str]:
    """New names that some systems cannot tell from others that are there; the old ones win, then the first."""
    there = {*files, *folders}
    old = {name for name in (*before.files, *before.folders) if name in there}
    winners = {folded(name): name for name in old}
    twins: set[str] = set()
    for name in sorted(there - old):
        if any(above in twins for above in _above(name)):
            continue
        if winners.setdefault(folded(name), name) != name:
            twins.add(name)
    return twins


def _moves(new: Sequence[Copy], gone: Sequence[str], before: Facts, known: Mapping[str, str]) -> dict[str, Made]:
    """New names of files that have the bytes of one that is gone: first those that are the same file, then others."""
    by_hash: dict[str, list[str]] = defaultdict(list)
    for name in gone:
        if name in known:
            by_hash[known[name]].append(name)
    found: dict[str, Made] = {}
    for is_same in (True, False):
        for one in new:
            if not is_same and one.sha256 == _EMPTY:
                continue  # nothing says that it is this one
            if one.name in found or any(above in before.files for above in _above(one.name)):
                continue  # what is below a file of before can only come after that file has gone
            olds = by_hash.get(one.sha256, [])
            fitting = [old for old in olds if not is_same or before.files[old].identity == one.identity]
            if fitting:
                olds.remove(fitting[0])
                found[one.name] = Made(one.name, "move", came=fitting[0])
    return found


def _empty(folders: Sequence[str], files: Collection[str], lost: Collection[str], before: Facts) -> Iterator[str]:
    """New folders in which nothing lies that is taken."""
    filled = {above for name in (*files, *folders) if name not in lost for above in _above(name)}
    return (name for name in folders if name not in filled and name not in before.folders)


def _above(name: str) -> Iterator[str]:
    """The folders that hold it."""
    while name := name.rpartition("/")[0]:
        yield name
