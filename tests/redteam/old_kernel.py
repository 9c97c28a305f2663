"""A process without `openat2`, as on a kernel before 5.6 or in a container that filters what it does not know."""

import ctypes
import struct

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_OPENAT2, _NO_SUCH_CALL = 437, 38
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_REFUSE, _ALLOW = 0x00050000, 0x7FFF0000


def without_openat2():
    """From now on this process and its children are told that there is no such call. Source: seccomp(2)."""
    lines = (
        (_LOAD, 0, 0, 0),  # the number of the call
        (_JUMP_IF_EQUAL, 0, 1, _OPENAT2),
        (_RETURN, 0, 0, _REFUSE | _NO_SUCH_CALL),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(lines), ctypes.addressof(code)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    assert control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    assert control(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0
