"""A server of others in a Turn: through the five doors, asked about, its words taint."""

import asyncio
import dataclasses
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from agent.core.actions import Effect, Mode, Source, Trust
from agent.core.events import CallEnded, CallProgress, Sent
from agent.core.messages import Outcome, text_of
from agent.models.scripted import ScriptedModel, calls
from agent.sandbox.confining import confinement_here
from connectors.connector import Config, Kind, Standing
from connectors.mcp import pins
from desktop.compose.asked import Asked
from tests.journeys.october import Desk

SERVER = Path(__file__).parent.parent / "connectors" / "mcp" / "servers" / "good.py"
ACCOUNT = f"box@{Path(sys.executable).name}"


@pytest.fixture
def desk(tmp_path):
    offer = confinement_here().offer()
    if not offer.there:
        pytest.skip(f"programs cannot be confined here: {offer.missing.en}")
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def added(desk, **more):
    declared = {"name": "box", "transport": "stdio", "command": sys.executable, "arguments": [str(SERVER), "stdio"]}
    approved = {pins.START: pins.start_digest(declared)}
    config = Config("box", Kind.MCP, "The box", enabled=True, declared=declared, approved=approved)
    config = dataclasses.replace(config, settings={"deskhand:reads": str(SERVER.parent)}, **more)
    desk.house.connectors.catalog.add(config)
    return config


class Answering:
    """A person who answers Questions about leaving, and those of a server."""

    def __init__(self, *texts, yes=True):
        self.asked, self.texts, self.yes = [], list(texts), yes
        self.opened: Any = None

    async def ask(self, question, call=""):
        self.asked.append((question, call))
        if question.rows:
            accepted = tuple(row.index for row in question.rows) if self.yes else ()
            return dataclasses.replace(question.answer(accepted), at=time.time())
        return question.answer(yes=True, text=self.texts.pop(0))


def turn(desk, person, *steps, text="go", mode=Mode.ACT, after=None):
    async def work():
        opened = desk.open(mode=mode)
        person.opened = opened
        await desk.house.connectors.ready("en", 60)
        model = ScriptedModel([*steps, "done"])
        try:
            ended = await opened.begin(Asked(text, model, language="en"), person)
        finally:
            if after is not None:
                after(opened)
            await desk.house.connectors.close()
        return ended, opened

    ended, opened = asyncio.run(work())
    assert ended.ending in {"done", "refused"}, ended
    return [one.result for one in desk.of(CallEnded)], opened


def test_a_tool_of_a_server_is_asked_about_runs_and_taints(desk):
    added(desk)
    person = Answering()
    results, opened = turn(desk, person, calls("box_echo", {"text": "to whom it may concern"}))
    ((question, call),) = person.asked
    assert question.rows[0].effect is Effect.SEND
    assert question.rows[0].target == ACCOUNT
    assert "name: echo" in question.rows[0].detail
    assert call
    assert results[0].outcome is Outcome.DONE
    assert "to whom it may concern" in text_of(results[0].for_model)
    assert Source(Trust.OUTSIDE, ACCOUNT) in opened.session.state.sources


def test_a_permission_for_a_tool_holds_for_the_task_and_no_further(desk):
    added(desk)

    class Granting(Answering):
        async def ask(self, question, call=""):
            self.asked.append((question, call))
            self.opened.give_grant(question.offers[0])  # the session does it for answers of the window
            return dataclasses.replace(question.answer((0,), grant=question.offers[0]), at=time.time())

    person = Granting()
    turn(desk, person, calls("box_table", {"rows": 2}), calls("box_table", {"rows": 2}), text="make 2 rows")
    assert len(person.asked) == 1
    assert person.asked[0][0].offers[0].pattern == f"{ACCOUNT}/table (MCP box)"


def test_what_says_that_it_destroys_is_asked_each_time_and_no_permission_is_offered(desk):
    added(desk)
    person = Answering()
    turn(desk, person, *[calls("box_destroy", {"name": "x"})] * 2, text="destroy x")
    assert len(person.asked) == 2
    assert not any(question.offers for question, _ in person.asked)
    assert [row.effect for row in person.asked[0][0].rows] == [Effect.SEND, Effect.DELETE]


def test_what_a_server_is_given_stands_in_the_record_before_it_goes(desk):
    added(desk)
    turn(desk, Answering(), calls("box_echo", {"text": "to whom it may concern"}))
    (sent,) = [one for one in desk.of(Sent) if one.by_tool]
    assert (sent.host, sent.to) == (ACCOUNT, "call box_echo")
    assert sent.size == len("echo (MCP box)") + len("to whom it may concern")  # as it was asked about
    told = desk.told
    assert told.index(sent) < told.index(desk.of(CallEnded)[0])


def test_a_refusal_sends_nothing(desk):
    added(desk)
    results, _ = turn(desk, Answering(yes=False), calls("box_echo", {"text": "private"}))
    assert not any(one.by_tool for one in desk.of(Sent))
    assert results[0].outcome is Outcome.DENIED
    assert "call box_echo" not in desk.house.connectors.logs.read("box")


def test_a_plan_reaches_nobody(desk):
    added(desk)
    person = Answering()
    results, _ = turn(desk, person, calls("box_echo", {"text": "x"}), mode=Mode.PLAN)
    assert results[0].outcome is Outcome.DENIED
    assert person.asked == []


def test_the_server_asks_the_person_of_this_turn_and_tells_how_far_it_is(desk):
    added(desk)
    person = Answering("3", "Yes")
    results, _ = turn(desk, person, calls("box_order", {}), calls("box_slow", {"seconds": 0.1}))
    assert "accept size=3 gift=True" in text_of(results[0].for_model)
    size, gift = [question for question, _ in person.asked if not question.rows]
    assert (size.title, size.choices, size.closed) == ("The box asks: Size", (), False)
    assert (gift.title, gift.choices, gift.closed) == ("The box asks: Gift", ("Yes", "No", "Send nothing"), True)
    assert [one.text for one in desk.of(CallProgress)] == ["step 1", "step 2", "step 3"]
    answer = next(one for one in desk.of(Sent) if one.to == "call box answer")  # it left besides the calls
    assert (answer.host, answer.size) == (ACCOUNT, len('{"size": 3, "gift": true}'))


def test_a_choice_of_a_servers_question_can_be_left_out(desk):
    added(desk)
    results, _ = turn(desk, Answering("3", "Send nothing"), calls("box_order", {}))
    assert "accept size=3 gift=False" in text_of(results[0].for_model)
    assert [one.size for one in desk.of(Sent) if one.to == "call box answer"] == [len('{"size": 3}')]


def test_what_was_learned_is_kept_and_the_tool_call_is_in_its_log(desk):
    added(desk)
    turn(desk, Answering(), calls("box_echo", {"text": "x"}))
    kept = desk.house.connectors.catalog.known("box")
    assert kept.era == "2026-07-28"
    assert "tool:echo" in kept.approved
    assert desk.house.connectors.logs.used("box")


def test_a_start_that_nobody_approved_is_not_started(desk):
    added(desk, approved={})
    desk.house.connectors.catalog.change("box", lambda one: dataclasses.replace(one, approved={}))
    states = []
    results, _ = turn(
        desk, Answering(), calls("box_echo", {"text": "x"}),
        after=lambda _: states.append(desk.house.connectors.state("box")),
    )  # fmt: skip
    assert results[0].outcome is Outcome.FAILED
    assert states[0].standing is Standing.ASKS
    assert str(SERVER) in states[0].words.en


def test_the_server_sees_none_of_the_persons_files(desk):
    added(desk)
    secret = desk.root / "secret.txt"
    secret.write_text("mine")
    results, _ = turn(desk, Answering(), calls("box_peek", {"path": str(secret)}))
    assert "cannot: FileNotFoundError" in text_of(results[0].for_model)
