"""What a call gives to code: 20 GB are refused before a byte of them is copied, and a Stop is heard between files."""

import pytest

from agent.core.errors import ToolError
from agent.core.events import RootGranted
from agent.sandbox.room import Rooms
from agent.tools.inputs import Filling, wanted
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
