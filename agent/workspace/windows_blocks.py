"""Windows: a file that shares the blocks of another one, on ReFS and Dev Drives.

FSCTL_DUPLICATE_EXTENTS_TO_FILE wants parts that begin and end at a cluster (the last one may end behind the file), of
less than 4 GB, in a file that has its length already. Sources: "Block cloning" and DUPLICATE_EXTENTS_DATA in the
Windows API, [MS-FSCC] 2.3.9. Never run on Windows yet; so whoever uses it reads what came of it, and the Ledger does
not use it.
"""

import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

_DUPLICATE = 0x00098344
_CAN = 0x08000000  # FILE_SUPPORTS_BLOCK_REFCOUNTING
_PART = 1024**3  # bytes; a multiple of every size of clusters


def parts(source: int, size: int, cluster: int) -> Iterator[bytes]:
    """DUPLICATE_EXTENTS_DATA for each part of a file: its handle, where it is there and here, how many bytes."""
    whole = -(-size // cluster) * cluster
    for begin in range(0, whole, _PART):
        yield struct.pack("<QqqQ", source, begin, begin, min(_PART, whole - begin))


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def share(file: int, target: Path) -> bool:
        """A new file at `target` that shares the blocks of an open one; False, and nothing there, if that cannot be."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        source = msvcrt.get_osfhandle(file)
        cluster = _cluster(kernel, source, target)
        if not cluster:
            return False
        size = os.fstat(file).st_size
        try:
            new = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_BINARY, 0o600)
            try:
                os.ftruncate(new, size)
                done = all(_duplicated(kernel, msvcrt.get_osfhandle(new), one) for one in parts(source, size, cluster))
            finally:
                os.close(new)
        except OSError:
            done = False
        if not done:
            target.unlink(missing_ok=True)
        return done

    def _cluster(kernel: ctypes.WinDLL, source: int, target: Path) -> int:
        """Bytes of a cluster where the file lies; 0 where blocks are not shared."""
        flags = ctypes.c_uint32()
        ask = kernel.GetVolumeInformationByHandleW
        handle, number, pointer = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p
        ask.argtypes = (handle, pointer, number, pointer, pointer, pointer, pointer, number)
        if not ask(source, None, 0, None, None, ctypes.addressof(flags), None, 0) or not flags.value & _CAN:
            return 0
        sectors, size, rest = ctypes.c_uint32(), ctypes.c_uint32(), ctypes.c_uint32()
        space = kernel.GetDiskFreeSpaceW
        space.argtypes = (ctypes.c_wchar_p, *[ctypes.c_void_p] * 4)
        out = (ctypes.addressof(sectors), ctypes.addressof(size), ctypes.addressof(rest), ctypes.addressof(rest))
        return sectors.value * size.value if space(target.anchor, *out) else 0

    def _duplicated(kernel: ctypes.WinDLL, target: int, part: bytes) -> bool:
        count, data = ctypes.c_uint32(), ctypes.create_string_buffer(part, len(part))
        call = kernel.DeviceIoControl
        call.argtypes = (
            ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32,
            ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip
        where = (ctypes.addressof(data), len(part), None, 0, ctypes.addressof(count), None)
        return bool(call(target, _DUPLICATE, *where))
else:

    def share(file: int, target: Path) -> bool:
        """This system does it in another way."""
        return False
