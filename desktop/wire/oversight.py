"""What the window asks to see and to take back: permissions, what left, changes, earlier versions."""

from dataclasses import dataclass

from agent.core.actions import Grant, Source
from agent.core.events import CheckpointMade
from desktop.wire.shapes import SessionView


@dataclass(frozen=True, slots=True)
class GrantView:
    """A standing permission, and the path of the folder that it is about; "" for what leaves this computer."""

    grant: Grant
    folder: str = ""


@dataclass(frozen=True, slots=True)
class ListGrants:
    """The permissions that count in a Session; "" is every lasting one, over all folders. Answer: Grants."""

    session: str = ""


@dataclass(frozen=True, slots=True)
class Grants:
    """Standing permissions."""

    grants: tuple[GrantView, ...]


@dataclass(frozen=True, slots=True)
class RevokeGrant:
    """Take a permission back, at once. `session` is the open one, "" for one of the list of all. Answer: Done."""

    view: GrantView
    session: str = ""


@dataclass(frozen=True, slots=True)
class ListSent:
    """Everything that left in the course of a Session. Answer: SentList."""

    session: str


@dataclass(frozen=True, slots=True)
class SentView:
    """Bytes that left: when (ISO 8601), for which host ("" is this computer), to which model, and the files in them."""

    at: str
    host: str
    to: str
    size: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class SentList:
    """In the order in which it went."""

    sent: tuple[SentView, ...]


@dataclass(frozen=True, slots=True)
class ListChanges:
    """All Checkpoints of a Session, or of all of them for "". Answer: Changes."""

    session: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What a Session changed and put back, in its order; of `purged` Checkpoints the earlier versions are gone."""

    view: SessionView
    made: tuple[CheckpointMade, ...]
    purged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Sessions that changed something, the one that was used last first."""

    past: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class ListVersions:
    """The earlier versions that are kept for undo. Answer: Versions."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """What one Checkpoint keeps: `size` in bytes, `files` how many; `due` is "", age or space. `task` is a title."""

    checkpoint: str
    session: str
    task: str
    title: str
    at: str
    size: int
    files: int
    due: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    """All of them, the newest first; `disk` is the size of their disks in bytes. The rules are `days` and `percent`.

    `told` are sentences about what was asked for and not done.
    """

    kept: tuple[VersionView, ...]
    disk: int
    days: int
    percent: int
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetRetention:
    """Other rules: due after `days`, or when all together take more than `percent` of the disk. Answer: Versions."""

    days: int
    percent: int


@dataclass(frozen=True, slots=True)
class PurgeVersions:
    """Move these Checkpoints' earlier versions to the trash; they cannot be put back any more. Answer: Versions."""

    checkpoints: tuple[str, ...]
