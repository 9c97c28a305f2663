"""What requests cost. The list comes with genai-prices; what it lacks is in a table here.

Nothing is fetched. A price that is not known is None, never 0; what runs on this machine is FREE.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agent.core.messages import Usage
from agent.models.address import host_of, is_local

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars for a million tokens: sent, read from the provider's cache, put there, answered."""

    input: float
    cached: float
    written: float
    output: float

    def times(self, factor: float) -> "Rates":
        """The same, dearer or cheaper."""
        return Rates(self.input * factor, self.cached * factor, self.written * factor, self.output * factor)


@dataclass(frozen=True, slots=True)
class Price:
    """`tiers` are (tokens, Rates), rising: the last one whose tokens the whole input exceeds counts for all of it.

    The first tier is that of 0 tokens. `request` is in US dollars, for each request. `origin` says who knows it: list
    (genai-prices), table (ours), person, or local.
    """

    tiers: tuple[tuple[int, Rates], ...]
    request: float = 0.0
    origin: str = "list"

    @property
    def free(self) -> bool:
        """Whether nothing has to be paid."""
        return self.request == 0 and all(rates == _NOTHING for _, rates in self.tiers)

    def rates(self, tokens: int) -> Rates:
        """What counts for an input of so many tokens."""
        return next((rates for above, rates in reversed(self.tiers) if tokens > above), self.tiers[0][1])

    def cost(self, usage: Usage) -> float:
        """US dollars for `usage`. Of the input, cached and written tokens have prices of their own.

        Counts that do not fit together are taken so that the cost is not too low.
        """
        rates = self.rates(usage.input)
        cached = min(usage.cached, usage.input)
        written = min(usage.written, usage.input - cached)
        plain = usage.input - cached - written
        paid = plain * rates.input + cached * rates.cached + written * rates.written + usage.output * rates.output
        return paid / MILLION + self.request

    def most(self, tokens: int, output: int) -> float:
        """US dollars that a request can cost at most: `tokens` are sent, none of them cached, `output` are answered."""
        rates = self.rates(tokens)
        return (tokens * max(rates.input, rates.written) + output * rates.output) / MILLION + self.request

    def affordable(self, tokens: int, usd: float) -> int:
        """How many tokens may be answered, so that the request costs at most `usd`; below 0 when not even the input."""
        rate = self.rates(tokens).output
        left = usd - self.most(tokens, 0)
        return int(left * MILLION / rate) if rate else (-1 if left < 0 else MILLION)


_NOTHING = Rates(0, 0, 0, 0)
FREE = Price(((0, _NOTHING),), origin="local")


def simple(
    sent: float, answered: float, cached: float | None = None, written: float | None = None, origin: str = "person"
) -> Price:
    """A Price without tiers, from dollars for a million tokens; what is not given costs as much as what is sent."""
    rates = Rates(sent, sent if cached is None else cached, sent if written is None else written, answered)
    return Price(((0, rates),), origin=origin)


def price_at(base_url: str, model: str, now: datetime.datetime | None = None) -> Price | None:
    """The price of the provider's `model` at that address; None when it is not known. `now` matters where nights are
    cheaper.
    """
    if is_local(base_url):
        return FREE
    return _table(host_of(base_url), model.lower()) or _listed(base_url, model, now)


def cost_of(usage: Usage, model: str, base_url: str) -> float | None:
    """US dollars for `usage`; 0.0 on this machine, None when the price is not known or the counts do not fit."""
    price = price_at(base_url, model)
    if price is None or usage.cached + usage.written > usage.input:
        return None
    return price.cost(usage)


# DashScope (Alibaba Model Studio, international prices; those of the Chinese address are lower). Steps above 32,000 and
# 128,000 tokens; an explicit cache costs 1.25 times to write.
_QWEN_MAX = Rates(1.2, 0.24, 1.5, 6.0)
_QWEN: Mapping[str, Price] = {
    "qwen3-max": Price(((0, _QWEN_MAX), (32_000, _QWEN_MAX.times(2)), (128_000, _QWEN_MAX.times(2.5))), origin="table"),
    "qwen3.8-max": Price(((0, Rates(2.0, 0.25, 2.5, 6.0)),), origin="table"),
}
_DATED = ("-preview", "-latest", "-thinking")


def _table(host: str, model: str) -> Price | None:
    """Prices that the list does not have. A dated name is the model that it dates, nothing else that begins so."""
    if not (host.startswith("dashscope") and host.endswith(".aliyuncs.com")):
        return None
    for name, price in _QWEN.items():
        rest = model.removeprefix(name)
        if model.startswith(name) and (not rest or rest in _DATED or rest[1:].replace("-", "").isdigit()):
            return price
    return None


def _listed(base_url: str, model: str, now: datetime.datetime | None) -> Price | None:
    try:
        found = _found(base_url, model)
        kept = found.get_prices(now or datetime.datetime.now(datetime.UTC))
        return _converted({name: value for name, value in vars(kept).items() if value is not None})
    except (LookupError, ValueError, AttributeError):  # unknown there, or priced in a way that has no place here
        return None


@cache
def _found(base_url: str, model: str) -> Any:
    """The entry of the list. Raises LookupError."""
    from genai_prices.data_snapshot import get_snapshot  # late: the list takes 0.2 s to load

    return get_snapshot().find_provider_model(model, None, None, base_url)[1]


def _converted(kept: Mapping[str, Any]) -> Price | None:
    """A price of the list (`ModelPrice`), whose steps are kept for each kind of token, as steps of all kinds."""
    if "input_mtok" not in kept or "output_mtok" not in kept:
        return None
    starts = sorted({0, *(tier.start for value in kept.values() for tier in getattr(value, "tiers", ()))})

    def at(name: str, start: int) -> float:
        value = kept.get(name, kept["input_mtok"])
        base = getattr(value, "base", value)
        return float(next((t.price for t in reversed(getattr(value, "tiers", ())) if start >= t.start), base))

    names = ("input_mtok", "cache_read_mtok", "cache_write_mtok", "output_mtok")
    tiers = tuple((start, Rates(*(at(name, start) for name in names))) for start in starts)
    return Price(tiers, float(kept.get("requests_kcount", 0)) / 1000)
