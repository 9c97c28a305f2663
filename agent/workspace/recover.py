"""After a crash: commits that were cut off are finished when every step is done, else put back."""

from dataclasses import replace
from pathlib import Path

from agent.core.changes import Checkpoint
from agent.core.errors import AgentError, RefusedError
from agent.core.events import RootGranted
from agent.core.paths import shown
from agent.core.words import Words, joined
from agent.workspace.carrying import put_back, settle
from agent.workspace.folders import settled
from agent.workspace.lock import locked
from agent.workspace.orphans import swept
from agent.workspace.reasons import why
from agent.workspace.records import DONE, INTENT, Commit, Records
from agent.workspace.roots import root_of
from agent.workspace.steps import Hands
from agent.workspace.times import ended

_NOT_NOW = Words(
    "“{title}” was interrupted and cannot be mended now: {why}",
    "「{title}」は中断されましたが、今は修復できません。{why}",
)
_ALL_DONE = Words(
    "“{title}” was interrupted; all of it was done and can be undone.",
    "「{title}」は中断されましたが、変更はすべて完了しており、元に戻すこともできます。",
)
_AS_BEFORE = Words(
    "“{title}” was interrupted; your files are as they were before it.",
    "「{title}」は中断されたため、ファイルをその前の状態に戻しました。",
)
_KEPT = Words(
    "“{title}” was interrupted and was taken back, without what you changed since.",
    "「{title}」は中断されたため、その後に変更されたものを除いて、前の状態に戻しました。",
)


def recover(store: Path, vault: Path, language: str = "") -> tuple[Words, ...]:
    """Mend what crashed processes left; may itself be cut off and repeated. Returns sentences for the person.

    What cannot be mended now (a disk that is not plugged in, a folder for reading only) is left for the next start.
    `language` is that of a name that a file gets when its own one is taken.
    """
    if not store.exists():
        return ()
    records = Records(store)
    try:
        told = [sentence for one in records.open_ones() if (sentence := mended(one, records, vault, language))]
        swept(records, vault)
        return tuple(told)
    finally:
        records.close()


def latest(store: Path, count: int) -> tuple[Checkpoint, ...]:
    """The newest Checkpoints that are done, the oldest of them first, whoever heard of them."""
    if not store.exists():
        return ()
    records = Records(store)
    try:
        return records.latest(count)
    finally:
        records.close()


def mended(commit: Commit, records: Records, vault: Path, language: str) -> Words | None:
    """Mend one record. A sentence for the person, or None when there was nothing to do."""
    title = shown(commit.checkpoint.title)
    try:
        roots = {name: root_of(RootGranted(name, path)) for name, path in commit.roots.items()}
        with locked([root.path for root in roots.values()], vault):
            now = records.find(commit.checkpoint.id)
            if now is None or now.state != INTENT:  # its own process finished it while we waited
                return None
            return _decided(settled(now, roots), records, Hands(roots), language)
    except (OSError, AgentError) as error:
        if isinstance(error, RefusedError) and error.code == "busy":
            return None  # a living process works there
        return _NOT_NOW.of(title=title, why=why(error))


def _decided(commit: Commit, records: Records, hands: Hands, language: str) -> Words:
    title = shown(commit.checkpoint.title)
    hands.reach()
    if all(hands.applied(step) for step in commit.steps if step["do"] != "time"):
        hands.reach()
        for step in commit.steps:
            if step["do"] == "time":
                hands.apply(step)
        settle(hands, commit.steps)
        put_back_by_it = records.find(commit.checkpoint.undoes) if commit.checkpoint.undoes else None
        done = [replace(commit, state=DONE, times=ended(hands, commit.times))]
        if put_back_by_it is not None:
            done.append(replace(put_back_by_it, checkpoint=replace(put_back_by_it.checkpoint, undone=True)))
        records.keep(*done)
        return _ALL_DONE.of(title=title)
    kept = put_back(records, hands, commit, language)
    return joined((_KEPT if kept else _AS_BEFORE).of(title=title), *kept)
