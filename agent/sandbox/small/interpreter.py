"""The small Tier in a Room: `agent.sandbox.parts.Interpreter` by pydantic-monty."""

import asyncio
import importlib.util
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.core.documents import Documents
from agent.core.errors import ToolError
from agent.core.running import Code, Confinement, Offer, Ran, RunEnd, Tier
from agent.core.words import Words
from agent.sandbox.ends import sentence
from agent.sandbox.parts import Carried, Folder, UnsupportedError
from agent.sandbox.printed import Printed
from agent.sandbox.small.carrying import Scene, question
from agent.sandbox.small.functions import Functions
from agent.sandbox.small.places import Places
from agent.sandbox.small.program import MEMORY, binary, starter
from agent.sandbox.small.source import LONGEST, with_value
from agent.sandbox.small.sparing import Beginning
from agent.sandbox.small.troubles import CANNOT, Trouble, of_error, of_syntax
from agent.sandbox.small.worker import Told, Worker
from agent.sandbox.watching import exceeded

_START = 30.0
_GONE = 2.0
_ASKED = 10.0
_NOT_STARTED = Words(
    "The small interpreter did not start, so the code was not run.",
    "小型インタープリターを起動できなかったため、プログラムを実行していません。",
)
_NOT_THERE = Words(
    "The small interpreter (pydantic-monty) is not installed.",
    "小型インタープリター（pydantic-monty）がインストールされていません。",
)
_CANNOT = Words(
    "This part of Python is not in the small interpreter.",
    "小型インタープリターは Python のこの機能に対応していません。",
)
_ARGUMENTS = f"Scripts with arguments, and code of more than {LONGEST:,} characters, run natively only."
_CHANGED = (
    "Files were changed before this line, and are too many or too large to begin again: it was not tried natively. To "
    "run all of it natively, call again with `# native` as the first line of the code."
)


@dataclass(frozen=True, slots=True)
class _End:
    """How a run ended. `over`: the process lives on with its variables."""

    end: RunEnd
    value: str = ""
    trouble: Trouble | None = None
    over: bool = False


class SmallTier:
    """The small Tier of this computer. `base` is a folder of Deskhand's own where the script that starts it may lie."""

    def __init__(self, confinement: Confinement, base: Path, documents: Documents | None = None) -> None:
        self._confinement, self._base, self._documents = confinement, base, documents

    def offer(self) -> Offer:
        """Whether it works here: it is started once and must calculate. Blocks."""
        confined = self._confinement.offer()
        if not confined.there:
            return Offer(Tier.SMALL, "", confined.missing)
        if binary() is None or importlib.util.find_spec("pydantic_monty") is None:
            return Offer(Tier.SMALL, "", _NOT_THERE)
        offer = Offer(Tier.SMALL, f"pydantic-monty, {confined.by}", note=confined.note)
        return offer if self._works() else Offer(Tier.SMALL, "", _NOT_STARTED)

    def interpreter(self, folder: Folder) -> "Small":
        """What runs code in a Room."""
        return Small(self.worker, folder, self._documents)

    def worker(self, folder: Path, functions: Functions | None, memory: int = MEMORY) -> Worker:
        """A worker that is not started yet. Raises ToolError (code "no_sandbox"). Blocks."""
        found = binary()
        if found is None:
            raise ToolError(_NOT_THERE, "no_sandbox")
        try:
            program = starter(self._confinement, found, self._base)
        except OSError as error:
            raise ToolError(_NOT_STARTED, "no_sandbox") from error
        return Worker(program, folder, min(memory, MEMORY), functions.all() if functions else {})

    def _works(self) -> bool:
        worker: Worker | None = None
        try:
            worker = self.worker(self._base, None)
            worker.start().result(_START)
            told = worker.feed(with_value("6 * 7"), 0, len).result(_START)
        except Exception:  # noqa: BLE001  the library has many ways to say that a process died
            return False
        finally:
            if worker is not None:
                worker.end()
        return told.value == "42"


class Small:
    """Variables live in one worker until it ends."""

    def __init__(
        self, made: Callable[[Path, Functions | None, int], Worker], folder: Folder, documents: Documents | None
    ) -> None:
        self._made, self._folder = made, folder
        places = Places(folder.work, folder.figures)
        self._functions = Functions(documents, places) if documents else None
        self._worker: Worker | None = None
        self._lost = False
        self._scene = Scene()

    async def run(self, code: Code, progress: Callable[[str], None]) -> Ran:
        """See Interpreter."""
        if code.fresh:
            self.close()
            self._lost, self._scene = False, Scene()
        if code.arguments or len(code.text) > LONGEST:
            raise _unsupported(_ARGUMENTS)
        try:
            text = await asyncio.to_thread(with_value, code.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return Ran(RunEnd.RAISED, Tier.SMALL, trouble=of_syntax(error, code.name).said)
        beginning = Beginning(self._folder.work, self._folder.figures)
        try:
            await asyncio.to_thread(beginning.note, code.text)
            return await self._ran(code, text, progress, beginning)
        finally:
            beginning.drop()

    async def _ran(self, code: Code, text: str, progress: Callable[[str], None], beginning: Beginning) -> Ran:
        began = time.monotonic()
        worker = self._worker or await self._started(code.bounds.memory)
        lost, self._lost = self._lost, False
        loop = asyncio.get_running_loop()
        mark = f"\0{secrets.token_hex(16)}\0".encode()
        printed = Printed(code.bounds.printed, mark, lambda line: _told(loop, progress, line))
        over = False
        try:
            end = await self._fed(worker, text, code, printed)
            over = end.over
        finally:
            if not over:
                self._end(worker)
            self._scene = Scene() if not over else self._scene.after(code.text, whole=_is_whole(end.trouble))
        said = await self._said(end.trouble, beginning)
        return Ran(end.end, Tier.SMALL, printed.text(), end.value, said, seconds=time.monotonic() - began, lost=lost)

    def close(self) -> None:
        """See Interpreter."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    async def carried(self) -> Carried:
        """See Carrier."""
        if self._worker is None or not self._scene.whole:
            return Carried("", whole=self._worker is None and not self._lost)
        names = self._scene.values
        asked = asyncio.wrap_future(self._worker.feed(question(names), 0, len))
        found, _ = await asyncio.wait({asked}, timeout=_ASKED)
        if not found:
            self._end(self._worker)
            return Carried("", whole=False)
        return self._scene.carried(asked.result().value)

    async def _started(self, memory: int) -> Worker:
        """A worker, tried twice: a busy system refuses a namespace now and then (seen once in 10,000 programs)."""
        try:
            return await self._begun(memory)
        except ToolError as error:
            if error.__cause__ is None:
                raise
        return await self._begun(memory)

    async def _begun(self, memory: int) -> Worker:
        worker = await asyncio.to_thread(self._made, self._folder.work, self._functions, memory)
        self._worker = worker
        started = asyncio.wrap_future(worker.start())
        begun = False
        try:
            await asyncio.wait_for(asyncio.shield(started), _START)
            begun = True
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise ToolError(_NOT_STARTED, "no_sandbox") from error
        finally:
            if not begun:
                started.add_done_callback(_seen)
                worker.end()
                self._worker = None
        return worker

    def _end(self, worker: Worker) -> None:
        worker.end()
        self._worker, self._lost = None, True

    async def _fed(self, worker: Worker, text: str, code: Code, printed: Printed) -> _End:
        number = worker.fed
        watch = asyncio.create_task(exceeded(worker.pid, code.bounds, self._folder.written, printed))
        answer = asyncio.wrap_future(worker.feed(text, code.bounds.disk, printed.feed))
        try:
            waiting: set[asyncio.Future[Any]] = {watch, answer}
            await asyncio.wait(waiting, timeout=code.bounds.seconds, return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return _answered(answer.result(), code, number, worker.memory)
            end = watch.result() if watch.done() else RunEnd.TOO_SLOW
            return _End(end, trouble=Trouble(end, sentence(end, code.bounds)))
        finally:
            watch.cancel()
            if not answer.done():
                answer.add_done_callback(_seen)
                worker.end()
                await asyncio.wait({answer}, timeout=_GONE)

    async def _said(self, trouble: Trouble | None, beginning: Beginning) -> str:
        """What the model hears. Raises UnsupportedError: another interpreter shall try it from the beginning."""
        if trouble is None:
            return ""
        if not trouble.lacks:
            return trouble.said
        if not await asyncio.to_thread(beginning.again):
            return f"{trouble.said}\n{CANNOT}\n{_CHANGED}"
        raise _unsupported(f"{trouble.said}\n{CANNOT}")


def _answered(told: Told, code: Code, number: int, memory: int) -> _End:
    if told.error is None:
        return _End(RunEnd.DONE, told.value, over=True)
    trouble = of_error(told.error, code, number, memory)
    return _End(trouble.end, trouble=trouble, over=trouble.end is RunEnd.RAISED)


def _is_whole(trouble: Trouble | None) -> bool:
    """Whether what was done counts: not when another interpreter runs the same code from its beginning."""
    return trouble is None or not (trouble.lacks and trouble.began)


def _told(loop: asyncio.AbstractEventLoop, progress: Callable[[str], None], line: str) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(progress, line)


def _seen(future: "asyncio.Future[Any]") -> None:
    """An end that nobody waits for is no fault."""
    if not future.cancelled():
        future.exception()


def _unsupported(said: str) -> UnsupportedError:
    return UnsupportedError(Words(said, _CANNOT.ja))
