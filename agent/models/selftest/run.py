"""The course of a self-test."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from agent.core.ports import ChatModel, Traits
from agent.core.words import Words
from agent.models.discovery.advice import ENOUGH, context_advice, tools_advice
from agent.models.discovery.found import FoundModel, Program
from agent.models.prices import Price
from agent.models.selftest.asking import FIRST_PATIENCE, Heard, asked, together
from agent.models.selftest.basics import HELLO, answers, connects, finishes, not_run
from agent.models.selftest.copying import copies
from agent.models.selftest.lines import Check, Line, Standing
from agent.models.selftest.picture import sees
from agent.models.selftest.pricing import price_words
from agent.models.selftest.step import tool_step

_NOT_REACHED = Words(
    "Not tried, because the model was not reached.", "モデルに接続できなかったため、実行していません。"
)
_NO_ANSWER = Words("Not tried, because the model did not answer.", "モデルが応答しなかったため、実行していません。")
_BLIND = Words("This model does not take pictures.", "このモデルは画像に対応していません。")
_ROOM = Words("It has room for {count} {count:token|tokens}.", "{count} トークンまで扱えます。")
_ROOM_UNKNOWN = Words(
    "How much it can keep in mind is not known; the server does not say it.",
    "扱えるコンテキスト長は不明です(サーバーから情報が得られません)。",
)
_MORE_ROOM = Words("Choose a model with more room.", "コンテキスト長のより大きいモデルをお選びください。")
_FREE = Words("Nothing is charged: it runs on this computer.", "このパソコンで動作するため、料金はかかりません。")
_PRICE_UNKNOWN = Words(
    "Its price is not in the price list; look at the provider's page.",
    "料金表に記載がありません。提供元のページをご確認ください。",
)


async def _nothing() -> FoundModel | None:
    return None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a model before it is tested. `price` is None when it is not known.

    `loaded` asks the server how the model is loaded; it is called after the model was used, when it is.
    """

    traits: Traits = field(default_factory=Traits)
    program: Program = Program.OTHER
    price: Price | None = None
    loaded: Callable[[], Awaitable[FoundModel | None]] = field(default=_nothing, repr=False)


async def self_test(
    model: ChatModel, subject: Subject, tell: Callable[[Line], None]
) -> tuple[tuple[Line, ...], float | None]:
    """All lines in the order of Check, and what the requests cost in US dollars. `tell` hears each line at once.

    At most five requests of some 200 tokens each. Raises nothing that a model can cause.
    """
    course = _Course(model, subject, tell)
    await course.run()
    return course.told()


class _Course:
    """One self-test while it runs."""

    def __init__(self, model: ChatModel, subject: Subject, tell: Callable[[Line], None]) -> None:
        self._model = model
        self._subject = subject
        self._tell = tell
        self._lines: dict[Check, Line] = {}
        self._heard: list[Heard] = []

    def told(self) -> tuple[tuple[Line, ...], float | None]:
        """All lines in order, and the cost, None when one of it is not known."""
        costs = [one.reply.usage.cost for one in self._heard if one.reply]
        known = [cost for cost in costs if cost is not None]
        return tuple(self._lines[check] for check in Check), sum(known) if len(known) == len(costs) else None

    async def run(self) -> None:
        """From what everything needs to what is nice to have."""
        heard = await asked(self._model, HELLO, patience=FIRST_PATIENCE)
        self._heard.append(heard)
        self._say(connects(heard))
        if self._failed(Check.CONNECTS):
            return self._end(_NOT_REACHED)
        self._say(answers(heard))
        if finished := finishes(heard):
            self._say(finished)
        if self._failed(Check.ANSWERS):
            return self._end(_NO_ANSWER)
        await self._tools()
        lines, heards = await copies(self._model)
        self._heard += heards
        for line in lines:
            self._say(line)
        await self._pictures()
        self._say(_context(self._subject, await self._subject.loaded()))
        return self._end(_NO_ANSWER)

    async def _tools(self) -> None:
        line, heards = await tool_step(self._model, tools_advice(self._subject.program))
        self._heard += heards
        self._say(line)

    async def _pictures(self) -> None:
        if self._subject.traits.sees is False:
            return self._say(not_run(Check.SEES, _BLIND))
        line, heards = await sees(self._model)
        self._heard += heards
        return self._say(line)

    def _end(self, why: Words) -> None:
        """The price is known without an answer; whatever else has no line was not tried."""
        self._say(_price(self._subject.price))
        for check in Check:
            if check not in self._lines:
                self._say(not_run(check, why))

    def _say(self, line: Line) -> None:
        self._lines[line.check] = line
        self._tell(line)

    def _failed(self, check: Check) -> bool:
        return self._lines[check].standing is not Standing.PASSED


def _context(subject: Subject, found: FoundModel | None) -> Line:
    """As it is loaded now, where that can be asked; else as its preset says."""
    room = found.context if found and found.context else subject.traits.context
    if not room:
        return not_run(Check.CONTEXT, _ROOM_UNKNOWN)
    words = _ROOM.of(count=f"{room:,}")
    if room >= ENOUGH:
        return Line(Check.CONTEXT, Standing.PASSED, words)
    advice = context_advice(subject.program, room, found.most if found else 0)
    return Line(
        Check.CONTEXT,
        Standing.FAILED,
        advice[0] if advice else words,
        together(*advice[1:]) if advice[1:] else _MORE_ROOM,
    )


def _price(price: Price | None) -> Line:
    if price is None:
        return not_run(Check.PRICE, _PRICE_UNKNOWN)
    return Line(Check.PRICE, Standing.PASSED, _FREE if price.free else price_words(price))
