"""The texts that run inside: words that attempts are written with, and one attempt between them and its end.

An attempt gets through when nothing was raised; then `mark` is printed. What it needs to know of outside is in `T`.
"""

import textwrap

# Raw system calls, because libraries refuse earlier, and that proves nothing.
NATIVE = """
import contextlib, ctypes, errno, json, os, platform, signal, socket, stat, sys, tempfile, time
T = {targets!r}
MARK = {mark!r}
FILE = T["file"]
FOLDER = os.path.dirname(FILE)
VICTIM = T["process"]
X86 = platform.machine() == "x86_64"
LIBC = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
ZEROS = ctypes.create_string_buffer(4096)
HELD = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ESRCH, errno.ENOTSUP, errno.ENOTTY)


def need(it):
    if not it:
        raise ValueError("nothing came of it")


def raw(x86, arm, *arguments):
    number = ctypes.c_long(x86 if X86 else arm)
    values = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    answer = LIBC.syscall(number, *values)
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def reached(x86, arm, *arguments):
    # It counts as well when the kernel looked at the arguments and found them wrong: then it was not forbidden.
    try:
        return raw(x86, arm, *arguments)
    except OSError as error:
        if error.errno in HELD:
            raise


def words(*texts):
    return (ctypes.c_char_p * (len(texts) + 1))(*(one.encode() for one in texts), None)


def become(path):
    LIBC.execve(path.encode(), words("echo", MARK), words())
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def made(name, data=b"x"):
    with open(name, "wb") as file:
        file.write(data)
    return name


def connected(family, kind, address):
    with socket.socket(family, kind) as one:
        one.settimeout(2)
        one.connect(address)
        one.send(b"probe")


def numbers():
    return [int(one) for one in os.listdir("/proc") if one.isdigit()]


def _attempt():
{code}


try:
    _attempt()
except BaseException as error:
    print("closed:", type(error).__name__ + ":", error)
else:
    print(MARK)
"""

SMALL = """
T = {targets!r}
FILE = T['file']
FOLDER = T['folder']
try:
{code}
except Exception as error:
    print('closed:', error)
else:
    print({mark!r})
"""


def native(code: str, targets: dict[str, object], mark: str) -> str:
    """The whole text for the native Tier."""
    return NATIVE.format(targets=targets, mark=mark, code=_indented(code))


def small(code: str, targets: dict[str, object], mark: str) -> str:
    """The whole text for the small Tier."""
    return SMALL.format(targets=targets, mark=mark, code=_indented(code))


def _indented(code: str) -> str:
    return textwrap.indent(textwrap.dedent(code).strip(), "    ")
