"""The way to a model, in any of the four protocols.

pydantic-ai and the SDKs below it take about a second to load, so the modules that import them are loaded at the first
request, in a thread, and only those of the protocol that is spoken.
"""

import asyncio
import gc
import importlib
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import Settings, Traits
from agent.models.dialect import Protocol
from agent.models.endpoint import Endpoint

_ADAPTERS = {
    Protocol.CHAT: "agent.models.adapters.chat",
    Protocol.RESPONSES: "agent.models.adapters.responses",
    Protocol.ANTHROPIC: "agent.models.adapters.messages",
    Protocol.GEMINI: "agent.models.adapters.gemini",
}


class WireModel:
    """A ChatModel at an Endpoint. Asks once and never retries. Safe in any event loop."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __repr__(self) -> str:
        return f"WireModel({self._endpoint!r})"

    @property
    def name(self) -> str:
        """The name the person gave it."""
        return self._endpoint.name

    @property
    def host(self) -> str:
        """The host name in its address, "" for this computer: nothing leaves it then."""
        return "" if self._endpoint.local else self._endpoint.host

    @property
    def traits(self) -> Traits:
        """What is known of it."""
        return self._endpoint.traits

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply."""
        adapter = await asyncio.to_thread(_loaded, _ADAPTERS[self._endpoint.protocol])
        from agent.models.direct import ask  # late: see above

        async with aclosing(ask(self._endpoint, adapter.connected, history, tools, settings)) as pieces:
            async for piece in pieces:
                yield piece


def _loaded(adapter: str) -> Any:
    """The module, with all that asks. To look for garbage meanwhile, which there is none of, takes a fifth more."""
    gc.disable()
    try:
        importlib.import_module("agent.models.direct")
        return importlib.import_module(adapter)
    finally:
        gc.enable()
