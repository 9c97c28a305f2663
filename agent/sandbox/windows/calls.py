"""The functions of Windows that are used here, each with its library and its types, and what their failures become.

Whoever uses them gets a Calls, so that a test can pass another one. Sources: the pages of the functions in the Windows
API (learn.microsoft.com/windows/win32/api).
"""

import ctypes
import sys
from collections.abc import Callable, Mapping
from typing import Any

_H, _P, _W = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_wchar_p
_DWORD, _BOOL, _HRESULT, _SIZE = ctypes.c_uint32, ctypes.c_int32, ctypes.c_int32, ctypes.c_size_t
# Name: library, type of the result, types of the arguments. Texts that Windows may write into are pointers.
FUNCTIONS: Mapping[str, tuple[str, Any, tuple[Any, ...]]] = {
    "CreateAppContainerProfile": ("userenv", _HRESULT, (_W, _W, _W, _P, _DWORD, _P)),
    "DeleteAppContainerProfile": ("userenv", _HRESULT, (_W,)),
    "FreeSid": ("advapi32", _P, (_P,)),
    "GetNamedSecurityInfoW": ("advapi32", _DWORD, (_W, _DWORD, _DWORD, _P, _P, _P, _P, _P)),
    "SetNamedSecurityInfoW": ("advapi32", _DWORD, (_W, _DWORD, _DWORD, _P, _P, _P, _P)),
    "TreeResetNamedSecurityInfoW": (
        "advapi32", _DWORD, (_W, _DWORD, _DWORD, _P, _P, _P, _P, _BOOL, _P, _DWORD, _P),
    ),
    "LocalFree": ("kernel32", _P, (_P,)),
    "CreateJobObjectW": ("kernel32", _H, (_P, _W)),
    "SetInformationJobObject": ("kernel32", _BOOL, (_H, _DWORD, _P, _DWORD)),
    "TerminateJobObject": ("kernel32", _BOOL, (_H, _DWORD)),
    "InitializeProcThreadAttributeList": ("kernel32", _BOOL, (_P, _DWORD, _DWORD, _P)),
    "UpdateProcThreadAttribute": ("kernel32", _BOOL, (_P, _DWORD, _SIZE, _P, _SIZE, _P, _P)),
    "DeleteProcThreadAttributeList": ("kernel32", None, (_P,)),
    "CreateProcessW": ("kernel32", _BOOL, (_W, _P, _P, _P, _BOOL, _DWORD, _P, _W, _P, _P)),
    "GetStdHandle": ("kernel32", _H, (_DWORD,)),
    "SetHandleInformation": ("kernel32", _BOOL, (_H, _DWORD, _DWORD)),
    "OpenProcess": ("kernel32", _H, (_DWORD, _BOOL, _DWORD)),
    "WaitForMultipleObjects": ("kernel32", _DWORD, (_DWORD, _P, _BOOL, _DWORD)),
    "GetExitCodeProcess": ("kernel32", _BOOL, (_H, _P)),
    "CloseHandle": ("kernel32", _BOOL, (_H,)),
}  # fmt: skip


class Calls:
    """The functions. `load` gives a library by its name, `error` the number of the last failure."""

    def __init__(self, load: Callable[[str], Any], error: Callable[[], int]) -> None:
        libraries = {name: load(name) for name in sorted({library for library, _, _ in FUNCTIONS.values()})}
        self._error = error
        self._functions = {}
        for name, (library, result, arguments) in FUNCTIONS.items():
            function = getattr(libraries[library], name)
            function.restype, function.argtypes = result, arguments
            self._functions[name] = function

    def plain(self, name: str, *arguments: Any) -> Any:
        """What a function gives, whatever it is."""
        return self._functions[name](*arguments)

    def true(self, name: str, *arguments: Any) -> Any:
        """What a function gives that fails with 0 (BOOL, HANDLE). Raises OSError."""
        found = self._functions[name](*arguments)
        if not found:
            raise _failed(name, self._error())
        return found

    def zero(self, name: str, *arguments: Any) -> None:
        """Call a function that gives an error's number, or 0 (also HRESULT). Raises OSError."""
        code = self._functions[name](*arguments)
        if code:
            raise _failed(name, code & 0xFFFFFFFF)

    def exit_code(self, process: int) -> int:
        """That of a process that has ended. Raises OSError."""
        code = ctypes.c_uint32()
        self.true("GetExitCodeProcess", process, ctypes.addressof(code))
        return int(code.value)


def _failed(name: str, code: int) -> OSError:
    return OSError(code, f"{name} failed ({code:#x})")


def system_calls() -> Calls:
    """Those of this computer. Raises OSError: it is no Windows."""
    if sys.platform == "win32":
        return Calls(lambda name: ctypes.WinDLL(name, use_last_error=True), ctypes.get_last_error)
    raise OSError(0, "This is no Windows.")
