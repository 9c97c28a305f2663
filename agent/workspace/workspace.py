"""What the agent may read: the `Files` port over the granted Roots, and the Staging."""

import errno
import os
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from agent.core.changes import Staged
from agent.core.errors import AgentError, NotFoundError, OutsideWorkspaceError, UnreadableError
from agent.core.events import RootGranted
from agent.core.paths import Place, place_of, shown
from agent.core.ports import Entry, Snapshot
from agent.core.words import Words
from agent.workspace.contents import away, copied, digest, hashed, opened, unreadable
from agent.workspace.duplicates import duplicated, filling, must_fit
from agent.workspace.grants import NO_FOLDERS, OwnFolders, free_name
from agent.workspace.hard_links import HardLinks
from agent.workspace.identities import identity_of
from agent.workspace.listing import MISSING, described, inside, listed
from agent.workspace.placeholders import is_all_hole
from agent.workspace.roots import NOT_GRANTED, Root, root_of, spot
from agent.workspace.secret_places import is_secret, secret
from agent.workspace.true_names import TrueNames

_REVOKED = Words("The folder of {name!r} is not granted.", "「{name}」のあるフォルダーは許可されていません。")
_LINKED = Words(
    "{name!r} is the same file as one outside the granted folders (a hard link), so its contents are not read. To "
    "allow that, the person attaches this file by itself.",
    "「{name}」は、許可されたフォルダーの外にあるファイルと同じ実体(ハードリンク)のため、内容を読み取りません。"
    "読み取ってよい場合は、このファイルだけを添付してください。",
)
_TOO_LARGE = Words(
    "{name!r} has {size:,} MB. Files above {most:,} MB are neither read nor copied.",
    "「{name}」は {size:,} MB あります。{most:,} MB を超えるファイルは、読み取りもコピーもできません。",
)
_MB = 1024 * 1024
MOST = 4 * 1024 * _MB
"""Bytes. No document is as large; and a copy would fill a disk before anybody notices (a file with holes, a video)."""
_Key = tuple[int, int, int, int, int]


class Workspace:
    """The granted folders of one Session. `grant` and `revoke` count at once, also for calls that run.

    `own` are Deskhand's folders that are never shared, `most` how many bytes the private copy of a file may have.
    """

    def __init__(
        self, roots: Sequence[RootGranted], staging: Path, own: OwnFolders = NO_FOLDERS, most: int = MOST
    ) -> None:
        self._roots: dict[str, Root] = {}
        self._staging = staging
        self._own = own
        self._most = most
        self._copies: dict[_Key, Snapshot] = {}
        self._hashes: dict[_Key, str] = {}
        self._links = HardLinks(own.images)
        self._names = TrueNames()
        self._lock = threading.Lock()
        staging.mkdir(parents=True, exist_ok=True, mode=0o700)
        for root in roots:
            self.grant(root)

    def grant(self, root: RootGranted, used: Mapping[str, str] | None = None) -> RootGranted:
        """Grant a folder under a free name, or again under its own. Returns it as it is granted.

        `used` are names that Roots had before, with their paths: none of them may come to mean another folder.

        Raises:
            NeedsUserError: there is no such folder (code "no_folder"), or it is Deskhand's own (code "own_folder").
        """
        found = self._own.kept_out(root_of(root))
        name = root.name or free_name(self._roots, found, used or {})
        self._roots[name] = replace(found, granted=replace(found.granted, name=name))
        self._links.forget()
        return self._roots[name].granted

    def revoke(self, name: str) -> None:
        """Take a folder back."""
        self._roots.pop(name, None)
        self._links.forget()

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

    def place(self, text: str, *, new: bool = False) -> Place:
        """See Files."""
        place = place_of(text, tuple(self._roots))
        root = self.root(place)
        if new and place.path:
            return self._names.of(root, place.parent).child(place.name)
        return self._names.of(root, place)

    def true(self, place: Place) -> Place:
        """The same Place as its folder calls it: see `place` of Files."""
        return self._names.of(self.root(place), place)

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
        return self.found(place) if self.root(place).shows(place) else None

    def is_there(self, place: Place) -> bool:
        """Whether anything has that name, granted or not. For the Ledger alone: a tool sees what `entry` gives."""
        return self.found(place) is not None

    def is_any_there(self, folder: Place, names: Sequence[str]) -> bool:
        """Whether one of these names is in a folder, granted or not. For the Ledger alone."""
        with suppress(*MISSING), spot(self.root(folder), inside(folder)) as at:
            for name in names:
                with suppress(OSError):
                    where = name if at.folder is not None else Path(at.name, name)
                    os.stat(where, dir_fd=at.folder, follow_symlinks=False)
                    return True
        return False

    def found(self, place: Place) -> Entry | None:
        """What has that name, granted or not. For the Ledger alone."""
        root = self.root(place)
        try:
            with spot(root, place.path) as at:
                return described(root, place, at)
        except (NotFoundError, FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None  # nothing can be there
            raise unreadable(place, error) from error

    def holds_ours(self, place: Place) -> bool:
        """Whether one of Deskhand's own folders lies below a folder."""
        try:
            with spot(self.root(place), place.path) as at:
                info = os.stat(at.name, dir_fd=at.folder, follow_symlinks=False)
        except (OSError, AgentError):
            return False
        return bool(self._own.below(identity_of(info)))

    def walk(self, folder: Place, *, deep: bool = True, hidden: bool = False) -> Iterator[Entry]:
        """See Files. Holds the names of one folder at a time, and the folders that are still to come."""
        root = self.root(folder)
        waiting = [folder]
        while waiting:
            below = []
            for entry in listed(root, waiting.pop(), hidden=hidden):
                if deep and entry.kind == "folder":
                    below.append(entry.place)
                yield entry
            waiting += reversed(below)

    def snapshot(self, place: Place) -> Snapshot:
        """See Files."""
        with self._reading(place) as (file, info):
            key = _key(info)
            known = self._copies.get(key)
            if known is not None and known.path.exists() and known.path.suffix == Path(place.name).suffix:
                return replace(known, place=place)
            with filling():
                must_fit(info.st_size, self._staging)
                copy = self.stage(Path(place.name).suffix)
                digest, size = copied(file, copy)
            found = Snapshot(place, copy, digest, size, info.st_mtime_ns)
            with self._lock:
                self._copies[key] = found
            return found

    def clone(self, place: Place, target: Path) -> Snapshot:
        """See Files. What was hashed once is not hashed again as long as it does not change."""
        with self._reading(place) as (file, info):
            key = _key(info)
            with self._lock:
                known = self._copies[key].sha256 if key in self._copies else self._hashes.get(key, "")
            digest, size = duplicated(file, target, known)
            with self._lock:
                self._hashes[key] = digest
            return Snapshot(place, target, digest, size, info.st_mtime_ns)

    def copy(self, kept: Path, sha256: str, suffix: str) -> Path | None:
        """A staged copy of what a vault keeps, with the ending of its kind; None when it is something else."""
        if not kept.is_file():
            return None
        target = self.stage(suffix)
        with kept.open("rb") as file:
            must_fit(os.fstat(file.fileno()).st_size, self._staging)
            digest, _ = duplicated(file.fileno(), target)
        if digest != sha256:
            target.unlink()
            return None
        return target

    def knows(self, sha256: str, suffix: str) -> bool:
        """Whether a file of that extension with exactly these bytes was read here: what was staged is a copy of it."""
        with self._lock:
            return any(copy.sha256 == sha256 and copy.place.suffix == suffix for copy in self._copies.values())

    def sha256(self, place: Place) -> str:
        """See Files. That of a hard link too: what it is is not told, and its name may be given to another file."""
        return hashed(self._open(place), place)

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

    def _open(self, place: Place) -> Root:
        """The Root of a Place, whose grant covers it."""
        root = self.root(place)
        if not root.shows(place):
            raise OutsideWorkspaceError(NOT_GRANTED.of(name=shown(str(place))))
        if is_secret(root, place.path):
            raise secret(place)
        return root

    @contextmanager
    def _reading(self, place: Place) -> Iterator[tuple[int, os.stat_result]]:
        """A file that may be read, open, for whatever reads it."""
        root = self._open(place)
        file, info = opened(root, place)
        try:
            self._must_be_readable(root, place, file, info)
            yield file, info
        except OSError as error:
            raise unreadable(place, error) from error
        finally:
            os.close(file)

    def _must_be_readable(self, root: Root, place: Place, file: int, info: os.stat_result) -> None:
        """The contents are here, no name leads elsewhere, and it is no file that would fill the disk."""
        if info.st_size > self._most:
            size, most = info.st_size // _MB, self._most // _MB
            raise UnreadableError(_TOO_LARGE.of(name=shown(str(place)), size=size, most=most), "too_large")
        if is_all_hole(file, info):
            raise away(place)
        if place.path not in root.granted.only and not self._links.are_inside(tuple(self._roots.values()), file):
            raise UnreadableError(_LINKED.of(name=shown(str(place))), "hard_link")


def _key(info: os.stat_result) -> _Key:
    """What changes when the contents of a file do."""
    return info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns
