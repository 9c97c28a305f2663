"""Names in open folders: nothing below a Room is ever reached through a path that its code could have bent.

Where a system has no functions that take the handle of a folder (Windows), names are whole paths.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HANDLES = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_DENIED = (errno.EACCES, errno.EPERM)
_REPARSE = 0x400  # FILE_ATTRIBUTE_REPARSE_POINT: links, junctions, placeholders


@dataclass(frozen=True, slots=True)
class Spot:
    """A name in a folder: pass both to the functions of `os` that take `dir_fd`. Without handles it is a whole path."""

    name: str
    folder: int | None

    def info(self) -> os.stat_result:
        """What is there; a link is not followed. Raises OSError."""
        return os.stat(self.name, dir_fd=self.folder, follow_symlinks=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open folder: its handle, or its path where there are no handles."""

    handle: int | str

    def names(self, most: int) -> list[str]:
        """The names in it in order, `most` of them at most and one more. Raises OSError."""
        found = []
        with os.scandir(self.handle) as entries:
            for entry in entries:
                found.append(entry.name)
                if len(found) > most:
                    break
        return sorted(found)

    def spot(self, name: str) -> Spot:
        """A name in it."""
        if isinstance(self.handle, int):
            return Spot(name, self.handle)
        return Spot(str(Path(self.handle, name)), None)

    def close(self) -> None:
        """No more of it."""
        if isinstance(self.handle, int):
            os.close(self.handle)


def top(path: Path) -> Opened:
    """A folder that lies in one of our own, open. Raises OSError."""
    return into(Spot(str(path), None))


def into(at: Spot) -> Opened:
    """A folder below, open, also one that its owner may not read; its mode is put right then. Raises OSError."""
    if not HANDLES:
        if is_link(at.info()):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), at.name)
        return Opened(at.name)
    if stat.S_ISDIR(mode := at.info().st_mode) and mode & 0o700 != 0o700:
        usable(at)
    return Opened(os.open(at.name, _FOLDER, dir_fd=at.folder))


@contextmanager
def reading(at: Spot, seen: os.stat_result) -> Iterator[int]:
    """A regular file that was `seen` there, open for reading and never waiting. Raises OSError: it is another one."""
    try:
        file = os.open(at.name, _FILE, dir_fd=at.folder)
    except OSError as error:
        if error.errno not in _DENIED:
            raise
        usable(at)
        file = os.open(at.name, _FILE, dir_fd=at.folder)
    try:
        info = os.fstat(file)
        if not stat.S_ISREG(info.st_mode) or (info.st_dev, info.st_ino) != (seen.st_dev, seen.st_ino):
            raise OSError(errno.ESTALE, "it was exchanged", at.name)
        yield file
    finally:
        os.close(file)


def is_link(info: os.stat_result) -> bool:
    """Whether a name leads elsewhere."""
    return stat.S_ISLNK(info.st_mode) or bool(getattr(info, "st_file_attributes", 0) & _REPARSE)


if sys.platform == "linux":
    import fcntl
    import struct

    _GETFLAGS, _SETFLAGS = 0x80086601, 0x40086602  # <linux/fs.h>; the kernel reads and writes an int
    _LOCKED = 0x10 | 0x20  # FS_IMMUTABLE_FL, FS_APPEND_FL

    def usable(at: Spot) -> None:
        """Make a file or folder readable and changeable for its owner. A link is left alone. Raises OSError."""
        handle = os.open(at.name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at.folder)
        try:
            mode = os.fstat(handle).st_mode
            path = Path(f"/proc/self/fd/{handle}")
            if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                with suppress(PermissionError):  # locked ones are unlocked below
                    path.chmod(0o700 if stat.S_ISDIR(mode) else 0o600)
                with suppress(OSError):  # not root, or a file system without such flags
                    _unlock(path)
        finally:
            os.close(handle)

    def _unlock(path: Path) -> None:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            (flags,) = struct.unpack("i", fcntl.ioctl(file, _GETFLAGS, b"\0" * 4))
            if flags & _LOCKED:
                fcntl.ioctl(file, _SETFLAGS, struct.pack("i", flags & ~_LOCKED))
                os.fchmod(file, 0o700)
        finally:
            os.close(file)

elif sys.platform == "darwin":
    import ctypes

    def usable(at: Spot) -> None:
        """Make a file or folder readable and changeable for its owner; "uchg" is taken away. Raises OSError."""
        mode = at.info().st_mode
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            _unlock(at)
            os.chmod(at.name, 0o700 if stat.S_ISDIR(mode) else 0o600, dir_fd=at.folder, follow_symlinks=False)

    def _unlock(at: Spot) -> None:
        """There is no call that takes a folder's handle and sets flags: `open` asks for the file itself, if it may."""
        with suppress(OSError):
            file = os.open(at.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at.folder)
            try:
                ctypes.CDLL(None).fchflags(file, 0)
            finally:
                os.close(file)
else:

    def usable(at: Spot) -> None:
        """Windows: what may not be written may not be deleted either. Raises OSError."""
        if not is_link(at.info()):
            Path(at.name).chmod(stat.S_IWRITE | stat.S_IREAD)
