"""What the timeline shows, one frozen value for each card. `key` stays the same while an item grows."""

from dataclasses import dataclass
from enum import StrEnum

from agent.core.actions import Grant, Mode, Question
from agent.core.changes import Changed
from agent.core.events import Ending
from agent.core.messages import Evidence
from agent.core.plans import Check, CheckState
from desktop.presenter.code import CodeRun


class StepShown(StrEnum):
    """The state of a tool call as the person sees it."""

    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    DENIED = "denied"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the person. `queued` while the model has not heard them yet."""

    key: str
    text: str
    attachments: tuple[str, ...] = ()
    queued: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of the model in Markdown. While `streaming`, more will come."""

    key: str
    text: str
    streaming: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call. `started` is the window's clock in seconds, 0.0 for history; `seconds` how long it took.

    `result` is the sentence for the person, `details` what the model heard when it failed, `changed` its files.
    `hidden` counts pieces of text in what it read that a person does not see; `run` is the code that it ran.
    """

    call: str
    tool: str
    title: str
    state: StepShown
    started: float = 0.0
    seconds: float | None = None
    progress: str = ""
    done: int = 0
    total: int = 0
    result: str = ""
    code: str = ""
    checkpoint: str = ""
    changed: tuple[Changed, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    declined: tuple[str, ...] = ()
    hidden: int = 0
    run: CodeRun | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Tool calls that followed each other without words between them."""

    key: str
    steps: tuple[Step, ...]

    @property
    def state(self) -> StepShown:
        """The state of all: what waits or runs counts first, then what went wrong, else the last one's."""
        states = [step.state for step in self.steps]
        for state in (StepShown.WAITING, StepShown.RUNNING, StepShown.FAILED, StepShown.UNKNOWN, StepShown.DENIED):
            if state in states:
                return state
        return states[-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the model, or one that came before its step began; `answer` is what the person said."""

    key: str
    question: Question
    answer: str = ""
    open: bool = True
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should know; `past` when the problem that it tells of is over."""

    key: str
    text: str
    code: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class PutBack:
    """Files were put back. `kept` are sentences about those that were left alone."""

    key: str
    title: str
    files: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Over:
    """The end of a Turn, in honest words. `files` counts the places that it changed.

    `goes_on` when the model did not come to its end, so that it can be asked to continue.
    """

    key: str
    ending: Ending
    sentence: str = ""
    remedy: str = ""
    code: str = ""
    files: int = 0
    seconds: float | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class ModeSet:
    """Another Mode counts from here on."""

    key: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Permission:
    """A standing permission was `given`, or taken back."""

    key: str
    grant: Grant
    given: bool


@dataclass(frozen=True, slots=True)
class Delegate:
    """The agent that works on one Item. `doing` is its last step, `steps` counts its calls, `cost` is in US dollars.

    `lines` are its last steps, each with its state; `runs` its last runs of code by the ids of their calls. `result` is
    how the work ended. SKIPPED is also what has not begun.
    """

    id: str
    title: str
    state: StepShown = StepShown.SKIPPED
    doing: str = ""
    steps: int = 0
    cost: float | None = None
    lines: tuple[tuple[str, str, StepShown], ...] = ()
    result: str = ""
    over: bool = False
    runs: tuple[tuple[str, CodeRun], ...] = ()


@dataclass(frozen=True, slots=True)
class Delegates:
    """All who work on the Items of one call. `began` is the window's clock, 0.0 for history."""

    key: str
    call: str
    all: tuple[Delegate, ...]
    began: float = 0.0

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(one.state is StepShown.DONE for one in self.all)

    @property
    def failed(self) -> int:
        """How many ended otherwise."""
        return sum(one.over and one.state is not StepShown.DONE for one in self.all)

    @property
    def cost(self) -> float | None:
        """US dollars of all, None when no price is known."""
        known = [one.cost for one in self.all if one.cost is not None]
        return sum(known) if known else None

    @property
    def state(self) -> StepShown:
        """Running until all are over; then done when one is."""
        if not all(one.over for one in self.all):
            return StepShown.RUNNING
        return StepShown.DONE if self.done else StepShown.FAILED


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was looked at before the end. `round` counts the repairs before it."""

    key: str
    checks: tuple[Check, ...]
    round: int = 0

    def count(self, state: CheckState) -> int:
        """How many ended so."""
        return sum(check.state is state for check in self.checks)


@dataclass(frozen=True, slots=True)
class CutOff:
    """The Turn was cut off and nobody works on it: it can go on, or be left. `files` counts the places it changed;
    `asked` is what the person was being asked, "" for nothing.
    """

    key: str
    files: int = 0
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Stands before the newest part of a long Session while what came before it is read."""

    key: str = "earlier"


Item = (
    Earlier
    | Said
    | Answer
    | Steps
    | Delegates
    | Asked
    | Note
    | PutBack
    | ModeSet
    | Permission
    | Reviewed
    | Over
    | CutOff
)
