"""Whose a folder is: a file lock beside it that the system frees when the process ends in any way."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_ENDING = ".lock"


class Owned:
    """The right to a folder called `name` below `base`. Its lock is taken before the folder is made."""

    def __init__(self, base: Path, name: str) -> None:
        self.folder = base / name
        self._path = base / f"{name}{_ENDING}"
        self._file: int | None = None

    def take(self) -> bool:
        """Take it, or say that a living process has it. Raises OSError."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(file)
            is_ours = os.fstat(file).st_ino == self._path.stat().st_ino  # else it was swept just then
        except OSError:
            is_ours = False
        if not is_ours:
            os.close(file)
            return False
        self._file = file
        return True

    def leave(self) -> None:
        """The folder is gone: nobody needs to know any more whose it was. Twice is once."""
        if self._file is None:
            return
        file, self._file = self._file, None
        if sys.platform == "win32":  # a file that is open cannot be removed there
            os.close(file)
        with suppress(OSError):
            self._path.unlink()
        if sys.platform != "win32":
            os.close(file)


def sweep(base: Path, remove: Callable[[Path], bool]) -> None:
    """Remove what processes that are no more have left below `base`."""
    if not base.is_dir():
        return
    for name in sorted({path.name.removesuffix(_ENDING) for path in base.iterdir()}):
        owned = Owned(base, name)
        with suppress(OSError):
            if owned.take() and remove(owned.folder):
                owned.leave()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
