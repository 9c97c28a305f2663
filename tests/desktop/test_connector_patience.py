"""A Turn waits shortly for its connectors: what is slow, hangs or fails again and again costs no other Turn."""

import asyncio
import dataclasses
import time

import pytest

from agent.core.actions import Intent
from agent.core.events import CallEnded, Noted
from agent.core.messages import Outcome, Result, Text, ToolSpec
from agent.core.words import NO_WORDS
from agent.models.keys import KeyBox
from agent.models.scripted import calls
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Kind, Standing, State
from desktop.compose.connector_logs import ConnectorLogs
from desktop.compose.connectors import PATIENCE, Connectors
from desktop.compose.kept_secrets import Secrets
from tests.journeys.october import Desk


class Said:
    """A Tool that says one word."""

    def __init__(self, name):
        self.spec = ToolSpec(name, "Says a word.", {"type": "object", "properties": {}})

    def prepare(self, call):
        return self

    intent = Intent("Say", ())

    async def run(self):
        return Result((Text("hello from the late one"),), "said")


class Slow:
    """A Connector that needs so many seconds, and then stands so."""

    def __init__(self, config, seconds=0.0, then=Standing.READY):
        self.config, self.seconds, self.then = config, seconds, then
        self.state, self.opened, self.closed = State(Standing.OFF), 0, 0

    async def open(self):
        self.opened += 1
        if self.state.standing is not Standing.READY:
            self.state = State(Standing.CONNECTING)
        await asyncio.sleep(self.seconds)
        self.state = State(self.then, NO_WORDS)

    def tools(self, language):
        return (Said(f"{self.config.id}_say"),) if self.state.standing is Standing.READY else ()

    async def close(self):
        self.closed += 1
        self.state = State(Standing.OFF)


def put_together(folder, **made):
    """Connectors over fakes by id, each (seconds, then), all of them on."""
    catalog = ConnectorCatalog(folder)
    for name in made:
        catalog.add(Config(name, Kind.WEB, f"The {name}", enabled=True))
    built = {}

    def build(config, means, language):
        built[config.id] = Slow(config, *made[config.id])
        return built[config.id]

    return Connectors(catalog, Secrets(KeyBox(lambda: None)), ConnectorLogs(folder), {Kind.WEB: build}, folder), built


def test_a_turn_starts_with_those_that_are_ready_and_the_late_one_joins_the_next(tmp_path):
    made, built = put_together(tmp_path, quick=(0.0,), late=(0.4,))

    async def turns():
        began = time.monotonic()
        await made.ready(seconds=0.1)
        first = [one.id for one in made.missing()], time.monotonic() - began
        await asyncio.sleep(0.5)
        await made.ready(seconds=0.1)
        second = [one.id for one in made.missing()]
        await made.close()
        return first, second

    (missing, took), later = asyncio.run(turns())
    assert missing == ["late"]
    assert took < 0.4
    assert later == []
    assert built["late"].opened == 2, "opened once for the first turn, listed anew for the second"


def test_one_that_hangs_costs_one_turn_and_no_other(tmp_path):
    made, built = put_together(tmp_path, hung=(600.0,))

    async def turns():
        await made.ready(seconds=0.1)
        began = time.monotonic()
        for _ in range(20):
            await made.ready(seconds=10.0)
        took = time.monotonic() - began
        await made.close()
        return took

    assert asyncio.run(turns()) < 5.0
    assert (built["hung"].opened, built["hung"].closed) == (1, 1)


def test_one_that_failed_is_not_tried_at_each_turn_but_when_the_person_did_something(tmp_path):
    made, built = put_together(tmp_path, broken=(0.0, Standing.FAILED))

    async def turns():
        for _ in range(5):
            await made.ready()
        tried = [built["broken"].opened]
        await made.tested("broken")
        tried.append(built["broken"].opened)
        await made.ready()
        tried.append(built["broken"].opened)
        made.catalog.change("broken", lambda kept: dataclasses.replace(kept, title="Mended"))
        await made.ready()
        tried.append(built["broken"].opened)
        await made.close()
        return tried

    assert asyncio.run(turns()) == [1, 2, 2, 1], "another setting makes another connector, which is tried"


def test_a_test_does_not_wait_for_the_try_of_a_turn_that_hangs(tmp_path):
    made, built = put_together(tmp_path, hung=(600.0,))

    async def tried():
        await made.ready(seconds=0.05)
        built["hung"].seconds = 0.0
        state = await asyncio.wait_for(made.tested("hung"), 5)
        await made.close()
        return state

    assert asyncio.run(tried()).standing is Standing.READY


def test_who_waits_is_never_kept_longer_than_two_seconds():
    assert PATIENCE <= 2.0


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "ja")
    yield made
    made.house.close()


def test_the_person_and_the_model_are_told_which_is_not_there_and_the_person_only_once(desk, tmp_path):
    made, built = put_together(tmp_path / "set", late=(600.0,), broken=(0.0, Standing.FAILED))

    async def turns():
        desk.house = dataclasses.replace(desk.house, connectors=made)
        opened = desk.open()
        await made.ready(seconds=0.1)
        _, first = await desk.turn(opened, "done")
        _, second = await desk.turn(opened, "done")
        built["late"].state = built["broken"].state = State(Standing.READY)
        _, third = await desk.turn(opened, "done")
        await made.close()
        return [model.settings[0].system for model in (first, second, third)]

    systems = asyncio.run(turns())
    (note,) = [one for one in desk.of(Noted) if one.code == "connector"]
    assert "「The late」" in note.text
    assert "まだ接続中" in note.text
    assert "接続できませんでした" in note.text
    assert all("late (still connecting), broken (could not be connected)" in one for one in systems[:2])
    assert "late (" not in systems[2]


def test_tools_of_one_that_comes_while_a_turn_runs_join_it_at_the_next_step(desk, tmp_path):
    made, _ = put_together(tmp_path / "set", late=(600.0,))

    async def turn():
        desk.house = dataclasses.replace(desk.house, connectors=made)
        opened = desk.open()
        await made.ready(seconds=0.05)

        def meanwhile(history):
            made.find("late").state = State(Standing.READY)
            return calls("plan", {"steps": [{"title": "wait", "state": "doing"}]})

        ended, model = await desk.turn(opened, meanwhile, calls("late_say", {}), "done")
        await made.close()
        return ended, [[spec.name for spec in specs] for specs in model.offered]

    ended, offered = asyncio.run(turn())
    assert ended.ending == "done"
    assert "late_say" not in offered[0]
    assert offered[1] == [*offered[0], "late_say"]
    assert desk.of(CallEnded)[-1].result.outcome is Outcome.DONE


def test_one_that_is_there_costs_a_turn_nothing_while_it_is_looked_at_again(tmp_path):
    made, built = put_together(tmp_path, slow=(0.0,))

    async def turns():
        await made.ready()
        built["slow"].seconds = 600.0
        began = time.monotonic()
        await made.ready(seconds=10.0)
        took, missing = time.monotonic() - began, made.missing()
        await made.close()
        return took, missing

    took, missing = asyncio.run(turns())
    assert took < 3.0
    assert missing == ()
