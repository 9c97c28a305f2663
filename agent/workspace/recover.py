"""After a crash: commits that were cut off are finished when every step is done, else put back."""

from pathlib import Path

from agent.core.changes import Checkpoint
from agent.core.errors import AgentError, RefusedError
from agent.core.events import RootGranted
from agent.core.paths import shown
from agent.core.words import Words
from agent.workspace.lock import locked
from agent.workspace.records import DONE, REVERTED, Commit, Records
from agent.workspace.roots import Root, root_of
from agent.workspace.steps import Hands, taken_back


def recover(store: Path, vault: Path) -> tuple[Words, ...]:
    """Mend what crashed processes left; may itself be cut off and repeated. Returns sentences for the person.

    A folder that is not there now (a disk that is not plugged in) is left for the next start.
    """
    if not store.exists():
        return ()
    records = Records(store)
    try:
        return tuple(sentence for commit in records.open_ones() if (sentence := _mended(commit, records, vault)))
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


def _mended(commit: Commit, records: Records, vault: Path) -> Words | None:
    title = shown(commit.checkpoint.title)
    try:
        roots = {name: root_of(RootGranted(name, path)) for name, path in commit.roots.items()}
        with locked([root.path for root in roots.values()], vault):
            now = records.find(commit.checkpoint.id)
            if now is None or now.state in (DONE, REVERTED):  # its own process finished it while we waited
                return None
            return _decided(commit, records, roots, title)
    except RefusedError:
        return None  # a living process works there
    except AgentError as error:
        return Words(
            f"“{title}” was interrupted and cannot be mended now: {error}",
            f"「{title}」は中断されましたが、今は修復できません。{error.words.ja}",
        )


def _decided(commit: Commit, records: Records, roots: dict[str, Root], title: str) -> Words:
    hands = Hands(lambda name: roots[name])
    if all(hands.applied(step) for step in commit.steps):
        times = tuple((folder, before, hands.modified_ns(folder)) for folder, before, _ in commit.times)
        records.keep(Commit(commit.checkpoint, DONE, commit.roots, commit.steps, times))
        return Words(
            f"“{title}” was interrupted; all of it was done and can be undone.",
            f"「{title}」は中断されましたが、変更はすべて完了しており、元に戻すこともできます。",
        )
    taken_back(hands, commit.steps)
    for folder, before, _ in commit.times:
        hands.set_modified(folder, before)
    records.keep(Commit(commit.checkpoint, REVERTED, commit.roots, commit.steps, commit.times))
    return Words(
        f"“{title}” was interrupted; your files are as they were before it.",
        f"「{title}」は中断されたため、ファイルをその前の状態に戻しました。",
    )
