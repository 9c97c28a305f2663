"""Attacks by what lies in a folder, F07 to F14 of the threat model. F11 is in test_mounts.py as well."""

import os
import socket
import unicodedata

import pytest

from agent.core.changes import Create, Delete, Move
from agent.core.errors import NeedsUserError
from agent.core.events import RootGranted
from agent.core.paths import Place, shown
from agent.workspace.grants import OwnFolders
from desktop.compose.home import Home
from desktop.compose.house import built_house
from tests.agent.workspace.world import World, tree
from tests.long.huge_tree import dig, fill, walked
from tests.redteam.attack import SECRET, TOP, code_of, listed, place, put, refusal


def test_f07_a_file_with_a_name_outside_is_not_read_until_the_person_says_so(world, outside):
    (world.root / "linked.txt").hardlink_to(outside / "secret.txt")
    assert world.workspace.entry(place("linked.txt")).links == 2
    assert code_of(world.workspace.snapshot, place("linked.txt")) == "hard_link"
    world.workspace.grant(RootGranted("", str(world.root), only=("linked.txt",)))
    alone = Place(world.workspace.roots()[-1].root, "linked.txt")
    assert world.workspace.snapshot(alone).path.read_text() == SECRET
    assert code_of(world.workspace.snapshot, place("linked.txt")) == "hard_link"


def test_f07_to_change_such_a_file_changes_our_name_alone(world, outside):
    (world.root / "linked.txt").hardlink_to(outside / "secret.txt")
    inode = (outside / "secret.txt").stat().st_ino
    for change in (world.modify("linked.txt", "replaced"), Delete(place("linked.txt"))):
        checkpoint = world.commit(change)
        assert (outside / "secret.txt").read_text() == SECRET
        assert (outside / "secret.txt").stat().st_ino == inode
        world.undo(checkpoint)
        assert (world.root / "linked.txt").stat().st_ino == inode
        assert (outside / "secret.txt").read_text() == SECRET


def test_f07_names_that_are_all_granted_are_read_without_a_question(world, outside):
    (world.root / "sub" / "same.txt").hardlink_to(world.root / "a.txt")
    assert world.workspace.snapshot(place("a.txt")).path.read_text() == "ours"
    (world.root / "linked.txt").hardlink_to(outside / "secret.txt")
    assert code_of(world.workspace.snapshot, place("linked.txt")) == "hard_link"
    world.workspace.grant(RootGranted("", str(outside)))
    assert world.workspace.snapshot(place("linked.txt")).path.read_text() == SECRET
    world.workspace.revoke("outside")
    assert code_of(world.workspace.snapshot, place("linked.txt")) == "hard_link"


def test_f07_one_name_in_two_granted_folders_counts_once(world, outside):
    (world.root / "sub" / "linked.txt").hardlink_to(outside / "secret.txt")
    world.workspace.grant(RootGranted("", str(world.root / "sub")))
    assert code_of(world.workspace.snapshot, place("sub/linked.txt")) == "hard_link"


def test_f07_the_name_of_a_before_image_that_a_crash_left_counts_as_ours(tmp_path):
    put(tmp_path / "folder", "a.txt", "ours")
    world = World(tmp_path, own=OwnFolders((tmp_path / "home",), images=(tmp_path / "home" / "vault",)))
    (world.home / "vault" / "1").hardlink_to(world.root / "a.txt")
    assert world.workspace.snapshot(place("a.txt")).path.read_text() == "ours"


def test_f07_a_link_in_the_place_of_our_vault_vouches_for_nothing(world, outside):
    (world.root / "linked.txt").hardlink_to(outside / "secret.txt")
    (world.root / ".deskhand-vault").symlink_to(outside)
    assert code_of(world.workspace.snapshot, place("linked.txt")) == "hard_link"


def test_f08_another_name_of_what_deskhand_keeps_is_no_way_to_it(everything, tmp_path):
    (tmp_path / "folder/notes.txt").hardlink_to(tmp_path / "home/settings/models.json")
    assert code_of(everything.workspace.snapshot, place("folder/notes.txt")) == "hard_link"


@pytest.fixture
def everything(tmp_path):
    """The person granted the folder that Deskhand's own state lies in, as it does in a home folder."""
    put(tmp_path, "home/settings/models.json")
    put(tmp_path, "home/samples/sample/a.txt")
    put(tmp_path, "folder/a.txt")
    own = OwnFolders((tmp_path / "home",), (tmp_path / "home" / "samples",), (tmp_path / "home" / "vault",))
    return World(tmp_path, RootGranted("", str(tmp_path)), own)


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=f"F08-{p}") for p in ("home", "home/settings/models.json", "home/ledger.db", "home/vault")],
)
def test_what_deskhand_keeps_for_itself_is_never_shown_or_reached(everything, path):
    before = (everything.home / "settings/models.json").read_bytes()
    assert not [name for name in listed(everything, hidden=True) if name.startswith("home")]
    assert code_of(everything.workspace.entry, place(path)) == "outside_workspace"
    assert code_of(everything.workspace.snapshot, place(path)) == "outside_workspace"
    for change in (everything.create(f"{path}/evil.txt"), Delete(place(path)), Move(place(path), place("x"))):
        assert refusal(everything, change).code == "outside_workspace"
    assert (everything.home / "settings/models.json").read_bytes() == before


def test_f08_a_folder_that_holds_what_is_deskhands_stays_where_it_is(tmp_path):
    put(tmp_path, "folder/share/home/settings/x")
    world = World(tmp_path, own=OwnFolders((tmp_path / "folder/share/home",)))
    for change in (Delete(place("share")), Move(place("share"), place("x"))):
        assert refusal(world, change).code == "own_folder"


@pytest.mark.parametrize("path", ["home", "home/vault", "home/settings", "folder/.deskhand-vault", "link"])
def test_f08_a_folder_of_deskhand_itself_is_never_granted(everything, tmp_path, path):
    (tmp_path / "link").symlink_to("home/vault")
    (tmp_path / "folder/.deskhand-vault").mkdir()
    with pytest.raises(NeedsUserError) as caught:
        everything.workspace.grant(RootGranted("", str(tmp_path / path)))
    assert caught.value.code == "own_folder"


def test_f08_the_house_keeps_its_state_to_itself(tmp_path):
    house = built_house(Home(tmp_path / "home"))
    try:
        put(tmp_path / "home", "settings/models.json")
        assert code_of(house.reading, "s", (RootGranted("", str(tmp_path / "home/settings")),)) == "own_folder"
        workspace = house.reading("s", (RootGranted("", str(tmp_path)),))
        assert code_of(workspace.snapshot, place("home/settings/models.json")) == "outside_workspace"
        (tmp_path / "home/samples/one").mkdir(parents=True)
        assert house.reading("s", (RootGranted("", str(tmp_path / "home/samples/one")),)).roots()
    finally:
        house.close()


def test_f08_a_sample_is_granted_as_any_folder(everything, tmp_path):
    name = everything.workspace.grant(RootGranted("", str(tmp_path / "home/samples/sample"))).name
    assert everything.workspace.snapshot(Place(name, "a.txt")).path.read_text() == SECRET


@pytest.mark.parametrize("name", [".deskhand-vault", ".DESKHAND-vault", ".Deskhand-Vault"])
def test_f08_the_vault_in_a_folder_is_known_by_every_spelling(world, name):
    put(world.root, f"{name}/1")
    assert not [one for one in listed(world, hidden=True) if "vault" in one.lower()]
    assert code_of(world.workspace.snapshot, place(f"{name}/1")) == "outside_workspace"
    assert refusal(world, world.create(f"{name}/2.txt")).code == "outside_workspace"


TWINS = (
    ("café.txt", unicodedata.normalize("NFD", "café.txt")), ("A.txt", "a.txt"), ("ドキュメント.txt",
    unicodedata.normalize("NFD", "ドキュメント.txt")), ("\u212aey.txt", "key.txt"), ("ﬁle.txt", "file.txt"),
    ("STRASSE.txt", "straße.txt"),
)  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [pytest.param(*pair, id=f"F09-{pair[0]}") for pair in TWINS])
def test_two_names_that_some_disks_cannot_tell_apart_never_come_to_lie_side_by_side(world, first, second):
    if not (world.root / second).exists():
        put(world.root, second, "old")
    before = tree(world.root)
    assert refusal(world, world.create(first)).code == "twin"
    assert refusal(world, Move(place("sub/b.txt"), place(first))).code == "twin"
    both = (world.create(f"new/{first}"), world.create(f"new/{second}"))
    assert refusal(world, *both).code == "twin"
    assert tree(world.root) == before


HOSTILE = (
    "invoice\u202excod.exe", "a\u200bb.txt", "a\nb.txt", "a\x1b[31mb.txt", "CON", "nul.txt", "COM1.txt", "LPT¹", "dot.",
    "blank ", "a:hidden", "a<b>.txt", "tag\U000e0041.txt", "line\u2028two.txt", "\u3164.txt", "x" * 251 + ".txt",
    os.fsdecode(b"raw\xff\xfe.txt"), "CONIN$", "a\u2066b.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", [pytest.param(name, id=f"F10-{shown(name)[:30]}") for name in HOSTILE])
def test_a_hostile_name_is_told_safely_worked_with_exactly_and_never_made(world, name):
    put(world.root, name, "old")
    told = shown(next(entry.place.name for entry in world.workspace.walk(TOP) if entry.place.name == name))
    assert told.isascii() or told.isprintable()
    assert not {"\n", "\x1b", "\u202e", "\u200b", "\u2066", "\u2028", "\u3164", "\U000e0041"} & set(told)
    before = tree(world.root)
    checkpoint = world.commit(Move(place(name), place("plain.txt")))
    assert (world.root / "plain.txt").read_text() == "old"
    world.undo(checkpoint)
    assert tree(world.root) == before
    again = Create(place(f"sub/{name}"), world.stage("new"))
    if len(name) == 255:  # as long as a name may be
        assert world.commit(again).changed
    else:
        assert refusal(world, again).code == "name"


def test_f10_a_name_that_begins_like_an_option_is_a_name(world):
    world.commit(world.create("-rf"))
    assert (world.root / "-rf").read_text() == "new"


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, id=f"F12-{kind}") for kind in ("pipe", "socket", "zero", "sparse", "hole")]
)
def test_what_is_no_plain_file_is_skipped_and_holds_nobody_up(world, kind, monkeypatch):
    odd = world.root / kind
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "socket":
        monkeypatch.chdir(world.root)  # the path of a socket must be short
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(kind)
    elif kind == "zero":
        odd.symlink_to("/dev/zero")
    else:
        odd.write_bytes(b"x" if kind == "sparse" else b"")
        os.truncate(odd, 10 * 1024**3 if kind == "sparse" else 1024**3)
    expected = {"pipe": "no_file", "socket": "no_file", "zero": "no_file", "sparse": "too_large", "hole": "placeholder"}
    assert code_of(world.workspace.snapshot, place(kind)) == expected[kind]
    assert listed(world)[kind] == {"zero": "link", "sparse": "file", "hole": "file"}.get(kind, "special")


def test_f12_a_device_is_never_opened(world):
    try:
        os.mknod(world.root / "device", 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only an administrator can make a device")
    assert listed(world)["device"] == "special"
    assert code_of(world.workspace.snapshot, place("device")) == "no_file"


@pytest.mark.parametrize("now", [pytest.param(now, id=f"F13-{now}") for now in ("nothing", "folder", "link", "file")])
def test_another_folder_in_the_place_of_the_granted_one_is_never_taken_for_it(world, outside, now):
    created = world.create("new.txt")
    moved = world.root.rename(world.root.parent / "moved")
    if now == "folder":
        put(world.root, "a.txt")
    elif now == "link":
        world.root.symlink_to(outside)
    elif now == "file":
        world.root.write_text(SECRET)
    around = tree(world.root.parent / "outside")
    for path in ("a.txt", "secret.txt", "sub/b.txt"):
        assert code_of(world.workspace.snapshot, place(path)) == "no_folder"
    assert refusal(world, created).code == "no_folder"
    assert code_of(list, world.workspace.walk(TOP)) == "no_folder"
    assert tree(world.root.parent / "outside") == around
    if now in ("link", "file"):
        world.root.unlink()
    elif now == "folder":
        (world.root / "a.txt").unlink()
        world.root.rmdir()
    moved.rename(world.root)
    assert world.workspace.snapshot(place("a.txt")).path.read_text() == "ours"


def test_f14_a_huge_folder_is_walked_within_bounded_memory(tmp_path):
    fill(tmp_path / "one", 4000)
    found = walked(tmp_path / "one", tmp_path / "home")
    assert found.entries == 4000
    assert found.held < 4000 * 200 + 500_000


def test_f14_a_path_longer_than_the_system_takes_is_walked_read_and_changed(tmp_path):
    path = dig(tmp_path / "folder", 300)
    assert len(path) > 4096
    world = World(tmp_path)
    assert sum(1 for _ in world.workspace.walk(TOP)) == 301
    assert world.workspace.snapshot(place(path)).path.read_text() == "deep"
    checkpoint = world.commit(world.modify(path, "changed"))
    assert world.workspace.snapshot(place(path)).path.read_text() == "changed"
    world.undo(checkpoint)
    assert world.workspace.snapshot(place(path)).path.read_text() == "deep"
