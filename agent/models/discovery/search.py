"""Looks for model servers on this computer, because the person asked."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import urlsplit

from agent.core.words import NO_WORDS
from agent.models.discovery.advice import EMPTY, LOCKED, VLLM_TOOLS, advice_for
from agent.models.discovery.found import FoundModel, Program, Server
from agent.models.discovery.knock import Port, client
from agent.models.discovery.listed import jan, other, vllm
from agent.models.discovery.llamacpp import llama_cpp
from agent.models.discovery.lmstudio import lm_studio
from agent.models.discovery.ollama import ollama

PORTS: Mapping[Program, int] = MappingProxyType(
    {
        Program.OLLAMA: 11434,
        Program.LM_STUDIO: 1234,
        Program.LLAMA_CPP: 8080,
        Program.VLLM: 8000,
        Program.JAN: 1337,
    }
)
_Knows = Callable[[Port], Awaitable[Server | None]]
_PORT_SECONDS = 12.0


async def discovered(ports: Mapping[Program, int] = PORTS) -> tuple[Server, ...]:
    """The model servers that answer at these ports, in the order of `ports`. Who serves is told by what they say.

    Asks 127.0.0.1 and nobody else, at once, without keys. A closed port costs a few milliseconds.
    """
    http = await asyncio.to_thread(client)
    async with http:
        found = await asyncio.gather(*(_at(Port(http, number), program) for program, number in ports.items()))
    return tuple(_advised(server) for server in found if server)


async def looked_up(base_url: str, model: str) -> FoundModel | None:
    """What the server at an address of this computer says of a model now; None when it says nothing of it."""
    try:
        number = urlsplit(base_url).port or 80
    except ValueError:
        return None
    servers = await discovered({Program.OTHER: number})
    told = [one for server in servers for one in server.models]
    return next((one for one in told if one.id in (model, f"{model}:latest")), None)


async def _at(port: Port, expected: Program) -> Server | None:
    """Who usually listens there is tried first; then the others, because every port can be changed."""
    try:
        async with asyncio.timeout(_PORT_SECONDS):
            if not (await port.get("/v1/models")).open:
                return None
            for knows in _order(expected):
                if (server := await knows(port)) is not None:
                    return server
    except TimeoutError:
        return None
    return None


def _order(expected: Program) -> tuple[_Knows, ...]:
    ways: dict[Program, _Knows] = {
        Program.OLLAMA: ollama,
        Program.LM_STUDIO: lm_studio,
        Program.LLAMA_CPP: llama_cpp,
        Program.VLLM: vllm,
    }
    first = jan if expected is Program.JAN else ways.pop(expected, None)
    return (*((first,) if first else ()), *ways.values(), other)


def _advised(server: Server) -> Server:
    models = tuple(replace(one, advice=advice_for(server.program, one)) for one in server.models)
    advice = NO_WORDS
    if server.locked and not models:
        advice = LOCKED
    elif not models:
        advice = EMPTY
    elif server.program is Program.VLLM:
        advice = VLLM_TOOLS
    return replace(server, models=models, advice=advice)
