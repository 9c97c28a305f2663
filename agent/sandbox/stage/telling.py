"""Whether the change time of a file tells that its contents may have changed. Measured, because systems differ.

Code may set every other time of a file. The change time is the system's own; but Windows has none (it calls the time of
creation so), FAT has it in steps of two seconds, and old kernels forget it for writes through a mapping on a tmpfs.
"""

import mmap
import os
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

_ROUNDS = 3
_STEP = 0.012  # seconds; the coarsest clock of a kernel ticks every 10 ms
_PAGE = mmap.PAGESIZE


@dataclass(frozen=True, slots=True)
class Telling:
    """What a file system says. `by_time`: contents cannot change without the change time, once `pause` seconds went by.
    `by_mode`: a new file cannot be run unless somebody made it so.
    """

    by_time: bool
    by_mode: bool
    pause: float = 0.0


def telling(folder: Path) -> Telling:
    """Try it with a file in a folder of our own. Raises OSError."""
    path = folder / uuid.uuid4().hex
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(file, b"\0" * _PAGE)
        by_mode = not os.fstat(file).st_mode & 0o111
        return _measured(file, by_mode)
    finally:
        os.close(file)
        path.unlink()


if sys.platform == "win32":

    def _measured(file: int, by_mode: bool) -> Telling:
        """Neither time nor mode says anything there."""
        return Telling(by_time=False, by_mode=False)
else:

    def _measured(file: int, by_mode: bool) -> Telling:
        for pause in (0.0, _STEP):
            if all(_moves(file, pause) for _ in range(_ROUNDS)):
                return Telling(True, by_mode, pause)
        return Telling(False, by_mode)


def _moves(file: int, pause: float) -> bool:
    """Whether a write moves the time, and one through a mapping too."""
    before = os.fstat(file).st_ctime_ns
    time.sleep(pause)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, b"x")
    between = os.fstat(file).st_ctime_ns
    time.sleep(pause)
    with mmap.mmap(file, _PAGE) as mapped:
        mapped[0] = 0
        return before < between < os.fstat(file).st_ctime_ns
