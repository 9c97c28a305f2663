"""Requests about money: what was spent, what models cost, what a task will cost."""

import asyncio
from collections.abc import Mapping

from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.models.price_book import given
from agent.session.forecast import forecast, past
from desktop.host.front import Answerer, Front
from desktop.wire import messages as wire

_UNKNOWN = Words("price not known", "料金は不明")
_GIVE = Words(
    "Nobody knows what this model costs. You can give its price in Settings > Spending.",
    "このモデルの料金は不明です。「設定」>「費用」で指定できます。",
)


class MoneyRequests:
    """Answers what the person wants to know about money."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {
            wire.ListSpending: self.list_spending,
            wire.SetPrice: self.set_price,
            wire.ForecastTask: self.forecast_task,
        }

    async def list_spending(self, _: wire.ListSpending) -> wire.SpendingView:
        """Today's sum, and what each model costs."""
        return self._view()

    async def set_price(self, request: wire.SetPrice) -> wire.SpendingView:
        """The person's price of a model, or none any more."""
        price = None
        if request.sent is not None and request.answered is not None:
            price = given(request.sent, request.answered, request.cached, request.written)
        self._front.house.money.prices.give(request.model, price)
        return self._view()

    async def forecast_task(self, request: wire.ForecastTask) -> wire.TaskForecast:
        """A range for a task that is about to be given; nothing for a model that costs nothing."""
        front, house = self._front, self._front.house
        opened = front.opened(request.session)
        config = house.connecting.chosen(opened.session.state.model)
        price = house.money.prices.price_of(config) if config is not None else None
        if config is None or (price is not None and price.free):
            return wire.TaskForecast()
        if price is None:
            return wire.TaskForecast(_UNKNOWN.text(front.language), _GIVE.text(front.language))
        entries = await asyncio.to_thread(opened.entries)
        found = forecast(request.text, price, past(house.journal), entries)
        return wire.TaskForecast(found.short, found.words.text(front.language))

    def _view(self) -> wire.SpendingView:
        house = self._front.house
        return wire.SpendingView(house.money.today(), tuple(map(self._price, house.models.list())))

    def _price(self, config: ModelConfig) -> wire.PriceView:
        price = self._front.house.money.prices.price_of(config)
        if price is None:
            return wire.PriceView(config.name)
        rates = price.tiers[0][1]
        return wire.PriceView(
            config.name, rates.input, rates.output, rates.cached, rates.written,
            own=price.origin == "person", local=price.origin == "local", steps=len(price.tiers) > 1,
        )  # fmt: skip
