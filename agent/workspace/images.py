"""Before-images: what is replaced stays in the vault, and its name is never without a file meanwhile.

In this order: a second name for the same inode (nothing is copied, everything about the file is kept); a clone that
shares its blocks (FICLONE, clonefile); a copy that is read back and compared.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from agent.core.errors import RefusedError
from agent.core.words import Words
from agent.workspace.attributes import alike
from agent.workspace.clones import clone, may_clone
from agent.workspace.contents import digest
from agent.workspace.durable import durable, durable_file
from agent.workspace.roots import HANDLES, Spot

_CHUNK = 1024 * 1024
_NO_LINKS = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK,
                       errno.EXDEV, errno.EINVAL})  # fmt: skip
_NOT_KEPT = Words(
    "The version before could not be kept whole. Nothing was changed.",
    "変更前の版を正しく保管できなかったため、何も変更していません。",
)


def keep(source: Spot, to: Spot) -> bool:
    """Keep what is at `source` under the free name `to` too. Returns whether it is the same inode.

    Raises:
        OSError: the system refused; RefusedError: what was kept is not what was there (code "not_kept").
    """
    try:
        if HANDLES:
            os.link(source.name, to.name, src_dir_fd=source.folder, dst_dir_fd=to.folder, follow_symlinks=False)
        else:
            os.link(source.name, to.name)
    except NotImplementedError:
        pass
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
    else:
        return True
    if _cloned(source, to):
        durable_file(to.name, to.folder)
    else:
        with _both(source, to) as (old, new):
            _copied(old, new)
            _finish(old, new)
            durable(new)
    return False


def spare(source: Spot, to: Spot) -> None:
    """A clone of `source` at the free name `to` where it costs nothing; nothing where there are no clones.

    A program that still has the replaced file open writes into the kept inode; the clone is out of its reach.
    """
    with suppress(OSError):
        _cloned(source, to)


@contextmanager
def _both(source: Spot, to: Spot) -> Iterator[tuple[int, int]]:
    """The old file open for reading and the new one for writing; the new one is removed when it does not succeed."""
    binary = getattr(os, "O_BINARY", 0)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | binary
    old = os.open(source.name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | binary, dir_fd=source.folder)
    try:
        new = os.open(to.name, flags, 0o600, dir_fd=to.folder)
        try:
            yield old, new
        except BaseException:
            os.unlink(to.name, dir_fd=to.folder)
            raise
        finally:
            os.close(new)
    finally:
        os.close(old)


def _copied(old: int, new: int) -> None:
    """Copy the bytes, leave holes as holes, and compare what can be read back. Raises RefusedError."""
    size = os.fstat(old).st_size
    for begin, end in _filled(old, size):
        os.lseek(old, begin, os.SEEK_SET)
        os.lseek(new, begin, os.SEEK_SET)
        while begin < end and (chunk := os.read(old, min(_CHUNK, end - begin))):
            begin += len(chunk)
            _write(new, chunk)
    os.ftruncate(new, size)
    found = []
    for file in (old, new):
        os.lseek(file, 0, os.SEEK_SET)
        found.append(digest(file))
    if found[0] != found[1]:
        raise RefusedError(_NOT_KEPT, "not_kept")


def _write(file: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(file, rest) :]


def _finish(old: int, new: int) -> None:
    """Owner, mode, attributes and times of the old file."""
    info = os.fstat(old)
    alike(old, new, info)
    if os.utime in os.supports_fd:
        os.utime(new, ns=(info.st_atime_ns, info.st_mtime_ns))


if sys.platform == "win32":

    def _filled(file: int, size: int) -> Iterator[tuple[int, int]]:
        """The parts of a file that hold bytes: this system does not tell."""
        yield 0, size
else:

    def _filled(file: int, size: int) -> Iterator[tuple[int, int]]:
        """The parts of a file that hold bytes: all of it where the file system does not tell."""
        end = 0
        while end < size:
            try:
                begin = os.lseek(file, end, os.SEEK_DATA)
                end = os.lseek(file, begin, os.SEEK_HOLE)
            except OSError as error:
                if error.errno != errno.ENXIO:  # ENXIO: a hole up to the end
                    yield end, size
                return
            yield begin, end


def _cloned(source: Spot, to: Spot) -> bool:
    """A file at `to` that shares the blocks of `source`; False, and nothing there, where that cannot be."""
    if not may_clone(os.stat(source.name, dir_fd=source.folder, follow_symlinks=False).st_dev):
        return False
    old = os.open(source.name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0), dir_fd=source.folder)
    try:
        return clone(old, to, _finish)
    finally:
        os.close(old)
