"""What a Session is at a moment, and the small rules that its fold and its readers share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.actions import Grant, Mode, Question, Source
from agent.core.changes import Checkpoint
from agent.core.events import Checked, Event, RootGranted, Sent, SessionChanged, Steered, TurnEnded, TurnStarted
from agent.core.messages import Message, Usage
from agent.core.plans import PlanStep, Requirement
from agent.session.heard import NOTHING_LEFT_OUT, LeftOut

TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class SessionState:
    """`made` are texts of Places that this Session made or changed, each with the SHA-256 that its contents then had;
    `turn` is set while a Turn runs, or when it was cut off.

    `known` has the version (SHA-256) of every Place that the model read or wrote, as it was then.
    `ending` is the end of the last Turn; `usage` and `steps` count the running (or last) Turn, `total` everything. What
    delegates use, send and hear of counts too, but for their Steps: they have limits of their own.
    `restarts`: how often the Turn went on by itself after it was cut off.
    `undos` are the ids of Checkpoints by which the person put something back, all of it or some files.
    `folders` are all names that Roots ever had here, with their paths.
    `said` is what the person said, word for word; `steered` what of it the model has not heard yet; `sources` where
    everything else that the model heard came from; `sent` all that left, in order. `declared` is what the plan said
    that will change ("delete *.tmp"), as it was before the model heard any of that in this Turn: what a file says
    cannot widen it. `left_out` is what of the History the model does not hear any more.
    `most` is what the task may cost in US dollars, 0 without a limit, None when nobody said so for this task.
    `metered`: every request has a Spent, so that nothing is counted twice.
    `budget` is the full name of the one from which the last Turn was paid too, or "".
    `begin` is how many Messages and Checkpoints there were when the Turn began; `checklist` and `checked` are of it,
    `looked` is how many Messages there were at the last look.
    """

    title: str = ""
    mode: Mode = Mode.DESTRUCTIVE
    model: str = ""
    roots: tuple[RootGranted, ...] = ()
    history: tuple[Message, ...] = ()
    grants: tuple[Grant, ...] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    checkpoints: tuple[Checkpoint, ...] = ()
    question: Question | None = None
    plan: tuple[PlanStep, ...] = ()
    turn: TurnStarted | None = None
    ending: TurnEnded | None = None
    usage: Usage = Usage()
    steps: int = 0
    total: Usage = Usage()
    folders: tuple[tuple[str, str], ...] = ()
    undos: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    sent: tuple[Sent, ...] = ()
    declared: tuple[str, ...] = ()
    steered: tuple[Steered, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    restarts: int = 0
    left_out: LeftOut = NOTHING_LEFT_OUT
    most: float | None = None
    metered: bool = False
    budget: str = ""
    begin: tuple[int, int] = (0, 0)
    checklist: tuple[Requirement, ...] = ()
    checked: tuple[Checked, ...] = ()
    looked: int = 0


def titled(text: str) -> str:
    """The title that the person's first words give: their first line, shortened."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1].rstrip()}…"


def attached(attachments: Sequence[str]) -> str:
    """How attached files stand behind the person's words."""
    listed = "".join(f"\n- {name}" for name in attachments)
    return f"\n\nAttached files:{listed}" if listed else ""


def used(before: str, at: str, event: Event) -> str:
    """When a Session was last used: another title or model is no use of it. Times are ISO 8601."""
    return before if before and isinstance(event, SessionChanged) else at


def in_force(state: SessionState) -> tuple[Checkpoint, ...]:
    """The Checkpoints that were not put back, in order; one that put back an undo does again what that had undone."""
    known = {one.id: one for one in state.checkpoints}

    def does(one: Checkpoint) -> bool:
        again = True
        while one.undoes in known:
            one, again = known[one.undoes], not again
        return again and one.id not in state.undos

    return tuple(one for one in state.checkpoints if not one.undone and does(one))


def summed(one: Usage, other: Usage) -> Usage:
    """Both together. A cost that is not known counts as none beside one that is."""
    cost = None if one.cost is None and other.cost is None else (one.cost or 0) + (other.cost or 0)
    return Usage(
        one.input + other.input, one.output + other.output, one.cached + other.cached, cost, one.written + other.written
    )
