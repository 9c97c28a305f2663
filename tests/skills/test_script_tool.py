"""Scripts of skills: run for real, confined, from the bytes that the person approved and no others."""

import asyncio
import json
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.actions import Trust
from agent.core.errors import ToolError
from agent.core.events import RootGranted
from agent.core.messages import ToolCall, text_of
from agent.core.running import Tier
from agent.sandbox.here import sandbox_here
from agent.tools.ready import ReadLog
from agent.tools.running import Running as CodeRunning
from agent.tools.scripts import Script, ScriptRunner
from agent.workspace.workspace import Workspace
from skills.approving import Approvals
from skills.choices import ChoiceFile
from skills.script_tool import Running, ScriptTool, told_scripts
from skills.shelf import Shelf
from tests.skills.test_shelf import put


class Person:
    """Says what they are told to say, and remembers what they were asked."""

    def __init__(self, yes):
        self.yes, self.asked = yes, []

    async def ask(self, question, call=""):
        self.asked.append(question)
        return replace(question.answer(yes=self.yes), at=time.time())


@pytest.fixture
def shelf(tmp_path):
    put(tmp_path / "own", "fill", go__py="import sys\nopen(sys.argv[1], 'w').write('made')\nprint('told')")
    return Shelf(tmp_path / "own", ChoiceFile(tmp_path / "skills.json"), home=tmp_path / "person")


@pytest.fixture
def approvals(tmp_path, shelf):
    return Approvals(shelf.choices, shelf.digests, tmp_path / "run")


@pytest.fixture
def scripts(tmp_path):
    sandbox = sandbox_here(tmp_path / "rooms")
    native = next(offer for offer in sandbox.offers() if offer.tier is Tier.NATIVE)
    if not native.there:
        pytest.skip(f"code cannot be confined here: {native.missing.en}")
    (tmp_path / "folder").mkdir()
    files = Workspace((RootGranted("", str(tmp_path / "folder")),), tmp_path / "staging")
    room = sandbox.room()

    @asynccontextmanager
    async def room_of():
        yield room, False

    runner = ScriptRunner(files, CodeRunning(room_of, True, lambda _: lambda *_: None), ReadLog(), "en")
    yield lambda folder, name, words, inputs, purpose, call: runner.prepare(
        Script(folder, name, tuple(words)), inputs, purpose, call
    )
    room.close()


def run(shelf, scripts, approvals, person):
    tool = ScriptTool(shelf.offered(), Running(scripts, approvals, person))
    given = {"name": "own:fill", "script": "go.py", "arguments": ["out.txt"]}
    return asyncio.run(tool.prepare(ToolCall("c", "skill_script", json.dumps(given))).run())


def test_a_script_runs_when_the_person_approved_it_and_asks_once(shelf, scripts, approvals):
    person = Person(True)
    for _ in range(2):
        result = run(shelf, scripts, approvals, person)
        assert Path(result.changes.changes[0].staged.path).read_text() == "made"
        assert (Trust.OUTSIDE, "skill own:fill") in {(one.trust, one.name) for one in result.sources}
    assert len(person.asked) == 1
    assert "go.py" in person.asked[0].why
    assert "told" in text_of(result.for_model)


def test_nothing_runs_without_an_approval_and_a_change_asks_again(shelf, scripts, approvals, tmp_path):
    for nobody in (None, Person(False)):
        with pytest.raises(ToolError, match="did not approve"):
            run(shelf, scripts, approvals, nobody)
    run(shelf, scripts, approvals, Person(True))
    (tmp_path / "own/fill/helper.py").write_text("1")
    with pytest.raises(ToolError, match="did not approve"):
        run(shelf, scripts, approvals, None)
    assert not approvals.given(shelf.offered()["own:fill"])


def test_what_runs_is_the_copy_that_was_approved(shelf, approvals, tmp_path):
    found = shelf.offered()["own:fill"]
    approvals.give(found, approvals.digest(found))
    copy = approvals.copy(found)
    (tmp_path / "own/fill/go.py").write_text("evil")
    assert "evil" not in (copy / "go.py").read_text()
    assert approvals.copy(found) == copy
    (copy / "go.py").write_text("evil")
    with pytest.raises(ToolError, match="were changed"):
        approvals.copy(found)
    approvals.take(found)
    assert list((tmp_path / "run").iterdir()) == []


def test_the_model_is_told_how_scripts_stand(shelf, approvals, scripts):
    found = shelf.offered()["own:fill"]
    assert "nothing confines them" in told_scripts(None)(found, ["go.py"])
    told = told_scripts(Running(scripts, approvals, None))
    assert "only Python" in told(found, ["go.sh"])
    assert "is asked" in told(found, ["go.py"])
    approvals.give(found, approvals.digest(found))
    assert "is asked" not in told(found, ["go.py"])
