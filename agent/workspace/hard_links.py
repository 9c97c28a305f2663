"""Files with more than one name (hard links): whether all of the names lie where the person let us look.

A name outside may belong to a file that nobody granted, and a link to it may have been laid into the folder to get it
read. But folders without duplicates and trees of backups are full of hard links, and to ask about each of their files
would teach people to say yes. So the names are counted: when the granted folders, but for places with keys and mounts,
hold as many as the file has, nothing outside can be meant. The folders of before-images count, too: one may hold
another name of a file since a crash.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from agent.core.paths import Place
from agent.workspace.identities import Identity, identity_of
from agent.workspace.listing import looked_at
from agent.workspace.roots import VAULT_NAME, Root

MOST = 200_000  # names that are looked at before it is given up; some seconds
_TRIES = 10
_State = tuple[int, int, int, int]
_Name = tuple[Identity, str]


class HardLinks:
    """Counts names of files. `images` hold before-images. What was counted is kept until `forget`."""

    def __init__(self, images: Sequence[Path], most: int = MOST) -> None:
        self._images = tuple(images)
        self._most = most
        self._counted: dict[_State, int] = {}
        self._is_too_much = False
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Other folders are granted now."""
        with self._lock:
            self._counted, self._is_too_much = {}, False

    def are_inside(self, roots: Sequence[Root], file: int) -> bool:
        """Whether every name of an open file lies below `roots`. Looks at all that is there once, then when a file is
        new. False as well when there is too much to look at.

        A commit of another process gives the file that it replaces a second name for a moment: what changed while the
        names were counted is counted again.
        """
        info = os.fstat(file)
        for _ in range(_TRIES):
            if info.st_nlink <= 1 or self._all_inside(roots, info):
                return True
            before, info = info, os.fstat(file)
            if _state(before) == _state(info):
                return False
        return False

    def _all_inside(self, roots: Sequence[Root], info: os.stat_result) -> bool:
        state = _state(info)
        with self._lock:
            if state not in self._counted and not self._is_too_much:
                self._counted = self._count(roots)
                self._counted.setdefault(state, 0)
            return self._counted.get(state, 0) >= info.st_nlink

    def _count(self, roots: Sequence[Root]) -> dict[_State, int]:
        names: dict[_State, set[_Name]] = defaultdict(set)
        found = chain(*map(_below, roots), _before_images((*self._images, *(root.path / VAULT_NAME for root in roots))))
        seen = 0
        for name, info in islice(found, self._most):
            seen += 1
            if info is not None and info.st_nlink > 1:
                names[_state(info)].add(name)
        self._is_too_much = seen == self._most
        return {state: len(all_of_it) for state, all_of_it in names.items()}


def _state(info: os.stat_result) -> _State:
    """What changes when a file gets another name, or loses one."""
    return info.st_dev, info.st_ino, info.st_nlink, info.st_ctime_ns


def _below(root: Root) -> Iterator[tuple[_Name, os.stat_result | None]]:
    """Files that may be read below a Root, each name once; folders come without facts."""
    waiting = [(Place(root.granted.name, ""), (root.device, root.inode))]
    while waiting:
        folder, identity = waiting.pop()
        for entry, info in looked_at(root, folder, hidden=True):
            if entry.kind == "folder":
                waiting.append((entry.place, identity_of(info)))
            yield (identity, entry.place.name), info if entry.kind == "file" else None


def _before_images(folders: Sequence[Path]) -> Iterator[tuple[_Name, os.stat_result | None]]:
    for top in folders:
        if top.is_symlink():  # somebody else laid it there
            continue
        for folder, _, files in os.walk(top):
            with suppress(OSError):
                identity = identity_of(Path(folder).lstat())
                for name in files:
                    yield (identity, name), Path(folder, name).lstat()
