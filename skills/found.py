"""A skill, command or agent as it was found, how it stands, and whose words it is."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from agent.core.actions import Source, Trust
from agent.core.words import NO_WORDS, Words
from skills.places import Where
from skills.reader import Skill

_ODD = re.compile(r"[^\w.-]+")


class Sort(StrEnum):
    """What it is: know-how that the agent takes up itself, a prompt that only the person starts, a delegate's role."""

    SKILL = "skill"
    PROMPT = "prompt"
    ROLE = "role"


class Standing(StrEnum):
    """ASKS: not trusted yet, or changed since. SHADOWED: another one has its key. BROKEN: there is nothing to offer."""

    ON = "on"
    OFF = "off"
    ASKS = "asks"
    SHADOWED = "shadowed"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Found:
    """`key` is "pack:name". `words` say how it stands, `twins` are other keys with the same name. `root` is the granted
    folder or the pack that it came from, `approved` the digest that the person agreed to, "" for none.
    """

    key: str
    skill: Skill
    where: Where
    sort: Sort = Sort.SKILL
    standing: Standing = Standing.ON
    words: Words = NO_WORDS
    twins: tuple[str, ...] = ()
    root: Path | None = None
    approved: str = ""

    @property
    def offered(self) -> bool:
        """Whether the model is told of it."""
        on = self.standing is Standing.ON
        return on and self.sort is Sort.SKILL and not self.skill.by_person_only

    @property
    def name(self) -> str:
        """The part after the pack."""
        return self.key.partition(":")[2]

    @property
    def source(self) -> Source | None:
        """Whose words it is: a stranger's, None for Deskhand's own. Never a bare host, which policy would compare."""
        return None if self.where is Where.BUILT_IN else Source(Trust.OUTSIDE, f"skill {self.key}")


def key_of(pack: str, name: str) -> str:
    """ "pack:name", of letters, digits, "-", "_" and "." alone: what a stranger calls a skill is no markup."""
    return f"{pack}:{_ODD.sub('-', name).strip('-.')[:64] or 'skill'}"
