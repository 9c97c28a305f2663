"""Prices that the person gave themselves, in `prices.json`, before those that Deskhand knows."""

import json
import math
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.models.prices import Price, price_at, simple

_FILE = "prices.json"
_FIELDS = ("in", "out", "cached", "written")
_BAD = Words(
    "{value!r} is not a price in US dollars for a million tokens.",
    "「{value}」は、100 万トークンあたりの米ドルの価格ではありません。",
)
_NUMBER = Words("Give a number that is 0 or more.", "0 以上の数値を指定してください。")


class PriceBook:
    """`prices.json` in the folder: {"NAME": {"in": 1.2, "out": 6, "cached": 0.24, "written": 1.5}}, US dollars for a
    million tokens, by the person's name of a model. A file that cannot be understood counts as empty.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def price_of(self, config: ModelConfig) -> Price | None:
        """What the model costs now: as the person says, else as the list does; None when nobody knows."""
        return self.own().get(config.name) or price_at(config.base_url, config.model)

    def own(self) -> Mapping[str, Price]:
        """The person's prices, by the names of models."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: _price(one) for name, one in kept.items()}
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return {}

    def give(self, name: str, price: Price | None) -> None:
        """Keep the person's price of a model, or with None forget it."""
        own = {**self.own(), name: price}
        kept = {known: _plain(one) for known, one in own.items() if one is not None}
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=_FILE, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1, ensure_ascii=False)
        Path(draft).replace(self._path)


def given(sent: float, answered: float, cached: float | None = None, written: float | None = None) -> Price:
    """A person's Price.

    Raises:
        NeedsUserError: a number is below 0 or none at all (code "bad_price").
    """
    for value in (sent, answered, cached, written):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise NeedsUserError(_BAD.of(value=shown(str(value))), _NUMBER, "bad_price")
    return simple(sent, answered, cached, written)


def _price(kept: Mapping[str, float]) -> Price:
    sent, answered, cached, written = (kept.get(name) for name in _FIELDS)
    if sent is None or answered is None:
        raise ValueError("a price needs both directions")
    return given(*(float(v) for v in (sent, answered)), *(None if v is None else float(v) for v in (cached, written)))


def _plain(price: Price) -> dict[str, float]:
    rates = price.tiers[0][1]
    return dict(zip(_FIELDS, (rates.input, rates.output, rates.cached, rates.written), strict=True))
