"""One commit at a time in a folder, whichever process makes it, also when one granted folder lies in another.

A commit holds its own folders alone and shares every folder above them, up to all there is. So two folders of which
one holds the other exclude each other, and neighbours do not. Everybody takes locks in one order. A folder is known by
device and inode: the same one under another path has the same lock.
"""

import hashlib
import os
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from agent.core.errors import RefusedError
from agent.core.words import Words

_PATIENCE = 30.0
_PAUSE = 0.05
_ALL = "all"
BUSY = Words(
    "Another task is changing files in this folder. Try again in a moment.",
    "ほかのタスクがこのフォルダーのファイルを変更中です。少し待ってから、もう一度お試しください。",
)


@contextmanager
def locked(folders: Collection[Path], vault: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the locks of these folders. The system frees them when a process dies.

    Raises:
        RefusedError: another process works in one of them for longer than `patience` in seconds (code "busy").
    """
    wanted = {_ALL: False}
    for folder in map(os.fspath, folders):
        for above in _above(folder):
            wanted.setdefault(_name(above), False)
        wanted[_name(folder)] = True
    with ExitStack() as stack:
        for name, alone in sorted(wanted.items()):
            file = _taken(vault / "locks" / f"{name}.lock", patience, alone=alone)
            stack.callback(os.close, file)
        yield


@contextmanager
def locked_everywhere(vault: Path) -> Iterator[bool]:
    """Hold the lock of all folders if nobody works in any of them now; whether it is held."""
    file = _opened(vault / "locks" / f"{_ALL}.lock")
    try:
        yield _try(file, alone=True)
    finally:
        os.close(file)


def _above(folder: str) -> Iterator[str]:
    """The folders that hold it, the nearest first."""
    while (above := os.path.dirname(folder)) != folder:  # noqa: PTH120  # called for each commit
        yield above
        folder = above


def _name(folder: str) -> str:
    try:
        info = os.stat(folder)  # noqa: PTH116
    except OSError:  # it is not there, so nothing can be changed in it; the lock is for the answer alone
        return hashlib.sha256(os.fsencode(folder)).hexdigest()[:24]
    return f"{info.st_dev:x}-{info.st_ino:x}"


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _taken(path: Path, patience: float, *, alone: bool) -> int:
    file = _opened(path)
    until = time.monotonic() + patience
    while not _try(file, alone=alone):
        if time.monotonic() > until:
            os.close(file)
            raise RefusedError(BUSY, "busy")
        time.sleep(_PAUSE)
    return file


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _ALONE, _AT_ONCE = 0x2, 0x1  # LOCKFILE_EXCLUSIVE_LOCK, LOCKFILE_FAIL_IMMEDIATELY

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p), ("internal_high", ctypes.c_void_p), ("offset", ctypes.c_uint32),
            ("offset_high", ctypes.c_uint32), ("event", ctypes.c_void_p),
        )  # fmt: skip

    def _try(file: int, *, alone: bool) -> bool:
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(file))
        how = _AT_ONCE | (_ALONE if alone else 0)
        where = _Overlapped()
        return bool(ctypes.WinDLL("kernel32").LockFileEx(handle, how, 0, 1, 0, ctypes.byref(where)))
else:
    import fcntl

    def _try(file: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
