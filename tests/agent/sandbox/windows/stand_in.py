"""A stand-in for the functions of Windows: called through ctypes with the declared types, as the real ones would be.

It reads structures from memory at the offsets of the documentation, not by the classes under test, and keeps the state
that Windows would: AppContainers, access entries, handles, attributes, jobs, processes.
"""

import ctypes
import gc
import struct
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from agent.sandbox.windows import entries, sids
from agent.sandbox.windows.calls import FUNCTIONS, Calls

USER = sids.binary("S-1-5-21-1-2-3-1001")
PROTECTED = 0x1000


def memory(address: int, size: int) -> bytes:
    return ctypes.string_at(address, size)


def number(address: int, size: int) -> int:
    return int.from_bytes(memory(address, size), "little")


def put(address: int, value: int, size: int = 8) -> None:
    ctypes.memmove(address, value.to_bytes(size, "little"), size)


def wide(address: int, end: str = "\0") -> str:
    found = b""
    while not found.decode("utf-16-le", "ignore").endswith(end) or len(found) % 2:
        found += memory(address + len(found), 2)
    return found.decode("utf-16-le")[: -len(end)]


@dataclass
class Windows:
    """`fails` is the function that fails, `ends` which of those that are waited for ends first, `code` its code."""

    fails: str = ""
    ends: int = 0
    code: int = 0
    alive: set[int] = field(default_factory=lambda: {7})
    called: list[str] = field(default_factory=list)
    containers: set[str] = field(default_factory=set)
    lists: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    inherits: list[tuple[Any, ...]] = field(default_factory=list)
    handles: set[int] = field(default_factory=set)
    attributes: dict[int, tuple[int, int]] = field(default_factory=dict)
    job: dict[int, bytes] = field(default_factory=dict)
    inheritable: list[int] = field(default_factory=list)
    process: dict[str, Any] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def calls(self) -> Calls:
        libraries = {library: SimpleNamespace() for library, _, _ in FUNCTIONS.values()}
        for name, (library, result, arguments) in FUNCTIONS.items():
            setattr(libraries[library], name, ctypes.CFUNCTYPE(result, *arguments)(self._function(name, result)))
        return Calls(libraries.__getitem__, lambda: 5)

    def _function(self, name: str, result: Any):
        def function(*arguments):
            self.called.append(name)
            if name == self.fails:
                bad = 5 if FUNCTIONS[name][0] in {"advapi32", "userenv"} else 0
                return None if result in {None, ctypes.c_void_p} else bad
            return getattr(self, "_" + name, lambda *_: 1)(*arguments)

        return function

    def handle(self) -> int:
        made = 0x100 + 4 * len(self.called)
        self.handles.add(made)
        return made

    def acl(self, path: str) -> bytes:
        return self.lists.setdefault(path, (entries.listed([entries.entry(USER, 0x1F01FF)]), PROTECTED))[0]

    def _CreateAppContainerProfile(self, name, title, about, capabilities, count, out):  # noqa: N802
        assert (capabilities, count) == (None, 0)
        self.containers.add(name)
        self.kept.append(ctypes.create_string_buffer(sids.package(name)))
        put(out, ctypes.addressof(self.kept[-1]))
        return 0

    def _DeleteAppContainerProfile(self, name):  # noqa: N802
        self.containers.discard(name)
        return 0

    def _GetNamedSecurityInfoW(self, path, kind, what, owner, group, dacl, sacl, descriptor):  # noqa: N802
        assert (kind, what, owner, group, sacl) == (1, 4, None, None, None)
        acl = self.acl(path)
        self.kept += [
            ctypes.create_string_buffer(acl),
            ctypes.create_string_buffer(struct.pack("<BBH", 1, 0, self.lists[path][1])),
        ]
        put(dacl, ctypes.addressof(self.kept[-2]))
        put(descriptor, ctypes.addressof(self.kept[-1]))
        return 0

    def _SetNamedSecurityInfoW(self, path, kind, what, owner, group, dacl, sacl):  # noqa: N802
        assert (kind, owner, group, sacl) == (1, None, None, None)
        assert what in {0x80000004, 0x20000004}
        self.lists[path] = (memory(dacl, number(dacl + 2, 2)), PROTECTED if what >> 31 else 0)
        return 0

    def _TreeResetNamedSecurityInfoW(self, path, kind, what, owner, group, dacl, sacl, keep, *rest):  # noqa: N802
        self.inherits.append((path, kind, what, owner, group, memory(dacl, 8), sacl, keep, *rest))
        return 0

    def _LocalFree(self, address):  # noqa: N802
        return None

    def _FreeSid(self, address):  # noqa: N802
        return None

    def _CreateJobObjectW(self, *_):  # noqa: N802
        return self.handle()

    def _SetInformationJobObject(self, job, kind, address, size):  # noqa: N802
        self.job[kind] = memory(address, size)
        return 1

    def _InitializeProcThreadAttributeList(self, address, count, flags, size):  # noqa: N802
        put(size, 16 + 24 * count)
        return 0 if address is None else 1

    def _UpdateProcThreadAttribute(self, address, flags, kind, value, size, *_):  # noqa: N802
        self.attributes[kind] = (value, size)
        return 1

    def _DeleteProcThreadAttributeList(self, address):  # noqa: N802
        self.attributes = {}

    def _GetStdHandle(self, which):  # noqa: N802
        return {0xFFFFFFF6: 0x10, 0xFFFFFFF5: 0x14, 0xFFFFFFF4: 0x18}[which]

    def _SetHandleInformation(self, handle, mask, flags):  # noqa: N802
        assert (mask, flags) == (1, 1)
        self.inheritable.append(handle)
        return 1

    def _OpenProcess(self, rights, inherit, pid):  # noqa: N802
        assert (rights, inherit) == (0x100000, 0)
        return self.handle() if pid in self.alive else None

    def _WaitForMultipleObjects(self, count, handles, all_of_them, milliseconds):  # noqa: N802
        assert not all_of_them
        assert {number(handles + 8 * n, 8) for n in range(count)} <= self.handles
        return 258 if milliseconds == 0 else self.ends

    def _GetExitCodeProcess(self, process, out):  # noqa: N802
        put(out, self.code, 4)
        return 1

    def _CloseHandle(self, handle):  # noqa: N802
        self.handles.remove(handle)
        return 1

    def _CreateProcessW(self, program, line, a, b, inherit, flags, env, folder, info, out):  # noqa: N802
        assert (a, b, inherit, folder) == (None, None, 1, None)
        if not any(one.startswith("LOCALAPPDATA=") for one in wide(env, "\0\0").split("\0")):
            return 0  # ERROR_ENVVAR_NOT_FOUND
        gc.collect()
        container, size = self.attributes[0x20009]
        assert size == 24
        first = number(container + 8, 8)
        self.process = {
            "program": program,
            "line": wide(line),
            "env": wide(env, "\0\0").split("\0"),
            "flags": flags,
            "sid": self._sid(number(container, 8)),
            "capabilities": [self._sid(number(first + 16 * n, 8)) for n in range(number(container + 16, 4))],
            "enabled": [number(first + 16 * n + 8, 4) for n in range(number(container + 16, 4))],
            "values": {kind: memory(*value) for kind, value in self.attributes.items() if kind != 0x20009},
            "size": number(info, 4),
            "uses": number(info + 60, 4),
            "streams": tuple(number(info + at, 8) for at in (80, 88, 96)),
        }
        put(out, self.handle())
        put(out + 8, thread := 0xFFF0)
        self.handles.add(thread)
        return 1

    def _sid(self, address: int) -> str:
        return sids.text(memory(address, 8 + 4 * number(address + 1, 1)))
