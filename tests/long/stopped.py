"""Runs a piece of Python in a child process and kills it just before its n-th system call that changes files.

Linux on x86-64 and ARM64: the child marks these calls with a seccomp filter (SECCOMP_RET_TRACE) and is traced by
ptrace, so that nothing else slows it down. No tool is needed, only the permission to trace one's own children.
"""

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable

_TRACEME, _CONT, _SETOPTIONS = 0, 7, 0x4200
_OPTIONS = 0x80 | 0x100000  # PTRACE_O_TRACESECCOMP, PTRACE_O_EXITKILL
_SECCOMP_EVENT = 7
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_TRACE, _ALLOW = 0x7FF00000, 0x7FFF0000
_CREATES = os.O_CREAT | os.O_TRUNC if hasattr(os, "O_CREAT") else 0
# write, pwrite64, writev, pwritev, rename*, link*, unlink*, mkdir*, rmdir, fsync, fdatasync, utimensat, chmod*, chown*,
# setxattr*, truncate*, symlink*, sendfile, copy_file_range, fallocate; then openat and open with the index of flags
_CALLS = {
    "x86_64": (0xC000003E, (1, 18, 20, 296, 82, 264, 316, 86, 265, 87, 263, 83, 258, 84, 74, 75, 280, 90, 91, 268, 452,
                            92, 93, 94, 260, 188, 189, 190, 76, 77, 88, 266, 40, 326, 285), ((257, 2), (2, 1))),
    "aarch64": (0xC00000B7, (64, 68, 66, 70, 38, 276, 37, 35, 34, 82, 83, 88, 52, 53, 452, 54, 55, 5, 6, 7, 45, 46, 36,
                             71, 285, 47), ((56, 2),)),
}  # fmt: skip


def impossible() -> str:
    """Why this cannot be done here; "" when it can."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return "system calls are counted on Linux only, on x86-64 and ARM64"
    try:
        calls, ended = run_until(lambda: os.close(os.open(os.devnull, os.O_WRONLY | os.O_CREAT)), 10)
    except OSError as error:
        return f"child processes cannot be traced here: {error}"
    return "" if ended and calls else "child processes cannot be traced here"


def run_until(program: Callable[[], object], number: int) -> tuple[int, bool]:
    """Run `program` in a child; kill it before call `number` (from 1). Returns calls made, and if it ended well."""
    child = os.fork()
    if child == 0:
        _traced(program)
    _, status = os.waitpid(child, 0)
    if not os.WIFSTOPPED(status):
        return 0, False
    _ptrace(_SETOPTIONS, child, _OPTIONS)
    calls = 0
    while True:
        _ptrace(_CONT, child, 0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return calls, os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
        if status >> 8 == (signal.SIGTRAP | (_SECCOMP_EVENT << 8)):
            calls += 1
            if calls == number:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return calls - 1, False


def _ptrace(request: int, child: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    if libc.ptrace(request, child, None, value) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _traced(program: Callable[[], object]) -> None:
    """In the child: be traced, mark the calls, run, end without a word to the parent's own files."""
    code = 1
    try:
        _ptrace(_TRACEME, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _mark_calls()
        program()
        code = 0
    finally:
        os._exit(code)


def _mark_calls() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    text = _filter()
    kept = ctypes.create_string_buffer(text)
    program = struct.pack("HxxxxxxQ", len(text) // 8, ctypes.addressof(kept))
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(_SET_SECCOMP, _FILTER, ctypes.create_string_buffer(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no seccomp")


def _filter() -> bytes:
    """Classic BPF over struct seccomp_data: number at 0, architecture at 4, arguments from 16."""
    architecture, calls, openers = _CALLS[platform.machine()]
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, 0)]
    for call in calls:
        lines += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _TRACE)]
    for call, flags in openers:
        lines += [(_EQUAL, 0, 4, call), (_LOAD, 0, 0, 16 + 8 * flags), (_ANY_BIT, 0, 1, _CREATES),
                  (_RETURN, 0, 0, _TRACE), (_RETURN, 0, 0, _ALLOW)]  # fmt: skip
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
