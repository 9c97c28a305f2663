"""Messages of ours to messages of pydantic-ai and back. Part of the wire: loaded only when a model is asked."""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_ai.messages import (
    BinaryContent,
    ModelMessage,
    ModelRequest,
    ModelRequestPart,
    ModelResponse,
    ModelResponsePart,
    SystemPromptPart,
    TextPart,
    ThinkingPart,
    ToolCallPart,
    ToolReturnPart,
    UserContent,
    UserPromptPart,
)
from pydantic_ai.tools import ToolDefinition

from agent.core.messages import (
    AssistantMessage,
    Image,
    Message,
    Part,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
    text_of,
)

_NO_ANSWER = "[unknown] There is no record of what this call did."
_THOUGHT = re.compile(r"\s*<think>(.*?)</think>\s*(.*)", re.DOTALL)
_NO_SCHEMA: Mapping[str, object] = {"type": "object", "properties": {}}


def requests_of(history: Sequence[Message], system: str) -> list[ModelMessage]:
    """The conversation as the wire needs it, the system prompt first.

    Every call is answered exactly once, right after it: an answer that is missing is made up as unknown, one that
    answers nothing is left out. Pictures of tools go along until the person speaks again: they are dear, and with a
    model that refuses pictures no later Turn could succeed. Lone surrogates, which are no text in UTF-8, become escapes
    such as "\\udcff".
    """
    found: list[ModelMessage] = [ModelRequest([SystemPromptPart(_safe(system))])] if system else []
    latest = max((at for at, message in enumerate(history) if isinstance(message, UserMessage)), default=0)
    for number, message in enumerate(history):
        following = history[number + 1] if number + 1 < len(history) else None
        match message:
            case UserMessage():
                found.append(ModelRequest([UserPromptPart(_content(message.parts))]))
            case AssistantMessage():
                found += _said(message)
                if message.calls:
                    found.append(_answers(message.calls, following, seen=number >= latest))
            case ToolMessage():
                pass  # sent with the calls that it answers
    return found


def definitions_of(tools: Sequence[ToolSpec]) -> list[ToolDefinition]:
    """The tools as the wire needs them, in their order."""
    return [
        ToolDefinition(
            name=tool.name,
            description=_safe(tool.description),
            parameters_json_schema=dict(tool.parameters or _NO_SCHEMA),
        )
        for tool in tools
    ]


def message_of(response: ModelResponse, taken: Iterable[str], tools: Sequence[str]) -> AssistantMessage:
    """What the model said. Ids of calls that are in `taken`, or come twice, get a number: an id means one call.

    `tools` are the names that were offered.
    """
    used = set(taken)
    parts: list[Part] = []
    calls: list[ToolCall] = []
    for part in response.parts:
        match part:
            case TextPart(content=text):
                parts += _words_and_thoughts(text)
            case ThinkingPart(content=text):
                parts.append(Thinking(text, _opaque(part)))
            case ToolCallPart():
                call = ToolCall(_unused(part.tool_call_id, used), _offered(part.tool_name, tools), _arguments(part))
                calls.append(call)
                parts += _signature(part, call)
    if refusal := (response.provider_details or {}).get("refusal"):
        parts.append(Text(str(refusal)))
    return AssistantMessage(tuple(parts), tuple(calls))


def _words_and_thoughts(text: str) -> list[Part]:
    """A thought between tags before the words; pydantic-ai finds tags only when each is a chunk of its own."""
    if found := _THOUGHT.fullmatch(text):
        return [Thinking(found[1].strip()), *([Text(found[2])] if found[2] else [])]
    return [Text(text)] if text else []


def _offered(name: str, tools: Sequence[str]) -> str:
    """Servers that repeat the name in every chunk give "readread"."""
    repeated = (tool for tool in tools if tool and name == tool * (len(name) // len(tool)))
    return name if name in tools else next(repeated, name)


def _said(message: AssistantMessage) -> list[ModelMessage]:
    opaque = [_read_opaque(part) if isinstance(part, Thinking) else {} for part in message.parts]
    signatures = {str(kept["call"]): kept for kept in opaque if "call" in kept}
    parts: list[ModelResponsePart] = []
    for part, kept in zip(message.parts, opaque, strict=True):
        if isinstance(part, Thinking) and "call" not in kept:
            parts.append(ThinkingPart(_safe(part.text), **kept))
        elif isinstance(part, Text) and part.text:
            parts.append(TextPart(_safe(part.text)))
    for call in message.calls:
        kept = {name: value for name, value in signatures.get(call.id, {}).items() if name != "call"}
        parts.append(ToolCallPart(call.tool, _safe(call.arguments), tool_call_id=call.id, **kept))
    if not message.calls and not any(isinstance(part, TextPart) for part in parts):
        return []  # servers refuse an answer without words and calls
    return [ModelResponse(parts, provider_name=_provider(opaque))]


def _answers(calls: Sequence[ToolCall], following: Message | None, *, seen: bool) -> ModelRequest:
    """The answers to `calls`. Pictures follow as words of the user: a tool's answer can only hold text.

    Without `seen` a sentence stands for them.
    """
    results = {result.call: result for result in following.results} if isinstance(following, ToolMessage) else {}
    answers: list[ModelRequestPart] = []
    pictures: list[UserContent] = []
    for call in calls:
        result = results.get(call.id)
        answers.append(ToolReturnPart(call.tool, _safe(_words(result)), tool_call_id=call.id))
        shown = [_picture(part) for part in result.for_model if isinstance(part, Image)] if result else []
        if shown:
            told = f"[Pictures from the result of {call.tool}, call {call.id}"
            pictures += (
                [f"{told}:]", *shown] if seen else [f"{told}, were shown then. Ask for them again to see them.]"]
            )
    return ModelRequest([*answers, *([UserPromptPart(pictures)] if pictures else [])])


def _words(result: ToolResult | None) -> str:
    if result is None:
        return _NO_ANSWER
    pictures = any(isinstance(part, Image) for part in result.for_model)
    return text_of(result.for_model) or ("The pictures follow." if pictures else result.outcome.value)


def _content(parts: Sequence[Part]) -> str | list[UserContent]:
    if all(isinstance(part, Text) for part in parts):
        return _safe(text_of(tuple(parts)))
    shown: list[UserContent] = []
    for part in parts:
        match part:
            case Text(text):
                shown.append(_safe(text))
            case Image():
                shown.append(_picture(part))
            case Thinking():
                pass
    return shown


def _picture(part: Image) -> UserContent:
    try:
        return BinaryContent(base64.b64decode(part.data, validate=True), media_type=part.media_type)
    except (binascii.Error, ValueError):
        return "[a picture that cannot be read]"


def _safe(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _arguments(part: ToolCallPart) -> str:
    if isinstance(part.args, str):
        return part.args
    return json.dumps(part.args, ensure_ascii=False) if part.args else ""


def _unused(wanted: str, used: set[str]) -> str:
    found, number = wanted, 1
    while found in used:
        number += 1
        found = f"{wanted}_{number}"
    used.add(found)
    return found


def _opaque(part: ThinkingPart) -> str:
    """What this provider wants back with a thought, as JSON text."""
    kept = {
        "id": part.id,
        "signature": part.signature,
        "provider_name": part.provider_name,
        "provider_details": part.provider_details,
    }
    return _json({name: value for name, value in kept.items() if value})


def _signature(part: ToolCallPart, call: ToolCall) -> list[Thinking]:
    """What a provider (Gemini) wants back with a call rides on a thought without words."""
    if not part.provider_details:
        return []
    kept = {"call": call.id, "provider_name": part.provider_name, "provider_details": part.provider_details}
    return [Thinking("", _json(kept))]


def _json(kept: Mapping[str, object]) -> str:
    return json.dumps(kept, sort_keys=True, default=str) if kept else ""


_KNOWN = ("call", "id", "signature", "provider_name", "provider_details")


def _read_opaque(part: Thinking) -> dict[str, Any]:
    """What `_opaque` kept; nothing when it was made elsewhere."""
    try:
        kept = json.loads(part.opaque or "{}")
    except ValueError:
        return {}
    return {name: kept[name] for name in _KNOWN if name in kept} if isinstance(kept, dict) else {}


def _provider(opaque: Sequence[Mapping[str, Any]]) -> str | None:
    return next((str(kept["provider_name"]) for kept in opaque if "provider_name" in kept), None)
