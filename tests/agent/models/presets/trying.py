"""A task of two Steps with a model of a preset, at a strict server."""

import asyncio
import base64
from dataclasses import replace
from typing import Any

from agent.core.messages import (
    AssistantMessage,
    Delta,
    Image,
    Message,
    Outcome,
    Reply,
    Text,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
    text_of,
)
from agent.core.ports import ChatModel, Settings
from agent.models.catalog import ModelConfig
from agent.models.dialect import Dialect
from agent.models.making import model_of
from agent.models.presets.connect import echoed, model_for
from agent.models.presets.resolve import configured, resolved
from agent.models.presets.table import preset

SYSTEM = "You work in one folder. 規則を守る。"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PICTURE = Image("image/png", base64.b64encode(base64.b64decode(PIXEL)).decode())
SHEET = {"type": "object", "properties": {"sheet": {"type": "string"}}, "required": ["sheet"]}
READ = ToolSpec(
    "read",
    "Read a file.",
    {
        "type": "object",
        "properties": {"path": {"type": "string"}, "where": {"$ref": "#/$defs/where"}},
        "required": ["path"],
        "$defs": {"where": SHEET},
    },
)


def config_of(name: str, url: str, model: str = "", protocol: str = "", **options: str) -> ModelConfig:
    """A configured model of a preset at another address."""
    return configured("mine", preset(name), given=ModelConfig("", protocol, url, model, options=options))


def model_at(url: str, name: str, model: str = "", protocol: str = "", **options: str) -> ChatModel:
    """The same as a ChatModel."""
    config = config_of(name, url, model, protocol, **options)
    return echoed(config, model_for(config, "sk-test", patience=20))


def misled(url: str, name: str, change: dict[str, Any], model: str = "", protocol: str = "") -> ChatModel:
    """The same with a Dialect that is wrong in one thing."""
    config = config_of(name, url, model, protocol)
    right = resolved(config)
    dialect: Dialect = replace(right.dialect, **change)
    return model_of(config, "sk-test", dialect=dialect, traits=right.traits, patience=20)


def asked(model: ChatModel, history: list[Message], tools: tuple[ToolSpec, ...] = (READ,)) -> tuple[Reply, list[Delta]]:
    """One request: the Reply, and what streamed before it."""

    async def collect() -> list[Delta | Reply]:
        return [piece async for piece in model.reply(tuple(history), tools, Settings(SYSTEM))]

    pieces = asyncio.run(collect())
    reply = pieces.pop()
    assert isinstance(reply, Reply)
    return reply, [piece for piece in pieces if isinstance(piece, Delta)]


def results(message: AssistantMessage, *, pictures: bool) -> ToolMessage:
    """The answers to its calls, the first one with a picture."""
    shown = (PICTURE,) if pictures else ()
    return ToolMessage(
        tuple(
            ToolResult(call.id, Outcome.DONE, (Text(f"content of {call.arguments}"), *(shown if not number else ())))
            for number, call in enumerate(message.calls)
        )
    )


def begun(words: str = "Read both files.") -> list[Message]:
    """A conversation that the person begins."""
    return [UserMessage((Text(words),))]


def step(model: ChatModel, history: list[Message], *, pictures: bool) -> Reply:
    """One request, with its answer and the results of its calls behind the history."""
    reply, _ = asked(model, history)
    history.append(reply.message)
    if reply.message.calls:
        history.append(results(reply.message, pictures=pictures))
    return reply


def said(reply: Reply) -> str:
    """The words of an answer."""
    return text_of(reply.message.parts)
