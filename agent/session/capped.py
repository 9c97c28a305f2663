"""A ChatModel that asks for money first. It stands below the retries, so that every try is counted."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from agent.core.errors import LimitError, NeedsUserError
from agent.core.events import Spent
from agent.core.messages import Delta, Finish, Message, Reply, ToolSpec, Usage
from agent.core.paths import shown
from agent.core.ports import ChatModel, Settings
from agent.core.words import Words
from agent.models.around import Around
from agent.models.estimates import Estimator, message_tokens, tokens_of
from agent.models.prices import Price
from agent.session.purse import Held, Purse

ENOUGH_OUTPUT = 8_192
"""Tokens of an answer that suffice for nearly every step, and that every provider lets one ask for."""
MOST_OUTPUT = 32_000
LEAST_OUTPUT = 1_024
"""An answer that may have fewer tokens is not worth what its request costs."""
PAID_AFTER = 5.0
"""Seconds after which a request without any answer has probably been worked on, and is paid."""
_NO_PRICE = Words(
    "A limit of costs is set, but nobody knows what “{name}” costs, so it could not be kept. Nothing was sent.",
    "費用の上限が設定されていますが、「{name}」の料金が不明なため、上限を守れません。送信は行っていません。",
)
_GIVE_PRICE = Words(
    "Give its price in Settings > Spending, or with: deskhand price NAME --in X --out Y (US dollars for a million "
    "tokens). Or take the limit away.",
    "「設定」>「費用」で料金を入力するか、deskhand price NAME --in X --out Y（100 万トークンあたりの米ドル）で"
    "指定してください。上限を外すこともできます。",
)


class Capped(Around):
    """Asks `model` when the Purse allows it, and writes down what it cost. `price` is asked at each request."""

    def __init__(self, model: ChatModel, price: Callable[[], Price | None], purse: Purse) -> None:
        super().__init__(model)
        self._price = price
        self._purse = purse
        self._estimator = Estimator()
        self._cut: LimitError | None = None

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply; the Usage of the Reply has its cost.

        Raises:
            LimitError: it could cost more than is left; nothing was sent.
            NeedsUserError: there is a cap, and the price is not known (code "price_unknown"); nothing was sent.
        """
        if self._cut is not None:
            raise self._cut
        price = self._price()
        tokens = self._estimator.tokens(history, tools, settings)
        held, settings = await self._reserved(price, tokens, settings)
        course = _Course(self, price, tokens, held)
        try:
            async with aclosing(self._model.reply(history, tools, settings)) as pieces:
                async for piece in pieces:
                    yield course.heard(piece)
        finally:
            course.end()

    def settled(self, held: Held | None, spent: Spent) -> None:
        """A request is over."""
        self._purse.settle(held, replace(spent, budget=self._purse.budget))

    def cut_off(self) -> None:
        """An answer ended where the money ended: the next request is not worth asking."""
        self._cut = self._purse.cut()

    async def _reserved(self, price: Price | None, tokens: int, settings: Settings) -> tuple[Held | None, Settings]:
        """What was taken out for the request, and how long its answer may be."""
        if (price is not None and price.free) or not self._purse.capped:
            return None, settings
        if price is None:
            raise NeedsUserError(_NO_PRICE.of(name=shown(self.name)), _GIVE_PRICE, "price_unknown")
        sent = self._purse.book.scale(self.name, self.host).at_most(tokens)
        wanted = settings.max_output or min(self.traits.output or ENOUGH_OUTPUT, MOST_OUTPUT)
        enough, least = (min(wanted, bound) for bound in (ENOUGH_OUTPUT, LEAST_OUTPUT))
        held = await self._purse.take(*(price.most(sent, output) for output in (wanted, enough, least)))
        return held, replace(settings, max_output=max(min(wanted, price.affordable(sent, held.usd)), 1))


class _Course:
    """What comes of one request."""

    def __init__(self, asked: Capped, price: Price | None, tokens: int, held: Held | None) -> None:
        self._asked = asked
        self._price = price
        self._tokens = tokens
        self._held = held
        self._began = time.monotonic()
        self._said = 0.0
        self._started = self._over = False

    def heard(self, piece: Delta | Reply) -> Delta | Reply:
        """A piece of the answer. With the Reply it is over, and known what it cost."""
        self._started = True
        match piece:
            case Delta(text, thinking):
                self._said += tokens_of(text) + tokens_of(thinking)
                return piece
            case Reply(message, finish, usage):
                self._said = max(self._said, message_tokens(message))  # no Delta tells of calls, or of one piece
                usage, estimated = (usage, False) if usage.input or usage.output else (self._guessed(), True)
                paid = self._settle(usage, estimated=estimated)
                if finish is Finish.LENGTH and self._held is not None and self._held.all_there_is:
                    self._asked.cut_off()
                return replace(piece, usage=paid)

    def end(self) -> None:
        """Nothing more comes. A request that broke off is paid as far as it came; one that was refused is not."""
        if self._over:
            return
        if self._started or time.monotonic() - self._began > PAID_AFTER:
            self._settle(self._guessed(), estimated=True)
        else:
            self._settle(Usage(), estimated=True)

    def _guessed(self) -> Usage:
        return Usage(self._tokens, int(self._said))

    def _settle(self, usage: Usage, *, estimated: bool) -> Usage:
        self._over = True
        nothing = not (usage.input or usage.output)
        cost = 0.0 if nothing else None if self._price is None else self._price.cost(usage)
        paid = replace(usage, cost=cost)
        name = self._held.id if self._held is not None else ""
        if not nothing or self._held is not None:
            spent = Spent(name, self._asked.name, paid, self._asked.host, expected=self._tokens, estimated=estimated)
            self._asked.settled(self._held, spent)
        return paid
