"""A Session: one conversation over one Workspace. It owns its part of the Journal and runs the Turns."""

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from agent.core.actions import Approval, Question
from agent.core.errors import NeedsUserError
from agent.core.events import (
    CallProgress,
    Ending,
    Event,
    MessageAdded,
    Notice,
    QuestionAnswered,
    QuestionAsked,
    TextStreamed,
    TurnEnded,
    TurnStarted,
)
from agent.core.messages import Text, UserMessage
from agent.core.ports import ChatModel, Context, Review, Settings
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.loop.turn import Turn, run_turn
from agent.session.claim import Claim
from agent.session.fold import SessionState, attached, folded, used
from agent.session.guard import TurnGuard
from agent.session.history import closing
from agent.session.journal import Journal, Record
from agent.session.limits import Limits, reserve, watch
from agent.session.traces import places

_log = logging.getLogger("agent")
Told = Callable[[int, Notice], None]

_BUSY = Words(
    "Another window or command of Deskhand works in this session.",
    "このタスクは、Deskhand の別のウィンドウまたはコマンドで実行中です。",
)
_FINISH_FIRST = Words("Finish or close that one first.", "先にそちらを完了するか、閉じてください。")
_RUNS = Words("A task is running in this session.", "このタスクは実行中です。")
_WAIT = Words("Wait for it, or stop it first.", "完了をお待ちいただくか、先に停止してください。")
_STOPPED = Words("Stopped.", "停止しました。")
_BUG = Words(
    "Something in Deskhand itself went wrong. Your files are as the list of changes says.",
    "Deskhand 自体に問題が発生しました。ファイルは、変更の一覧に示したとおりの状態です。",
)
_REPORT = Words(
    "Try again, or report it with the log of this task.",
    "もう一度お試しください。解決しない場合は、このタスクの記録を添えてお知らせください。",
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a Turn is asked to do: the person's words, with whom, what it may spend, and who looks at its end."""

    text: str
    model: ChatModel
    system: str
    attachments: tuple[str, ...] = ()
    recipe: str = ""
    limits: Limits = Limits()
    context: Context | None = None
    review: Review | None = None


class Session:
    """Lives on one event loop; `emit` may be called from any thread. `told` hears every Notice with its number.

    `state` is the fold of all its Events; `updated` the time of the last one (ISO 8601, UTC), "" when there is none.
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
        self.state = SessionState()
        self.updated = ""
        self._journal = journal
        self._told = told
        self._claim = claim
        self._loop = asyncio.get_running_loop()
        self._answers: dict[str, asyncio.Future[Approval]] = {}
        self._queue: list[UserMessage] = []
        self._recipe = ""
        self._task: asyncio.Task[TurnEnded] | None = None
        self._runs = False
        self._last = 0
        self._asking = asyncio.Lock()
        self._fold(journal.records(id))

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
        async with self._asking:
            answer: asyncio.Future[Approval] = self._loop.create_future()
            self._answers[question.id] = answer
            self._emit(QuestionAsked(call, question))
            try:
                approval = await answer
            finally:
                del self._answers[question.id]
            self._emit(QuestionAnswered(approval))
            return approval

    def answer(self, approval: Approval) -> bool:
        """Give the person's answer. False when nothing waits for it: answered already, stopped, or it was given to a
        question with other rows than the one that waits.
        """
        waiting, question = self._answers.get(approval.question), self.state.question
        if waiting is None or waiting.done() or question is None or approval.digest != question.digest:
            return False
        waiting.set_result(replace(approval, at=time.time()))
        return True

    def steer(self, text: str, attachments: tuple[str, ...] = ()) -> bool:
        """Say something while a Turn runs: it reaches the model at its next Step. False when nobody would hear it."""
        if not self.running or self._recipe:
            return False
        self._queue.append(message_of(text, attachments))
        return True

    def stop(self) -> None:
        """Stop the running Turn, at once."""
        if self._task is not None:
            self._task.cancel()

    def recover(self) -> bool:
        """Claim the Session and end a Turn that a crash left open. False when another process runs it.

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
        if self.state.turn is not None and not self.running:
            for event in closing([record.event for record in self._journal.records(self.id)], self.language):
                self._emit(event)
        return True

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
        self.must_be_ours()
        if self.running:
            raise NeedsUserError(_RUNS, _WAIT, "busy")
        self._recipe = request.recipe
        self._emit(TurnStarted(uuid.uuid4().hex, request.text, request.recipe))
        self._emit(MessageAdded(message_of(request.text, request.attachments)))
        spent = watch(request.limits, lambda: self.state, self.language)
        turn = Turn(
            self.state.history,
            Settings(request.system),
            spent,
            self._steering,
            request.context,
            request.review,
            TurnGuard(),
            reserve(request.limits, lambda: self.state, self.language),
        )
        self._task, self._runs = asyncio.ensure_future(run_turn(turn, request.model, bench)), True
        return self._carried_on(self._task)

    async def _carried_on(self, task: "asyncio.Task[TurnEnded]") -> TurnEnded:
        ending = await self._ending(task)
        try:
            for message in self._steering():  # what came too late for this Turn is heard in the next one
                self._emit(MessageAdded(message))
            self._emit(ending)
        except NeedsUserError as error:  # the Journal cannot be written: the person hears of the end all the same
            ending = self._over(Ending.NEEDS_USER, error.words, error.remedy, error.code)
            self._told(0, ending)
        finally:
            self._runs = False
        return ending

    async def _ending(self, task: "asyncio.Task[TurnEnded]") -> TurnEnded:
        try:
            return await task
        except asyncio.CancelledError:
            if (me := asyncio.current_task()) is not None and me.cancelling():
                task.cancel()
                await asyncio.wait([task])
            return TurnEnded(Ending.STOPPED, _STOPPED.text(self.language), code="stopped")
        except NeedsUserError as error:
            return self._over(Ending.NEEDS_USER, error.words, error.remedy, error.code)
        except Exception as error:  # noqa: BLE001  # the Session's edge: a bug of ours must not take the Journal with it
            _log.error("a Turn ended by an error of Deskhand itself: %s", places(error))  # without what it says
            return self._over(Ending.FAILED, _BUG, _REPORT, "bug")

    def _over(self, ending: Ending, why: Words, remedy: Words, code: str) -> TurnEnded:
        return TurnEnded(ending, why.text(self.language), remedy.text(self.language), code)

    def _steering(self) -> Sequence[UserMessage]:
        queued, self._queue = self._queue, []
        return queued

    def _emit_late(self, notice: Notice) -> None:
        """What a thread tells. After a Stop it may come when its Turn is over: then it is no news any more."""
        if self._runs:
            self._emit(notice)

    def _emit(self, notice: Notice) -> None:
        if isinstance(notice, (TextStreamed, CallProgress)):
            self._told(0, notice)
            return
        self._keep(notice)

    def _keep(self, event: Event) -> None:
        record = self._journal.append(self.id, event)
        self._fold((record,))
        self._told(record.seq, event)

    def _fold(self, records: Sequence[Record]) -> None:
        for record in records:
            self.state = folded(self.state, record.event)
            self.updated = used(self.updated, record.at, record.event)
            self._last = record.seq


def message_of(text: str, attachments: tuple[str, ...]) -> UserMessage:
    """The person's words as the model hears them."""
    return UserMessage((Text(text + attached(attachments)),), attachments)
