"""Calls of one Step run together where they do not touch each other; each has one result, in the order of the calls."""

import asyncio
import json
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core.actions import Action, Effect, Intent
from agent.core.changes import ChangeSet, Create, Staged
from agent.core.errors import NeedsUserError, NotFoundError, ToolError
from agent.core.events import CallEnded, CallStarted
from agent.core.messages import Outcome, Result, Text, ToolSpec, text_of
from agent.core.paths import Place
from agent.core.words import Words
from agent.models.scripted import calls, says, together
from tests.agent.loop.world import Committed, World


@dataclass
class Stage:
    """A world of names: calls read, write or send them, and wait until the test lets them go on."""

    running: list[str] = field(default_factory=list)
    seen: list[frozenset[str]] = field(default_factory=list)
    there: set[str] = field(default_factory=lambda: {"a", "b", "c", "d/x"})
    spec = ToolSpec("deed", "deed", {"type": "object"})

    def prepare(self, call):
        wish = json.loads(call.arguments)
        if wish["do"] == "read" and wish["at"] not in self.there:
            raise NotFoundError(Words("There is no such file.", "ファイルがありません。"))
        return Deed(self, wish["do"], wish["at"], wish.get("ends", "well"))


@dataclass
class Deed:
    stage: Stage
    do: str
    at: str
    ends: str

    @property
    def intent(self):
        effect = {"read": Effect.READ, "write": Effect.WRITE, "send": Effect.SEND, "plan": None}[self.do]
        return Intent(self.do, (Action(effect, self.at),) if effect else ())

    async def run(self):
        name = f"{self.do} {self.at}"
        self.stage.running.append(name)
        self.stage.seen.append(frozenset(self.stage.running))
        try:
            for _ in range(5):
                await asyncio.sleep(0)
            if self.ends == "never":
                await asyncio.Event().wait()
            self._end()
        finally:
            self.stage.running.remove(name)
        if self.do == "write":
            self.stage.there.add(self.at)
            change = Create(Place("", self.at), Staged("/staging/1", "00", 1))
            return Result((Text(name),), changes=ChangeSet(name, (change,)))
        return Result((Text(name),))

    def _end(self):
        if self.ends == "wrong":
            raise ToolError(Words("No.", "いいえ。"), "no")
        if self.ends == "disk":
            raise NeedsUserError(Words("Full.", "満杯です。"), Words("Make room.", "空けてください。"), "disk_full")
        if self.ends == "bug":
            raise RuntimeError("a bug")


def deed(do, at="", ends="well"):
    return calls("deed", {"do": do, "at": at, "ends": ends})


class OneStep(World):
    """A Turn with one Step of deeds."""

    def __init__(self, *deeds):
        super().__init__(together(*deeds), says("done"))
        self.stage = Stage()
        self.bench = replace(self.bench, tools={"deed": self.stage})


def stage(*deeds):
    return OneStep(*deeds)


def ran_together(*deeds):
    world = stage(*deeds)
    world.turn()
    return max(len(seen) for seen in world.stage.seen)


@pytest.mark.parametrize(
    ("deeds", "most"),
    [
        ([deed("read", "a"), deed("read", "b"), deed("read", "c")], 3),
        ([deed("read", "a"), deed("write", "b"), deed("write", "c")], 3),
        ([deed("write", "a"), deed("read", "a")], 1),
        ([deed("write", "a"), deed("write", "A")], 1),
        ([deed("write", "d"), deed("read", "d/x")], 1),
        ([deed("read", "d/x"), deed("write", ".")], 1),
        ([deed("write", "d/x"), deed("write", "dx")], 2),
        ([deed("read", "a"), deed("write", "Other:a")], 2),
        ([deed("read", "a"), deed("write", "./a:b")], 2),
        ([deed("read", "a"), deed("plan"), deed("read", "b")], 1),
    ],
)
def test_calls_run_together_unless_one_changes_what_the_other_is_about(deeds, most):
    assert ran_together(*deeds) == most


def test_what_reaches_outside_runs_alone_between_what_is_before_and_after_it():
    world = stage(deed("read", "a"), deed("send", "x.example"), deed("read", "b"))
    world.person.yes = ("x.example",)
    world.turn()
    assert world.stage.seen == [{"read a"}, {"send x.example"}, {"read b"}]


def test_a_call_that_needs_what_an_earlier_one_makes_waits_for_it():
    world = stage(deed("read", "b"), deed("write", "new"), deed("read", "new"))
    world.turn()
    assert world.outcomes() == [Outcome.DONE] * 3


def test_results_stand_in_the_order_of_the_calls_whoever_ends_first():
    world = stage(deed("read", "a"), deed("read", "b", "wrong"), deed("read", "missing"), deed("read", "c"))
    world.turn()
    assert [result.code for result in world.results()] == ["", "no", "not_found", ""]
    assert text_of(world.results()[3].for_model) == "read c"


def test_changes_of_calls_that_run_together_are_judged_and_committed_one_by_one():
    world = stage(deed("write", "a"), deed("write", "b"), deed("write", "c"))
    ledger = OneByOne()
    world.bench = replace(world.bench, ledger=ledger)
    world.turn()
    assert world.outcomes() == [Outcome.DONE] * 3
    assert [made.title for made in ledger.sets] == ["write a", "write b", "write c"]


@dataclass
class OneByOne(Committed):
    """A Ledger that takes a while, and notices when two commits come at once."""

    inside: list[str] = field(default_factory=list)

    async def commit(self, changes, call=""):
        self.inside.append(call)
        await asyncio.sleep(0)
        assert self.inside == [call]
        self.inside.remove(call)
        return await super().commit(changes, call)


def test_a_stop_cuts_off_what_runs_and_skips_what_waits():
    world = stage(deed("read", "a", "never"), deed("read", "b", "never"), deed("write", "a"))

    async def stopped():
        task = asyncio.ensure_future(world.run())
        while sum(isinstance(told, CallStarted) for told in world.told) < 2:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert world.outcomes() == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.SKIPPED]
    assert sum(isinstance(told, CallEnded) for told in world.told) == 2


@pytest.mark.parametrize(("ends", "outcome"), [("disk", Outcome.FAILED), ("bug", Outcome.UNKNOWN)])
def test_when_one_cannot_go_on_the_others_end_and_what_waits_is_skipped(ends, outcome):
    world = stage(deed("read", "a", ends), deed("read", "b"), deed("write", "a"))
    with pytest.raises((NeedsUserError, RuntimeError)):
        world.turn()
    assert world.outcomes() == [outcome, Outcome.DONE, Outcome.SKIPPED]


DEEDS = st.builds(
    deed,
    st.sampled_from(["read", "write", "plan"]),
    st.sampled_from(["a", "b", "c", "d", "d/x", ".", "new", "New"]),
    st.sampled_from(["well", "well", "wrong", "disk", "bug", "never"]),
)


def clash(one, other):
    """Whether two running names may not run at once: written anew from the rule, not from the code."""
    (do, at), (did, there) = one.split(" ", 1), other.split(" ", 1)
    if "plan" in (do, did):
        return True
    here, past = ([p for p in at.casefold().split("/") if p != "."] for at in (at, there))
    shorter = min(len(here), len(past))
    return (do, did) != ("read", "read") and here[:shorter] == past[:shorter]


@given(st.lists(DEEDS, min_size=1, max_size=8), st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_whatever_happens_each_call_has_one_result_in_order_and_nothing_that_clashes_ran_at_once(deeds, patience):
    world = stage(*deeds)

    async def disturbed():
        task = asyncio.ensure_future(world.run())
        for _ in range(patience):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()

    asyncio.run(disturbed())
    assert [result.call for result in world.results()] == [call.id for call in world.wished()]
    for seen in world.stage.seen:
        names = sorted(seen)
        assert not any(clash(a, b) for n, a in enumerate(names) for b in names[n + 1 :])
