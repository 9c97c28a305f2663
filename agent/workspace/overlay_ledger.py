"""A Ledger whose commits only lay Changes over the files: drafts and delegates work behind it."""

import asyncio
import datetime
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.core.changes import Change, Changed, ChangeSet, Checkpoint, Create, Delete, Finding, MakeFolder, Modify, Move
from agent.core.errors import NotFoundError, RefusedError
from agent.core.paths import Place, shown
from agent.core.words import Words
from agent.workspace import checks
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_tree import Tree
from agent.workspace.workspace import Workspace

May = Callable[[Place], bool]
_NOT_YOURS = Words(
    "{name!r} is not among the files that this piece of work may change.",
    "「{name}」は、この作業で変更してよいファイルに含まれていません。",
)
_NOT_LAST = Words(
    "Only the last change of a draft can be taken back.", "下書きでは、最後の変更だけを取り消すことができます。"
)


def _anything(_: Place) -> bool:
    return True


class StagingLedger:
    """Refuses what the real Ledger would refuse. `workspace` is the one beneath all overlays, `check` proves that a
    document opens as what its name says (raises ToolError), `may` says which Places may be changed.
    """

    def __init__(
        self, files: OverlayFiles, workspace: Workspace, check: Callable[[Path], None], may: May = _anything
    ) -> None:
        self._files = files
        self._workspace = workspace
        self._check = check
        self._may = may
        self._before: list[tuple[Checkpoint, Tree]] = []

    async def examine(self, changes: ChangeSet) -> tuple[Finding, ...]:
        """See Ledger. Losses of size only: what a document leads to is found when all of it is committed."""
        await asyncio.to_thread(self._examine, changes)
        return await asyncio.to_thread(self._findings, changes)

    async def commit(self, changes: ChangeSet, call: str = "") -> Checkpoint:
        """See Ledger. The Checkpoint is marked as staged: the disk is as it was."""
        return await asyncio.to_thread(self._commit, changes, call)

    async def undo(self, checkpoint: str, only: Sequence[str] = ()) -> Checkpoint:
        """Take back the last commit that was not taken back yet, as a whole.

        Raises:
            RefusedError: another one, or a part.
        """
        if only or not self._before or self._before[-1][0].id != checkpoint:
            raise RefusedError(_NOT_LAST, "not_last")
        made, tree = self._before.pop()
        self._files.back_to(tree)
        return Checkpoint(uuid.uuid4().hex[:16], "", made.title, _now(), (), undoes=made.id, staged=True)

    def _commit(self, changes: ChangeSet, call: str) -> Checkpoint:
        self._examine(changes)
        for change in changes.changes:
            if isinstance(change, (Create, Modify)):
                checks.sound(change, self._check, self._files)
        changed = tuple(self._changed(change) for change in changes.changes)
        before = self._files.tree()
        self._files.lay(changes)
        made = Checkpoint(uuid.uuid4().hex[:16], "", changes.title, _now(), changed, call=call, staged=True)
        self._before.append((made, before))
        return made

    def _examine(self, changes: ChangeSet) -> None:
        filled = checks.Filled()
        for change in changes.changes:
            for place, new in _touched(change):
                if not self._may(place):
                    raise RefusedError(_NOT_YOURS.of(name=shown(str(place))), "not_declared")
                if new:
                    checks.safe_name(place)
                checks.writable(self._workspace, place, new=new or self._workspace.entry(place) is None)
                checks.unlocked(self._workspace, place)
            if isinstance(change, (Delete, Modify)):
                filled.refuse(change.place)
            filled.add(change)

    def _findings(self, changes: ChangeSet) -> tuple[Finding, ...]:
        found = []
        for index, change in enumerate(changes.changes):
            if isinstance(change, Modify) and (words := checks.shrinking(change, self._files)):
                found.append(Finding(index, "shrink", words))
        return tuple(found)

    def _changed(self, change: Change) -> Changed:
        place = str(change.place)
        match change:
            case Create(staged=staged):
                return Changed("create", place, after=staged.sha256, size=staged.size)
            case Modify(expects=expects, staged=staged):
                return Changed("modify", place, "", expects, staged.sha256, staged.size)
            case Move(to=to):
                return Changed("move", place, str(to))
            case Delete():
                return Changed("delete", place, before=self._hash(change.place))
            case MakeFolder():
                return Changed("folder", place)

    def _hash(self, place: Place) -> str:
        entry = self._files.entry(place)
        if entry is None:
            raise NotFoundError(checks.GONE.of(name=shown(str(place))))
        return self._files.sha256(place) if entry.kind == "file" else ""


def _touched(change: Change) -> tuple[tuple[Place, bool], ...]:
    """The Places that a Change touches, and whether something new comes there."""
    if isinstance(change, Move):
        return (change.place, False), (change.to, True)
    return ((change.place, isinstance(change, (Create, MakeFolder))),)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
