"""`run_python`: code of the model on clones of files. What it made comes back as a ChangeSet, like any change."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace

from agent.calls.params import array, parsed, schema
from agent.core.actions import Action, Effect, Intent, Source, Trust
from agent.core.changes import ChangeSet
from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.messages import Result, ToolCall, ToolSpec
from agent.core.paths import shown
from agent.core.ports import Files, Progress, ReadyCall
from agent.core.running import Bounds, Code, Harvest, Ran, Room, RunEnd
from agent.core.words import Words
from agent.tools.gathering import gathered
from agent.tools.inputs import Filling, Given, Wanted, wanted
from agent.tools.ready import ReadLog, heard
from agent.tools.telling import changed, failure, for_person, pictures, refused, words
from agent.tools.web.fetching import Fetches, Outside

MOST_SECONDS = 600
_NAMED = 5
_LINE = 200  # characters of a purpose: it is a title
_TEXT = {"type": "string"}
_RUN = Words("Run code: {purpose}", "プログラムを実行: {purpose}")
_ON = Words("Run code on {names}", "{names} に対してプログラムを実行")
_ALONE = Words("Run code", "プログラムを実行")
_LATE = Words("No time is left for running code.", "制限時間に達したため、プログラムを実行していません。")

RoomOf = Callable[[], AbstractAsyncContextManager[tuple[Room, bool]]]
"""The Room of one agent in one Turn, for one run at a time; and whether the variables of earlier runs are gone."""


_PARAMETERS = schema(("code",), code=_TEXT, files=array(_TEXT), purpose=_TEXT, seconds={"type": "integer"})
_PROPOSED = "What it creates, changes or deletes there becomes a proposed change."
_STAY = (
    "Variables stay for your next calls, files do not: name them again. You hear prints, the last expression and "
    "figures. `purpose`: a line for the person."
)
_NATIVE = (
    "Run Python on copies of `files` (paths, folders, wildcards), the working directory: for many rows or files and "
    f"every calculation, not for single edits. {_PROPOSED} pandas, numpy, matplotlib, openpyxl, docx, pptx, pypdf, PIL "
    "and `deskhand` (help(deskhand)), which reads every format and edits without loss; openpyxl drops pictures and "
    f"charts of a workbook that it saves. No network: deskhand.fetch(url) asks. {_STAY}"
)
_SMALL = (
    "Run a part of Python on copies of `files` (paths, folders, wildcards), the working directory: for many rows or "
    f"files and every calculation. {_PROPOSED} No libraries but csv, json, re, datetime, decimal, math and the like, "
    "and `deskhand` (tables, text, read, create, edit, convert) for documents. No `yield`, no `del`, no class that "
    f"inherits. {_STAY}"
)
NAME = "run_python"


@dataclass(frozen=True, slots=True)
class Running:
    """What runs of one agent in one Turn need: `progress` gives, for the id of a call, what hears the lines that its
    code prints; `left` are the seconds that the Turn has, None without a limit.

    `native`: CPython with its libraries is there, not the small interpreter alone. `outside` is the way to the web,
    None where nobody can be asked.
    """

    room: RoomOf
    native: bool
    progress: Callable[[str], Progress]
    left: Callable[[], float | None] = lambda: None
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Code with what it is given: `before` runs first, `put` adds to the Room, `taken` leaves out of the harvest."""

    code: Code
    inputs: tuple[Wanted, ...]
    before: Code | None = None
    put: Callable[[Room], None] = lambda _: None
    taken: Callable[[Harvest], Harvest] = lambda harvest: harvest


class RunTool:
    """Python over clones of files, confined; variables stay within a Turn."""

    def __init__(self, files: Files, running: Running, log: ReadLog, language: str) -> None:
        self._files, self._running, self._log, self._language = files, running, log, language
        self._heard: dict[str, Source] = {}

    @property
    def spec(self) -> ToolSpec:
        """What there is in the Tier."""
        return ToolSpec(NAME, _NATIVE if self._running.native else _SMALL, _PARAMETERS)

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        text = arguments.text("code")
        if not text.strip():
            raise InvalidArgumentsError("Give the Python source in `code`.")
        seconds = arguments.number("seconds", int(Bounds().seconds))
        if not 1 <= seconds <= MOST_SECONDS:
            raise InvalidArgumentsError(f"`seconds` is from 1 to {MOST_SECONDS}.")
        inputs = wanted(self._files, arguments.texts("files"))
        code = Code(text, bounds=Bounds(seconds=seconds))
        purpose = " ".join(shown(arguments.text("purpose")[:_LINE]).split())
        return self.ready(Job(code, inputs), purpose, call.id)

    def ready(self, job: Job, purpose: str, call: str) -> ReadyCall:
        """The call that does a Job; `call` is the id of the ToolCall."""
        return ReadyRun(self._intent(job.inputs, purpose), self, job, call)

    def _intent(self, inputs: tuple[Wanted, ...], purpose: str) -> Intent:
        """What is read. What will change is known when it has run: until then it may be anything in the folders."""
        names = list(dict.fromkeys(self._files.called(one.place) for one in inputs))
        named = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        title = _RUN.of(purpose=purpose) if purpose else _ON.of(names=named) if named else _ALONE
        reads = dict.fromkeys(Action(Effect.READ, str(one.place)) for one in inputs)
        writes = (Action(Effect.WRITE, str(root)) for root in self._files.roots())
        return Intent(title.text(self._language), (*reads, *writes))

    async def run(self, job: Job, title: str, call: str) -> Result:
        """Fill the Room, run, and make a ChangeSet of what is there then."""
        progress = self._running.progress(call)
        async with self._running.room() as (room, gone):
            given = await self._given(room, job)
            if job.before is not None:
                await room.run(job.before, lambda _: None)
            fetches = self._fetches(call, self._sources(given))
            code = replace(self._bounded(job.code), fetching=fetches)
            ran = await room.run(code, lambda line: progress(line, 0, 0))
            hosts = fetches.hosts if fetches else ()
            self._heard |= {host: Source(Trust.OUTSIDE, host) for host in hosts}
            ran = replace(ran, lost=(gone or ran.lost) and job.before is None)
            if ran.end is not RunEnd.DONE:
                raise failure(ran, hosts)
            known = {name: one.sha256 for name, one in given.clones.items()}
            harvest = job.taken(await asyncio.to_thread(room.harvest, self._files.stage, known))
            try:
                return await asyncio.to_thread(self._result, job.code, given, ran, harvest, title)
            except ToolError as error:
                error.told += refused(ran, error)
                raise

    async def _given(self, room: Room, job: Job) -> Given:
        filling = Filling(self._files, job.inputs)
        try:
            given = await asyncio.to_thread(filling.fill, room)
            await asyncio.to_thread(job.put, room)
        finally:
            filling.stop()  # its thread is not ended by a Stop
        for snapshot in given.clones.values():
            self._log.saw(snapshot)
        return given

    def _fetches(self, call: str, given: tuple[Source, ...]) -> Fetches | None:
        outside = self._running.outside
        return None if outside is None else Fetches(outside, call, given, self._running.left)

    def _bounded(self, code: Code) -> Code:
        left = self._running.left()
        if left is not None and left < 1:
            raise ToolError(_LATE, "limit")
        seconds = code.bounds.seconds if left is None else min(left, code.bounds.seconds)
        return replace(code, bounds=replace(code.bounds, seconds=seconds))

    def _result(self, code: Code, given: Given, ran: Ran, harvest: Harvest, title: str) -> Result:
        made = gathered(self._files, self._log, given.clones, harvest)
        found, drawn = tuple(words(ran, given, harvest, made)), pictures(ran)
        told = (*found, *changed(code, made), *drawn)
        for_user = "\n".join(one.text(self._language) for one in for_person(ran, harvest))
        changes = ChangeSet(title, made.changes) if made.changes else None
        return Result(told, for_user, changes, sources=self._sources(given), found=(*found, *drawn))

    def _sources(self, given: Given) -> tuple[Source, ...]:
        """The inputs, and those of earlier runs: variables may hold their words."""
        now = {str(one.place): heard(one.place, (), one.sha256) for one in given.clones.values()}
        found = (*now.values(), *(source for name, source in self._heard.items() if name not in now))
        self._heard |= {name: Source(Trust.FILE, name) for name in now}
        return found


@dataclass(frozen=True, slots=True)
class ReadyRun:
    """See `agent.core.ports.ReadyCall`."""

    intent: Intent
    tool: RunTool
    job: Job
    call: str

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        return await self.tool.run(self.job, self.intent.title, self.call)
