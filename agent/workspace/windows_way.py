"""Windows: folders on the way are held open while somebody works below them, so that nobody can swap one meanwhile.

A folder that is open without FILE_SHARE_DELETE can be neither renamed nor deleted, and one that holds something cannot
be made a junction. Each one is opened as itself (FILE_FLAG_OPEN_REPARSE_POINT), so a junction or link shows its tag.
What the system says the last folder is called must be what was asked for: a short name ("SECRET~1") is no way around a
rule on names. Source: CreateFileW, FILE_ATTRIBUTE_TAG_INFO and GetFinalPathNameByHandleW in the Windows API.
"""

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

_OPEN_EXISTING = 3
_SHARE_READ_WRITE = 0x1 | 0x2
_BACKUP_SEMANTICS = 0x02000000  # else a folder cannot be opened
_OPEN_REPARSE_POINT = 0x00200000
_LIST_AND_ATTRIBUTES = 0x1 | 0x80  # with attributes alone, nobody would be kept from renaming it
_CLOUD, _CLOUD_MASK = 0x9000001A, 0xFFFF0FFF  # IO_REPARSE_TAG_CLOUD, _CLOUD_1 ... _CLOUD_F
_MEANT_OTHERWISE = frozenset('<>:"|?*\\/')
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in "0123456789")}
)


def is_literal(name: str) -> bool:
    """Whether Windows takes a name as it stands: no stream ("a:b"), no device, no end that it would cut off."""
    if name == ".":
        return True
    stem = name.partition(".")[0].rstrip().upper()
    return not (_MEANT_OTHERWISE & set(name) or name.endswith((".", " ")) or stem in _DEVICES)


def is_short(folder: Path, name: str) -> bool:
    """Whether a name is only the short one ("SECRET~1.TXT") of something in a folder, which has another name for it."""
    if "~" not in name or not os.path.lexists(folder / name):
        return False
    return os.path.normcase(name) not in {os.path.normcase(one.name) for one in folder.iterdir()}


def leads_away(info: os.stat_result) -> bool:
    """Whether something is a link, a junction, or of a kind whose contents come from elsewhere, but no cloud file."""
    tag = getattr(info, "st_reparse_tag", 0)
    return bool(tag) and tag & _CLOUD_MASK != _CLOUD


def is_mount(info: os.stat_result) -> bool:
    """Whether something is a junction or a volume that is mounted in a folder: both have one tag."""
    return getattr(info, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    def held(folder: Path) -> int:
        """A folder as a file descriptor that `os.fstat` and `os.close` take; it stays where it is until then.

        Raises:
            OSError: it is not there or cannot be opened.
        """
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.restype = wintypes.HANDLE
        create.argtypes = [
            wintypes.LPCWSTR,
            *[wintypes.DWORD] * 2,
            wintypes.LPVOID,
            *[wintypes.DWORD] * 2,
            wintypes.HANDLE,
        ]
        flags = _BACKUP_SEMANTICS | _OPEN_REPARSE_POINT
        handle = create(str(folder), _LIST_AND_ATTRIBUTES, _SHARE_READ_WRITE, None, _OPEN_EXISTING, flags, None)
        if handle is None or handle == wintypes.HANDLE(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, os.O_RDONLY)

    def true_path(handle: int) -> str:
        """What the system calls an open folder, in long names, without links.

        Raises:
            OSError: it does not say.
        """
        ask = ctypes.WinDLL("kernel32", use_last_error=True).GetFinalPathNameByHandleW
        ask.argtypes = [wintypes.HANDLE, wintypes.LPWSTR, wintypes.DWORD, wintypes.DWORD]
        text = ctypes.create_unicode_buffer(32768)
        if not 0 < ask(msvcrt.get_osfhandle(handle), text, len(text), 0) < len(text):
            raise ctypes.WinError(ctypes.get_last_error())
        return text.value

else:

    def held(folder: Path) -> int:
        """Elsewhere a folder is opened below the handle of the one that holds it; this is for Windows alone."""
        raise OSError(f"not on {sys.platform}")

    def true_path(handle: int) -> str:
        """See above."""
        raise OSError(f"not on {sys.platform}")


def is_called(handle: int, top: int, names: Sequence[str]) -> bool:
    """Whether an open folder is what `names` below the open folder `top` say, but for upper and lower case."""
    wanted = "\\".join((true_path(top).rstrip("\\"), *names))
    return os.path.normcase(true_path(handle)) == os.path.normcase(wanted)
