"""What was spent by Session, day and model: a fold over the whole Journal, for lists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from agent.core.events import Spent, UsageAdded
from agent.core.messages import Usage
from agent.session.journal import Journal
from agent.session.spending import local_date
from agent.session.state import summed

_KINDS = (Spent, UsageAdded)


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests of one model that belong together. `day` is the person's date; "" stands for several.

    `usage.cost` holds what is known, in US dollars; `unpriced` counts requests whose price nobody knows, `estimated`
    those that nobody counted.
    """

    session: str = ""
    day: str = ""
    model: str = ""
    host: str = ""
    requests: int = 0
    usage: Usage = Usage()
    unpriced: int = 0
    estimated: int = 0

    def plus(self, other: "Cost") -> "Cost":
        """Both together, under this one's names."""
        return replace(
            self, requests=self.requests + other.requests, usage=summed(self.usage, other.usage),
            unpriced=self.unpriced + other.unpriced, estimated=self.estimated + other.estimated,
        )  # fmt: skip


def costs(journal: Journal, session: str = "", since: str = "") -> tuple[Cost, ...]:
    """One for each Session, day and model, in the order of time; of one `session`, from the date `since` on.

    Sessions of earlier versions have only what was answered (UsageAdded); where there is a Spent, that counts.
    """
    found: dict[tuple[str, ...], Cost] = {}
    metered: set[str] = set()
    for _, owner, record in journal.of_kinds(_KINDS):
        event, day = record.event, local_date(record.at)
        if isinstance(event, Spent):
            metered.add(owner)
        elif owner in metered or not isinstance(event, UsageAdded):
            continue
        if (session and owner != session) or day < since:
            continue
        one = _cost(event, owner, day)
        if one.requests:
            key = (one.session, one.day, one.model, one.host)
            found[key] = found[key].plus(one) if key in found else one
    return tuple(found.values())


def together(all_: Iterable[Cost], *names: str) -> tuple[Cost, ...]:
    """Summed up by these fields ("day"; "model", "host"), the others emptied; by none of them: one sum, or nothing."""
    found: dict[tuple[str, ...], Cost] = {}
    for one in all_:
        kept = {name: getattr(one, name) for name in names}
        key = tuple(kept.values())
        found[key] = found.get(key, Cost(**kept)).plus(one)
    return tuple(found.values())


def _cost(event: Spent | UsageAdded, session: str, day: str) -> Cost:
    usage = event.usage
    asked = bool(usage.input or usage.output)
    estimated = isinstance(event, Spent) and event.estimated
    unpriced = asked and usage.cost is None
    return Cost(session, day, event.model, event.host, int(asked), usage, int(unpriced), int(asked and estimated))
