"""What the agent may read: the `Files` port over the granted Roots, and the Staging."""

import errno
import os
import stat
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from agent.core.changes import Staged
from agent.core.errors import NeedsUserError, NotFoundError, OutsideWorkspaceError
from agent.core.events import RootGranted
from agent.core.paths import Place, place_of, shown
from agent.core.ports import Entry, Snapshot
from agent.core.words import Words
from agent.workspace.contents import copied, digest, hashed, opened, unreadable
from agent.workspace.roots import NOT_GRANTED, VAULT_NAME, Root, Spot, root_of, spot

_REVOKED = Words("The folder of {name!r} is not granted.", "「{name}」のあるフォルダーは許可されていません。")
_FULL = Words(
    "The disk that holds Deskhand's own files is full.", "Deskhand のファイルを置くディスクの空き容量がありません。"
)
_MAKE_ROOM = Words("Make room and try again.", "空き容量を確保してから、もう一度お試しください。")
_Key = tuple[int, int, int, int, int]


class Workspace:
    """The granted folders of one Session. `grant` and `revoke` count at once, also for calls that run."""

    def __init__(self, roots: Sequence[RootGranted], staging: Path) -> None:
        self._roots: dict[str, Root] = {}
        self._staging = staging
        self._copies: dict[_Key, Snapshot] = {}
        self._lock = threading.Lock()
        staging.mkdir(parents=True, exist_ok=True, mode=0o700)
        for root in roots:
            self.grant(root)

    def grant(self, root: RootGranted, used: Mapping[str, str] | None = None) -> RootGranted:
        """Grant a folder under a free name, or again under its own. Returns it as it is granted.

        `used` are names that Roots had before, with their paths: none of them may come to mean another folder.

        Raises:
            NeedsUserError: there is no such folder (code "no_folder").
        """
        found = root_of(root)
        name = root.name or self._free_name(found, used or {})
        self._roots[name] = replace(found, granted=replace(found.granted, name=name))
        return self._roots[name].granted

    def revoke(self, name: str) -> None:
        """Take a folder back."""
        self._roots.pop(name, None)

    def admit(self, place: Place) -> None:
        """Of a folder of which only single files are granted, this one is one more: the agent has made it."""
        root = self.root(place)
        if not root.shows(place):
            only = (*root.granted.only, place.path)
            self._roots[place.root] = replace(root, granted=replace(root.granted, only=only))

    def root(self, place: Place) -> Root:
        """The Root of a Place.

        Raises:
            OutsideWorkspaceError: it is not granted (any more).
        """
        root = self._roots.get(place.root)
        if root is None:
            raise OutsideWorkspaceError(_REVOKED.of(name=shown(str(place))))
        return root

    def place(self, text: str) -> Place:
        """See Files."""
        place = place_of(text, tuple(self._roots))
        self.root(place)
        return place

    def roots(self) -> tuple[Place, ...]:
        """See Files."""
        return tuple(Place(name, "") for name in self._roots)

    def called(self, place: Place) -> str:
        """See Files. Two Roots of one name are told apart by the folders that hold them."""
        root = self._roots.get(place.root)
        if place.path or root is None:
            return shown(str(place))
        twins = sum(other.path.name == root.path.name for other in self._roots.values())
        return shown("/".join(root.path.parts[-min(twins, 2) :]))

    def entry(self, place: Place) -> Entry | None:
        """See Files."""
        return self._found(place) if self.root(place).shows(place) else None

    def is_there(self, place: Place) -> bool:
        """Whether anything has that name, granted or not. For the Ledger alone: a tool sees what `entry` gives."""
        return self._found(place) is not None

    def _found(self, place: Place) -> Entry | None:
        try:
            with spot(self.root(place), place.path) as at:
                return _entry(place, os.stat(at.name, dir_fd=at.folder, follow_symlinks=False))
        except (NotFoundError, FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None  # nothing can be there
            raise unreadable(place, error) from error

    def walk(self, folder: Place, *, deep: bool = True, hidden: bool = False) -> Iterator[Entry]:
        """See Files."""
        root = self.root(folder)
        waiting = [folder]
        while waiting:
            entries = self._listed(root, waiting.pop(), hidden=hidden)
            yield from entries
            if deep:
                waiting += [entry.place for entry in reversed(entries) if entry.kind == "folder"]

    def snapshot(self, place: Place) -> Snapshot:
        """See Files."""
        file, info = opened(self._shown(place), place)
        try:
            key = (info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
            known = self._copies.get(key)
            if known is not None and known.path.exists() and known.path.suffix == Path(place.name).suffix:
                return replace(known, place=place)
            copy = self.stage(Path(place.name).suffix)
            digest, size = copied(file, copy)
            found = Snapshot(place, copy, digest, size, info.st_mtime_ns)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NeedsUserError(_FULL, _MAKE_ROOM, "disk_full") from error
            raise unreadable(place, error) from error
        finally:
            os.close(file)
        with self._lock:
            self._copies[key] = found
        return found

    def knows(self, sha256: str) -> bool:
        """Whether a file with exactly these bytes was read here: what was staged is then a copy of it."""
        with self._lock:
            return any(copy.sha256 == sha256 for copy in self._copies.values())

    def sha256(self, place: Place) -> str:
        """See Files."""
        return hashed(self._shown(place), place)

    def stage(self, suffix: str) -> Path:
        """See Files."""
        return self._staging / f"{uuid.uuid4().hex}{suffix}"

    def staged(self, path: Path) -> Staged:
        """See Files."""
        file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            return Staged(str(path), digest(file), os.fstat(file).st_size)
        finally:
            os.close(file)

    def _shown(self, place: Place) -> Root:
        """The Root of a Place, whose grant covers it."""
        root = self.root(place)
        if not root.shows(place):
            raise OutsideWorkspaceError(NOT_GRANTED.of(name=shown(str(place))))
        return root

    def _listed(self, root: Root, folder: Place, *, hidden: bool) -> list[Entry]:
        """The entries of one folder in order of their names; a folder that cannot be read is empty."""
        found: list[Entry] = []
        missing = (OSError, NotFoundError, OutsideWorkspaceError)
        with suppress(*missing), spot(root, f"{folder.path}/.".lstrip("/")) as at, _scanned(at) as items:
            for item in items:
                place = folder.child(item.name)
                if item.name != VAULT_NAME and root.shows(place) and (hidden or not _is_hidden(item.name)):
                    with suppress(OSError):
                        entry = _entry(place, item.stat(follow_symlinks=False))
                        found.append(replace(entry, kind="locked") if _is_locked(entry, at) else entry)
        return sorted(found, key=lambda entry: entry.place.path)

    def _free_name(self, root: Root, used: Mapping[str, str]) -> str:
        """ "" for the first Root; else the folder's name, with a number when it is taken, or was another folder's."""
        for name, known in self._roots.items():
            same = (known.device, known.inode) == (root.device, root.inode)
            if same and bool(known.granted.only) == bool(root.granted.only):
                return name
        before = [name for name, path in used.items() if path == str(root.path) and name not in self._roots]
        if before:
            return before[0]
        if not self._roots and "" not in used:
            return ""
        base = "".join(c for c in root.path.name if c not in ":/\\").strip() or "Folder"
        base = base if len(base) > 1 else f"{base} folder"
        number, name = 1, base
        while name in self._roots or name in used:
            number += 1
            name = f"{base} {number}"
        return name


def _scanned(at: Spot) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
    return os.scandir(at.name) if at.folder is None else os.scandir(at.folder)


def _is_locked(entry: Entry, at: Spot) -> bool:
    """Whether a folder keeps its contents from us. `at` is the folder that it lies in."""
    if entry.kind != "folder":
        return False
    if at.folder is None:
        return not os.access(Path(at.name) / entry.place.name, os.R_OK | os.X_OK)
    return not os.access(entry.place.name, os.R_OK | os.X_OK, dir_fd=at.folder)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _entry(place: Place, info: os.stat_result) -> Entry:
    if stat.S_ISDIR(info.st_mode):
        kind = "folder"
    elif stat.S_ISREG(info.st_mode):
        kind = "file"
    else:
        kind = "link" if stat.S_ISLNK(info.st_mode) else "special"
    return Entry(place, kind, info.st_size if kind == "file" else 0, info.st_mtime_ns)
