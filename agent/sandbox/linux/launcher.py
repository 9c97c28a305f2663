"""What runs first inside of a confinement: it takes everything away from its own process, then becomes the target.

It runs in the interpreter that will run the code (no second start) or ends in `execve`. Its words are its arguments,
"key=value" up to "--": see `orders`. It imports little, because all of it is time before the first line of code.
"""

import ctypes
import os
import resource
from collections.abc import Mapping, Sequence

from agent.sandbox.becoming import become, close_others
from agent.sandbox.becoming import orders as ordered
from agent.sandbox.linux import landlock, seccomp

_DIE_WITH_PARENT, _KILL = 1, 9  # without `signal`, which takes a third of the start
_NO_NEW_PRIVS, _DROP_BOUND, _SECUREBITS, _AMBIENT = 38, 24, 28, 47
_CAPABILITY_VERSION = 0x20080522
# NOROOT and its lock: a program that user 0 starts gets nothing back.
_NO_ROOT = 0b11
_NOFILE = 512


def main(words: Sequence[str]) -> None:
    """Confine this process by `words`, then become what stands behind "--"."""
    orders, target = ordered(words)
    close_others({int(one) for one in orders.get("keep", ())})
    _limit(orders)
    libc = ctypes.CDLL(None, use_errno=True)
    _take_privileges(libc)
    libc.prctl(_DIE_WITH_PARENT, _KILL, 0, 0, 0)
    version = landlock.abi()
    if version:
        landlock.apply(rights(orders), version, network="network" in orders)
    program = _Program(target) if "program" in orders else None
    calls = seccomp.program(
        os.uname().machine,
        pid=os.getpid(),
        namespaced="namespaced" in orders,
        signals_held=version >= 6,
        processes="processes" in orders,
        network="network" in orders,
        path=program.address if program else 0,
    )
    seccomp.apply(calls, libc.prctl)
    if program:
        program.start(libc)
    become(target, site="site" in orders)


def _limit(orders: dict[str, list[str]]) -> None:
    """Memory, the size of a file, descriptors, threads; no core files, no queues."""
    limits = {
        resource.RLIMIT_AS: int(orders["addresses"][0]),
        resource.RLIMIT_DATA: int(orders["memory"][0]),
        resource.RLIMIT_FSIZE: int(orders["disk"][0]),
        resource.RLIMIT_NOFILE: _NOFILE,
        resource.RLIMIT_NPROC: int(orders["threads"][0]),
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for which, value in limits.items():
        hard = resource.getrlimit(which)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (least, least))
    os.umask(0o077)


def _take_privileges(libc: ctypes.CDLL) -> None:
    """No capability now or later, whoever started this."""
    for capability in range(64):
        if libc.prctl(_DROP_BOUND, capability, 0, 0, 0):
            break
    libc.prctl(_SECUREBITS, _NO_ROOT, 0, 0, 0)
    libc.prctl(_AMBIENT, 4, 0, 0, 0)
    head = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    if libc.capset(head, (ctypes.c_uint32 * 6)()) or libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "privileges")


def rights(orders: Mapping[str, Sequence[str]]) -> list[tuple[str, int]]:
    """What Landlock allows, by the paths in the orders."""
    runs = landlock.EXECUTE if "processes" in orders or "program" in orders else 0
    sockets = landlock.MAKE_SOCK if "processes" in orders and "namespaced" in orders else 0
    return [
        *((path, landlock.READ | runs) for path in orders.get("read", ())),
        *((path, landlock.WRITE | sockets) for path in orders.get("write", ())),
        *((path, landlock.DEVICE) for path in orders.get("device", ())),
    ]


class _Program:
    """A program to become. Its path lies at an address that is forgotten with this memory."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._argv = [os.fsencode(one) for one in argv]
        path = self._argv[0] + b"\0"
        self._memory = ctypes.create_string_buffer(1 << 20)
        room = len(self._memory) - len(path)
        self.address = ctypes.addressof(self._memory) + int.from_bytes(os.urandom(4), "big") % room
        ctypes.memmove(self.address, path, len(path))

    def start(self, libc: ctypes.CDLL) -> None:
        """Become it. The environment stays."""
        env = [os.fsencode(name) + b"=" + os.fsencode(value) for name, value in os.environ.items()]
        argv = (ctypes.c_char_p * (len(self._argv) + 1))(*self._argv, None)
        environ = (ctypes.c_char_p * (len(env) + 1))(*env, None)
        libc.execve(ctypes.c_void_p(self.address), argv, environ)
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), os.fsdecode(self._argv[0]))
