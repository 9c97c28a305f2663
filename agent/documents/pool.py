"""Documents, by worker processes: a bomb, a hang or a crash in a parser costs one worker and one clear sentence."""

import queue
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.core.codec import built
from agent.core.documents import Content, Difference, Drawing, Op, Parts, Problem, Reach, Table
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.running import Confinement
from agent.core.words import Words
from agent.documents import lines
from agent.documents.handing import Handed, handed
from agent.documents.odd_values import refuse_odd
from agent.documents.process import Starter, WorkerProcess
from agent.documents.recognised import Recognised

_CLOSED = Words("Documents are closed: the program is ending.", "プログラムの終了処理中のため、文書を開けません。")
WORKERS = 2
# With the second for each megabyte no file below 2 MB keeps anybody waiting longer than 20 seconds.
SECONDS = 18.0
_SECONDS_A_MEGABYTE = 1.0


class WorkerFaultError(Exception):
    """What went wrong in a worker, as places in the code; the cause of an UnreadableError, for a report."""


class WorkerDocuments:
    """`agent.core.documents.Documents` by up to WORKERS processes, which start when they are needed.

    A worker that is idle for a minute ends itself. `seconds` is the time that a call on a small file may take.
    `command` starts a worker (a packed program has another one than Python). With a `confinement` that is there, a
    worker sees the library of Python, fonts, and copies of the files of its call.
    """

    def __init__(
        self, *, seconds: float = SECONDS, command: Sequence[str] = (), confinement: Confinement | None = None
    ) -> None:
        self._seconds = seconds
        self._starter = Starter(confinement)
        self._command = tuple(command) or (sys.executable, "-m", "agent.documents.worker")
        self._free: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._living: set[WorkerProcess] = set()
        self._closed = False
        for _ in range(WORKERS):
            self._free.put(None)

    def read(self, source: Path, *, start: int = 0, count: int = 400, part: str = "") -> Content:
        """See Documents."""
        return built(Content, self._asked("read", [source], source=source, start=start, count=count, part=part))

    def tables(self, source: Path, *, part: str = "") -> tuple[Table, ...]:
        """See Documents."""
        return tuple(_table(found) for found in self._asked("tables", [source], source=source, part=part))

    def edit(self, source: Path, ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
        """See Documents."""
        return _words(self._asked("edit", [source], source=source, ops=list(ops), target=target))

    def create(self, content: Mapping[str, object], target: Path) -> tuple[Words, ...]:
        """See Documents."""
        return _words(self._asked("create", [], content=content, target=target))

    def pages(self, sources: Sequence[Path], ops: Sequence[Op], target: Path) -> tuple[Words, ...]:
        """See Documents."""
        return _words(self._asked("pages", sources, sources=list(sources), ops=list(ops), target=target))

    def render(self, source: Path, page: int, target: Path, *, width: int = 1200) -> Drawing:
        """See Documents."""
        return built(Drawing, self._asked("render", [source], source=source, page=page, target=target, width=width))

    def convert(self, source: Path, target: Path) -> tuple[Words, ...]:
        """See Documents."""
        return _words(self._asked("convert", [source], source=source, target=target))

    def extract(self, source: Path, part: str, target: Path) -> tuple[Words, ...]:
        """See Documents."""
        return _words(self._asked("extract", [source], source=source, part=part, target=target))

    def redline(self, before: Path, after: Path, target: Path, *, author: str) -> tuple[Words, ...]:
        """See Documents."""
        return _words(self._asked("redline", [before, after], before=before, after=after, target=target, author=author))

    def unlock(self, source: Path, password: str, target: Path) -> None:
        """See Documents."""
        self._asked("unlock", [source], source=source, password=password, target=target)

    def lock(self, source: Path, password: str, target: Path) -> None:
        """See Documents."""
        self._asked("lock", [source], source=source, password=password, target=target)

    def check(self, path: Path) -> None:
        """See Documents."""
        self._asked("check", [path], path=path)

    def diff(self, before: Path | None, after: Path | None) -> tuple[Difference, ...]:
        """See Documents."""
        there = [path for path in (before, after) if path is not None]
        found = self._asked("diff", there, before=before, after=after)
        return tuple(built(Difference, one) for one in found)

    def problems(self, source: Path) -> tuple[Problem, ...]:
        """See Documents."""
        return tuple(built(Problem, one) for one in self._asked("problems", [source], source=source))

    def parts(self, before: Path, after: Path) -> Parts:
        """See Documents."""
        return built(Parts, self._asked("parts", [before, after], before=before, after=after))

    def operations(self, name: str) -> Mapping[str, str]:
        """See Documents."""
        return dict(self._asked("operations", [], name=name))

    def reaches(self, source: Path) -> tuple[Reach, ...]:
        """See Documents."""
        return tuple(built(Reach, one) for one in self._asked("reaches", [source], source=source))

    def recognised(self, picture: Path) -> Recognised:
        """What RapidOCR reads in a picture, where it is installed. Raises UnreadableError."""
        return built(Recognised, self._asked("recognised", [picture], source=picture))

    def close(self) -> None:
        """End the workers. A call that is under way fails with UnreadableError; so does every later one."""
        with self._lock:
            self._closed = True
            living = tuple(self._living)
        for worker in living:
            worker.end()
        self._starter.close()

    def _asked(self, call: str, measured: Sequence[Path], /, **arguments: object) -> Any:
        refuse_odd(arguments)
        files = handed(arguments) if self._starter.confines() else Handed(arguments)
        line = lines.encoded({"call": call, "arguments": files.arguments})
        limit = time_for(*measured, least=self._seconds) + _SECONDS_A_MEGABYTE * len(line) / 1024**2
        worker = self._free.get()
        try:
            worker = worker if worker is not None and worker.lives() else self._started(worker)
            answer = worker.answer(line, limit, files)
            if answer is None and worker.resigned():
                # It ended itself for being idle while it was asked.
                worker = self._started(worker)
                answer = worker.answer(line, limit, files)
            if answer is None:
                raise UnreadableError(worker.why(limit), "unsafe")
        finally:
            self._free.put(worker)
        return _result(answer)

    def _started(self, former: WorkerProcess | None) -> "WorkerProcess":
        if former is not None:
            former.end()
        with self._lock:
            if self._closed:
                raise UnreadableError(_CLOSED, "closed")
            worker = self._starter.started(self._command)
            self._living = {one for one in self._living if one is not former}
            self._living.add(worker)
        return worker


def time_for(*sources: Path, least: float = SECONDS) -> float:
    """How many seconds a call on these files may take."""
    return least + _SECONDS_A_MEGABYTE * sum(map(_megabytes, sources))


def _megabytes(source: Path) -> float:
    try:
        return source.stat().st_size / 1024**2
    except OSError:
        return 0.0


def _table(found: Mapping[str, Any]) -> Table:
    """Not by `built`, which asks for the type of each of a million values."""
    rows = tuple(tuple(row) for row in found["rows"])
    return Table(
        found["name"],
        rows,
        found["anchor"],
        found["first"],
        tuple(found["unsolved"]),
        found["column"],
        found["out_of_date"],
    )


def _words(found: Sequence[Any]) -> tuple[Words, ...]:
    return tuple(built(Words, one) for one in found)


def _result(answer: Any) -> Any:
    if "error" not in answer:
        return answer["result"]
    error = answer["error"]
    words = built(Words, error["words"])
    if error["kind"] == "invalid_arguments":
        raise InvalidArgumentsError(words, error["code"])
    raise UnreadableError(words, error["code"]) from (WorkerFaultError(error["trace"]) if error["trace"] else None)
