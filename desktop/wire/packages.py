"""What the window and the host say about packages and skills. Sentences come in the language of the Hello."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.packages.package import MemberKind, Setting, Signed, Weight


@dataclass(frozen=True, slots=True)
class ReviewPackage:
    """Unpack what lies at `source`, a path or an address, where nothing uses it, and say what it is.

    `installed` is the name of the package that it would bring up to date; then `source` may be "", which is where it
    came from. `plugin` is the one of a marketplace that the person chose. Answer: ReviewView.
    """

    source: str
    installed: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class MemberView:
    """A file: its name with "/", bytes, what it is by its contents."""

    name: str
    size: int
    kind: MemberKind


@dataclass(frozen=True, slots=True)
class SkillLineView:
    """A skill of a package under review."""

    name: str
    description: str
    problems: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredView:
    """A connector that is not approved: the exact command line or address, never shortened.

    `local` is a program on this computer. `env` and `headers` are "NAME=value" as they were written; `problem` says
    why it cannot be used.
    """

    name: str
    local: bool
    line: str
    env: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What our own look found; `where` is a file with a line, "" for the whole package."""

    weight: Weight
    sentence: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class UpdateView:
    """What differs from the installed `version`, by names of files."""

    version: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Everything that a person sees of a package before it is used. `sort` says what it is, in words.

    `signature` says honestly what the signature proves. `unused` is what it brings and Deskhand never runs, `missing`
    the programs that this computer does not have. With `refused` it cannot be installed, for that reason.
    `choices` are plugins of a marketplace, of which one must be chosen first.
    """

    digest: str
    name: str
    sort: str
    origin: str
    title: str = ""
    version: str = ""
    description: str = ""
    publisher: str = ""
    licence: str = ""
    homepage: str = ""
    signed: Signed = Signed.NOT
    signature: str = ""
    members: tuple[MemberView, ...] = ()
    skills: tuple[SkillLineView, ...] = ()
    prompts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    connectors: tuple[DeclaredView, ...] = ()
    settings: tuple[Setting, ...] = ()
    unused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    advice: tuple[AdviceView, ...] = ()
    problems: tuple[str, ...] = ()
    update: UpdateView | None = None
    refused: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstallPackage:
    """The person approved exactly this digest. `values` is the filled form; of it what is HIDDEN goes to the keyring.

    Answer: Installed.
    """

    digest: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DiscardPackage:
    """The person does not want it: what was unpacked goes. Answer: Done."""

    digest: str


@dataclass(frozen=True, slots=True)
class ReadMember:
    """A file of a package under review as text; of an update also one that it changes or drops. Answer: MemberText."""

    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class MemberText:
    """`text` with what cannot be seen made visible; `cut` when the file is longer. "" with `binary` for no text.

    `difference` are the lines in which it differs from the installed file, with what stands around them: each begins
    with "+", "-" or " "; "@" where some were left out. () when there is nothing to compare.
    """

    name: str
    text: str
    cut: bool = False
    binary: bool = False
    difference: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSkills:
    """All packages and skills; with a `session` also those that its folders bring. Answer: SkillsView."""

    session: str = ""


@dataclass(frozen=True, slots=True)
class SkillView:
    """A skill by its key ("pack:name"). `standing` is on, off, asks (not trusted yet, or changed since), shadowed
    (another one of its name counts) or broken; `sentence` says so. `slash` is what is written after "/" to use it, ""
    when it cannot be used now.
    """

    key: str
    name: str
    description: str
    where: str
    standing: str
    sentence: str = ""
    pack: str = ""
    problems: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    digest: str = ""
    slash: str = ""


@dataclass(frozen=True, slots=True)
class PackageView:
    """An installed package. `standing` is well, or aside when its files are not as they were approved."""

    name: str
    title: str
    version: str
    publisher: str
    origin: str
    at: str
    standing: str
    sentence: str = ""
    skills: int = 0
    connectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderView:
    """Skills that a granted folder brings. `digest` is that of all of them: trust is given to exactly these."""

    path: str
    trusted: bool
    digest: str
    skills: tuple[SkillView, ...]


@dataclass(frozen=True, slots=True)
class SkillsView:
    """What there is. `packages` are from outside, `skills` all that do not belong to a folder."""

    packages: tuple[PackageView, ...] = ()
    skills: tuple[SkillView, ...] = ()
    folders: tuple[FolderView, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """It is kept as `name`; `sentence` says what can be done with it now, `skills` are what is written after "/" to
    use what it brought.
    """

    name: str
    sentence: str
    skills: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchSkill:
    """Offer a skill to the agent, or do not. Answer: SkillsView."""

    key: str
    enabled: bool
    session: str = ""


@dataclass(frozen=True, slots=True)
class ReadSkill:
    """The words of a skill as the agent gets them. Answer: SkillText."""

    key: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class SkillText:
    """`text` is its SKILL.md with what cannot be seen made visible; `files` lie beside it."""

    key: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSkillFile:
    """A file that lies beside a skill, by its name in SkillText. Answer: MemberText."""

    key: str
    name: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """Trust the skills of a granted folder as they are now (`digest` was shown), or no longer. Answer: SkillsView."""

    path: str
    digest: str
    trusted: bool
    session: str = ""


@dataclass(frozen=True, slots=True)
class RemovePackage:
    """Remove a package with all that it brought: skills, connectors, their secrets. Answer: SkillsView."""

    name: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class ListPrompts:
    """What "/" offers in the composer. Answer: Prompts."""

    session: str = ""


@dataclass(frozen=True, slots=True)
class PromptView:
    """`name` is what is written after "/"; `hint` names what may follow ("[month]")."""

    name: str
    description: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Prompts:
    """By name."""

    prompts: tuple[PromptView, ...]
