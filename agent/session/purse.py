"""What may be spent. Before a request leaves, what it can cost at most is taken out; what it did cost is put in after.

A request that could take anything over its cap is never sent. Many may ask at once: what one has reserved is spent for
the others, and whoever does not fit waits until enough comes back.
"""

import asyncio
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.core.errors import LimitError
from agent.core.events import Reserved, Spent
from agent.core.messages import Usage
from agent.core.paths import shown
from agent.core.words import Words, dollars
from agent.session.spending import Keep, Scope, Spending

WARN_AT = 0.8
_DUST = 1e-9
_NAMES = {
    "task": Words("this task", "このタスク"),
    "day": Words("today", "今日"),
    "budget": Words("the budget “{name}”", "予算「{name}」"),
    "part": Words("this part of the task", "タスクのこの部分"),
}
_OVER = Words(
    "The next request could go over the limit of {most} for {what}: {spent} is spent, and it can cost up to {least}. "
    "It was not sent.",
    "{what}の上限 {most} を超えるおそれがあるため、次の要求は送信していません"
    "（使用済み {spent}、次の要求は最大 {least}）。",
)
_CUT = Words(
    "The answer was cut off where the limit of {most} for {what} ends; {spent} is spent.",
    "{what}の上限 {most} に達したため、回答が途中で終わりました（使用済み {spent}）。",
)
_RAISE = Words(
    "Raise the limit to go on; what was done so far stays.",
    "続けるには上限を引き上げてください。ここまでの結果はそのまま残ります。",
)
_NEAR = Words(
    "{percent} % of the limit of {most} for {what} is spent.", "{what}の上限 {most} の {percent} % を使用しました。"
)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` US dollars in a Scope; `name` is what the person calls it, where it has a name."""

    scope: Scope
    most: float
    name: str = ""

    @property
    def what(self) -> Words:
        """What it is a cap of."""
        return _NAMES[self.scope.kind].of(name=shown(self.name))


@dataclass(frozen=True, slots=True)
class Held:
    """What was taken out for one request. `all_there_is`: it got less than it wanted, because no more is left."""

    id: str
    usd: float
    all_there_is: bool = False


class Purse:
    """Money for one Session, or a part of it. `keep` writes Events down; `caps` is asked anew each time, so that a cap
    that is raised counts at once. `note` hears once that most of a cap is spent.
    """

    def __init__(
        self,
        book: Spending,
        keep: Keep,
        caps: Callable[[], Sequence[Cap]],
        note: Callable[[Words], None],
        budget: str = "",
    ) -> None:
        self.book = book
        self.budget = budget
        self._keep = keep
        self._caps = caps
        self._note = note

    @property
    def capped(self) -> bool:
        """Whether anything limits it."""
        return bool(self._caps())

    def left(self) -> float | None:
        """US dollars that are neither spent nor reserved; None without a cap. Never below 0."""
        lefts = [self._left(cap) for cap in self._caps()]
        return max(min(lefts), 0.0) if lefts else None

    def unspent(self) -> float | None:
        """The same with all that this process has reserved: most of that comes back. None without a cap."""
        lefts = [self._left(cap) + self.book.returning(cap.scope) for cap in self._caps()]
        return max(min(lefts), 0.0) if lefts else None

    def part(self, usd: float) -> "Purse":
        """A purse that draws on this one, and may spend at most `usd` by itself. What it leaves stays here."""
        own = Cap(Scope("part", uuid.uuid4().hex), usd)
        return Purse(self.book, self._keep, lambda: (*self._caps(), own), self._note, self.budget)

    async def take(self, full: float, enough: float, least: float) -> Held:
        """Reserve `full` US dollars for a request; `enough` when that is scarce; all that is left, from `least` on.

        Raises:
            LimitError: not even `least` is left ("limit_task", "limit_day", "limit_budget", "limit_part").
        """
        while True:
            caps = self._caps()
            usd = self._possible(caps, full, enough, least)
            if usd is None:
                await self.book.settled()
                continue
            held = Held(uuid.uuid4().hex, usd, all_there_is=usd < enough)
            self._reserve(held, caps)
            if all(self._left(cap) >= -_DUST for cap in caps):
                return held
            self.put_back(held)  # another process took something at the same moment: one of both comes first now
            await asyncio.sleep(random.uniform(0.01, 0.2))  # noqa: S311  # no secret

    def settle(self, held: Held | None, spent: Spent) -> None:
        """A request is over: what it did cost takes the place of what was reserved."""
        caps = self._caps()
        usd = held.usd if held is not None else 0.0
        before = [self.book.spent(cap.scope) - usd for cap in caps]
        self.book.settle(spent, self._keep)
        for cap, was in zip(caps, before, strict=True):
            now = self.book.spent(cap.scope)
            if was < cap.most * WARN_AT <= now and cap.scope.kind != "part":
                self._note(_NEAR.of(percent=int(100 * now / cap.most), most=dollars(cap.most), what=cap.what))

    def put_back(self, held: Held) -> None:
        """Nothing was sent."""
        self.book.settle(Spent(held.id, "", Usage(cost=0.0), budget=self.budget), self._keep)

    def cut(self) -> LimitError:
        """Why an answer that took all there was ends where it ends."""
        cap = min(self._caps(), key=self._left)
        words = _CUT.of(most=dollars(cap.most), what=cap.what, spent=dollars(self.book.spent(cap.scope)))
        return LimitError(words, f"limit_{cap.scope.kind}", _RAISE)

    def _possible(self, caps: Sequence[Cap], full: float, enough: float, least: float) -> float | None:
        """How much can be taken now; None: as soon as something comes back.

        Raises:
            LimitError: it never can.
        """
        lefts = [(cap, self._left(cap)) for cap in caps]
        now = min((left for _, left in lefts), default=full)
        later = min((left + self.book.returning(cap.scope) for cap, left in lefts), default=full)
        for wanted in (full, enough):
            if wanted <= now:
                return wanted
        if enough <= later:
            return None
        if least <= now:
            return now
        if least <= later:
            return None
        cap = min(lefts, key=lambda one: one[1])[0]
        raise _over(cap, self.book.spent(cap.scope), least)

    def _reserve(self, held: Held, caps: Sequence[Cap]) -> None:
        parts = tuple(cap.scope for cap in caps if cap.scope.kind == "part")
        self.book.reserve(Reserved(held.id, held.usd, self.budget), self._keep, parts)

    def _left(self, cap: Cap) -> float:
        return cap.most - self.book.spent(cap.scope)


def _over(cap: Cap, spent: float, least: float) -> LimitError:
    words = _OVER.of(most=dollars(cap.most), what=cap.what, spent=dollars(spent), least=dollars(least))
    return LimitError(words, f"limit_{cap.scope.kind}", _RAISE)
