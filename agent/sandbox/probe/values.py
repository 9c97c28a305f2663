"""What is tried, and what became of it."""

from dataclasses import dataclass

from agent.core.running import Offer
from agent.core.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Known:
    """Where an attempt is known to get through: Offers whose `by` begins with this, and why that is borne."""

    by: str
    why: Words


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way out. `words` say what it tries, for the person; `words.en` is its name.

    `code` is Python for the native Tier: it gets through when it ends without an error (see `script`). `small` is code
    for the small one, "" when that has no words for it. `system` is the only one that has this way, "" for every one.
    """

    words: Words
    code: str = ""
    small: str = ""
    system: str = "linux"
    known: tuple[Known, ...] = ()

    def known_open(self, offer: Offer) -> Words:
        """Why it may get through where this Offer stands; NO_WORDS when it must not."""
        return next((one.why for one in self.known if offer.by.startswith(one.by)), NO_WORDS)


@dataclass(frozen=True, slots=True)
class Probed:
    """What became of an attempt. `is_open`: it got through, as it says itself or as was seen from outside.

    `how` is for a report, in English: the refusal ("PermissionError: ..."), or what was seen. `known` is why it may get
    through, NO_WORDS when it must not.
    """

    attempt: Attempt
    is_open: bool
    how: str
    known: Words = NO_WORDS

    @property
    def is_unexpected(self) -> bool:
        """Whether it is a hole."""
        return self.is_open and self.known == NO_WORDS


@dataclass(frozen=True, slots=True)
class Report:
    """All attempts in one Tier. `works`: code ran there and could write in its Room; else a refusal says nothing."""

    offer: Offer
    probed: tuple[Probed, ...] = ()
    works: bool = False

    @property
    def holes(self) -> tuple[Probed, ...]:
        """What got through and must not."""
        return tuple(one for one in self.probed if one.is_unexpected)

    @property
    def known(self) -> tuple[Probed, ...]:
        """What got through, as was known."""
        return tuple(one for one in self.probed if one.is_open and not one.is_unexpected)

    @property
    def holds(self) -> bool:
        """Whether code ran there, and nothing got through that must not."""
        return self.works and bool(self.probed) and not self.holes
