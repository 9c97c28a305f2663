"""The folder of a Room: what goes in, what comes out, and that nothing stays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds
from agent.sandbox.room import Rooms
from agent.sandbox.stage.telling import Telling, telling
from tests.agent.sandbox.filled import Filled

SMALL = Bounds(disk=1000, files=5)


@pytest.fixture
def room(tmp_path):
    filled = Filled(tmp_path, {"a.txt": b"a", "docs/b.txt": b"b", "docs/c.txt": b"c", "docs/deep/d.txt": b"d"})
    yield filled
    filled.folder.close()


def test_code_finds_its_files_by_their_names(room):
    names = sorted(str(path.relative_to(room.work)) for path in room.work.rglob("*") if path.is_file())
    assert names == ["a.txt", "docs/b.txt", "docs/c.txt", "docs/deep/d.txt"]


def test_only_this_user_may_look(room, tmp_path):
    folders = [tmp_path / "rooms", room.work.parent, room.work, room.folder.apart]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_nothing_done_is_nothing_made(room):
    assert room.made() == []


def test_what_code_does_comes_out(room):
    (room.work / "a.txt").write_bytes(b"A")
    (room.work / "docs/b.txt").unlink()
    (room.work / "new/deep").mkdir(parents=True)
    (room.work / "new/e.csv").write_bytes(b"e")
    assert room.made() == [
        ("delete", "docs/b.txt", b""),
        ("modify", "a.txt", b"A"),
        ("create", "new/e.csv", b"e"),
        ("folder", "new/deep", b""),
    ]


def test_copies_keep_their_extension_and_cannot_change_any_more(room):
    (room.work / "a.txt").write_bytes(b"shown")
    (made,) = room.harvest().made
    (room.work / "a.txt").write_bytes(b"later")
    assert (made.path.suffix, made.path.read_bytes()) == (".txt", b"shown")


def test_times_and_modes_are_no_change(room):
    os.utime(room.work / "a.txt", (1, 1))
    (room.work / "docs/b.txt").chmod(0o400)
    (room.work / "docs/c.txt").write_bytes(b"c")
    assert room.made() == []
    assert list(room.staging.iterdir()) == []


def test_the_same_size_and_time_do_not_hide_a_change(room):
    before = (room.work / "a.txt").stat()
    (room.work / "a.txt").write_bytes(b"A")
    os.utime(room.work / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert room.made() == [("modify", "a.txt", b"A")]


def test_where_times_tell_nothing_contents_are_compared(room):
    room.folder._how = Telling(by_time=False, by_mode=False)
    (room.work / "a.txt").write_bytes(b"A")
    assert room.made() == [("modify", "a.txt", b"A")]


def test_this_disk_tells_changes(tmp_path):
    if sys.platform != "linux":
        pytest.skip("measured for Linux")
    assert telling(tmp_path).by_time
    assert list(tmp_path.iterdir()) == []


def test_a_new_name_is_a_move(room):
    (room.work / "docs/b.txt").rename(room.work / "B2.txt")
    assert room.made() == [("move", "B2.txt", b"docs/b.txt")]


def test_a_new_name_of_a_folder_moves_what_is_in_it(room):
    (room.work / "docs").rename(room.work / "papers")
    assert {(kind, name) for kind, name, _ in room.made()} == {
        ("move", "papers/b.txt"),
        ("move", "papers/c.txt"),
        ("move", "papers/deep/d.txt"),
    }


def test_moved_and_edited_is_a_delete_and_a_create(room):
    (room.work / "a.txt").rename(room.work / "z.txt")
    (room.work / "z.txt").write_bytes(b"z")
    assert room.made() == [("delete", "a.txt", b""), ("create", "z.txt", b"z")]


def test_a_copy_of_a_file_that_stays_is_a_create(room):
    (room.work / "z.txt").write_bytes(b"a")
    assert room.made() == [("create", "z.txt", b"a")]


def test_an_empty_file_is_not_taken_for_another_one(room):
    room.folder.empty()
    room.fill({"a.txt": b"", "b.txt": b""})
    (room.work / "z.txt").write_bytes(b"")
    (room.work / "a.txt").unlink()  # after that, or its inode would be given to the new one
    (room.work / "b.txt").rename(room.work / "c.txt")
    assert room.made() == [("delete", "a.txt", b""), ("move", "c.txt", b"b.txt"), ("create", "z.txt", b"")]


def test_without_hashes_a_move_is_a_delete_and_a_create(room):
    (room.work / "a.txt").rename(room.work / "z.txt")
    assert room.made(known={}) == [("delete", "a.txt", b""), ("create", "z.txt", b"a")]


def test_two_files_that_change_places_are_modified(room):
    (room.work / "a.txt").rename(room.work / "t")
    (room.work / "docs/b.txt").rename(room.work / "a.txt")
    (room.work / "t").rename(room.work / "docs/b.txt")
    assert room.made() == [("modify", "a.txt", b"b"), ("modify", "docs/b.txt", b"a")]


def test_a_folder_in_the_place_of_a_file(room):
    (room.work / "a.txt").unlink()
    (room.work / "a.txt").mkdir()
    (room.work / "a.txt/x").write_bytes(b"a")
    assert room.made() == [("delete", "a.txt", b""), ("create", "a.txt/x", b"a")]


def test_too_many_bytes_are_no_harvest(room):
    (room.work / "z").write_bytes(b"z" * 1001)
    with pytest.raises(ToolError) as error:
        room.harvest(SMALL)
    assert error.value.code == "too_much"
    assert list(room.staging.iterdir()) == []


def test_bytes_of_a_hole_count(room):
    with (room.work / "hole").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(ToolError) as error:
        room.harvest()
    assert error.value.code == "too_much"


def test_too_many_files_are_no_harvest(room):
    for number in range(6):
        (room.work / str(number)).write_bytes(b"")
    with pytest.raises(ToolError) as error:
        room.harvest(SMALL)
    assert error.value.code == "too_much"
    assert list(room.staging.iterdir()) == []


def test_what_is_written_is_counted_while_it_runs(room):
    assert room.folder.written() == (0, 0)
    (room.work / "z").write_bytes(b"z" * 100_000)
    (room.folder.apart / "cache").write_bytes(b"z" * 100_000)
    size, files = room.folder.written()
    assert 200_000 <= size < 300_000
    assert files == 2


def test_bytes_that_lie_too_deep_to_be_counted_are_too_many(room):
    deep(room.work, 150)
    assert room.folder.written()[0] > 10**15


def test_the_next_run_finds_only_its_own_files(room):
    (room.work / "old").write_bytes(b"")
    (room.folder.apart / "cache").write_bytes(b"c")
    room.folder.empty()
    room.fill({"z.txt": b"z"})
    assert [path.name for path in room.work.iterdir()] == ["z.txt"]
    assert room.made() == []
    assert (room.folder.apart / "cache").exists()


def test_two_runs_without_new_files_add_up(room):
    (room.work / "a.txt").write_bytes(b"A")
    room.folder.begin()
    (room.work / "z.txt").write_bytes(b"z")
    assert room.made() == [("modify", "a.txt", b"A"), ("create", "z.txt", b"z")]


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "./a", "a//b", "a/", "a\0", "a\\b", "q", "q/b", "w"])
def test_a_name_that_leads_out_or_is_taken_is_refused(room, name):
    room.folder.path("q").write_bytes(b"")
    room.folder.path("w/x").write_bytes(b"")
    with pytest.raises(ToolError) as error:
        room.folder.path(name)
    assert error.value.code == "outside_room"


def test_a_link_that_code_lays_meanwhile_does_not_lead_a_clone_out(room, tmp_path):
    room.folder.empty()
    outside = tmp_path / "outside"
    outside.mkdir()
    (room.work / "in").symlink_to(outside)
    room.folder.path("in/a.txt").write_bytes(b"a")
    with pytest.raises(ToolError):
        room.folder.begin()
    assert list(outside.iterdir()) == []


def deep(folder: Path, levels: int):
    """That many folders in each other."""
    handle = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("x", dir_fd=handle)
        below = os.open("x", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(handle)


def test_whatever_code_leaves_goes(room, tmp_path):
    if sys.platform == "win32":
        pytest.skip("modes of POSIX")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"k")
    deep(room.work, 300)
    (room.work / "locked/in").mkdir(parents=True)
    (room.work / "locked/in/file").write_bytes(b"")
    (room.work / "link").symlink_to(outside)
    os.mkfifo(room.work / "pipe")
    for name in ("locked/in/file", "locked/in", "locked", "docs"):
        (room.work / name).chmod(0)
    room.work.chmod(0)
    room.folder.close()
    assert list((tmp_path / "rooms").iterdir()) == []
    assert (outside / "kept").exists()
    room.folder.close()


def test_locked_files_go_too(room, tmp_path):
    (room.work / "docs/b.txt").write_bytes(b"x")
    words = ["chattr", "+i", str(room.work / "docs/b.txt"), str(room.work / "docs")]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("only root locks files on Linux")
    room.folder.close()
    assert list((tmp_path / "rooms").iterdir()) == []


def test_what_a_dead_process_left_is_swept_and_what_lives_is_not(room, tmp_path):
    base = tmp_path / "rooms"
    code = (
        f"import os, pathlib\nfrom agent.sandbox.room import Rooms\n"
        f"(Rooms(pathlib.Path({str(base)!r})).folder().work / 'x').write_text('x')\nos._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3], timeout=60)
    (base / "without a lock").mkdir()
    before = len(list(base.iterdir()))
    Rooms(base).sweep()
    assert (before, len(list(base.iterdir()))) == (5, 2)
    assert (room.work / "a.txt").exists()


def test_before_its_first_room_a_process_sweeps(tmp_path):
    (tmp_path / "rooms/left/work").mkdir(parents=True)
    made = Rooms(tmp_path / "rooms").folder()
    assert {path.suffix for path in (tmp_path / "rooms").iterdir()} == {"", ".lock"}
    assert not (tmp_path / "rooms/left").exists()
    made.close()


def test_rooms_that_never_were_are_swept(tmp_path):
    Rooms(tmp_path / "rooms").sweep()
    assert not (tmp_path / "rooms").exists()
