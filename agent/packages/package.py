"""What a person is shown of something from outside before anything of it is used, and what it declares.

All of it is what the package says of itself, or what was found by looking at its bytes. Nothing in it was run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from agent.core.words import NO_WORDS, Words


class Format(StrEnum):
    """How a package is laid out."""

    SKILL = "skill"
    AGENT_PLUGIN = "agent-plugin"
    CLAUDE_PLUGIN = "claude-plugin"
    BUNDLE = "mcpb"
    CONFIGURATION = "configuration"


class Signed(StrEnum):
    """What a signature proves. UNTRUSTED: the bytes are the signer's, but nobody vouches for who that is."""

    NOT = "not"
    BROKEN = "broken"
    UNTRUSTED = "untrusted"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class Signature:
    """`by` is the name in the certificate, "" without one; it proves something only when TRUSTED."""

    state: Signed = Signed.NOT
    by: str = ""


class MemberKind(StrEnum):
    """What a file of a package is, by its bytes and its name. SCRIPT is text that a program would run."""

    TEXT = "text"
    SCRIPT = "script"
    PROGRAM = "program"
    PICTURE = "picture"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package: its name relative to the package with "/", its size in bytes, its SHA-256 in hex."""

    name: str
    size: int
    sha256: str
    kind: MemberKind = MemberKind.DATA


class Need(StrEnum):
    """What a Setting asks for. HIDDEN is text that only the keyring may hold."""

    TEXT = "text"
    HIDDEN = "hidden"
    NUMBER = "number"
    FLAG = "flag"
    FOLDER = "folder"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the form that a package or a connector wants filled in (`user_config`, `userConfig`).

    Values are text: a flag is "true" or "false", `multiple` values stand one a line. `least` and `most` bound a number.
    `choices` are all values that count, () when any does; `titles` say for the person what each is, () when its value
    does.
    """

    key: str
    need: Need
    title: str
    description: str = ""
    required: bool = False
    default: str = ""
    multiple: bool = False
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class Transport(StrEnum):
    """How an MCP server is spoken with."""

    STDIO = "stdio"
    HTTP = "streamable-http"
    SSE = "sse"


@dataclass(frozen=True, slots=True)
class Declared:
    """An MCP server as a package or a configuration file declares it. Nobody approved it yet.

    Of `command` and `url` one is "", as `transport` says. Placeholders (`${user_config.KEY}`, `${__dirname}`,
    `${PLUGIN_ROOT}` ...) stand as they were written; they are put in at each start, never stored. `problem` says why it
    cannot be used as it stands ("the address is missing"); such a one is shown and can be completed.
    """

    name: str
    transport: Transport
    command: str = ""
    arguments: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = ""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    oauth: Mapping[str, str] = field(default_factory=dict)
    problem: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill in a package: "pack:name" when it is installed. `problems` are for the person."""

    name: str
    description: str
    folder: str
    problems: tuple[Words, ...] = ()
    scripts: tuple[str, ...] = ()


class Weight(StrEnum):
    """How much the person should mind an Advice. None of them decides anything."""

    NOTE = "note"
    CAUTION = "caution"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Advice:
    """What our own look at the files found: text that nobody sees, a script that opens the network, a look-alike name.

    `where` is a Member's name with a line ("scripts/a.py:12"), "" for the whole package.
    """

    weight: Weight
    words: Words
    where: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that lies unpacked in `folder`, outside of every place where skills are looked for.

    `name` is what it is kept as (`a-z0-9-.`, at most 64); `origin` where it came from, a path or an address. Approval
    is bound to `digest`, which is that of all members. `unused` names what it brings and Deskhand never runs (hooks,
    monitors, language servers). `prompts` and `roles` are its commands and agents by name. `settings` is the form to
    fill in. `missing` are programs that its connectors need and this computer does not have ("uv"). `entry` is
    what the list of plugins that it was chosen from says of it, {} without one: it counts like a file of the package.
    """

    name: str
    format: Format
    folder: Path
    origin: str
    digest: str
    members: tuple[Member, ...]
    title: str = ""
    version: str = ""
    description: str = ""
    publisher: str = ""
    licence: str = ""
    homepage: str = ""
    signature: Signature = Signature()
    skills: tuple[SkillLine, ...] = ()
    prompts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    connectors: tuple[Declared, ...] = ()
    settings: tuple[Setting, ...] = ()
    unused: tuple[Words, ...] = ()
    missing: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    problems: tuple[Words, ...] = ()
    entry: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Update:
    """What differs from the version that is installed, by names of Members; `version` is the installed one's."""

    version: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
