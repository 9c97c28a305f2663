"""What the window and the host say about connectors, in the language of the Hello. No secret ever goes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.core.actions import Approval, Question
from agent.packages.package import Setting
from desktop.wire.packages import DeclaredView


@dataclass(frozen=True, slots=True)
class ListConnectors:
    """All that are set up, and the kinds that can be. Answer: ConnectorsView."""


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of connector with the form that it wants filled in. `icon` is a name of the icon set."""

    kind: str
    title: str
    sentence: str
    icon: str
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedView:
    """What waits for the person's approval: "start" (a command line or address) or "tool:NAME".

    `before` is what was approved earlier, "" for nothing; `after` is what would count. An approval is of `digest`.
    """

    what: str
    title: str
    before: str
    after: str
    digest: str


@dataclass(frozen=True, slots=True)
class ConnectorView:
    """A connector. `standing` is off, idle (on, and not needed yet), connecting, ready, asks or failed;
    `sentence` says it with what to do.

    `line` is the exact command line or address, `reaches` the hosts, folders or programs that it may reach, `used` when
    it was used last (ISO 8601), "" for never. `values` are those of its form without secrets; `secrets` are the keys
    that the keyring holds.
    """

    id: str
    kind: str
    title: str
    sort: str
    icon: str
    enabled: bool
    standing: str
    sentence: str = ""
    pack: str = ""
    line: str = ""
    reaches: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    used: str = ""
    settings: tuple[Setting, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    asked: tuple[AskedView, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectorsView:
    """Everything about connectors that the settings show."""

    connectors: tuple[ConnectorView, ...]
    kinds: tuple[KindView, ...] = ()


@dataclass(frozen=True, slots=True)
class AddConnector:
    """Set one up. `values` is the form of its kind; what is HIDDEN goes to the keyring. Answer: ConnectorsView."""

    kind: str
    title: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConfigureConnector:
    """Other values; a HIDDEN one that is left empty stays. Answer: ConnectorsView."""

    id: str
    title: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SwitchConnector:
    """On or off. Answer: ConnectorsView."""

    id: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class ApproveConnector:
    """The person agreed to exactly what was shown: digests by name, as AskedView has them. Answer: ConnectorsView."""

    id: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RemoveConnector:
    """Forget it with its secrets. Answer: ConnectorsView."""

    id: str


@dataclass(frozen=True, slots=True)
class TestConnector:
    """Connect and learn its tools, now. Answer: ConnectorTest."""

    id: str


@dataclass(frozen=True, slots=True)
class ConnectorTest:
    """Whether it answered, in words; `tools` are those that it offers."""

    id: str
    ready: bool
    sentence: str
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadLog:
    """The end of a connector's log. Answer: LogText."""

    id: str


@dataclass(frozen=True, slots=True)
class LogText:
    """Newest last; "" when it said nothing."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewImport:
    """What a configuration file of another program declares (`.mcp.json`, `claude_desktop_config.json` ...).

    Answer: ImportView.
    """

    path: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """What would be taken over, switched off. `digest` is the file's; `problems` are what cannot be used."""

    path: str
    digest: str
    connectors: tuple[DeclaredView, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportConnectors:
    """Take over these, by name, from exactly that file. Answer: ConnectorsView."""

    path: str
    digest: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRegistry:
    """Ask the MCP Registry: these words leave this computer, because the person asked. Answer: RegistryView."""

    words: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A server of the registry: its name there, what it says of itself, and how it would be started or reached.

    With `bundle` it is a package at that address, which is looked at first.
    """

    name: str
    title: str
    description: str
    version: str
    declared: DeclaredView
    settings: tuple[Setting, ...] = ()
    homepage: str = ""
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class RegistryView:
    """What was found; `at` is when the registry said so, `note` what is to be known of it."""

    entries: tuple[EntryView, ...]
    at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Set up what was found, switched off until its start was approved. Answer: ConnectorsView."""

    name: str
    version: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConnectorAsks:
    """Notification: a connector that the person tests asks them something (to sign in, to open a page)."""

    id: str
    question: Question


@dataclass(frozen=True, slots=True)
class AnswerConnector:
    """The person's answer to it. Answer: Done."""

    approval: Approval
