"""What a call would do, and what is decided about it."""

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from agent.core.errors import ToolError
from agent.core.words import Words

VALID_SECONDS = 600
CODED = "coded"
"""The role of an address that code made: it may hold whatever the code has read, so it counts as nobody's words."""
_OTHER = Words(
    "What was approved is not what would be done now. Nothing was done.",
    "承認された内容と、これから行う内容が一致しないため、何も行っていません。",
)
_LATE = Words(
    "The approval is too old. Nothing was done; ask again.",
    "承認から時間がたったため、何も行っていません。もう一度ご確認ください。",
)


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


class Trust(StrEnum):
    """How far words may steer what leaves this machine: what the PERSON said may; FILE and OUTSIDE words are data.

    HOST is Deskhand's own text, FILE what lies in a granted folder, OUTSIDE the web, a mailbox or a connector.
    """

    PERSON = "person"
    HOST = "host"
    FILE = "file"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Source:
    """Where words came from: the text of a Place (with pages, "a.pdf p2-3"), or a host. `hidden` pieces were unseen.

    `version` is the SHA-256 of the file as it was read, for who wants to change it; no other one is another source.
    """

    trust: Trust
    name: str
    hidden: int = 0
    version: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Argument:
    """A value that an outward Action carries, by its role: recipient, address, id, amount, query, subject, body, file.

    The policy judges by the role: a recipient decides where something goes, a body only what it says.
    """

    role: str
    value: str


@dataclass(frozen=True, slots=True)
class Action:
    """One Effect on one canonical target: the text of a Place, a host or a program."""

    effect: Effect
    target: str
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """Every Action of a call, with a sentence for the person ("Read 3 files")."""

    title: str
    actions: tuple[Action, ...] = ()

    @property
    def outward(self) -> bool:
        """Whether it may do what no Ledger can put back, and what must never be done twice."""
        return any(action.effect in (Effect.EXECUTE, Effect.CONNECT, Effect.SEND) for action in self.actions)

    @property
    def alone(self) -> bool:
        """Whether it must not run beside another one: it reaches outside, or does not say what it touches."""
        return not self.actions or self.outward

    def clashes(self, other: "Intent") -> bool:
        """Whether one changes what the other is about: the same place, or a folder around it."""
        return any(_touch(a, b) for a in self.actions for b in other.actions)


def _touch(one: Action, other: Action) -> bool:
    if one.effect is other.effect is Effect.READ:
        return False
    here, there = _path(one.target), _path(other.target)
    return here.startswith(there) or there.startswith(here)


def _path(target: str) -> str:
    """The text of a Place with "/" at its end. Names that some file systems cannot tell apart are the same."""
    root, colon, path = target.partition(":")
    if not colon or target.startswith("./"):
        root, path = "", "" if target == "." else target.removeprefix("./")
    return unicodedata.normalize("NFKC", f"{root}:/{path}/" if path else f"{root}:/").casefold()


@dataclass(frozen=True, slots=True)
class Grant:
    """A standing permission: `effect` on targets that match `pattern` (fnmatch), for "session" or "always"."""

    effect: Effect
    pattern: str
    lifetime: str = "session"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a Question that can be accepted or declined by itself. `index` is its Change in the ChangeSet.

    `notes` are warnings in the person's words: what it would fetch, that it shrinks, that the plan does not name it.
    """

    index: int
    effect: Effect
    target: str
    detail: str = ""
    destructive: bool = False
    size: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the person is asked. `digest` binds the answer to exactly these bytes, arguments and rows.

    A question of the model has no rows; then `choices` are offered (free text when there are none). `closed`: one of
    them is the answer, other words are none, and the last one leaves things as they are.
    """

    id: str
    title: str
    why: str = ""
    rows: tuple[Row, ...] = ()
    choices: tuple[str, ...] = ()
    digest: str = ""
    undoable: bool = True
    offers: tuple[Grant, ...] = ()
    closed: bool = False

    def answer(
        self, accepted: tuple[int, ...] = (), yes: bool = False, text: str = "", grant: Grant | None = None
    ) -> "Approval":
        """The person's answer to exactly this question."""
        return Approval(self.id, accepted, yes, text, grant, self.digest)

    def refused(self, approval: "Approval") -> tuple[Row, ...]:
        """The rows that the person did not tick."""
        return tuple(row for row in self.rows if row.index not in approval.accepted)

    def gives(self, approval: "Approval") -> bool:
        """Whether the answer is a yes to this question that takes a permission which was offered with it."""
        is_yes = approval.yes or bool(approval.accepted)
        return is_yes and approval.digest == self.digest and approval.grant in self.offers

    def must_fit(self, approval: "Approval", now: float) -> None:
        """An answer counts for the question that it was given to, and for VALID_SECONDS.

        Raises:
            ToolError: it was given to another one ("approval_mismatch"), or too long ago ("approval_expired").
        """
        if (approval.question, approval.digest) != (self.id, self.digest):
            raise ToolError(_OTHER, "approval_mismatch")
        if self.digest and now - approval.at > VALID_SECONDS:
            raise ToolError(_LATE, "approval_expired")


@dataclass(frozen=True, slots=True)
class Approval:
    """The person's answer: which row indexes are accepted, and words for the model.

    For a question without rows, `yes` and `text` are the answer. `grant` is a standing permission taken with it.
    `digest` is that of the question that was shown, `at` when the answer came (seconds since 1970): it counts once,
    for exactly that, and for VALID_SECONDS.
    """

    question: str
    accepted: tuple[int, ...] = ()
    yes: bool = False
    text: str = ""
    grant: Grant | None = None
    digest: str = ""
    at: float = 0.0


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
