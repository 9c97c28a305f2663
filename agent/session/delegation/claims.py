"""Claims of several delegates about the same fact: what agrees is one, what does not is shown with every place."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from agent.session.delegation.reports import Claim

_CODES = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "円": "jpy"}
_MONEY = re.compile(r"^(?:[\s$€£¥]|eur|jpy|usd|gbp|chf)+|(?:[\s$€£¥円%]|eur|jpy|usd|gbp|chf)+$")
DIFFERENT = "different"
"""What an arbiter says when the places speak of different things under one name."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims of one key whose values differ. `settled` is the one that holds, with `why`; None while nobody knows.

    `apart`: they are about different things, so nothing contradicts.
    """

    key: str
    claims: tuple[Claim, ...]
    settled: Claim | None = None
    why: str = ""
    apart: bool = False


def contradictions(claims: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """Every key with more than one value, with one claim for each value and place."""
    by_key: dict[str, dict[tuple[str, str, str], Claim]] = {}
    for claim in claims:
        place = (value_of(claim.value), claim.source, claim.anchor)
        by_key.setdefault(_folded(claim.key), {}).setdefault(place, claim)
    return tuple(
        Contradiction(next(iter(found.values())).key, tuple(found.values()))
        for found in by_key.values()
        if len({value for value, _, _ in found}) > 1 or len(set(filter(None, map(_currency, found.values())))) > 1
    )


def decided(found: Sequence[Contradiction], verdicts: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """The contradictions after an arbiter looked at both places. Only a value that one of the places has can hold."""
    told = {_folded(verdict.key): verdict for verdict in verdicts}
    return tuple(_decided(one, told.get(_folded(one.key))) for one in found)


def value_of(text: str) -> str:
    """What two ways to write the same value have in common: "¥1,200", "1200.00" and "1,200 JPY" are the same."""
    plain = _MONEY.sub("", _folded(text)).replace(",", "").replace(" ", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return _folded(text)
    return str(number.normalize()) if number.is_finite() else _folded(text)


def _decided(one: Contradiction, verdict: Claim | None) -> Contradiction:
    if verdict is None:
        return one
    why = verdict.anchor or verdict.source
    if _folded(verdict.value) == DIFFERENT:
        return Contradiction(one.key, one.claims, None, why, apart=True)
    same = [claim for claim in one.claims if value_of(claim.value) == value_of(verdict.value)]
    holds = next((claim for claim in same if _currency(claim) == _currency(verdict)), same[0] if same else None)
    return Contradiction(one.key, one.claims, holds, why if holds else "")


def _currency(claim: Claim) -> str:
    """The currency of an amount, "" when none is named."""
    found = "".join(one[0] for one in _MONEY.finditer(_folded(claim.value))).replace(" ", "").replace("%", "")
    return _CODES.get(found, found)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
