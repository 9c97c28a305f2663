"""A transport that forgives: what one strange message says never costs the others.

The SDK reads results strictly: one tool with a schema that is off the specification makes the whole list fail. So lists
are looked through entry by entry before it sees them, and what does not fit is left out and told to the log.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import mcp_types as types
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp.client import Transport
from mcp.client._transport import TransportStreams
from mcp.shared.message import SessionMessage
from mcp_types import methods
from pydantic import BaseModel, ValidationError

from connectors.mcp.results import one_line

MOST_ENTRIES = 500
_LISTS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "tools": ("tools/list", types.Tool),
    "prompts": ("prompts/list", types.Prompt),
    "resources": ("resources/list", types.Resource),
    "resourceTemplates": ("resources/templates/list", types.ResourceTemplate),
}
# One of each era: the SDK holds each answer against the version that was agreed on, and this is not known here.
_VERSIONS = ("2025-11-25", "2026-07-28")
_AROUND = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private"}
_BLOCKS = frozenset({"text", "image", "audio", "resource_link", "resource"})


@dataclass(frozen=True, slots=True)
class Forgiving:
    """What is done with each answer. `log` hears what was left out."""

    log: Callable[[str], None]
    _told: set[str] = field(default_factory=set)

    def mended(self, message: SessionMessage | Exception) -> SessionMessage | Exception:
        """The message without the entries that nobody could use."""
        if isinstance(message, Exception) or not isinstance(message.message, types.JSONRPCResponse):
            return message
        result = message.message.result
        changed = {key: self._entries(key, result[key]) for key in _LISTS if isinstance(result.get(key), list)}
        if isinstance(result.get("content"), list):
            changed["content"] = [self._block(one) for one in result["content"]]
        if not changed:
            return message
        answer = message.message.model_copy(update={"result": {**result, **changed}})
        return SessionMessage(answer, message.metadata)

    def _entries(self, key: str, entries: list[Any]) -> list[Any]:
        kept = [made for one in entries[:MOST_ENTRIES] if (made := self._entry(key, one)) is not None]
        if len(entries) > MOST_ENTRIES:
            self._tell(f"{len(entries) - MOST_ENTRIES} of its {key} are too many and are left out")
        return kept

    def _entry(self, key: str, entry: Any) -> Any:
        if key == "tools" and isinstance(entry, dict):
            entry = _with_schema(entry)
        try:
            method, model = _LISTS[key]
            model.model_validate(entry, by_name=False)
            for version in _VERSIONS:
                methods.validate_server_result(method, version, {key: [entry], **_AROUND})
        except (ValidationError, RecursionError) as error:
            name = entry.get("name") if isinstance(entry, dict) else None
            self._tell(f"left out of its {key}, because it is off the specification: {name!r} ({error})")
            return None
        return entry

    def _block(self, block: Any) -> Any:
        """A piece of an answer; a kind that is not known becomes words."""
        kind = block.get("type") if isinstance(block, dict) else None
        if kind in _BLOCKS:
            return block
        self._tell(f"answered with a piece of an unknown kind: {kind!r}")
        return {"type": "text", "text": f"[a piece of an unknown kind: {kind!r}]"}

    def _tell(self, text: str) -> None:
        line = one_line(text, 300)
        if line not in self._told and len(self._told) < 200:
            self._told.add(line)
            self.log(line)


def _with_schema(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool as the specification wants it, where what is missing has one meaning: a schema without its type, a name
    for the person that is no text. An output schema that is no object is dropped, and nothing is held against it.
    """
    schema = tool.get("inputSchema", {})
    made = {key: value for key, value in tool.items() if key in _KEPT}
    if isinstance(schema, dict) and "type" not in schema:
        made["inputSchema"] = {"type": "object", **schema}
    return made


_KEPT = frozenset({"name", "title", "description", "inputSchema", "annotations", "_meta"})


@asynccontextmanager
async def forgiving(transport: Transport, log: Callable[[str], None]) -> AsyncIterator[TransportStreams]:
    """The same transport, each answer mended."""
    mend = Forgiving(log)
    async with transport as (read, write):
        sending, receiving = anyio.create_memory_object_stream[SessionMessage | Exception](0)

        async def pump() -> None:
            async with sending:
                try:
                    async for message in read:
                        await sending.send(mend.mended(message))
                except (anyio.ClosedResourceError, anyio.BrokenResourceError, anyio.EndOfStream):
                    return

        async with anyio.create_task_group() as group:
            group.start_soon(pump)
            yield _as_read(receiving), write
            group.cancel_scope.cancel()
        receiving.close()


def _as_read(stream: MemoryObjectReceiveStream[SessionMessage | Exception]) -> Any:
    return stream
