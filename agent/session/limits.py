"""What a Turn may spend besides money, which a Purse guards."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from agent.core.words import Words
from agent.session.state import SessionState

FEW_STEPS = 5
_STEPS = Words(
    "The task took {steps} {steps:step|steps}, which is its limit.", "ステップ数が上限の {steps} 回に達しました。"
)
_SECONDS = Words(
    "The task took {seconds} {seconds:second|seconds}, which is its limit.",
    "所要時間が上限の {seconds} 秒に達しました。",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most Steps and seconds of one Turn; None is no limit. `rounds`: how often it may mend what a Review found, 3 at
    most.
    """

    steps: int = 100
    seconds: float | None = None
    rounds: int = 1


def watch(
    limits: Limits, state: Callable[[], SessionState], language: str = "", worked: float = 0.0
) -> Callable[[], str]:
    """A function that says in `language` which Limit is reached, or "". The clock starts at this call, with the seconds
    that the Turn has `worked` before it was cut off.
    """
    late = clock(limits, language, worked)

    def spent() -> str:
        steps = state().steps
        return _STEPS.of(steps=steps).text(language) if steps >= limits.steps else late()

    return spent


def clock(limits: Limits, language: str = "", worked: float = 0.0) -> Callable[[], str]:
    """The same for the time alone: agents that work within a Turn have Steps of their own, and share its time."""
    began = time.monotonic() - worked

    def late() -> str:
        if limits.seconds is None or time.monotonic() - began < limits.seconds:
            return ""
        return _SECONDS.of(seconds=round(limits.seconds)).text(language)

    return late


def reserve(limits: Limits, state: Callable[[], SessionState], language: str = "") -> Callable[[], str]:
    """A function that says in `language` that one Step is left, or "": it is for the report. FEW_STEPS keep none."""

    def nearly() -> str:
        steps = state().steps
        if limits.steps < FEW_STEPS or steps < limits.steps - 1:
            return ""
        return _STEPS.of(steps=limits.steps).text(language)

    return nearly
