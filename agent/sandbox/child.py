"""One confined process and the pipes to it: started, asked, listened to, ended with all that it started."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process, SubprocessStreamProtocol
from pathlib import Path

from agent.core.running import Launch
from agent.sandbox.answers import LONGEST
from agent.sandbox.printed import Printed

_CHUNK = 65_536
# What nobody keeps is read no faster than this: a flood waits for us, not we for it.
_FLOOD = 1_000_000
_REST = 0.01
_GONE = 2.0


class Child:
    """A process that runs. It is used in the loop that it was started in; `end` may be called from any thread."""

    def __init__(self, process: Process, transport: asyncio.SubprocessTransport) -> None:
        self._process, self._transport = process, transport
        self._loop = asyncio.get_running_loop()
        self._printed: Printed | None = None
        self._marked = asyncio.Event()
        self._listener = asyncio.create_task(self._listen())

    @classmethod
    async def started(cls, launch: Launch) -> "Child":
        """Start it in a group of its own."""
        loop = asyncio.get_running_loop()
        # As create_subprocess_exec does it, which keeps to itself what must be closed before the loop is.
        transport, protocol = await loop.subprocess_exec(
            lambda: SubprocessStreamProtocol(limit=LONGEST, loop=loop),
            *launch.argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=dict(launch.env), cwd=launch.cwd,
            start_new_session=True, creationflags=0x08000000 if sys.platform == "win32" else 0,
        )  # fmt: skip
        return cls(Process(transport, protocol, loop), transport)

    @property
    def pid(self) -> int:
        """Its number; of what confines it, to be exact."""
        return self._process.pid

    async def ask(self, line: bytes) -> None:
        """Send a request. A process that ended meanwhile answers with b""."""
        if self._process.stdin is not None:
            self._process.stdin.write(line + b"\n")
            with contextlib.suppress(ConnectionError):
                await self._process.stdin.drain()

    async def answer(self) -> bytes:
        """The next line that it answers; b"" when it ended. One that is too long is cut, and so no answer."""
        if self._process.stdout is None:
            return b""
        try:
            return await self._process.stdout.readline()
        except (ValueError, ConnectionError):
            return b"too long"

    def listen(self, printed: Printed) -> None:
        """From now on what it prints goes there."""
        self._marked.clear()
        self._printed = printed

    async def heard(self) -> None:
        """Wait until everything that was printed so far is there; not for long, because code may have closed it."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._marked.wait(), _GONE)

    async def ended(self) -> int:
        """Wait until it is gone, and what it printed last is there; its exit code, negative for a signal."""
        code = await self._process.wait()
        await asyncio.wait({self._listener}, timeout=_GONE)
        self._listener.cancel()
        self._transport.close()
        return code

    def end(self) -> None:
        """Kill it, and listen no more. Blocks as `kill`."""
        self.kill()
        self._close_pipes()

    def kill(self) -> None:
        """Kill it with all that it started. Blocks until it is gone, at most 2 seconds."""
        if self._process.returncode is None:
            killed(self._process.pid)
            until = time.monotonic() + _GONE
            while lives(self._process.pid) and time.monotonic() < until:
                time.sleep(0.002)

    def _close_pipes(self) -> None:
        if self._loop.is_closed():
            return
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._transport.close)
        else:
            self._transport.close()

    async def _listen(self) -> None:
        stream, unkept = self._process.stderr, 0
        while stream is not None and (data := await stream.read(_CHUNK)):
            printed = self._printed
            if printed is None or printed.over():
                unkept += len(data)
            else:
                printed.feed(data)
                unkept += len(data) if printed.flooded else 0
                if printed.over():
                    self._marked.set()
            if unkept >= _FLOOD:
                unkept = 0
                await asyncio.sleep(_REST)
        self._marked.set()


def killed(pid: int) -> None:
    """Kill a process that leads a group, and its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        kill = getattr(os, "killpg", os.kill)  # Windows has no groups, and ends a process at once by any number
        kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def lives(pid: int) -> bool:
    """Whether a process does something still; one that only waits to be noticed does not."""
    try:
        about = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return False
    return about.rpartition(")")[2].split()[:1] != ["Z"]
