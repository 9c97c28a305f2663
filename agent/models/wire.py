"""The way to a model that speaks the OpenAI chat protocol, at any address.

pydantic-ai and the SDK below it take about a second to load, so `direct`, `faults` and `translate`, the only modules
that import them, are loaded at the first request, in a thread.
"""

import asyncio
import importlib
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import Settings, Traits
from agent.models.address import host_of, is_local, without_credentials

STALL_SECONDS = 120.0
# A small computer can read a long prompt for minutes before the first byte of an answer comes.
LOCAL_STALL_SECONDS = 600.0


def _nobody(_: int) -> None:
    """Tell nobody."""


class OpenAIChat:
    """A ChatModel. Asks once and never retries; `key` is None for a server without keys. Safe in any event loop.

    `leaving` is told how many bytes the body of a request has just before it leaves; when it raises, nothing leaves.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        model: str,
        key: str | None = None,
        patience: float | None = None,
        *,
        leaving: Callable[[int], None] = _nobody,
    ) -> None:
        self._name = name
        self._base_url = base_url
        self._model = model
        self._key = key
        self._leaving = leaving
        self._patience = patience or (LOCAL_STALL_SECONDS if is_local(base_url) else STALL_SECONDS)

    def __repr__(self) -> str:
        return f"OpenAIChat({self._name!r}, {without_credentials(self._base_url)!r}, {self._model!r})"

    @property
    def name(self) -> str:
        """The name the person gave it."""
        return self._name

    @property
    def host(self) -> str:
        """The host name in its address, "" for this computer: nothing leaves it then."""
        return "" if is_local(self._base_url) else host_of(self._base_url)

    @property
    def traits(self) -> Traits:
        """Not known."""
        return Traits()

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply."""
        await asyncio.to_thread(importlib.import_module, "agent.models.direct")
        from agent.models.direct import Endpoint, ask  # late: see above

        endpoint = Endpoint(self._base_url, self._model, self._key, self._patience, self._leaving)
        async with aclosing(ask(endpoint, history, tools, settings)) as pieces:
            async for piece in pieces:
                yield piece
