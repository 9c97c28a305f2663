"""One session of an editor: an opened Session, its folders that wait for a yes, and the course of a prompt."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from acp.exceptions import RequestError
from acp.schema import (
    AvailableCommandsUpdate,
    ConfigOptionUpdate,
    PromptResponse,
    SessionInfoUpdate,
)

from agent.core.actions import Question, Trust
from agent.core.errors import InvalidArgumentsError, NeedsUserError
from agent.core.events import Ending, MessageAdded, Notice, SessionChanged, TurnEnded, TurnStarted
from agent.core.messages import Text, UserMessage
from agent.core.words import NO_WORDS
from agent.packages.package import Declared
from desktop.acp import words
from desktop.acp.answering import EditorApprover
from desktop.acp.changes import Shown, made, path_in, proposed
from desktop.acp.choices import config_options
from desktop.acp.commands import RESUME, Command, commands, listed, named, values
from desktop.acp.editor import Editor, meta
from desktop.acp.folders import Folders
from desktop.acp.retelling import Retelling
from desktop.acp.said import Said
from desktop.acp.servers import settle
from desktop.compose.asked import Asked
from desktop.compose.asking import Wishes, asked
from desktop.compose.handed import Handed
from desktop.compose.house import House
from desktop.compose.opened import OpenedSession
from desktop.compose.previews import Previews
from skills.found import Standing

_STOPS = {Ending.LIMIT: "max_turn_requests", Ending.STOPPED: "cancelled"}
_NOTHING = Shown()


class Chat:
    """Answers what an editor wants of one Session. `folders` are those that wait for a yes."""

    def __init__(  # noqa: PLR0913, PLR0917  # what it stands between
        self,
        house: House,
        opened: OpenedSession,
        editor: Editor,
        folders: Folders,
        servers: Sequence[Declared],
        language: str,
    ) -> None:
        self.opened = opened
        self.folders = folders
        self._house = house
        self._editor = editor
        self._language = language
        self._retelling = self._teller(live=True)
        self._approver = EditorApprover(opened, editor, self._look, language, asyncio.Lock())
        self._handed = Handed(house, opened, servers, self._approver.ask)
        self._prompt: asyncio.Future[TurnEnded] | None = None
        self._cancels = 0
        self._door = asyncio.Lock()
        self._skills: Mapping[str, str] = {}
        self._soon: asyncio.Future[None] | None = None
        self._searched: tuple[Path, ...] | None = None
        self._settling: asyncio.Future[Any] | None = None

    def _teller(self, *, live: bool) -> Retelling:
        return Retelling(partial(made, self.opened), path_in(self.opened), live=live)

    def told(self, notice: Notice) -> None:
        """Something happened here: the editor hears of it."""
        self._tell(self._retelling, notice)
        match notice:
            case TurnStarted():
                title, at = self.opened.session.state.title, self.opened.session.updated
                self._editor.tell(
                    self.opened.session.id,
                    SessionInfoUpdate(session_update="session_info_update", title=title, updated_at=at or None),
                )
            case SessionChanged():
                self.tell_options()

    def _tell(self, retelling: Retelling, notice: Notice) -> None:
        retelling.cost = self.opened.session.state.total.cost
        for update in retelling.updates(notice):
            self._editor.tell(self.opened.session.id, update)

    def tell_options(self) -> None:
        """What can be chosen, and what is."""
        found = config_options(self._house, self.opened, self._language)
        self._editor.tell(
            self.opened.session.id, ConfigOptionUpdate(session_update="config_option_update", config_options=found)
        )

    def replay(self) -> None:
        """Tell everything from the beginning."""
        retelling = self._teller(live=False)
        for record in self._house.journal.records(self.opened.session.id):
            self._tell(retelling, record.event)

    async def tell_commands(self) -> None:
        """What can be begun with a slash now. Skills are looked for on the disk."""
        roots = self._roots()
        found = await asyncio.to_thread(self._house.skilled.shelf.offered, roots)
        self._searched = roots
        self._skills = {key: one.skill.description for key, one in found.items() if one.standing is Standing.ON}
        update = AvailableCommandsUpdate(
            session_update="available_commands_update", available_commands=listed(self._commands(), self._language)
        )
        self._editor.tell(self.opened.session.id, update)

    def _commands(self) -> tuple[Command, ...]:
        return commands(self._language, self._skills, interrupted=self.opened.session.interrupted)

    async def prompt(self, said: Said, *, resume: bool = False) -> PromptResponse:
        """One Turn to its end. Words that come while one runs are heard in it, and end with it.

        Raises:
            NeedsUserError: there is no model, or another process works here.
            RequestError: the Turn failed; its sentence says why.
        """
        if not (said.text or said.pictures or resume):
            raise InvalidArgumentsError(words.NO_WORDS_THERE)
        cancels = self._cancels
        async with self._door:  # what comes while one is prepared waits, and is heard by it
            running = self._prompt
            if running is None:
                running = await self._prepared(said, cancels, resume=resume)
            elif not self.opened.session.steer(said.text, self.opened.attach(said.files)):
                raise NeedsUserError(words.RUNS, NO_WORDS, "busy")
        if running is None:
            return PromptResponse(stop_reason="end_turn" if cancels == self._cancels else "cancelled")
        return self._answer(await asyncio.shield(running), cancelled=cancels != self._cancels)

    async def _prepared(self, said: Said, cancels: int, *, resume: bool) -> asyncio.Future[TurnEnded] | None:
        """The Turn that runs now; None when the person does not want it: a folder is declined, or all is cancelled."""
        session = self.opened.session
        if cancels != self._cancels:
            return None
        if not await self.folders.settle(self.opened, self._editor, said.files, self._language):
            return None
        self._settling = asyncio.ensure_future(settle(self._handed, session.id, self._editor, self._language))
        await asyncio.wait([self._settling])
        if cancels != self._cancels:
            return None
        beginning = asyncio.ensure_future(self._begun(said, resume=resume))
        self._settling = beginning
        await asyncio.wait([beginning])
        if beginning.cancelled():  # before anything began
            return None
        running = asyncio.ensure_future(beginning.result())
        running.add_done_callback(self._over)
        self._prompt = running
        await asyncio.sleep(0)  # it runs before anybody speaks to it
        return running

    def _over(self, _: asyncio.Future[TurnEnded]) -> None:
        self._prompt = None
        self.later()

    def later(self) -> None:
        """Tell the commands when the editor knows the session: after the answer that is given now, which leaves before
        anything else runs here.
        """
        self._soon = asyncio.ensure_future(self.tell_commands())

    async def _know_commands(self) -> None:
        """A prompt can come before the commands were told, and a folder that was granted just now brings its own."""
        if self._soon is not None:
            await asyncio.wait([self._soon])
        if self._searched != self._roots():
            await self.tell_commands()

    def _roots(self) -> tuple[Path, ...]:
        return tuple(Path(root.path) for root in self.opened.session.state.roots if not root.only)

    def cancel(self) -> None:
        """Stop what runs, and what the editor is asked at this moment."""
        self._cancels += 1
        self._unsettle()
        self.opened.session.stop()

    def suspend(self) -> None:
        """The editor is gone: what is about to begin does not, what runs is left to go on later."""
        self._unsettle()
        self.opened.session.suspend()

    def _unsettle(self) -> None:
        self.folders.stop()
        if self._settling is not None:
            self._settling.cancel()

    async def stop(self) -> None:
        """The same, and wait until it is over."""
        self.cancel()
        if self._prompt is not None:
            await asyncio.wait([self._prompt], timeout=5)
        await self.end()

    async def end(self) -> None:
        """End what was started for this session alone."""
        await self._handed.close()

    async def _begun(self, said: Said, *, resume: bool) -> Awaitable[TurnEnded]:
        if said.text.startswith("/"):
            await self._know_commands()
        command = named(said.text, self._commands())
        if command is not None and command[0].recipe is not None:
            recipe = command[0].recipe
            title = recipe.title.text(self._language)
            form = values(recipe, command[1])
            recipe.form(form)
            return self.opened.begin_recipe(recipe.id, title, form, self._language, self._approver)
        go_on = resume or (command is not None and command[0].name == RESUME)
        turn = self.opened.session.state.turn if self.opened.session.interrupted else None
        if go_on and turn is not None:
            if turn.recipe:
                return self.opened.resume_recipe(self._language, self._approver)
            return self.opened.resume(await self._asked(Said(turn.text), turn.budget), self._approver)
        if command is not None and command[0].skill:
            said = replace(said, text=f"/{command[0].skill} {command[1]}".strip())
        request = await self._asked(said)
        self._embed(said)
        return self.opened.begin(request, self._approver)

    def _embed(self, said: Said) -> None:
        """Words of files are in the conversation before the person's, as what they are: a file's."""
        if said.embedded:
            self.opened.settle()
            self.opened.session.leave()
        for one in said.embedded:
            words_of_file = Text(f"Contents of {one.name}, as the editor has it now:\n{one.text}")
            self.opened.session.emit(MessageAdded(UserMessage((words_of_file,), (one.name,), Trust.FILE)))

    async def _asked(self, said: Said, budget: str = "") -> Asked:
        """What is asked of the Session's model."""
        config = self._house.connecting.chosen(self.opened.session.state.model)
        if config is None:
            raise NeedsUserError(words.NO_MODEL, NO_WORDS, "no_model")
        wishes = Wishes(self.opened.attach(said.files), budget=budget)
        note = partial(self.opened.note, code="retry")
        await self._house.connectors.ready(self._language)
        request = await asyncio.to_thread(asked, self._house, self.opened, config, said.text, wishes, note)
        traits = request.model.traits
        self._retelling.window = traits.context
        if said.pictures and traits.sees is False:
            raise NeedsUserError(words.NOT_SEEN, NO_WORDS, "not_seen")
        return replace(request, pictures=(*request.pictures, *said.pictures))

    async def _look(self, question: Question) -> Shown:
        """What a question about changes would do, for the eye."""
        changes = self.opened.proposed.get(question.id)
        if changes is None:
            return _NOTHING
        previews = Previews(self.opened.workspace, self._house.documents, self._language)
        return await asyncio.to_thread(proposed, self.opened, previews, changes)

    def _answer(self, end: TurnEnded, *, cancelled: bool) -> PromptResponse:
        if cancelled:  # whatever it came to meanwhile: the editor must hear that its wish was followed
            end = replace(end, ending=Ending.STOPPED)
        if end.ending in (Ending.FAILED, Ending.NEEDS_USER):
            said = " ".join(filter(None, (end.sentence, end.remedy)))
            raise RequestError(-32603, said, meta(ending=end.ending, code=end.code))
        reason: Any = _STOPS.get(Ending(end.ending), "end_turn")
        return PromptResponse(stop_reason=reason, field_meta=meta(ending=end.ending, code=end.code))
