"""One commit at a time in a folder, whichever process makes it."""

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
BUSY = Words(
    "Another task is changing files in this folder. Try again in a moment.",
    "ほかのタスクがこのフォルダーのファイルを変更中です。少し待ってから、もう一度お試しください。",
)


@contextmanager
def locked(folders: Collection[Path], vault: Path) -> Iterator[None]:
    """Hold the locks of these folders, in one order for everybody. The system frees them when a process dies.

    Raises:
        RefusedError: another process works in one of them for longer than half a minute (code "busy").
    """
    with ExitStack() as stack:
        for name in sorted({hashlib.sha256(os.fsencode(folder)).hexdigest()[:24] for folder in folders}):
            file = _taken(vault / "locks" / f"{name}.lock")
            stack.callback(os.close, file)
        yield


def _taken(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + _PATIENCE
    while not _try(file):
        if time.monotonic() > until:
            os.close(file)
            raise RefusedError(BUSY, "busy")
        time.sleep(_PAUSE)
    return file


if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
