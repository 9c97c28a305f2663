"""A process in an AppContainer and a job object, from its first instruction on.

Everything is said in CreateProcessW's list of attributes (STARTUPINFOEXW): the AppContainer with its one capability and
so no network, the job, the handles that it inherits and no other, mitigations, and that it may start no process. It has
no console, because the console's own process would count in the job.

Mitigations are those that CPython and its packages live with: not the one against code that is made while it runs
(ctypes needs it for callbacks), not the one that closes the window system (Pillow links to it). Sources:
UpdateProcThreadAttribute, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, "Launch an AppContainer"; Chromium's sandbox/win.
"""

import ctypes
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from agent.documents.job import EXTENDED_LIMITS, ExtendedLimits
from agent.sandbox.windows.calls import Calls
from agent.sandbox.windows.structures import (
    STD_HANDLES,
    ExtendedStartup,
    SecurityCapabilities,
    SidAndAttributes,
    StartedProcess,
)

HANDLES, MITIGATIONS, CAPABILITIES, JOBS, CHILDREN = 0x20002, 0x20007, 0x20009, 0x2000D, 0x2000E
# Heaps end at errors, addresses are random (DEP and SEHOP are no choice with 64 bits); no extensions; no libraries from
# the network or from files that a process of low integrity, as this one is, wrote.
MITIGATED = 1 << 12 | 1 << 16 | 1 << 20 | 1 << 32 | 1 << 52 | 1 << 56
_RESTRICTED = 1  # PROCESS_CREATION_CHILD_PROCESS_RESTRICTED
_ENABLED = 0x4  # SE_GROUP_ENABLED
# DETACHED_PROCESS, CREATE_UNICODE_ENVIRONMENT, EXTENDED_STARTUPINFO_PRESENT
FLAGS = 0x8 | 0x400 | 0x80000
# ACTIVE_PROCESS, PROCESS_MEMORY, JOB_MEMORY, DIE_ON_UNHANDLED_EXCEPTION, KILL_ON_JOB_CLOSE
LIMITED = 0x8 | 0x100 | 0x200 | 0x400 | 0x2000
_UI_LIMITS, _ALL_OF_UI = 4, 0xFF
_MANY = 32
_INHERIT = 1  # HANDLE_FLAG_INHERIT


@dataclass(frozen=True, slots=True)
class Start:
    """What is started, and how. `sids` are the AppContainer's and those of its capabilities; `memory` is in bytes;
    `streams` are the handles for its three streams.
    """

    argv: tuple[str, ...]
    env: Mapping[str, str]
    sids: tuple[bytes, ...]
    memory: int
    processes: bool
    streams: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Running:
    """Handles of a process that was started, and of its job: when that is closed, the process ends."""

    process: int
    job: int


@contextmanager
def running(calls: Calls, start: Start) -> Iterator[Running]:
    """Start it; afterwards it has ended, with all that it started. Raises OSError."""
    job = _job(calls, start)
    try:
        process = _started(calls, start, job)
        try:
            yield Running(process, job)
        finally:
            calls.plain("TerminateJobObject", job, 1)
            calls.plain("CloseHandle", process)
    finally:
        calls.plain("CloseHandle", job)


def block(env: Mapping[str, str]) -> bytes:
    """An environment as CreateProcessW reads it: in the order of the names in capitals."""
    lines = [f"{name}={value}\0" for name, value in sorted(env.items(), key=lambda one: one[0].upper())]
    return ("".join(lines) + ("\0" if lines else "\0\0")).encode("utf-16-le")


def _job(calls: Calls, start: Start) -> int:
    job = int(calls.true("CreateJobObjectW", None, None))
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = LIMITED
    limits.BasicLimitInformation.ActiveProcessLimit = _MANY if start.processes else 1
    limits.ProcessMemoryLimit = limits.JobMemoryLimit = start.memory
    ui = ctypes.c_uint32(_ALL_OF_UI)
    try:
        for kind, value in ((EXTENDED_LIMITS, limits), (_UI_LIMITS, ui)):
            calls.true("SetInformationJobObject", job, kind, ctypes.addressof(value), ctypes.sizeof(value))
    except OSError:
        calls.plain("CloseHandle", job)
        raise
    return job


def _started(calls: Calls, start: Start, job: int) -> int:
    handles = tuple(dict.fromkeys(start.streams))
    for handle in handles:
        calls.true("SetHandleInformation", handle, _INHERIT, _INHERIT)
    wanted: dict[int, Any] = {
        CAPABILITIES: _capabilities(start.sids),
        HANDLES: (ctypes.c_void_p * len(handles))(*handles),
        MITIGATIONS: ctypes.c_uint64(MITIGATED),
        JOBS: (ctypes.c_void_p * 1)(job),
    }
    if not start.processes:
        wanted[CHILDREN] = ctypes.c_uint32(_RESTRICTED)
    with _attributes(calls, wanted) as attributes:
        info, made = ExtendedStartup(lpAttributeList=attributes), StartedProcess()
        info.StartupInfo.cb, info.StartupInfo.dwFlags = ctypes.sizeof(info), STD_HANDLES
        info.StartupInfo.hStdInput, info.StartupInfo.hStdOutput, info.StartupInfo.hStdError = start.streams
        line = ctypes.create_string_buffer(subprocess.list2cmdline(start.argv).encode("utf-16-le") + b"\0")
        env = ctypes.create_string_buffer(block(start.env))
        calls.true(
            "CreateProcessW", start.argv[0], ctypes.addressof(line), None, None, True, FLAGS, ctypes.addressof(env),
            None, ctypes.addressof(info), ctypes.addressof(made),
        )  # fmt: skip
    calls.plain("CloseHandle", made.hThread)
    return int(made.hProcess)


def _capabilities(sids: tuple[bytes, ...]) -> SecurityCapabilities:
    """The structure, which keeps alive what it points to."""
    own, *others = [ctypes.create_string_buffer(sid, len(sid)) for sid in sids]
    several = (SidAndAttributes * len(others))(*(SidAndAttributes(ctypes.addressof(one), _ENABLED) for one in others))
    found = SecurityCapabilities(ctypes.addressof(own), ctypes.addressof(several) if others else None, len(others), 0)
    found.kept = (own, others, several)
    return found


@contextmanager
def _attributes(calls: Calls, wanted: Mapping[int, Any]) -> Iterator[int]:
    """The address of a list of attributes; their values must live as long as it does."""
    size = ctypes.c_size_t()
    calls.plain("InitializeProcThreadAttributeList", None, len(wanted), 0, ctypes.addressof(size))
    room = ctypes.create_string_buffer(max(size.value, 1))
    address = ctypes.addressof(room)
    calls.true("InitializeProcThreadAttributeList", address, len(wanted), 0, ctypes.addressof(size))
    try:
        for kind, value in wanted.items():
            at, length = ctypes.addressof(value), ctypes.sizeof(value)
            calls.true("UpdateProcThreadAttribute", address, 0, kind, at, length, None, None)
        yield address
    finally:
        calls.plain("DeleteProcThreadAttributeList", address)
