"""One thing that the person did since does not keep the rest of a change from being put back."""

import asyncio
import os
import shutil

import pytest

from agent.core.changes import Delete, MakeFolder, Move
from agent.core.errors import RefusedError
from agent.core.paths import Place
from tests.agent.workspace.fingerprint import everything
from tests.agent.workspace.test_half_done import CutError, at_rename, cut, mend
from tests.agent.workspace.world import tree


def place(name):
    return Place("", name)


def text(world, name):
    return (world.root / name).read_text()


@pytest.mark.parametrize("kind", ["move", "delete", "modify"])
def test_folders_that_the_person_removed_are_made_again(world, kind):
    first = {
        "move": lambda: Move(place("sub/deep/領収書.txt"), place("out.txt")),
        "delete": lambda: Delete(place("sub/deep/領収書.txt")),
        "modify": lambda: world.modify("sub/deep/領収書.txt", "new"),
    }[kind]()
    checkpoint = world.commit(first, Delete(place("sub/c.txt")), Delete(place("a.txt")))
    shutil.rmtree(world.root / "sub")
    back = world.undo(checkpoint)
    assert text(world, "sub/deep/領収書.txt") == "old sub/deep/領収書.txt"
    assert text(world, "sub/c.txt") == "old sub/c.txt"
    assert text(world, "a.txt") == "old a.txt"
    world.undo(back)
    assert not (world.root / "a.txt").exists()


def test_a_file_in_the_place_of_a_folder_keeps_back_only_what_was_in_it(world):
    checkpoint = world.commit(
        Delete(place("sub/c.txt")), Move(place("sub/deep"), place("deep")), Delete(place("a.txt"))
    )
    (world.root / "sub").rmdir()
    (world.root / "sub").write_text("the person's")
    back = world.undo(checkpoint)
    assert len(back.kept) == 2
    assert text(world, "sub") == "the person's"
    assert text(world, "a.txt") == "old a.txt"
    assert (world.root / "deep").is_dir()


def test_what_was_put_back_alone_is_not_put_back_twice(world):
    before = tree(world.root)
    checkpoint = world.commit(
        Delete(place("a.txt")),
        world.modify("b.txt", "2"),
        Move(place("sub/c.txt"), place("new/c.txt")),
        world.create("d"),
    )
    for name in ("a.txt", "b.txt", "d"):
        world.undo(checkpoint, name)
    back = world.undo(checkpoint)
    assert not (world.root / "new").exists()
    assert {name: found[2] for name, found in tree(world.root).items()} == {n: f[2] for n, f in before.items()}
    assert [change.kind for change in back.changed if change.kind != "folder"] == ["move", "delete"]


def test_what_was_put_back_alone_and_changed_since_is_left(world):
    checkpoint = world.commit(world.modify("a.txt", "1"), Delete(place("b.txt")), Delete(place("sub/c.txt")))
    for name in ("a.txt", "b.txt"):
        world.undo(checkpoint, name)
        (world.root / name).write_text("the person's")
    world.undo(checkpoint)
    assert text(world, "sub/c.txt") == "old sub/c.txt"
    assert text(world, "a.txt") == text(world, "b.txt") == "the person's"
    assert not list(world.root.glob("*before*"))


def test_an_undo_that_was_cut_off_at_its_end_counts_as_done(world):
    checkpoint = world.commit(Delete(place("a.txt")))
    with at_rename(1, cut), pytest.raises(CutError):
        world.undo(checkpoint)
    assert "all of it was done" in mend(world)[0]
    (world.root / "a.txt").write_text("the person's")
    with pytest.raises(RefusedError) as caught:
        world.undo(checkpoint)
    assert caught.value.code == "undone"
    assert text(world, "a.txt") == "the person's"


def test_an_undo_that_was_cut_off_before_its_swap_leaves_no_second_name_and_can_be_done_again(world, monkeypatch):
    before = everything(world.root)
    checkpoint = world.commit(world.modify("a.txt", "1"))
    changed = everything(world.root)

    def cut_off(*_, **__):
        raise CutError

    monkeypatch.setattr(os, "replace", cut_off)
    with pytest.raises(CutError):
        world.undo(checkpoint)
    monkeypatch.undo()
    assert "as they were" in mend(world)[0]
    assert everything(world.root) == changed
    world.undo(checkpoint)
    assert everything(world.root) == before


def test_a_folder_that_the_person_made_again_is_no_obstacle_to_a_redo(world):
    back = world.undo(world.commit(world.create("n/b.txt"), MakeFolder(place("m")), world.create("c.txt")))
    (world.root / "n").mkdir()
    (world.root / "m").write_text("a file now")
    again = world.undo(back)
    assert (text(world, "n/b.txt"), text(world, "c.txt"), text(world, "m")) == ("new", "new", "a file now")
    assert len(again.kept) == 1
    world.undo(again)
    assert not (world.root / "c.txt").exists()


def test_of_two_undos_at_once_one_is_told_that_it_is_done(world):
    checkpoint = world.commit(world.modify("a.txt", "1"), Delete(place("b.txt")))

    async def both():
        return await asyncio.gather(*(world.ledger.undo(checkpoint.id) for _ in range(2)), return_exceptions=True)

    told = [getattr(answer, "code", "done") for answer in asyncio.run(both())]
    assert sorted(told) == ["done", "undone"]
    assert text(world, "a.txt") == "old a.txt"
