"""How much memory a process takes on macOS, as its Activity Monitor counts it: in memory, compressed or swapped out.

Source: <libproc.h> proc_pid_rusage, <sys/resource.h> struct rusage_info_v0. Never run on a Mac yet.
"""

import ctypes
from collections.abc import Callable
from typing import Any

_V0 = 0  # RUSAGE_INFO_V0


class Usage(ctypes.Structure):
    """struct rusage_info_v0: 96 bytes."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user_time", ctypes.c_uint64),
        ("system_time", ctypes.c_uint64),
        ("pkg_idle_wkups", ctypes.c_uint64),
        ("interrupt_wkups", ctypes.c_uint64),
        ("pageins", ctypes.c_uint64),
        ("wired_size", ctypes.c_uint64),
        ("resident_size", ctypes.c_uint64),
        ("phys_footprint", ctypes.c_uint64),
        ("proc_start_abstime", ctypes.c_uint64),
        ("proc_exit_abstime", ctypes.c_uint64),
    )


def footprint(pid: int, load: Callable[[], Any] = lambda: ctypes.CDLL("/usr/lib/libproc.dylib")) -> int:
    """Bytes; 0 when it is gone."""
    ask = load().proc_pid_rusage
    ask.argtypes, ask.restype = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p), ctypes.c_int
    usage = Usage()
    return int(usage.phys_footprint) if ask(pid, _V0, ctypes.addressof(usage)) == 0 else 0
