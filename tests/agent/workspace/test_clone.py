"""A clone is a file of one's own with the person's bytes; what a snapshot refuses, it refuses."""

import hashlib
import os
import sys

import pytest

from agent.core.changes import ChangeSet, Create, Delete, Move
from agent.core.errors import AgentError, NotFoundError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.overlay import OverlayFiles
from agent.workspace.overlay_bounds import BoundedFiles
from agent.workspace.overlay_scope import scope_of
from agent.workspace.workspace import Workspace
from tests.agent.workspace.world import tree

A, B = Place("", "a.txt"), Place("", "b.txt")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "target.txt"


def test_a_clone_has_the_bytes_and_tells_their_hash(world, target):
    found = world.workspace.clone(A, target)
    assert target.read_bytes() == b"old a.txt"
    info = (world.root / "a.txt").stat()
    assert (found.path, found.sha256, found.size, found.modified_ns, found.place) == (
        target,
        hashlib.sha256(b"old a.txt").hexdigest(),
        9,
        info.st_mtime_ns,
        A,
    )


def test_what_is_written_into_a_clone_stays_there(world, target):
    before = tree(world.root)
    world.workspace.clone(A, target)
    target.write_text("changed")
    target.chmod(0o777)
    assert tree(world.root) == before
    assert world.workspace.snapshot(A).path.read_bytes() == b"old a.txt"


def test_a_clone_of_what_changed_meanwhile_tells_the_new_hash(world, target):
    first = world.workspace.clone(A, target)
    (world.root / "a.txt").write_text("new bytes")
    second = world.workspace.clone(A, target.with_name("second"))
    assert first.sha256 != second.sha256 == hashlib.sha256(b"new bytes").hexdigest()


def test_a_taken_target_is_left_alone(world, target):
    target.write_text("mine")
    with pytest.raises(AgentError):
        world.workspace.clone(A, target)
    assert target.read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="links, pipes and holes as Linux has them")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("link", "no_file"), ("pipe", "no_file"), ("sub", "no_file"), ("none/x", "not_found"), ("nothing", "not_found"),
        ("hole.bin", "placeholder"), (".env", "secret_place"), ("second.txt", "hard_link"), ("large.bin", "too_large"),
    ],
)  # fmt: skip
def test_what_a_snapshot_refuses_a_clone_refuses(world, tmp_path, target, name, code):
    (tmp_path / "outside").write_text("outside")
    (world.root / "link").symlink_to(tmp_path / "outside")
    os.link(tmp_path / "outside", world.root / "second.txt")
    os.mkfifo(world.root / "pipe")
    os.truncate(os.open(world.root / "hole.bin", os.O_CREAT | os.O_WRONLY), 100_000)
    (world.root / ".env").write_text("KEY=1")
    (world.root / "large.bin").write_bytes(bytes(300_000))
    workspace = Workspace((RootGranted("", str(world.root)),), world.home / "staging", most=200_000)
    told = []
    for read in (workspace.snapshot, lambda place: workspace.clone(place, target)):
        with pytest.raises(AgentError) as error:
            read(Place("", name))
        told.append((error.value.code, str(error.value)))
    assert told[0] == told[1]
    assert told[0][0] == code
    assert not target.exists()


def test_of_single_granted_files_no_other_is_cloned(world, target):
    workspace = Workspace((RootGranted("", str(world.root), True, ("a.txt",)),), world.home / "staging")
    workspace.clone(A, target)
    with pytest.raises(AgentError) as error:
        workspace.clone(B, target.with_name("b"))
    assert error.value.code == "outside_workspace"


def test_an_overlay_clones_what_it_shows(world, target):
    files = OverlayFiles(world.workspace, world.home / "draft")
    path = files.stage(".txt")
    path.write_text("staged")
    new = Place("", "new.txt")
    files.lay(ChangeSet("t", (Create(new, files.staged(path)), Move(B, Place("", "moved.txt")), Delete(A))))
    assert files.clone(new, target).sha256 == hashlib.sha256(b"staged").hexdigest()
    target.write_text("changed")
    assert path.read_text() == "staged"
    moved = files.clone(Place("", "moved.txt"), target.with_name("2"))
    assert (moved.path.read_text(), moved.place.path) == ("old b.txt", "moved.txt")
    for gone in (A, B):
        with pytest.raises(NotFoundError):
            files.clone(gone, target.with_name("3"))


def test_work_that_was_done_on_a_clone_stands_on_the_file(world, target):
    files = OverlayFiles(world.workspace, world.home / "draft")
    files.clone(A, target)
    assert files.drifted() == ()
    (world.root / "a.txt").write_text("changed by the person")
    assert files.drifted() == (A,)


def test_what_was_not_declared_is_not_cloned(world, target):
    files = BoundedFiles(world.workspace, scope_of(["a.txt"], world.workspace))
    assert files.clone(A, target).size == 9
    with pytest.raises(AgentError) as error:
        files.clone(B, target.with_name("b"))
    assert error.value.code == "not_declared"
