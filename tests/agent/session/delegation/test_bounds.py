"""Pace, money, calls and a stop: what bounds the work of delegates, and what is left of it."""

import asyncio

from agent.core.events import CallStarted, Ending
from agent.models.scripted import calls, together
from agent.session.delegation.means import MOST_CALLS
from tests.agent.session.delegation.crew import copying, items, report


def test_no_more_than_the_pace_allows_work_at_once(crew_of):
    async def slow(task, step, history):
        await asyncio.sleep(0.005)
        return copying(task, step, history)

    crew = crew_of(slow, notes=9, parallel=3)
    crew.run(items(*range(1, 10)), "Done.")
    assert crew.hands.most == 3


def test_the_calls_of_all_delegates_have_a_limit(crew_of):
    def busy(task, step, history):
        finds = [calls("find", {"pattern": f"*{step}{n}"}) for n in range(15)]
        return together(*finds) if step < 3 else report("Enough.")

    crew = crew_of(busy, notes=40, parallel=10)
    tasks = [{"id": f"i{n}", "task": f"read n{n}.txt now", "reads": [f"n{n}.txt"]} for n in range(1, 41)]
    crew.run(calls("delegate", {"items": tasks}), "Stopped.")
    made = len(crew.inside(CallStarted))
    assert MOST_CALLS <= made < MOST_CALLS + 15 * 10
    assert "1500" in crew.result()


def test_money_is_left_for_the_merge_and_nothing_begins_at_the_end_of_it(crew_of):
    def left():  # each answer costs 0.05 of 1.0
        return 1.0 - 0.05 * len(crew.hands.heard)

    crew = crew_of(notes=12, parallel=1, left=left)
    end = crew.run(items(*range(1, 13)), "Some are done.")
    outcomes = [outcome for _, outcome in crew.ends()]
    assert outcomes.count("done") == 6  # 0.15 each: after six 0.9 of 1.0 is spent
    assert outcomes.count("skipped") == 6
    assert end.ending is Ending.DONE
    assert "Most of the money" in crew.result()


def test_a_stop_ends_all_delegates_at_once(crew_of):
    async def endless(task, step, history):
        await asyncio.sleep(60)

    async def stop(opened):
        while crew.hands.active < 4:
            await asyncio.sleep(0.01)
        opened.session.stop()

    crew = crew_of(endless, parallel=4)
    end = crew.run(items(1, 2, 3, 4, 5), meanwhile=stop)
    assert end.ending is Ending.STOPPED
    assert crew.hands.active == 0
    assert {outcome for _, outcome in crew.ends()} == {"skipped"}


def test_finished_pieces_survive_a_stop_and_are_not_worked_on_again(crew_of):
    stopped: list[int] = []

    async def answer(task, step, history):
        if not stopped and "n3" in task and step == 1:
            while len(crew.ends()) < 2:
                await asyncio.sleep(0.01)
            stopped.append(1)
            crew.opened.session.stop()
            await asyncio.sleep(60)
        return copying(task, step, history)

    crew = crew_of(answer)

    async def both():
        crew.opened = crew.open()
        await crew.turn(crew.opened, items(1, 2, 3))
        (crew.root / "n2.txt").write_text("the person's\n")
        before = len(crew.hands.heard)
        await crew.turn(crew.opened, items(1, 2, 3), "Done.")
        return {task for task, _ in crew.hands.heard[before:]}

    again = asyncio.run(both())
    assert not any("n1.txt" in task for task in again)  # it was finished, and what it read is as it was
    assert any("n2.txt" in task for task in again)  # the person changed what it had read
    assert any("n3.txt" in task for task in again)
    assert not any("worked on before" in task for task in again)  # it is known before, not found at the end
    assert sorted(path.name for path in (crew.root / "out").iterdir()) == ["c1.txt", "c2.txt", "c3.txt"]
    assert not crew.home.items(crew.opened.session.id).exists()
