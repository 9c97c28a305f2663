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

from agent.core.changes import ChangeSet, Checkpoint, Finding
from agent.core.errors import AgentError, NotFoundError, OutsideWorkspaceError, RefusedError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace.carrying import HalfDoneError, carried_out, half_done
from agent.workspace.findings import Inspection, findings
from agent.workspace.folders import identities, settled
from agent.workspace.lock import BUSY, locked
from agent.workspace.plan import Plan, examine
from agent.workspace.reasons import translated
from agent.workspace.records import DONE, INTENT, PURGED, Commit, Records, Step
from agent.workspace.recover import mended
from agent.workspace.reversal import NOT_CHANGED, Reversal
from agent.workspace.roots import Root
from agent.workspace.steps import Hands, Location
from agent.workspace.times import time_steps
from agent.workspace.vaults import Slots
from agent.workspace.workspace import Workspace

_NO_CHECKPOINT = Words("There is no checkpoint {name!r}.", "変更の記録「{name}」が見つかりません。")
_UNDONE = Words("This was put back already.", "この変更は、すでに元に戻されています。")
_OTHER_FOLDER = Words(
    "The folder that was changed, {path!r}, is not granted any more. Grant it again to undo.",
    "変更したフォルダー「{path}」は、現在許可されていません。元に戻すには、もう一度追加してください。",
)
_READ_ONLY = Words(
    "The folder {path!r} is granted for reading only now. Grant it for changes to undo.",
    "フォルダー「{path}」は現在、読み取り専用で許可されています。元に戻すには、変更を許可してください。",
)
_PURGED = Words(
    "The earlier versions of these files were removed from Deskhand's store on {day}, so it cannot be undone here.",
    "変更前の版は {day} に Deskhand の保管場所から取り除かれたため、ここでは元に戻せません。",
)


class FolderLedger:
    """The Ledger of one Session. `store` is the database of all ledgers, `vault` keeps before-images, `inspection`
    looks into new documents, `language` is that of the sentences in a Checkpoint.
    """

    def __init__(
        self,
        workspace: Workspace,
        store: Path,
        vault: Path,
        session: str,
        inspection: Inspection,
        language: str = "",
    ) -> None:
        self._workspace = workspace
        self._records = Records(store)
        self._vault = vault
        self._session = session
        self._inspection = inspection
        self._language = language
        self._half_done: set[str] = set()
        vault.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def examine(self, changes: ChangeSet) -> tuple[Finding, ...]:
        """See Ledger."""
        await asyncio.to_thread(examine, self._workspace, changes)
        return await asyncio.to_thread(findings, self._workspace, changes, self._inspection.reaches)

    async def commit(self, changes: ChangeSet, call: str = "") -> Checkpoint:
        """See Ledger."""
        return await asyncio.to_thread(self._commit, changes, call)

    async def undo(self, checkpoint: str, only: Sequence[str] = ()) -> Checkpoint:
        """See Ledger.

        Raises:
            NotFoundError: there is no such Checkpoint; RefusedError: it is put back already, or cannot be.
        """
        return await asyncio.to_thread(self._undo, checkpoint, tuple(only))

    def contents(self, checkpoint: str, place: str) -> tuple[Path | None, Path | None]:
        """What one place of a Checkpoint was before and after, as paths that may be read; None where it was nothing.

        They end as the place does: that tells the kind of a document, and what waits in a vault has no ending.
        """
        commit = self._found(checkpoint)
        changed = next((one for one in commit.checkpoint.changed if place in (one.place, one.to)), None)
        if changed is None:
            raise NotFoundError(NOT_CHANGED.of(name=shown(place)))
        suffix = Path(place).suffix
        return self._image(commit, changed.before, suffix), self._image(commit, changed.after, suffix)

    def close(self) -> None:
        """Close the database."""
        self._records.close()

    def _commit(self, changes: ChangeSet, call: str) -> Checkpoint:
        name = uuid.uuid4().hex[:16]
        roots = self._roots_of(changes)
        self._settle({str(root.path) for root in roots.values()})
        with locked([root.path for root in roots.values()], self._vault):
            slots = Slots(self._vault, name)
            plan = Plan(self._workspace, slots, self._inspection.check)
            try:
                plan.fill(changes)
            except OSError as error:
                slots.discard()
                raise translated(error) from error
            except AgentError:
                slots.discard()
                raise
            checkpoint = Checkpoint(name, self._session, changes.title, _now(), tuple(plan.changed), call=call)
            try:
                self._carried_out(checkpoint, plan.steps, Hands(roots), roots)
            except HalfDoneError:
                raise  # the next start needs what is in the vault
            except AgentError:
                slots.discard()
                raise
            slots.settled()
            for place in plan.made:
                with suppress(OutsideWorkspaceError):  # revoked meanwhile
                    self._workspace.admit(place)
            return checkpoint

    def _undo(self, identity: str, only: tuple[str, ...]) -> Checkpoint:
        self._settle(set(self._found(identity).roots.values()))
        with locked([Path(path) for path in self._found(identity).roots.values()], self._vault):
            commit = self._found(identity)
            if commit.checkpoint.undone:
                raise RefusedError(_UNDONE, "undone")
            roots = self._roots_again(commit)
            commit, hands = settled(commit, roots), Hands(roots)
            try:
                return self._put_back(commit, hands, roots, only)
            except OSError as error:
                raise translated(error) from error

    def _put_back(self, commit: Commit, hands: Hands, roots: dict[str, Root], only: tuple[str, ...]) -> Checkpoint:
        one = commit.checkpoint
        back = Reversal(hands, commit, only, self._language, lambda: self._records.taken_out_since(one.id))
        back.fill()
        whole = not only and not back.later
        checkpoint = Checkpoint(
            uuid.uuid4().hex[:16], self._session, one.title, _now(), tuple(back.changed),
            undoes=one.id if whole else "", kept=tuple(words.text(self._language) for words in back.kept),
        )  # fmt: skip
        times = time_steps(hands, commit.times) if whole else []
        undone = replace(commit, checkpoint=replace(one, undone=True)) if whole else None
        self._carried_out(checkpoint, [*back.steps, *times], hands, roots, undone)
        return checkpoint

    def _carried_out(
        self,
        checkpoint: Checkpoint,
        steps: list[Step],
        hands: Hands,
        roots: dict[str, Root],
        undone: Commit | None = None,
    ) -> None:
        paths = {name: str(root.path) for name, root in roots.items()}
        commit = Commit(checkpoint, INTENT, paths, tuple(steps), identities=identities(roots))
        try:
            carried_out(self._records, hands, commit, undone, self._language)
        except HalfDoneError:
            self._half_done.add(checkpoint.id)
            raise

    def _settle(self, paths: set[str]) -> None:
        """What this process left half done in these folders is put in order before they are changed again."""
        for identity in tuple(self._half_done):
            commit = self._records.find(identity)
            if commit is None or paths.isdisjoint(commit.roots.values()):
                continue
            told = mended(commit, self._records, self._vault, self._language) if commit.state == INTENT else None
            now = self._records.find(identity)
            if now is not None and now.state == INTENT:
                raise half_done(told or BUSY)
            self._half_done.discard(identity)

    def _roots_again(self, commit: Commit) -> dict[str, Root]:
        """The Roots of a record, which must be granted under the names that they had."""
        found: dict[str, Root] = {}
        for name, path in commit.roots.items():
            with suppress(OutsideWorkspaceError):
                found[name] = self._workspace.root(Place(name, ""))
            if name not in found or str(found[name].path) != path:
                raise RefusedError(_OTHER_FOLDER.of(path=shown(path)), "other_folder")
            if not found[name].granted.writable:
                raise RefusedError(_READ_ONLY.of(path=shown(path)), "read_only")
        return found

    def _roots_of(self, changes: ChangeSet) -> dict[str, Root]:
        places = [change.place for change in changes.changes]
        places += [to for change in changes.changes if (to := getattr(change, "to", None)) is not None]
        return {place.root: self._workspace.root(place) for place in places}

    def _found(self, checkpoint: str) -> Commit:
        commit = self._records.find(checkpoint)
        if commit is not None and commit.state == PURGED:
            raise RefusedError(_PURGED.of(day=commit.purged[:10]), "purged")
        if commit is None or commit.state != DONE:
            raise NotFoundError(_NO_CHECKPOINT.of(name=shown(checkpoint)))
        return commit

    def _image(self, commit: Commit, digest: str, suffix: str) -> Path | None:
        """A readable copy of the contents with that hash, from the vault or from where the file is."""
        if not digest:
            return None
        for step in commit.steps:
            for where in map(step.get, ("old", "spare", "new", "from", "to", "at")):
                if where and (copy := self._copied(where, digest, suffix)):
                    return copy
        return None

    def _copied(self, where: Location, digest: str, suffix: str) -> Path | None:
        if "vault" in where:
            return self._workspace.copy(Path(where["vault"]), digest, suffix)
        try:
            snapshot = self._workspace.snapshot(Place(where["root"], where["path"]))
        except AgentError:
            return None
        return snapshot.path if snapshot.sha256 == digest else None


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
