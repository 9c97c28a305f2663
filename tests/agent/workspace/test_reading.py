"""What can be read, and what never is."""

import os
import socket

import pytest

from agent.core.errors import NotFoundError, OutsideWorkspaceError, UnreadableError
from agent.core.events import RootGranted
from agent.core.paths import Place
from tests.agent.workspace.world import World


def place(name):
    return Place("", name)


def names(world, **options):
    return [str(entry.place) for entry in world.workspace.walk(place(""), **options)]


def test_a_walk_gives_folders_before_their_contents_and_hides_what_is_hidden(world):
    (world.root / ".hidden").write_text("")
    (world.root / "~$a.txt").write_text("")
    assert names(world) == ["a.txt", "b.txt", "empty", "sub", "sub/c.txt", "sub/deep", "sub/deep/領収書.txt"]
    assert ".hidden" in names(world, hidden=True)
    assert names(world, deep=False) == ["a.txt", "b.txt", "empty", "sub"]


@pytest.mark.parametrize("make", ["file", "folder", "parent"])
def test_a_link_is_described_and_never_followed(world, tmp_path, make):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    target = {"file": outside / "secret.txt", "folder": outside, "parent": tmp_path}[make]
    (world.root / "link").symlink_to(target)
    path = {"file": "link", "folder": "link/secret.txt", "parent": "link/outside/secret.txt"}[make]
    entry = world.workspace.entry(place("link"))
    assert entry.kind == "link"
    with pytest.raises((UnreadableError, OutsideWorkspaceError)):
        world.workspace.snapshot(place(path))
    assert not [name for name in names(world) if "secret" in name]


def test_pipes_and_sockets_are_never_opened(world, monkeypatch):
    os.mkfifo(world.root / "pipe")
    server = socket.socket(socket.AF_UNIX)
    monkeypatch.chdir(world.root)  # the path of a socket must be short
    server.bind("socket")
    for name in ("pipe", "socket"):
        assert world.workspace.entry(place(name)).kind == "special"
        with pytest.raises(UnreadableError):
            world.workspace.snapshot(place(name))
    server.close()


def test_a_snapshot_does_not_change_with_its_file(world):
    first = world.workspace.snapshot(place("a.txt"))
    (world.root / "a.txt").write_text("changed")
    second = world.workspace.snapshot(place("a.txt"))
    assert first.path.read_text() == "old a.txt"
    assert second.path.read_text() == "changed"
    assert first.sha256 != second.sha256


def test_a_file_that_did_not_change_is_not_copied_again(world):
    assert world.workspace.snapshot(place("a.txt")).path == world.workspace.snapshot(place("a.txt")).path


def test_what_is_missing_is_named(world):
    with pytest.raises(NotFoundError):
        world.workspace.snapshot(place("gone.txt"))
    with pytest.raises(NotFoundError):
        world.workspace.sha256(place("a.txt/below"))
    assert world.workspace.entry(place("gone/deeper")) is None


def test_names_with_any_bytes_are_listed_and_read(world):
    name = os.fsdecode(b"odd\xff\n name.txt")
    (world.root / name).write_text("x")
    assert name in names(world)
    assert world.workspace.snapshot(place(name)).path.read_text() == "x"


def test_further_folders_get_names_of_their_own(world, tmp_path):
    for folder in ("one/Clients", "two/Clients"):
        (tmp_path / folder).mkdir(parents=True)
        world.workspace.grant(RootGranted("", str(tmp_path / folder)))
    assert [str(root) for root in world.workspace.roots()] == [".", "Clients:", "Clients 2:"]
    assert world.workspace.place("Clients 2:x.txt") == Place("Clients 2", "x.txt")


def test_a_root_that_is_reached_through_a_link_works(world, tmp_path):
    (tmp_path / "shortcut").symlink_to(world.root)
    other = World(tmp_path / "x", RootGranted("", str(tmp_path / "shortcut")))
    assert other.workspace.snapshot(place("a.txt")).path.read_text() == "old a.txt"
