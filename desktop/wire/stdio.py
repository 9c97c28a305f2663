"""Lines over standard input and output, for an asyncio program on every platform.

Threads read and write, because asyncio cannot wait for a pipe of standard input on Windows.
"""

import asyncio
import os
import queue
import sys
import threading
from typing import BinaryIO

MAX_LINE = 64 * 1024 * 1024


class LineReader:
    """Lines of a binary stream, without the newline; `None` at its end. A line that is too long ends it too."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        threading.Thread(target=self._pump, name="stdin", daemon=True).start()

    async def next(self) -> bytes | None:
        """The next line."""
        return await self._lines.get()

    def _pump(self) -> None:
        while line := self._stream.readline(MAX_LINE):
            if not line.endswith(b"\n"):
                break
            self._put(line[:-1])
        self._put(None)

    def _put(self, line: bytes | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:  # the loop is closed: the program ends
            return


class LineWriter:
    """Writes lines in their order without making the caller wait. `close` waits until all are out."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._pump, name="stdout", daemon=True)
        self._thread.start()

    def put(self, line: bytes) -> None:
        """Queue one line."""
        self._lines.put(line)

    def close(self) -> None:
        """Write what is queued, at most five seconds."""
        self._lines.put(None)
        self._thread.join(5)

    def _pump(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                self._stream.write(line + b"\n")
                self._stream.flush()
            except (OSError, ValueError):  # the window is gone: the reader will see the end
                return


def private_stdout() -> BinaryIO:
    """Standard output for the protocol alone: what anybody else prints goes to standard error from here on."""
    private = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return private
