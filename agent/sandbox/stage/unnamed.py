"""Files that are open and have no name any more: they fill a disk, and no walk over folders finds them."""

import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from agent.sandbox.stage.facts import blocks


def unnamed(processes: Iterable[int]) -> int:
    """Bytes on the disk of such files that these processes hold open, as Linux tells it; 0 elsewhere.

    A file that is only mapped is not found. That shows when the disk is nearly full (see `RoomFolder.written`).
    """
    found: dict[tuple[int, int], int] = {}
    for process in processes:
        with suppress(OSError):  # it is over, or it is not ours
            for path in Path(f"/proc/{process}/fd").iterdir():
                with suppress(OSError):
                    info = path.stat()
                    if stat.S_ISREG(info.st_mode) and not info.st_nlink:
                        found[info.st_dev, info.st_ino] = blocks(info)
    return sum(found.values())
