"""The shortest way to a model at an address, and to an answer of it."""

import asyncio
from collections.abc import Sequence

import pytest

from agent.core.messages import Delta, Message, Reply, Text, ToolSpec, UserMessage
from agent.core.ports import ChatModel, Settings
from agent.models.catalog import ModelConfig
from agent.models.making import model_of
from agent.models.wire import WireModel
from tests.agent.models.servers.core import Provider
from tests.agent.models.servers.speakers import SPEAKERS

ASK = (UserMessage((Text("hello"),)),)
READ = ToolSpec("read", "Read a file.", {"type": "object", "properties": {"path": {"type": "string"}}})
SYSTEM = Settings("Be brief.")


def only(*protocols: str) -> pytest.MarkDecorator:
    """A test for these protocols alone."""
    chosen = [speaker for speaker in SPEAKERS if speaker.protocol in protocols]
    return pytest.mark.parametrize("provider", chosen, indirect=True, ids=protocols)


def chat(name: str, url: str, model: str, key: str | None = None, **how) -> WireModel:
    """A model that speaks the OpenAI chat protocol."""
    return model_of(ModelConfig(name, "openai-chat", url, model), key, **how)


def model_at(provider: Provider, key: str | None = None, **how) -> WireModel:
    """A fake provider's model."""
    speaker = provider.speaker
    return model_of(ModelConfig("test", speaker.protocol, provider.url, speaker.model), key, **how)


def all_of(
    model: ChatModel, history: Sequence[Message] = ASK, settings: Settings = SYSTEM, tools: Sequence[ToolSpec] = (READ,)
) -> tuple[list[Delta], Reply]:
    """Every Delta, and the one Reply."""

    async def collect() -> list[Delta | Reply]:
        return [piece async for piece in model.reply(history, tools, settings)]

    pieces = asyncio.run(collect())
    reply = pieces.pop()
    assert isinstance(reply, Reply)
    deltas = [piece for piece in pieces if isinstance(piece, Delta)]
    assert len(deltas) == len(pieces)
    return deltas, reply
