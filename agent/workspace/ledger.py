"""The one door to the user's files: commit and undo, each with a durable record before anything is touched.

A commit: check everything and make the new contents ready in the vault; write the intent; rename, link and rename;
make the folders durable; read back and compare; write that it is done. New bytes are never written in place: the old
inode goes to the vault as it is, so that undo brings back bytes, mode, owner, attributes and times at once.
"""

import asyncio
import datetime
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from agent.core.changes import ChangeSet, Checkpoint
from agent.core.errors import AgentError, NotFoundError, OutsideWorkspaceError, RefusedError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.lock import locked
from agent.workspace.plan import Check, Plan, examine
from agent.workspace.records import DONE, INTENT, REVERTED, Commit, Records, Step
from agent.workspace.reversal import NOT_CHANGED, Reversal
from agent.workspace.roots import Root
from agent.workspace.steps import Hands, Location, taken_back, translated
from agent.workspace.workspace import Workspace

Times = tuple[tuple[dict[str, str], int, int], ...]
_NO_CHECKPOINT = Words("There is no checkpoint {name!r}.", "変更の記録「{name}」が見つかりません。")
_UNDONE = Words("This was put back already.", "この変更は、すでに元に戻されています。")
_UNVERIFIED = Words(
    "What was written is not what was meant. Everything was put back.",
    "書き込んだ内容が意図したものと一致しなかったため、すべて元に戻しました。",
)


class FolderLedger:
    """The Ledger of one Session. `store` is the database of all ledgers, `vault` keeps before-images, `check` proves
    that a new Office file or PDF would open, `language` is that of the sentences in a Checkpoint.
    """

    def __init__(
        self, workspace: Workspace, store: Path, vault: Path, session: str, check: Check, language: str = ""
    ) -> None:
        self._workspace = workspace
        self._records = Records(store)
        self._vault = vault
        self._session = session
        self._check = check
        self._language = language
        self._hands = Hands(lambda name: workspace.root(Place(name, "")))
        vault.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def examine(self, changes: ChangeSet) -> None:
        """See Ledger."""
        await asyncio.to_thread(examine, self._workspace, changes)

    async def commit(self, changes: ChangeSet) -> Checkpoint:
        """See Ledger."""
        return await asyncio.to_thread(self._commit, changes)

    async def undo(self, checkpoint: str, only: Sequence[str] = ()) -> Checkpoint:
        """See Ledger.

        Raises:
            NotFoundError: there is no such Checkpoint; RefusedError: it is put back already, or cannot be.
        """
        return await asyncio.to_thread(self._undo, checkpoint, tuple(only))

    def contents(self, checkpoint: str, place: str) -> tuple[Path | None, Path | None]:
        """What one place of a Checkpoint was before and after, as paths that may be read; None where it was nothing."""
        commit = self._found(checkpoint)
        changed = next((one for one in commit.checkpoint.changed if place in (one.place, one.to)), None)
        if changed is None:
            raise NotFoundError(NOT_CHANGED.of(name=shown(place)))
        return self._image(commit, changed.before), self._image(commit, changed.after)

    def close(self) -> None:
        """Close the database."""
        self._records.close()

    def _commit(self, changes: ChangeSet) -> Checkpoint:
        name = uuid.uuid4().hex[:16]
        roots = self._roots_of(changes)
        with locked([root.path for root in roots.values()], self._vault):
            plan = Plan(self._workspace, self._vault, name, self._check)
            try:
                plan.fill(changes)
            except OSError as error:
                plan.discard()
                raise translated(error) from error
            except AgentError:
                plan.discard()
                raise
            checkpoint = Checkpoint(name, self._session, changes.title, _now(), tuple(plan.changed))
            try:
                self._carried_out(checkpoint, plan.steps, {key: str(root.path) for key, root in roots.items()})
            except AgentError:
                plan.discard()  # everything was put back; else it is no AgentError, and the next start mends it
                raise
            for place in plan.made:
                with suppress(OutsideWorkspaceError):  # revoked meanwhile
                    self._workspace.admit(place)
            return checkpoint

    def _undo(self, identity: str, only: tuple[str, ...]) -> Checkpoint:
        commit = self._found(identity)
        if commit.checkpoint.undone:
            raise RefusedError(_UNDONE, "undone")
        with locked([Path(path) for path in commit.roots.values()], self._vault):
            back = Reversal(self._workspace, self._hands, commit, only, self._language)
            back.fill()
            checkpoint = Checkpoint(
                uuid.uuid4().hex[:16], self._session, commit.checkpoint.title, _now(), tuple(back.changed),
                undoes="" if only else identity, kept=tuple(words.text(self._language) for words in back.kept),
            )  # fmt: skip
            fresh = {self._key(place): after for place, _, after in commit.times}
            same = {key for key, after in fresh.items() if self._hands.modified_ns(_location(key)) == after}
            made = self._carried_out(checkpoint, back.steps, commit.roots)
            for place, before, _ in reversed(commit.times):
                if before and self._key(place) in same and not only:
                    self._hands.set_modified(place, before)
            if not only:
                self._records.keep(replace(commit, checkpoint=replace(commit.checkpoint, undone=True)))
            return made

    def _carried_out(self, checkpoint: Checkpoint, steps: list[Step], roots: dict[str, str]) -> Checkpoint:
        """Record the intent, take the steps, verify, record the end; or put everything back and raise."""
        commit = Commit(checkpoint, INTENT, roots, tuple(steps))
        folders = _parents(steps)
        before = [self._hands.modified_ns(folder) for folder in folders]
        times = tuple((dict(folder), then, 0) for folder, then in zip(folders, before, strict=True))
        commit = replace(commit, times=times)
        self._records.keep(commit)
        try:
            for step in steps:
                self._hands.apply(step)
            self._hands.sync(folders)
            self._verify(steps)
        except (OSError, AgentError) as error:
            taken_back(self._hands, steps)
            for folder, then in zip(folders, before, strict=True):
                self._hands.set_modified(folder, then)
            self._records.keep(replace(commit, state=REVERTED))
            if isinstance(error, OSError):
                raise translated(error) from error
            raise
        ended = tuple((dict(f), then, self._hands.modified_ns(f)) for f, then in zip(folders, before, strict=True))
        self._records.keep(replace(commit, state=DONE, times=ended))
        return checkpoint

    def _verify(self, steps: list[Step]) -> None:
        """Read back every file that has new contents."""
        last = {self._key(step.get("at") or step["to"]): step for step in steps if step["do"] in ("swap", "move")}
        for step in last.values():
            where: Location = step.get("at") or step["to"]
            if step["sha256"] and "root" in where and self._hands.sha256(where) != step["sha256"]:
                raise RefusedError(_UNVERIFIED, "verify")

    def _roots_of(self, changes: ChangeSet) -> dict[str, Root]:
        places = [change.place for change in changes.changes]
        places += [to for change in changes.changes if (to := getattr(change, "to", None)) is not None]
        return {place.root: self._workspace.root(place) for place in places}

    def _found(self, checkpoint: str) -> Commit:
        commit = self._records.find(checkpoint)
        if commit is None or commit.state != DONE:
            raise NotFoundError(_NO_CHECKPOINT.of(name=shown(checkpoint)))
        return commit

    def _image(self, commit: Commit, digest: str) -> Path | None:
        """A readable copy of the contents with that hash, from the vault or from where the file is."""
        if not digest:
            return None
        for step in commit.steps:
            for where in (step.get("old"), step.get("new"), step.get("from"), step.get("to"), step.get("at")):
                if where and (copy := self._copied(where, digest)):
                    return copy
        return None

    def _copied(self, where: Location, digest: str) -> Path | None:
        if "vault" in where:
            kept = Path(where["vault"])
            return kept if kept.is_file() and self._workspace.staged(kept).sha256 == digest else None
        try:
            snapshot = self._workspace.snapshot(Place(where["root"], where["path"]))
        except AgentError:
            return None
        return snapshot.path if snapshot.sha256 == digest else None

    @staticmethod
    def _key(location: Location) -> str:
        return "\0".join((location["root"], location["path"])) if "root" in location else location["vault"]


def _location(key: str) -> Location:
    root, _, path = key.partition("\0")
    return {"root": root, "path": path}


def _parents(steps: Sequence[Step]) -> list[Location]:
    """The folders below Roots in which names come or go, each once."""
    found: dict[tuple[str, str], Location] = {}
    for step in steps:
        for where in (step.get("at"), step.get("from"), step.get("to")):
            if where and "root" in where:
                above = Place(where["root"], where["path"]).parent
                found.setdefault((above.root, above.path), {"root": above.root, "path": above.path})
    return list(found.values())


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
