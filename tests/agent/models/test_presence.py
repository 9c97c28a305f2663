"""A server on this computer that was away and is there again is asked at once."""

import asyncio
import socket
import time

import pytest

from agent.core.errors import OfflineError, TransientError
from agent.core.messages import Text, UserMessage
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.presence import listens, until_it_is_back
from agent.models.retry import Retrying
from agent.models.scripted import ScriptedModel

ASK = (UserMessage((Text("hello"),)),)
AWAY = OfflineError(Words("Nobody there.", "誰もいません。"))
BUSY = TransientError(Words("Busy.", "混雑しています。"))


def waited(seen, seconds=60.0):
    """How many seconds a wait takes when these looks come one after the other."""
    slept: list[float] = []
    looks = iter(seen)

    async def sleep(so_long):
        slept.append(so_long)

    async def there():
        return next(looks, True)

    async def wait():
        await until_it_is_back(there, sleep)(seconds)

    asyncio.run(wait())
    return sum(slept)


def test_the_wait_is_over_when_it_is_back():
    assert waited([False, False, False, True]) == 3


def test_what_is_there_all_the_time_is_not_asked_more_often():
    assert waited([True] * 100) == 60


def test_what_goes_away_and_comes_back_meanwhile_counts_too():
    assert waited([True, False, True]) == 2


def test_nobody_comes_back_and_the_wait_ends_all_the_same():
    assert waited([False] * 100, 2.5) == 2.5


def test_only_the_wait_for_nobody_ends_early():
    slept: list[str] = []

    async def sleep(_):
        slept.append("busy")

    async def away(_):
        slept.append("away")

    async def answered():
        model = Retrying(ScriptedModel([AWAY, BUSY, "ok"]), sleep=sleep, away=away)
        return [piece async for piece in model.reply(ASK, (), Settings(""))]

    asyncio.run(answered())
    assert slept == ["away", "busy"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_port_tells_whether_somebody_is_there(host):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        assert asyncio.run(listens(f"http://{host}:{port}/v1"))
    began = time.monotonic()
    assert not asyncio.run(listens(f"http://{host}:{port}/v1"))
    assert time.monotonic() - began < 2


def test_a_stop_is_never_lost_at_whatever_moment_it_comes():
    async def stopped(base_url, turns):
        looking = asyncio.ensure_future(listens(base_url))
        for _ in range(turns):
            await asyncio.sleep(0)
        if not looking.cancel():
            return True  # it had its answer already
        await asyncio.wait([looking])
        return looking.cancelled()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        open_url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        assert all(asyncio.run(stopped(open_url, turns)) for turns in range(20))
    assert all(asyncio.run(stopped(open_url, turns)) for turns in range(20) for _ in range(10))
