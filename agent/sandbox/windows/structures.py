"""Structures of the Windows API, with types of fixed sizes, so that they can be measured on any system of 64 bits.

Sources: STARTUPINFOW, STARTUPINFOEXW, PROCESS_INFORMATION (processthreadsapi.h), SECURITY_CAPABILITIES,
SID_AND_ATTRIBUTES (winnt.h), JOBOBJECT_BASIC_UI_RESTRICTIONS (winnt.h).
"""

import ctypes

HANDLE = ctypes.c_void_p
POINTER = ctypes.c_void_p
DWORD = ctypes.c_uint32
WORD = ctypes.c_uint16
STD_HANDLES = 0x100  # STARTF_USESTDHANDLES


class Startup(ctypes.Structure):
    """STARTUPINFOW."""

    _fields_ = (
        ("cb", DWORD),
        ("lpReserved", POINTER),
        ("lpDesktop", POINTER),
        ("lpTitle", POINTER),
        ("dwX", DWORD),
        ("dwY", DWORD),
        ("dwXSize", DWORD),
        ("dwYSize", DWORD),
        ("dwXCountChars", DWORD),
        ("dwYCountChars", DWORD),
        ("dwFillAttribute", DWORD),
        ("dwFlags", DWORD),
        ("wShowWindow", WORD),
        ("cbReserved2", WORD),
        ("lpReserved2", POINTER),
        ("hStdInput", HANDLE),
        ("hStdOutput", HANDLE),
        ("hStdError", HANDLE),
    )


class ExtendedStartup(ctypes.Structure):
    """STARTUPINFOEXW."""

    _fields_ = (("StartupInfo", Startup), ("lpAttributeList", POINTER))


class StartedProcess(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_ = (("hProcess", HANDLE), ("hThread", HANDLE), ("dwProcessId", DWORD), ("dwThreadId", DWORD))


class SidAndAttributes(ctypes.Structure):
    """SID_AND_ATTRIBUTES."""

    _fields_ = (("Sid", POINTER), ("Attributes", DWORD))


class SecurityCapabilities(ctypes.Structure):
    """SECURITY_CAPABILITIES."""

    _fields_ = (
        ("AppContainerSid", POINTER),
        ("Capabilities", POINTER),
        ("CapabilityCount", DWORD),
        ("Reserved", DWORD),
    )
