"""What delegates work with, and what comes of their work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from agent.core.actions import Source
from agent.core.changes import ChangeSet
from agent.core.messages import Outcome
from agent.core.paths import Place
from agent.core.ports import Approver, ChatModel, Emit, Files, Ledger, Tool
from agent.session.delegation.conversation import Conversation
from agent.session.delegation.pace import Pace
from agent.session.delegation.pieces import Piece
from agent.session.delegation.reports import Report
from agent.session.state import SessionState
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_store import KeptWork

MOST_CALLS = 1_500
"""Tool calls of all delegates in one Turn."""
RESERVE = 0.1
"""The share of the money that is kept for the merge."""


@dataclass(frozen=True, slots=True)
class Means:
    """`tools` makes those of one delegate and its model over the files that it may see, `ledger` lays what it changes
    over an overlay when its places may be changed, `model` is a connection of its own with its part of the money in US
    dollars.

    `state` is that of the Session, `spent` says when a Limit of the whole Turn is reached, `left` how many US dollars
    are not spent, what is only reserved included (None: no limit), `parallel` how many requests may be under way at
    once.
    """

    files: Files
    tools: Callable[[Files, Emit, ChatModel], Mapping[str, Tool]]
    ledger: Callable[[OverlayFiles, Callable[[Place], bool]], Ledger]
    model: Callable[[Conversation, Pace, float | None], ChatModel]
    emit: Emit
    state: Callable[[], SessionState]
    approver: Approver
    kept: KeptWork
    spent: Callable[[], str] = lambda: ""
    left: Callable[[], float | None] = lambda: None
    parallel: int = 8
    language: str = ""


@dataclass(slots=True)
class Course:
    """How far the delegates of one call are together: the pace of their requests, their tool calls, and why no further
    one begins ("" while one may). `usd` is what they may spend together, None without a limit.
    """

    pace: Pace
    calls: int = 0
    stop: str = ""
    usd: float | None = None

    def spent(self, left: float | None) -> float:
        """The share of the money that is gone, from 0 to 1, when `left` is not."""
        return 0.0 if left is None or not self.usd else 1 - left / self.usd


@dataclass(frozen=True, slots=True)
class Worked:
    """How the work on a piece ended. A piece that is not DONE gives no changes. `why` tells the person, `code` says
    what went wrong. `missing` are declared files that it did not make. `again`: what was kept of it was used.
    """

    piece: Piece
    outcome: Outcome
    report: Report = field(default_factory=Report)
    changes: ChangeSet = field(default_factory=lambda: ChangeSet("", ()))
    files: OverlayFiles | None = None
    why: str = ""
    code: str = ""
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    again: bool = False
