"""Two processes never change the same files at once, also when one granted folder lies in another."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.events import RootGranted
from agent.workspace.lock import locked, locked_everywhere
from tests.agent.workspace.fingerprint import everything
from tests.agent.workspace.world import World

REPO = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from pathlib import Path
from agent.workspace.lock import locked
with locked([Path(name) for name in sys.argv[2:]], Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""
TRY = """
import sys
from pathlib import Path
from agent.core.errors import RefusedError
from agent.workspace.lock import locked
try:
    with locked([Path(name) for name in sys.argv[2:]], Path(sys.argv[1]), patience=0.0):
        print("held")
except RefusedError as error:
    print(error.code)
"""


def start(code, vault, *folders):
    words = [sys.executable, "-c", code, str(vault), *map(str, folders)]
    return subprocess.Popen(words, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def folders(tmp_path):
    for name in ("a/b/c", "a/d", "e"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (["a"], ["a"], "busy"),
        (["a"], ["a/b/c"], "busy"),
        (["a/b/c"], ["a"], "busy"),
        (["a/b"], ["a/d"], "held"),
        (["a", "e"], ["e"], "busy"),
        (["a", "a/b"], ["a/b/c"], "busy"),
        (["a/d"], ["a/b", "e"], "held"),
    ],
)
def test_folders_exclude_each_other_when_one_holds_the_other(folders, first, second, told):
    holder = start(HOLD, folders / "vault", *(folders / name for name in first))
    assert holder.stdout.readline() == "held\n"
    other, _ = start(TRY, folders / "vault", *(folders / name for name in second)).communicate()
    holder.communicate("\n")
    assert other.strip() == told


def test_a_folder_has_one_lock_under_all_its_paths(folders):
    (folders / "link").symlink_to(folders / "a")
    holder = start(HOLD, folders / "vault", folders / "a")
    holder.stdout.readline()
    other, _ = start(TRY, folders / "vault", folders / "link").communicate()
    holder.communicate("\n")
    assert other.strip() == "busy"


def test_a_killed_process_holds_nothing(folders):
    holder = start(HOLD, folders / "vault", folders / "a")
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    with locked([folders / "a" / "b"], folders / "vault"):
        pass


def test_nobody_works_anywhere_is_known(folders):
    holder = start(HOLD, folders / "vault", folders / "a" / "b")
    holder.stdout.readline()
    with locked_everywhere(folders / "vault") as alone:
        assert not alone
    holder.communicate("\n")
    with locked_everywhere(folders / "vault") as alone:
        assert alone


COMMIT = """
import asyncio, sys
from pathlib import Path
from agent.core.changes import ChangeSet, Modify
from agent.core.errors import StaleError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.findings import Inspection
from agent.workspace.grants import OwnFolders
from agent.workspace.ledger import FolderLedger
from agent.workspace.workspace import Workspace
home, root, name, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
own = OwnFolders(images=(home / "vault",))
workspace = Workspace((RootGranted("", root),), home / f"staging {name.replace('/', ' ')}", own)
ledger = FolderLedger(workspace, home / "ledger.db", home / "vault", "s", Inspection(lambda _: None))
done = 0
while done < count:
    place = Place("", name)
    snapshot = workspace.snapshot(place)
    path = workspace.stage(".txt")
    path.write_text(snapshot.path.read_text() + "x")
    try:
        asyncio.run(ledger.commit(ChangeSet("add", (Modify(place, snapshot.sha256, workspace.staged(path)),))))
        done += 1
    except StaleError:
        pass
"""


def test_processes_with_nested_folders_lose_no_change_and_all_can_be_undone(tmp_path):
    home, outer = tmp_path / "home", tmp_path / "folder"
    (outer / "in").mkdir(parents=True)
    (outer / "in" / "count.txt").write_text("")
    before = everything(outer)
    World(tmp_path).ledger.close()
    ways = [(outer, "in/count.txt"), (outer / "in", "count.txt")]
    words = [[sys.executable, "-c", COMMIT, str(home), str(root), name, "6"] for root, name in ways]
    for process in [subprocess.Popen(one, cwd=REPO) for one in words]:
        assert process.wait() == 0
    assert (outer / "in" / "count.txt").read_text() == "x" * 12
    world = World(tmp_path)
    inner = World(tmp_path, RootGranted("", str(outer / "in")))
    for checkpoint in reversed(world.ledger._records.latest(100)):
        (world if checkpoint.changed[0].place == "in/count.txt" else inner).undo(checkpoint)
    assert everything(outer) == before
