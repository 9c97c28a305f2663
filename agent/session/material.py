"""What an export is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.documents import Difference
from agent.session.account import Account, account_of
from agent.session.chain import Link
from agent.session.journal import Record, event_of
from agent.session.verify import Verified


@dataclass(frozen=True, slots=True)
class Material:
    """A Session's records, what the check of the whole chain found, when (ISO 8601, UTC), and for whom.

    `contents`: also what files say, and what models and tools were told. `differences` are those of a Checkpoint's
    place, by (id, place).
    """

    session: str
    links: Sequence[Link]
    verified: Verified
    at: str
    language: str = "en"
    contents: bool = False
    differences: Mapping[tuple[str, str], Sequence[Difference]] = field(default_factory=dict)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records as Events."""
        return tuple(Record(link.seq, link.at, event_of(link.kind, link.body)) for link in self.links)

    @property
    def account(self) -> Account:
        """What they tell."""
        return account_of(self.records)
