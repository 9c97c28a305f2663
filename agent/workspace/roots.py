"""Granted folders, and the way to what lies below them without ever following a link or crossing a mount.

Where files can be named below the handle of a folder, the way is opened from the Root's own handle (`openat`), so that
nobody can swap a folder for a link between a check and its use. On Windows the folders on the way are held open.
The Root itself is opened for each access, which costs 4 us: to keep it open would keep a disk from being ejected.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agent.core.errors import NeedsUserError, NotFoundError, OutsideWorkspaceError
from agent.core.events import RootGranted
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace import windows_way
from agent.workspace.identities import Identity, identity_of
from agent.workspace.openat import FOLDER, step, way
from agent.workspace.twins import folded

VAULT_NAME = ".deskhand-vault"
NOT_GRANTED = Words("{name!r} is not among the granted files.", "「{name}」は、許可されたファイルに含まれていません。")
_OURS = Words("This folder belongs to Deskhand itself.", "このフォルダーは Deskhand 自体が使用しています。")
_NO_FOLDER = Words("There is no folder {name!r}.", "フォルダー「{name}」がありません。")
_NO_SUCH_FOLDER = Words("The folder {name!r} is not there any more.", "フォルダー「{name}」が見つかりません。")
_NOT_A_FOLDER = Words("{name!r} is a file, not a folder.", "「{name}」はフォルダーではなくファイルです。")
_LINK = Words(
    "{name!r} is a link or cannot be opened. Only what lies in the folder itself is reached.",
    "「{name}」はリンクか、開けない項目です。許可されたフォルダーの中にあるものだけを扱えます。",
)
_MOUNT = Words(
    "Another disk or folder is mounted at {name!r}. To work there, grant it by itself.",
    "「{name}」には別のディスクかフォルダーがマウントされています。そこで作業するには、それ自体を追加してください。",
)
_NO_NAME = Words("{name!r} is no name of a file or folder.", "「{name}」はファイルやフォルダーの名前として使えません。")
_RESTORE = Words("Put it back, or grant the folder again.", "フォルダーを元の場所に戻すか、もう一度追加してください。")
HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


@lru_cache(64)
def _path(text: str) -> Path:
    """A commit asks for the path of its Root some thirty times, and building one takes 10 µs."""
    return Path(text)


@dataclass(frozen=True, slots=True)
class Root:
    """A granted folder. `device` and `inode` are those of the moment of the grant: another folder is another Root.

    `closed` are folders that are never reached although they may lie below it.
    """

    granted: RootGranted
    device: int
    inode: int
    closed: frozenset[Identity] = frozenset()

    @property
    def path(self) -> Path:
        """The absolute path."""
        return _path(self.granted.path)

    def shows(self, place: Place) -> bool:
        """Whether the grant covers a path that is there."""
        return not self.granted.only or not place.path or place.path in self.granted.only


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in an open folder: pass both to the functions of `os` that take `dir_fd`."""

    name: str
    folder: int | None


def root_of(granted: RootGranted) -> Root:
    """The Root at a path, links in the path itself resolved.

    Raises:
        NeedsUserError: there is no such folder (code "no_folder").
    """
    try:
        path = Path(granted.path).resolve(strict=True)
        info = path.stat()
    except OSError as error:
        raise _gone(granted.path) from error
    if not path.is_dir():
        raise _gone(granted.path)
    return Root(RootGranted(granted.name, str(path), granted.writable, granted.only), info.st_dev, info.st_ino)


def is_ours(name: str) -> bool:
    """Whether a name is that of Deskhand's own folder in a Root, also on a disk that does not tell upper from lower."""
    return folded(name) == VAULT_NAME


@contextmanager
def spot(root: Root, path: str) -> Iterator[Spot]:
    """The folder that holds `path`, open, and the last name of it ("." for the Root itself).

    Raises:
        NotFoundError: a folder on the way is not there.
        OutsideWorkspaceError: a folder on the way is a link, belongs to Deskhand, or is a mount (code "mount").
        NeedsUserError: the Root is gone or was replaced (code "no_folder").
    """
    *folders, name = path.split("/") if path else ["."]
    if VAULT_NAME in folded(path) and any(map(is_ours, (*folders, name))):
        raise OutsideWorkspaceError(_OURS)
    if name == ".." or not {"", ".", ".."}.isdisjoint(folders):
        raise OutsideWorkspaceError(_NO_NAME.of(name=shown(path)))
    with ExitStack() as held:
        at = _below_handles(held, root, folders, name) if HANDLES else _below_held(held, root, folders, name)
        if root.closed and _identity(at) in root.closed:
            raise OutsideWorkspaceError(_OURS)
        yield at


def mount(name: str) -> OutsideWorkspaceError:
    """The refusal to cross a mount."""
    return OutsideWorkspaceError(_MOUNT.of(name=shown(name)), "mount")


def _identity(at: Spot) -> Identity | None:
    try:
        return identity_of(os.stat(at.name, dir_fd=at.folder, follow_symlinks=False))
    except OSError:
        return None


def _below_handles(held: ExitStack, root: Root, folders: Sequence[str], name: str) -> Spot:
    try:
        top = os.open(root.granted.path, os.O_RDONLY | FOLDER)
    except OSError as error:
        raise _gone(root.granted.path) from error
    held.callback(os.close, top)
    if identity_of(os.fstat(top)) != (root.device, root.inode):
        raise _gone(root.granted.path)
    if not folders:
        return Spot(name, top)
    handle = _at_once(root, top, folders)
    if handle is None:
        handle = _step_by_step(root, top, folders)
    held.callback(os.close, handle)
    return Spot(name, handle)


def _at_once(root: Root, top: int, folders: Sequence[str]) -> int | None:
    """The last folder, or None when something is in the way: what it is comes out step by step."""
    if root.closed:  # each folder on the way is looked at
        return None
    try:
        handle = way(top, folders)
    except OSError:
        return None
    if handle is None or os.fstat(handle).st_dev == root.device:
        return handle
    os.close(handle)
    return None


def _step_by_step(root: Root, top: int, folders: Sequence[str]) -> int:
    handle = os.dup(top)
    try:
        for name in folders:
            below = _open_folder(name, handle)
            os.close(handle)
            handle = below
            _must_be_open(root, name, identity_of(os.fstat(handle)))
    except BaseException:
        os.close(handle)
        raise
    return handle


def _open_folder(name: str, above: int) -> int:
    try:
        return step(above, name, FOLDER)
    except FileNotFoundError as error:
        raise NotFoundError(_NO_FOLDER.of(name=shown(name))) from error
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise mount(name) from error
        if error.errno == errno.ENOTDIR and not _is_link(name, above):
            raise NotFoundError(_NOT_A_FOLDER.of(name=shown(name))) from error
        raise OutsideWorkspaceError(_LINK.of(name=shown(name))) from error


def _is_link(name: str, above: int) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
    except OSError:
        return False


def _must_be_open(root: Root, name: str, found: Identity) -> None:
    if found in root.closed:
        raise OutsideWorkspaceError(_OURS)
    if found[0] != root.device:
        raise mount(name)


def _below_held(held: ExitStack, root: Root, folders: Sequence[str], name: str) -> Spot:
    """Windows. The folders stay open, so that none of them can be renamed or replaced until the work is done."""
    if not all(map(windows_way.is_literal, (*folders, name))):
        raise OutsideWorkspaceError(_NO_NAME.of(name=shown("/".join((*folders, name)))))
    try:
        top = _hold(held, root.path)
    except OSError as error:
        raise _gone(root.granted.path) from error
    if identity_of(os.fstat(top)) != (root.device, root.inode):
        raise _gone(root.granted.path)
    path = root.path
    for number, folder in enumerate(folders, 1):
        path = path / folder
        try:
            handle = _hold(held, path)
            info = path.lstat()  # it stays the same one: it is held
        except OSError as error:
            raise NotFoundError(_NO_FOLDER.of(name=shown(folder))) from error
        _must_be_plain(folder, info)
        if not windows_way.is_called(handle, top, folders[:number]):
            raise OutsideWorkspaceError(_LINK.of(name=shown(folder)))
        _must_be_open(root, folder, identity_of(os.fstat(handle)))
    if windows_way.is_short(path, name):
        raise OutsideWorkspaceError(_NO_NAME.of(name=shown(name)))
    return Spot(str(path / name), None)


def _must_be_plain(name: str, info: os.stat_result) -> None:
    if windows_way.is_mount(info):
        raise mount(name)
    if windows_way.leads_away(info):
        raise OutsideWorkspaceError(_LINK.of(name=shown(name)))
    if not stat.S_ISDIR(info.st_mode):
        raise NotFoundError(_NOT_A_FOLDER.of(name=shown(name)))


def _hold(held: ExitStack, path: Path) -> int:
    handle = windows_way.held(path)
    held.callback(os.close, handle)
    return handle


def _gone(path: str) -> NeedsUserError:
    return NeedsUserError(_NO_SUCH_FOLDER.of(name=shown(path)), _RESTORE, "no_folder")
