"""Kill a commit at every system call that changes files. `python tests/long/kill_syscalls.py [LENGTH] [STRIDE]`

Every sequence of up to LENGTH changes out of six kinds (default 2) is one set. For each of its system calls (every
STRIDE-th one, default 1) it is carried out in a process that is killed just before that call. A second process mends
what is left and is killed too, up to twice; the last one may finish. Then the tree must be wholly the old or wholly
the new one, nothing may be left in the vault of an old one, and an undo, itself killed at some call and mended, must
bring the old tree back in everything that the file system knows. The same for every call of the undo.
"""

import asyncio
import itertools
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.changes import ChangeSet, Create, Delete, MakeFolder, Modify, Move  # noqa: E402
from agent.core.errors import RefusedError  # noqa: E402
from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.findings import Inspection  # noqa: E402
from agent.workspace.ledger import FolderLedger  # noqa: E402
from agent.workspace.records import DONE, INTENT, Records  # noqa: E402
from agent.workspace.recover import recover  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402
from tests.agent.workspace.fingerprint import differences, everything  # noqa: E402
from tests.long.stopped import impossible, run_until  # noqa: E402

KINDS = ("create", "modify", "move", "delete", "delete folder", "make folder")
NEVER = 10**9


class AtOnce(ThreadPoolExecutor):
    """Runs what it is given in the caller's thread: a traced process has one thread only."""

    def submit(self, fn, /, *args, **kwargs):
        """Run it."""
        done: Future = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  # it is the caller's
            done.set_exception(error)
        return done


def alone(coroutine):
    """Run a coroutine to its end without another thread."""
    loop = asyncio.new_event_loop()
    loop.set_default_executor(AtOnce())
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


class Case:
    """A fresh folder, and one set of changes to it, of these kinds."""

    def __init__(self, base: Path, kinds: tuple[str, ...]):
        self.kinds, self.root, self.home = kinds, base / "folder", base / "home"
        for number in range(len(kinds)):
            inner = self.root / f"folder {number}" / "inner"
            inner.mkdir(parents=True)
            (inner / "kept.txt").write_text(f"kept {number}")
            (self.root / f"{number}.txt").write_text(f"first {number}")
            (self.root / f"{number}.txt").chmod(0o600 + number)
        for number, path in enumerate((*sorted(self.root.rglob("*"), reverse=True), self.root)):
            os.utime(path, ns=(10**18, 10**18 + number))
        self.first = everything(self.root)
        self.home.mkdir()

    def opened(self):
        """The Workspace and the Ledger, as a process finds them."""
        workspace = Workspace((RootGranted("", str(self.root)),), self.home / "staging")
        return workspace, FolderLedger(
            workspace, self.home / "ledger.db", self.home / "vault", "s", Inspection(lambda _: None)
        )

    def commit(self):
        """Carry out the set."""
        workspace, ledger = self.opened()
        alone(ledger.commit(ChangeSet("a set", tuple(self.changes(workspace)))))
        ledger.close()

    def changes(self, workspace):
        """The set."""
        for number, kind in enumerate(self.kinds):
            file, folder = Place("", f"{number}.txt"), Place("", f"folder {number}")
            text = workspace.stage(".txt")
            text.write_text(f"second {number}")
            match kind:
                case "create":
                    yield Create(folder.child("new").child("new.txt"), workspace.staged(text))
                case "modify":
                    yield Modify(file, workspace.sha256(file), workspace.staged(text))
                case "move":
                    yield Move(file, Place("", f"folder {(number + 1) % len(self.kinds)}").child(f"moved {number}.txt"))
                case "delete":
                    yield Delete(file)
                case "delete folder":
                    yield Delete(folder.child("inner"))
                case _:
                    yield MakeFolder(folder.child("made"))

    def recover(self):
        """Mend."""
        recover(self.home / "ledger.db", self.home / "vault")

    def undo(self):
        """Undo the first set."""
        _, ledger = self.opened()
        back = alone(ledger.undo(self.rows()[0].checkpoint.id))
        assert not back.kept, back.kept
        ledger.close()

    def rows(self):
        """All records."""
        records = Records(self.home / "ledger.db")
        try:
            return records._rows("WHERE state != ?", "")
        finally:
            records.close()

    def left(self):
        """Files in the vault."""
        vault = self.home / "vault"
        return [path for path in vault.rglob("*") if path.is_file() and "locks" not in path.parts]


def mended(case: Case, chance: random.Random):
    """Mend in processes that are killed, then in one that is not."""
    for _ in range(chance.randrange(3)):
        run_until(case.recover, chance.randrange(1, 14))
    case.recover()
    assert all(row.state != INTENT for row in case.rows()), "a record is left open"


def is_new(case: Case, *, acknowledged: bool) -> bool:
    """Whether the tree is the new one; that it is wholly old or wholly new."""
    rows = case.rows()
    done = bool(rows) and rows[0].state == DONE and not rows[0].checkpoint.undone
    now = everything(case.root)
    if done:
        for change in rows[0].checkpoint.changed:
            there = (case.root / (change.to or change.place)).exists()
            assert there == (change.kind != "delete"), f"{change} is not whole"
        return True
    assert not acknowledged, "an acknowledged set is gone"
    wrong = differences(case.first, now)
    assert not wrong, f"the old tree is not whole: {wrong}"
    return False


def killed_at(case: Case, number: int, chance: random.Random) -> bool:
    """Kill the commit before call `number`, mend, undo (killed, mended). Returns whether the commit came to its end."""
    _, ended = run_until(case.commit, number)
    mended(case, chance)
    if is_new(case, acknowledged=ended):
        run_until(case.undo, chance.randrange(1, 40))
        mended(case, chance)
        undone(case)
    else:
        assert not case.left(), f"left in the vault: {case.left()}"
    return ended


def undo_killed_at(case: Case, number: int, chance: random.Random) -> bool:
    """Carry the set out, kill its undo before call `number`, mend, finish the undo."""
    case.commit()
    _, ended = run_until(case.undo, number)
    mended(case, chance)
    assert ended <= case.rows()[0].checkpoint.undone, "an acknowledged undo is gone"
    undone(case)
    return ended


def undone(case: Case):
    """Finish the undo when it is not done, and compare."""
    if is_new(case, acknowledged=False):
        case.undo()
    wrong = differences(case.first, everything(case.root))
    assert not wrong, f"the undo did not bring back: {wrong}"


def programs(length: int) -> Iterator[tuple[str, ...]]:
    """All sequences of up to `length` kinds."""
    for size in range(1, length + 1):
        yield from itertools.product(KINDS, repeat=size)


def every_call(kinds: tuple[str, ...], stride: int) -> tuple[int, int]:
    """Kill at every `stride`-th call of the commit and of the undo. Returns how many kills, and the calls of both.

    A kill does not lose what the system has in memory, so memory is where it is done when there is a disk of it.
    """
    kills, calls, where = 0, 0, "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    for way in (killed_at, undo_killed_at):
        chance = random.Random(str((kinds, way.__name__)))
        for number in itertools.count(1 + chance.randrange(stride), stride):
            base = Path(tempfile.mkdtemp(prefix="deskhand-kill-", dir=where))
            try:
                ended = way(Case(base, kinds), number, chance)
            except (AssertionError, RefusedError) as error:
                raise AssertionError(f"{kinds}, {way.__name__} {number}, in {base}: {error}") from error
            shutil.rmtree(base)
            kills += not ended
            if ended:
                calls += number
                break
    return kills, calls


def main(length: int, stride: int):
    """Run and print."""
    if reason := impossible():
        print(f"skipped: {reason}")
        return
    kills = calls = count = 0
    for count, kinds in enumerate(programs(length), 1):
        more, seen = every_call(kinds, stride)
        kills, calls = kills + more, calls + seen
        if count % 20 == 0:
            print(f"{count} programs, {kills} kills, 0 trees differ", flush=True)
    print(f"{count} programs of up to {length} changes, {calls} system calls, {kills} kills, 0 trees differ")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
