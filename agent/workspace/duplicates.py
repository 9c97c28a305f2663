"""Files of one's own with the contents of others: what code may change, while the person's file stays as it is."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.ports import Snapshot
from agent.core.words import Words
from agent.workspace.clones import clone, may_clone
from agent.workspace.contents import copied, digest
from agent.workspace.roots import Spot
from agent.workspace.windows_blocks import share

_FULL = Words(
    "The disk that holds Deskhand's own files is full.", "Deskhand のファイルを置くディスクの空き容量がありません。"
)
_MAKE_ROOM = Words("Make room and try again.", "空き容量を確保してから、もう一度お試しください。")
_MB = 1024 * 1024
_LARGE, _SPARE = 64 * _MB, 256 * _MB  # a copy of a large file leaves room on the disk, a small one is just tried


def must_fit(size: int, folder: Path) -> None:
    """A copy of so many bytes in a folder must leave room. Raises NeedsUserError (code "disk_full")."""
    if size > _LARGE and size + _SPARE > shutil.disk_usage(folder).free:
        raise _full()


@contextmanager
def filling() -> Iterator[None]:
    """While something is copied: that the disk is full is for the person to mend."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full() from error
        raise


def duplicated(file: int, target: Path, sha256: str = "") -> tuple[str, int]:
    """An open file as a new one at `target`: its blocks are shared, else it is copied. Returns its hash and its size.

    `sha256` is the hash when it is known; else what lies at `target` is read once. Nothing is left of one that fails.

    Raises:
        NeedsUserError: the disk is full (code "disk_full"); OSError: what the system said.
    """
    info = os.fstat(file)
    with filling():
        if may_clone(info.st_dev) and clone(file, Spot(str(target), None), _no_more):
            return _own(target, sha256)
        if share(file, target):  # what was never tried on Windows is read once in any case
            found = _own(target, "")
            if found == (sha256 or found[0], info.st_size):
                return found
            target.unlink()
        must_fit(info.st_size, target.parent)
        return copied(file, target)


def duplicate(found: Snapshot, target: Path) -> Snapshot:
    """The same file of the Staging once more, at `target`."""
    file = os.open(found.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        sha256, size = duplicated(file, target, found.sha256)
    finally:
        os.close(file)
    return replace(found, path=target, sha256=sha256, size=size)


def _no_more(old: int, new: int) -> None:
    """Neither the owner nor the mode nor the times of the old file."""


def _own(target: Path, sha256: str) -> tuple[str, int]:
    """A clone made usable: on macOS it came with the mode and the lock of the old file."""
    if sys.platform == "darwin":
        os.chflags(target, 0)
        target.chmod(0o600)
    file = os.open(target, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        return sha256 or digest(file), os.fstat(file).st_size
    except OSError:
        target.unlink()
        raise
    finally:
        os.close(file)


def _full() -> NeedsUserError:
    return NeedsUserError(_FULL, _MAKE_ROOM, "disk_full")
