"""Which files a confined process may touch, by Landlock: a right that is not given to a folder above is refused.

Rights that the kernel does not know yet are left out (`known`), so an old kernel confines less: TRUNCATE comes with
ABI 3, TCP with 4, IOCTL_DEV with 5, abstract sockets and signals with 6. Source: `linux/landlock.h`.
"""

import ctypes
import os
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on x86_64 and aarch64
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
MAKE_SOCK, REFER, TRUNCATE, IOCTL_DEV = 1 << 9, 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
# Not links, pipes and devices; and nothing that it writes is a program.
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
DEVICE = READ_FILE | WRITE_FILE
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
_BIND, _CONNECT = 0b01, 0b10
_SCOPES = 0b11
# All that any file right was up to the ABI, from 1 on.
_ALL = (0, (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1, (1 << 15) - 1, (1 << 16) - 1)


def abi() -> int:
    """Which Landlock this kernel has; 0 for none."""
    return max(0, int(_libc().syscall(_CREATE, None, ctypes.c_size_t(0), 1)))


def apply(rights: Iterable[tuple[str, int]], version: int, *, network: bool = False) -> None:
    """Hold this process to these rights on files and folders, and to no TCP, foreign sockets and signals, for good.

    Paths that are not there are left out. `no_new_privs` must be set. `network`: it may connect, not be connected to.

    Raises:
        OSError: the kernel refuses.
    """
    known = _ALL[min(version, len(_ALL) - 1)]
    libc = _libc()
    tcp = _BIND if network else _BIND | _CONNECT
    words = struct.pack("=QQQ", known, tcp, _SCOPES)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _checked(libc.syscall(_CREATE, words, ctypes.c_size_t(len(words)), 0))
    try:
        for path, wanted in rights:
            _allow(libc, ruleset, path, wanted & known)
        _checked(libc.syscall(_RESTRICT, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, wanted: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        folder = (os.fstat(place).st_mode & 0o170000) == 0o040000
        words = struct.pack("=Qi", wanted if folder else wanted & _OF_FILES, place)
        _checked(libc.syscall(_ADD, ruleset, 1, words, 0))
    finally:
        os.close(place)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), "Landlock")
    return answer
