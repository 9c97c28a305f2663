"""Everything that the window draws of one Session."""

from dataclasses import dataclass

from agent.core.actions import Grant, Mode, Question, Source
from agent.core.changes import Checkpoint
from agent.core.events import RootGranted
from agent.core.plans import PlanStep
from desktop.presenter.items import Item


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """One line of the changed files. `kind` as in `agent.core.changes.Changed`."""

    checkpoint: str
    place: str
    kind: str
    to: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class SentTo:
    """What went to one model, or for code to a web server (`model` is ""): `host` is "" for this computer; `cost` in US
    dollars, None when not known, `unpriced` when that is so for a part of it.

    `input` and `output` are tokens; `size` is in bytes, `sources` are the files that went.
    """

    model: str
    host: str
    input: int = 0
    output: int = 0
    cost: float | None = None
    size: int = 0
    sources: tuple[Source, ...] = ()
    unpriced: bool = False


@dataclass(frozen=True, slots=True)
class SessionPicture:
    """A fold of Notices. `running` while a Turn runs; `thinking` while the model reasons without words.

    `recipe` is the one that runs in the Turn, "" for a model. `began` is the window's clock at the start of the Turn,
    0.0 when that was before this window. `checkpoints` holds changes only; `back` the (Checkpoint, place) pairs that
    an undo put back. `turns` and `count` number the items. `most` is what the task may cost in US dollars, None when
    nobody said so for this task. `metered`: every request has a Spent, so that nothing is counted twice.
    """

    title: str = ""
    mode: Mode = Mode.DESTRUCTIVE
    model: str = ""
    roots: tuple[RootGranted, ...] = ()
    items: tuple[Item, ...] = ()
    question: Question | None = None
    plan: tuple[PlanStep, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    back: frozenset[tuple[str, str]] = frozenset()
    sent: tuple[SentTo, ...] = ()
    grants: tuple[Grant, ...] = ()
    running: bool = False
    thinking: bool = False
    recipe: str = ""
    began: float = 0.0
    turns: int = 0
    count: int = 0
    most: float | None = None
    metered: bool = False

    @property
    def files(self) -> tuple[ChangedPlace, ...]:
        """Every changed place, the newest first; what was put back stays in the list as undone."""
        return tuple(
            ChangedPlace(made.id, c.place, c.kind, c.to, (made.id, c.place) in self.back)
            for made in reversed(self.checkpoints)
            for c in made.changed
        )

    @property
    def undoable(self) -> str:
        """The newest Checkpoint that can be put back, or ""."""
        return next((file.checkpoint for file in self.files if not file.undone), "")

    @property
    def cost(self) -> float | None:
        """US dollars so far, None when no price is known."""
        known = [one.cost for one in self.sent if one.cost is not None]
        return sum(known) if known else None

    @property
    def tokens(self) -> int:
        """Tokens so far, both ways."""
        return sum(one.input + one.output for one in self.sent)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Models that were asked and whose price nobody knows."""
        return tuple(one.model for one in self.sent if one.unpriced)
