"""What is replaced stays whole in the vault, whatever the file system can do, and new contents look like the old."""

import errno
import os
import sys

import pytest

from agent.core.changes import Delete
from agent.core.errors import NeedsUserError, RefusedError, StaleError
from agent.core.paths import Place
from agent.workspace.images import keep, spare
from agent.workspace.records import REVERTED
from agent.workspace.roots import Spot
from tests.agent.workspace.fingerprint import everything
from tests.agent.workspace.test_half_done import CutError, mend, states
from tests.long.undo_tasks import _LIST

linux = pytest.mark.skipif(sys.platform != "linux", reason="attributes and holes are looked at as Linux has them")


def place(name):
    return Place("", name)


def no_links(*_, **__):
    raise OSError(errno.EPERM, "Operation not permitted")


def attribute(path, name, value):
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"no {name} on this file system: {error}")


@linux
def test_without_hard_links_the_old_version_is_copied_whole_with_its_holes(world, monkeypatch):
    holes = world.root / "a.txt"
    with holes.open("wb") as file:
        file.seek(5_000_000)
        file.write(b"end")
    attribute(holes, "user.deskhand", b"kept")
    os.utime(holes, ns=(10**18, 10**18 + 1))
    before = everything(world.root)
    monkeypatch.setattr(os, "link", no_links)
    checkpoint = world.commit(world.modify("a.txt", "new", shrink_ok=True))
    assert holes.read_text() == "new"
    world.undo(checkpoint)
    assert everything(world.root) == before


def test_without_hard_links_a_name_is_never_without_a_file(world, monkeypatch):
    monkeypatch.setattr(os, "link", no_links)
    seen = []
    real = os.replace

    def replace(*arguments, **options):
        seen.append((world.root / "a.txt").read_text())
        real(*arguments, **options)

    monkeypatch.setattr(os, "replace", replace)
    world.undo(world.commit(world.modify("a.txt", "new")))
    assert seen == ["old a.txt", "new"]


def test_a_crash_before_the_swap_leaves_no_copy_in_the_vault(world, monkeypatch):
    before = everything(world.root)

    def cut(*_, **__):
        raise CutError

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(CutError):
        world.commit(world.modify("a.txt", "new"))
    monkeypatch.undo()
    assert "as they were" in mend(world)[0]
    assert everything(world.root) == before
    assert not [path for path in (world.home / "vault").rglob("*") if path.is_file() and path.suffix != ".lock"]


def test_a_copy_that_is_not_what_was_there_is_refused(world, monkeypatch):
    before = everything(world.root)
    real = os.write
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "write", lambda file, data: real(file, b"x" * len(data)))
    if clones(world):
        pytest.skip("this file system clones and copies nothing")
    with pytest.raises(RefusedError) as caught:
        world.commit(world.modify("a.txt", "new"))
    assert caught.value.code == "not_kept"
    assert everything(world.root) == before


def test_a_fault_while_keeping_is_no_reason_to_do_without(world, monkeypatch):
    before = everything(world.root)

    def fault(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", fault)
    with pytest.raises(NeedsUserError) as caught:
        world.commit(world.modify("a.txt", "new"), Delete(place("b.txt")))
    assert caught.value.code == "disk_error"
    assert everything(world.root) == before
    assert states(world) == [REVERTED]


@linux
def test_new_contents_keep_mode_owner_access_list_and_attributes(world):
    file = world.root / "a.txt"
    file.chmod(0o640)
    attribute(file, "user.deskhand", b"\x00kept")
    attribute(file, "system.posix_acl_access", _LIST)
    if os.geteuid() == 0:
        os.chown(file, 1234, 2345)
        file.chmod(0o4755)
    before = everything(world.root)["a.txt"]
    world.commit(world.modify("a.txt", "new"))
    after = everything(world.root)["a.txt"]
    assert (after[:3], after[4]) == (before[:3], before[4])
    assert file.read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "fchown"), reason="no owners here")
def test_who_is_not_the_owner_may_change_a_shared_file_but_no_program_runs_as_somebody_else(world, monkeypatch):
    file = world.root / "a.txt"
    if os.geteuid() == 0:
        os.chown(file, 1234, 2345)
    else:
        pytest.skip("only root can give a file away")
    file.chmod(0o6755)

    def refuse(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    world.commit(world.modify("a.txt", "new"))
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o7777 == 0o755


@linux
def test_a_new_file_in_a_shared_folder_belongs_to_its_group(world):
    shared = world.root / "sub"
    if os.geteuid() == 0:
        os.chown(shared, -1, 2345)
    shared.chmod(0o2775)
    world.commit(world.create("sub/new.txt"))
    assert (shared / "new.txt").stat().st_gid == shared.stat().st_gid


def clones(world):
    """Whether this file system can clone."""
    source, to = world.root / "b.txt", world.home / "vault" / "probe"
    spare(Spot(str(source), None), Spot(str(to), None))
    found = to.exists()
    to.unlink(missing_ok=True)
    return found


@pytest.mark.parametrize("now", ["the agent's", "the person's"])
def test_a_program_that_saves_into_the_replaced_file_does_not_spoil_the_version_before(world, now):
    if not clones(world):
        pytest.skip("this file system has no clones")
    with (world.root / "a.txt").open("r+") as editor:
        checkpoint = world.commit(world.modify("a.txt", "the agent's"))
        editor.write("from the editor")
        editor.flush()
        if now == "the person's":
            (world.root / "a.txt").write_text(now)
        back = world.undo(checkpoint)
    texts = sorted(path.read_text() for path in world.root.glob("a*.txt"))
    assert texts == sorted({"old a.txt", "from the editor"} | ({now} if now == "the person's" else set()))
    assert (world.root / "a.txt").read_text() == ("old a.txt" if now == "the agent's" else now)
    assert len(back.kept) == (1 if now == "the agent's" else 2)


def test_a_file_that_is_saved_while_it_is_copied_is_not_replaced(world, monkeypatch):
    real = os.lseek
    done = [True]

    def lseek(*arguments):
        if not done:
            done.append(True)
            (world.root / "a.txt").write_text("the person's")
        return real(*arguments)

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(os, "lseek", lseek)
    if clones(world):
        pytest.skip("this file system clones and copies nothing")
    change = world.modify("a.txt", "the agent's")
    done.clear()
    with pytest.raises((StaleError, RefusedError)):
        world.commit(change)
    assert (world.root / "a.txt").read_text() == "the person's"


def test_what_is_kept_without_links_has_the_bytes_mode_and_time(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_bytes(b"x" * 3_000_000)
    file.chmod(0o604)
    os.utime(file, ns=(10**18, 10**18 + 5))
    monkeypatch.setattr(os, "link", no_links)
    assert not keep(Spot(str(file), None), Spot(str(tmp_path / "kept"), None))
    copy = tmp_path / "kept"
    assert copy.read_bytes() == file.read_bytes()
    assert (copy.stat().st_mode, copy.stat().st_mtime_ns) == (file.stat().st_mode, 10**18 + 5)
