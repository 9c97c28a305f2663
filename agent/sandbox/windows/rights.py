"""Who may use a file or a folder on Windows: entries are added and taken away again.

Python makes a folder with the mode 0o700 one that inherits nothing (since 3.12.4 and 3.11.10), and what is moved keeps
the entries that it had: so what is put into a Room is told to inherit once it is there.
"""

import ctypes
from collections.abc import Iterable
from pathlib import Path

from agent.sandbox.windows import entries, sids
from agent.sandbox.windows.calls import Calls, system_calls

_FILE_OBJECT = 1  # SE_FILE_OBJECT
_DACL = 0x4  # DACL_SECURITY_INFORMATION
_PROTECTED, _INHERITING = 0x80000000, 0x20000000
_IS_PROTECTED = 0x1000  # SE_DACL_PROTECTED in the control of a security descriptor
_NEVER = 1  # ProgressInvokeNever


def grant(calls: Calls, path: Path, new: Iterable[bytes]) -> None:
    """Add entries. Raises OSError: Windows refused, or the disk has no rights (FAT)."""
    acl, protected = _read(calls, path)
    _write(calls, path, entries.added(acl, new), protected)


def revoke(calls: Calls, path: Path, sid: bytes) -> None:
    """Take away what `sid` was allowed. Raises OSError."""
    acl, protected = _read(calls, path)
    _write(calls, path, entries.without(acl, sid), protected)


def share(calls: Calls, path: Path, sid: bytes) -> bool:
    """Let `sid` read all below a folder, if not every AppContainer may anyway; False when nothing had to be done.

    Windows writes the entry to everything below, which takes its time for many files. Raises OSError.
    """
    acl, protected = _read(calls, path)
    if _reads(acl, sid):
        return False
    _write(calls, path, entries.added(acl, reading(sid, path)), protected)
    return True


def is_open(calls: Calls, path: Path, sid: bytes) -> bool:
    """Whether `sid` may read it anyway, as every app may read what lies in Program Files, whose rights only an
    administrator can change. Raises OSError.
    """
    return _reads(_read(calls, path)[0], sid)


def _reads(acl: bytes, sid: bytes) -> bool:
    rights = entries.allows(acl, sid) | entries.allows(acl, sids.binary(sids.ALL_PACKAGES))
    return rights & entries.READ == entries.READ


def reading(sid: bytes, path: Path) -> tuple[bytes, ...]:
    """The entry that lets `sid` read a file, or a folder with all below it."""
    return (entries.entry(sid, entries.READ, entries.FILES | entries.FOLDERS if path.is_dir() else 0),)


def inherit(calls: Calls, path: Path) -> None:
    """Let a file, or a folder with all below it, have the entries that its folder passes on, and none of its own.

    Raises OSError.
    """
    none = ctypes.create_string_buffer(entries.listed(()))
    how = (_FILE_OBJECT, _DACL | _INHERITING, None, None, ctypes.addressof(none), None, False, None, _NEVER, None)
    calls.zero("TreeResetNamedSecurityInfoW", str(path), *how)


def inherit_here(paths: Iterable[Path]) -> None:
    """The same on this computer, which must be a Windows. Raises OSError."""
    calls = system_calls()
    for path in paths:
        inherit(calls, path)


def _read(calls: Calls, path: Path) -> tuple[bytes, bool]:
    """The entries, and whether they inherit nothing."""
    acl, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
    out = (None, None, ctypes.addressof(acl), None, ctypes.addressof(descriptor))
    calls.zero("GetNamedSecurityInfoW", str(path), _FILE_OBJECT, _DACL, *out)
    try:
        if not acl.value or not descriptor.value:
            raise OSError(0, f"{path.name}: a place without rights")
        size = int.from_bytes(ctypes.string_at(acl.value + 2, 2), "little")
        control = int.from_bytes(ctypes.string_at(descriptor.value + 2, 2), "little")
        return ctypes.string_at(acl.value, size), bool(control & _IS_PROTECTED)
    finally:
        calls.plain("LocalFree", descriptor)


def _write(calls: Calls, path: Path, acl: bytes, protected: bool) -> None:
    buffer = ctypes.create_string_buffer(acl, len(acl))
    how = _DACL | (_PROTECTED if protected else _INHERITING)
    calls.zero("SetNamedSecurityInfoW", str(path), _FILE_OBJECT, how, None, None, ctypes.addressof(buffer), None)
