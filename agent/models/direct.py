"""One request, through pydantic-ai. Part of the wire."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    ModelResponsePart,
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
from pydantic_ai.settings import ModelSettings, merge_model_settings
from pydantic_ai.usage import RequestUsage

from agent.core.errors import AgentError, TransientError
from agent.core.messages import AssistantMessage, Delta, Finish, Message, Reply, ToolSpec, Usage
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.adapters.connection import Connection
from agent.models.bounded import ENDLESS
from agent.models.endpoint import Endpoint
from agent.models.faults import fault
from agent.models.hearing import message_of
from agent.models.prices import cost_of
from agent.models.sending import Place, definitions_of, requests_of

_LONGEST_ANSWER = 8_000_000
_MOST_PAUSES = 8
_CUT_SHORT = Words("The answer ended before it was whole.", "回答が最後まで届く前に終わりました。")
_STOPPED = Words("The model stopped because of an error of its own.", "モデル側のエラーで回答が中断されました。")


class Connect(Protocol):
    """What an adapter offers."""

    def __call__(self, endpoint: Endpoint, *, whole: bool) -> AbstractAsyncContextManager[Connection]:
        """The model, as long as the context is open."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the library is asked."""

    messages: list[ModelMessage]
    settings: ModelSettings
    parameters: ModelRequestParameters


async def ask(
    endpoint: Endpoint, connect: Connect, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
) -> AsyncGenerator[Delta | Reply, None]:
    """Ask once: the Deltas while they come, then the Reply, when the connection is closed already."""
    reply = None
    stream = settings.stream or endpoint.dialect.streams_only
    with _faults(endpoint):
        async with connect(endpoint, whole=not stream) as connection:
            asked = _asked(endpoint, connection, history, tools, settings)
            async with aclosing(_whole(connection, asked, endpoint.host, stream=stream)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Delta):
                        if settings.stream:
                            yield piece
                    else:
                        reply = _reply(piece, _message(piece, history, tools, endpoint), endpoint)
    if reply is not None:
        yield reply


def _asked(
    endpoint: Endpoint,
    connection: Connection,
    history: Sequence[Message],
    tools: Sequence[ToolSpec],
    settings: Settings,
) -> _Asked:
    limit = ModelSettings() if settings.max_output is None else ModelSettings(max_tokens=settings.max_output)
    return _Asked(
        requests_of(history, settings.system, Place(endpoint.origin, connection, endpoint.traits)),
        merge_model_settings(connection.settings, limit) or ModelSettings(),
        ModelRequestParameters(function_tools=definitions_of(tools), native_tools=list(connection.native_tools)),
    )


async def _whole(
    connection: Connection, asked: _Asked, host: str, *, stream: bool
) -> AsyncGenerator[Delta | ModelResponse, None]:
    """The Deltas, then one response. A provider that pauses while its own tools run is asked to go on."""
    parts: list[ModelResponsePart] = []
    usage = RequestUsage()
    for _ in range(_MOST_PAUSES):
        async with aclosing(_pieces(connection, asked, host, stream=stream)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Delta):
                    yield piece
                else:
                    response = piece
        parts += response.parts
        usage += response.usage
        if response.state != "suspended":
            break
        asked = replace(asked, messages=[*asked.messages, response])
    else:
        response = replace(response, finish_reason="length")  # so that the loop lets it go on
    yield replace(response, parts=parts, usage=usage)


async def _pieces(
    connection: Connection, asked: _Asked, host: str, *, stream: bool
) -> AsyncGenerator[Delta | ModelResponse, None]:
    how = asked.settings, asked.parameters
    if not stream:
        yield await model_request(
            connection.model, asked.messages, model_settings=how[0], model_request_parameters=how[1]
        )
        return
    size = 0
    async with model_request_stream(
        connection.model, asked.messages, model_settings=how[0], model_request_parameters=how[1]
    ) as events:
        async for event in events:
            size += _length(event)
            if size > _LONGEST_ANSWER:
                raise TransientError(ENDLESS.of(host=host))
            delta = _delta(event)
            if delta.text or delta.thinking:
                yield delta
        response = events.get()
    yield response


def _message(
    response: ModelResponse, history: Sequence[Message], tools: Sequence[ToolSpec], endpoint: Endpoint
) -> AssistantMessage:
    taken = [call.id for said in history if isinstance(said, AssistantMessage) for call in said.calls]
    return message_of(response, taken, [tool.name for tool in tools], endpoint.origin)


@contextmanager
def _faults(endpoint: Endpoint) -> Iterator[None]:
    """Translate what the libraries raise. Odd answers make them fail in ways of their own: with plain errors."""
    try:
        yield
    except AgentError:
        raise
    except Exception as error:  # noqa: BLE001  # every SDK has errors of its own, down to those of its JSON
        raise fault(error, endpoint.host, endpoint.model, endpoint.key) from error


def _delta(event: ModelResponseStreamEvent) -> Delta:
    match event:
        case PartStartEvent(part=TextPart(content=text)) | PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return Delta(text=text)
        case PartStartEvent(part=ThinkingPart(content=text)):
            return Delta(thinking=text)
        case PartDeltaEvent(delta=ThinkingPartDelta(content_delta=text)):
            return Delta(thinking=text or "")
        case _:
            return Delta()


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
    usage = Usage(
        counted.input_tokens, counted.output_tokens, counted.cache_read_tokens, written=counted.cache_write_tokens
    )
    usage = replace(usage, cost=cost_of(usage, endpoint.model, endpoint.base_url))
    return Reply(message, _finish(response, message), usage)


def _finish(response: ModelResponse, message: AssistantMessage) -> Finish:
    """Raises TransientError for an answer that says of no reason that it ended: it was cut off, however clean."""
    match response.finish_reason:
        case "length":
            return Finish.LENGTH
        case "content_filter":
            return Finish.FILTER
        case "error":
            raise TransientError(_STOPPED)
        case None if not (response.provider_details or {}).get("finish_reason"):
            raise TransientError(_CUT_SHORT)
        case _:  # some servers say "stop" and call tools, or have reasons of their own
            return Finish.CALLS if message.calls else Finish.STOP
