"""Scripts of a skill on the person's files, run for real."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError
from agent.core.events import RootGranted
from agent.core.messages import text_of
from agent.core.running import Tier
from agent.sandbox.here import sandbox_here
from agent.tools.ready import ReadLog
from agent.tools.running import Running
from agent.tools.scripts import Script, ScriptRunner
from agent.workspace.workspace import Workspace

SCRIPT = """\
from __future__ import annotations
import sys
from pathlib import Path
import helper
template = Path('.skill/assets/template.txt').read_text()
Path(sys.argv[2]).write_text(helper.filled(template, Path(sys.argv[1]).read_text()))
Path('.skill/assets/template.txt').write_text('changed')
Path('.skill/new.txt').write_text('new')
print(sys.argv[1:])
"""


@pytest.fixture
def skill(tmp_path):
    folder = tmp_path / "skill"
    (folder / "scripts").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "SKILL.md").write_text("how")
    (folder / "scripts" / "fill.py").write_text(SCRIPT)
    (folder / "scripts" / "helper.py").write_text("def filled(a, b):\n    return a.replace('{}', b)\n")
    (folder / "scripts" / "raises.py").write_text("\n\n1/0\n")
    (folder / "assets" / "template.txt").write_text("Dear {}!")
    (folder / "out").symlink_to("/etc")
    return folder


@pytest.fixture
def run(tmp_path):
    sandbox = sandbox_here(tmp_path / "rooms")
    native = next(offer for offer in sandbox.offers() if offer.tier is Tier.NATIVE)
    if not native.there:
        pytest.skip(f"code cannot be confined here: {native.missing.en}")
    root = tmp_path / "folder"
    root.mkdir()
    (root / "name.txt").write_text("Ms Sato")
    files = Workspace((RootGranted("", str(root)),), tmp_path / "staging")
    room = sandbox.room()

    @asynccontextmanager
    async def room_of():
        yield room, False

    running = Running(room_of, True, lambda _: lambda *_: None)
    runner = ScriptRunner(files, running, ReadLog(), "en")

    def result(script, *inputs):
        return asyncio.run(runner.prepare(script, inputs, "Fill the letter", "1").run())

    yield result
    room.close()


def test_a_script_has_its_arguments_its_neighbours_and_its_skill(run, skill):
    script = Script(skill, "scripts/fill.py", ("name.txt", "letter.txt"))
    for _ in range(2):  # nothing of the first run is there in the second
        result = run(script, "*.txt")
        assert [(type(one).__name__, str(one.place)) for one in result.changes.changes] == [("Create", "letter.txt")]
        assert Path(result.changes.changes[0].staged.path).read_text() == "Dear Ms Sato!"
        assert "['name.txt', 'letter.txt']" in text_of(result.for_model)
        assert {source.name for source in result.sources} == {"name.txt"}
    assert (skill / "assets" / "template.txt").read_text() == "Dear {}!"


def test_a_file_that_the_command_line_names_is_there_without_being_named_again(run, skill):
    result = run(Script(skill, "scripts/fill.py", ("name.txt", "letter.txt")))
    assert Path(result.changes.changes[0].staged.path).read_text() == "Dear Ms Sato!"
    assert {source.name for source in result.sources} == {"name.txt"}


def test_an_error_names_the_script_and_its_line(run, skill):
    with pytest.raises(ToolError) as error:
        run(Script(skill, "scripts/raises.py"))
    assert error.value.code == "code_raised"
    assert "scripts/raises.py, line 3" in "\n".join(error.value.told)


@pytest.mark.parametrize("name", ["scripts/nope.py", "../skill/scripts/fill.py", "out/passwd", "/etc/passwd"])
def test_only_files_of_the_skill_are_scripts(run, skill, name):
    with pytest.raises(NotFoundError, match=r"there are scripts/fill\.py"):
        run(Script(skill, name))


def test_only_python_is_run(run, skill):
    with pytest.raises(InvalidArgumentsError):
        run(Script(skill, "SKILL.md"))


def test_a_skill_that_is_too_large_is_not_copied(run, skill):
    with (skill / "assets" / "big.bin").open("wb") as file:
        file.truncate(60 * 1024**2)
    with pytest.raises(ToolError) as error:
        run(Script(skill, "scripts/fill.py"))
    assert error.value.code == "too_large"
