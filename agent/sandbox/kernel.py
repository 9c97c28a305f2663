"""The native Tier: a confined CPython for a Room, which keeps variables until it ends. `inside.main` is its side.

Nothing that comes from it is trusted: answers have checked shapes and sizes, pictures are looked at, and what it prints
is text. It is killed when a run is cancelled or takes too much, and the next run begins with a new one. Between runs it
stands still.
"""

import asyncio
import contextlib
import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Confinement, Profile, Ran, RunEnd, Tier
from agent.core.words import Words
from agent.sandbox import inside
from agent.sandbox.answers import Answer, ForgedError, answer_of, is_ready, wanted
from agent.sandbox.bringing import Clock, bring
from agent.sandbox.child import Child
from agent.sandbox.ends import died, sentence
from agent.sandbox.halting import go_on, halt
from agent.sandbox.parts import Folder
from agent.sandbox.pictures import taken
from agent.sandbox.printed import Printed
from agent.sandbox.watching import exceeded

_MAIN = str(Path(inside.__file__).with_name("main.py"))
_START = 30.0
_KEPT = ("TZ", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR")
_NOT_STARTED = Words(
    "The confined Python did not start, so the code was not run.",
    "隔離した Python を起動できなかったため、プログラムを実行していません。",
)


@dataclass(frozen=True, slots=True)
class _End:
    """How a run ended: with an answer, or why there is none."""

    end: RunEnd
    answer: Answer | None = None
    trouble: str = ""


class Kernel:
    """`agent.sandbox.parts.Interpreter` by CPython. `command` starts Python where that is not `sys.executable`."""

    def __init__(self, confinement: Confinement, folder: Folder, command: Sequence[str] = ()) -> None:
        self._confinement, self._folder = confinement, folder
        self._command = tuple(command) or (sys.executable, "-I", _MAIN)
        self._child: Child | None = None
        self._count = 0
        self._lost = False

    async def run(self, code: Code, progress: Callable[[str], None]) -> Ran:
        """See Interpreter."""
        if code.fresh:
            self.close()
            self._lost = False
        child = self._child or await self._started(code.bounds)
        lost, self._lost = self._lost, False
        began = time.monotonic()
        mark = secrets.token_hex(16)
        printed = Printed(code.bounds.printed, f"\n{mark}\n".encode(), _in_loop(progress))
        child.listen(printed)
        over = False
        try:
            await asyncio.to_thread(go_on, child.pid)
            found = await self._asked(child, code, mark, printed)
            if found.answer is not None:
                await asyncio.to_thread(halt, child.pid)
                over = True
        finally:
            if not over:  # it took too much, it died, it forged, or the run was cancelled
                await self._ended(child)
        figures: tuple[Path, ...] = ()
        if found.answer is not None and found.answer.figures:
            source = self._folder.apart / "figures"
            figures = await asyncio.to_thread(taken, found.answer.figures, source, self._folder.figures)
        value, trouble = (found.answer.value, found.answer.trouble) if found.answer else ("", found.trouble)
        seconds = time.monotonic() - began
        return Ran(found.end, Tier.NATIVE, printed.text(), value, trouble, figures, seconds, lost)

    def close(self) -> None:
        """See Interpreter."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    async def _ended(self, child: Child) -> None:
        self._lost, self._child = True, None
        await asyncio.shield(asyncio.to_thread(child.end))

    async def _started(self, bounds: Bounds) -> Child:
        work, apart = self._folder.work, self._folder.apart
        profile = Profile(writes=(work, apart), env=environment(apart), bounds=bounds)
        launch = await asyncio.to_thread(self._confinement.launch, (*self._command, str(apart)), profile, work)
        await asyncio.to_thread(self._folder.begin_process)
        child = Child(launch)
        said = Printed(2_000, b"\0none\0", lambda _: None)
        child.listen(said)
        self._child = child
        ready = False
        try:
            line = await asyncio.wait_for(child.answer(), _START)
            ready = is_ready(line)
        except (ForgedError, TimeoutError):
            ready = False
        finally:
            if not ready:
                await self._ended(child)
        if not ready:
            raise ToolError(_NOT_STARTED, "no_sandbox") from RuntimeError(said.text())
        return child

    async def _asked(self, child: Child, code: Code, mark: str, printed: Printed) -> _End:
        """Have it run; never raises for what code does."""
        self._count += 1
        watch = asyncio.create_task(exceeded(child.pid, code.bounds, self._folder.written, printed))
        clock = Clock(code.bounds.seconds)
        answer = asyncio.create_task(_answer(child, code, mark, self._count, clock))
        try:
            while not (watch.done() or answer.done()) and (left := clock.left()) > 0:
                await asyncio.wait({watch, answer}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return await self._answered(child, answer, code)
            end = watch.result() if watch.done() else RunEnd.TOO_SLOW
            return _End(end, trouble=sentence(end, code.bounds))
        finally:
            watch.cancel()
            answer.cancel()

    async def _answered(self, child: Child, asked: asyncio.Task[bytes], code: Code) -> _End:
        try:
            line = asked.result()
            if not line:
                end, trouble = died(await asyncio.to_thread(child.code), code.bounds)
                return _End(end, trouble=trouble)
            answer = answer_of(line, self._count)
        except ForgedError:
            return _End(RunEnd.CRASHED, trouble="Python was ended: the code broke into what runs it.")
        await asyncio.to_thread(child.heard)
        return _End(RunEnd.DONE if answer.done else RunEnd.RAISED, answer)


async def _answer(child: Child, code: Code, mark: str, number: int, clock: Clock) -> bytes:
    """The line with which it ends; what it wants from outside in between is brought. Raises ForgedError."""
    request = {"id": number, "text": code.text, "name": code.name, "arguments": code.arguments, "mark": mark}
    line = await child.answer(json.dumps(request).encode() + b"\n")
    while (address := wanted(line, number)) is not None:
        with clock.stopped():
            brought = await bring(address, code.fetching)
        line = await child.answer(brought)
    return line


def _in_loop(progress: Callable[[str], None]) -> Callable[[str], None]:
    """`progress` is heard where the run is awaited, not in the thread that reads."""
    loop = asyncio.get_running_loop()

    def told(line: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody hears it
            loop.call_soon_threadsafe(progress, line)

    return told


def environment(apart: Path) -> Mapping[str, str]:
    """The whole environment of the process, made from nothing; `inside.surroundings` adds places of its own."""
    made = {
        "LANG": "C.UTF-8",
        "HOME": str(apart),
        "TMPDIR": str(apart),
        "OPENBLAS_NUM_THREADS": "2",
        "OMP_NUM_THREADS": "2",
        # Each thread would reserve 64 MB of addresses, which count against the bound of memory.
        "MALLOC_ARENA_MAX": "2",
    }
    return made | {name: os.environ[name] for name in _KEPT if name in os.environ}
