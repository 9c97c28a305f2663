"""Delegates against their bounds: `python tests/benchmarks/swarm.py [TRIALS] [--latency SECONDS]`.

The makespan of the scheduler with scripted times, beside the lower bound and that of Graham, both of the same trial: a
virtual clock, so it takes no time and is the same everywhere. Then 100 delegates with 15 calls each through everything
(Journal, drafts, tools, loop) against a model that takes LATENCY seconds for an answer, beside a few of the same
delegates one after the other in the same run; the published anchor is 4.5 times. And the memory of that process.
"""

import argparse
import asyncio
import importlib
import random
import resource
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from agent.core.events import CallStarted
from agent.models.scripted import calls
from agent.session.delegation.pace import Pace
from agent.session.delegation.scheduler import Job, scheduled
from tests.agent.session.delegation.crew import Crew, report
from tests.agent.session.delegation.virtual import run

CASES = ((8, 4, 0.5), (20, 8, 0.5), (50, 10, 0.5), (100, 16, 0.5), (100, 100, 0.5), (100, 16, 1.0))
MEDIAN, PLAN, MERGE = 40.0, 15.0, 20.0
DELEGATES, STEPS, ONE_BY_ONE = 100, 15, 2


def makespan(times: list[float], parallel: int, *, ordered: bool) -> float:
    """Seconds that the real scheduler needs, with its launch ramp."""

    async def work(seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def course() -> None:
        loop = asyncio.get_running_loop()
        jobs = [Job(str(at), partial(work, one), one if ordered else 0.0) for at, one in enumerate(times)]
        await scheduled(jobs, Pace(parallel, loop.time), lambda: True)

    seconds: float = run(course())[1]
    return seconds


def trial(count: int, parallel: int, sigma: float, chance: random.Random) -> tuple[float, float, float, float]:
    """Longest first and first come, each to the lower bound; both to that of Graham."""
    times = [MEDIAN * chance.lognormvariate(0, sigma) for _ in range(count)]
    least = max(max(times), sum(times) / parallel)
    graham = sum(times) / parallel + (1 - 1 / parallel) * max(times)
    longest, first = (makespan(times, parallel, ordered=ordered) for ordered in (True, False))
    whole = PLAN + least + MERGE
    return (PLAN + longest + MERGE) / whole, (PLAN + first + MERGE) / whole, longest / graham, first / graham


def schedule(trials: int) -> bool:
    """Print the makespans; whether all keep their bounds."""
    good = True
    chance = random.Random(5)  # noqa: S311  # no secret
    print("makespan / lower bound (plan 15 s, merge 20 s, lognormal times, median 40 s)")
    for case in CASES:
        rows = [trial(*case, chance) for _ in range(trials)]
        longest, first = (statistics.mean(row[at] for row in rows) for at in (0, 1))
        graham = max(max(row[2:]) for row in rows)
        good = good and longest <= 1.10 and first <= 1.35 and graham <= 1.0
        print(f"  {case[0]:3} pieces, {case[1]:3} at once, sigma {case[2]}: longest first {longest:.3f} (bound 1.10), "
              f"first come {first:.3f} (bound 1.35); worst / Graham {graham:.3f}")  # fmt: skip
    return good


def answering(latency: float):
    """A delegate of 15 calls, whose model takes its time."""

    async def answer(task, step, history):
        await asyncio.sleep(latency)
        number = task.split("copy n")[1].split(".txt")[0]
        if step == 0:
            return calls("read", {"path": f"n{number}.txt"})
        if step < STEPS - 2:
            return calls("find", {"pattern": f"n{number}*", "start": 1} if step % 2 else {"pattern": f"*{step}"})
        if step == STEPS - 2:
            return calls("write_file", {"path": f"out/c{number}.txt", "text": f"{number} copied\n"})
        return report(f"Copied {number}.", (f"n{number} value", f"{int(number) * 10}", f"n{number}.txt", "L1"))

    return answer


def through_everything(count: int, parallel: int, latency: float) -> tuple[float, int]:
    """Seconds and tool calls of a whole task."""
    with tempfile.TemporaryDirectory() as folder:
        crew = Crew(Path(folder), answering(latency), notes=count, parallel=parallel)
        items = [{"id": f"i{n}", "task": f"copy n{n}.txt", "reads": [f"n{n}.txt"], "writes": [f"out/c{n}.txt"]}
                 for n in range(1, count + 1)]  # fmt: skip
        began = time.monotonic()
        ended = crew.run(calls("delegate", {"items": items}), "Done.")
        seconds = time.monotonic() - began
        made = len(list((crew.root / "out").iterdir()))
        crew.house.close()
    assert (str(ended.ending), made) == ("done", count)
    return seconds, len(crew.inside(CallStarted))


def main() -> int:
    """Print everything; 1 when a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trials", type=int, nargs="?", default=300)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds that an answer takes (default 1.0)")
    options = parser.parse_args()
    importlib.import_module("agent.models.direct")  # the libraries of the wire are in the memory of every real host
    good = schedule(options.trials)
    alone, few = through_everything(ONE_BY_ONE, 1, options.latency)
    serial = alone / ONE_BY_ONE * DELEGATES
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = time.process_time()
    seconds, made = through_everything(DELEGATES, DELEGATES, options.latency)
    cpu = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    least = STEPS * options.latency
    print(f"{DELEGATES} delegates, {made} calls: {seconds:.1f} s; one after the other {serial:.0f} s "
          f"({ONE_BY_ONE} of them took {alone:.1f} s, {few} calls): {serial / seconds:.1f} times as fast "
          f"(bound 20, published anchor 4.5); answers alone need {least:.0f} s, ratio {seconds / least:.2f}; "
          f"CPU of a step {1000 * cpu / (DELEGATES * STEPS):.1f} ms")  # fmt: skip
    print(f"memory of the host: {peak:.0f} MB at {DELEGATES} delegates (bound 250), {before:.0f} MB at one")
    good = good and serial / seconds >= 20 and made >= DELEGATES * STEPS and peak < 250
    print("all bounds hold" if good else "A BOUND IS BROKEN")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
