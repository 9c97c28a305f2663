"""The socket of every connector, and how one stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from agent.core.actions import Approval, Question
from agent.core.documents import Documents
from agent.core.ports import Files, Progress, ReadyCall, Tool
from agent.core.words import NO_WORDS, Words, joined

_LAST = Words("Its program said last: “{said}”", "プログラムの最後の出力: 「{said}」")


class Kind(StrEnum):
    """What is connected. MCP is a server that speaks the Model Context Protocol, the others are Deskhand's own."""

    MCP = "mcp"
    WEB = "web"
    MAIL = "mail"
    CALENDAR = "calendar"
    DATABASE = "database"
    REMOTE = "remote"


class Standing(StrEnum):
    """How a connector stands."""

    OFF = "off"
    CONNECTING = "connecting"
    READY = "ready"
    ASKS = "asks"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """`words` say it for the person, with what to do when the Standing is ASKS (a key, a consent, a changed tool) or
    FAILED, or `remedy` does. `said` is what its program printed last: its own words, one line. `tools` are the names it
    offers now; `reaches` the hosts, folders or programs that it may reach.
    """

    standing: Standing
    words: Words = NO_WORDS
    tools: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()
    remedy: Words = NO_WORDS
    said: str = ""

    @property
    def sentence(self) -> Words:
        """All of it for the person, the program's own words marked as such."""
        return joined(self.words, self.remedy, _LAST.of(said=self.said) if self.said else NO_WORDS)


@dataclass(frozen=True, slots=True)
class Config:
    """A connector as the person set it up. It holds no secret: `secrets` names the keys that the keyring holds for it.

    `id` (`a-z0-9-`, at most 32) begins the names of its tools. `pack` is the package that brought it, "" for none.
    `settings` are values of its form by key. For MCP, `declared` is the JSON form of `agent.packages.package.Declared`.
    `approved` is what the person agreed to: digests by name, of the start command or address ("start") and of each
    tool's description ("tool:NAME"); what is not in it, or differs, is asked again before it is used.
    """

    id: str
    kind: Kind
    title: str
    enabled: bool = False
    pack: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    declared: Mapping[str, object] = field(default_factory=dict)
    approved: Mapping[str, str] = field(default_factory=dict)
    era: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """What a connector gets from the house. `secret` gives a value of the keyring by its key, None without one; `ask`
    puts a Question to the person and waits (None where nobody can be asked); `open_page` shows an address in the
    person's browser; `folders` are the paths of the granted folders at this moment. `sends` writes down what is about
    to leave besides the calls of Tools, whose Intents say it: what it is, and its bytes.
    """

    secret: Callable[[str], str | None]
    keep_secret: Callable[[str, str], None]
    folders: Callable[[], Sequence[str]]
    log: Callable[[str], None]
    open_page: Callable[[str], None] | None = None
    ask: Callable[[Question], Awaitable[Approval]] | None = None
    sends: Callable[[str, int], None] = lambda _what, _size: None


class Connector(Protocol):
    """A service outside of the Workspace. One for each process; its Tools are given to each Turn."""

    @property
    def config(self) -> Config:
        """As it was set up."""

    @property
    def state(self) -> State:
        """How it stands now."""

    @property
    def account(self) -> str:
        """What its Actions and Sources call the other side: never a bare host, whose words would be this one's."""

    async def open(self) -> None:
        """Connect, if need be, and learn its tools. Never raises for what the other side does: see `state`."""

    def tools(self, language: str) -> tuple[Tool, ...]:
        """Its tools for one Turn; () unless READY. Their Intents carry Arguments by roles (`agent.policy.outward`)."""

    async def close(self) -> None:
        """End the connection and its process. Twice is once."""


@runtime_checkable
class OverFiles(Protocol):
    """A Connector whose Tools read and write files of the Workspace too: these are asked for instead of `tools`."""

    def tools_over(self, files: Files, documents: Documents, language: str) -> tuple[Tool, ...]:
        """As `Connector.tools`, over the files of this Turn."""


@runtime_checkable
class Reporting(Protocol):
    """A ReadyCall of a Connector that can tell how far it is."""

    def reporting(self, progress: Progress) -> ReadyCall:
        """The same call; `progress` hears it while it runs."""
