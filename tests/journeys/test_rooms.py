"""Rooms of a process: each agent of a Turn has its own, and there are never more than it bears."""

import asyncio

import pytest

from desktop.compose.rooms import RoomPool


class Sandbox:
    """Counts its Rooms."""

    def __init__(self):
        self.open, self.most, self.made = 0, 0, []

    def offers(self):
        return ()

    def room(self):
        self.open += 1
        self.most = max(self.most, self.open)
        self.made.append(Room(self))
        return self.made[-1]


class Room:
    def __init__(self, sandbox):
        self.sandbox, self.closed = sandbox, False

    def close(self):
        assert not self.closed
        self.closed = True
        self.sandbox.open -= 1


async def run(one, work=0.0):
    async with one() as (room, gone):
        assert not room.closed
        await asyncio.sleep(work)
        assert not room.closed
        return room, gone


def test_an_agent_keeps_its_room_until_the_turn_is_over():
    async def play():
        sandbox = Sandbox()
        turn = RoomPool(sandbox).turn()
        one, other = turn.one(), turn.one(gone=True)
        first, second, strange = await run(one), await run(one), await run(other)
        assert first == second == (sandbox.made[0], False)
        assert strange == (sandbox.made[1], True)
        await turn.close()
        await turn.close()
        return sandbox.open

    assert asyncio.run(play()) == 0


def test_a_hundred_agents_share_a_few_rooms_at_a_time():
    async def play():
        sandbox = Sandbox()
        turn = RoomPool(sandbox, 3).turn()
        await asyncio.gather(*(run(turn.one(), 0.001) for _ in range(100)))
        assert (sandbox.most, len(sandbox.made)) == (3, 100)
        await turn.close()
        return sandbox.open

    assert asyncio.run(play()) == 0


def test_who_was_idle_longest_gives_way_and_hears_that_its_variables_are_gone():
    async def play():
        sandbox = Sandbox()
        pool = RoomPool(sandbox, 2)
        first, second = pool.turn(), pool.turn()
        a, b, c = first.one(), first.one(), second.one()
        await run(a), await run(b), await run(a), await run(c)
        assert [gone for _, gone in [await run(a), await run(c), await run(b), await run(b)]] == [
            False,
            False,
            True,
            False,
        ]
        await first.close()
        assert sandbox.open == 1
        await second.close()
        return sandbox.open

    assert asyncio.run(play()) == 0


def test_a_room_that_works_is_never_taken_away():
    async def play():
        sandbox = Sandbox()
        pool = RoomPool(sandbox, 2)
        turn = pool.turn()
        busy = asyncio.ensure_future(run(turn.one(), 0.05))
        await asyncio.sleep(0.01)
        for _ in range(10):
            await run(turn.one())
        await busy
        await turn.close()
        return sandbox.most

    assert asyncio.run(play()) == 2


def test_a_stopped_run_leaves_its_place_to_others():
    async def play():
        sandbox = Sandbox()
        pool = RoomPool(sandbox, 1)
        turn = pool.turn()
        slow = asyncio.ensure_future(run(turn.one(), 60))
        await asyncio.sleep(0.01)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        await asyncio.wait_for(run(turn.one()), 2)
        await turn.close()
        return sandbox.open

    assert asyncio.run(play()) == 0
