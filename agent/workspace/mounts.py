"""Where another disk or folder is mounted below a Root. It is no part of the Root: it can be granted by itself."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from agent.workspace import windows_way
from agent.workspace.openat import FOLDER, step, whole_way

_CROSSED = errno.EXDEV
_TABLE = Path("/proc/self/mountinfo")


def is_mount(folder: int | None, name: str, info: os.stat_result, device: int) -> bool:
    """Whether a folder with these facts in an open folder is the root of a mount. `device` is that of the Root.

    A folder of another device is one (subvolumes of btrfs too: nothing can be renamed across). A folder of the same
    disk that is mounted here (a bind mount) is known where the system opens without crossing mounts.
    """
    if windows_way.is_mount(info):
        return True
    if folder is None:
        return False
    return info.st_dev != device or (sys.platform == "linux" and whole_way() is not None and _is_crossed(folder, name))


def _is_crossed(folder: int, name: str) -> bool:
    try:
        os.close(step(folder, name, FOLDER))
    except OSError as error:
        return error.errno == _CROSSED
    return False


def mounts_in(folder: Path) -> bool | None:
    """Whether something is mounted below a folder, by the table of the system; None where there is none to read."""
    try:
        lines = _TABLE.read_bytes().splitlines()
    except OSError:
        return None
    above = os.fsencode(folder).rstrip(b"/") + b"/"
    return any(point.startswith(above) for line in lines for point in _points(line))


def _points(line: bytes) -> Iterator[bytes]:
    """The mount point of a line of mountinfo; blanks and the like are written in octal. Source: proc(5)."""
    with suppress(IndexError, UnicodeDecodeError):
        yield line.split(b" ")[4].decode("unicode_escape").encode("latin-1")
