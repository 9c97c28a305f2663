"""The Journal's entries. Frozen; a kind that this version does not know is kept word for word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from agent.core.actions import Approval, Grant, Mode, Question, Source
from agent.core.changes import Checkpoint
from agent.core.codec import reader
from agent.core.messages import Finish, Message, Outcome, Part, ToolCall, ToolResult, Usage
from agent.core.plans import Check, Item, PlanStep, Requirement


class Ending(StrEnum):
    """Why a Turn is over."""

    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    LIMIT = "limit"
    STOPPED = "stopped"
    NEEDS_USER = "needs_user"


@dataclass(frozen=True, slots=True)
class RootGranted:
    """A folder was granted. `path` is absolute; `only` are the granted file names in it, () for all of it."""

    name: str
    path: str
    writable: bool = True
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RootRevoked:
    """The grant of a folder was taken back."""

    name: str


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """The title, model, mode or the `most` that the task may cost (US dollars in all, 0 for no limit of its own) was
    set; "" and None leave one as it was.
    """

    title: str = ""
    model: str = ""
    mode: Mode | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The person asked for something. When a Recipe runs instead of a model, `recipe` is its id, `values` its form.
    `budget` is the full name of the one that pays too, or "".
    """

    turn: str
    text: str
    recipe: str = ""
    attachments: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    budget: str = ""


@dataclass(frozen=True, slots=True)
class MessageAdded:
    """The History has grown by one Message."""

    message: Message


@dataclass(frozen=True, slots=True)
class UsageAdded:
    """A request to a model was answered. `host` is where the words went, "" for this machine; the Message follows."""

    model: str
    usage: Usage
    host: str = ""
    finish: Finish = Finish.STOP


@dataclass(frozen=True, slots=True)
class Reserved:
    """A request that can cost up to `usd` is about to leave. It counts as spent until the Spent of the same `id`."""

    id: str
    usd: float
    budget: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """What became of a request, answered or not: every one that a model got, also those of tests and broken tries.

    `expected` is how many tokens of input were estimated before; `estimated` when `usage` is an estimate too, because
    no whole answer came or nobody counted. `budget` is the name of what it was spent for besides the task, or "".
    """

    id: str
    model: str
    usage: Usage
    host: str = ""
    budget: str = ""
    expected: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Bytes left this process for `host` ("" when it is this machine). `sources` are the files in them that had not
    gone there before in this Session. `to` is the name of a model; what is asked of a web server has its request line
    there, "GET https://...", and what a connector is given its Tool, "call NAME".
    """

    host: str
    to: str
    size: int
    sources: tuple[Source, ...] = ()

    @property
    def by_tool(self) -> bool:
        """Whether a Tool sent it, to a web server or a connector, and not to a model."""
        return self.to.startswith(("GET http", "call "))


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A call passed its doors and runs. `title` is its Intent's sentence.

    `outward` when its Intent reaches outside: then nobody can know how far it came when it is cut off.
    """

    call: ToolCall
    title: str
    outward: bool = False


@dataclass(frozen=True, slots=True)
class CallFound:
    """A call found this out before the person is asked about its Changes: the `found` of its Result."""

    call: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CallEnded:
    """A call got its one answer."""

    result: ToolResult


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """The person is asked; the Turn waits. `call` is the id of the ToolCall."""

    call: str
    question: Question


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The person answered."""

    approval: Approval


@dataclass(frozen=True, slots=True)
class GrantGiven:
    """The person gave a standing permission without being asked, or made one last."""

    grant: Grant


@dataclass(frozen=True, slots=True)
class GrantRevoked:
    """The person took a standing permission back: it counts no more from this moment."""

    grant: Grant


@dataclass(frozen=True, slots=True)
class PlanSet:
    """The model wrote its plan, or a step of it changed; `checklist` is what the request asks for."""

    steps: tuple[PlanStep, ...]
    checklist: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckpointMade:
    """Files were changed, or put back (`checkpoint.undoes`). `call` is "" when the person did it."""

    checkpoint: Checkpoint
    call: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something the person should know: a recovery after a crash, a switch of the model, a retry."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was made was looked at before the end. `round` counts from 0: after each repair it is looked at again."""

    checks: tuple[Check, ...]
    round: int = 0


@dataclass(frozen=True, slots=True)
class ContextCut:
    """From now on requests leave out what is before message `upto` of the History: without a `note` the old results of
    tools, with one all but the person's words, in the place of which the note stands.
    """

    upto: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Steered:
    """The person said something while a Turn runs; its message follows when the model hears it, once."""

    text: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnResumed:
    """A Turn that was cut off goes on where it was; `by_itself` when nobody had to say so."""

    turn: str
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class ItemsPlanned:
    """Call `call` hands these Items out."""

    call: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Delegated:
    """An Event of the agent that works on Item `item`: its own conversation, in the same Journal."""

    item: str
    event: "Event"


@dataclass(frozen=True, slots=True)
class ItemEnded:
    """The work on an Item is over; `sentence` tells the person how."""

    item: str
    outcome: Outcome
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The last Event of a Turn. `sentence` says why in plain words, `remedy` what the person can do."""

    ending: Ending
    sentence: str = ""
    remedy: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An Event of another version: its kind and its fields, word for word."""

    kind: str
    raw: str


Event = (
    RootGranted | RootRevoked | SessionChanged | TurnStarted | MessageAdded | UsageAdded | Reserved | Spent | Sent
    | CallStarted | CallFound | CallEnded | QuestionAsked | QuestionAnswered | GrantGiven | GrantRevoked | PlanSet
    | CheckpointMade
    | Noted | Checked | ContextCut | Steered | TurnResumed | ItemsPlanned | Delegated | ItemEnded | TurnEnded
    | UnknownEvent
)  # fmt: skip
read_event: Callable[[Any], Event] = reader(Event)  # type: ignore[arg-type]  # a union is not a type[T] to mypy
"""An Event of what `json.loads` gave. Raises ValueError: it is none, or not whole."""


@dataclass(frozen=True, slots=True)
class TextStreamed:
    """A piece of the model's answer while it comes: too small to keep."""

    text: str
    thinking: bool = False


@dataclass(frozen=True, slots=True)
class CallProgress:
    """How far a running call is; `total` 0 when not known."""

    call: str
    text: str
    done: int = 0
    total: int = 0


Notice = Event | TextStreamed | CallProgress
