"""The system's trash: what goes there has a readable name and the place that it was at, and can be taken out again.

Linux and other systems with freedesktop.org: the Trash specification 1.0 (home trash on its own file system, else
`.Trash/UID` or `.Trash-UID` at the top of the mount). macOS: `.Trash` of the home folder, `.Trashes/UID` of other
disks. Windows: the shell's own call. Nothing is ever copied from one disk to another.
"""

import datetime
import errno
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from agent.core.errors import RefusedError
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace.durable import durable, durable_folder

NO_TRASH = Words(
    "There is no trash on the disk that holds {name!r}, so it was not removed.",
    "「{name}」のあるディスクにはごみ箱がないため、取り除いていません。",
)
Throw = Callable[[Path, Path], str]
"""Moves a file or tree to the trash as if it had been at the second path. Returns where it is now, in words for a list.

Raises:
    RefusedError: this disk has no trash that may be used (code "no_trash"); OSError: the system refused.
"""


@dataclass(frozen=True, slots=True)
class FolderTrash:
    """A trash made of folders: `home` is the one in the home folder, `user` the number of the user on other disks."""

    home: Path
    user: int

    def __call__(self, file: Path, was: Path) -> str:
        """See Throw."""
        for trash, top in self._trashes(file):
            with suppress(PermissionError, FileNotFoundError, NotADirectoryError, FileExistsError):
                return str(self._thrown(file, was, trash, top))
        raise RefusedError(NO_TRASH.of(name=shown(str(was))), "no_trash")

    def _trashes(self, file: Path) -> list[tuple[Path, Path | None]]:
        """Folders that may be the trash for a file, and the top of its mount when paths are noted relative to it."""
        device = file.lstat().st_dev
        home = next(path for path in (self.home, *self.home.parents) if path.exists())
        if home.stat().st_dev == device:
            return [(self.home, None)]
        top = file.parent
        while top.parent != top and top.parent.stat().st_dev == device:
            top = top.parent
        shared = top / ".Trash"
        return [*([(shared / str(self.user), top)] if _is_shared(shared) else []), (top / f".Trash-{self.user}", top)]

    def _thrown(self, file: Path, was: Path, trash: Path, top: Path | None) -> Path:
        for folder in (trash / "files", trash / "info"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if trash.is_symlink() or trash.stat().st_dev != file.lstat().st_dev:
            raise FileNotFoundError(errno.ENOENT, "no trash", str(trash))
        path = was.relative_to(top) if top is not None and was.is_relative_to(top) else was
        note = f"[Trash Info]\nPath={quote(os.fsencode(path))}\nDeletionDate={_now()}\n".encode()
        number = 0
        while True:
            number += 1
            name = was.name if number == 1 else f"{was.stem} {number}{was.suffix}"
            to = trash / "files" / name
            try:
                info = os.open(trash / "info" / f"{name}.trashinfo", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(info, "wb") as file_of_note:
                file_of_note.write(note)
                file_of_note.flush()
                durable(info)
            if not os.path.lexists(to):
                return _renamed(file, to)
            (trash / "info" / f"{name}.trashinfo").unlink()


def _renamed(file: Path, to: Path) -> Path:
    try:
        file.rename(to)
    except OSError:
        (to.parent.parent / "info" / f"{to.name}.trashinfo").unlink()
        raise
    durable_folder(str(to.parent))
    return to


@dataclass(frozen=True, slots=True)
class MacTrash:
    """The Finder's trash: a plain folder for each disk."""

    home: Path
    user: int

    def __call__(self, file: Path, was: Path) -> str:
        """See Throw."""
        parts = file.parts
        far = Path(*parts[:3]) / ".Trashes" / str(self.user) if parts[1:2] == ("Volumes",) else self.home
        to, number = far / was.name, 1
        while os.path.lexists(to):
            number += 1
            to = far / f"{was.stem} {number}{was.suffix}"
        try:
            file.rename(to)
        except OSError as error:
            raise RefusedError(NO_TRASH.of(name=shown(str(was))), "no_trash") from error
        return str(to)


def _is_shared(trash: Path) -> bool:
    """A trash for all users counts only when it is no link and nobody can remove what others put there."""
    with suppress(OSError):
        info = trash.lstat()
        return stat.S_ISDIR(info.st_mode) and bool(info.st_mode & stat.S_ISVTX)
    return False


def _now() -> str:
    return datetime.datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")


if sys.platform == "win32":
    import ctypes

    _DELETE = 3
    _FIXED = 3  # DRIVE_FIXED
    # FOF_ALLOWUNDO, SILENT, NOCONFIRMATION, NOERRORUI, WANTNUKEWARNING: what is too large for the bin is asked about
    _QUIETLY_AND_UNDOABLE = 0x40 | 0x4 | 0x10 | 0x400 | 0x4000

    class _Operation(ctypes.Structure):
        _fields_ = (
            ("window", ctypes.c_void_p), ("what", ctypes.c_uint), ("source", ctypes.c_wchar_p),
            ("to", ctypes.c_wchar_p), ("flags", ctypes.c_uint16), ("aborted", ctypes.c_int),
            ("names", ctypes.c_void_p), ("title", ctypes.c_wchar_p),
        )  # fmt: skip

    def _shell_trash(file: Path, was: Path) -> str:
        """SHFileOperationW: the name that the person will see is that of the file when it is thrown away.

        Disks that are not fixed have no recycle bin: the shell would remove the file for good.
        """
        if ctypes.WinDLL("kernel32").GetDriveTypeW(ctypes.c_wchar_p(file.anchor)) != _FIXED:
            raise RefusedError(NO_TRASH.of(name=shown(str(was))), "no_trash")
        named = file.with_name(was.name)
        file.rename(named)
        operation = _Operation(None, _DELETE, f"{named}\0", None, _QUIETLY_AND_UNDOABLE, 0, None, None)
        failed = ctypes.WinDLL("shell32").SHFileOperationW(ctypes.byref(operation))
        if failed or operation.aborted:
            named.rename(file)
            raise RefusedError(NO_TRASH.of(name=shown(str(was))), "no_trash")
        return was.name

    def system_trash() -> Throw:
        """The recycle bin."""
        return _shell_trash

elif sys.platform == "darwin":

    def system_trash() -> Throw:
        """The Finder's trash."""
        return MacTrash(Path.home() / ".Trash", os.getuid())
else:

    def system_trash() -> Throw:
        """The trash of this user as freedesktop.org says."""
        shared = os.environ.get("XDG_DATA_HOME", "")
        share = Path(shared) if PurePath(shared).is_absolute() else Path.home() / ".local" / "share"
        return FolderTrash(share / "Trash", os.getuid())
