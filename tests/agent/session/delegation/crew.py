"""A person, a planner and delegates over one folder of notes; each delegate answers by what its piece says."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

from agent.core.actions import Mode
from agent.core.events import Delegated, ItemEnded, RootGranted
from agent.core.messages import AssistantMessage, ToolMessage, text_of
from agent.core.ports import Traits
from agent.models.scripted import ScriptedModel, calls, check_history, says
from agent.session.delegation.paced import Paced
from agent.session.limits import Limits
from desktop.compose.asked import Asked
from desktop.compose.delegating import Delegating
from desktop.compose.home import Home
from desktop.compose.house import built_house


class Person:
    """Accepts everything (or the rows `only`), and chooses `words`."""

    def __init__(self, words="", only=None):
        self.words = words
        self.only = only
        self.asked = []

    async def ask(self, question, call=""):
        self.asked.append(question)
        rows = tuple(row.index for row in question.rows) if self.only is None else self.only
        return replace(question.answer(rows, True, self.words), at=time.time())


class Hands:
    """A ChatModel that asks `answer(task, step, history)` for each reply; steps count from 0. Serves many at once."""

    name, host, traits = "hands", "", Traits()

    def __init__(self, answer):
        self.answer = answer
        self.heard: list[tuple[str, int]] = []
        self.tasks: list[str] = []
        self.systems: set[str] = set()
        self.tools: set[str] = set()
        self.active = self.most = 0

    async def reply(self, history, tools, settings):
        check_history(history)
        self.systems.add(settings.system)
        self.tools |= {spec.name for spec in tools}
        task, step = text_of(history[0].parts), sum(isinstance(one, AssistantMessage) for one in history)
        self.heard.append((task, step))
        self.active += 1
        self.most = max(self.most, self.active)
        try:
            reply = self.answer(task, step, history)
            if asyncio.iscoroutine(reply):
                reply = await reply
        finally:
            self.active -= 1
        if isinstance(reply, BaseException):
            raise reply
        yield says(reply) if isinstance(reply, str) else numbered(reply, len(self.heard))


def numbered(reply, number):
    """Calls with ids."""
    made = tuple(replace(call, id=f"d{number}_{n}") for n, call in enumerate(reply.message.calls))
    return replace(reply, message=replace(reply.message, calls=made))


def last(history):
    """The words of the last results."""
    message = history[-1]
    assert isinstance(message, ToolMessage)
    return "\n".join(text_of(result.for_model) for result in message.results)


def report(text, *claims, **more):
    """A delegate's report; a claim is (key, value, source, anchor)."""
    fields = ("key", "value", "source", "anchor")
    told = [dict(zip(fields, claim, strict=True)) for claim in claims]
    return calls("report", {"text": text, "claims": told, **more})


class Crew:
    """`notes` files of one line each, "n3.txt" says "30"."""

    def __init__(self, tmp_path: Path, answer, notes=5, parallel=8, left=lambda: None):
        self.root = tmp_path / "folder"
        self.root.mkdir()
        for number in range(1, notes + 1):
            (self.root / f"n{number}.txt").write_text(f"{number * 10}\n")
        self.home = Home(tmp_path / "home")
        for path in (self.home.vault, self.home.staging, self.home.settings):
            path.mkdir(parents=True, exist_ok=True)
        self.hands = Hands(answer)
        self.parallel = parallel
        self.left = left
        self.told: list[object] = []
        self.reopen()

    def reopen(self):
        """A new process."""
        self.house = built_house(self.home)

    def open(self, mode=Mode.ACT):
        opened = self.house.new_session(
            (RootGranted("", str(self.root)),), lambda _s, _n, notice: self.told.append(notice), "en"
        )
        opened.set(mode=mode)
        return opened

    def delegating(self, opened):
        return Delegating(
            self.house.documents, self.home.items(opened.session.id), lambda _talk, pace, _usd: Paced(self.hands, pace),
            self.left, "", self.parallel,
        )  # fmt: skip

    async def turn(self, opened, *steps, approver=None, limits=None, meanwhile=None):
        """One Turn of the planner with these steps; `meanwhile(opened)` runs beside it."""
        self.planner = ScriptedModel([*steps])
        asked = Asked("Go", self.planner, limits=limits or Limits(), language="en", delegating=self.delegating(opened))
        running = asyncio.ensure_future(opened.begin(asked, approver))
        if meanwhile is not None:
            await meanwhile(opened)
        return await running

    def run(self, *steps, mode=Mode.ACT, **more):
        """One Turn in a Session of its own. Returns its end."""

        async def task():
            return await self.turn(self.open(mode), *steps, **more)

        return asyncio.run(task())

    def of(self, kind):
        return [notice for notice in self.told if isinstance(notice, kind)]

    def ends(self):
        """Title-free: the id that the planner gave, and how it ended."""
        return [(one.item.partition(".")[2], str(one.outcome)) for one in self.of(ItemEnded)]

    def inside(self, kind):
        return [one.event for one in self.of(Delegated) if isinstance(one.event, kind)]

    def result(self):
        """What the planner heard of its call of `delegate`."""
        return last(self.planner.heard[-1])

    def files(self):
        return {path.name: path.read_text() for path in self.root.iterdir() if path.is_file()}


def items(*numbers, **more):
    """Each reads its note and writes its own copy."""
    made = [
        {"id": f"i{n}", "task": f"copy n{n}.txt", "reads": [f"n{n}.txt"], "writes": [f"out/c{n}.txt"]} for n in numbers
    ]
    return calls("delegate", {"items": made, **more})


def copying(task, step, history):
    """A good delegate: it reads its note, writes its copy, reports what it found."""
    number = task.split("copy n")[1].split(".txt")[0]
    if step == 0:
        return calls("read", {"path": f"n{number}.txt"})
    if step == 1:
        return calls("write_file", {"path": f"out/c{number}.txt", "text": f"{int(number) * 10} copied\n"})
    return report(f"Copied {number}.", (f"n{number} value", str(int(number) * 10), f"n{number}.txt", "L1"))
