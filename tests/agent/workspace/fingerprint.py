"""Everything that a file system knows of a tree, so that "as it was" can be compared."""

import hashlib
import os
import stat
from pathlib import Path


def everything(folder: Path):
    """Name to kind, mode, owner, links, times in ns, attributes (access lists too), size, blocks and bytes or target.

    The hidden vault on another disk and the times of access are left out; a folder's size is its file system's affair.
    """
    found = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        if ".deskhand-vault" not in path.parts:
            found[str(path.relative_to(folder))] = _one(path)
    return found


def _one(path: Path):
    info = path.lstat()
    attributes = tuple(
        (name, os.getxattr(path, name, follow_symlinks=False))
        for name in sorted(os.listxattr(path, follow_symlinks=False))
    )
    common = info.st_mode, info.st_uid, info.st_gid, info.st_mtime_ns, attributes
    if stat.S_ISLNK(info.st_mode):
        return (*common, str(path.readlink()))
    if stat.S_ISREG(info.st_mode):
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        return (*common, info.st_nlink, info.st_size, info.st_blocks, sha)
    return common


def differences(before, after):
    """What differs, in words for a failing test."""
    names = sorted(before.keys() | after.keys())
    return [f"{n}: {before.get(n)} -> {after.get(n)}" for n in names if before.get(n) != after.get(n)]
