"""Named budgets: sums of their own for what runs again and again, in one JSON file."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from agent.core.codec import built, plain
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.purse import Cap
from agent.session.spending import Scope, today

_UNKNOWN = Words("There is no budget {name!r}.", "予算「{name}」は登録されていません。")
_MAKE = Words("Make it first: deskhand budget {name} --usd 5", "先に作成してください: deskhand budget {name} --usd 5")
_BAD = Words("A budget is an amount above 0.", "予算は 0 より大きい金額で指定してください。")
_AMOUNT = Words("Give US dollars, like --usd 5.", "--usd 5 のように、米ドルで指定してください。")
_SCHEDULE = "schedule:"


class Period(StrEnum):
    """After what a budget begins anew."""

    DAY = "day"
    MONTH = "month"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `usd` US dollars in each period."""

    usd: float
    per: Period = Period.EVER

    def scope(self, name: str) -> Scope:
        """What counts for it now."""
        when = {Period.DAY: today(), Period.MONTH: today()[:7], Period.EVER: ""}[self.per]
        return Scope("budget", name, when)

    def cap(self, name: str) -> Cap:
        """It as a cap."""
        return Cap(self.scope(name), self.usd, name.removeprefix(_SCHEDULE))


class BudgetFile:
    """Budgets at `path`, by their names. A file that cannot be understood holds none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> Mapping[str, Budget]:
        """All of them."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: built(Budget, one) for name, one in kept.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def find(self, name: str) -> Budget:
        """The one of that name.

        Raises:
            NeedsUserError: there is none (code "no_budget"): a name that is mistyped must not spend without a limit.
        """
        found = self.all().get(name)
        if found is None:
            bare = shown(name.removeprefix(_SCHEDULE))
            raise NeedsUserError(_UNKNOWN.of(name=bare), _MAKE.of(name=bare), "no_budget")
        return found

    def set(self, name: str, budget: Budget | None) -> None:
        """Keep a budget, or with None forget it. The file is replaced as a whole.

        Raises:
            NeedsUserError: its amount is none (code "bad_budget").
        """
        if budget is not None and not (math.isfinite(budget.usd) and budget.usd > 0):
            raise NeedsUserError(_BAD, _AMOUNT, "bad_budget")
        kept = {known: plain(one) for known, one in {**self.all(), name: budget}.items() if one is not None}
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")
        draft.replace(self._path)


def budget_name(text: str) -> str:
    """The full name of what a person calls a budget: that of a schedule, unless it says another kind."""
    return text if not text or ":" in text else f"{_SCHEDULE}{text}"
