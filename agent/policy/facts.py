"""What a decision depends on besides the call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.core.actions import Grant, Mode, Source, Trust

_UNTRUSTED = frozenset({Trust.FILE, Trust.OUTSIDE})


@dataclass(frozen=True, slots=True)
class Facts:
    """The Mode, standing Grants, and what was said and heard in this Session.

    `made` are texts of Places that this Session made or changed, each with the SHA-256 that its contents then had;
    `said` what the person said, word for word;
    `attached` the files that the person handed over themselves; `sources` where everything else that the model heard
    came from; `plan` what the model declared that it will change ("delete *.tmp") before it heard any of that;
    `moved` texts of Places that this Session's last changes moved something to.
    """

    mode: Mode
    grants: tuple[Grant, ...] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    plan: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def tainted(self) -> bool:
        """Whether the model heard words of a file or of the outside: then its own words may be theirs."""
        return any(source.trust in _UNTRUSTED for source in self.sources)

    def heard_beside(self, host: str) -> bool:
        """Whether there are such words that are not this host's own."""
        return any(one.trust in _UNTRUSTED and (one.trust, one.name) != (Trust.OUTSIDE, host) for one in self.sources)

    @property
    def hidden(self) -> bool:
        """Whether some of these words were such that no person sees them."""
        return any(source.hidden for source in self.sources)
