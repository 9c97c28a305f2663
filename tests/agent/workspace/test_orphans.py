"""Contents that a dead commit prepared go at the next start, and nothing else does."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from agent.core.changes import Delete
from agent.core.errors import RefusedError, UnreadableError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.core.words import Words
from agent.workspace.lock import locked
from tests.agent.workspace.fingerprint import everything
from tests.agent.workspace.test_half_done import CutError, mend
from tests.agent.workspace.world import World


def place(name):
    return Place("", name)


def kept_files(world):
    vaults = world.home / "vault", world.root / ".deskhand-vault"
    found = [path for vault in vaults for path in vault.rglob("*")]
    return [path for path in found if path.is_file() and "locks" not in path.parts]


def dies(world, at_check):
    """A commit that ends with its process when the second file is checked, long before there is a record."""

    def die(path):
        at_check()
        raise CutError

    world.inspecting(die)
    with pytest.raises(CutError):
        world.commit(world.create("one.txt"), world.create("two.pdf"))


@pytest.fixture(params=["same disk", "another disk"])
def anywhere(request, tmp_path):
    if request.param == "same disk":
        root = tmp_path / "folder"
        root.mkdir()
    else:
        shared = Path("/dev/shm")  # noqa: S108  a disk of its own, which is what is wanted
        if not shared.is_dir() or shared.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is no second disk here")
        root = Path(tempfile.mkdtemp(dir=shared))
    (root / "a.txt").write_text("a")
    os.utime(root, ns=(10**18, 10**18))
    world = World(tmp_path, RootGranted("", str(root)))
    world.root = root
    yield world
    shutil.rmtree(root)


def test_what_was_prepared_before_a_crash_goes_at_the_next_start(anywhere):
    before = everything(anywhere.root)
    dies(anywhere, lambda: None)
    assert len(kept_files(anywhere)) >= 1
    assert mend(anywhere) == []
    assert kept_files(anywhere) == []
    assert not (anywhere.root / ".deskhand-vault").exists()
    assert everything(anywhere.root) == before


def test_nothing_goes_while_somebody_works_anywhere(anywhere):
    dies(anywhere, lambda: None)
    prepared = kept_files(anywhere)
    with locked([anywhere.root], anywhere.home / "vault"):
        mend(anywhere)
        assert kept_files(anywhere) == prepared


def test_without_records_no_version_before_is_taken_for_an_orphan(world):
    world.commit(world.modify("a.txt", "new"), Delete(place("b.txt")))
    kept = kept_files(world)
    world.ledger.close()
    for path in world.home.glob("ledger.db*"):
        path.unlink()
    World(world.home.parent).ledger.close()
    mend(world)
    assert kept_files(world) == kept
    assert len(kept) == 2


def test_a_commit_that_is_refused_leaves_nothing(anywhere):
    def broken(_):
        raise UnreadableError(Words("not a PDF", "PDF ではありません"), "broken")

    before = everything(anywhere.root)
    anywhere.inspecting(broken)
    with pytest.raises(RefusedError):
        anywhere.commit(anywhere.modify("a.txt", "new"), anywhere.create("two.pdf"))
    assert kept_files(anywhere) == []
    assert everything(anywhere.root) == before
