"""Rooms of this process: one for each agent that runs code in a Turn, never more at once than the computer bears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.core.running import Room, Sandbox

MOST_ROOMS = 4
"""Each may hold a process with its variables, and some hundred megabytes."""


class RoomPool:
    """At most `most` Rooms. One that is not in use gives way to who needs one, and its variables are gone."""

    def __init__(self, sandbox: Sandbox, most: int = MOST_ROOMS) -> None:
        self.sandbox = sandbox
        self._most = most
        self._free = asyncio.Semaphore(most)
        self._living: list[TurnRoom] = []  # the one that was used longest ago first

    def turn(self) -> "TurnRooms":
        """The Rooms of a Turn that begins now."""
        return TurnRooms(self)

    @asynccontextmanager
    async def used(self, one: "TurnRoom") -> AsyncIterator[Room]:
        """The Room of `one`, which nobody takes away meanwhile; a new one when it has none."""
        async with self._free:
            if one in self._living:
                self._living.remove(one)
            while len(self._living) >= self._most:
                await self.closed(next(other for other in self._living if not other.busy))
            self._living.append(one)
            one.busy = True
            try:
                yield await one.opened(self.sandbox)
            finally:
                one.busy = False

    async def closed(self, one: "TurnRoom") -> None:
        """Close its Room."""
        if one in self._living:
            self._living.remove(one)
        await one.closed()


class TurnRoom:
    """The Room of one agent in one Turn, made when it is first needed. Called for each run: see `RoomOf`."""

    def __init__(self, pool: RoomPool, *, gone: bool) -> None:
        self.busy = False
        self._pool = pool
        self._gone = gone
        self._room: Room | None = None
        self._order = asyncio.Lock()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[tuple[Room, bool]]:
        """Runs come one after the other, in the order of their calls."""
        async with self._order, self._pool.used(self) as room:
            gone, self._gone = self._gone, False
            yield room, gone

    async def opened(self, sandbox: Sandbox) -> Room:
        """The Room it has, or a new one."""
        if self._room is None:
            self._room = await asyncio.to_thread(sandbox.room)
        return self._room

    async def closed(self) -> None:
        """Without a Room, and what its variables held is gone."""
        room, self._room = self._room, None
        if room is not None:
            self._gone = True
            await asyncio.to_thread(room.close)


class TurnRooms:
    """The Rooms of all agents that work in one Turn."""

    def __init__(self, pool: RoomPool) -> None:
        self._pool = pool
        self._made: list[TurnRoom] = []

    def one(self, *, gone: bool = False) -> TurnRoom:
        """For one agent. `gone`: what it remembers of variables is of an earlier Turn, or of a process that ended."""
        made = TurnRoom(self._pool, gone=gone)
        self._made.append(made)
        return made

    async def close(self) -> None:
        """The Turn is over."""
        for one in self._made:
            await self._pool.closed(one)
