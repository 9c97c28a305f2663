"""One process of pydantic-monty with its variables, and the thread that talks to it.

The thread lives as long as the process, which dies with it. The library's other way, without a thread of ours, aborted
the whole program once when it ended while a worker could not start.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_monty import ExternalModule, Monty, MontyError, MountDir

from agent.sandbox.small.program import killed
from agent.sandbox.small.source import PRELUDE

ROOM = "/room"
"""What the working directory is called inside, as in the native Tier."""

_ENDLESS = 100_000_000  # calls out; time bounds them


@dataclass(frozen=True, slots=True)
class Told:
    """What a text ended with: the value as it shows itself, or the error."""

    value: str = ""
    error: MontyError | None = None


class Worker:
    """Start it, feed it, end it. `start` and `feed` run in its own thread, one after the other."""

    def __init__(self, program: Path, work: Path, memory: int, functions: Mapping[str, Callable[..., object]]) -> None:
        self._program, self.memory, self._work = program, memory, work
        self._functions = dict(functions)
        self._thread = ThreadPoolExecutor(1, "small")
        self._held = contextlib.ExitStack()
        self._session: Any = None
        self._ending = threading.Event()
        self.pid = 0
        self.fed = 0

    def start(self) -> "Future[None]":
        """Start the process. Raises (when asked for) MontyError or OSError: it does not start."""
        return self._thread.submit(self._start)

    def feed(self, text: str, disk: int, printed: Callable[[bytes], object]) -> "Future[Told]":
        """Run a text that may write `disk` bytes. The Future never raises for what it does."""
        return self._thread.submit(self._feed, text, disk, printed)

    def end(self) -> None:
        """End the process, at once and whatever it does. Any thread; twice is once."""
        if not self._ending.is_set():
            self._ending.set()
            if self.pid:
                killed(self.pid)
            self._thread.submit(self._drop)
            self._thread.shutdown(wait=False)

    def _start(self) -> None:
        pool = Monty(
            binary_path=self._program, min_processes=0, max_processes=1, max_checkouts_per_worker=1,
            feed_duration_limit_grace=None, turn_duration_limit_grace=None,
        )  # fmt: skip
        self._held.enter_context(pool)
        modules = {"deskhand": ExternalModule(self._functions)} if self._functions else {}
        session = pool.checkout(
            script_name="code.py",
            limits={
                "max_memory": self.memory, "max_suspensions": _ENDLESS,
            },
            assert_message_annotations=False,
            os_policy={"timezone": _zone(), "sleep_system_max": 3600.0},
            external_modules=modules,
        )  # fmt: skip
        self._held.enter_context(session)
        self._session = session
        self.pid = session.worker_pid or 0
        self._feed(PRELUDE, 0, _silent)
        if self._ending.is_set():
            self._drop()

    def _feed(self, text: str, disk: int, printed: Callable[[bytes], object]) -> Told:
        number = self.fed
        self.fed += 1
        with MountDir(host_path=self._work, virtual_path=ROOM, mode="read-write", write_bytes_limit=disk) as mount:
            try:
                value = self._session.feed_run(
                    text, mount=mount, cwd=ROOM, print_callback=lambda _, said: printed(said.encode("utf-8", "replace"))
                )
            except MontyError as error:
                return Told(error=error)
        return Told(value if number and isinstance(value, str) else "")

    def _drop(self) -> None:
        with contextlib.suppress(Exception):  # the process is dead, and the library says so in several ways
            self._held.close()
        self._session = None


def _zone() -> Any:
    here = time.localtime()
    return {"offset_seconds": here.tm_gmtoff, "name": here.tm_zone}


def _silent(_: bytes) -> None:
    """What nobody reads."""
