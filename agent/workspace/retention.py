"""What the vaults keep, and what of it may go: see `purging` for how it goes.

A Checkpoint owns the folder of its name in the vault of each disk that it changed. What undoing and redoing it moved to
and fro stays in that folder, so these later records end together with it.
"""

import datetime
import os
import shutil
import stat
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import NotFoundError
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace.records import Commit, Records, slots_of

_DAY = datetime.timedelta(days=1)
_BLOCK = 512
NOT_KEPT = Words("Nothing is kept of {name!r}.", "「{name}」について保管しているものはありません。")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one Checkpoint. `held` is bytes on the disk by vault (a file that has another name costs none),
    `files` how many files; `at` is when it or its undo was last done (ISO 8601), `also` are these undos and redos,
    `sessions` whose all of them are.
    """

    id: str
    session: str
    title: str
    at: str
    files: int
    held: Mapping[str, int]
    also: tuple[str, ...] = ()
    sessions: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Bytes in all vaults."""
        return sum(self.held.values())


@dataclass(frozen=True, slots=True)
class Rules:
    """When something is due: older than `days`, or the vault of a disk takes more than `share` of it (0.1 is a tenth).

    Never what belongs to a session among `running`, nor anything of the last 24 hours.
    """

    days: int = 30
    share: float = 0.1
    running: frozenset[str] = frozenset()


def kept(store: Path, vault: Path) -> tuple[Kept, ...]:
    """Every Checkpoint of which something is kept, the oldest first. Blocks: it looks at every kept file.

    `vault` is the one in the state folder; those of other disks are found by the records.

    Raises:
        NeedsUserError: the records cannot be used.
    """
    if not store.exists():
        return ()
    records = Records(store)
    try:
        commits = records.ended()
    finally:
        records.close()
    later = families(commits)
    found = (_kept(commit, later.get(commit.checkpoint.id, ()), vault) for commit in commits)
    return tuple(one for one in found if one.held)


def disks(found: Sequence[Kept]) -> dict[str, int]:
    """Vault to the size of its disk in bytes."""
    return {vault: shutil.disk_usage(vault).total for one in found for vault in one.held}


def due(found: Sequence[Kept], rules: Rules, now: datetime.datetime, disk: Mapping[str, int]) -> tuple[str, ...]:
    """Ids of what may go, the oldest first. Pure. `now` has a zone; `disk` is what `disks` gives."""
    old = [
        one for one in found
        if now - _time(one) >= _DAY and rules.running.isdisjoint(one.sessions)
    ]  # fmt: skip
    going = {one.id for one in old if now - _time(one) > rules.days * _DAY}
    for vault, size in disk.items():
        left = sum(one.held.get(vault, 0) for one in found if one.id not in going)
        for one in old:
            if left <= rules.share * size:
                break
            if one.id not in going and one.held.get(vault, 0):
                going.add(one.id)
                left -= one.held[vault]
    return tuple(one.id for one in old if one.id in going)


def families(commits: Sequence[Commit]) -> dict[str, tuple[Commit, ...]]:
    """The later records that use what a Checkpoint keeps."""
    found: dict[str, tuple[Commit, ...]] = {}
    for commit in commits:
        owners = {slot.parent.name for step in commit.steps for slot in slots_of(step)}
        for owner in owners - {commit.checkpoint.id}:
            found[owner] = (*found.get(owner, ()), commit)
    return found


def folders_of(commit: Commit, vault: Path) -> list[Path]:
    """The folders in vaults that a Checkpoint owns and that are there now."""
    own = {slot.parent for step in commit.steps for slot in slots_of(step)} | {vault / commit.checkpoint.id}
    return sorted(folder for folder in own if folder.name == commit.checkpoint.id and folder.is_dir())


def _kept(commit: Commit, family: Sequence[Commit], vault: Path) -> Kept:
    one, held, files = commit.checkpoint, {}, 0
    spares = {step["spare"]["vault"] for step in commit.steps if "spare" in step}
    for folder in folders_of(commit, vault):
        size, count = _measured(folder, lambda path: path not in spares)
        files += count
        if any(folder.iterdir()):
            held[str(folder.parent)] = size
    at = max(each.checkpoint.at for each in (commit, *family))
    sessions = frozenset(each.checkpoint.session for each in (commit, *family))
    return Kept(one.id, one.session, one.title, at, files, held, tuple(e.checkpoint.id for e in family), sessions)


def _measured(folder: Path, counts: Callable[[str], bool]) -> tuple[int, int]:
    """Bytes on the disk below a folder of what has no other name, and how many files there are."""
    size = files = 0
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                info = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(info.st_mode):
                    waiting.append(entry.path)
                elif counts(entry.path):
                    files += 1
                    size += 0 if info.st_nlink > 1 else getattr(info, "st_blocks", -(-info.st_size // _BLOCK)) * _BLOCK
    return size, files


def _time(one: Kept) -> datetime.datetime:
    return datetime.datetime.fromisoformat(one.at)


def known(found: Sequence[Kept], ids: Collection[str]) -> tuple[Kept, ...]:
    """The ones with these ids.

    Raises:
        NotFoundError: nothing is kept under one of them.
    """
    missing = set(ids) - {one.id for one in found}
    if missing:
        raise NotFoundError(NOT_KEPT.of(name=shown(", ".join(sorted(missing)))))
    return tuple(one for one in found if one.id in ids)
