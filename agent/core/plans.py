"""What a task is made of: its plan, what was asked, what was looked at, and the pieces that are handed out."""

from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    """The state of one step of a plan."""

    OPEN = "open"
    ACTIVE = "active"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One line of the visible plan. `changes` says what it will change: "delete *.tmp", "write Reports/*"."""

    title: str
    state: StepState = StepState.OPEN
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the request asks for; `state` DONE: met, FAILED: cannot be met. `file` is the text of a Place.

    What is looked up at the end: that `file` is there (`gone`: that it is not), that something stands `at` an address
    or sheet of it, that `value` stands there; or that the rows of the files `rows_from` less `dropped` are its rows.
    """

    need: str
    state: StepState = StepState.OPEN
    file: str = ""
    at: str = ""
    value: str = ""
    gone: bool = False
    rows_from: tuple[str, ...] = ()
    dropped: int = 0


class CheckState(StrEnum):
    """How a Check ended. NOT_RUN: what it needs is missing, so it says nothing; it never counts as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"


@dataclass(frozen=True, slots=True)
class Check:
    """A deterministic test of what was made. `kind` is its stable name, `file` the text of a Place or "".

    `title` says to the person what was looked for, `why` what was found, or what is missing.
    """

    kind: str
    state: CheckState
    title: str
    why: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a task that is worked on apart. `reads` and `writes` are texts of Places, declared before."""

    id: str
    title: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
