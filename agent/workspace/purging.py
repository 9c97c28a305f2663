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
from agent.workspace.records import DONE, INTENT, PURGED, Commit, Records, Step, slots_of
from agent.workspace.retention import NOT_KEPT, families, folders_of
from agent.workspace.trash import Throw
from agent.workspace.vaults import emptied

_NOT_REMOVED = Words("“{title}” was not removed: {why}", "「{title}」は取り除いていません。{why}")
_HALF_DONE = Words(
    "a change that needs it was interrupted and has to be put in order first.",
    "これを必要とする変更が途中で止まっており、先に修復が必要です。",
)
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
        for identity in ids:
            one = records.find(identity)
            if one is not None and one.state == DONE:
                told = _purged(one, records, vault, how, told)
            else:
                told = replace(told, refused=(*told.refused, NOT_KEPT.of(name=shown(identity))))
        return told
    finally:
        records.close()


def _purged(one: Commit, records: Records, vault: Path, how: Purging, told: Purged) -> Purged:
    """One Checkpoint and the undos and redos of it."""
    removed = list(told.removed)
    try:
        with locked([Path(path) for path in one.roots.values()], vault):
            family = _family(one.checkpoint.id, records)
            if not family:  # another process was faster
                return told
            if not how.running.isdisjoint(commit.checkpoint.session for commit in family):
                raise RefusedError(_RUNS, "busy")
            for slot, was in _named(family, vault):
                removed.append(Removed(one.checkpoint.id, str(was), _gone(slot, was, how)))
            records.keep(*(replace(commit, state=PURGED, purged=how.now.isoformat()) for commit in family))
            for folder in folders_of(one, vault):
                emptied(folder, folder.parent.parent)
    except (OSError, AgentError) as error:
        words = _NOT_REMOVED.of(title=shown(one.checkpoint.title), why=why(error))
        return replace(told, removed=tuple(removed), refused=(*told.refused, words))
    return replace(told, removed=tuple(removed), checkpoints=(*told.checkpoints, one.checkpoint.id))


def _family(identity: str, records: Records) -> tuple[Commit, ...]:
    """A Checkpoint and the later records that use what it keeps, as they are now that nobody works there.

    Raises:
        RefusedError: one of them was cut off and needs what is kept (code "half_done").
    """
    using = [commit for commit in records.using(identity) if commit.state in (DONE, INTENT)]
    own = [commit for commit in using if commit.checkpoint.id == identity and commit.state == DONE]
    later = families(using).get(identity, ())
    if any(commit.state == INTENT for commit in later):
        raise RefusedError(_HALF_DONE, "half_done")
    return (*own, *later) if own else ()


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
