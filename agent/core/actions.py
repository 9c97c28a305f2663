"""What a call would do, and what is decided about it."""

from dataclasses import dataclass
from enum import StrEnum

from agent.core.words import Words


class Effect(StrEnum):
    """A kind of influence on the world."""

    READ = "read"
    WRITE = "write"
    MOVE = "move"
    DELETE = "delete"
    EXECUTE = "execute"
    CONNECT = "connect"
    SEND = "send"


class Mode(StrEnum):
    """How much the person wants to be asked. DESTRUCTIVE is the default."""

    PLAN = "plan"
    CHANGES = "ask_changes"
    DESTRUCTIVE = "ask_destructive"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Action:
    """One Effect on one canonical target: the text of a Place, a host or a program."""

    effect: Effect
    target: str


@dataclass(frozen=True, slots=True)
class Intent:
    """Every Action of a call, with a sentence for the person ("Read 3 files")."""

    title: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """A standing permission: `effect` on targets that match `pattern` (fnmatch), for "session" or "always"."""

    effect: Effect
    pattern: str
    lifetime: str = "session"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a Question that can be accepted or declined by itself. `index` is its Change in the ChangeSet."""

    index: int
    effect: Effect
    target: str
    detail: str = ""
    destructive: bool = False
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What the person is asked. `digest` binds the answer to exactly these bytes and rows.

    A question of the model has no rows; then `choices` are offered (free text when there are none).
    """

    id: str
    title: str
    why: str = ""
    rows: tuple[Row, ...] = ()
    choices: tuple[str, ...] = ()
    digest: str = ""
    undoable: bool = True
    offers: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """The person's answer: which row indexes are accepted, and words for the model.

    For a question without rows, `yes` and `text` are the answer. `grant` is a standing permission taken with it.
    """

    question: str
    accepted: tuple[int, ...] = ()
    yes: bool = False
    text: str = ""
    grant: Grant | None = None


@dataclass(frozen=True, slots=True)
class Allow:
    """Go ahead; `because` is shown in the log."""

    because: str


@dataclass(frozen=True, slots=True)
class Deny:
    """Not allowed; `because` tells the model what would be right, `words` tell the person."""

    because: str
    words: Words


@dataclass(frozen=True, slots=True)
class Ask:
    """The person decides. Rows that are not in the question are allowed."""

    question: Question


Verdict = Allow | Deny | Ask
