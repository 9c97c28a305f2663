"""JSON-RPC messages, one a line, for the connection of the SDK: a `Transport` over threads, so that it works on every
system, and so that what is sent leaves in the order in which it was said.
"""

import json
import logging
import math
from collections.abc import Mapping
from typing import Any, Protocol

_PARSE_ERROR = {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "Parse error"}}
_NO_REQUEST = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": "Invalid request"}}
_NO_ERROR = {"code": -32603, "message": "Error"}
_log = logging.getLogger("desktop")


class Lines(Protocol):
    """Where lines come from: `desktop.wire.stdio.LineReader`."""

    async def next(self) -> bytes | None:
        """The next one; None at the end."""


class Sink(Protocol):
    """Where lines go: `desktop.wire.stdio.LineWriter`."""

    def put(self, line: bytes) -> None:
        """Write one, in order, without waiting."""


class After:
    """Lines whose first one was read before (with its newline; b"" when there was none, or half of one)."""

    def __init__(self, first: bytes, rest: Lines) -> None:
        self._first = first
        self._rest = rest

    async def next(self) -> bytes | None:
        """See `Lines`."""
        first, self._first = self._first, b"\n"
        if first == b"\n":
            return await self._rest.next()
        return first[:-1] if first.endswith(b"\n") else None


class Pipe:
    """What is no JSON, or no object, is answered with an error and costs nothing else."""

    def __init__(self, reader: Lines, writer: Sink) -> None:
        self._reader = reader
        self._writer = writer

    def put(self, message: Mapping[str, Any]) -> None:
        """Send one message without waiting. Names of files that are no text lose what no text can hold."""
        line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        self._writer.put(line.encode("utf-8", "replace"))

    async def send(self, message: dict[str, Any]) -> None:
        """The same, as the connection wants it."""
        self.put(message)

    async def receive(self) -> dict[str, Any] | None:
        """The next message; None when the editor is gone."""
        while (line := await self._reader.next()) is not None:
            if not line.strip():
                continue
            try:
                message = json.loads(line)
            except (ValueError, RecursionError):
                _log.warning("a line that is no JSON")
                self.put(_PARSE_ERROR)
                continue
            if isinstance(message, dict) and isinstance(message.get("method", ""), str) and _has_id(message):
                return _understood(message)
            self.put(_NO_REQUEST)
        return None

    async def close(self) -> None:
        """Nothing to do: the streams are the program's."""


def _has_id(message: dict[str, Any]) -> bool:
    """Whether its id is one that can be answered to; NaN and Infinity are no JSON."""
    number = message.get("id")
    return isinstance(number, (str, int, type(None))) or (isinstance(number, float) and math.isfinite(number))


def _understood(message: dict[str, Any]) -> dict[str, Any]:
    """An error in words of its own is still an answer: the connection ends where it cannot read one."""
    error = message.get("error")
    if "method" in message or error is None or (isinstance(error, dict) and type(error.get("code", 0)) is int):
        return message
    return {**message, "error": _NO_ERROR}
