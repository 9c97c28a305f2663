"""One Turn: ask the model, run what it asks for, until it is done, stopped or out of means."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from agent.core.actions import Trust
from agent.core.errors import AgentError, LimitError, ToolError, TransientError
from agent.core.events import Ending, MessageAdded, TextStreamed, TurnEnded, UsageAdded
from agent.core.messages import (
    AssistantMessage,
    Delta,
    Finish,
    Message,
    Outcome,
    Reply,
    Text,
    ToolMessage,
    ToolResult,
    UserMessage,
    cut_short,
    text_of,
)
from agent.core.ports import ChatModel, Context, Guard, Review, Settings
from agent.core.words import NO_WORDS, Words
from agent.loop.batch import Batch
from agent.loop.dispatch import Bench

REPORT_TOKENS = 2_000
REPORT = (
    "The task ends here: {why} No call in your next answer is run. Report to the person now, in their language and "
    "briefly: what is done (files with names), what is not done, what is wrong or not checked, and how to go on."
)

_GO_ON = Words(
    "To go on from here, say so; what was done so far stays.",
    "続ける場合は、その旨をお伝えください。ここまでの結果はそのまま残ります。",
)
_REPORTED = Words("The task ended with this report.", "作業はこの報告をもって終了しました。")
_RETRY = Words(
    "Nothing is lost. Check the connection to the model, then say how to go on.",
    "ここまでの結果は残っています。モデルとの接続をご確認のうえ、続きをお伝えください。",
)
_TOO_LONG = Words(
    "Start a new task for the rest, or choose a model that takes more text.",
    "残りは新しいタスクで続けるか、より長い文章を扱えるモデルを選んでください。",
)
_OTHERWISE = Words(
    "Say it in other words or in smaller steps, or choose another model.",
    "言い方を変えるか、作業を小さく分けてお伝えください。別のモデルを選ぶこともできます。",
)
_DECLINED = Words("A change was declined.", "変更が承認されませんでした。")


@dataclass(frozen=True, slots=True)
class Resumed:
    """How far a Turn had come that was cut off. It began with message `since` of the History.

    When the last Message is the model's own, its calls have the results `answered` so far, or it ended by `finish`.
    """

    since: int
    answered: Mapping[str, ToolResult] = field(default_factory=dict)
    finish: Finish = Finish.STOP


@dataclass(frozen=True, slots=True)
class Turn:
    """What a Turn starts from. `spent` gives a sentence when a Limit is reached, `nearly` when it leaves one request,
    which is kept for a report, else "".

    `steering` gives the person's messages that came meanwhile, until they are in the History. Without a `context` a
    request carries the whole History; without a `review` a Turn ends when the model says so; without a `guard` nobody
    notices that it goes round in circles.
    """

    history: Sequence[Message]
    settings: Settings
    spent: Callable[[], str]
    steering: Callable[[], Sequence[UserMessage]]
    context: Context | None = None
    review: Review | None = None
    guard: Guard | None = None
    nearly: Callable[[], str] = lambda: ""
    resumed: Resumed | None = None


async def run_turn(turn: Turn, model: ChatModel, bench: Bench) -> TurnEnded:
    """Run Steps until the Turn is over. Every Message is emitted once; the caller emits the TurnEnded.

    Raises:
        NeedsUserError: the person must act (key, disk); every call has its result by then.
    """
    run = _Run(turn, model, bench, list(turn.history))
    ended = await run.take_up(turn.resumed) if turn.resumed else None
    while ended is None:
        ended = await run.step()
    return ended


@dataclass(slots=True)
class _Run:
    """The state of a Turn between its Steps."""

    turn: Turn
    model: ChatModel
    bench: Bench
    history: list[Message]
    results: list[ToolResult] = field(default_factory=list)

    async def take_up(self, resumed: Resumed) -> TurnEnded | None:
        """Go on where the Turn was cut off: what the model said last is not asked for again."""
        for message in self.history[resumed.since :]:
            self.results += message.results if isinstance(message, ToolMessage) else ()
        last = self.history[-1]
        if not isinstance(last, AssistantMessage):
            return None
        if not last.calls and _is_asked_to_report(self.history[-2:]):
            return self._limit(self.turn.spent() or self.turn.nearly() or _REPORTED.text(self.bench.language))
        reply = Reply(last, resumed.finish)
        return await (self._called(reply, resumed.answered) if last.calls else self._said(reply))

    async def step(self) -> TurnEnded | None:
        """One reply of the model and the calls in it; the end of the Turn when this was the last one."""
        _add(self.history, self.bench, *self.turn.steering())
        if reason := self.turn.spent():
            return self._limit(reason)
        if reason := self.turn.nearly():
            return await self._reported(self._limit(reason))
        try:
            reply = await self._reply(self.turn.settings)
        except LimitError as reached:
            remedy = _GO_ON if reached.remedy == NO_WORDS else reached.remedy
            return self._limit(reached.words.text(self.bench.language), remedy, reached.code)
        except (TransientError, ToolError) as failure:
            return self._failed(failure.words, _remedy(failure), failure.code)
        _add(self.history, self.bench, reply.message)
        return await (self._called(reply, {}) if reply.message.calls else self._said(reply))

    async def _called(self, reply: Reply, answered: Mapping[str, ToolResult]) -> TurnEnded | None:
        if reply.finish in (Finish.LENGTH, Finish.FILTER):
            _add(self.history, self.bench, ToolMessage(tuple(map(cut_short, reply.message.calls))))
            self._nudge(reply)
        else:
            self.results += await _results(reply.message, self.history, self.bench, self.turn.guard, answered)
        return await self._given_up()

    async def _given_up(self) -> TurnEnded | None:
        failure = self.turn.guard.given_up if self.turn.guard is not None else None
        if failure is None:
            return None
        ended = self._failed(failure.words, _OTHERWISE, failure.code)
        return await self._reported(ended) if failure.code == "loop" else ended

    async def _reported(self, ended: TurnEnded) -> TurnEnded:
        """The end, after one last request for an honest report, when the Limits leave room for it.

        The tools are still offered, because providers refuse a History with calls without them; nothing is run.
        """
        if self.turn.spent():
            return ended
        self._tell(REPORT.format(why=ended.sentence))
        try:
            reply = await self._reply(replace(self.turn.settings, max_output=REPORT_TOKENS))
        except AgentError:
            return ended
        if text_of(reply.message.parts).strip():
            _add(self.history, self.bench, replace(reply.message, calls=()))
        return ended

    def _limit(self, reason: str, remedy: Words = _GO_ON, code: str = "limit") -> TurnEnded:
        return TurnEnded(Ending.LIMIT, reason, remedy.text(self.bench.language), code)

    def _failed(self, why: Words, remedy: Words, code: str) -> TurnEnded:
        return TurnEnded(Ending.FAILED, why.text(self.bench.language), remedy.text(self.bench.language), code)

    async def _reply(self, settings: Settings) -> Reply:
        """The model's reply to what the Context leaves of the History; again to less when that is too long."""
        context = self.turn.context
        heard = self.history if context is None else await context.fitting(self.history)
        while True:
            try:
                reply = await _reply(heard, self.history, settings, self.model, self.bench)
            except ToolError as failure:
                less = None
                if context is not None and failure.code == "context_overflow":
                    less = await context.shorter(self.history)
                if less is None:
                    raise
                heard = less
            else:
                self.bench.emit(UsageAdded(self.model.name, reply.usage, self.model.host, reply.finish))
                return reply

    async def _said(self, reply: Reply) -> TurnEnded | None:
        """A reply without calls ends the Turn, unless it is no whole answer or the person said more meanwhile."""
        if pending := self.turn.steering():
            _add(self.history, self.bench, *pending)
            return None
        nudge = self._nudge(reply)
        if (ended := await self._given_up()) or not nudge:
            return ended or await self._reviewed(reply)
        self._tell(nudge)
        return None

    def _nudge(self, reply: Reply) -> str:
        return self.turn.guard.nudge(reply) if self.turn.guard is not None else ""

    def _tell(self, words: str) -> None:
        """One more message of Deskhand's own."""
        _add(self.history, self.bench, UserMessage((Text(words),), by=Trust.HOST))

    async def _reviewed(self, reply: Reply) -> TurnEnded | None:
        ended = _ended(self.results, self.bench.language)
        if self.turn.review is None or ended.ending is not Ending.DONE:
            return ended
        if objection := await self.turn.review.objection(reply.message):
            self._tell(objection)
            return None
        return ended


async def _reply(
    heard: Sequence[Message], history: list[Message], settings: Settings, model: ChatModel, bench: Bench
) -> Reply:
    """The model's reply. What the person saw of one that they stopped is kept, and the model will hear it."""
    specs = [tool.spec for tool in bench.tools.values()]
    said = ""
    try:
        async with aclosing(model.reply(heard, specs, settings)) as pieces:
            async for piece in pieces:
                match piece:
                    case Delta(text, thinking):
                        said += text
                        if text or thinking:
                            bench.emit(TextStreamed(text or thinking, thinking=not text))
                    case Reply():
                        return piece
    except asyncio.CancelledError:
        if said.strip():
            _add(history, bench, AssistantMessage((Text(said),)))
        raise
    raise TransientError(Words("The model's answer broke off.", "モデルの回答が途中で途切れました。"))


def _remedy(failure: TransientError | ToolError) -> Words:
    """What the person can do. The ToolErrors of a Recipe say it themselves."""
    if isinstance(failure, TransientError):
        return _RETRY
    return _TOO_LONG if failure.code == "context_overflow" else NO_WORDS


async def _results(
    message: AssistantMessage,
    history: list[Message],
    bench: Bench,
    guard: Guard | None,
    answered: Mapping[str, ToolResult],
) -> list[ToolResult]:
    """The results of all calls of a Step, which are in the History whatever happens; `answered` ones are not run."""
    batch = Batch(message.calls, bench, answered)
    try:
        await batch.run()
    finally:
        results = list(batch.results) if guard is None else guard.hinted(message.calls, batch.results)
        _add(history, bench, ToolMessage(tuple(results)))
    return results


def _is_asked_to_report(history: Sequence[Message]) -> bool:
    """Whether the last answer is the report of a Turn that could not come to its end: it must not count as done."""
    asked = history[0]
    start = REPORT.partition("{")[0]
    return isinstance(asked, UserMessage) and asked.by is Trust.HOST and text_of(asked.parts).startswith(start)


def _ended(results: Sequence[ToolResult], language: str) -> TurnEnded:
    """DONE, or REFUSED when the person declined and nothing was changed after that."""
    last = next((r for r in reversed(results) if r.checkpoint or r.outcome is Outcome.DENIED), None)
    if last is not None and last.outcome is Outcome.DENIED:
        return TurnEnded(Ending.REFUSED, last.for_user or _DECLINED.text(language), code="denied")
    return TurnEnded(Ending.DONE)


def _add(history: list[Message], bench: Bench, *messages: Message) -> None:
    for message in messages:
        history.append(message)
        bench.emit(MessageAdded(message))
