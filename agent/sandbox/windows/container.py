"""The AppContainer of one process: made when it starts, deleted when it has ended.

Each has a name of its own, so that no process can reach the files or the memory of another one's. Those whose launcher
was killed are deleted by a later one.
"""

import ctypes
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from agent.sandbox.windows import sids
from agent.sandbox.windows.calls import Calls

# What lets a confined process read the interpreter: as an entry there, and as a capability of the process.
INTERPRETER = "deskhandInterpreter"
_PREFIX = "Deskhand"
_WATCH = 0x100000  # SYNCHRONIZE
_TIMEOUT = 258  # WAIT_TIMEOUT


@contextmanager
def container(calls: Calls, pid: int) -> Iterator[bytes]:
    """A new AppContainer of the launcher `pid`; its SID. Raises OSError."""
    name = f"{_PREFIX}.{pid}.{secrets.token_hex(8)}"
    sid = ctypes.c_void_p()
    words = (name, "Deskhand", "Code that runs confined", None, 0, ctypes.addressof(sid))
    calls.zero("CreateAppContainerProfile", *words)
    try:
        found = ctypes.string_at(sid.value or 0, 8 + 4 * ctypes.string_at(sid.value or 0, 2)[1])
        calls.plain("FreeSid", sid)
        if found != sids.package(name):
            raise OSError(0, "The AppContainer has another identity than its name says.")
        yield found
    finally:
        calls.plain("DeleteAppContainerProfile", name)


def sweep(calls: Calls, packages: Path) -> None:
    """Delete AppContainers of launchers that are gone. `packages` is where Windows keeps a folder for each."""
    with suppress(OSError):
        for folder in list(packages.iterdir()):
            prefix, _, rest = folder.name.partition(".")
            pid = rest.partition(".")[0]
            if prefix.casefold() == _PREFIX.casefold() and pid.isdecimal() and not lives(calls, int(pid)):
                calls.plain("DeleteAppContainerProfile", folder.name)


def lives(calls: Calls, pid: int) -> bool:
    """Whether a process of that number runs."""
    handle = calls.plain("OpenProcess", _WATCH, False, pid)
    if not handle:
        return False
    try:
        return bool(waited(calls, (handle,), 0) == _TIMEOUT)
    finally:
        calls.plain("CloseHandle", handle)


def waited(calls: Calls, handles: tuple[int, ...], milliseconds: int) -> int:
    """Which of several processes ended first, by its place; WAIT_TIMEOUT for none."""
    several = (ctypes.c_void_p * len(handles))(*handles)
    return int(calls.plain("WaitForMultipleObjects", len(handles), ctypes.addressof(several), False, milliseconds))
