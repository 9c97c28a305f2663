"""The two ways to a server: a program that is started, or an address."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

from mcp.client._transport import TransportStreams

from agent.core.errors import ToolError
from agent.core.serving import StdioServers
from agent.core.words import Words
from connectors.connector import Means
from connectors.mcp.granting import NEAR, NETWORK, YES
from connectors.mcp.process import Process, speaking, started
from connectors.mcp.reasons import Tried
from connectors.mcp.signing import signing
from connectors.mcp.starting import Filling, server_of, web_of
from connectors.mcp.streams import forgiving
from connectors.mcp.web import Trust, reaching

_NO_PROGRAMS = Words(
    "Programs of connectors are not started here, because nothing confines them on this computer.",
    "このコンピューターではプログラムを隔離できないため、コネクタのプログラムは起動しません。",
)
Consent = Callable[[str], Awaitable[bool]]


class Way(Protocol):
    """How a server is reached."""

    @property
    def ended(self) -> asyncio.Event | None:
        """Set when the other side is gone; None while nobody can know."""

    def is_over(self) -> bool:
        """Whether it is known to be gone."""

    @property
    def tried(self) -> Tried:
        """What is known of the last try."""

    def streams(self) -> AbstractAsyncContextManager[TransportStreams]:
        """A new transport."""


class ProgramWay:
    """A program on this computer, found and confined before it starts."""

    def __init__(self, filling: Filling, means: Means, servers: StdioServers | None) -> None:
        self._filling, self._means, self._servers = filling, means, servers
        self._process: Process | None = None

    @property
    def ended(self) -> asyncio.Event | None:
        """See Way."""
        return None if self._process is None else self._process.ended

    def is_over(self) -> bool:
        """See Way."""
        return self._process is not None and self._process.ended.is_set()

    @property
    def tried(self) -> Tried:
        """See Way."""
        program = str(self._filling.config.declared.get("command") or "")
        network = self._filling.config.settings.get(NETWORK) == YES
        if self._process is None:
            return Tried(program, network)
        return Tried(program, network, self._process.died, self._process.code, self._process.last)

    @asynccontextmanager
    async def streams(self) -> AsyncIterator[TransportStreams]:
        """See Way. Raises ToolError: its program is not there, or nothing confines it."""
        self._process = None
        if self._servers is None:
            raise ToolError(_NO_PROGRAMS, "no_sandbox")
        server = await asyncio.to_thread(server_of, self._filling)  # the keyring may have to be unlocked
        launch = await asyncio.to_thread(self._servers.launch, server)
        async with started(launch, self._means.log) as process:
            self._process = process
            async with forgiving(speaking(process), self._means.log) as both:
                yield both


class WebWay:
    """An address. Whether it lives is seen at each request."""

    ended: asyncio.Event | None = None

    def __init__(self, filling: Filling, means: Means, trust: Trust, consent: Consent) -> None:
        self._filling, self._means, self._trust, self._consent = filling, means, trust, consent

    def is_over(self) -> bool:
        """See Way."""
        return False

    @property
    def tried(self) -> Tried:
        """See Way."""
        return Tried()

    @asynccontextmanager
    async def streams(self) -> AsyncIterator[TransportStreams]:
        """See Way."""
        config = self._filling.config
        web = await asyncio.to_thread(web_of, self._filling)
        async with AsyncExitStack() as stack:
            auth = None
            if not any(name.lower() == "authorization" for name in web.headers):
                auth = await stack.enter_async_context(signing(config, self._means, web.address, self._consent))
            near = config.settings.get(NEAR) == YES
            transport = reaching(web, self._trust, auth, near=near)
            yield await stack.enter_async_context(forgiving(transport, self._means.log))


def way_of(filling: Filling, means: Means, servers: StdioServers | None, trust: Trust, consent: Consent) -> Way:
    """The way that a declaration leads."""
    if filling.config.declared.get("url"):
        return WebWay(filling, means, trust, consent)
    return ProgramWay(filling, means, servers)
