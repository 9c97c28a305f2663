"""A request's body with the Dialect of a system in it: plain JSON in, plain JSON out, the same bytes each time.

The marks for the cache follow the providers' own pages: "cache_control" of type ephemeral on a content block (Anthropic
"Prompt caching", OpenRouter "Prompt caching", Alibaba Model Studio "Explicit cache"). A mark is looked up at most 20
blocks back, and at most four marks are taken: the system text has one, and the last two messages that hold words of
ours have one each, so that a Step with many results still finds what the Step before kept.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from agent.models.dialect import Caching, Dialect, Protocol
from agent.models.orders import ordered, unthinking

_MARK = {"type": "ephemeral"}
_MARKED_MESSAGES = 2
Body = dict[str, Any]


def spoken(body: bytes, protocol: Protocol, dialect: Dialect) -> bytes:
    """The bytes that leave. A body that the Dialect does not touch stays as it is."""
    if not _touches(protocol, dialect):
        return body
    said: Body = json.loads(body)
    if dialect.system_as_message:
        _system_into_words(said, protocol)
    if protocol is Protocol.CHAT:
        _chat(said, dialect)
    if _marks(protocol, dialect):
        _mark(said, protocol)
    if dialect.server_tools:
        said["tools"] = _tools(said, dialect)
    _merge(said, dialect.body)
    if protocol is Protocol.ANTHROPIC:
        unthinking(said)
    for name in dialect.forbidden:
        _drop(said, name.split("."))
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _chat(said: Body, dialect: Dialect) -> None:
    said["messages"] = ordered(said["messages"], dialect)
    if "max_tokens" in said:
        said[dialect.max_output_name] = said.pop("max_tokens")


def _tools(said: Body, dialect: Dialect) -> list[Mapping[str, Any]]:
    """Ours, then those of the provider; one that the library put there under the same name gives way."""
    names = {tool["name"] for tool in dialect.server_tools if "name" in tool}
    ours = [tool for tool in said.get("tools", ()) if tool.get("name") not in names]
    return [*ours, *dialect.server_tools]


def _touches(protocol: Protocol, dialect: Dialect) -> bool:
    changed = dialect.body or dialect.server_tools or dialect.forbidden or dialect.max_output_name != "max_tokens"
    return bool(changed or dialect.missing_thought or dialect.bridged or dialect.system_as_message) or _marks(
        protocol, dialect
    )


def _marks(protocol: Protocol, dialect: Dialect) -> bool:
    """Gemini and Responses keep what they saw without being told; a mark would be refused there."""
    if protocol is Protocol.ANTHROPIC:
        return dialect.caching is not Caching.NONE
    return protocol is Protocol.CHAT and dialect.caching is Caching.BREAKPOINTS


def _merge(said: Body, more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, Mapping):
            inner = said.get(name)
            said[name] = inner if isinstance(inner, dict) else {}
            _merge(said[name], value)
        else:
            said[name] = value


def _drop(said: Body, path: Sequence[str]) -> None:
    inner: object = said
    for name in path[:-1]:
        inner = inner.get(name) if isinstance(inner, dict) else None
    if isinstance(inner, dict):
        inner.pop(path[-1], None)


def _mark(said: Body, protocol: Protocol) -> None:
    messages: list[Body] = said.get("messages", [])
    if protocol is Protocol.ANTHROPIC:
        _mark_field(said, "system")
    for message in messages[:1]:
        if message["role"] in ("system", "developer"):
            _mark_field(message, "content")
    ours = [message for message in messages if message["role"] in ("user", "tool")]
    for message in ours[-_MARKED_MESSAGES:]:
        _mark_field(message, "content")


def _mark_field(holder: Body, name: str) -> None:
    """Put the mark on the last block of a field, which becomes a list of blocks for it."""
    content = holder.get(name)
    if isinstance(content, str) and content:
        holder[name] = [{"type": "text", "text": content, "cache_control": _MARK}]
    elif isinstance(content, list) and content:
        content[-1]["cache_control"] = _MARK


def _system_into_words(said: Body, protocol: Protocol) -> None:
    match protocol:
        case Protocol.ANTHROPIC:
            words = _texts(said.pop("system", ""))
            first = next(iter(said["messages"]), None)
            if words and first is not None:
                blocks = first["content"]
                blocks = [{"type": "text", "text": blocks}] if isinstance(blocks, str) else blocks
                first["content"] = [{"type": "text", "text": words}, *blocks]
        case Protocol.GEMINI:
            words = _texts(said.pop("systemInstruction", {}).get("parts", ""))
            if words and said["contents"]:
                said["contents"][0]["parts"] = [{"text": words}, *said["contents"][0]["parts"]]
        case Protocol.CHAT | Protocol.RESPONSES:
            pass  # it is a message already


def _texts(blocks: object) -> str:
    if isinstance(blocks, str):
        return blocks
    return "\n\n".join(block["text"] for block in blocks) if isinstance(blocks, list) else ""
