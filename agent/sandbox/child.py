"""One confined process and the pipes to it: started, asked, listened to, ended with all that it started.

Its pipes are read by threads, not by the loop: it may be ended from any thread, and outlives none that it needs.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import IO

from agent.core.running import Launch
from agent.sandbox.answers import LONGEST
from agent.sandbox.printed import Printed

_CHUNK = 65_536
# What nobody keeps is read no faster than this: a flood waits for us, not we for it.
_FLOOD = 1_000_000
_REST = 0.01
_GONE = 2.0


class Child:
    """A process that runs. One that is started in a thread dies with that thread."""

    def __init__(self, launch: Launch) -> None:
        self._process = subprocess.Popen(
            launch.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(launch.env),
            cwd=launch.cwd, bufsize=0, start_new_session=True,
            creationflags=0x08000000 if sys.platform == "win32" else 0,
        )  # fmt: skip
        self._printed: Printed | None = None
        self._lock = threading.Lock()
        self._heard = threading.Event()
        self._ending = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """Its number; of what confines it, to be exact."""
        return self._process.pid

    def listen(self, printed: Printed) -> None:
        """From now on what it prints goes there."""
        with self._lock:
            self._heard.clear()
            self._printed = printed

    def heard(self) -> None:
        """Wait until everything that it printed up to the mark is there, and listen no more. Blocks, but not for long:
        code may have closed what it prints to.
        """
        self._heard.wait(_GONE if self._listener.is_alive() else 0)
        with self._lock:
            self._printed = None

    async def answer(self, line: bytes = b"") -> bytes:
        """The next line that it answers, after it was asked `line`; b"" when it ended instead."""
        loop = asyncio.get_running_loop()
        answer = loop.create_future()

        def told(found: bytes) -> None:
            if not answer.done():
                answer.set_result(found)

        def converse() -> None:
            found = self._conversed(line)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(told, found)

        # Not in the pool of the loop: that is small, and a run takes minutes.
        threading.Thread(target=converse, daemon=True).start()
        found: bytes = await answer
        return found

    def kill(self) -> None:
        """Kill it with all that it started, if it lives. Blocks until it is gone, at most 2 seconds."""
        self._ending.set()
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                _kill(self._process.pid)
        self.code()

    def code(self) -> int:
        """Its exit code, negative for a signal, waited for at most 2 seconds; then it counts as killed. Blocks."""
        try:
            return self._process.wait(_GONE)
        except subprocess.TimeoutExpired:
            return -9

    def end(self) -> None:
        """Kill it, take what it printed last, and close its pipes. Blocks, and twice is once."""
        self.kill()
        if threading.current_thread() is not self._listener:
            self._listener.join(_GONE)
        self.heard()
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        for pipe in pipes if not self._listener.is_alive() else ():
            _close(pipe)

    def _conversed(self, line: bytes) -> bytes:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            return b""
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[asked.write(rest) :]
            return _line(answers)
        except (OSError, ValueError):
            return b""

    def _listen(self) -> None:
        stream, unkept = self._process.stderr, 0
        while stream is not None and (data := stream.read(_CHUNK)):
            unkept += self._took(data)
            if unkept >= _FLOOD:
                unkept = 0
                self._ending.wait(_REST)
        self._heard.set()

    def _took(self, data: bytes) -> int:
        """How many bytes of it nobody keeps."""
        with self._lock:
            printed = self._printed
            if printed is None or printed.over():
                return len(data)
            printed.feed(data)
            if printed.over():
                self._heard.set()
            return len(data) if printed.flooded else 0


def _line(stream: IO[bytes]) -> bytes:
    """A line, of at most LONGEST bytes, from a pipe that is read without a buffer; without an end when it has none."""
    found = b""
    while not found.endswith(b"\n") and len(found) <= LONGEST:
        data = stream.read(_CHUNK)
        if not data:
            return b""
        found += data
    return found


def _kill(pid: int) -> None:
    """Kill a process that leads a group, and its group."""
    kill = getattr(os, "killpg", os.kill)  # Windows has no groups, and ends a process at once by any number
    kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with contextlib.suppress(OSError):
            pipe.close()
