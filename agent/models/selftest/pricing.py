"""A price in one sentence."""

from agent.core.words import Words, joined, rate
from agent.models.prices import Price

_PER_MILLION = Words(
    "{input} for a million tokens read, {output} for a million written.",
    "100 万トークンあたり、入力 {input}、出力 {output}。",
)
_RISES = Words(
    "More when a request has above {count} {count:token|tokens}.",
    "1 回の要求が {count} トークンを超えると割高になります。",
)


def price_words(price: Price) -> Words:
    """What a million tokens cost, and from which length of a request on it is more."""
    rates = price.rates(0)
    told = _PER_MILLION.of(input=rate(rates.input), output=rate(rates.output))
    if len(price.tiers) < 2:
        return told
    return joined(told, _RISES.of(count=f"{price.tiers[1][0]:,}"))
