"""Requests about Sessions, Turns, questions and undo."""

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from agent.core.changes import Checkpoint
from agent.core.errors import NeedsUserError
from agent.core.words import Words, joined
from desktop.compose.asked import Asked
from desktop.compose.asking import Wishes, asked
from desktop.compose.missing import no_folder
from desktop.compose.opened import OpenedSession
from desktop.host.front import Answerer, Front
from desktop.host.views import suggestion_views, written_history
from desktop.wire import messages as wire
from skills.library import find_recipe

MOST_RESTARTS = 2
NEWEST = 400
"""So many Events of a long Session, or up to twice as many, are told at once: some screens of it."""
NO_MODEL = Words(
    "This needs a model, and none is connected. Connect one in Settings > Models: one that runs on this computer, "
    "or a service.",
    "この作業にはモデルが必要ですが、接続されていません。「設定」>「モデル」で、このパソコンで動くモデルか"
    "外部サービスを接続してください。",
)
A_RECIPE = Words(
    "No model is connected, but a recipe can do this: look at its form. For tasks in your own words, connect a model "
    "in Settings > Models.",
    "モデルは接続されていませんが、レシピで実行できます。フォームの内容をご確認ください。"
    "自由な指示には「設定」>「モデル」でモデルを接続してください。",
)
_NOBODY_WAITS = Words("Nothing waits for this answer any more.", "この回答を待っている確認は、もうありません。")
_SEE_END = Words("Look at the end of the list.", "一覧の最後をご確認ください。")
NOBODY_HEARS = Words(
    "A recipe is running and hears no words. Wait until it is done, or stop it; what you wrote stays here.",
    "レシピの実行中は指示を受け取れません。完了をお待ちいただくか、停止してください。入力した内容は残ります。",
)


class SessionRequests:
    """Answers requests about one Session."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.StartSession: self.start,
            wire.OpenSession: self.open,
            wire.ReadEarlier: self.earlier,
            wire.ArchiveSession: self.archive,
            wire.GrantRoot: self.grant,
            wire.RevokeRoot: self.revoke,
            wire.SetSession: self.set,
            wire.StartTurn: self.turn,
            wire.ResumeTurn: self.resume,
            wire.LeaveTurn: self.leave,
            wire.RunRecipe: self.recipe,
            wire.SuggestRecipes: self.suggest,
            wire.StopTurn: self.stop,
            wire.AnswerQuestion: self.answer,
            wire.UndoChange: self.undo,
        }

    async def start(self, request: wire.StartSession) -> wire.SessionView:
        """A new Session over these folders."""
        for root in request.roots:
            if not Path(root.path).is_dir():
                raise no_folder(root.path)
        front = self._front
        opened = front.house.new_session(request.roots, front.told, front.language)
        front.add(opened)
        return front.view(opened.session.id)

    async def open(self, request: wire.OpenSession) -> wire.WrittenHistory:
        """The newest part of the Session; its Notices follow."""
        self._front.opened(request.session)
        before = self._front.house.journal.newest_part(request.session, NEWEST)
        return self._part(request.session, before)

    async def earlier(self, request: wire.ReadEarlier) -> wire.WrittenHistory:
        """A part of what came before it."""
        return self._part(request.session, request.after, request.last)

    def _part(self, session: str, *bounds: int) -> wire.WrittenHistory:
        bodies = self._front.house.journal.bodies(session, *bounds)
        return written_history(self._front.view(session), bodies, bounds[0])

    async def archive(self, request: wire.ArchiveSession) -> wire.SessionView:
        """Out of the list, or back into it."""
        self._front.house.journal.archive(request.session, archived=request.archived)
        return self._front.view(request.session)

    async def grant(self, request: wire.GrantRoot) -> wire.SessionView:
        """One more folder."""
        self._front.opened(request.session).grant(request.root)
        return self._front.view(request.session)

    async def revoke(self, request: wire.RevokeRoot) -> wire.SessionView:
        """One folder less."""
        self._front.opened(request.session).revoke(request.name)
        return self._front.view(request.session)

    async def set(self, request: wire.SetSession) -> wire.SessionView:
        """Title, model, mode, the most that it may cost."""
        self._front.opened(request.session).set(request.title, request.model, request.mode, request.most)
        return self._front.view(request.session)

    async def turn(self, request: wire.StartTurn) -> wire.TurnAnswer:
        """Start a Turn, or queue the words when one runs; without a model, say so and suggest Recipes."""
        front, opened = self._front, self._front.opened(request.session)
        attachments = opened.attach(request.attachments)
        what = await self._asked(opened, request.text, Wishes(attachments, thorough=request.thorough))
        if opened.session.running:
            heard = opened.session.steer(request.text, attachments)
            return wire.TurnAnswer(heard, "" if heard else NOBODY_HEARS.text(front.language))
        if what is None:
            found = await opened.suggestions(request.text, front.language)
            words = A_RECIPE if found else NO_MODEL
            return wire.TurnAnswer(False, words.text(front.language), suggestion_views(found))
        front.background(opened.begin(what))
        return wire.TurnAnswer(True)

    async def resume(self, request: wire.ResumeTurn) -> wire.TurnAnswer:
        """Go on with the Turn that was cut off. By itself it does so only a few times: else a Turn that ends the host
        would do that for ever.
        """
        front, opened = self._front, self._front.opened(request.session)
        opened.session.must_be_ours()
        turn = opened.session.state.turn
        if turn is None or opened.session.running:
            return wire.TurnAnswer(opened.session.running)
        if request.by_itself and opened.session.state.restarts >= MOST_RESTARTS:
            return wire.TurnAnswer(False)
        if turn.recipe:
            front.background(opened.resume_recipe(front.language, by_itself=request.by_itself))
            return wire.TurnAnswer(True)
        what = await self._asked(opened, turn.text, Wishes(budget=turn.budget))
        if what is None:
            return wire.TurnAnswer(False, NO_MODEL.text(front.language))
        front.background(opened.resume(what, by_itself=request.by_itself))
        return wire.TurnAnswer(True)

    async def leave(self, request: wire.LeaveTurn) -> wire.SessionView:
        """Nobody goes on with the Turn that was cut off."""
        self._front.opened(request.session).leave()
        return self._front.view(request.session)

    async def _asked(self, opened: OpenedSession, text: str, wishes: Wishes) -> Asked | None:
        """What is asked of the Session's model; None when there is none."""
        house = self._front.house
        config = house.connecting.chosen(opened.session.state.model)
        if config is None:
            return None
        await house.connectors.ready(self._front.language)
        return await asyncio.to_thread(asked, house, opened, config, text, wishes, partial(opened.note, code="retry"))

    async def recipe(self, request: wire.RunRecipe) -> wire.TurnAnswer:
        """Run a Recipe with its filled form."""
        front, opened = self._front, self._front.opened(request.session)
        recipe = find_recipe(request.recipe)
        title = recipe.title.text(front.language)
        front.background(opened.begin_recipe(recipe.id, title, request.values, front.language))
        return wire.TurnAnswer(True)

    async def suggest(self, request: wire.SuggestRecipes) -> wire.Suggestions:
        """Recipes for these words, or for what lies in the folders."""
        opened = self._front.opened(request.session)
        found = await opened.suggestions(request.text, self._front.language)
        return wire.Suggestions(suggestion_views(found))

    async def stop(self, request: wire.StopTurn) -> wire.Done:
        """Stop what runs."""
        self._front.opened(request.session).session.stop()
        return wire.Done()

    async def answer(self, request: wire.AnswerQuestion) -> wire.Done:
        """The person's answer."""
        if not self._front.opened(request.session).session.answer(request.approval):
            raise NeedsUserError(_NOBODY_WAITS, _SEE_END, "late")
        return wire.Done()

    async def undo(self, request: wire.UndoChange) -> wire.Done:
        """Put back a Checkpoint, some of its files, or everything."""
        opened = self._front.opened(request.session)
        if request.checkpoint:
            made: tuple[Checkpoint, ...] = (await opened.undo(request.checkpoint, request.only),)
        else:
            made = await opened.undo_all()
        kept = joined(*(Words(sentence, sentence) for checkpoint in made for sentence in checkpoint.kept))
        return wire.Done(kept.text(self._front.language))
