"""Attempts to reach out of a confinement, run inside of it: prints a line of JSON, each name with "open" or why not.

`sys.argv[1]` is a file outside, `sys.argv[2]` the id of a process outside.
"""

# Short, and never the house's own way:
# ruff: noqa: PTH101, PTH102, PTH104, PTH108, PTH111, PTH120, PTH123, PTH208, PTH211, SIM115

import ctypes
import fcntl
import json
import os
import platform
import resource
import shutil
import signal
import socket
import sys

TARGET, VICTIM = sys.argv[1], int(sys.argv[2])
LIBC = ctypes.CDLL(None, use_errno=True)
FOUND = ctypes.create_string_buffer(8)
X86 = platform.machine() == "x86_64"


def call(number, *arguments):
    answer = LIBC.syscall(number, *arguments)
    if answer < 0:
        raise OSError(ctypes.get_errno(), "syscall")
    return answer


def made(name):
    open(name, "w").close()
    return name


def of(x86, arm):
    return x86 if X86 else arm


def connect(family, kind, address):
    with socket.socket(family, kind) as one:
        one.connect(address)


ATTEMPTS = {
    "read": lambda: open(TARGET).read(),
    "write": lambda: open(TARGET, "w"),
    "append": lambda: open(TARGET, "a"),
    "truncate": lambda: os.truncate(TARGET, 0),
    "unlink": lambda: os.unlink(TARGET),
    "rename out": lambda: os.rename(made("mine"), TARGET),
    "rename in": lambda: os.rename(TARGET, "theirs"),
    "folder outside": lambda: os.mkdir(TARGET + ".d"),
    "list outside": lambda: os.listdir(os.path.dirname(TARGET)),
    "remove tree": lambda: shutil.rmtree(os.path.dirname(TARGET)),
    "accounts": lambda: open("/etc/passwd").read(),
    "home": lambda: os.listdir(os.path.expanduser("~root")),
    "processes seen": lambda: [one for one in os.listdir("/proc") if one.isdigit()],
    "environment of others": lambda: open(f"/proc/{VICTIM}/environ").read(),
    "system": lambda: os.listdir("/sys"),
    "shared memory": lambda: open("/dev/shm/deskhand-test", "w"),
    "disk": lambda: os.listdir("/dev/disk"),
    "own packages": lambda: open(os.__file__, "a"),
    "symlink": lambda: os.symlink(TARGET, "link"),
    "hard link": lambda: os.link(os.__file__, "hard"),
    "pipe": lambda: os.mkfifo("pipe"),
    "device": lambda: os.mknod("device", 0o20600, os.makedev(1, 5)),
    "TCP": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 9)),
    "TCP 6": lambda: socket.socket(socket.AF_INET6),
    "UDP": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    "raw": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "netlink": lambda: socket.socket(16, socket.SOCK_RAW, 0),
    "pair of datagram sockets": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    "pair of another family": lambda: socket.socketpair(30),
    "names": lambda: socket.getaddrinfo("localhost", 80),
    "fork": os.fork,
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "exec of a descriptor": lambda: call(of(322, 281), os.open("/bin/true", 0), b"", 0, 0, 0x1000),
    "memory file": lambda: os.memfd_create("x"),
    "clone3": lambda: call(435, 0, 0),
    "clone into a namespace": lambda: call(of(56, 220), 0x10000000 | 17, 0, 0, 0, 0),
    "unshare": lambda: call(of(272, 97), 0x10000000),
    "setns": lambda: call(of(308, 268), 0, 0),
    "x32": lambda: call(0x40000000 + 39) if X86 else call(9999),
    "io_uring": lambda: call(425, 1, ctypes.create_string_buffer(200)),
    "ptrace": lambda: call(of(101, 117), 16, VICTIM, 0, 0),
    "memory of others": lambda: call(of(310, 270), VICTIM, 0, 0, 0, 0, 0),
    "descriptor of others": lambda: call(434, VICTIM, 0),
    "compare processes": lambda: call(of(312, 272), VICTIM, VICTIM, 0, 0, 0),
    "keys": lambda: call(of(250, 219), 0, -3, 0),
    "bpf": lambda: call(of(321, 280), 0, ctypes.create_string_buffer(200), 72),
    "perf": lambda: call(of(298, 241), ctypes.create_string_buffer(200), 0, -1, -1, 0),
    "userfaultfd": lambda: call(of(323, 282), 0),
    "shared segments": lambda: call(of(29, 194), 0, 4096, 0o1600),
    "personality": lambda: call(of(135, 92), 0x0040000),
    "mount": lambda: call(of(165, 40), b"none", b"/tmp", b"tmpfs", 0, 0),
    "pivot": lambda: call(of(155, 41), b".", b"."),
    "chroot": lambda: os.chroot("."),
    "handles": lambda: call(of(303, 264), -100, TARGET.encode(), ctypes.create_string_buffer(200), FOUND, 0),
    "watch files": lambda: call(of(294, 26), 0),
    "signal to a process": lambda: os.kill(VICTIM, 0),
    "signal to the parent": lambda: os.kill(os.getppid(), signal.SIGTERM),
    "signal to all": lambda: os.kill(-1, 0),
    "signal to the group": lambda: os.kill(0, 0),
    "signal to a thread": lambda: call(of(200, 130), VICTIM, 0),
    "owner of a descriptor": lambda: fcntl.fcntl(0, fcntl.F_SETOWN, VICTIM),
    "type into the terminal": lambda: fcntl.ioctl(0, 0x5412, b"x"),
    "type with other bits": lambda: call(of(16, 29), 0, ctypes.c_ulong(0x1_0000_5412), b"x"),
    "limits of others": lambda: resource.prlimit(VICTIM, resource.RLIMIT_NOFILE),
    "raise a limit": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1)),
    "become another": lambda: os.setuid(65534),
    "attributes": lambda: os.setxattr(".", "user.x", b"1"),
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 5),
}  # fmt: skip


def why(attempt) -> str:
    try:
        attempt()
    except (OSError, ValueError, MemoryError) as error:
        return type(error).__name__
    return "open"


if __name__ == "__main__":
    # What changes a file without opening it is tried, and judged from outside.
    for touch in (lambda: os.chmod(TARGET, 0o777), lambda: os.utime(TARGET, (1, 1)), lambda: os.chown(TARGET, 1, 1)):
        why(touch)
    print(json.dumps({name: why(attempt) for name, attempt in ATTEMPTS.items()}), flush=True)
