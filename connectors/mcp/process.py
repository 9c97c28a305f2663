"""The stdio transport: one confined process that is spoken with line by line, bounded in what it may say.

The SDK's own inherits the folder and keeps a line of any length in memory; this one does neither. Whatever a server
prints besides messages goes to the connector's log.
"""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import mcp_types as types
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.client._transport import TransportStreams
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

from agent.core.running import Launch
from connectors.mcp.results import one_line

LONGEST_LINE = 16 * 1024**2
MOST_LOGGED = 200_000
_PIECE = 65_536
_ENDS = 300
_ID = re.compile(rb'"id"\s*:\s*(\d{1,15}|"[^"\\]{1,60}")')
_TOO_LONG = -32000
_PATIENCE = 2.0
_LOGGED_LINE = 500
_KEPT_LINES = 4
_LAST_WORDS = 0.5
_DEEPEST = 100
Received = SessionMessage | Exception


class ServerEndedError(Exception):
    """The process ended. `code` is its exit code, negative for a signal, None when it is not known."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the program ended (exit code {code})")
        self.code = code


class Process:
    """A server that runs. `ended` is set when it speaks no more; `died` says that it did so by itself."""

    def __init__(self, child: asyncio.subprocess.Process, log: Callable[[str], None]) -> None:
        self._child, self._log = child, log
        self._logged, self._stopping = 0, False
        self._last: deque[str] = deque(maxlen=_KEPT_LINES)
        self.ended = asyncio.Event()
        self.died = False

    @property
    def code(self) -> int | None:
        """Its exit code, None while it lives."""
        return self._child.returncode

    @property
    def last(self) -> tuple[str, ...]:
        """What it printed last besides messages, line by line."""
        return tuple(self._last)

    async def read(self, to: MemoryObjectSendStream[Received]) -> None:
        """Every message of it, until it ends. A line that is too long is answered in its place with an error."""
        line, dropped = bytearray(), 0
        try:
            while piece := await _stream(self._child.stdout).read(_PIECE):
                *whole, rest = piece.split(b"\n")
                for part in whole:
                    line += part
                    await self._deliver(bytes(line), dropped, to)
                    line, dropped = bytearray(), 0
                line += rest
                if len(line) > LONGEST_LINE:
                    dropped += len(line) - 2 * _ENDS
                    line = line[:_ENDS] + line[-_ENDS:]
        except (anyio.ClosedResourceError, anyio.BrokenResourceError, ConnectionError, ValueError):
            return
        finally:
            self.died = not self._stopping
            self.ended.set()
            to.close()

    async def _deliver(self, line: bytes, dropped: int, to: MemoryObjectSendStream[Received]) -> None:
        if not line.strip():
            return
        if dropped:
            self.note(f"sent a message of about {dropped + len(line)} bytes, which is too long")
            if (refused := _refused(line)) is not None:
                await to.send(SessionMessage(refused))
            return
        message = _message(line)
        if message is None:
            self._last.append(line[:_LOGGED_LINE].decode("utf-8", "replace"))
            self.note(f"printed what is no message: {line[:_LOGGED_LINE]!r}")
            return
        await to.send(SessionMessage(message))

    async def write(self, given: MemoryObjectReceiveStream[SessionMessage]) -> None:
        """Send what is given, until nobody gives anything more."""
        stdin = self._child.stdin
        try:
            async for message in given:
                text = message.message.model_dump_json(by_alias=True, exclude_unset=True)
                if stdin is not None:
                    stdin.write(text.encode() + b"\n")
                    await stdin.drain()
        except (ConnectionError, OSError, anyio.ClosedResourceError, anyio.BrokenResourceError):
            self.ended.set()

    async def drain(self) -> None:
        """Its stderr, into the log. What goes beyond the bound is read and dropped: a full pipe would stop it."""
        rest = b""
        while piece := await _stream(self._child.stderr).read(_PIECE):
            *lines, rest = (rest + piece).split(b"\n")
            rest = rest[:_LOGGED_LINE]
            for line in lines:
                self.printed(line[:_LOGGED_LINE].decode("utf-8", "replace"))
        if rest:
            self.printed(rest.decode("utf-8", "replace"))

    def printed(self, text: str) -> None:
        """A line of its own words."""
        if text.strip():
            self._last.append(text)
        self.note(text)

    def note(self, text: str) -> None:
        """A line in the log, as long as there is room."""
        if self._logged > MOST_LOGGED:
            return
        self._logged += len(text) + 1
        self._log("(it says too much: no more is kept)" if self._logged > MOST_LOGGED else one_line(text, _LOGGED_LINE))

    async def stop(self) -> None:
        """Close its stdin, wait a little, then end its whole group. What it started and left behind ends too."""
        self._stopping = True
        if self._child.stdin is not None:
            with contextlib.suppress(ConnectionError, OSError, RuntimeError):
                self._child.stdin.close()
        await self._gone()
        self._kill()
        await self._gone()

    async def _gone(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await self._child.wait()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self._child.kill()
            else:
                os.killpg(self._child.pid, signal.SIGKILL)


@asynccontextmanager
async def started(launch: Launch, log: Callable[[str], None]) -> AsyncIterator[Process]:
    """The process, until the block is left.

    Raises:
        OSError: it cannot be started.
    """
    child = await asyncio.create_subprocess_exec(
        *launch.argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=dict(launch.env), cwd=launch.cwd, start_new_session=True,
    )  # fmt: skip
    process = Process(child, log)
    try:
        yield process
    finally:
        await asyncio.shield(asyncio.ensure_future(process.stop()))


@asynccontextmanager
async def speaking(process: Process) -> AsyncIterator[TransportStreams]:
    """The streams of the SDK to a process that runs."""
    sending, received = anyio.create_memory_object_stream[Received](0)
    outgoing, given = anyio.create_memory_object_stream[SessionMessage](0)
    tasks = [
        asyncio.ensure_future(work) for work in (process.read(sending), process.write(given), process.drain())
    ]  # fmt: skip
    try:
        yield _any(received), _any(outgoing)
    finally:
        if process.died:  # its last words may still be on their way
            await asyncio.wait(tasks[2:], timeout=_LAST_WORDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for stream in (sending, received, outgoing, given):
            stream.close()


def _message(line: bytes) -> types.JSONRPCMessage | None:
    """What a line says. What is nested deeper than the library reads is cut off there, so that it costs only itself."""
    try:
        return types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except (ValidationError, ValueError):
        pass
    try:
        return types.jsonrpc_message_adapter.validate_python(_shallow(json.loads(line), _DEEPEST), by_name=False)
    except (ValidationError, ValueError, RecursionError):
        return None


def _shallow(value: object, left: int) -> object:
    """The value, with nothing in the place of what is nested more than `left` times."""
    if isinstance(value, dict):
        return {key: _shallow(one, left - 1) for key, one in value.items()} if left else None
    if isinstance(value, list):
        return [_shallow(one, left - 1) for one in value] if left else None
    return value


def _refused(line: bytes) -> types.JSONRPCError | None:
    """The answer in the place of one that is too long, when it says whose it is."""
    found = _ID.search(line[:_ENDS]) or _ID.search(line[-_ENDS:])
    if found is None:
        return None
    text = found[1].decode("utf-8", "replace")
    number: int | str = text[1:-1] if text.startswith('"') else int(text)
    words = f"The answer is longer than {LONGEST_LINE // 1024**2} MB."
    return types.JSONRPCError(jsonrpc="2.0", id=number, error=types.ErrorData(code=_TOO_LONG, message=words))


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise ValueError("started without pipes")
    return stream


def _any(stream: object) -> Any:
    return stream
