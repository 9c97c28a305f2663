"""Granted folders, and the way to what lies below them without ever following a link.

On POSIX every part of a path is opened from the handle of the folder above it (`openat` with O_NOFOLLOW), so that
nobody can swap a folder for a link between a check and its use. Elsewhere each part is checked to be no link.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import NeedsUserError, NotFoundError, OutsideWorkspaceError
from agent.core.events import RootGranted
from agent.core.paths import Place, shown
from agent.core.words import Words

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
_RESTORE = Words("Put it back, or grant the folder again.", "フォルダーを元の場所に戻すか、もう一度追加してください。")
HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


@dataclass(frozen=True, slots=True)
class Root:
    """A granted folder. `device` and `inode` are those of the moment of the grant: another folder is another Root."""

    granted: RootGranted
    device: int
    inode: int

    @property
    def path(self) -> Path:
        """The absolute path."""
        return Path(self.granted.path)

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


@contextmanager
def spot(root: Root, path: str) -> Iterator[Spot]:
    """The folder that holds `path`, open, and the last name of it ("." for the Root itself).

    Raises:
        NotFoundError: a folder on the way is not there.
        OutsideWorkspaceError: a folder on the way is a link.
        NeedsUserError: the Root is gone or was replaced (code "no_folder").
    """
    *folders, name = path.split("/") if path else ["."]
    if VAULT_NAME in (*folders, name):
        raise OutsideWorkspaceError(_OURS)
    if not HANDLES:
        yield Spot(_checked_path(root, folders, name), None)
        return
    handle = _open_root(root)
    try:
        for folder in folders:
            below = _open_folder(folder, handle)
            os.close(handle)
            handle = below
        yield Spot(name, handle)
    finally:
        os.close(handle)


def _open_root(root: Root) -> int:
    try:
        handle = os.open(root.path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _gone(root.granted.path) from error
    info = os.fstat(handle)
    if (info.st_dev, info.st_ino) != (root.device, root.inode):
        os.close(handle)
        raise _gone(root.granted.path)
    return handle


def _open_folder(name: str, above: int) -> int:
    try:
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
    except FileNotFoundError as error:
        raise NotFoundError(_NO_FOLDER.of(name=shown(name))) from error
    except OSError as error:
        if (
            not stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
            and error.errno == errno.ENOTDIR
        ):
            raise NotFoundError(_NOT_A_FOLDER.of(name=shown(name))) from error
        raise OutsideWorkspaceError(_LINK.of(name=shown(name))) from error


def _checked_path(root: Root, folders: list[str], name: str) -> str:
    path = root.path
    try:
        info = path.stat()
    except OSError as error:
        raise _gone(root.granted.path) from error
    if not stat.S_ISDIR(info.st_mode) or (info.st_dev, info.st_ino) != (root.device, root.inode):
        raise _gone(root.granted.path)
    for folder in folders:
        path = path / folder
        if path.is_symlink() or (path.exists() and path.resolve() != path):
            raise OutsideWorkspaceError(_LINK.of(name=shown(folder)))
        if not path.is_dir():
            raise NotFoundError(_NO_FOLDER.of(name=shown(folder)))
    return str(path / name)


def _gone(path: str) -> NeedsUserError:
    return NeedsUserError(_NO_SUCH_FOLDER.of(name=shown(path)), _RESTORE, "no_folder")
