"""What is kept is listed, is due by rules, and goes to the trash with its name when the person says so."""

import datetime
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from agent.core.changes import Delete
from agent.core.errors import RefusedError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.purging import Purging, purge
from agent.workspace.retention import Kept, Rules, disks, due, kept
from agent.workspace.trash import FolderTrash
from tests.agent.workspace.fingerprint import everything
from tests.agent.workspace.world import World

NOW = datetime.datetime(2030, 1, 31, tzinfo=datetime.UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="folders are the trash on freedesktop.org systems")


def place(name):
    return Place("", name)


def listed(world):
    return kept(world.home / "ledger.db", world.home / "vault")


def of(name, days, size=1000, vault="/v", session="s"):
    at = (NOW - datetime.timedelta(days=days)).isoformat()
    return Kept(name, session, name, at, 1, {vault: size}, (), frozenset({session}))


def purged(world, *ids, home=None, **how):
    trash = FolderTrash(home or world.home.parent / "share" / "Trash", os.getuid())
    return purge(ids, world.home / "ledger.db", world.home / "vault", Purging(trash, NOW, **how))


def test_nothing_is_kept_of_what_was_only_moved_or_made(world):
    world.commit(world.create("new.txt"))
    assert listed(world) == ()


def test_what_was_replaced_or_deleted_is_listed_with_its_files_and_bytes(world):
    (world.root / "sub/c.txt").write_bytes(b"x" * 50_000)
    first = world.commit(world.modify("a.txt", "new"))
    second = world.commit(Delete(place("sub")))
    one, two = listed(world)
    assert (one.id, one.files, one.session, one.title) == (first.id, 1, "s", "A change")
    assert (two.id, two.files) == (second.id, 2)
    assert two.size >= 50_000
    assert disks(listed(world))[str(world.home / "vault")] > 1_000_000


def test_a_file_that_has_another_name_costs_nothing(world):
    (world.root / "a.txt").write_bytes(b"x" * 50_000)
    (world.root / "twin.txt").hardlink_to(world.root / "a.txt")
    world.commit(world.modify("a.txt", "new", shrink_ok=True))
    (one,) = listed(world)
    assert (one.files, one.size) == (1, 0)
    (world.root / "twin.txt").unlink()
    assert listed(world)[0].size >= 50_000


def test_old_ones_are_due_and_the_oldest_come_first():
    found = [of("a", 40), of("b", 31), of("c", 29), of("d", 0.5)]
    assert due(found, Rules(), NOW, {"/v": 10**9}) == ("a", "b")
    assert due(found, Rules(days=7), NOW, {"/v": 10**9}) == ("a", "b", "c")


def test_a_full_share_of_the_disk_makes_the_oldest_due_until_it_fits():
    found = [of("a", 20), of("b", 10), of("c", 5), of("d", 2)]
    assert due(found, Rules(), NOW, {"/v": 40_000}) == ()
    assert due(found, Rules(), NOW, {"/v": 25_000}) == ("a", "b")
    assert due([*found, of("e", 3, vault="/other")], Rules(), NOW, {"/v": 25_000, "/other": 10**9}) == ("a", "b")


def test_what_is_old_counts_before_the_share_does():
    assert due([of("a", 40), of("b", 10)], Rules(), NOW, {"/v": 10_000}) == ("a",)


def test_a_running_session_and_the_last_day_are_never_due():
    found = [of("a", 40, session="r"), of("b", 0.9), of("c", 35)]
    assert due(found, Rules(running=frozenset({"r"})), NOW, {"/v": 1}) == ("c",)


@posix
def test_what_is_purged_is_in_the_trash_under_its_name_and_undo_says_so(world):
    checkpoint = world.commit(world.modify("a.txt", "new"), Delete(place("sub")))
    before = everything(world.root)
    told = purged(world, checkpoint.id)
    assert (told.checkpoints, told.refused) == ((checkpoint.id,), ())
    files = {path.name: path for path in (world.home.parent / "share/Trash/files").iterdir()}
    assert len(files) == 2
    (name,) = (name for name in files if name.startswith("a ("))
    assert files[name].read_text() == "old a.txt"
    assert name.endswith(").txt")
    (folder,) = (path for path in files.values() if path.is_dir())
    assert (folder / "deep" / "領収書.txt").exists()
    note = (world.home.parent / "share/Trash/info" / f"{name}.trashinfo").read_text()
    assert note.startswith("[Trash Info]\nPath=/")
    assert "DeletionDate=20" in note
    assert {one.to for one in told.removed} == {str(path) for path in files.values()}
    assert listed(world) == ()
    assert everything(world.root) == before
    with pytest.raises(RefusedError) as caught:
        world.undo(checkpoint)
    assert caught.value.code == "purged"
    assert "2030-01-31" in str(caught.value)


@posix
def test_an_undo_and_a_redo_end_with_what_they_use(world):
    checkpoint = world.commit(world.modify("a.txt", "new"))
    back = world.undo(checkpoint)
    again = world.undo(back)
    (one,) = listed(world)
    assert one.also == (back.id, again.id)
    purged(world, checkpoint.id)
    for made in (checkpoint, back, again):
        with pytest.raises(RefusedError) as caught:
            world.undo(made)
        assert caught.value.code == "purged"


@posix
def test_two_things_of_one_name_both_have_a_place_in_the_trash(world):
    made = [world.commit(world.modify("a.txt", f"version {n}")) for n in range(3)]
    told = purged(world, *(checkpoint.id for checkpoint in made))
    texts = {Path(one.to).read_text() for one in told.removed}
    assert texts == {"old a.txt", "version 0", "version 1"}


@posix
def test_a_task_that_runs_keeps_its_own(world):
    checkpoint = world.commit(world.modify("a.txt", "new"))
    told = purged(world, checkpoint.id, "nosuch", running=frozenset({"s"}))
    assert (told.removed, told.checkpoints, len(told.refused)) == ((), (), 2)
    world.undo(checkpoint)


@posix
def test_purging_again_after_a_crash_goes_on(world):
    checkpoint = world.commit(world.modify("a.txt", "new"), Delete(place("b.txt")))

    def once(file, was):
        if seen:
            raise KeyboardInterrupt
        seen.append(file)
        return FolderTrash(world.home.parent / "share" / "Trash", os.getuid())(file, was)

    seen: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        purge([checkpoint.id], world.home / "ledger.db", world.home / "vault", Purging(once, NOW))
    told = purged(world, checkpoint.id)
    assert len(told.removed) == 1
    assert told.checkpoints == (checkpoint.id,)


@pytest.fixture
def elsewhere(tmp_path):
    """A folder on another disk than the state."""
    shared = Path("/dev/shm")  # noqa: S108  a disk of its own, which is what is wanted
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    root = Path(tempfile.mkdtemp(dir=shared))
    (root / "a.txt").write_text("a")
    os.utime(root, ns=(10**18, 10**18))
    yield root
    shutil.rmtree(root)


@posix
def test_another_disk_has_a_trash_of_its_own(tmp_path, elsewhere):
    world = World(tmp_path, RootGranted("", str(elsewhere)))
    checkpoint = world.commit(world.modify("a.txt", "b"))
    before = elsewhere.stat().st_mtime_ns
    told = purged(world, checkpoint.id)
    (one,) = told.removed
    trash = Path("/dev/shm") / f".Trash-{os.getuid()}"  # noqa: S108
    try:
        assert Path(one.to).parent == trash / "files"
        assert Path(one.to).read_text() == "a"
        assert f"Path={elsewhere.name}/a" in (trash / "info" / f"{Path(one.to).name}.trashinfo").read_text()
        assert not (elsewhere / ".deskhand-vault").exists()
        assert elsewhere.stat().st_mtime_ns == before
    finally:
        Path(one.to).unlink()
        (trash / "info" / f"{Path(one.to).name}.trashinfo").unlink()
        with suppress(OSError):  # it was there before us, with something in it
            for folder in (trash / "files", trash / "info", trash):
                folder.rmdir()


@posix
def test_a_disk_without_a_trash_keeps_its_own_unless_it_is_meant(world):
    checkpoint = world.commit(world.modify("a.txt", "new"), Delete(place("sub")))
    blocked = world.home.parent / "blocked"
    blocked.write_text("a file where the trash would be")
    told = purged(world, checkpoint.id, home=blocked / "Trash")
    assert (told.removed, told.checkpoints) == ((), ())
    assert "no trash" in told.refused[0].en
    world.undo(checkpoint)
    again = world.commit(world.modify("a.txt", "new"))
    told = purged(world, again.id, home=blocked / "Trash", forever=True)
    assert [one.to for one in told.removed] == [""]
    assert told.checkpoints == (again.id,)


@posix
def test_an_undo_that_came_first_goes_with_what_it_uses(world):
    made = world.commit(world.modify("a.txt", "new"))
    undone = []

    class Late(list):
        def __iter__(self):  # another process puts it back after the purge has begun
            undone.append(world.undo(made))
            return super().__iter__()

    trash = FolderTrash(world.home.parent / "share" / "Trash", os.getuid())
    purge(Late([made.id]), world.home / "ledger.db", world.home / "vault", Purging(trash, NOW))
    with pytest.raises(RefusedError, match="removed from Deskhand's store"):
        world.undo(undone[0])


@posix
def test_what_an_interrupted_undo_needs_stays(world):
    made = world.commit(world.modify("a.txt", "new"))
    undo = world.undo(made)
    with sqlite3.connect(world.home / "ledger.db") as ledger:
        ledger.execute("UPDATE commits SET state = 'intent' WHERE id = ?", (undo.id,))
    done = purged(world, made.id)
    assert done.removed == ()
    assert "interrupted" in done.refused[0].en
