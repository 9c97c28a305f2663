"""An answer of pydantic-ai's to a message of ours. Part of the wire: loaded only when a model is asked."""

import json
import re
from collections.abc import Iterable, Sequence

from pydantic_ai.messages import FilePart, ModelResponse, ModelResponsePart, TextPart, ThinkingPart, ToolCallPart

from agent.core.messages import AssistantMessage, Part, Text, Thinking, ToolCall
from agent.models.adapters.ran import heard_from, told
from agent.models.opaque import call_record, part_record, text_record, thought_record

_THOUGHT = re.compile(r"\s*<think>(.*?)</think>\s*(.*)", re.DOTALL)


def message_of(response: ModelResponse, taken: Iterable[str], tools: Sequence[str], origin: str) -> AssistantMessage:
    """What the model said. Ids of calls that are in `taken`, or come twice, get a number: an id means one call.

    `tools` are the names that were offered, `origin` says whose opaque reasoning it is.
    """
    used = set(taken)
    parts: list[Part] = []
    calls: list[ToolCall] = []
    last = max((at for at, part in enumerate(response.parts) if not isinstance(part, ToolCallPart)), default=-1)
    for at, part in enumerate(response.parts):
        if isinstance(part, ToolCallPart):
            call = ToolCall(_unused(part.tool_call_id, used), _offered(part.tool_name, tools), _arguments(part))
            calls.append(call)
            parts += _opaque(call_record(part, call.id, origin, placed=at < last))
        else:
            parts += _parts(part, origin)
    if ran := told(response.parts):
        parts.append(Text(f"\n{ran}"))
    if refusal := (response.provider_details or {}).get("refusal"):
        parts.append(Text(str(refusal)))
    return AssistantMessage(tuple(parts), tuple(calls), heard_from(response.parts))


def _parts(part: ModelResponsePart, origin: str) -> list[Part]:
    match part:
        case TextPart(content=text):
            return [*_opaque(text_record(part, origin)), *_words_and_thoughts(text)]
        case ThinkingPart(content=text):
            return [Thinking(text, thought_record(part, origin))]
        case FilePart():
            return []
        case _:
            return _opaque(part_record(part, origin))


def _opaque(record: str) -> list[Part]:
    """A record rides on a thought without words."""
    return [Thinking("", record)] if record else []


def _words_and_thoughts(text: str) -> list[Part]:
    """A thought between tags before the words; pydantic-ai finds tags only when each is a chunk of its own."""
    if found := _THOUGHT.fullmatch(text):
        return [Thinking(found[1].strip()), *([Text(found[2])] if found[2] else [])]
    return [Text(text)] if text else []


def _offered(name: str, tools: Sequence[str]) -> str:
    """Servers that repeat the name in every chunk give "readread"."""
    repeated = (tool for tool in tools if tool and name == tool * (len(name) // len(tool)))
    return name if name in tools else next(repeated, name)


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
