"""A Turn with small doubles at its ports, and what it told."""

import asyncio
import json
import time
from dataclasses import dataclass, field, replace

from agent.core.actions import Action, Effect, Intent, Mode
from agent.core.changes import Changed, ChangeSet, Checkpoint, Create, Delete, Staged
from agent.core.errors import InvalidArgumentsError, NeedsUserError, NotFoundError
from agent.core.events import MessageAdded, Notice
from agent.core.messages import AssistantMessage, Result, Text, ToolMessage, ToolSpec, UserMessage
from agent.core.paths import Place
from agent.core.ports import Settings, Tool
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.loop.turn import Turn, run_turn
from agent.models.scripted import ScriptedModel, calls
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.session.guard import TurnGuard


@dataclass
class Look:
    """Answers with its arguments; "missing" is not there, "bug" is our fault, "slow" never ends, "disk" is full, and a
    "clock" goes on.
    """

    spec = ToolSpec("look", "look", {"type": "object"})
    asked: str = ""

    @property
    def intent(self):
        return Intent("Look", (Action(Effect.READ, self.asked),))

    def prepare(self, call):
        try:
            return Look(json.loads(call.arguments)["at"])
        except (ValueError, KeyError) as error:
            raise InvalidArgumentsError("look needs 'at'.") from error

    async def run(self):
        if self.asked == "missing":
            raise NotFoundError(Words("There is no such file.", "ファイルがありません。"))
        if self.asked == "bug":
            raise RuntimeError("a bug")
        if self.asked == "disk":
            raise NeedsUserError(
                Words("The disk is full.", "満杯です。"), Words("Make room.", "空けてください。"), "disk_full"
            )
        if self.asked == "slow":
            await asyncio.Event().wait()
        if self.asked == "clock":
            return Result((Text(f"saw {time.perf_counter_ns()}"),))
        return Result((Text(f"saw {self.asked}"),))


@dataclass
class Change:
    """Proposes to delete the named files and to make one new one."""

    spec = ToolSpec("change", "change", {"type": "object"})
    intent = Intent("Change", (Action(Effect.WRITE, "."),))  # anything below the first Root
    names: tuple[str, ...] = ()

    def prepare(self, call):
        return Change(tuple(json.loads(call.arguments)["names"]))

    async def run(self):
        new = Create(Place("", "new.txt"), Staged("/staging/1", "00", 1))
        return Result(
            (Text("proposed"),), changes=ChangeSet("Tidy", (*(Delete(Place("", n)) for n in self.names), new))
        )


@dataclass
class Committed:
    """A Ledger that only remembers."""

    sets: list[ChangeSet] = field(default_factory=list)
    pause: asyncio.Event | None = None

    async def examine(self, changes):
        """Nothing is refused, nothing is found."""
        return ()

    async def commit(self, changes, call=""):
        if self.pause is not None:
            await self.pause.wait()
        self.sets.append(changes)
        return Checkpoint("c1", "s", changes.title, "", tuple(Changed("delete", str(c.place)) for c in changes.changes))

    async def undo(self, checkpoint, only=()):
        raise AssertionError("not asked for here")


@dataclass
class Person:
    """Accepts the rows whose targets are in `yes`."""

    yes: tuple[str, ...] = ()
    words: str = ""
    asked: list[str] = field(default_factory=list)

    async def ask(self, question, call=""):
        self.asked.append(question.title)
        accepted = tuple(row.index for row in question.rows if row.target in self.yes)
        return replace(question.answer(accepted, bool(accepted), self.words), at=time.time())


def looks(at):
    return calls("look", {"at": at})


def changes(names):
    return calls("change", {"names": names})


class World:
    """What a Turn needs, and what it told."""

    def __init__(self, *steps, yes=(), words="", mode=Mode.DESTRUCTIVE, spent=lambda: "", steering=()):
        self.model = ScriptedModel(steps)
        self.person = Person(tuple(yes), words)
        self.ledger = Committed()
        self.told: list[Notice] = []
        self.queue = list(steering)
        tools: dict[str, Tool] = {"look": Look(), "change": Change()}
        self.bench = Bench(tools, RuleGate(lambda: Facts(mode)), self.person, self.ledger, self.told.append)
        go = (UserMessage((Text("go"),)),)
        self.turn_of = Turn(go, Settings("be good"), spent, self._drain, guard=TurnGuard())

    def _drain(self):
        found, self.queue = self.queue, []
        return found

    async def run(self):
        async with asyncio.timeout(5):
            return await run_turn(self.turn_of, self.model, self.bench)

    def turn(self):
        return asyncio.run(self.run())

    def results(self):
        messages = [n.message for n in self.told if isinstance(n, MessageAdded)]
        return [result for message in messages if isinstance(message, ToolMessage) for result in message.results]

    def outcomes(self):
        return [result.outcome for result in self.results()]

    def wished(self):
        messages = [n.message for n in self.told if isinstance(n, MessageAdded)]
        return [call for message in messages if isinstance(message, AssistantMessage) for call in message.calls]
