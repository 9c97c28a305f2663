"""What is cut off in the middle is put in order, and what cannot be reached now is left as it was recorded."""

import json
import os
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.core.changes import Delete, Move
from agent.core.errors import AgentError, NeedsUserError, RefusedError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.records import DONE, INTENT, REVERTED, Records
from agent.workspace.recover import recover
from tests.agent.workspace.world import World, tree


def place(name):
    return Place("", name)


class CutError(BaseException):
    """The end of a process, as far as the disk can tell."""


@contextmanager
def at_rename(count, happens):
    """`happens` is called after the rename of that number."""
    real, seen = os.rename, []

    def rename(*arguments, **options):
        real(*arguments, **options)
        seen.append(arguments)
        if len(seen) == count:
            happens()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "rename", rename)
        yield


def cut():
    raise CutError


def cut_off(world, *changes, after=2):
    with at_rename(after, cut), pytest.raises(CutError):
        world.commit(*changes)


def states(world):
    records = Records(world.home / "ledger.db")
    found = [row[0] for row in records._db.execute("SELECT state FROM commits ORDER BY number")]
    records.close()
    return found


def mend(world):
    return [words.en for words in recover(world.home / "ledger.db", world.home / "vault")]


def deletes():
    return Delete(place("a.txt")), Delete(place("b.txt")), Delete(place("sub/c.txt"))


def test_an_undo_needs_the_folder_that_was_changed(world, tmp_path):
    checkpoint = world.commit(Move(place("a.txt"), place("moved.txt")), Delete(place("b.txt")))
    changed = tree(world.root)
    other = tmp_path / "other"
    other.mkdir()
    (other / "moved.txt").write_text("somebody else's")
    for regrant in (lambda: None, lambda: world.workspace.grant(RootGranted("", str(other)))):
        world.workspace.revoke("")
        regrant()
        with pytest.raises(RefusedError) as caught:
            world.undo(checkpoint)
        assert caught.value.code == "other_folder"
    assert [path.name for path in other.iterdir()] == ["moved.txt"]
    assert tree(world.root) == changed


def test_a_copy_of_the_folder_at_its_path_is_another_folder(world, tmp_path):
    checkpoint = world.commit(Delete(place("a.txt")))
    shutil.copytree(world.root, tmp_path / "copy")
    world.root.rename(tmp_path / "first")
    (tmp_path / "copy").rename(world.root)
    world.workspace.revoke("")
    world.workspace.grant(RootGranted("", str(world.root)))
    with pytest.raises(RefusedError) as caught:
        world.undo(checkpoint)
    assert caught.value.code == "other_folder"
    assert not (world.root / "a.txt").exists()


def test_a_start_is_not_stopped_by_a_folder_that_cannot_be_written(world):
    before = tree(world.root)
    cut_off(world, *deletes())

    def refuse(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        assert "cannot be mended now" in mend(world)[0]
    assert states(world) == [INTENT]
    assert "as they were" in mend(world)[0]
    assert tree(world.root) == before


def test_a_file_made_meanwhile_stays_and_the_old_one_comes_back_beside_it(world):
    cut_off(world, *deletes())
    (world.root / "a.txt").write_text("the person's")
    assert "'a (before undo).txt'" in mend(world)[0]
    assert (world.root / "a.txt").read_text() == "the person's"
    assert (world.root / "a (before undo).txt").read_text() == "old a.txt"
    assert (world.root / "b.txt").read_text() == "old b.txt"
    assert states(world) == [REVERTED]


@pytest.mark.parametrize("way", ["in place", "anew"])
def test_what_the_person_saved_over_a_commit_that_was_cut_off_stays(world, way):
    changes = world.modify("a.txt", "the agent's"), world.create("new.txt"), Delete(place("b.txt"))
    cut_off(world, *changes, after=1)
    for name in ("a.txt", "new.txt"):
        if way == "anew":
            (world.root / name).unlink()
        (world.root / name).write_text("the person's")
    assert "changed since" in mend(world)[0]
    assert (world.root / "a.txt").read_text() == "the person's"
    assert (world.root / "new.txt").read_text() == "the person's"
    assert (world.root / "a (before undo).txt").read_text() == "old a.txt"


def test_a_folder_that_was_removed_meanwhile_is_made_again(world):
    cut_off(world, Delete(place("sub/c.txt")), Delete(place("sub/deep")), Delete(place("a.txt")))
    (world.root / "sub").rmdir()
    mend(world)
    assert (world.root / "sub/c.txt").read_text() == "old sub/c.txt"
    assert (world.root / "sub/deep").is_dir()


def several(world, kind):
    names = ("a.txt", "b.txt", "sub/c.txt")
    if kind == "delete":
        return deletes()
    if kind == "move":
        return [Move(place(name), place(f"empty/{number}")) for number, name in enumerate(names)]
    return [world.create(f"{number}.txt") for number in range(3)]


@pytest.mark.parametrize("kind", ["delete", "move", "create"])
def test_a_folder_that_is_renamed_in_the_middle_is_put_in_order_when_it_is_back(world, kind):
    before, away = tree(world.root), world.root.with_name("away")
    with at_rename(2, lambda: world.root.rename(away)), pytest.raises(NeedsUserError) as caught:
        world.commit(*several(world, kind))
    assert caught.value.code == "half_done"
    assert states(world) == [INTENT]
    assert "cannot be mended now" in mend(world)[0]
    world.root.mkdir()  # an empty place where a disk was
    assert "cannot be mended now" in mend(world)[0]
    assert not list(world.root.iterdir())
    world.root.rmdir()
    away.rename(world.root)
    assert "as they were" in mend(world)[0]
    assert tree(world.root) == before
    assert states(world) == [REVERTED]


@pytest.mark.parametrize("kind", ["delete", "move", "create"])
def test_what_is_revoked_in_the_middle_is_finished(world, kind):
    changes = several(world, kind)
    with at_rename(2, lambda: world.workspace.revoke("")):
        checkpoint = world.commit(*changes)
    assert len(checkpoint.changed) == 3
    assert states(world) == [DONE]
    with pytest.raises(AgentError):
        world.commit(world.create("more.txt"))


def test_an_unplugged_disk_keeps_what_lies_on_it(tmp_path):
    """The vault of another disk is on that disk, so it goes and comes with the folder."""
    shared = Path("/dev/shm")  # noqa: S108  a disk of its own, which is what is wanted
    if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    root = shared / f"deskhand-{os.getpid()}"
    (root / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (root / name).write_text(f"old {name}")
    try:
        world = World(tmp_path, RootGranted("", str(root)))
        cut_off(world, *deletes())
        away = root.rename(f"{root}-away")
        root.mkdir()
        assert "cannot be mended now" in mend(world)[0]
        root.rmdir()
        away.rename(root)
        assert "as they were" in mend(world)[0]
        assert (root / "a.txt").read_text() == "old a.txt"
    finally:
        shutil.rmtree(root)


def test_records_of_before_have_paths_alone(world):
    before = tree(world.root)
    checkpoint = world.commit(*deletes())
    records = Records(world.home / "ledger.db")
    records._db.execute("UPDATE commits SET roots = ?", (f'{{"": "{world.root}"}}',))
    records.close()
    world.undo(checkpoint)
    assert tree(world.root) == before


def test_records_of_before_know_less_of_folders_and_have_no_clones(world):
    before = tree(world.root)
    checkpoint = world.commit(world.modify("a.txt", "new"), *deletes()[1:])
    world.ledger.close()
    with sqlite3.connect(world.home / "ledger.db") as database:
        (steps, times) = database.execute("SELECT steps, times FROM commits").fetchone()
        old_steps = [{key: step[key] for key in step if key != "spare"} for step in json.loads(steps)]
        old_times = [time[:3] for time in json.loads(times)]
        database.execute("UPDATE commits SET steps = ?, times = ?", (json.dumps(old_steps), json.dumps(old_times)))
        database.execute("ALTER TABLE commits DROP COLUMN purged")
        database.execute("PRAGMA user_version = 1")
    database.close()
    World(world.home.parent).undo(checkpoint)
    assert tree(world.root) == before


def test_a_disk_may_have_another_number_when_it_is_back(world):
    before = tree(world.root)
    cut_off(world, *deletes())
    number = world.root.stat().st_dev
    records = Records(world.home / "ledger.db")
    for column in ("roots", "steps"):
        records._db.execute(f"UPDATE commits SET {column} = replace({column}, ?, ?)", (f"{number}, ", "99999, "))
    records.close()
    assert "as they were" in mend(world)[0]
    assert tree(world.root) == before


def test_the_next_change_there_puts_in_order_what_was_left_first(world):
    before, away = tree(world.root), world.root.with_name("away")
    earlier = world.commit(world.create("earlier.txt"))
    with at_rename(2, lambda: world.root.rename(away)), pytest.raises(NeedsUserError):
        world.commit(*deletes())
    world.root.mkdir()
    for again in (lambda: world.commit(world.create("x.txt")), lambda: world.undo(earlier)):
        with pytest.raises(NeedsUserError) as caught:
            again()
        assert caught.value.code == "half_done"
    world.root.rmdir()
    away.rename(world.root)
    world.undo(earlier)
    assert states(world) == [DONE, REVERTED, DONE]
    assert tree(world.root) == before
