"""A Session over a real Journal, tools that answer at length, and a model with a small context that enforces it."""

import asyncio
import json
from dataclasses import dataclass

from agent.core.actions import Action, Effect, Intent, Source, Trust
from agent.core.errors import ToolError, TransientError
from agent.core.events import ContextCut, PlanSet
from agent.core.messages import (
    AssistantMessage,
    Finish,
    Image,
    Reply,
    Result,
    Text,
    ToolCall,
    ToolSpec,
    Usage,
    UserMessage,
    text_of,
)
from agent.core.plans import PlanStep
from agent.core.ports import Settings, Traits
from agent.core.words import Words
from agent.loop.dispatch import Bench
from agent.models.estimates import tokens_of, tool_tokens
from agent.models.scripted import check_history
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.session.claim import Claim
from agent.session.context import FittingContext, seen_in, size_of
from agent.session.fold import folded
from agent.session.handoff import ASK
from agent.session.heard import heard
from agent.session.journal import Journal
from agent.session.limits import Limits
from agent.session.request import Request
from agent.session.session import Session
from agent.session.state import SessionState

READ = ToolSpec("read", "Read.", {"type": "object"})
SYSTEM = "You are a test."
TOO_LONG = ToolError(Words("Too long.", "長すぎます。"), "context_overflow")


@dataclass
class Page:
    """Gives `size` characters of the file `name`; with `seen` a picture too."""

    name: str = ""
    size: int = 0
    seen: bool = False
    spec = READ

    @property
    def intent(self):
        return Intent("Read", (Action(Effect.READ, self.name),))

    def prepare(self, call):
        return Page(**json.loads(call.arguments))

    async def run(self):
        words = (f"{self.name}: " + "abc " * self.size)[: self.size]
        picture = (Image("image/png", "AAAA"),) if self.seen else ()
        return Result((Text(words), *picture), sources=(Source(Trust.FILE, self.name),))


class SmallModel:
    """Answers from a script, refuses what is longer than it takes, and writes a note when it is asked for one.

    `heard` has each History that it answered, with the number of Events that the Journal had then.
    """

    name, host = "small", ""

    def __init__(self, steps, window, told=None, note="I read much.", journaled=lambda: 0):
        self._steps = list(steps)
        self._window = window
        self.traits = Traits(told if told is not None else window)
        self._note = note
        self.journaled = journaled
        self.heard: list[tuple] = []
        self.notes = 0
        self.refused = 0
        self._made = 0

    async def reply(self, history, tools, settings):
        check_history(history)
        size = tokens_of(settings.system) + sum(map(size_of, history)) + sum(map(tool_tokens, tools))
        if size > self._window:
            self.refused += 1
            raise TOO_LONG
        if text_of(getattr(history[-1], "parts", ())) == ASK:
            self.notes += 1
            if self._note is None:
                raise TransientError(Words("It is away.", "応答がありません。"))
            yield Reply(AssistantMessage((Text(self._note),)), Finish.STOP, Usage(10, 10))
            return
        self.heard.append((self.journaled(), tuple(history)))
        yield self._numbered(self._steps.pop(0) if self._steps else "done")

    def _numbered(self, step):
        if isinstance(step, str):
            return Reply(AssistantMessage((Text(step),)), Finish.STOP)
        calls = []
        for arguments in step:
            self._made += 1
            calls.append(ToolCall(f"{len(self.heard)}-{self._made}", "read", json.dumps(arguments)))
        return Reply(AssistantMessage((), tuple(calls)), Finish.CALLS)


class Nothing:
    """A Ledger and a person that are never asked."""

    async def ask(self, question, call=""):
        raise AssertionError

    async def examine(self, changes):
        return ()

    async def commit(self, changes, call=""):
        raise AssertionError

    async def undo(self, checkpoint, only=()):
        raise AssertionError


class Talk:
    """A Session that is spoken with. Everything that it keeps is in a real Journal in `folder`."""

    def __init__(self, folder):
        self.journal = Journal(folder / "journal.db")
        self.journal.start("s")
        self.folder = folder
        self.session: Session | None = None
        self.kept = 0

    def _told(self, number, _notice):
        self.kept += number > 0

    def close(self):
        self.journal.close()

    @property
    def events(self):
        return [record.event for record in self.journal.records("s")]

    def cuts(self):
        return [event for event in self.events if isinstance(event, ContextCut)]

    def states(self):
        """The state before each Event of the Journal, and after the last one."""
        states = [SessionState()]
        for event in self.events:
            states.append(folded(states[-1], (event,)))
        return states

    def say(self, words, model, plan=()):
        """One Turn in a process of its own: what was said before is read from the Journal."""

        async def turn():
            session = Session("s", self.journal, self._told, Claim(self.folder / "claim"))
            self.session = session
            model.journaled = lambda: self.kept
            if plan:
                session.emit(PlanSet(tuple(PlanStep(title) for title in plan)))
            bench = Bench(
                {"read": Page()}, RuleGate(lambda: Facts(session.state.mode)), Nothing(), Nothing(), session.emit
            )
            context = FittingContext(model, [READ], Settings(SYSTEM), lambda: session.state, session.emit)
            async with asyncio.timeout(20):
                ended = await session.begin(Request(words, model, SYSTEM, limits=Limits(1_000), context=context), bench)
            session.close()
            return ended

        return asyncio.run(turn())

    def must_be_rebuilt(self, model):
        """What the model heard is what the Journal gives again, request by request."""
        states = self.states()
        for count, history in model.heard:
            assert heard(states[count].history, states[count].left_out) == history


def pages(sizes, *, seen=False):
    """A Step for each size: one call that reads a page of that many characters."""
    return [[{"name": f"page {n}", "size": size, "seen": seen}] for n, size in enumerate(sizes)]


def person_said(history):
    return [
        text_of(message.parts) for message in history if isinstance(message, UserMessage) and message.by is Trust.PERSON
    ]


def pictures(history):
    return sum(seen_in(message) > 0 for message in history)
