"""An opened Session: the conversation, its Workspace, and everything that a Turn needs."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.core.actions import Effect, Grant, Mode
from agent.core.changes import ChangeSet, Checkpoint
from agent.core.documents import Documents
from agent.core.errors import NeedsUserError, OutsideWorkspaceError, RefusedError, ToolError, UnreadableError
from agent.core.events import (
    CheckpointMade,
    GrantGiven,
    GrantRevoked,
    Noted,
    RootGranted,
    RootRevoked,
    SessionChanged,
    TurnEnded,
)
from agent.core.messages import UserMessage
from agent.core.paths import Place, shown
from agent.core.ports import Approver, ChatModel, Entry, Gate
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.policy.grants import rooted
from agent.review.review import TurnReview
from agent.session.drafts_tool import DraftsModel, DraftsTool
from agent.session.limits import Limits
from agent.session.prompt import system_prompt
from agent.session.session import Request, Session, message_of
from agent.workspace.ledger import FolderLedger
from agent.workspace.workspace import Workspace
from desktop.compose.bench import today
from desktop.compose.delegating import Delegating
from desktop.compose.drafting import DraftRoom, Thorough
from desktop.compose.grants import GrantStore, KeptAnswers, here, standing
from desktop.compose.reviewing import reviewing
from desktop.compose.seen import SeenGate
from skills.library import Suggested, fitting, match
from skills.recipe_model import RecipeModel

MOST_ENTRIES = 20_000
RECENT = 20

BenchMaker = Callable[[Session, Workspace, FolderLedger, Gate, Approver], Bench]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks of an opened Session. `delegating` lets the model hand out pieces of the task, `thorough`
    makes several drafts and keeps the best.
    """

    text: str
    model: ChatModel
    attachments: tuple[str, ...] = ()
    limits: Limits = Limits()
    language: str = ""
    delegating: Delegating | None = None
    thorough: Thorough | None = None


class OpenedSession:
    """One Session with its folders. `approver` may stand in for the person (a command line without a terminal).

    `always` are the permissions that outlive a Session.
    """

    def __init__(  # noqa: PLR0913  # what a Session is made of
        self,
        session: Session,
        workspace: Workspace,
        ledger: FolderLedger,
        make_bench: BenchMaker,
        catalogue: str,
        *,
        always: GrantStore,
        documents: Documents,
    ) -> None:
        self.session = session
        self.workspace = workspace
        self.ledger = ledger
        self.proposed: dict[str, ChangeSet] = {}
        self._make_bench = make_bench
        self._documents = documents
        self._catalogue = catalogue
        self._always = always

    def grant(self, root: RootGranted) -> RootGranted:
        """Add a folder, or change what is granted of it. Returns the Root with its name.

        Raises:
            NeedsUserError: there is no such folder, or it cannot be read.
        """
        named = self.workspace.grant(root, dict(self.session.state.folders))
        self.session.emit(named)
        return named

    def revoke(self, name: str) -> None:
        """Take a folder back: the next call already cannot see it."""
        self.workspace.revoke(name)
        self.session.emit(RootRevoked(name))

    def attach(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Texts of Places for `paths`: files outside the granted folders are granted one by one."""
        return tuple(self._attached(path) for path in paths)

    def begin(self, asked: Asked, approver: Approver | None = None) -> Awaitable[TurnEnded]:
        """One Turn with a model; it runs at once and is awaited to its end.

        Raises:
            NeedsUserError: a Turn runs here or in another process.
        """
        state = self.session.state
        system = system_prompt(state.roots, state.mode, today(), self._catalogue, asked.language, state.checkpoints)
        bench, model, drafts = self._bench(self._facts, approver), asked.model, None
        if asked.thorough is not None:
            room = DraftRoom(self.session, self.workspace, self._documents)
            drafts = room.tool(asked.thorough, system, message_of(asked.text, asked.attachments), asked.limits)
            bench, model = replace(bench, tools={**bench.tools, drafts.spec.name: drafts}), DraftsModel(model, drafts)
        review = self._review(asked.limits.rounds, drafts)
        request = Request(asked.text, model, system, asked.attachments, limits=asked.limits, review=review)
        if asked.delegating is None:
            return self.session.begin(request, bench)
        bench = asked.delegating.added(bench, self.session, self.workspace, asked.limits)
        return asked.delegating.until_over(self.session.begin(request, bench))

    def begin_recipe(
        self, recipe: str, title: str, values: Mapping[str, str], language: str, approver: Approver | None = None
    ) -> Awaitable[TurnEnded]:
        """The same with a Recipe. Its changes are always shown first, unless the Mode is Act."""
        model = RecipeModel(recipe, values, language)
        request = Request(title, model, "", recipe=recipe, review=self._review(0))
        return self.session.begin(request, self._bench(self._recipe_facts, approver))

    async def undo(self, checkpoint: str, only: Sequence[str] = ()) -> Checkpoint:
        """Put back one Checkpoint.

        Raises:
            RefusedError: a task runs here (code "busy").
            NeedsUserError: another process works in this Session (code "busy").
        """
        self.session.must_be_ours()
        if self.session.running:
            words = Words(
                "A task is running in this session. Stop it first, then undo.",
                "このタスクは実行中です。先に停止してから、元に戻してください。",
            )
            raise RefusedError(words, "busy")
        made = await self.ledger.undo(checkpoint, only)
        self.session.emit(CheckpointMade(made))
        return made

    async def undo_all(self) -> tuple[Checkpoint, ...]:
        """Put back everything that this Session changed, the newest first."""
        state = self.session.state
        open_ones = [c for c in state.checkpoints if not c.undone and c.id not in state.undos]
        return tuple([await self.undo(c.id) for c in reversed(open_ones)])

    async def suggestions(self, text: str, language: str) -> tuple[Suggested, ...]:
        """Recipes that these words mean, or, without words, that the folders call for."""
        entries = await asyncio.to_thread(self._entries)
        return match(text, language, entries) if text.strip() else fitting(entries, language)

    def set(self, title: str = "", model: str = "", mode: Mode | None = None) -> None:
        """Change the title, the model or the Mode; a running Turn follows at its next call."""
        self.session.emit(SessionChanged(title, model, mode))

    def note(self, words: Words, code: str) -> None:
        """Something the person should know."""
        self.session.emit(Noted(words.text(self.session.language), code))

    def grants(self) -> tuple[tuple[Grant, str], ...]:
        """Every standing permission that counts here, and the path of its folder; "" for what leaves this computer."""
        paths = {root.name: root.path for root in self.session.state.roots}
        outward = (Effect.SEND, Effect.CONNECT, Effect.EXECUTE)
        return tuple(
            (grant, "" if grant.effect in outward else paths.get(rooted(grant.pattern)[0], ""))
            for grant in self._facts().grants
        )

    def give_grant(self, grant: Grant) -> None:
        """Give a standing permission without being asked. It counts from the next call on.

        Raises:
            NeedsUserError: for always, of deleting or of a folder that is not granted.
        """
        if grant.lifetime == "always":
            self._always.add(standing(grant, self.session.state.roots))
        self.session.emit(GrantGiven(grant))

    def revoke_grant(self, grant: Grant) -> None:
        """Take a standing permission back: the next call asks again, also in a Turn that runs."""
        if grant.lifetime == "always":
            self._always.remove(standing(grant, self.session.state.roots))
        self.session.emit(GrantRevoked(grant))

    def _review(self, rounds: int, drafts: DraftsTool | None = None) -> TurnReview:
        return reviewing(self.session, self.workspace, self._documents, self.ledger.contents, rounds, drafts)

    def _bench(self, facts: Callable[[], Facts], approver: Approver | None) -> Bench:
        self.proposed.clear()
        gate = SeenGate(RuleGate(facts, self.session.language, self._below), self.proposed)
        keeping = KeptAnswers(approver or self.session, self.give_grant)
        return self._make_bench(self.session, self.workspace, self.ledger, gate, keeping)

    def _facts(self) -> Facts:
        state = self.session.state
        always = here(self._always.list(), state.roots)
        said_by_person = [message for message in state.history if isinstance(message, UserMessage)]
        attached = tuple(name for message in said_by_person for name in message.attachments)
        done = [c for c in state.checkpoints if not c.undone and c.id not in state.undos][-RECENT:]
        moved = tuple(changed.to for one in done for changed in one.changed if changed.kind == "move")
        return Facts(
            state.mode,
            tuple(dict.fromkeys((*state.grants, *always))),
            state.made,
            state.said,
            state.sources,
            state.declared,
            attached,
            moved,
        )

    def _below(self, place: Place) -> tuple[Entry, ...]:
        """What lies at a place, and for a folder everything in it; () for what cannot be seen."""
        try:
            entry = self.workspace.entry(place)
            if entry is None or entry.kind != "folder":
                return () if entry is None else (entry,)
            return (entry, *itertools.islice(self.workspace.walk(place, hidden=True), MOST_ENTRIES))
        except (ToolError, NeedsUserError):
            return ()

    def _recipe_facts(self) -> Facts:
        facts = self._facts()
        return facts if facts.mode in (Mode.ACT, Mode.PLAN) else replace(facts, mode=Mode.CHANGES)

    def _entries(self) -> tuple[Entry, ...]:
        found = (entry for root in self.workspace.roots() for entry in self.workspace.walk(root))
        return tuple(itertools.islice(found, MOST_ENTRIES))

    def _attached(self, path: str) -> str:
        if not Path(path).is_absolute():
            return str(self.workspace.place(path))
        file = Path(path)
        if not file.exists():
            raise _attachment_gone(file)
        inside = self._inside(file)
        if inside is not None and self._is_reached(inside):
            return str(inside)
        if file.is_dir():
            return str(Place(self.grant(RootGranted("", str(file))).name, ""))
        known = next((r for r in self.session.state.roots if r.only and Path(r.path) == file.parent), None)
        only = (*(known.only if known else ()), file.name)
        root = self.grant(RootGranted(known.name if known else "", str(file.parent), True, only))
        return str(Place(root.name, file.name))

    def _is_reached(self, place: Place) -> bool:
        """Whether the grant of the folder around it counts: keys, mounts and what links lead to are granted alone."""
        try:
            entry = self.workspace.entry(place)
            if entry is not None and entry.links > 1:
                self.workspace.snapshot(place)
        except (OutsideWorkspaceError, UnreadableError):
            return False
        return entry is None or entry.kind not in ("mount", "secret")

    def _inside(self, file: Path) -> Place | None:
        for root in self.session.state.roots:
            if file.is_relative_to(root.path):
                path = file.relative_to(root.path).as_posix()
                if not root.only or path in root.only:
                    return Place(root.name, "" if path == "." else path)
        return None


def _attachment_gone(file: Path) -> NeedsUserError:
    name = shown(file.name)
    words = Words(f"{name!r} is not there any more.", f"添付したファイル「{name}」が見つかりません。")
    return NeedsUserError(words, Words("Attach it again.", "もう一度添付してください。"), "attachment_gone")
