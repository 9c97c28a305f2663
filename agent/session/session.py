"""A Session: one conversation over one Workspace. It owns its part of the Journal and runs the Turns."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from agent.core.actions import Approval, Question
from agent.core.errors import NeedsUserError
from agent.core.events import (
    CallProgress,
    CheckpointMade,
    Ending,
    Event,
    MessageAdded,
    Notice,
    Steered,
    TextStreamed,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.core.messages import UserMessage
from agent.core.ports import Settings
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.loop.turn import Resumed, Turn, run_turn
from agent.session.claim import Claim
from agent.session.endings import ending_of, over
from agent.session.fold import Fold
from agent.session.guard import TurnGuard
from agent.session.history import answered, answers, closing, finish, landed, last_turn, said, seconds
from agent.session.journal import Journal, Record
from agent.session.limits import reserve, watch
from agent.session.questions import Questions
from agent.session.request import Request
from agent.session.so_far import with_so_far
from agent.session.state import SessionState, used
from agent.session.timed import Timed

Told = Callable[[int, Notice], None]

_BUSY = Words(
    "Another window or command of Deskhand works in this session.",
    "このタスクは、Deskhand の別のウィンドウまたはコマンドで実行中です。",
)
_FINISH_FIRST = Words("Finish or close that one first.", "先にそちらを完了するか、閉じてください。")
_RUNS = Words("A task is running in this session.", "このタスクは実行中です。")
_WAIT = Words("Wait for it, or stop it first.", "完了をお待ちいただくか、先に停止してください。")
_NOTHING_OPEN = Words("No task was cut off here.", "中断されたタスクはありません。")
_SAY_MORE = Words("Say what to do next.", "次の指示を入力してください。")


class Session:
    """Lives on one event loop; `emit` may be called from any thread. `told` hears every Notice with its number.

    `updated` is the time of the last one (ISO 8601, UTC), "" when there is none.
    `language` is the person's: what the Session says itself is said, and kept, in it.
    """

    def __init__(
        self,
        id: str,  # noqa: A002  # the field's word
        journal: Journal,
        told: Told,
        claim: Claim,
        language: str = "",
    ) -> None:
        self.id = id
        self.language = language
        self.updated = ""
        self._journal = journal
        self._told = told
        self._claim = claim
        self._loop = asyncio.get_running_loop()
        self._questions = Questions(self._emit)
        self._recipe = ""
        self._task: asyncio.Task[TurnEnded] | None = None
        self._runs = self._suspended = False
        self._last = self._began = 0
        self._folding = Fold(SessionState())
        self._fold(journal.records(id))

    @property
    def state(self) -> SessionState:
        """What it is now."""
        return self._folding.state

    @property
    def interrupted(self) -> bool:
        """Whether its Turn was cut off, and nobody works on it."""
        return self.state.turn is not None and not self._runs and self._claim.held

    @property
    def running(self) -> bool:
        """Whether a Turn runs in this process."""
        return self._runs

    def emit(self, notice: Notice) -> None:
        """Keep an Event, fold it, and tell about it. From another thread it is done on the Session's own."""
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        if here is self._loop:
            self._emit(notice)
        else:
            self._loop.call_soon_threadsafe(self._emit_late, notice)

    async def ask(self, question: Question, call: str = "") -> Approval:
        """The Approver: asks the person and waits. One question at a time."""
        return await self._questions.ask(question, call)

    def answer(self, approval: Approval) -> bool:
        """Give the person's answer. False when nothing waits for it: answered already, stopped, or it was given to a
        question with other rows than the one that waits.
        """
        return self._questions.answer(approval)

    def earlier(self, question: Question, call: str) -> Approval | None:
        """The answer that was given to exactly this question before the Turn was cut off, once; else None."""
        return self._questions.earlier(question, call)

    def steer(self, text: str, attachments: tuple[str, ...] = ()) -> bool:
        """Say something while a Turn runs: it reaches the model at its next Step. False when nobody would hear it."""
        if not self.running or self._recipe:
            return False
        self._emit(Steered(text, attachments))
        return True

    def stop(self) -> None:
        """Stop the running Turn, at once."""
        if self._task is not None:
            self._task.cancel()

    def recover(self) -> bool:
        """Claim the Session. False when another process runs it.

        What another process did here since it was read is read and told first.
        """
        was_ours = self._claim.held
        if not self._claim.take():
            return False
        if not was_ours:
            news = self._journal.records(self.id, after=self._last)
            self._fold(news)
            for record in news:
                self._told(record.seq, record.event)
        return True

    def leave(self) -> None:
        """Close the Turn that was cut off, if there is one: what is certain of it is told, and nobody goes on with it.

        Raises:
            NeedsUserError: another process runs the Session (code "busy").
        """
        self.must_be_ours()
        if self.interrupted:
            for event in closing([record.event for record in self._turn_records()], self.language):
                self._emit(event)

    def suspend(self) -> None:
        """The process ends: leave the running Turn as a kill would, so that it can go on later. Only a commit that has
        begun is still told.
        """
        self._suspended = self._runs
        self.stop()

    def close(self) -> None:
        """Give the Session back: another process, or an eraser, may take it.

        Raises:
            NeedsUserError: a Turn runs (code "busy").
        """
        if self.running:
            raise NeedsUserError(_RUNS, _WAIT, "busy")
        self._claim.free()

    def must_be_ours(self) -> None:
        """Claim the Session.

        Raises:
            NeedsUserError: another process runs it (code "busy").
        """
        if not self.recover():
            raise NeedsUserError(_BUSY, _FINISH_FIRST, "busy")

    def begin(self, request: Request, bench: Bench) -> Awaitable[TurnEnded]:
        """Begin one Turn at once; await what is returned to carry it to its end, whose last Event is the TurnEnded.

        Raises:
            NeedsUserError: a Turn runs here or in another process; nothing was written.
        """
        self._must_be_free()
        self.leave()
        with self._running():
            self._emit(request.started())
            self._emit(MessageAdded(said(request.text, request.attachments, request.pictures)))
            return self._run(request, bench, None, 0.0)

    def resume(self, request: Request, bench: Bench, *, by_itself: bool = False) -> Awaitable[TurnEnded]:
        """Go on with the Turn that was cut off: calls that have their results keep them, what changed files is not
        done again, what reached outside is not repeated, the rest runs now. Of `request` the words are not used.

        Raises:
            NeedsUserError: nothing was cut off (code "not_interrupted"), or as `begin`; nothing was written.
        """
        self._must_be_free()
        turn = self.state.turn
        if turn is None:
            raise NeedsUserError(_NOTHING_OPEN, _SAY_MORE, "not_interrupted")
        records = self._turn_records()
        events = [record.event for record in records]
        self._questions.remember(answers(events))
        with self._running():
            self._emit(TurnResumed(turn.turn, by_itself))
            if not any(isinstance(event, MessageAdded) for event in events):
                self._emit(MessageAdded(said(turn.text, turn.attachments)))
            ends = landed(events, self.language)
            for end in ends:
                self._emit(end)
            resumed = Resumed(self.state.begin[0], answered((*events, *ends)), finish(events))
            return self._run(replace(request, recipe=turn.recipe), bench, resumed, seconds(records))

    @contextmanager
    def _running(self) -> Iterator[None]:
        """A Turn runs from its first Event on, so that nobody takes it for one that was cut off."""
        self._runs = True
        try:
            yield
        except BaseException:
            self._runs = False
            raise

    def _run(self, request: Request, bench: Bench, resumed: Resumed | None, worked: float) -> Awaitable[TurnEnded]:
        self._recipe = request.recipe
        spent = watch(request.limits, lambda: self.state, self.language, worked)
        nearly = reserve(request.limits, lambda: self.state, self.language)
        turn = Turn(
            self.state.history, Settings(request.system), spent, self._steering, request.context, request.review,
            TurnGuard(), nearly, resumed,
        )  # fmt: skip
        model = Timed(request.model, request.limits, worked)
        self._task = asyncio.ensure_future(run_turn(turn, model, bench))
        return self._carried_on(self._task)

    def _must_be_free(self) -> None:
        self.must_be_ours()
        if self.running:
            raise NeedsUserError(_RUNS, _WAIT, "busy")

    def _turn_records(self) -> Sequence[Record]:
        return last_turn(self._journal.records(self.id, after=self._began - 1))

    async def _carried_on(self, task: "asyncio.Task[TurnEnded]") -> TurnEnded:
        ending = await ending_of(task, self.language)
        if self._suspended:  # the next start finds the Turn as it is
            self._runs = False
            return ending
        try:
            for message in self._steering():  # what came too late for this Turn is heard in the next one
                self._emit(MessageAdded(message))
            ending = with_so_far(ending, self.state, self.language)
            self._emit(ending)
        except NeedsUserError as error:  # the Journal cannot be written: the person hears of the end all the same
            ending = over(Ending.NEEDS_USER, error.words, error.remedy, error.code, self.language)
            self._told(0, ending)
        finally:
            self._runs = False
        return ending

    def _steering(self) -> Sequence[UserMessage]:
        """What the person said meanwhile: the fold forgets it when the Message is there."""
        return [said(one.text, one.attachments) for one in self.state.steered]

    def _emit_late(self, notice: Notice) -> None:
        """What a thread tells. After a Stop it may come when its Turn is over: then it is no news any more."""
        if self._runs:
            self._emit(notice)

    def _emit(self, notice: Notice) -> None:
        if isinstance(notice, (TextStreamed, CallProgress)):
            self._told(0, notice)
        elif not self._suspended or isinstance(notice, CheckpointMade):
            self._keep(notice)

    def _keep(self, event: Event) -> None:
        record = self._journal.append(self.id, event)
        self._fold((record,))
        self._told(record.seq, event)

    def _fold(self, records: Sequence[Record]) -> None:
        for record in records:
            self._folding.take(record.event)
            if isinstance(record.event, TurnStarted):
                self._began = record.seq
            self.updated = used(self.updated, record.at, record.event)
            self._last = record.seq
