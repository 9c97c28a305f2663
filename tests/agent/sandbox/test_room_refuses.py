"""What code makes and nobody takes out of its Room (case S11 of the red team, as far as it is the Room's)."""

import os
import shutil
import socket
import stat
import sys
import threading

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds
from tests.agent.sandbox.filled import Filled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")
PROGRAM = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0"


@pytest.fixture
def room(tmp_path):
    filled = Filled(tmp_path, {"a.txt": b"a", "docs/b.txt": b"b"})
    yield filled
    filled.folder.close()


def outside(room):
    path = room.staging.parent / "outside.txt"
    path.write_bytes(b"secret")
    return path


def test_links_stay(room):
    (room.work / "file").symlink_to(outside(room))
    (room.work / "folder").symlink_to("/etc")
    (room.work / "nowhere").symlink_to("/nowhere")
    assert room.made() == []
    assert set(room.left()) == {"file", "folder", "nowhere"}


def test_a_link_in_the_place_of_a_file_is_no_delete(room):
    (room.work / "a.txt").unlink()
    (room.work / "a.txt").symlink_to(outside(room))
    assert room.made() == []
    assert set(room.left()) == {"a.txt"}


def test_a_link_in_the_place_of_a_folder_deletes_nothing_below_it(room):
    (room.work / "docs").rename(room.work / "gone")
    (room.work / "docs").symlink_to(room.work / "gone")
    assert room.made() == [("create", "gone/b.txt", b"b")]
    assert set(room.left()) == {"docs"}


def test_second_names_stay_wherever_the_first_one_is(room):
    os.link(outside(room), room.work / "planted")
    os.link(room.work / "a.txt", room.work / "again")
    assert room.made() == []
    assert set(room.left()) == {"a.txt", "again", "planted"}


def test_pipes_sockets_and_devices_stay(room):
    os.mkfifo(room.work / "pipe")
    (room.work / "docs/b.txt").unlink()
    os.mkfifo(room.work / "docs/b.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        handle = os.open(room.work, os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{handle}/socket")
        os.close(handle)
    expected = {"pipe", "socket", "docs/b.txt"}
    if os.geteuid() == 0:
        os.mknod(room.work / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
        expected.add("null")
    assert room.made() == []
    assert set(room.left()) == expected


def test_programs_and_rights_of_others_stay(room):
    for name, data, mode in (
        ("run", b"#!/bin/sh\n", 0o755),
        ("setuid", b"x", 0o4600),
        ("setgid", b"x", 0o2600),
        ("elf.docx", b"\x7fELF\2", 0o600),
        ("pe.csv", PROGRAM, 0o600),
        ("text", b"MZ is no program", 0o600),
    ):
        (room.work / name).write_bytes(data)
        (room.work / name).chmod(mode)
    (room.work / "docs/b.txt").write_bytes(b"changed")
    (room.work / "docs/b.txt").chmod(0o700)
    assert [name for _, name, _ in room.made()] == ["text"]
    assert set(room.left()) == {"run", "setuid", "setgid", "elf.docx", "pe.csv", "docs/b.txt"}


@pytest.mark.parametrize(
    "name",
    ["con", "NUL.txt", "a:b", "what?", "dot.", "blank ", "up\u202edown.txt", "a\u200bb", "tab\tb", "COM¹.csv"],
)  # fmt: skip
def test_names_that_lie_or_that_some_systems_cannot_hold_stay(room, name):
    (room.work / name).write_bytes(b"")
    (room.work / f"{name}_folder").mkdir()
    assert name in room.left()
    assert not any(made == name for _, made, _ in room.made())


def test_a_folder_that_stays_is_named_once_and_keeps_what_is_in_it(room):
    (room.work / "con").mkdir()
    (room.work / "con/x.txt").write_bytes(b"x")
    assert room.made() == []
    assert set(room.left()) == {"con"}


def test_bytes_that_are_no_text_stay(room):
    (room.work / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"")
    assert room.made() == []
    assert len(room.left()) == 1


def test_the_persons_own_odd_names_may_be_changed(room):
    room.folder.empty()
    room.fill({"what?.txt": b"a"})
    (room.work / "what?.txt").write_bytes(b"b")
    assert room.made() == [("modify", "what?.txt", b"b")]


def test_of_names_that_are_twins_the_old_one_counts_then_the_first(room):
    for name in ("A.TXT", "New.csv", "new.csv", "DOCS/z.csv"):
        (room.work / name).parent.mkdir(exist_ok=True)
        (room.work / name).write_bytes(name.encode())
    assert [name for _, name, _ in room.made()] == ["New.csv"]
    assert set(room.left()) == {"A.TXT", "new.csv", "DOCS"}


def test_a_file_may_get_a_name_that_differs_only_in_case(room):
    (room.work / "a.txt").rename(room.work / "A.txt")
    assert room.made() == [("move", "A.txt", b"a.txt")]


def test_a_file_in_the_place_of_a_folder_stays(room):
    (room.work / "docs/b.txt").unlink()
    (room.work / "docs").rmdir()
    (room.work / "docs").write_bytes(b"x")
    assert room.made() == []
    assert set(room.left()) == {"docs"}


def test_what_cannot_be_read_is_read_as_it_is_ours(room):
    (room.work / "new").mkdir()
    (room.work / "new/z.txt").write_bytes(b"z")
    (room.work / "new/z.txt").chmod(0)
    (room.work / "new").chmod(0)
    assert room.made() == [("create", "new/z.txt", b"z")]


def test_folders_that_are_too_deep_stay(room):
    (room.work / "/".join("x" * 120)).mkdir(parents=True)
    assert [name.count("/") for name in room.left()] == [99]
    assert [(kind, name.count("/")) for kind, name, _ in room.made()] == [("folder", 98)]


def test_under_a_race_nothing_from_elsewhere_comes_out(room):
    target, name, stop = outside(room), room.work / "docs/b.txt", threading.Event()

    def swap():
        while not stop.is_set():
            for kind in (
                lambda: name.symlink_to(target),
                lambda: os.link(target, name),
                lambda: name.write_bytes(b"x"),
            ):
                name.unlink(missing_ok=True)
                kind()

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        for _ in range(300):
            assert not any(data == b"secret" for _, _, data in room.made())
    finally:
        stop.set()
        thread.join()
    assert target.read_bytes() == b"secret"


def test_a_file_that_was_not_come_upon_is_not_said_to_be_gone(room):
    """Of one folder so many names are read as may be there at most: with more, nothing is told, no delete either."""
    shutil.rmtree(room.work / "docs")
    for number in range(300):
        (room.work / f"new-{number}").write_bytes(b"x")
    for files in range(1, 20):
        with pytest.raises(ToolError) as caught:
            room.harvest(bounds=Bounds(files=files))
        assert caught.value.code == "too_much"


def test_what_lies_in_a_folder_that_stays_is_looked_at_no_further_than_the_bound(room):
    (room.work / "CON").mkdir()
    for number in range(40):
        (room.work / "CON" / f"{number}").mkdir()
        (room.work / "CON" / f"{number}" / "x").write_bytes(b"x")
    assert room.harvest(bounds=Bounds(files=100)).made == ()
    with pytest.raises(ToolError):
        room.harvest(bounds=Bounds(files=50))


def test_what_runs_by_its_name_is_a_program_whatever_is_in_it(tmp_path):
    """Windows asks the name, not the mode; a program that was put in may be changed."""
    filled = Filled(tmp_path, {"mine.bat": b"echo"})
    names = ["Invoice.pdf.EXE", "open.lnk", "run.bat", "x.desktop", "Desktop.ini", "a.scr", "b.hta", "c.vbs"]
    for name in names:
        (filled.work / name).write_bytes(b"text")
    (filled.work / "mine.bat").write_bytes(b"echo more")
    (filled.work / "exe.txt").write_bytes(b"text")
    harvest = filled.harvest()
    assert {one.name for one in harvest.made} == {"mine.bat", "exe.txt"}
    assert {one.name: one.why.en for one in harvest.left} == dict.fromkeys(names, "a program")
    filled.folder.close()
