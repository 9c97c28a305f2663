"""How the agents of a Turn run code: each in a Room of its own, within the time of the Turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from agent.core.events import CallProgress
from agent.core.messages import AssistantMessage
from agent.core.ports import Emit, Progress
from agent.core.running import Tier
from agent.session.limits import Limits
from agent.session.state import SessionState
from agent.tools.running import NAME, Running
from desktop.compose.rooms import RoomPool, TurnRooms

Coding = Callable[[Emit], Running | None]
"""What the tools of a new agent run code with, whose progress is emitted there; None when no code is run."""


def no_code(_: Emit) -> None:
    """No code is run."""


@dataclass(frozen=True, slots=True)
class TurnCoding:
    """Code in the Rooms of one Turn. `gone`: the model may remember variables of an earlier Turn or process."""

    rooms: TurnRooms
    native: bool
    left: Callable[[], float | None]
    gone: bool

    def __call__(self, emit: Emit) -> Running:
        """See Coding."""

        def progress(call: str) -> Progress:
            return lambda text, done, total: emit(CallProgress(call, text, done, total))

        return Running(self.rooms.one(gone=self.gone), self.native, progress, self.left)


def coding_of(pool: RoomPool, limits: Limits, state: SessionState) -> TurnCoding | None:
    """For a Turn that begins now; None where code cannot be confined. Blocks when it is asked for the first time."""
    there = {offer.tier for offer in pool.sandbox.offers() if offer.there}
    if not there:
        return None
    ends = None if limits.seconds is None else time.monotonic() + limits.seconds
    return TurnCoding(
        pool.turn(), Tier.NATIVE in there, lambda: None if ends is None else ends - time.monotonic(), _ran_before(state)
    )


def _ran_before(state: SessionState) -> bool:
    said = (message for message in state.history if isinstance(message, AssistantMessage))
    return any(call.tool == NAME for message in said for call in message.calls)
