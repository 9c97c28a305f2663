"""One step or many below an open folder, by the system's own means against links and mounts.

Linux: `openat2` (5.6 and later), one call for the whole way; the kernel follows no link, crosses no mount and never
leaves the folder, whatever is renamed meanwhile. macOS: O_NOFOLLOW_ANY, one call as well. Elsewhere a name at a time
with O_NOFOLLOW. Sources: openat2(2); open(2) of macOS 11.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache

FOLDER = getattr(os, "O_DIRECTORY", 0)
_SYSCALL = 437  # the same on every architecture that was added or renumbered since 2011, x86 and Arm among them
_NO_XDEV, _NO_MAGICLINKS, _NO_SYMLINKS, _BENEATH = 0x01, 0x02, 0x04, 0x08
_RESOLVE = _NO_XDEV | _NO_MAGICLINKS | _NO_SYMLINKS | _BENEATH
_NOFOLLOW_ANY = 0x20000000
_LONGEST = 1000 if sys.platform == "darwin" else 4000  # bytes; PATH_MAX is 1024 or 4096, with the zero at the end
_PATIENCE = 100
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

Opener = Callable[[int, str | bytes, int], int]


class _How(ctypes.Structure):
    """struct open_how of linux/openat2.h."""

    _fields_ = (("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64))


def step(folder: int, name: str, flags: int = 0) -> int:
    """The entry `name` of an open folder, open for reading and never waiting for a writer.

    Raises:
        OSError: ELOOP (elsewhere than on Linux also ENOTDIR) for a link, EXDEV for a mount where the system tells.
    """
    whole = whole_way()
    return os.open(name, _FLAGS | flags, dir_fd=folder) if whole is None else whole(folder, name, flags)


def way(folder: int, names: Sequence[str]) -> int | None:
    """The last one of these nested folders below an open folder, in as few calls as there can be.

    None when the system has no such call. Raises OSError as `step`.
    """
    whole = whole_way()
    if whole is None:
        return None
    handle = folder
    try:
        for path in _pieces(names):
            above, handle = handle, whole(handle, path, FOLDER)
            if above != folder:
                os.close(above)
    except OSError:
        if handle != folder:
            os.close(handle)
        raise
    return handle


@cache
def whole_way() -> Opener | None:
    """What opens a path of many names below a folder in one call, if this system has it; asked for once."""
    if sys.platform == "linux":
        found = _openat2()
    elif sys.platform == "darwin":
        found = _nofollow_any
    else:
        found = None
    return found


def _openat2() -> Opener | None:
    """None on an old kernel and where a filter of system calls does not know it."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    call.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_char_p, ctypes.POINTER(_How), ctypes.c_size_t]

    def opened(folder: int, path: str | bytes, flags: int) -> int:
        how = _How(_FLAGS | flags, 0, _RESOLVE)
        for _ in range(_PATIENCE):
            handle = call(_SYSCALL, folder, os.fsencode(path), how, ctypes.sizeof(how))
            if handle >= 0:
                return int(handle)
            if ctypes.get_errno() not in (errno.EAGAIN, errno.EINTR):  # something was renamed just then
                break
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)

    top = os.open("/", os.O_RDONLY)
    try:
        os.close(opened(top, ".", FOLDER))
    except OSError:
        return None
    finally:
        os.close(top)
    return opened


def _nofollow_any(folder: int, path: str | bytes, flags: int) -> int:
    """An older macOS than 11 would not know the flag and follow; the window's library does not run there."""
    return os.open(path, (_FLAGS & ~getattr(os, "O_NOFOLLOW", 0)) | _NOFOLLOW_ANY | flags, dir_fd=folder)


def _pieces(names: Sequence[str]) -> Iterator[bytes]:
    """The names as paths that the system takes: a tree may be deeper than one path can say."""
    path = os.fsencode("/".join(names))
    while len(path) > _LONGEST and (end := path.rfind(b"/", 0, _LONGEST)) > 0:
        yield path[:end]
        path = path[end + 1 :]
    yield path
