"""Values that describe a system of models. Plain facts: `resolve` makes of them what the wire needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from agent.core.ports import Traits
from agent.core.words import NO_WORDS, Words
from agent.models.dialect import Dialect, Protocol

ON, OFF = "on", "off"


class Thinks(StrEnum):
    """Whether a model thinks before it answers. ON and OFF can be switched and say what happens unasked."""

    NEVER = "never"
    OFF = "off"
    ON = "on"
    ALWAYS = "always"


class Ability(StrEnum):
    """What a model can do beyond words and tools. SEARCH, EXTRACT and CODE run at the provider, when switched on."""

    THINKING = "thinking"
    EFFORTS = "efforts"
    IMAGES = "images"
    VIDEO = "video"
    CACHING = "caching"
    SEARCH = "search"
    EXTRACT = "extract"
    CODE = "code"


class VideoWay(StrEnum):
    """How a provider takes a whole video. NONE: key frames as pictures are all that it sees.

    INLINE: a part {"type": "video_url", "video_url": {"url": "data:video/mp4;base64,..."}} of a chat message. UPLOADED:
    the file goes to /files with purpose "video" first, and the part's url is "ms://" and the id that came back.
    NATIVE: a part {"inlineData": {"mimeType": "video/mp4", "data": "..."}} (Gemini), up to 20 MB with all the rest.
    """

    NONE = "none"
    INLINE = "inline"
    UPLOADED = "uploaded"
    NATIVE = "native"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a system is reached with one protocol. `region` is "" when there is only one."""

    protocol: Protocol
    url: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of all models whose id begins with one of `begins`; ("",) is every other model of the system.

    `offers` are the ids of it that can be chosen now, the best first. `efforts` go from the least to the most thinking.
    `quiet_efforts` are those that are accepted with thinking switched off. `runs` are the abilities that its provider
    carries out for it (SEARCH, EXTRACT, CODE).
    """

    begins: tuple[str, ...]
    offers: tuple[str, ...] = ()
    traits: Traits = field(default_factory=Traits)
    thinks: Thinks = Thinks.NEVER
    efforts: tuple[str, ...] = ()
    quiet_efforts: tuple[str, ...] = ()
    runs: tuple[Ability, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """Something that the person can choose for a model. `default` is "" when the provider's own default stays.

    `outward`: a choice other than the default lets the provider reach the web with what was said.
    """

    name: str
    title: Words
    choices: tuple[str, ...]
    default: str = ""
    outward: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a Dialect is made for: a model of a family, spoken to with a protocol, with the options that were chosen."""

    model: str
    family: Family
    protocol: Protocol
    options: Mapping[str, str]

    def runs(self, ability: Ability) -> bool:
        """Whether the person switched on a tool of the provider."""
        return self.options.get(ability.value) == ON

    @property
    def effort(self) -> str:
        """The chosen effort; "" for the provider's default."""
        return self.options.get("effort", "")

    @property
    def thinking(self) -> str:
        """ "on", "off", or "" when nothing was chosen."""
        return self.options.get("thinking", "")


@dataclass(frozen=True, slots=True)
class Preset:
    """A system of models. The first address is the usual one; the last of the families fits every model.

    `key` says where a key comes from, in words; NO_WORDS when none is needed. `runs_over` are the protocols over which
    its provider's own tools can be had, and `runs_while_thinking` is ON or OFF when they need it so, "" when not.
    """

    id: str
    title: Words
    good_for: Words
    addresses: tuple[Address, ...]
    families: tuple[Family, ...]
    dialect: Callable[[Asked], Dialect]
    key: Words = NO_WORDS
    notes: Words = NO_WORDS
    runs_over: tuple[Protocol, ...] = ()
    caches: bool = True
    runs_while_thinking: str = ""
    video: VideoWay = VideoWay.NONE

    @property
    def protocols(self) -> tuple[Protocol, ...]:
        """The ways to speak to it, the usual one first."""
        return tuple(dict.fromkeys(address.protocol for address in self.addresses))

    @property
    def regions(self) -> tuple[str, ...]:
        """Where it can be reached, the usual place first; empty when there is only one."""
        return tuple(dict.fromkeys(address.region for address in self.addresses if address.region))

    @property
    def offers(self) -> tuple[str, ...]:
        """The ids of models that can be chosen now; empty when only the server knows."""
        return tuple(model for family in self.families for model in family.offers)

    def family(self, model: str) -> Family:
        """The rules for a model, also for one that is not among the offers."""
        name = model.strip().lower()
        return next(family for family in self.families if name.startswith(family.begins))
