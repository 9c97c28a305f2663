"""Code that is still at work while its result is taken: between the look at a file and its copy, everything changes."""

import os
import sys
import threading
import uuid
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds, Harvest
from agent.sandbox.stage.refusing import name_refused
from tests.agent.sandbox.filled import Filled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")
MB = 1024**2


@pytest.fixture
def room(tmp_path):
    filled = Filled(tmp_path, {"a.txt": b"a", "gone.txt": b"same"})
    yield filled
    filled.folder.close()


def harvested(room: Filled, deed, bounds: Bounds | None = None) -> Harvest:
    """What comes out when `deed` is done just before a file is copied; never waits for ever."""
    found: list[Harvest | BaseException] = []

    def stage(suffix: str) -> Path:
        deed()
        return room.staging / f"{uuid.uuid4().hex}{suffix}"

    def taken() -> None:
        try:
            found.append(room.folder.harvest(stage, bounds or Bounds(), room.known))
        except ToolError as error:
            found.append(error)

    thread = threading.Thread(target=taken, daemon=True)
    thread.start()
    thread.join(20)
    assert found, "it waits for what code put there"
    if isinstance(found[0], BaseException):
        raise found[0]
    return found[0]


@pytest.mark.parametrize("kind", ["another file", "link", "pipe", "second name", "rights"])
def test_what_was_exchanged_is_not_taken(room, kind):
    new, secret = room.work / "new.txt", room.staging.parent / "secret.txt"
    new.write_bytes(b"looked at")
    secret.write_bytes(b"secret")

    def deed() -> None:
        if kind == "second name":
            os.link(new, room.work.parent / "second")
        elif kind == "rights":
            new.chmod(0o4755)
        else:
            new.rename(room.work.parent / "aside")
            if kind == "another file":
                new.write_bytes(b"never looked at")
            elif kind == "link":
                new.symlink_to(secret)
            else:
                os.mkfifo(new)

    found = harvested(room, deed)
    assert found.made == ()
    assert [one.name for one in found.left] == ["new.txt"]
    assert list(room.staging.iterdir()) == []


def test_what_grows_meanwhile_is_too_much_and_no_copy_stays(room):
    (room.work / "new.bin").write_bytes(b"x")
    with pytest.raises(ToolError) as refused:
        harvested(room, lambda: os.truncate(room.work / "new.bin", 4 * MB), Bounds(disk=MB))
    assert refused.value.code == "too_much"
    assert list(room.staging.iterdir()) == []


def test_files_that_fit_one_by_one_are_too_much_together(room):
    for name in "bcd":
        (room.work / name).write_bytes(name.encode() * (MB // 2))
    with pytest.raises(ToolError) as refused:
        room.harvest(Bounds(disk=MB))
    assert refused.value.code == "too_much"
    assert list(room.staging.iterdir()) == []


def test_two_files_with_the_bytes_of_one_that_is_gone_are_a_move_and_a_new_one(room):
    (room.work / "gone.txt").unlink()
    for name in ("one.txt", "two.txt"):
        (room.work / name).write_bytes(b"same")
    assert sorted(room.made()) == [("create", "two.txt", b"same"), ("move", "one.txt", b"gone.txt")]


def test_names_that_differ_in_form_only_are_twins(room):
    for name in ("\u00e9.txt", "e\u0301.txt"):
        (room.work / name).write_bytes(name.encode())
    if len(list(room.work.iterdir())) < 4:
        pytest.skip("this disk cannot tell them apart")
    harvest = room.harvest()
    assert (len(harvest.made), len(harvest.left)) == (1, 1)


def test_an_extension_that_is_none_is_not_put_on_the_copy(room):
    (room.work / f"a.{'x' * 200}").write_bytes(b"x")
    (copy,) = (one.path for one in room.harvest().made if one.path)
    assert copy.suffix == ""


def test_a_link_is_called_a_link(room):
    (room.work / "link").symlink_to("/etc")
    assert "a link" in room.left()["link"]


@pytest.mark.parametrize("name", ["CON .txt", "con.tar.gz", "LPT\u00b9", "a.", "\u202etxt.exe"])
def test_names_that_windows_reads_otherwise_stay(name):
    assert name_refused(name) is not None
