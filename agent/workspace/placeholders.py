"""Files whose contents are elsewhere: reading one would download it, and deleting one deletes it in the cloud.

Windows: FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, _RECALL_ON_OPEN and _OFFLINE (OneDrive, Dropbox, archives on tape).
macOS: SF_DATALESS of File Provider, and the stubs ".name.icloud" of older systems. Linux has no such mark. There a
large file without a single byte on the disk is known by its holes, and only once it is open: that it takes no blocks
says nothing on some file systems (small files in the inode, FUSE).
"""

import errno
import os
import stat

_RECALLED = 0x00400000 | 0x00040000 | 0x00001000
_DATALESS = 0x40000000
_SMALL = 64 * 1024  # bytes; up to here contents may lie in the inode


def is_placeholder(name: str, info: os.stat_result) -> bool:
    """Whether the contents of a file are not here, by what the system says of it without opening it."""
    if not stat.S_ISREG(info.st_mode):
        return False
    recalled = getattr(info, "st_file_attributes", 0) & _RECALLED
    return bool(recalled or getattr(info, "st_flags", 0) & _DATALESS) or is_stub(name)


def is_stub(name: str) -> bool:
    """Whether it is what stands for a file that iCloud has moved away."""
    return name.startswith(".") and name.endswith(".icloud") and len(name) > len("..icloud")


def stub_of(name: str) -> str:
    """What stands in the folder for `name` while it is away."""
    return f".{name}.icloud"


def is_all_hole(file: int, info: os.stat_result) -> bool:
    """Whether an open file has a size, but nothing of it is on the disk."""
    if getattr(info, "st_blocks", 1) or info.st_size <= _SMALL or not hasattr(os, "SEEK_DATA"):
        return False
    try:
        os.lseek(file, 0, os.SEEK_DATA)
    except OSError as error:
        return error.errno == errno.ENXIO
    os.lseek(file, 0, os.SEEK_SET)
    return False
