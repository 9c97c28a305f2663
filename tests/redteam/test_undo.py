"""U01 to U08: whatever happens between a change and its undo, nothing of the person's is lost.

The long forms are commands: tests/long/undo_tasks.py, kill_commits.py, kill_syscalls.py, power_cut.py.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.changes import Delete, MakeFolder, Move
from agent.core.errors import RefusedError
from agent.core.events import RootGranted
from agent.core.paths import Place
from tests.agent.workspace.fingerprint import differences, everything
from tests.agent.workspace.test_half_done import CutError, at_rename, cut, mend
from tests.agent.workspace.world import World
from tests.long import kill_syscalls, stopped, undo_tasks

REPO = Path(__file__).resolve().parents[2]
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")


def place(name):
    return Place("", name)


@pytest.fixture
def world(tmp_path):
    root = tmp_path / "folder"
    (root / "sub" / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt", "report.docx"):
        (root / name).write_text(f"old {name}")
    return World(tmp_path)


def text(world, name):
    return (world.root / name).read_text()


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_u01_random_tasks_and_their_undo_leave_no_trace(tmp_path, seed):
    assert undo_tasks.run(4, seed, tmp_path) >= 4


@pytest.mark.parametrize("way", ["commit", "undo"])
def test_u02_a_deleted_tree_is_neither_walked_nor_copied(tmp_path, way):
    counts = []
    for size in (3, 100):
        base = tmp_path / str(size)
        for number in range(size):
            (base / "folder" / "tree" / f"{number}").mkdir(parents=True)
            (base / "folder" / "tree" / f"{number}" / "x.txt").write_text("x")
        before = everything(base / "folder")
        world = World(base)
        if way == "commit":
            counts.append(seen_by(lambda world=world: world.commit(Delete(place("tree")))))
        else:
            checkpoint = world.commit(Delete(place("tree")))
            counts.append(seen_by(lambda world=world, checkpoint=checkpoint: world.undo(checkpoint)))
            assert everything(base / "folder") == before
    assert counts[0] == counts[1]


def seen_by(work):
    """How many times files were opened, listed or changed meanwhile."""
    seen: list[str] = []
    watching = [True]

    def hook(event, _):
        if watching and event.partition(".")[0] in ("open", "os", "shutil"):
            seen.append(event)

    sys.addaudithook(hook)
    work()
    watching.clear()
    return len(seen)


def test_u03_what_moved_into_a_folder_that_is_deleted_comes_back(world):
    before = everything(world.root)
    with pytest.raises(RefusedError) as caught:
        world.commit(Move(place("a.txt"), place("sub/a.txt")), Delete(place("sub")))
    assert caught.value.code == "order"
    assert everything(world.root) == before
    first = world.commit(Move(place("a.txt"), place("sub/a.txt")))
    second = world.commit(Delete(place("sub")))
    world.undo(second)
    world.undo(first)
    assert everything(world.root) == before


PROGRAMS = [("modify",), ("delete folder", "create"), ("move", "modify")]


@pytest.mark.parametrize("kinds", PROGRAMS)
def test_u04_a_kill_at_system_calls_of_commit_recovery_and_undo_leaves_old_or_new(kinds):
    if reason := stopped.impossible():
        pytest.skip(reason)
    kills, calls = kill_syscalls.every_call(kinds, 23)
    assert kills >= 3
    assert calls > 60


def test_u05_a_power_cut_loses_nothing_that_was_acknowledged():
    command = [sys.executable, str(REPO / "tests" / "long" / "power_cut.py"), "1", "ext4", "--no-control"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    if "skipped" in done.stdout or "Operation not permitted" in done.stderr:
        pytest.skip(f"{done.stdout or done.stderr}".strip())
    assert done.returncode == 0, done.stderr
    assert "0 lost" in done.stdout


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory):
    """What came of commits on a failing disk."""
    if shutil.which("unshare") is None:
        pytest.skip("no mount namespaces here")
    base = tmp_path_factory.mktemp("disk")
    command = [*UNSHARE, sys.executable, "-m", "tests.redteam.small_disk", str(base)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False, timeout=100)
    if "unshare" in done.stderr and "Operation not permitted" in done.stderr:
        pytest.skip("no mount namespaces here")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("too large", "disk_full"),
        ("filled meanwhile", "disk_full"),
        ("read only", "not_permitted"),
        ("failing", "disk_error"),
    ],
)
def test_u06_a_disk_that_fails_leaves_the_folder_whole(small_disk, what, code):
    said, different, left, checked = small_disk[what]
    assert (said, different) == (code, [])
    assert left == []
    assert bool(checked) == (what != "too large"), "what cannot fit is refused before anything is made ready"


def test_u06_a_vault_that_somebody_removed_keeps_back_only_what_was_in_it(world):
    kept = world.commit(world.modify("a.txt", "new"), Delete(place("b.txt")), Move(place("sub"), place("moved")))
    for path in (world.home / "vault").iterdir():
        if path.name != "locks":
            shutil.rmtree(path)
    back = world.undo(kept)
    assert len(back.kept) == 2
    assert all("is gone" in sentence for sentence in back.kept)
    assert text(world, "a.txt") == "new"
    assert text(world, "sub/c.txt") == "old sub/c.txt"
    shutil.rmtree(world.home / "vault")
    before = everything(world.root)
    world.undo(world.commit(world.modify("a.txt", "newer")))
    assert differences(before, everything(world.root)) == []


@pytest.mark.parametrize("lock", ["~$report.docx", "~$port.docx", ".~lock.report.docx#"])
def test_u07_what_is_open_in_office_waits_and_the_rest_goes_back(world, lock):
    before = everything(world.root)
    checkpoint = world.commit(world.modify("report.docx", "new"), world.modify("a.txt", "new"), Delete(place("b.txt")))
    (world.root / lock).write_text("")
    back = world.undo(checkpoint)
    assert (text(world, "report.docx"), text(world, "a.txt"), text(world, "b.txt")) == ("new", "old a.txt", "old b.txt")
    assert len(back.kept) == 1
    assert "open in another program" in back.kept[0]
    assert not back.undoes
    (world.root / lock).unlink()
    assert world.undo(checkpoint).undoes == checkpoint.id
    assert {name: one[-1] for name, one in everything(world.root).items()} == {n: o[-1] for n, o in before.items()}
    with pytest.raises(RefusedError) as caught:
        world.undo(checkpoint)
    assert caught.value.code == "undone"


def test_u07_a_moved_file_that_is_open_in_office_waits_too(world):
    checkpoint = world.commit(
        Move(place("report.docx"), place("sub/report.docx")), Move(place("a.txt"), place("c.txt"))
    )
    (world.root / "sub/~$report.docx").write_text("")
    assert len(world.undo(checkpoint).kept) == 1
    assert text(world, "sub/report.docx") == "old report.docx"
    assert text(world, "a.txt") == "old a.txt"


def test_u07_what_the_person_saved_stays_and_both_versions_are_there(world):
    checkpoint = world.commit(world.modify("a.txt", "the agent's"), world.modify("b.txt", "the agent's"))
    (world.root / "a.txt").write_text("the person's")
    back = world.undo(checkpoint)
    assert (text(world, "a.txt"), text(world, "a (before undo).txt")) == ("the person's", "old a.txt")
    assert text(world, "b.txt") == "old b.txt"
    assert len(back.kept) == 1


def test_u07_a_folder_granted_for_reading_only_since_is_not_undone(world):
    checkpoint = world.commit(world.modify("a.txt", "new"))
    world.workspace.grant(RootGranted("", str(world.root), writable=False))
    with pytest.raises(RefusedError) as caught:
        world.undo(checkpoint)
    assert caught.value.code == "read_only"
    assert text(world, "a.txt") == "new"
    world.workspace.grant(RootGranted("", str(world.root)))
    world.undo(checkpoint)
    assert text(world, "a.txt") == "old a.txt"


@pytest.mark.parametrize("after", [1, 2, 3])
def test_u08_a_set_that_is_cut_off_is_there_whole_or_not_at_all(world, after):
    before = everything(world.root)
    changes = Move(place("a.txt"), place("sub/a.txt")), Delete(place("b.txt")), MakeFolder(place("made"))
    with at_rename(after, cut):
        try:
            checkpoint = world.commit(*changes, world.create("new.txt"))
        except CutError:
            checkpoint = None
    mend(world)
    names = {path.name for path in world.root.iterdir()}
    assert {"new.txt", "made"} <= names or everything(world.root) == before
    if checkpoint is not None or "new.txt" in names:
        world.undo(checkpoint or world.ledger._records.latest(1)[0])
    assert everything(world.root) == before


def test_u08_two_sessions_on_one_folder_and_a_folder_in_it_wait_for_each_other(tmp_path):
    from tests.agent.workspace.test_lock import (  # late: only this one needs it
        test_processes_with_nested_folders_lose_no_change_and_all_can_be_undone as processes,
    )

    processes(tmp_path)
