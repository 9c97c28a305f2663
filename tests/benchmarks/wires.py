"""What a Step costs on the wire, beyond the library's own request with the same words. Arguments: [STEPS].

CPU milliseconds of this process for each request, the median of five rounds; the servers run in processes of their own.
The peer is the same library with its own client, kept open from request to request, asked with messages that are made
already: what is above it is ours (a client for each request, our messages to theirs, their answer to ours).
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import httpx2  # noqa: E402
from pydantic_ai.direct import model_request, model_request_stream  # noqa: E402
from pydantic_ai.models import Model, ModelRequestParameters  # noqa: E402

from agent.core.messages import (  # noqa: E402
    AssistantMessage,
    Message,
    Outcome,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
)
from agent.core.ports import Settings  # noqa: E402
from agent.models.adapters.connection import Connection  # noqa: E402
from agent.models.catalog import ModelConfig  # noqa: E402
from agent.models.making import model_of  # noqa: E402
from agent.models.sending import Place, definitions_of, requests_of  # noqa: E402
from tests.agent.models.servers.answers import Given  # noqa: E402
from tests.agent.models.servers.core import Line, Provider, Speaker  # noqa: E402
from tests.agent.models.servers.speakers import SPEAKERS  # noqa: E402

ROUNDS, DELTAS, EARLIER, TOOLS = 5, 60, 20, 15
SYSTEM = "You work in one folder. " * 200
ANSWER = Given("some words ", "", "", (("call_x", "tool_1", '{"path": "a.txt"}'),))


def flows(line: Line, speaker: Speaker, answer: Given) -> None:
    """The answer, with its first words many times when it is a stream."""
    if not line.streams:
        line.head(kind="application/json")
        line.send(speaker.whole(answer))
        return line.end()
    line.head()
    words = False
    for label, data in speaker.events(answer):
        for _ in range(DELTAS if label == "text" and not words else 1):
            line.send(data)
        words = words or label == "text"
    return line.end()


def serve(protocol: str) -> None:
    """Serve until the parent ends this process."""
    provider = Provider(next(one for one in SPEAKERS if one.protocol == protocol))
    provider.strict = False
    provider.will(flows, ANSWER)
    print(provider.url, flush=True)
    sys.stdin.read()


def conversation() -> tuple[Message, ...]:
    """A task that is twenty Steps old."""
    found: list[Message] = [UserMessage((Text("Sum up the invoices in this folder."),))]
    for number in range(EARLIER):
        call = ToolCall(f"call_{number}", "tool_1", '{"path": "invoices/2026.xlsx"}')
        result = ToolResult(call.id, Outcome.DONE, (Text("a row of words and numbers\n" * 60),))
        found += [AssistantMessage((Text("I look."),), (call,)), ToolMessage((result,))]
    return tuple(found)


def tools() -> list[ToolSpec]:
    """As many as Deskhand has, about as large."""
    fields = {f"field_{number}": {"type": "string", "description": "What it is for. " * 4} for number in range(5)}
    return [ToolSpec(f"tool_{n}", "What it does. " * 8, {"type": "object", "properties": fields}) for n in range(TOOLS)]


@asynccontextmanager
async def library(protocol: str, url: str, name: str) -> AsyncIterator[Model]:
    """The library's model with its own client."""
    async with httpx2.AsyncClient(timeout=60, trust_env=False) as http:
        match protocol:
            case "anthropic":
                from pydantic_ai.models.anthropic import AnthropicModel
                from pydantic_ai.providers.anthropic import AnthropicProvider

                provider = AnthropicProvider(api_key="k", base_url=url, http_client=http)
                yield AnthropicModel(name, provider=provider)
            case "gemini":
                from pydantic_ai.models.google import GoogleModel
                from pydantic_ai.providers.google import GoogleProvider

                yield GoogleModel(name, provider=GoogleProvider(api_key="k", base_url=url, http_client=http))
            case _:
                from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
                from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

                made = OpenAIChatModel if protocol == "openai-chat" else OpenAIResponsesModel
                yield made(name, provider=OpenAICompatibleProvider("x", base_url=url, api_key="k", http_client=http))


async def theirs(protocol: str, url: str, name: str, steps: int, *, stream: bool) -> float:
    """CPU seconds for each request of the library."""
    parameters = ModelRequestParameters(function_tools=definitions_of(tools()))
    async with library(protocol, url, name) as model:
        messages = requests_of(conversation(), SYSTEM, Place("", Connection(model)))
        began = time.process_time()
        for _ in range(steps):
            if stream:
                async with model_request_stream(model, messages, model_request_parameters=parameters) as events:
                    async for _ in events:
                        pass
            else:
                await model_request(model, messages, model_request_parameters=parameters)
        return (time.process_time() - began) / steps


async def ours(protocol: str, url: str, name: str, steps: int, *, stream: bool) -> float:
    """CPU seconds for each request of the wire."""
    model = model_of(ModelConfig("m", protocol, url, name))
    history, offered, settings = conversation(), tools(), Settings(SYSTEM, stream=stream)
    began = time.process_time()
    for _ in range(steps):
        async for _ in model.reply(history, offered, settings):
            pass
    return (time.process_time() - began) / steps


def measured(protocol: str, name: str, steps: int) -> None:
    """Print both ways of one protocol."""
    command = [sys.executable, __file__, "--serve", protocol]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        for stream in (False, True):
            asyncio.run(ours(protocol, url, name, 2, stream=stream))
            asyncio.run(theirs(protocol, url, name, 2, stream=stream))
            pairs = [
                (
                    asyncio.run(ours(protocol, url, name, steps, stream=stream)),
                    asyncio.run(theirs(protocol, url, name, steps, stream=stream)),
                )
                for _ in range(ROUNDS)
            ]
            mine, other = (statistics.median(values) * 1000 for values in zip(*pairs, strict=True))
            kind = f"{DELTAS} deltas" if stream else "one piece"
            both = f"ours {mine:5.1f} ms  library {other:5.1f} ms"
            print(f"{protocol:17} {kind:10} {both}  beyond it {mine - other:4.1f} ms")
        assert server.stdin is not None
        server.stdin.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
    else:
        for speaker in SPEAKERS:
            measured(speaker.protocol, speaker.model, int(sys.argv[1]) if len(sys.argv) > 1 else 20)
