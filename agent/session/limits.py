"""What a Turn may spend."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from agent.core.words import Words
from agent.session.fold import SessionState

FEW_STEPS = 5
_STEPS = Words("The task took {steps} steps, which is its limit.", "ステップ数が上限の {steps} 回に達しました。")


@dataclass(frozen=True, slots=True)
class Limits:
    """Most Steps, US dollars and seconds of one Turn; None is no limit. `rounds`: how often it may mend what a Review
    found, 3 at most.
    """

    steps: int = 100
    usd: float | None = None
    seconds: float | None = None
    rounds: int = 1


def watch(
    limits: Limits, state: Callable[[], SessionState], language: str = "", worked: float = 0.0
) -> Callable[[], str]:
    """A function that says in `language` which Limit is reached, or "". The clock starts at this call, with the seconds
    that the Turn has `worked` before it was cut off.
    """
    began = time.monotonic() - worked

    def spent() -> str:
        reached = _reached(limits, state(), time.monotonic() - began)
        return reached.text(language) if reached else ""

    return spent


def reserve(limits: Limits, state: Callable[[], SessionState], language: str = "") -> Callable[[], str]:
    """A function that says in `language` that one Step is left, or "": it is for the report. FEW_STEPS keep none."""

    def nearly() -> str:
        steps = state().steps
        if limits.steps < FEW_STEPS or steps < limits.steps - 1:
            return ""
        return _STEPS.of(steps=limits.steps).text(language)

    return nearly


def _reached(limits: Limits, now: SessionState, seconds: float) -> Words | None:
    cost = now.usage.cost or 0
    if now.steps >= limits.steps:
        return _STEPS.of(steps=now.steps)
    if limits.usd is not None and cost >= limits.usd:
        return Words(
            f"The task cost ${cost:.2f}; its limit is ${limits.usd:.2f}.",
            f"費用が ${cost:.2f} になり、上限の ${limits.usd:.2f} に達しました。",
        )
    if limits.seconds is not None and seconds >= limits.seconds:
        return Words(
            f"The task took {limits.seconds:.0f} seconds, which is its limit.",
            f"所要時間が上限の {limits.seconds:.0f} 秒に達しました。",
        )
    return None
