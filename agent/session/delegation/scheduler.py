"""Which piece begins when: list scheduling, the longest first. Depends on nothing but its arguments."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from agent.session.delegation.pace import Pace

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[object]]
GRACE = 2.0
"""Seconds that work gets to end after a stop."""


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """Work with an estimate of how long it takes, in any unit, and the ids of those that must be done before it.

    `work` must not raise; what it gives is passed on.
    """

    id: str
    work: Callable[[], Awaitable[T]]
    estimate: float = 0.0
    after: frozenset[str] = frozenset()


async def scheduled(
    jobs: Sequence[Job[T]], pace: Pace, may_begin: Callable[[], bool], sleep: Sleep = asyncio.sleep
) -> dict[str, T]:
    """Do all jobs, as many at once as the pace allows; the longest of those that are ready begins first.

    When `may_begin` says no, what runs comes to its end and nothing else begins. Returns what each job gave that was
    begun. With P at once, total work W and longest chain L it takes no longer than W/P + (1 - 1/P) * L (R. L. Graham,
    Bounds on Multiprocessing Timing Anomalies, 1969). A cancel stops all that runs within GRACE.
    """
    waiting = sorted(jobs, key=lambda job: -job.estimate)
    running: dict[asyncio.Task[T], Job[T]] = {}
    done: dict[str, T] = {}
    try:
        while running or waiting:
            ready = [job for job in waiting if job.after <= done.keys()] if may_begin() else []
            rest = pace.rest(len(running)) if ready else float("inf")
            if ready and rest <= 0:
                waiting.remove(ready[0])
                running[asyncio.ensure_future(ready[0].work())] = ready[0]
            elif running or rest < float("inf"):
                for task in await _ended(running, rest, sleep):
                    done[running.pop(task).id] = task.result()
            else:
                break
    except BaseException:
        await _stopped(running)
        raise
    return done


async def _ended(running: dict["asyncio.Task[T]", Job[T]], rest: float, sleep: Sleep) -> list["asyncio.Task[T]"]:
    """Those that ended, at the first end or after `rest` seconds."""
    alarm = [] if rest == float("inf") else [asyncio.ensure_future(_slept(rest, sleep))]
    try:
        over, _ = await asyncio.wait([*running, *alarm], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in alarm:
            task.cancel()
    return [task for task in running if task in over]


async def _slept(seconds: float, sleep: Sleep) -> None:
    await sleep(seconds)


async def _stopped(running: dict["asyncio.Task[T]", Job[T]]) -> None:
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=GRACE)
