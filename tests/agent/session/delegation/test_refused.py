"""What the provider, a delegate or a document does to all the others."""

import asyncio

from agent.core.errors import TransientError
from agent.core.events import CallEnded
from agent.core.words import Words
from agent.models.scripted import calls
from tests.agent.session.delegation.crew import copying, items


def test_a_provider_that_wants_an_hour_is_told_of_and_not_waited_for(crew_of):
    def busy(task, step, history):
        if "n2." in task:
            return TransientError(Words("Too many requests.", "要求が多すぎます。"), 3_600.0, "rate_limited")
        return copying(task, step, history)

    crew = crew_of(busy, notes=12, parallel=2)

    async def task():
        async with asyncio.timeout(20):
            return await crew.turn(crew.open(), items(*range(1, 13)), "Not all of it.")

    assert asyncio.run(task()).code != "stopped"
    ends = dict(crew.ends())
    assert ends["i2"] == "failed"
    assert set(ends) == {f"i{number}" for number in range(1, 13)}
    assert "Not begun: Too many requests." in crew.result()
    assert sum("n2." in told for told, _ in crew.hands.heard) == 1  # and it is not asked again at once


def test_where_the_words_of_a_piece_came_from_is_known_when_it_is_taken_up_again(crew_of):
    stopped: list[int] = []

    async def answer(task, step, history):
        if not stopped and "n2." in task:
            while not crew.ends():
                await asyncio.sleep(0.01)
            stopped.append(1)
            crew.opened.session.stop()
            await asyncio.sleep(60)
        return copying(task, step, history)

    crew = crew_of(answer)

    async def both():
        crew.opened = crew.open()
        await crew.turn(crew.opened, items(1, 2))
        await crew.turn(crew.opened, items(1, 2), "Done.")

    asyncio.run(both())
    (done,) = [one.result for one in crew.of(CallEnded) if one.result.checkpoint]
    assert {"n1.txt", "n2.txt"} <= {source.name for source in done.sources}
    assert sum("n1." in told and not step for told, step in crew.hands.heard) == 1


def test_a_declared_file_behind_a_link_costs_no_other_piece(crew_of):
    crew = crew_of()
    (crew.root / "real").mkdir()
    (crew.root / "alias").symlink_to("real")
    behind = {"id": "bad", "task": "copy n3.txt", "reads": ["n3.txt"], "writes": ["alias/c3.txt"]}
    good = {"id": "good", "task": "copy n1.txt", "reads": ["n1.txt"], "writes": ["out/c1.txt"]}
    crew.run(calls("delegate", {"items": [behind, good]}), "One of two.")
    assert dict(crew.ends())["good"] == "done"
    assert (crew.root / "out/c1.txt").read_text() == "10 copied\n"
    assert list((crew.root / "real").iterdir()) == []
    assert "Declared and not made: bad: alias/c3.txt" in crew.result()
    (told,) = [one.result.for_user for one in crew.of(CallEnded) if one.result.checkpoint]
    assert "Declared and not made: alias/c3.txt." in told  # the person hears it, too
