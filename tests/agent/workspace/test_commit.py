"""Every change is whole, and every refusal changes nothing."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from agent.core.changes import ChangeSet, Create, Delete, MakeFolder, Modify, Move, Staged
from agent.core.errors import (
    NeedsUserError,
    NotFoundError,
    OutsideWorkspaceError,
    RefusedError,
    StaleError,
    ToolError,
    UnreadableError,
)
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.core.words import Words
from tests.agent.workspace.world import World, tree


def place(name):
    return Place("", name)


def refused(world, *changes, code=None, kind=ToolError):
    before = tree(world.root)
    with pytest.raises(kind) as caught:
        world.commit(*changes)
    assert tree(world.root) == before
    if code is not None:
        assert caught.value.code == code


def test_a_set_of_every_kind_is_carried_out_and_put_back_to_the_last_byte_and_time(world):
    before = tree(world.root)
    checkpoint = world.commit(
        world.create("new/one.txt", "1"),
        world.modify("a.txt", "changed"),
        Move(place("b.txt"), place("sub/moved.txt")),
        Delete(place("sub/deep")),
        MakeFolder(place("made")),
    )
    assert (world.root / "new/one.txt").read_text() == "1"
    assert (world.root / "a.txt").read_text() == "changed"
    assert (world.root / "a.txt").stat().st_mode == before["a.txt"][0]
    assert (world.root / "sub/moved.txt").read_text() == "old b.txt"
    assert not (world.root / "sub/deep").exists()
    assert [c.kind for c in checkpoint.changed] == ["create", "modify", "move", "delete", "folder"]
    back = world.undo(checkpoint)
    assert tree(world.root) == before
    assert back.undoes == checkpoint.id
    again = world.undo(back)
    assert (world.root / "a.txt").read_text() == "changed"
    assert (world.root / "sub/moved.txt").exists()
    world.undo(again)
    assert tree(world.root) == before


def test_names_may_change_places_in_one_set(world):
    before = tree(world.root)
    checkpoint = world.commit(Move(place("a.txt"), place("b.txt")), Move(place("b.txt"), place("a.txt")))
    assert (world.root / "a.txt").read_text() == "old b.txt"
    assert (world.root / "b.txt").read_text() == "old a.txt"
    world.undo(checkpoint)
    assert tree(world.root) == before


def test_a_chain_of_names_moves_along(world):
    before = tree(world.root)
    checkpoint = world.commit(Move(place("a.txt"), place("b.txt")), Move(place("b.txt"), place("c.txt")))
    assert (world.root / "b.txt").read_text() == "old a.txt"
    assert (world.root / "c.txt").read_text() == "old b.txt"
    world.undo(checkpoint)
    assert tree(world.root) == before


def test_a_deleted_name_can_be_taken_in_the_same_set(world):
    before = tree(world.root)
    checkpoint = world.commit(Delete(place("b.txt")), Move(place("a.txt"), place("b.txt")))
    assert (world.root / "b.txt").read_text() == "old a.txt"
    world.undo(checkpoint)
    assert tree(world.root) == before


def test_many_checkpoints_are_put_back_newest_first(world):
    before = tree(world.root)
    made = [world.commit(world.modify("a.txt", f"version {n}")) for n in range(3)]
    made.append(world.commit(Move(place("a.txt"), place("empty/a.txt"))))
    for checkpoint in reversed(made):
        world.undo(checkpoint)
    assert tree(world.root) == before


def test_only_some_files_of_a_checkpoint_are_put_back(world):
    checkpoint = world.commit(world.modify("a.txt", "1"), world.modify("b.txt", "2"))
    world.undo(checkpoint, "a.txt")
    assert (world.root / "a.txt").read_text() == "old a.txt"
    assert (world.root / "b.txt").read_text() == "2"


def test_what_the_person_changed_since_is_kept_and_the_old_version_comes_beside_it(world):
    checkpoint = world.commit(world.modify("a.txt", "the agent's"))
    (world.root / "a.txt").write_text("the person's")
    back = world.undo(checkpoint)
    assert (world.root / "a.txt").read_text() == "the person's"
    assert (world.root / "a (before undo).txt").read_text() == "old a.txt"
    assert len(back.kept) == 1


def test_a_new_file_that_the_person_worked_on_is_kept(world):
    checkpoint = world.commit(world.create("new.txt"))
    (world.root / "new.txt").write_text("the person's")
    world.undo(checkpoint)
    assert (world.root / "new.txt").read_text() == "the person's"


def test_a_folder_that_the_person_used_since_stays(world):
    checkpoint = world.commit(world.create("made/new.txt"))
    (world.root / "made/theirs.txt").write_text("x")
    world.undo(checkpoint)
    assert [path.name for path in (world.root / "made").iterdir()] == ["theirs.txt"]


def test_a_file_in_the_place_of_a_deleted_one_is_never_overwritten(world):
    checkpoint = world.commit(Delete(place("a.txt")))
    (world.root / "a.txt").write_text("the person's new one")
    world.undo(checkpoint)
    assert (world.root / "a.txt").read_text() == "the person's new one"
    assert (world.root / "a (before undo).txt").read_text() == "old a.txt"


def test_a_checkpoint_is_put_back_once(world):
    checkpoint = world.commit(world.modify("a.txt", "1"))
    world.undo(checkpoint)
    with pytest.raises(RefusedError):
        world.undo(checkpoint)


def test_before_and_after_can_be_read(world):
    checkpoint = world.commit(world.modify("a.txt", "1"), Delete(place("b.txt")), world.create("n.txt", "2"))
    before, after = world.ledger.contents(checkpoint.id, "a.txt")
    assert (before.read_text(), after.read_text()) == ("old a.txt", "1")
    assert {before.suffix, after.suffix} == {".txt"}  # what tells the kind of a document
    before, after = world.ledger.contents(checkpoint.id, "b.txt")
    assert (before.read_text(), after) == ("old b.txt", None)
    before, after = world.ledger.contents(checkpoint.id, "n.txt")
    assert (before, after.read_text()) == (None, "2")


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(world):
    change = world.modify("a.txt", "mine")
    (world.root / "a.txt").write_text("theirs")
    refused(world, world.create("x.txt"), change, kind=StaleError)
    refused(world, Delete(place("a.txt"), "00"), kind=StaleError)


@pytest.mark.parametrize("taken", ["a.txt", "sub", "A.TXT"])
def test_nothing_is_overwritten_by_a_new_name(world, taken):
    refused(world, world.create(taken), kind=RefusedError)
    refused(world, Move(place("b.txt"), place(taken)), kind=RefusedError)


def test_two_changes_cannot_make_the_same_file(world):
    refused(world, world.create("x.txt", "1"), world.create("x.txt", "2"), code="collision")


def test_twins_in_unicode_form_are_refused(world):
    world.commit(world.create("caf\u00e9.txt"))
    refused(world, world.create("cafe\u0301.txt"), code="twin")


def test_twins_within_one_change_set_are_refused(world):
    refused(world, world.create("New.txt"), world.create("new.txt"), code="twin")
    refused(world, world.create("sub/New.txt"), Move(place("a.txt"), place("sub/NEW.txt")), code="twin")


@pytest.mark.parametrize(
    "name",
    ["a:b.txt", "what?.txt", "CON", "con.txt", "end.", "end ", "new\nline", "\u202egnp.exe", "x" * 256, "\udcff"],
)
def test_names_that_some_computer_cannot_hold_are_not_made(world, name):
    refused(world, Create(Place("", name), world.stage("x")), code="name")


def test_a_file_that_office_has_open_is_left_alone(world):
    (world.root / "~$a.txt").write_text("")
    refused(world, world.modify("a.txt", "x"), code="open_elsewhere")
    refused(world, Delete(place("a.txt")), code="open_elsewhere")


def test_a_file_that_would_shrink_much_needs_to_be_meant(world):
    (world.root / "a.txt").write_text("x" * 5000)
    refused(world, world.modify("a.txt", "short"), code="shrink")
    world.commit(world.modify("a.txt", "short", shrink_ok=True))


def test_contents_that_would_not_open_are_refused(world):
    def broken(path):
        raise UnreadableError(Words("not a workbook", "ブックではありません"), "broken")

    world.inspecting(broken)
    refused(world, world.create("x.xlsx"), code="broken_result")
    world.commit(world.create("x.txt"))


def locked_ones(path):
    """A check for which what begins with "locked" has a password."""
    if Path(path).read_text().startswith("locked"):
        raise UnreadableError(Words("needs a password", "パスワードが必要です"), "encrypted")


def test_a_document_that_was_locked_stays_so(world):
    """It was read, edited and locked again with the person's password: nothing here can look into it any more."""
    world.inspecting(locked_ones)
    world.commit(world.create("x.xlsx", "locked"))
    world.commit(world.modify("x.xlsx", "locked again"))
    assert (world.root / "x.xlsx").read_text() == "locked again"
    (world.root / "big.xlsx").write_text("locked" * 1000)
    refused(world, world.modify("big.xlsx", "locked"), code="shrink")


def test_no_password_comes_upon_a_document_that_has_none_unless_it_is_meant(world):
    world.inspecting(locked_ones)
    (world.root / "x.dotx").write_text("plain")
    refused(world, world.modify("x.dotx", "locked"), code="locks")
    world.commit(world.modify("x.dotx", "locked", lock_ok=True))
    assert (world.root / "x.dotx").read_text() == "locked"
    world.commit(world.modify("x.dotx", "plain again"))


def test_contents_that_changed_after_they_were_sealed_are_refused(world):
    staged = world.stage("shown")
    Path(staged.path).write_text("other")
    refused(world, Create(place("x.txt"), staged), code="staging")
    refused(world, Create(place("x.txt"), Staged("/nowhere", "00", 1)), code="staging")


def test_a_folder_cannot_go_into_itself(world):
    refused(world, Move(place("sub"), place("sub/deep/sub")), code="into_itself")


def test_what_is_not_there_cannot_be_moved_or_deleted(world):
    refused(world, Move(place("gone"), place("x")), kind=NotFoundError)
    refused(world, Delete(place("gone")), kind=NotFoundError)
    refused(world, world.create("x.txt"), Modify(place("gone"), "00", world.stage("x")), kind=NotFoundError)


def test_a_folder_granted_for_reading_is_never_changed(world, tmp_path):
    reader = World(tmp_path, RootGranted("", str(world.root), writable=False))
    refused(reader, reader.create("x.txt"), code="read_only")
    refused(reader, Delete(place("a.txt")), code="read_only")


def test_of_single_granted_files_only_these_are_seen_and_changed(world, tmp_path):
    some = World(tmp_path, RootGranted("", str(world.root), True, ("a.txt",)))
    assert [str(e.place) for e in some.workspace.walk(place(""))] == ["a.txt"]
    with pytest.raises(OutsideWorkspaceError):
        some.workspace.snapshot(place("b.txt"))
    refused(some, Delete(place("b.txt")), kind=OutsideWorkspaceError)
    some.commit(some.modify("a.txt", "x"), some.create("beside.txt"))


def test_a_revoked_folder_is_closed_at_once(world):
    world.workspace.revoke("")
    with pytest.raises(OutsideWorkspaceError):
        world.workspace.entry(place("a.txt"))


def test_a_folder_that_was_replaced_is_not_the_granted_one(world):
    world.root.rename(world.root.with_name("elsewhere"))
    world.root.mkdir()
    (world.root / "a.txt").write_text("not yours")
    with pytest.raises(NeedsUserError):
        world.workspace.snapshot(place("a.txt"))


def test_the_granted_folder_itself_is_never_moved_or_deleted(world):
    refused(world, Delete(place("")), code="root")


@pytest.mark.parametrize(
    "name", ["a:b.txt", "con.txt", "end.", "new\nline", "\u202egnp.exe", "\U0001f469\u200d\U0001f467.txt"]
)
def test_a_name_that_is_there_already_moves_as_it_is(world, name):
    (world.root / name).write_text("x")
    before = tree(world.root)
    checkpoint = world.commit(Move(place(name), place(f"new/{name}")))
    assert (world.root / "new" / name).read_text() == "x"
    world.undo(checkpoint)
    assert tree(world.root) == before


def test_a_folder_with_a_strange_name_takes_new_files(world):
    (world.root / "Q1: really?").mkdir()
    world.commit(world.create("Q1: really?/new.txt"))
    assert (world.root / "Q1: really?/new.txt").exists()
    refused(world, world.create("Q2: really?/new.txt"), code="name")


def test_the_longest_names_are_changed_like_any_other(world):
    name = "x" * 251 + ".txt"
    (world.root / name).write_text("x")
    world.commit(Move(place(name), place(f"new/{name}")), world.create(f"new/{'y' * 251}.txt"))
    assert len(list((world.root / "new").iterdir())) == 2


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


def test_a_refused_commit_leaves_nothing_behind_on_another_disk(tmp_path, elsewhere):
    world = World(tmp_path, RootGranted("", str(elsewhere)))
    world.root = elsewhere
    refused(world, world.create("new.txt"), world.create("a.txt"), code="collision")


def test_a_vault_on_another_disk_leaves_the_time_of_its_folder_alone(tmp_path, elsewhere):
    world = World(tmp_path, RootGranted("", str(elsewhere)))
    before = tree(elsewhere)
    world.undo(world.commit(world.create("new.txt"), world.modify("a.txt", "b")))
    assert {name: found for name, found in tree(elsewhere).items() if not name.startswith(".deskhand")} == before


def test_a_file_that_was_not_granted_stays_closed_after_a_refusal(world, tmp_path):
    some = World(tmp_path, RootGranted("", str(world.root), True, ("a.txt",)))
    for change in (some.create("b.txt"), Move(place("a.txt"), place("b.txt"))):
        refused(some, change, code="collision")
        with pytest.raises(OutsideWorkspaceError):
            some.workspace.snapshot(place("b.txt"))
    refused(some, Move(place("b.txt"), place("mine.txt")), kind=OutsideWorkspaceError)
    refused(some, some.create("new.txt"), Delete(place("a.txt"), "00"), kind=StaleError)
    (world.root / "new.txt").write_text("the person's")
    assert some.workspace.entry(place("new.txt")) is None


def test_a_new_file_beside_single_granted_ones_is_the_agents_own(world, tmp_path):
    some = World(tmp_path, RootGranted("", str(world.root), True, ("a.txt",)))
    some.commit(some.create("new.txt"))
    some.commit(some.modify("new.txt", "again"))
    assert (world.root / "new.txt").read_text() == "again"


def test_what_the_same_set_filled_is_not_changed_again_in_it(world):
    a, b, sub = place("a.txt"), place("b.txt"), place("sub")
    for changes in (
        (Move(a, place("y.txt")), Move(b, a), Delete(a)),
        (world.modify("a.txt", "1"), world.modify("a.txt", "2")),
        (world.modify("a.txt", "1"), Delete(a)),
        (world.modify("a.txt", "1"), Move(a, place("y.txt"))),
        (world.create("sub/new.txt"), Move(sub, place("other"))),
        (Delete(place("sub/c.txt")), Move(b, place("sub/c.txt")), Delete(sub)),
        (Move(sub, place("other")), Delete(place("other/c.txt"))),
    ):
        refused(world, *changes, code="order")
    with pytest.raises(RefusedError) as caught:
        asyncio.run(world.ledger.examine(ChangeSet("A change", (Move(b, place("c.txt")), Delete(place("c.txt"))))))
    assert caught.value.code == "order"
