"""Which system calls a confined process may make: a filter for the kernel, made as a list of what is allowed.

Whatever is not listed in `calls` does not exist (ENOSYS): numbers of other architectures (i386), those of x32, which
begin at 0x40000000. A filter sees numbers, not what pointers point to: so `clone3` does not exist (libraries then use
`clone`, whose flags are seen), and what a path names is Landlock's and bubblewrap's matter.
Sources: `linux/seccomp.h`, `linux/filter.h`.
"""

import errno
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence

from agent.sandbox.linux import calls

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_THREAD = 0x00010000
_NAMESPACES = 0x7E020000
_UNIX, _INET, _INET6 = 1, 2, 10
_STREAMS = (0o1, 0o4001, 0o2000001, 0o2004001)  # SOCK_STREAM, with or without SOCK_NONBLOCK and SOCK_CLOEXEC
# The name of a thread and of memory, no_new_privs; what only asks: dumpable, capabilities, seccomp.
_PRCTL = (15, 3, 16, 23, 21, 38, 39, 0x53564D41)
# TCGETS and TCGETS2 (is it a terminal?), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
_IOCTL = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# Duplicates, flags, locks, seals, the size of a pipe; not who gets signals (F_SETOWN) and not leases.
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034)

Instruction = tuple[int, int, int, int]


def program(  # noqa: PLR0913  a value for them would cost a confined process the time to load what makes values
    machine: str,
    *,
    pid: int,
    namespaced: bool,
    signals_held: bool,
    processes: bool,
    network: bool = False,
    path: int = 0,
) -> bytes:
    """The filter for this machine ("x86_64", "aarch64") and a process.

    `namespaced`: it has files, processes and (without `network`) a network of its own; `signals_held`: Landlock keeps
    its signals inside, and it away from abstract sockets of others; `processes`: it may start others; `network`: it may
    connect; `path`: where in memory the path of the one program lies that it may become.

    Raises:
        KeyError: for another machine.
    """
    column, architecture = ARCHITECTURES[machine]
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        *_unless_equal(architecture, [_refusal(errno.ENOSYS)]),
        (_LOAD, 0, 0, _NUMBER),
    ]
    # With the network of the computer come its abstract sockets (of its desktop, for example).
    local = namespaced and processes and (signals_held or not network)
    families = [*([_UNIX] if local else []), *([_INET, _INET6] if network else [])]
    free = processes and (namespaced or signals_held)
    for numbers, body in (*_given(pid, free, processes, path), *_places(namespaced, processes, families)):
        for pair in numbers.values():
            number = pair[column]
            if number is not None:
                lines += [(_EQUAL, 0, len(body), number), *body]
    lines.append(_refusal(errno.ENOSYS))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _given(pid: int, free: bool, processes: bool, path: int) -> Iterator[tuple[calls.Numbers, Sequence[Instruction]]]:
    """Calls, and what is done when it is one of them. The first that fits counts. `free`: signals go to others."""
    yield calls.ALLOWED, [_allowed()]
    ruled = {
        **_for_signals(pid, free),
        **_always(pid),
        "clone": _clone(processes),
        "execve": [_allowed()] if processes else _becoming(path),
    }
    for name, body in ruled.items():
        yield {name: calls.RULED[name]}, body


def _places(
    namespaced: bool, processes: bool, families: Sequence[int]
) -> Iterator[tuple[calls.Numbers, Sequence[Instruction]]]:
    """The same for what depends on where it runs, and in the end all that is refused with a word."""
    yield {"socket": calls.RULED["socket"]}, _only(0, families, errno.EACCES)
    if processes:
        yield calls.PROCESSES, [_allowed()]
    if namespaced and processes:
        yield calls.SESSIONS, [_allowed()]
    if families and not namespaced:
        yield {"connect": calls.SOCKETS["connect"]}, [_allowed()]
    yield calls.SOCKETS, [_allowed() if namespaced and families else _refusal(errno.EACCES)]
    yield calls.ANSWERED, [_allowed() if namespaced else _refusal(0)]
    yield calls.ATTRIBUTES, [_refusal(errno.ENOTSUP)]
    for refused in (calls.PROCESSES, calls.SESSIONS, calls.REFUSED):
        yield refused, [_refusal(errno.EPERM)]


def _for_signals(pid: int, free: bool) -> dict[str, Sequence[Instruction]]:
    """To oneself, or to whomever can be reached."""
    own = _only(0, [pid], errno.EPERM)
    return {
        "kill": [_allowed()] if free else own,
        "tgkill": [_allowed()] if free else own,
        "tkill": [_allowed()] if free else [_refusal(errno.EPERM)],
    }


def _always(pid: int) -> dict[str, Sequence[Instruction]]:
    """Calls that depend on their arguments, for everybody alike."""
    return {
        # A pair of datagram sockets can send to any socket that has a path, which nothing else here would refuse.
        "socketpair": [_low(0), (_EQUAL, 1, 0, _UNIX), _refusal(errno.EACCES), *_only(1, _STREAMS, errno.EACCES)],
        "prctl": _only(0, _PRCTL, errno.EPERM),
        "ioctl": _only(1, _IOCTL, errno.ENOTTY),
        "fcntl": _only(1, _FCNTL, errno.EPERM),
        "prlimit64": [*_if_zero(2, _only(0, [0, pid], errno.EPERM)), _refusal(errno.EPERM)],
    }


def _clone(processes: bool) -> list[Instruction]:
    """Threads, and processes where they are allowed; namespaces never."""
    if processes:
        return [_low(0), (_ANY_BIT, 0, 1, _NAMESPACES), _refusal(errno.EPERM), _allowed()]
    return [
        _low(0),
        (_ANY_BIT, 0, 1, _NAMESPACES),
        _refusal(errno.EPERM),
        (_ANY_BIT, 0, 1, _THREAD),
        _allowed(),
        _refusal(errno.EPERM),
    ]


def _becoming(address: int) -> list[Instruction]:
    """Only with the path at this address, which nobody knows afterwards: the memory of before is gone by then."""
    if not address:
        return [_refusal(errno.EPERM)]
    return [
        _low(0),
        (_EQUAL, 0, 3, address & 0xFFFFFFFF),
        _high(0),
        (_EQUAL, 0, 1, address >> 32),
        _allowed(),
        _refusal(errno.EPERM),
    ]


def _only(argument: int, values: Iterable[int], otherwise: int) -> list[Instruction]:
    """Allowed when the lower half of an argument is one of these; the kernel reads an int, so that is all of it."""
    lines = [_low(argument)]
    for value in values:
        lines += [(_EQUAL, 0, 1, value), _allowed()]
    return [*lines, _refusal(otherwise)]


def _if_zero(argument: int, body: list[Instruction]) -> list[Instruction]:
    """`body` when the whole of an argument is 0, else on behind it."""
    return [_low(argument), (_EQUAL, 0, len(body) + 2, 0), _high(argument), (_EQUAL, 0, len(body), 0), *body]


def _unless_equal(value: int, body: list[Instruction]) -> list[Instruction]:
    return [(_EQUAL, len(body), 0, value), *body]


def _low(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)


def _high(argument: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4)


def _allowed() -> Instruction:
    return (_RETURN, 0, 0, _ALLOW)


def _refusal(number: int) -> Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


def apply(filter_: bytes, prctl: Callable[..., int]) -> None:
    """Hold this process to it, for good. `prctl` is libc's; `no_new_privs` must be set.

    Raises:
        OSError: the kernel has no such filters.
    """
    import ctypes  # noqa: PLC0415  what only makes a filter need not load it

    code = ctypes.create_string_buffer(filter_, len(filter_))
    head = ctypes.create_string_buffer(struct.pack("@HxxxxxxQ", len(filter_) // 8, ctypes.addressof(code)), 16)
    if prctl(22, 2, ctypes.c_void_p(ctypes.addressof(head)), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
