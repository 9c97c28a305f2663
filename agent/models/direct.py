"""One request in the OpenAI chat protocol, through pydantic-ai. Part of the wire."""

import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache

import httpx2
from openai import AsyncOpenAI, OpenAIError
from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import (
    ModelResponse,
    ModelResponseStreamEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ThinkingPartDelta,
    ToolCallPartDelta,
)
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings

from agent.core.errors import TransientError
from agent.core.messages import AssistantMessage, Delta, Finish, Message, Reply, ToolSpec, Usage
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.address import checked_address, host_of, is_local
from agent.models.faults import fault
from agent.models.prices import cost_of
from agent.models.translate import definitions_of, message_of, requests_of

_NO_KEY = "no-key"  # servers without keys want the header all the same
_CONNECT_SECONDS = 15.0
_LONGEST_ANSWER = 8_000_000
# The libraries add the system, the Python version and what their own environment variables say.
_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "content-type", "content-length", "authorization"}
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask. `patience` is the longest silence in seconds: no byte at all, keep-alive comments count as life.

    `leaving` is told the bytes of each body before they leave.
    """

    base_url: str
    model: str
    key: str | None = field(repr=False)
    patience: float
    leaving: Callable[[int], None]


async def ask(
    endpoint: Endpoint, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
) -> AsyncGenerator[Delta | Reply, None]:
    """Ask once: the Deltas while they come, then the Reply, when the connection is closed already."""
    messages = requests_of(history, settings.system)
    wanted = ModelSettings(timeout=httpx2.Timeout(endpoint.patience, connect=_CONNECT_SECONDS))  # type: ignore[typeddict-item]  # its httpx is the other one
    if settings.max_output is not None:
        wanted["max_tokens"] = settings.max_output
    parameters = ModelRequestParameters(function_tools=definitions_of(tools))
    taken = [call.id for said in history if isinstance(said, AssistantMessage) for call in said.calls]
    size = 0
    with _faults(endpoint):
        async with (
            _model(endpoint) as model,
            model_request_stream(model, messages, model_settings=wanted, model_request_parameters=parameters) as stream,
        ):
            async for event in stream:
                size += _length(event)
                if size > _LONGEST_ANSWER:
                    raise _endless(host_of(endpoint.base_url))
                if (delta := _delta(event)) is not None:
                    yield delta
            response = stream.get()
        message = message_of(response, taken, [tool.name for tool in tools])
        reply = _reply(response, message, endpoint)
    yield reply


def _endless(host: str) -> TransientError:
    return TransientError(Words(f"The answer of {host} does not end.", f"{host} からの回答が終わりません。"))


@asynccontextmanager
async def _model(endpoint: Endpoint) -> AsyncIterator[OpenAIChatModel]:
    """A model with a connection of its own. Proxies are not asked for this machine; redirects are not followed,
    because words must not go to a host that the person did not choose."""
    address = checked_address(endpoint.base_url)
    host = host_of(address)

    async def plain(request: httpx2.Request) -> None:
        for name in [name for name in request.headers if name.lower() not in _HEADERS]:
            del request.headers[name]
        request.headers["User-Agent"] = "deskhand"
        endpoint.leaving(len(await request.aread()))

    secure = address.startswith("https:")
    environment = secure and not is_local(address)  # a proxy would read what is sent in the clear
    async with httpx2.AsyncClient(
        verify=_trust(secure=secure, environment=environment),
        trust_env=environment,
        follow_redirects=False,
        event_hooks={"request": [plain]},
    ) as http:
        key = endpoint.key or _NO_KEY
        client = AsyncOpenAI(
            base_url=address,
            api_key=key,
            max_retries=0,
            http_client=http,
            default_headers={"Authorization": f"Bearer {key}"},  # else an environment variable could replace it
        )
        profile = OpenAIModelProfile(
            openai_chat_streaming_requires_finish_reason=True,
            openai_supports_strict_tool_definition=False,
            # Everybody else knows only the older name of this setting.
            openai_chat_supports_max_completion_tokens=host == "api.openai.com",
        )
        provider = OpenAICompatibleProvider(host, openai_client=client, profile=profile)
        yield OpenAIChatModel(endpoint.model, provider=provider)


@cache
def _trust(*, secure: bool, environment: bool) -> ssl.SSLContext:
    """Whose certificates are believed. Reading them takes 20 ms, so it is done once; without TLS nobody's are."""
    return httpx2.create_ssl_context(trust_env=environment) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def _faults(endpoint: Endpoint) -> Iterator[None]:
    """Translate what the libraries raise. Odd answers make them fail in ways of their own: with plain errors."""
    try:
        yield
    except (AgentRunError, OpenAIError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise fault(error, host_of(endpoint.base_url), endpoint.model, endpoint.key) from error
    except (AttributeError, TypeError, ValueError, LookupError, AssertionError) as error:
        raise fault(error, host_of(endpoint.base_url), endpoint.model, endpoint.key) from error


def _delta(event: ModelResponseStreamEvent) -> Delta | None:
    match event:
        case PartStartEvent(part=TextPart(content=text)) | PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return Delta(text=text)
        case PartStartEvent(part=ThinkingPart(content=text)):
            return Delta(thinking=text)
        case PartDeltaEvent(delta=ThinkingPartDelta(content_delta=text)):
            return Delta(thinking=text or "")
        case _:
            return None


def _length(event: ModelResponseStreamEvent) -> int:
    match event:
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text) | ThinkingPartDelta(content_delta=text)):
            return len(text or "")
        case PartDeltaEvent(delta=ToolCallPartDelta(args_delta=str(text))):
            return len(text)
        case _:
            return 1


def _reply(response: ModelResponse, message: AssistantMessage, endpoint: Endpoint) -> Reply:
    counted = response.usage
    usage = Usage(counted.input_tokens, counted.output_tokens, counted.cache_read_tokens)
    usage = replace(usage, cost=cost_of(usage, endpoint.model, endpoint.base_url))
    return Reply(message, _finish(response, message), usage)


def _finish(response: ModelResponse, message: AssistantMessage) -> Finish:
    match response.finish_reason:
        case "length":
            return Finish.LENGTH
        case "content_filter":
            return Finish.FILTER
        case "error":
            raise TransientError(
                Words("The model stopped because of an error of its own.", "モデル側のエラーで回答が中断されました。")
            )
        case _:  # some servers say "stop" and call tools, or have reasons of their own
            return Finish.CALLS if message.calls else Finish.STOP
