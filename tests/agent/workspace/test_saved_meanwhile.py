"""What the person saves while a commit is under way is never overwritten."""

import os
from pathlib import Path

import pytest

from agent.core.changes import Delete, Move
from agent.core.errors import StaleError
from agent.core.paths import Place
from tests.agent.workspace.test_half_done import at_rename
from tests.agent.workspace.world import tree


def place(name):
    return Place("", name)


def save(path, way):
    if way == "in place":
        path.write_text("the person's")
    else:
        Path(f"{path}.tmp").write_text("the person's")
        Path(f"{path}.tmp").replace(path)


@pytest.mark.parametrize("way", ["in place", "anew"])
@pytest.mark.parametrize("kind", ["modify", "delete"])
def test_a_save_while_the_rest_is_checked_stays(world, way, kind):
    change = world.modify("a.txt", "the agent's") if kind == "modify" else Delete(place("a.txt"))
    world.inspecting(lambda _: save(world.root / "a.txt", way))
    with pytest.raises(StaleError):
        world.commit(Move(place("b.txt"), place("moved.txt")), change, world.create("z.pdf"))
    assert (world.root / "a.txt").read_text() == "the person's"
    assert (world.root / "b.txt").exists()
    assert not (world.root / "z.pdf").exists()


@pytest.mark.parametrize("way", ["in place", "anew"])
def test_a_save_while_the_steps_are_taken_stays(world, way):
    with at_rename(1, lambda: save(world.root / "a.txt", way)), pytest.raises(StaleError):
        world.commit(Delete(place("b.txt")), world.modify("a.txt", "the agent's"))
    assert (world.root / "a.txt").read_text() == "the person's"
    assert (world.root / "b.txt").read_text() == "old b.txt"


def test_a_save_while_the_swap_itself_is_made_stays(world, monkeypatch):
    real = os.link

    def link(*arguments, **options):
        real(*arguments, **options)
        save(world.root / "a.txt", "in place")

    change = world.modify("a.txt", "the agent's")
    monkeypatch.setattr(os, "link", link)
    with pytest.raises(StaleError):
        world.commit(change)
    assert (world.root / "a.txt").read_text() == "the person's"


@pytest.mark.parametrize("kind", ["modify", "create"])
def test_a_save_while_an_undo_is_under_way_stays(world, kind):
    change = world.modify("a.txt", "the agent's") if kind == "modify" else world.create("a2.txt")
    name = "a.txt" if kind == "modify" else "a2.txt"
    checkpoint = world.commit(change, Delete(place("b.txt")))
    with at_rename(1, lambda: save(world.root / name, "in place")), pytest.raises(StaleError):
        world.undo(checkpoint)
    assert (world.root / name).read_text() == "the person's"
    assert not (world.root / "b.txt").exists()
    world.undo(checkpoint)
    assert (world.root / name).read_text() == "the person's"
    assert (world.root / "b.txt").exists()


def test_two_names_of_one_file_are_changed_in_one_set(world):
    (world.root / "twin.txt").hardlink_to(world.root / "a.txt")
    (world.root / "third.txt").hardlink_to(world.root / "a.txt")
    before = tree(world.root)
    changes = world.modify("a.txt", "1"), Delete(place("twin.txt")), world.modify("third.txt", "3")
    checkpoint = world.commit(*changes)
    assert (world.root / "third.txt").read_text() == "3"
    world.undo(checkpoint)
    assert tree(world.root) == before


@pytest.mark.parametrize("kind", ["modify", "delete"])
def test_a_kept_version_that_changed_under_its_other_name_comes_beside(world, kind):
    (world.root / "twin.txt").hardlink_to(world.root / "a.txt")
    change = world.modify("a.txt", "the agent's") if kind == "modify" else Delete(place("a.txt"))
    checkpoint = world.commit(change, Delete(place("b.txt")))
    (world.root / "twin.txt").write_text("the person's")
    back = world.undo(checkpoint)
    assert len(back.kept) == 1
    assert (world.root / "b.txt").exists()
    assert (world.root / "a (before undo).txt").read_text() == "the person's"
    assert (world.root / "a.txt").exists() == (kind == "modify")


def test_a_folder_in_the_place_of_a_file_that_was_read_is_not_replaced(world):
    change = world.modify("a.txt", "new")
    (world.root / "a.txt").unlink()
    (world.root / "a.txt").mkdir()
    with pytest.raises(StaleError):
        world.commit(change)
    assert (world.root / "a.txt").is_dir()
