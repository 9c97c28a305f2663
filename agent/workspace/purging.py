"""How before-images go: to the system's trash, each named, and only when the person said so."""

import datetime
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from agent.core.errors import AgentError, RefusedError
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace.lock import locked
from agent.workspace.reasons import why
from agent.workspace.records import DONE, PURGED, Commit, Records, Step, slots_of
from agent.workspace.retention import NOT_KEPT, families, folders_of
from agent.workspace.trash import Throw
from agent.workspace.vaults import emptied

_NOT_REMOVED = Words("“{title}” was not removed: {why}", "「{title}」は取り除いていません。{why}")
_RUNS = Words("A task is running in its session.", "そのタスクは実行中です。")


@dataclass(frozen=True, slots=True)
class Removed:
    """One thing that went: the path that it had in the person's folder, with its date, and where it is in the trash; ""
    for what was removed for good.
    """

    checkpoint: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What went where, which Checkpoints cannot be undone any more, and sentences about what stayed."""

    removed: tuple[Removed, ...] = ()
    checkpoints: tuple[str, ...] = ()
    refused: tuple[Words, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Purging:
    """How to purge. `now` has a zone; what belongs to a session among `running` stays; `forever` allows to remove for
    good what has no trash on its disk.
    """

    throw: Throw
    now: datetime.datetime
    running: frozenset[str] = frozenset()
    forever: bool = False


def purge(ids: Collection[str], store: Path, vault: Path, how: Purging) -> Purged:
    """Move the before-images of these Checkpoints to the trash; afterwards they cannot be undone any more. Blocks.

    Where a disk has no trash that Checkpoint stays as it is and a sentence says so. May be cut off and repeated.

    Raises:
        NeedsUserError: the records cannot be used.
    """
    records, told = Records(store), Purged()
    try:
        commits = records.ended()
        later = families(commits)
        by_id = {commit.checkpoint.id: commit for commit in commits}
        for one in ids:
            if one in by_id:
                told = _purged((by_id[one], *later.get(one, ())), records, vault, how, told)
            else:
                told = replace(told, refused=(*told.refused, NOT_KEPT.of(name=shown(one))))
        return told
    finally:
        records.close()


def _purged(family: Sequence[Commit], records: Records, vault: Path, how: Purging, told: Purged) -> Purged:
    """One Checkpoint and the undos and redos of it."""
    one, removed = family[0], list(told.removed)
    try:
        if not how.running.isdisjoint(commit.checkpoint.session for commit in family):
            raise RefusedError(_RUNS, "busy")
        with locked([Path(path) for path in one.roots.values()], vault):
            now = records.find(one.checkpoint.id)
            if now is None or now.state != DONE:  # another process was faster
                return told
            for slot, was in _named(family, vault):
                removed.append(Removed(one.checkpoint.id, str(was), _gone(slot, was, how)))
            records.keep(*(replace(commit, state=PURGED, purged=how.now.isoformat()) for commit in family))
            for folder in folders_of(one, vault):
                emptied(folder, folder.parent.parent)
    except (OSError, AgentError) as error:
        words = _NOT_REMOVED.of(title=shown(one.checkpoint.title), why=why(error))
        return replace(told, removed=tuple(removed), refused=(*told.refused, words))
    return replace(told, removed=tuple(removed), checkpoints=(*told.checkpoints, one.checkpoint.id))


def _gone(slot: Path, was: Path, how: Purging) -> str:
    try:
        return how.throw(slot, was)
    except RefusedError:
        if not how.forever:
            raise
    if slot.is_dir() and not slot.is_symlink():
        shutil.rmtree(slot)
    else:
        slot.unlink()
    return ""


def _named(family: Sequence[Commit], vault: Path) -> Iterator[tuple[Path, Path]]:
    """What lies in the folders of a Checkpoint, each with the path that it had in the person's folder, and its date."""
    one = family[0]
    places = {
        slot: place for commit in reversed(family) for step in commit.steps for slot, place in _places(step, commit)
    }
    day = datetime.datetime.fromisoformat(one.checkpoint.at).astimezone().strftime("%Y-%m-%d %H.%M")
    spares = {Path(step["spare"]["vault"]): Path(step["old"]["vault"]) for step in one.steps if "spare" in step}
    for folder in folders_of(one, vault):
        for slot in sorted(folder.iterdir()):
            if slot in spares and _is_same(slot, spares[slot]):
                slot.unlink()  # a clone of what goes to the trash itself
                continue
            place = places.get(slot, folder / slot.name)
            pure = PurePath(place.name)
            yield slot, place.with_name(f"{pure.stem} ({day}){pure.suffix}")


def _is_same(clone: Path, kept: Path) -> bool:
    try:
        one, other = clone.lstat(), kept.lstat()
    except FileNotFoundError:
        return False
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _places(step: Step, commit: Commit) -> Iterator[tuple[Path, Path]]:
    """Places in vaults, each with the path below a Root that it is of."""
    roots = [step[name] for name in ("at", "from", "to") if "root" in step.get(name, ())]
    for slot in slots_of(step):
        for where in roots[:1]:
            yield slot, Path(commit.roots[where["root"]]) / where["path"]
