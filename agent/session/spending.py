"""What was spent, by everybody: a fold of Reserved and Spent over the whole Journal, other processes included.

What is reserved counts as spent until its Spent comes. When a process died between the two, it counts for good: the
request may have been answered, and paid.
"""

import asyncio
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agent.core.events import Event, Reserved, Spent
from agent.models.estimates import Scale
from agent.session.journal import Journal, Record

_KINDS = (Reserved, Spent)
Keep = Callable[[Event], object]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a cap holds together. `kind` is task (`name`: the Session), day, budget (its name) or part.

    `when` is a local date or month (ISO 8601), "" for all times.
    """

    kind: str
    name: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class _Open:
    """A reservation without its Spent: what it is, and where it counts."""

    usd: float
    scopes: tuple[Scope, ...]


def today() -> str:
    """The person's date, by their clock."""
    return local_date(datetime.datetime.now(datetime.UTC).isoformat())


class Spending:
    """Sums of US dollars by Scope. One for each process; lives on one event loop at a time."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._read = 0
        self._sums: defaultdict[Scope, float] = defaultdict(float)
        self._open: dict[str, _Open] = {}
        self._here: dict[str, _Open] = {}
        self._waiting: list[asyncio.Future[None]] = []
        self._scales: dict[tuple[str, str], Scale] = {}

    def spent(self, scope: Scope) -> float:
        """What was spent in a Scope, with all that is reserved."""
        self._catch_up()
        return self._sums[scope]

    def returning(self, scope: Scope) -> float:
        """How much of it is reserved by this process: what a request does not need comes back."""
        return sum(one.usd for one in self._here.values() if scope in one.scopes)

    def scale(self, model: str, host: str) -> Scale:
        """How this model counted the last time."""
        self._catch_up()
        return self._scales.get((model, host), Scale())

    def reserve(self, event: Reserved, keep: Keep, parts: tuple[Scope, ...]) -> None:
        """Write a reservation down with `keep`. `parts` are Scopes that live only as long as this process."""
        keep(event)
        self._here[event.id] = _Open(event.usd, parts)
        self._add(parts, event.usd)
        self._catch_up()

    def settle(self, event: Spent, keep: Keep) -> None:
        """Write down what became of a request; then, or when that fails, whoever waits for money looks again."""
        held = self._here.pop(event.id, None)
        if held is not None:
            parts = [scope for scope in held.scopes if scope.kind == "part"]
            self._add(parts, (event.usage.cost or 0.0) - held.usd)
        try:
            keep(event)
            self._catch_up()
        finally:
            self._wake_all()

    def _wake_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.get_loop().call_soon_threadsafe(_wake, future)

    async def settled(self) -> None:
        """Wait until something that this process reserved is settled."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def _catch_up(self) -> None:
        for number, session, record in self._journal.of_kinds(_KINDS, self._read):
            self._read = number
            self._fold(session, record)

    def _fold(self, session: str, record: Record) -> None:
        match record.event:
            case Reserved(id=name, usd=usd, budget=budget):
                scopes = scopes_of(session, record.at, budget)
                self._open[name] = _Open(usd, scopes)
                self._add(scopes, usd)
                if name in self._here:
                    self._here[name] = _Open(usd, (*self._here[name].scopes, *scopes))
            case Spent(id=name, model=model, usage=usage, host=host, budget=budget, expected=expected):
                before = self._open.pop(name, None)
                if before is not None:
                    self._add(before.scopes, -before.usd)
                self._add(scopes_of(session, record.at, budget), usage.cost or 0.0)
                if not record.event.estimated:
                    known = self._scales.get((model, host), Scale())
                    self._scales[model, host] = known.learnt(expected, usage.input)
            case _:
                return

    def _add(self, scopes: Iterable[Scope], usd: float) -> None:
        for scope in scopes:
            self._sums[scope] += usd


def scopes_of(session: str, at: str, budget: str) -> tuple[Scope, ...]:
    """Where an amount counts that was spent at `at` (ISO 8601)."""
    date = local_date(at)
    own = (Scope("budget", budget, when) for when in ("", date, date[:7])) if budget else ()
    return (Scope("task", session), Scope("day", when=date), *own)


def local_date(at: str) -> str:
    """The person's date at a time (ISO 8601 with zone)."""
    return datetime.datetime.fromisoformat(at).astimezone().date().isoformat()


def _wake(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
