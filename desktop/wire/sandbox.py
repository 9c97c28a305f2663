"""What the window and the host say about running code: what confines it here, and whether that holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListTiers:
    """What runs code on this computer, with the last check of this host when there was one. Answer: SandboxView."""


@dataclass(frozen=True, slots=True)
class CheckSandbox:
    """Measure everything anew and try every known way out; each is told by AttemptTold. Answer: SandboxView."""


@dataclass(frozen=True, slots=True)
class OpenView:
    """A way out that was found open: what was tried, how it showed (English), and why it is borne, "" for a hole."""

    what: str
    how: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class TierView:
    """A Tier (small, native): whether it is there, what confines it, what is missing or would make it stronger.

    `tried` and `closed` count the ways out, 0 before a check. `works`: code could run at all in the check.
    """

    tier: str
    there: bool
    by: str
    missing: str = ""
    note: str = ""
    tried: int = 0
    closed: int = 0
    works: bool = True
    open: tuple[OpenView, ...] = ()

    @property
    def known(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Why something may be open, each with all that is open for this reason."""
        reasons = dict.fromkeys(one.known for one in self.open if one.known)
        return tuple((why, tuple(one.what for one in self.open if one.known == why)) for why in reasons)

    @property
    def holes(self) -> tuple[OpenView, ...]:
        """What is open and must not be."""
        return tuple(one for one in self.open if not one.known)

    @property
    def holds(self) -> bool:
        """Whether it was checked and nothing was open that must not be."""
        return self.there and self.works and self.tried > 0 and not self.holes


@dataclass(frozen=True, slots=True)
class SandboxView:
    """Every Tier; `at` is when it was checked (ISO 8601), "" for never."""

    tiers: tuple[TierView, ...]
    at: str = ""


@dataclass(frozen=True, slots=True)
class AttemptTold:
    """One way out was tried in a Tier: `done` of `total` in all Tiers; `what` it was, and whether it is `closed`."""

    tier: str
    what: str
    closed: bool
    done: int
    total: int
