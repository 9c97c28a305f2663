"""Changes of files that the Ledger knows and the Journal does not: a crash came between the two."""

from dataclasses import dataclass

from agent.core.changes import Checkpoint
from agent.core.events import CheckpointMade
from agent.session.claim import Claim
from agent.session.journal import Journal
from agent.workspace.recover import latest
from desktop.compose.home import Home

# Each process that ends by force leaves at most one Checkpoint untold; the newest ones are enough to find it.
_MOST = 20
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Untold:
    """Those of a state folder."""

    home: Home
    journal: Journal

    def of(self, session: str) -> tuple[Checkpoint, ...]:
        """The newest ones of a Session."""
        return tuple(one for one in self._newest(_MOST) if one.session == session)

    def count(self) -> int:
        """How many there are at all."""
        return len(self._newest(_ALL))

    def tell(self) -> None:
        """Commits that were done when their process was killed are told now, unless a living process is about to.

        Else they would be in no list of changes, and nothing could undo them.
        """
        for one in self._newest(_MOST):
            claim = Claim(self.home.claim(one.session))
            if not claim.take():
                continue
            try:
                if not self.journal.tells(one.session, one.id):
                    self.journal.append(one.session, CheckpointMade(one, one.call))
            finally:
                claim.free()

    def _newest(self, most: int) -> list[Checkpoint]:
        return [one for one in latest(self.home.ledger, most) if self._is_untold(one)]

    def _is_untold(self, checkpoint: Checkpoint) -> bool:
        known = self.journal.knows(checkpoint.session)
        return known and not self.journal.tells(checkpoint.session, checkpoint.id)
