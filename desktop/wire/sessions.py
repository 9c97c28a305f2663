"""What the window and the host say about Sessions: their lines, their folders, what happened in them."""

from dataclasses import dataclass

from agent.core.actions import Mode
from agent.core.events import Notice, RootGranted
from desktop.wire.shapes import SessionView


@dataclass(frozen=True, slots=True)
class StartSession:
    """A new Session over these Roots (`name` may be "", the host names them). Answer: SessionView."""

    roots: tuple[RootGranted, ...]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What happened in a Session, the newest part of a long one; its Notices follow from then on."""

    session: str


@dataclass(frozen=True, slots=True)
class SessionHistory:
    """`notices` are its newest Events in order; `before` of them came earlier, which ReadEarlier asks for. One that
    this version cannot read is an UnknownEvent.
    """

    view: SessionView
    notices: tuple[Notice, ...]
    before: int = 0


@dataclass(frozen=True, slots=True)
class ReadEarlier:
    """The Events of an open Session after number `after`, as many as are read at once and none above `last`. Answer:
    SessionHistory, whose `before` is `after`.
    """

    session: str
    after: int
    last: int


@dataclass(frozen=True, slots=True)
class WrittenHistory:
    """The same, with each Event as the JSON text that the Journal keeps: a long one is not read in order to be sent.

    What the person never sees (the results as the model heard them) is left out.
    """

    view: SessionView
    notices: tuple[str, ...]
    before: int = 0


@dataclass(frozen=True, slots=True)
class ArchiveSession:
    """Take a Session out of the list, or put it back. Nothing of it is deleted."""

    session: str
    archived: bool = True


@dataclass(frozen=True, slots=True)
class GrantRoot:
    """Add a folder to a Session."""

    session: str
    root: RootGranted


@dataclass(frozen=True, slots=True)
class RevokeRoot:
    """Take a folder back, at once."""

    session: str
    name: str


@dataclass(frozen=True, slots=True)
class SetSession:
    """Change title, model, mode or the `most` that the task may cost in US dollars; "" and None leave one as it is."""

    session: str
    title: str = ""
    model: str = ""
    mode: Mode | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Notification: a Notice of an open Session. `seq` is 0 for what is not kept (streamed text, progress)."""

    session: str
    seq: int
    notice: Notice


@dataclass(frozen=True, slots=True)
class SessionUpdated:
    """Notification: a line of the sidebar changed."""

    view: SessionView
