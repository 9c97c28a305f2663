"""What a Room held when its code began, so that afterwards nothing is read that cannot have changed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from os import stat_result
from pathlib import Path

from agent.sandbox.stage.telling import Telling
from agent.sandbox.stage.walking import below

MOST = 1_000_000
"""Names of one folder; a person's folder has fewer, and the number of inputs is bounded by who fills the Room."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A file as it was. `runs`: its mode let it be run."""

    state: tuple[int, int, int, int]
    runs: bool

    @property
    def identity(self) -> tuple[int, int]:
        """What stays when it is renamed."""
        return self.state[:2]


@dataclass(frozen=True, slots=True)
class Facts:
    """All files by their names, and the folders. `taken` are bytes on the disk."""

    files: Mapping[str, Fact]
    folders: frozenset[str]
    taken: int = 0


NOTHING = Facts({}, frozenset())


def fact(info: stat_result) -> Fact:
    """A file as it is."""
    return Fact((info.st_dev, info.st_ino, info.st_size, info.st_ctime_ns), bool(info.st_mode & 0o111))


def blocks(info: stat_result) -> int:
    """Bytes that it takes on the disk, about."""
    return int(getattr(info, "st_blocks", info.st_size // 512 + 1)) * 512


def note(work: Path, how: Telling) -> Facts:
    """What lies there now; waits until a change from now on has another time. Raises OSError."""
    files: dict[str, Fact] = {}
    folders = set()
    taken = 0
    for seen in below(work, MOST):
        taken += blocks(seen.info)
        if seen.is_folder:
            folders.add(seen.name)
        else:
            files[seen.name] = fact(seen.info)
    if how.by_time and how.pause and files:
        newest = max(one.state[3] for one in files.values())
        time.sleep(min(how.pause, max(0.0, (newest - time.time_ns()) / 1e9 + how.pause)))
    return Facts(files, frozenset(folders), taken)
