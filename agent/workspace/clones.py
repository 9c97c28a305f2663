"""Files that share the blocks of others until one of the two is written to, where the disk can do that.

Linux: FICLONE (btrfs, xfs, bcachefs and others); macOS: fclonefileat (APFS). Sources: ioctl_ficlone(2), clonefile(2).
"""

import errno
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from agent.workspace.roots import Spot

if sys.platform == "linux":
    import fcntl

    _FICLONE = 0x40049409  # <linux/fs.h>: _IOW(0x94, 9, int)
    _NEVER_CLONE = frozenset({"ext2", "ext3", "ext4", "tmpfs", "ramfs", "vfat", "msdos", "exfat", "ntfs3", "fuseblk"})
    _REAL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ENOENT, errno.EEXIST})

    @lru_cache(64)
    def may_clone(device: int) -> bool:
        """Whether the file system there may share blocks, by the mount table: trying costs a new file a commit."""
        number = f"{os.major(device)}:{os.minor(device)}"
        try:
            lines = Path("/proc/self/mountinfo").read_text(errors="replace").splitlines()
        except OSError:
            return True
        kinds = {line.rpartition(" - ")[2].split(" ")[0] for line in lines if line.split(" ")[2:3] == [number]}
        return not kinds or not kinds <= _NEVER_CLONE

    def clone(old: int, to: Spot, finish: Callable[[int, int], None]) -> bool:
        """A new file at `to` that shares the blocks of an open one; False, and nothing there, where that cannot be.

        `finish` gets both files, open, before the new one counts. Raises OSError: the disk is full or fails.
        """
        try:
            new = os.open(to.name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=to.folder)
            try:
                fcntl.ioctl(new, _FICLONE, old)
                finish(old, new)
            except BaseException:
                os.unlink(to.name, dir_fd=to.folder)
                raise
            finally:
                os.close(new)
        except OSError as error:
            if error.errno in _REAL:
                raise
            return False
        return True

elif sys.platform == "darwin":
    import ctypes

    _HERE = -2  # <fcntl.h>: AT_FDCWD

    def may_clone(device: int) -> bool:
        """Whether the file system there may share blocks: trying costs nothing here."""
        return True

    def clone(old: int, to: Spot, finish: Callable[[int, int], None]) -> bool:
        """A new file at `to` that shares the blocks of an open one, its attributes and times too (fclonefileat).

        False, and nothing there, where that cannot be. There is nothing to `finish`.
        """
        above = _HERE if to.folder is None else to.folder
        return bool(ctypes.CDLL(None).fclonefileat(old, above, os.fsencode(to.name), 0) == 0)
else:

    def may_clone(device: int) -> bool:
        """This system clones no files."""
        return False

    def clone(old: int, to: Spot, finish: Callable[[int, int], None]) -> bool:
        """This system clones no files."""
        return False
