"""A provider that bills what it was asked for, and never answers more than it may."""

import asyncio
from dataclasses import dataclass, field

from agent.core.errors import TransientError
from agent.core.messages import AssistantMessage, Delta, Finish, Reply, Text, Usage, UserMessage
from agent.core.ports import Settings, Traits
from agent.core.words import Words
from agent.models.estimates import Estimator
from agent.models.prices import simple
from agent.session.capped import Capped
from agent.session.journal import Journal
from agent.session.purse import Cap, Purse
from agent.session.spending import Scope, Spending, today

NO_TRAITS = Traits()
PRICE = simple(2.0, 10.0)
SESSION = "s1"


@dataclass(frozen=True, slots=True)
class Step:
    """How one request goes: what the server counts for each token that was estimated, how long the answer would be,
    after how many turns of the loop it comes, and whether it breaks off.
    """

    factor: float = 1.0
    output: int = 50
    turns: int = 0
    breaks: bool = False


@dataclass
class Provider:
    """A ChatModel. `billed` is what the person will have to pay, in US dollars."""

    steps: list[Step] = field(default_factory=list)
    name: str = "model"
    host: str = "api.example.com"
    traits: Traits = NO_TRAITS
    billed: float = 0.0
    asked: list[Settings] = field(default_factory=list)
    together: int = 0
    most_together: int = 0

    async def reply(self, history, tools, settings):
        """As ChatModel.reply."""
        step = self.steps.pop(0) if self.steps else Step()
        self.asked.append(settings)
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        try:
            for _ in range(step.turns):
                await asyncio.sleep(0)
            output = step.output if settings.max_output is None else min(step.output, settings.max_output)
            finish = Finish.LENGTH if output < step.output else Finish.STOP
            usage = Usage(round(counted(history) * step.factor), output)
            self.billed += PRICE.cost(usage)
            yield Delta("word " * 3)
            if step.breaks:
                raise TransientError(Words("It broke off.", "途切れました。"))
            yield Reply(AssistantMessage((Text("answer"),)), finish, usage)
        finally:
            self.together -= 1


def counted(history):
    """What the estimate says, too: a server counts this times its factor."""
    return Estimator().tokens(history, (), Settings("You are being tested."))


class Till:
    """A Session's purse over a real Journal, with caps that a test sets."""

    def __init__(self, folder, session=SESSION, **caps):
        self.journal = Journal(folder / "journal.db")
        if not self.journal.knows(session):
            self.journal.start(session)
        self.book = Spending(self.journal)
        self.caps = dict(caps)
        self.notes: list[Words] = []
        self.events = []
        self.session = session
        self.purse = Purse(self.book, self.keep, self.all_caps, self.notes.append)

    def keep(self, event):
        self.events.append(event)
        return self.journal.append(self.session, event)

    def all_caps(self):
        scopes = {"task": Scope("task", self.session), "day": Scope("day", when=today())}
        return [Cap(scopes[kind], most) for kind, most in self.caps.items()]

    def model(self, provider, purse=None, price=PRICE):
        return Capped(provider, lambda: price, purse or self.purse)

    def spent(self):
        return self.book.spent(Scope("task", self.session))

    def close(self):
        self.journal.close()


async def asked(model, text="hello", most=None):
    """The Reply to a text."""
    history = (UserMessage((Text(text),)),)
    async for piece in model.reply(history, (), Settings("You are being tested.", most)):
        if isinstance(piece, Reply):
            return piece
    raise AssertionError("no reply came")
