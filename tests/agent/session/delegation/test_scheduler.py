"""Which piece begins when: never later than the bound, the longest first, fewer when there are too many requests."""

import asyncio
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.session.delegation.pace import AT_FIRST, Pace
from agent.session.delegation.scheduler import Job, scheduled
from tests.agent.session.delegation.virtual import run


def always():
    return True


def makespan(times, parallel, after=None, estimates=None):
    """Seconds that the scheduler needs for work of these times, without a ramp; and the order in which it began."""
    begun = []

    async def work(at):
        begun.append(at)
        await asyncio.sleep(times[at])
        return at

    async def course():
        loop = asyncio.get_running_loop()
        later = [0.0]
        pace = Pace(parallel, lambda: loop.time() + later[0])
        later[0] = 1000.0  # the ramp is over
        jobs = [
            Job(
                str(at),
                partial(work, at),
                (estimates or times)[at],
                frozenset(map(str, (after or {}).get(at, ()))),
            )
            for at in range(len(times))
        ]
        return await scheduled(jobs, pace, always)

    done, seconds = run(course())
    assert sorted(done.values()) == list(range(len(times)))
    return seconds, begun


@st.composite
def graphs(draw):
    times = draw(st.lists(st.floats(0.1, 100), min_size=1, max_size=25))
    after = {at: draw(st.sets(st.integers(0, at - 1), max_size=2)) for at in range(1, len(times))}
    return times, after, draw(st.integers(1, 10))


def chain(times, after):
    longest: dict[int, float] = {}
    for at in range(len(times)):
        longest[at] = times[at] + max((longest[before] for before in after.get(at, ())), default=0.0)
    return max(longest.values())


@settings(max_examples=80, derandomize=True, deadline=None)
@given(graphs())
def test_it_never_takes_longer_than_the_bound_of_graham(graph):
    times, after, parallel = graph
    seconds, _ = makespan(times, parallel, after)
    bound = sum(times) / parallel + (1 - 1 / parallel) * chain(times, after)
    assert seconds <= bound * (1 + 1e-9)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=25), st.integers(1, 10))
def test_the_longest_of_those_that_are_ready_begins_first(times, parallel):
    _, begun = makespan(times, parallel)
    assert [times[at] for at in begun] == sorted(times, reverse=True)


def test_too_many_requests_halve_it_once_and_it_grows_slowly_again():
    now = [0.0]
    pace = Pace(32, lambda: now[0])
    now[0] = 30.0
    assert pace.capacity == 32
    for _ in range(5):  # what was in flight is refused too
        pace.limited(3.0)
    assert pace.rest(0) == 3.0
    now[0] = 33.0
    assert (pace.capacity, pace.rest(0)) == (16, 0.0)
    assert pace.rest(16) > 0
    pace.limited(None)
    assert pace.capacity == 8
    now[0] += 1.0 + 10 * 8
    assert 14 <= pace.capacity <= 16
    now[0] += 10_000
    assert pace.capacity == 32


def test_a_hundred_do_not_come_all_in_the_first_moment():
    now = [0.0]
    pace = Pace(100, lambda: now[0])
    seen = []
    for second in range(5):
        now[0] = float(second)
        seen.append(pace.capacity)
    assert seen == [AT_FIRST, 2 * AT_FIRST, 4 * AT_FIRST, 8 * AT_FIRST, 100]


def test_nothing_begins_any_more_when_it_may_not_and_what_runs_comes_to_its_end():
    done = []

    async def work(name):
        await asyncio.sleep(10)
        done.append(name)

    async def course():
        loop = asyncio.get_running_loop()
        jobs = [Job(str(n), partial(work, n), 10 - n) for n in range(6)]
        return await scheduled(jobs, Pace(2, loop.time), lambda: not done)

    given, _ = run(course())
    assert sorted(given) == ["0", "1"]


def test_a_cancel_stops_all_that_runs():
    stopped = []

    async def work():
        try:
            await asyncio.sleep(1000)
        finally:
            stopped.append(1)

    async def course():
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(scheduled([Job(str(n), work) for n in range(4)], Pace(4, loop.time), always))
        await asyncio.sleep(5)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    was, seconds = run(course())
    assert was
    assert len(stopped) == 4
    assert seconds < 10


def test_a_turn_that_comes_to_a_request_in_the_moment_of_its_stop_goes_to_the_next():
    async def course():
        loop = asyncio.get_running_loop()
        later = [0.0]
        pace = Pace(1, lambda: loop.time() + later[0])
        later[0] = 1000.0  # the ramp is over
        await pace.enter()
        stopped, next_one = (asyncio.ensure_future(pace.enter()) for _ in range(2))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        pace.leave()
        stopped.cancel()
        async with asyncio.timeout(5):
            await next_one
        return stopped.cancelled() and pace.under_way == 1

    assert run(course())
