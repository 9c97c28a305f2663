"""Attacks on the way to files, F01 to F06 of the threat model. The model obeys whoever wrote the file."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.changes import Create, Delete, MakeFolder, Modify, Move
from agent.core.errors import ToolError
from agent.core.events import RootGranted
from agent.core.paths import shown
from desktop.compose.home import Home
from desktop.compose.house import built_house
from tests.agent.workspace.world import World, tree
from tests.long.race_paths import race
from tests.redteam.attack import SECRET, code_of, kind_of, listed, place, put, refusal

REPO = Path(__file__).resolve().parents[2]


def links(root, outside):
    """Every way in which a link can lead out, laid into the folder."""
    (root / "file").symlink_to(outside / "secret.txt")
    (root / "folder").symlink_to(outside)
    (root / "relative").symlink_to("../outside")
    (root / "sub" / "nested").symlink_to(outside / "deep")
    (root / "twice").symlink_to("folder")
    (root / "dangling").symlink_to(outside / "new.txt")
    (root / "loop").symlink_to("loop")


THROUGH_LINKS = (
    "file", "folder/secret.txt", "folder/deep/secret.txt", "relative/secret.txt",
    "relative/deep/secret.txt", "sub/nested/secret.txt",
    "twice/secret.txt", "dangling", "folder/new.txt", "loop", "loop/x",
)  # fmt: skip


@pytest.mark.parametrize("path", [pytest.param(path, id=f"F01-{path}") for path in THROUGH_LINKS])
def test_nothing_is_read_or_changed_through_a_link(world, outside, path):
    links(world.root, outside)
    before, around = tree(world.root), tree(outside)
    assert code_of(world.workspace.snapshot, place(path)) in ("outside_workspace", "no_file", "not_found")
    assert code_of(world.workspace.sha256, place(path)) in ("outside_workspace", "no_file", "not_found")
    staged = world.stage("evil")
    changes = [Create(place(path), staged), Modify(place(path), staged.sha256, staged), MakeFolder(place(path))]
    changes += [Move(place("a.txt"), place(path)), Delete(place(f"{path}/x")), Move(place(f"{path}/x"), place("y"))]
    for change in changes:
        assert issubclass(type(refusal(world, change)), ToolError)
    assert (tree(world.root), tree(outside)) == (before, around)


def test_f01_a_link_can_be_put_away_itself_and_what_it_points_to_stays(world, outside):
    links(world.root, outside)
    around = tree(outside)
    checkpoint = world.commit(Delete(place("folder")))
    assert not (world.root / "folder").is_symlink()
    world.undo(checkpoint)
    assert (world.root / "folder").readlink() == outside
    assert tree(outside) == around


@pytest.mark.parametrize("kernel", [pytest.param("new", id="F02-F03-openat2"), pytest.param("old", id="F02-F03-walk")])
def test_a_folder_that_is_swapped_for_a_link_all_the_time_lets_nothing_out(tmp_path, kernel):
    if kernel == "new":
        arena, _ = race(tmp_path, 300)
        assert arena.judged() == 0, arena.tried
        assert arena.tried["reads inside"]
        return
    words = [sys.executable, "tests/long/race_paths.py", "300", "--old-kernel"]
    done = subprocess.run(words, cwd=REPO, capture_output=True, text=True, check=False)
    assert "reads inside" in done.stdout, done.stderr
    assert done.returncode == 0, done.stdout


WAYS_OUT = (
    "../outside/secret.txt", "sub/../../outside/secret.txt", "..", "/etc/passwd", "~/secret.txt", "~root/x",
    "file:///etc/passwd", "\\\\?\\C:\\x", "\\\\server\\share", "C:\\x", "C:x", "/proc/self/root/etc/passwd",
    "/dev/fd/0", "..\\outside\\secret.txt", "https://example.com/x", "a\0b",
)  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=f"F04-{text!r}") for text in WAYS_OUT])
def test_a_path_that_leads_out_is_refused_as_it_is_written(world, text):
    assert code_of(world.workspace.place, text) == "outside_workspace"


@pytest.mark.parametrize(
    "path", ["../outside/secret.txt", "sub/../../outside/secret.txt", "..", "/etc/passwd", "sub/.."]
)
def test_f04_a_place_that_was_made_to_lead_out_is_refused_again_where_it_is_opened(world, outside, path):
    assert code_of(world.workspace.snapshot, place(path)) == "outside_workspace"
    assert code_of(world.workspace.entry, place(path)) == "outside_workspace"
    assert refusal(world, Create(place(path), world.stage("evil"))).code in ("outside_workspace", "name")
    assert not (world.root.parent / "outside/evil").exists()


def test_f05_a_sibling_with_the_same_beginning_is_outside(world):
    evil = world.root.parent / "folder-evil"
    evil.mkdir()
    (evil / "x.txt").write_text(SECRET)
    (world.root / "link").symlink_to("../folder-evil")
    assert code_of(world.workspace.place, "../folder-evil/x.txt") == "outside_workspace"
    assert code_of(world.workspace.snapshot, place("link/x.txt")) == "outside_workspace"


KEYS = (
    ".env", ".env.local", "sub/.env", ".ssh/id_ed25519", ".ssh/config", "home/.ssh/x", ".aws/credentials", ".netrc",
    ".config/gcloud/x", ".docker/config.json", "id_rsa", "Profile 1/Login Data", "x/key4.db", "team.kdbx",
    ".gnupg/private-keys-v1.d/x", "Library/Keychains/login.keychain-db",
)  # fmt: skip
SAME_KEYS = (
    ".ENV",
    ".Env",
    ".e\u200bnv",
    ".SSH/id_ed25519",
    ".s\u017fh/x",
    ".config/GCloud/x",
    "ID_RSA",
    ".Netrc",
    "login data",
)


@pytest.mark.parametrize("path", [pytest.param(path, id=f"F06-{shown(path)}") for path in (*KEYS, *SAME_KEYS)])
def test_keys_and_passwords_are_listed_and_left_alone(world, path):
    put(world.root, path)
    before = tree(world.root)
    found = listed(world, hidden=True)
    assert path not in found or found[path] == "secret"
    assert kind_of(world, path) == "secret"
    assert code_of(world.workspace.snapshot, place(path)) == "secret_place"
    assert code_of(world.workspace.sha256, place(path)) == "secret_place"
    staged = world.stage("evil")
    for change in (
        Modify(place(path), staged.sha256, staged),
        Delete(place(path)),
        Move(place(path), place("plain.txt")),
    ):
        assert refusal(world, change).code == "secret_place"
    assert tree(world.root) == before


def test_f06_nothing_is_put_among_keys(world):
    for change in (
        world.create(".ssh/authorized_keys"),
        Move(place("a.txt"), place(".env")),
        MakeFolder(place(".aws")),
    ):
        assert refusal(world, change).code == "secret_place"


@pytest.mark.parametrize("path", [".config/gcloud/x", ".docker/config.json"])
def test_f06_a_folder_does_not_lose_the_name_that_its_keys_are_known_by(world, path):
    put(world.root, path)
    folder = place(path.partition("/")[0])
    assert refusal(world, Move(folder, place("plain"))).code == "secret_place"
    put(world.root, f"dotfiles/{path}")
    world.commit(Move(place("dotfiles"), place("kept")))
    assert code_of(world.workspace.snapshot, place(f"kept/{path}")) == "secret_place"


def test_f06_another_name_of_a_key_is_no_way_to_it(world):
    put(world.root, ".env")
    (world.root / "notes.txt").hardlink_to(world.root / ".env")
    (world.root / "link.txt").symlink_to(".env")
    assert code_of(world.workspace.snapshot, place("notes.txt")) == "hard_link"
    assert code_of(world.workspace.snapshot, place("link.txt")) == "no_file"


@pytest.mark.parametrize(
    ("root", "path", "only"), [(".ssh", "id_rsa", ()), (".config/gcloud", "x", ()), ("", ".env", (".env",))]
)
def test_f06_what_the_person_granted_by_its_own_name_is_open(tmp_path, root, path, only):
    put(tmp_path / "home" / root, path)
    world = World(tmp_path / "state", RootGranted("", str(tmp_path / "home" / root), True, only))
    assert world.workspace.snapshot(place(path)).path.read_text() == SECRET
    assert kind_of(world, path) == "file"


@pytest.mark.parametrize(
    "path", [".env.example", "environment.txt", "id_rsa.pub", "Google/Chrome/notes.txt", "keys.txt"]
)
def test_f06_what_only_looks_like_a_key_is_open(world, path):
    put(world.root, path)
    assert world.workspace.snapshot(place(path)).path.read_text() == SECRET


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param(".env", "secret_place", id="F06-file"),
        pytest.param(".ssh/config", "secret_place", id="F06-folder"),
        pytest.param("link/secret.txt", "outside_workspace", id="F01-link"),
        pytest.param("linked.txt", "hard_link", id="F07-hard-link"),
    ],
)
def test_what_a_person_attaches_is_granted_by_itself(tmp_path, outside, path, code):
    put(tmp_path / "folder", ".env")
    put(tmp_path / "folder", ".ssh/config")
    (tmp_path / "folder/link").symlink_to(outside)
    (tmp_path / "folder/linked.txt").hardlink_to(outside / "secret.txt")
    house = built_house(Home(tmp_path / "home"))

    async def attached():
        opened = house.new_session((RootGranted("", str(tmp_path / "folder")),), lambda *_: None)
        assert code_of(opened.workspace.snapshot, place(path)) == code
        (text,) = opened.attach((str(tmp_path / "folder" / path),))
        opened.ledger.close()
        return opened.workspace.snapshot(opened.workspace.place(text)).path.read_text()

    try:
        assert asyncio.run(attached()) == SECRET
    finally:
        house.close()
