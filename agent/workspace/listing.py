"""What lies in a folder of a Root, told without opening any of it."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from agent.core.errors import NotFoundError, OutsideWorkspaceError
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.workspace import windows_way
from agent.workspace.identities import identity_of
from agent.workspace.mounts import is_mount
from agent.workspace.placeholders import is_placeholder, is_stub
from agent.workspace.roots import Root, Spot, is_ours, spot
from agent.workspace.secret_places import is_secret, secret_names

_AT_ONCE = 1000  # names that are looked at in one go: a folder is not kept open while somebody works with its files
Looked = tuple[Entry, os.stat_result]
MISSING = (OSError, NotFoundError, OutsideWorkspaceError)


def described(root: Root, place: Place, at: Spot) -> Entry:
    """What is at a place. `at` is the same place, reached.

    Raises:
        OSError: nothing, or it cannot be looked at.
    """
    info = os.stat(at.name, dir_fd=at.folder, follow_symlinks=False)
    kind = "secret" if is_secret(root, place.path) else _kind(root, at, place.name, info)
    return _entry(place, kind, info)


def listed(root: Root, folder: Place, *, hidden: bool) -> Iterator[Entry]:
    """The entries of one folder in order of their names; a folder that cannot be read is empty."""
    return (entry for entry, _ in looked_at(root, folder, hidden=hidden))


def looked_at(root: Root, folder: Place, *, hidden: bool) -> Iterator[Looked]:
    """The same, each with what the system says of it."""
    keys = secret_names(root, folder.path)
    names = iter(_names(root, folder, hidden=hidden))
    while some := list(islice(names, _AT_ONCE)):
        yield from _some(root, folder, some, keys)


def names_in(root: Root, folder: Place) -> list[str]:
    """All names in a folder, whether the grant shows them or not; none when it cannot be read."""
    found: list[str] = []
    with suppress(*MISSING), spot(root, inside(folder)) as at, _scanned(at) as items:
        found = [item.name for item in items]
    return found


def inside(folder: Place) -> str:
    """The path whose spot is the folder itself, open."""
    return f"{folder.path}/.".lstrip("/")


def _scanned(at: Spot) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
    return os.scandir(at.name) if at.folder is None else os.scandir(at.folder)


def _names(root: Root, folder: Place, *, hidden: bool) -> list[str]:
    return sorted(
        name
        for name in names_in(root, folder)
        if not is_ours(name)
        and (hidden or not _is_hidden(name))
        and (not root.granted.only or root.shows(folder.child(name)))
    )


def _some(root: Root, folder: Place, names: Sequence[str], keys: Callable[[str], bool]) -> list[Looked]:
    found: list[Looked] = []
    above = f"{folder.path}/" if folder.path else ""
    with suppress(*MISSING), spot(root, inside(folder)) as here:
        for name in names:
            at = Spot(name if here.folder is not None else str(Path(here.name, name)), here.folder)
            with suppress(OSError):
                info = os.stat(at.name, dir_fd=at.folder, follow_symlinks=False)
                if identity_of(info) not in root.closed:
                    kind = "secret" if keys(name) else _kind(root, at, name, info)
                    entry = _entry(Place(folder.root, f"{above}{name}"), kind, info)
                    is_locked = kind == "folder" and _is_locked(at)
                    found.append((replace(entry, kind="locked") if is_locked else entry, info))
    return found


def _kind(root: Root, at: Spot, name: str, info: os.stat_result) -> str:
    """See Entry."""
    if stat.S_ISREG(info.st_mode):
        return "placeholder" if is_placeholder(name, info) else "file"
    if stat.S_ISLNK(info.st_mode):
        return "link"
    if not stat.S_ISDIR(info.st_mode):
        return "special"
    if is_mount(at.folder, at.name, info, root.device):
        return "mount"
    return "link" if windows_way.leads_away(info) else "folder"


def _entry(place: Place, kind: str, info: os.stat_result) -> Entry:
    is_file = stat.S_ISREG(info.st_mode)
    return Entry(place, kind, info.st_size if is_file else 0, info.st_mtime_ns, max(info.st_nlink, 1) if is_file else 1)


def _is_locked(at: Spot) -> bool:
    """Whether a folder keeps its contents from us."""
    if at.folder is None:
        return not os.access(at.name, os.R_OK | os.X_OK)
    return not os.access(at.name, os.R_OK | os.X_OK, dir_fd=at.folder)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) and not is_stub(name)
