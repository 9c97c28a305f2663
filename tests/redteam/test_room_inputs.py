"""What a call gives to code: 20 GB are refused before a byte of them is copied, and a Stop is heard between files."""

import json

import pytest

from agent.core.errors import ToolError
from agent.core.events import RootGranted
from agent.core.messages import ToolCall
from agent.sandbox.room import Rooms
from agent.tools.inputs import Filling, wanted
from agent.tools.ready import ReadLog
from agent.tools.running import Running, RunTool
from agent.workspace.workspace import Workspace

GIGABYTE = 1024**3
NAMES = [f"part-{number:02}.bin" for number in range(40)]


@pytest.fixture
def files(tmp_path):
    """Forty files that say they hold half a gigabyte each: holes with a word at the beginning."""
    root = tmp_path / "folder"
    root.mkdir()
    for name in NAMES:
        with (root / name).open("wb") as file:
            file.write(b"data")
            file.truncate(GIGABYTE // 2)
    return Workspace((RootGranted("", str(root)),), tmp_path / "staging")


@pytest.fixture
def room(tmp_path):
    made = Rooms(tmp_path / "rooms").folder()
    yield made
    made.close()


@pytest.mark.parametrize("names", [NAMES, ["*.bin"], [""], ["part-00.bin"] * 500 + NAMES])
def test_twenty_gigabytes_are_refused_before_anything_is_copied(files, room, tmp_path, names):
    with pytest.raises(ToolError) as caught:
        Filling(files, wanted(files, names)).fill(room)
    assert caught.value.code == "too_large"
    assert "2 GB" in str(caught.value)
    assert "name fewer" in str(caught.value)
    assert not list((tmp_path / "rooms").rglob("*.bin"))


def test_what_is_stopped_copies_no_further_file(files, room, tmp_path):
    filling = Filling(files, wanted(files, NAMES[:2]))
    filling.stop()
    with pytest.raises(ToolError) as caught:
        filling.fill(room)
    assert caught.value.code == "stopped"
    assert not list((tmp_path / "rooms").rglob("*.bin"))


class Stopping:
    """A Room in whose filling the person presses Stop, when the third file is on its way."""

    def __init__(self, room, filling):
        self.room, self.filling, self.asked = room, filling, []

    def empty(self):
        self.room.empty()

    def path(self, name):
        self.asked.append(name)
        if len(self.asked) == 3:
            self.filling.stop()
        return self.room.path(name)


def test_a_stop_amid_the_files_of_a_folder_ends_the_call_and_leaves_none_out_in_silence(room, tmp_path):
    root = tmp_path / "many"
    root.mkdir()
    for number in range(200):
        (root / f"{number}.txt").write_bytes(b"data")
    granted = Workspace((RootGranted("", str(root)),), tmp_path / "staging")
    stopping = Stopping(room, Filling(granted, wanted(granted, ["*.txt"])))
    with pytest.raises(ToolError) as caught:
        stopping.filling.fill(stopping)
    assert caught.value.code == "stopped"
    assert len(stopping.asked) < 20


def prepared(granted, **arguments):
    """The call of a hostile model; nothing is run."""
    running = Running(lambda: pytest.fail("it runs"), True, lambda _: pytest.fail("it runs"))
    tool = RunTool(granted, running, ReadLog(), "en")
    return tool.prepare(ToolCall("1", "run_python", json.dumps({"code": "1", **arguments})))


def test_a_purpose_is_one_line_whatever_a_model_writes(files):
    title = prepared(files, purpose="\u202e\x1b[31m" + "pay\n" * 500_000).intent.title
    assert len(title) < 400
    assert title.isprintable()


@pytest.mark.parametrize(
    "name", ["../part-00.bin", "/etc/passwd", "~/.ssh", "part\0", "\ud800", "x" * 100_000, "a/" * 5_000 + "b"]
)
def test_names_that_lead_nowhere_are_an_answer_to_the_model(files, name):
    with pytest.raises(ToolError):
        prepared(files, files=[name])
