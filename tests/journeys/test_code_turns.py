"""Code within Turns: stops, limits, variables, drafts, and computers that confine none."""

import asyncio
import json
import time
from dataclasses import replace

import pytest

from agent.core.actions import Mode
from agent.core.events import CallEnded, CallProgress, Noted, RootGranted
from agent.core.messages import Outcome, ToolCall
from agent.core.running import Offer, Tier
from agent.core.words import Words
from agent.loop.dispatch import Bench, run_call
from agent.models.scripted import ScriptedModel
from agent.session.delegation.conversation import DelegateGate, NobodyToAsk
from agent.session.limits import Limits
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_ledger import StagingLedger
from desktop.compose.asked import Asked
from desktop.compose.bench import for_itself
from desktop.compose.coding import coding_of
from desktop.compose.house import built_house
from tests.journeys.coding import code, coder, heard, play, rooms
from tests.journeys.october import Desk, Nobody
from tests.journeys.program import tree

desk = pytest.fixture(coder, name="desk")


def test_stop_ends_a_run_at_once(desk):
    async def work():
        opened = desk.open()
        model = ScriptedModel([code("import time\ntime.sleep(0.4)\nprint('on', flush=True)\nwhile True: pass")])
        running = asyncio.ensure_future(opened.begin(Asked("go", model, language="en"), desk))
        while not desk.of(CallProgress):
            await asyncio.sleep(0.02)
        began = time.monotonic()
        opened.session.stop()
        return (await running).ending, time.monotonic() - began

    ending, seconds = asyncio.run(work())
    assert ending == "stopped"
    assert seconds < 2
    assert rooms(desk) == []


def test_what_the_person_saves_while_code_runs_is_not_replaced(desk):
    slow = (
        "import time\ntime.sleep(0.4)\nprint('on', flush=True)\ntime.sleep(0.5)\nopen('notes.txt', 'w').write('theirs')"
    )

    async def work():
        opened = desk.open()
        model = ScriptedModel([code(slow, "notes.txt"), "done"])
        running = asyncio.ensure_future(opened.begin(Asked("go", model, language="en"), desk))
        while not desk.of(CallProgress):
            await asyncio.sleep(0.02)
        (desk.root / "notes.txt").write_text("mine")
        await running

    asyncio.run(work())
    assert desk.of(CallEnded)[0].result.code == "stale"
    assert (desk.root / "notes.txt").read_text() == "mine"


def test_the_time_of_a_turn_bounds_its_runs(desk):
    began = time.monotonic()

    async def turn():
        return await desk.turn(desk.open(), code("while True: pass"), "done", limits=Limits(seconds=4))

    ended, _ = asyncio.run(turn())
    assert ended.ending == "limit"
    assert desk.of(CallEnded)[0].result.code == "code_too_slow"
    assert time.monotonic() - began < 8


def test_variables_of_a_turn_before_are_gone_and_that_is_said(desk):
    async def turns():
        opened = desk.open()
        await desk.turn(opened, code("x = 1"), "done")
        await desk.turn(opened, code("print('x' in globals())"), code("1"), "done")

    asyncio.run(turns())
    first, second, third = (heard(one.result) for one in desk.of(CallEnded))
    assert "gone" not in first
    assert "False" in second
    assert "Variables of earlier calls are gone." in second
    assert "gone" not in third


def test_a_second_folder_lies_below_its_name(desk, tmp_path):
    (tmp_path / "Second" / "in").mkdir(parents=True)
    (tmp_path / "Second" / "in" / "b.txt").write_text("b")

    async def turn():
        opened = desk.open()
        opened.grant(RootGranted("", str(tmp_path / "Second")))
        text = (
            "import os\nprint(sorted(os.listdir()))\n"
            "open('Second/in/c.txt', 'w').write(open('Second/in/b.txt').read() + open('notes.txt').read())"
        )
        return await desk.turn(opened, code(text, "notes.txt", "Second:in/*.txt"), "done")

    asyncio.run(turn())
    assert "['Second', 'notes.txt']" in heard(desk.of(CallEnded)[0].result)
    assert (tmp_path / "Second" / "in" / "c.txt").read_text() == "bone\nmore\n"


def test_agents_in_drafts_have_rooms_and_variables_of_their_own(desk):
    before = tree(desk.root)

    async def work():
        opened = desk.open()
        coding = coding_of(desk.house.rooms, Limits(), opened.session.state)
        assert coding is not None
        documents, emit = desk.house.documents, desk.told.append
        drafts = [OverlayFiles(opened.workspace) for _ in range(2)]
        benches = []
        for files in drafts:
            tools = for_itself(files, documents, emit, "en", ScriptedModel([]), coding)
            ledger = StagingLedger(files, opened.workspace, documents.check)
            by_name = {tool.spec.name: tool for tool in tools}
            benches.append(Bench(by_name, DelegateGate(Mode.ACT), NobodyToAsk(), ledger, emit, "en"))
        texts = ("x = 'mine'\nopen('notes.txt', 'a').write(x)", "print(open('notes.txt').read(), 'x' in globals())")
        wishes = [
            ToolCall(f"{number}", "run_python", json.dumps({"code": text, "files": ["notes.txt"]}))
            for number, text in enumerate((*texts, texts[1]))
        ]
        first = await run_call(wishes[0], benches[0])
        others = await asyncio.gather(run_call(wishes[1], benches[1]), run_call(wishes[2], benches[0]))
        await coding.rooms.close()
        return first, *others

    first, apart, again = asyncio.run(work())
    assert first.outcome is Outcome.DONE, heard(first)
    assert "one\nmore\n False" in heard(apart)
    assert "one\nmore\nmine True" in heard(again)
    assert tree(desk.root) == before
    assert rooms(desk) == []


def test_in_plan_mode_code_reads_and_changes_nothing(desk):
    before = tree(desk.root)
    results, _ = play(
        desk, code("len(open('notes.txt').read())", "notes.txt"), code("open('a', 'w').write('x')"), mode=Mode.PLAN
    )
    assert [one.outcome for one in results] == [Outcome.DONE, Outcome.DENIED]
    assert tree(desk.root) == before


class Nothing:
    """A computer that confines no code."""

    def offers(self):
        return (Offer(Tier.NATIVE, "", Words("No bubblewrap.", "bubblewrap がありません。")),)

    def room(self):
        raise AssertionError("nothing runs without confinement")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_without_a_sandbox_the_tool_is_not_offered_and_the_person_is_told_where_to_look(tmp_path, language):
    desk = Desk(tmp_path, language)
    desk.house.close()
    desk.house = built_house(desk.house.home, Nothing())

    async def turns():
        opened = desk.open()
        (_, first), (_, second) = await desk.turn(opened, "done"), await desk.turn(opened, code("1"), "done")
        return first, second

    try:
        first, _ = asyncio.run(turns())
    finally:
        desk.house.close()
    assert "run_python" not in {spec.name for spec in first.offered[0]}
    notes = [note for note in desk.of(Noted) if note.code == "no_sandbox"]
    assert len(notes) == 1
    desk.says(notes[0].text)
    assert "deskhand sandbox check" in notes[0].text
    assert desk.of(CallEnded)[0].result.code == "unknown_tool"


def test_who_switched_code_off_is_offered_none_and_told_nothing(desk):
    kept = desk.house.preferences
    kept.write(replace(kept.read(), run_code=False))
    _, model = play(desk)
    assert "run_python" not in {spec.name for spec in model.offered[0]}
    assert not [note for note in desk.of(Noted) if note.code == "no_sandbox"]


def test_nobody_there_means_nothing_is_changed(desk):
    before = tree(desk.root)
    results, _ = play(
        desk, code("import os\nos.remove('notes.txt')", "notes.txt"), mode=Mode.CHANGES, approver=Nobody()
    )
    assert results[0].outcome is Outcome.DENIED
    assert tree(desk.root) == before
