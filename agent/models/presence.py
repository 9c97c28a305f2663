"""Waiting for a server on this computer: as soon as it is there again, nobody need wait any longer for it."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from agent.models.retry import Sleep, awake

LOOK = 0.5
"""Seconds for a port of this computer to take a connection."""


async def listens(base_url: str) -> bool:
    """Whether somebody takes connections at the address of a server on this computer. Nothing is sent."""
    parts = urlsplit(base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(LOOK):  # not wait_for: before Python 3.12 it can lose a stop
            _, out = await asyncio.open_connection(parts.hostname, port)
    except (OSError, TimeoutError):
        return False
    out.close()
    return True


def until_it_is_back(there: Callable[[], Awaitable[bool]], sleep: Sleep = awake) -> Sleep:
    """A wait that ends early when what was not `there` is there. What was there all the time has another problem, which
    a request at once would only meet again.
    """

    async def waiting(seconds: float) -> None:
        was_away = not await there()
        while seconds > 0:
            await sleep(min(seconds, 1.0))
            seconds -= 1.0
            is_there = await there()
            if is_there and was_away:
                return
            was_away = was_away or not is_there

    return waiting
