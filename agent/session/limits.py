"""What a Turn may spend."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from agent.session.fold import SessionState


@dataclass(frozen=True, slots=True)
class Limits:
    """Most Steps, US dollars and seconds of one Turn; None is no limit."""

    steps: int = 100
    usd: float | None = None
    seconds: float | None = None


def watch(limits: Limits, state: Callable[[], SessionState]) -> Callable[[], str]:
    """A function that says which Limit is reached, or "". The clock starts at this call."""
    began = time.monotonic()

    def spent() -> str:
        now = state()
        if now.steps >= limits.steps:
            return f"The task took {now.steps} steps, which is its limit."
        if limits.usd is not None and (now.usage.cost or 0) >= limits.usd:
            return f"The task cost ${now.usage.cost or 0:.2f}; its limit is ${limits.usd:.2f}."
        if limits.seconds is not None and time.monotonic() - began >= limits.seconds:
            return f"The task took {limits.seconds:.0f} seconds, which is its limit."
        return ""

    return spent
