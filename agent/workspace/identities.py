"""Which file or folder something is, whatever it is called: device and inode."""

import os
from pathlib import Path

Identity = tuple[int, int]


def identity_of(info: os.stat_result) -> Identity:
    """What does not change when a file is renamed, and what all its names have in common."""
    return info.st_dev, info.st_ino


def identity_at(path: Path) -> Identity | None:
    """The same of what lies at a path now, links followed; None when there is nothing."""
    try:
        return identity_of(path.stat())
    except OSError:
        return None


def way_to(path: Path) -> frozenset[Identity]:
    """A folder and every folder that holds it."""
    found = (identity_at(folder) for folder in (path, *path.parents))
    return frozenset(one for one in found if one is not None)
