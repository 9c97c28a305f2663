"""The filter of system calls, played through for both machines, of which this computer is one at most."""

import errno
import platform
import struct
import sys

import pytest

from agent.sandbox.linux import calls, seccomp

MACHINES = {"x86_64": (0, 0xC000003E, 0x40000003), "aarch64": (1, 0xC00000B7, 0x40000028)}
ALLOWED, REFUSED = 0x7FFF0000, 0x00050000
EVERYTHING = {**calls.ALLOWED, **calls.RULED, **calls.PROCESSES, **calls.SESSIONS, **calls.SOCKETS, **calls.ANSWERED,
              **calls.ATTRIBUTES, **calls.REFUSED}  # fmt: skip


def made(machine: str, **changed) -> bytes:
    given: dict = {"pid": 7, "namespaced": True, "signals_held": True, "processes": False, **changed}
    return seccomp.program(machine, **given)


def played(program: bytes, architecture: int, number: int, arguments=()) -> int:
    """What the kernel would do with a call: classic BPF, the four instructions that are used."""
    given = struct.pack("=iIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    at, value = 0, 0
    while True:
        code, yes, no, constant = struct.unpack_from("=HBBI", program, 8 * at)
        at += 1
        if code == 0x20:
            value = struct.unpack_from("=I", given, constant)[0]
        elif code == 0x06:
            return int(constant)
        else:
            holds = {0x15: value == constant, 0x45: bool(value & constant)}[code]
            at += yes if holds else no


@pytest.fixture(params=list(MACHINES))
def asked(request):
    """Ask the filter of a machine for a call by its name; None when that machine has no such call."""
    column, architecture, _ = MACHINES[request.param]

    def answer(name: str, *arguments: int, **changed) -> int | None:
        number = EVERYTHING[name][column]
        program = made(request.param, **changed)
        return None if number is None else played(program, architecture, number, arguments)

    return answer


@pytest.mark.parametrize("machine", list(MACHINES))
def test_what_is_not_listed_does_not_exist(machine):
    column, architecture, _ = MACHINES[machine]
    program = made(machine, processes=True)
    listed = {pair[column] for pair in EVERYTHING.values()}
    for number in [one for one in range(700) if one not in listed] + [2**31 - 1, -1]:
        assert played(program, architecture, number) == REFUSED | errno.ENOSYS, number


@pytest.mark.parametrize("machine", list(MACHINES))
def test_calls_of_another_architecture_do_not_exist(machine):
    column, architecture, smaller = MACHINES[machine]
    program = made(machine, processes=True)
    numbers = [number for pair in EVERYTHING.values() if (number := pair[column]) is not None]
    assert all(played(program, smaller, number) == REFUSED | errno.ENOSYS for number in numbers)
    assert all(played(program, architecture, 0x40000000 + number) == REFUSED | errno.ENOSYS for number in numbers)


def test_a_filter_fits_into_what_the_kernel_takes():
    sizes = [len(made(machine)) // 8 for machine in MACHINES]
    assert max(sizes) < 4096


def test_threads_but_no_processes_and_never_a_namespace(asked):
    thread, process = 0x10F00 | 0x10000, 17
    spaces = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)  # mount to network
    assert asked("clone", thread) == ALLOWED
    assert asked("clone", process) == REFUSED | errno.EPERM
    assert asked("clone", process, processes=True) == ALLOWED
    for processes in (False, True):
        for space in spaces:
            assert asked("clone", thread | space, processes=processes) == REFUSED | errno.EPERM
            assert asked("clone", process | space, processes=processes) == REFUSED | errno.EPERM


def test_a_process_that_nothing_else_holds_stays_in_its_group(asked):
    for name in calls.SESSIONS:
        assert asked(name, processes=True) == ALLOWED
        assert asked(name, processes=True, namespaced=False) == REFUSED | errno.EPERM
        assert asked(name) == REFUSED | errno.EPERM


def test_signals_for_oneself_only(asked):
    for name in ("kill", "tgkill"):
        assert asked(name, 7, 9) == ALLOWED
        for other in (1, 8, 0, 2**32 - 1, 2**32 - 8):
            assert asked(name, other, 9) == REFUSED | errno.EPERM
    assert asked("kill", 8, 9, processes=True) == ALLOWED
    assert asked("kill", 8, 9, processes=True, namespaced=False, signals_held=False) == REFUSED | errno.EPERM


def test_no_socket_but_between_processes_of_one_sandbox(asked):
    assert asked("socket", 1, 1, 0) == REFUSED | errno.EACCES
    assert asked("socket", 1, 1, 0, processes=True) == ALLOWED
    assert asked("socket", 1, 1, 0, processes=True, namespaced=False) == REFUSED | errno.EACCES
    assert asked("socket", 2, 1, 0, processes=True) == REFUSED | errno.EACCES
    assert asked("connect") == REFUSED | errno.EACCES
    assert asked("socketpair", 1, 0o2000001, 0) == asked("socketpair", 1, 1, 0) == ALLOWED
    assert {asked("socketpair", 1, kind, 0) for kind in (2, 0o2000002, 5)} == {REFUSED | errno.EACCES}


def test_a_network_that_was_granted_is_for_connecting(asked):
    alone = {"network": True, "processes": True, "namespaced": False}
    for family in (2, 10):
        assert asked("socket", family, 1, 0, network=True, processes=True) == ALLOWED
        assert asked("socket", family, 1, 0, **alone) == ALLOWED
    assert asked("connect", **alone) == ALLOWED
    assert {asked(name, **alone) for name in ("bind", "listen", "accept4")} == {REFUSED | errno.EACCES}
    assert {asked("socket", family, 3, 0, **alone) for family in (1, 16, 17, 40)} == {REFUSED | errno.EACCES}
    # Names without a file belong to the network: those of others are held by Landlock, where the kernel can.
    assert asked("socket", 1, 1, 0, network=True, processes=True) == ALLOWED
    assert asked("socket", 1, 1, 0, network=True, processes=True, signals_held=False) == REFUSED | errno.EACCES


def test_a_program_is_started_with_the_one_address_only(asked):
    secret = 0x7F12_3456_789A
    assert asked("execve", secret, path=secret) == ALLOWED
    assert asked("execve", secret & 0xFFFFFFFF, path=secret) == REFUSED | errno.EPERM
    assert asked("execve", secret + 1, path=secret) == REFUSED | errno.EPERM
    assert asked("execve", 0) == REFUSED | errno.EPERM
    assert asked("execve", 12345, processes=True) == ALLOWED
    assert asked("execveat", processes=True) == REFUSED | errno.EPERM


def test_limits_are_read_and_not_set(asked):
    assert asked("prlimit64", 0, 7, 0, 99) == ALLOWED
    assert asked("prlimit64", 7, 7, 0, 99) == ALLOWED
    assert asked("prlimit64", 8, 7, 0, 99) == REFUSED | errno.EPERM
    assert asked("prlimit64", 0, 7, 99, 0) == REFUSED | errno.EPERM
    assert asked("prlimit64", 0, 7, 2**32, 0) == REFUSED | errno.EPERM


def test_what_changes_a_file_unopened_is_answered_as_done_where_nothing_else_holds_it(asked):
    for name in calls.ANSWERED:
        assert asked(name) in (ALLOWED, None)
        assert asked(name, namespaced=False) in (REFUSED | 0, None)


def test_a_process_says_its_name_and_asks_and_changes_nothing_else_of_itself(asked):
    assert {asked("prctl", number) for number in (3, 15, 16, 21, 23, 38, 39, 0x53564D41)} == {ALLOWED}
    # Parent-death signal, dumpable, keep capabilities, seccomp, bounding set, securebits, ambient, ptracer, ...
    for number in (1, 4, 8, 22, 24, 28, 35, 36, 47, 0x59616D61):
        assert asked("prctl", number, 1) == REFUSED | errno.EPERM


def test_no_typing_into_a_terminal_and_no_foreign_owner(asked):
    assert asked("ioctl", 0, 0x5401) == ALLOWED
    for number in (0x5412, 0x541C, 0x1_0000_5412):
        assert asked("ioctl", 0, number) == REFUSED | errno.ENOTTY
    assert asked("fcntl", 3, 1) == ALLOWED
    for number in (8, 10, 15, 1024):
        assert asked("fcntl", 3, number) == REFUSED | errno.EPERM


@pytest.mark.skipif(sys.platform != "linux" or platform.machine() not in MACHINES, reason="Linux on x86_64 or aarch64")
def test_the_numbers_are_those_of_this_kernel():
    """Of what can be called without harm: the answer is the one of the call with that name."""
    import ctypes
    import os

    libc = ctypes.CDLL(None, use_errno=True)
    column = MACHINES[platform.machine()][0]
    for name, value in {"getpid": os.getpid(), "getppid": os.getppid(), "getuid": os.getuid()}.items():
        number = calls.ALLOWED[name][column]
        assert libc.syscall(number) == value
