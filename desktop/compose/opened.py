"""An opened Session: the conversation, its Workspace, and everything that a Turn needs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from agent.core.actions import Grant, Mode
from agent.core.changes import ChangeSet, Checkpoint
from agent.core.documents import Documents
from agent.core.errors import RefusedError
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
from agent.core.messages import Image
from agent.core.ports import Approver, ChatModel, Entry, Gate, Tool
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.review.review import TurnReview
from agent.session.drafts_tool import DraftsModel, DraftsTool
from agent.session.history import said
from agent.session.limits import Limits
from agent.session.prompt import system_prompt
from agent.session.request import Request
from agent.session.session import Session
from agent.session.state import in_force
from agent.workspace.ledger import FolderLedger
from agent.workspace.workspace import Workspace
from desktop.compose.answers import EarlierAnswers, KeptAnswers, SeenGate
from desktop.compose.asked import Asked
from desktop.compose.attaching import Attaching
from desktop.compose.backing import backed
from desktop.compose.bench import fitting_context, today
from desktop.compose.coding import Coding, TurnCoding, coding_of, no_code
from desktop.compose.connector_missing import Missing, Telling, nobody_misses
from desktop.compose.drafting import DraftRoom
from desktop.compose.grants import GrantStore, standing
from desktop.compose.ground import Below, all_entries, facts_of, folder_of
from desktop.compose.late_tools import with_more
from desktop.compose.notes import BY_ITSELF, NO_CODE
from desktop.compose.pictures import pictures_of
from desktop.compose.reviewing import reviewing
from desktop.compose.rooms import RoomPool
from desktop.compose.skilled import Skilled, TurnSkills
from skills.library import Suggested, fitting, match
from skills.recipe_model import RecipeModel

BenchMaker = Callable[[Session, Workspace, FolderLedger, Gate, Approver, ChatModel, Coding, TurnSkills], Bench]


class OpenedSession:
    """One Session with its folders. `approver` may stand in for the person (a command line without a terminal).

    `always` are the permissions that outlive a Session, `documents` what draws attached pictures. `untold` puts in
    order what dead processes left half done, and gives the Checkpoints of a Session that its Journal has not heard of.
    `rooms` are where code runs, None when the person wants none; `connected` the accounts that connectors which are on
    may speak with, `missing` those that are not there now. `handed` gives the Tools of connectors of this Session
    alone; none takes another Tool's place.
    """

    def __init__(  # noqa: PLR0913  # what a Session is made of
        self,
        session: Session,
        workspace: Workspace,
        ledger: FolderLedger,
        make_bench: BenchMaker,
        skilled: Skilled,
        *,
        always: GrantStore,
        documents: Documents,
        untold: Callable[[str], Sequence[Checkpoint]],
        rooms: Callable[[], RoomPool | None] = lambda: None,
        connected: Callable[[], tuple[Grant, ...]] = tuple,
        missing: Callable[[], Sequence[Missing]] = nobody_misses,
    ) -> None:
        self.session = session
        self.workspace = workspace
        self.ledger = ledger
        self.proposed: dict[str, ChangeSet] = {}
        self.handed: Callable[[str], Sequence[Tool]] = lambda _: ()
        self.handed_accounts: Callable[[], tuple[Grant, ...]] = tuple
        self._make_bench = make_bench
        self._skilled = skilled
        self._skills = skilled.none
        self._always = always
        self._documents = documents
        self._untold = untold
        self._rooms = rooms
        self._connected = connected
        self._missing = Telling(missing)

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
        attaching = Attaching(self.workspace, lambda: self.session.state.roots, self.grant)
        return tuple(attaching.place(path) for path in paths)

    def pictures(self, attachments: Sequence[str], model: ChatModel) -> tuple[Image, ...]:
        """The pictures among `attachments` (texts of Places) for a model that sees. Blocks while they are drawn."""
        return pictures_of(self.workspace, self._documents, attachments, model.traits)

    def begin(self, asked: Asked, approver: Approver | None = None) -> Awaitable[TurnEnded]:
        """One Turn with a model; it runs at once and is awaited to its end.

        Raises:
            NeedsUserError: a Turn runs here or in another process.
        """
        self.settle()
        coding = self._coding(asked.limits)
        return self._over(asked, coding, self.session.begin(*self._prepared(asked, approver, coding or no_code)))

    def resume(
        self, asked: Asked, approver: Approver | None = None, *, by_itself: bool = False
    ) -> Awaitable[TurnEnded]:
        """Go on with the Turn that was cut off; of what is asked, text and attachments are not used. `by_itself` when
        nobody said so.

        Raises:
            NeedsUserError: there is no such Turn (code "not_interrupted"), or one runs.
        """
        self.settle()
        coding = self._coding(asked.limits)
        prepared = self._prepared(asked, approver, coding or no_code)
        return self._over(asked, coding, self._resumed(*prepared, by_itself=by_itself))

    def resume_recipe(
        self, language: str, approver: Approver | None = None, *, by_itself: bool = False
    ) -> Awaitable[TurnEnded]:
        """The same when a Recipe was cut off: it needs no model."""
        self.settle()
        turn = self.session.state.turn
        recipe, values = ("", {}) if turn is None else (turn.recipe, turn.values)
        request = Request("", RecipeModel(recipe, values, language), "", recipe=recipe)
        return self._resumed(request, self._bench(self._recipe_facts, approver, request.model), by_itself=by_itself)

    async def _over(self, asked: Asked, coding: TurnCoding | None, running: Awaitable[TurnEnded]) -> TurnEnded:
        try:
            return await (running if asked.delegating is None else asked.delegating.until_over(running))
        finally:
            if coding is not None:
                await coding.rooms.close()

    def _coding(self, limits: Limits) -> TurnCoding | None:
        """What code runs with in a Turn that begins now; the person is told once in a Session when it cannot."""
        pool = self._rooms()
        coding = None if pool is None else coding_of(pool, limits, self.session.state)
        if pool is not None and coding is None and not self.session.state.history:
            self.note(NO_CODE, "no_sandbox")
        return coding

    def _resumed(self, request: Request, bench: Bench, *, by_itself: bool) -> Awaitable[TurnEnded]:
        if by_itself and self.session.interrupted:
            self.note(BY_ITSELF, "resumed")
        return self.session.resume(request, bench, by_itself=by_itself)

    def leave(self) -> None:
        """Close the Turn that was cut off: nobody goes on with it.

        Raises:
            NeedsUserError: another process works in this Session (code "busy").
        """
        self.settle()
        self.session.leave()

    def settle(self) -> None:
        """Before anything is done about a Turn that was cut off: what it left half done in the folders is put in order
        and told, because its process may have ended long after this one began.

        Raises:
            NeedsUserError: another process works in this Session (code "busy").
        """
        self.session.must_be_ours()
        if self.session.interrupted:
            for checkpoint in self._untold(self.session.id):
                self.session.emit(CheckpointMade(checkpoint, checkpoint.call))

    def _prepared(self, asked: Asked, approver: Approver | None, coding: Coding) -> tuple[Request, Bench]:
        state = self.session.state
        self._skills = self._skilled.turn([root.path for root in state.roots if not root.only], asked.text)
        told = self._skills.told
        system = system_prompt(state.roots, state.mode, today(), told, asked.language, state.checkpoints)
        if missing := self._missing.told(self.note):
            system = f"{system}\n\n{missing}"
        model = backed(asked.model, asked.backup, self.session, approver or self.session)
        bench, drafts = self._bench(self._facts, approver, model, coding), None
        if asked.delegating is not None:
            bench = asked.delegating.added(
                bench, self.session, self.workspace, asked.limits, coding, self._skills.roles
            )
        context = fitting_context(self.session, model, bench, system)
        if asked.thorough is not None:
            room = DraftRoom(self.session, self.workspace, self._documents, coding)
            words = said(asked.text, asked.attachments, asked.pictures)
            drafts = room.tool(asked.thorough, system, words, asked.limits)
            tools = with_more(bench.tools, {drafts.spec.name: drafts})
            bench, model = replace(bench, tools=tools), DraftsModel(model, drafts)
        review = self._review(asked.limits.rounds, drafts)
        request = Request(asked.text, model, system, asked.attachments, limits=asked.limits, context=context)
        return replace(request, review=review, pictures=asked.pictures, budget=asked.budget), bench

    def begin_recipe(
        self, recipe: str, title: str, values: Mapping[str, str], language: str, approver: Approver | None = None
    ) -> Awaitable[TurnEnded]:
        """The same with a Recipe. Its changes are always shown first, unless the Mode is Act."""
        model = RecipeModel(recipe, values, language)
        self.settle()
        request = Request(title, model, "", recipe=recipe, values=values, review=self._review(0))
        return self.session.begin(request, self._bench(self._recipe_facts, approver, model))

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
        """Put back everything that this Session changed, the newest first; what was done again after an undo too."""
        return tuple([await self.undo(one.id) for one in reversed(in_force(self.session.state))])

    async def suggestions(self, text: str, language: str) -> tuple[Suggested, ...]:
        """Recipes that these words mean, or, without words, that the folders call for."""
        entries = await asyncio.to_thread(self.entries)
        return match(text, language, entries) if text.strip() else fitting(entries, language)

    def set(self, title: str = "", model: str = "", mode: Mode | None = None, most: float | None = None) -> None:
        """Change the title, the model, the Mode or what the task may cost; a running Turn follows at its next call."""
        self.session.emit(SessionChanged(title, model, mode, most))

    def note(self, words: Words, code: str) -> None:
        """Something the person should know."""
        self.session.emit(Noted(words.text(self.session.language), code))

    def grants(self) -> tuple[tuple[Grant, str], ...]:
        """Every standing permission that counts here, and the path of its folder; "" for what leaves this computer."""
        state = self.session.state
        return tuple((grant, folder_of(grant, state)) for grant in facts_of(state, self._always).grants)

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

    def _bench(
        self, facts: Callable[[], Facts], approver: Approver | None, model: ChatModel, coding: Coding = no_code
    ) -> Bench:
        self.proposed.clear()
        gate = SeenGate(RuleGate(facts, self.session.language, Below(self.workspace)), self.proposed)
        keeping = KeptAnswers(EarlierAnswers(self.session.earlier, approver or self.session), self.give_grant)
        bench = self._make_bench(self.session, self.workspace, self.ledger, gate, keeping, model, coding, self._skills)
        handed = {tool.spec.name: tool for tool in self.handed(self.session.language or "en")}
        return replace(bench, tools=with_more(bench.tools, handed, behind=True)) if handed else bench

    def _facts(self) -> Facts:
        facts = facts_of(self.session.state, self._always)
        sources = (*facts.sources, *self._skills.sources)
        grants = (*facts.grants, *self._connected(), *self.handed_accounts())
        return replace(facts, sources=sources, grants=grants)

    def _recipe_facts(self) -> Facts:
        facts = self._facts()
        return facts if facts.mode in (Mode.ACT, Mode.PLAN) else replace(facts, mode=Mode.CHANGES)

    def entries(self) -> tuple[Entry, ...]:
        """What lies in the folders, up to MOST_ENTRIES. Blocks."""
        return all_entries(self.workspace)
