"""One Turn: ask the model, run what it asks for, until it is done, stopped or out of means."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agent.core.actions import Trust
from agent.core.errors import LimitError, NeedsUserError, ToolError, TransientError
from agent.core.events import Ending, MessageAdded, TextStreamed, TurnEnded, UsageAdded
from agent.core.messages import (
    AssistantMessage,
    Delta,
    Finish,
    Message,
    Outcome,
    Reply,
    Text,
    Thinking,
    ToolMessage,
    ToolResult,
    UserMessage,
    cut_off,
    failed,
    not_started,
    text_of,
)
from agent.core.ports import ChatModel, Context, Review, Settings
from agent.core.words import NO_WORDS, Words
from agent.loop.dispatch import Bench, run_call
from agent.loop.repeats import Repeats

EMPTY_ANSWERS = 2

_GO_ON = Words(
    "To go on from here, say so; what was done so far stays.",
    "続ける場合は、その旨をお伝えください。ここまでの結果はそのまま残ります。",
)
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
_STUCK = Words(
    "The model repeated the same call without getting further.",
    "モデルが同じ操作を繰り返し、先へ進めませんでした。",
)
_EMPTY = Words("The model gave no whole answer.", "モデルから完全な回答が得られませんでした。")
_DECLINED = Words("A change was declined.", "変更が承認されませんでした。")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a Turn starts from. `spent` gives a sentence when a Limit is reached, else "".

    `steering` gives the person's messages that came meanwhile, and forgets them. Without a `context` a request carries
    the whole History; without a `review` a Turn ends when the model says so.
    """

    history: Sequence[Message]
    settings: Settings
    spent: Callable[[], str]
    steering: Callable[[], Sequence[UserMessage]]
    context: Context | None = None
    review: Review | None = None


async def run_turn(turn: Turn, model: ChatModel, bench: Bench) -> TurnEnded:
    """Run Steps until the Turn is over. Every Message is emitted once; the caller emits the TurnEnded.

    Raises:
        NeedsUserError: the person must act (key, disk); every call has its result by then.
    """
    run = _Run(turn, model, bench, list(turn.history), Repeats())
    ended = None
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
    repeats: Repeats
    results: list[ToolResult] = field(default_factory=list)
    nudges: int = 0

    async def step(self) -> TurnEnded | None:
        """One reply of the model and the calls in it; the end of the Turn when this was the last one."""
        _add(self.history, self.bench, *self.turn.steering())
        if reason := self.turn.spent():
            return TurnEnded(Ending.LIMIT, reason, _GO_ON.text(self.bench.language), "limit")
        try:
            reply = await self._reply()
        except LimitError as reached:
            remedy = _GO_ON if reached.remedy == NO_WORDS else reached.remedy
            language = self.bench.language
            return TurnEnded(Ending.LIMIT, reached.words.text(language), remedy.text(language), reached.code)
        except (TransientError, ToolError) as failure:
            return self._failed(failure.words, _remedy(failure), failure.code)
        self.bench.emit(UsageAdded(self.model.name, reply.usage, self.model.host))
        _add(self.history, self.bench, reply.message)
        if not reply.message.calls:
            return await self._said(reply)
        self.results += await _results(reply.message, self.history, self.bench, self.repeats)
        if self.repeats.stuck:
            return self._failed(_STUCK, _OTHERWISE, "loop")
        return None

    def _failed(self, why: Words, remedy: Words, code: str) -> TurnEnded:
        language = self.bench.language
        return TurnEnded(Ending.FAILED, why.text(language), remedy.text(language), code)

    async def _reply(self) -> Reply:
        """The model's reply to what the Context leaves of the History; once more to less when that is too long."""
        context = self.turn.context
        heard = self.history if context is None else await context.fitting(self.history)
        while True:
            try:
                return await _reply(heard, self.history, self.turn, self.model, self.bench)
            except ToolError as failure:
                less = None
                if failure.code == "context_overflow" and context is not None:
                    less = await context.shorter(self.history)
                if less is None:
                    raise
                heard = less

    async def _said(self, reply: Reply) -> TurnEnded | None:
        """A reply without calls ends the Turn, unless it is no whole answer or the person said more meanwhile."""
        pending = self.turn.steering()
        nudge = _nudge(reply)
        if pending:
            _add(self.history, self.bench, *pending)
            return None
        if not nudge:
            return await self._reviewed(reply)
        self.nudges += 1
        if self.nudges > EMPTY_ANSWERS:
            return self._failed(_EMPTY, _OTHERWISE, "empty_answer")
        _add(self.history, self.bench, UserMessage((Text(nudge),), by=Trust.HOST))
        return None

    async def _reviewed(self, reply: Reply) -> TurnEnded | None:
        ended = _ended(self.results, self.bench.language)
        if self.turn.review is None or ended.ending is not Ending.DONE:
            return ended
        if objection := await self.turn.review.objection(reply.message):
            _add(self.history, self.bench, UserMessage((Text(objection),), by=Trust.HOST))
            return None
        return ended


async def _reply(heard: Sequence[Message], history: list[Message], turn: Turn, model: ChatModel, bench: Bench) -> Reply:
    """The model's reply. What the person saw of one that they stopped is kept, and the model will hear it."""
    specs = [tool.spec for tool in bench.tools.values()]
    said = ""
    try:
        async for piece in model.reply(heard, specs, turn.settings):
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
    message: AssistantMessage, history: list[Message], bench: Bench, repeats: Repeats
) -> list[ToolResult]:
    """The results of all calls of a Step. When one is cut off the rest are skipped, and all are in the History."""
    results: list[ToolResult] = []
    rest = [cut_off, *[not_started] * len(message.calls)]  # the call that is cut off, and those after it
    try:
        for call in message.calls:
            result = await run_call(call, bench)
            hint = repeats.hint(call, result)
            results.append(result.hinted(hint) if hint else result)
    except NeedsUserError as need:
        results.append(failed(message.calls[len(results)], need, bench.language))
        del rest[0]
        raise
    finally:
        results += [answer(call) for answer, call in zip(rest, message.calls[len(results) :], strict=False)]
        _add(history, bench, ToolMessage(tuple(results)))
    return results


def _nudge(reply: Reply) -> str:
    if reply.finish is Finish.LENGTH:
        return "Your answer was cut off at its length limit. Go on from where it ended."
    if not text_of(reply.message.parts).strip():
        only_thought = any(isinstance(part, Thinking) for part in reply.message.parts)
        return "Your answer was empty" + (", you only thought." if only_thought else ".") + " Answer, or call a tool."
    return ""


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
