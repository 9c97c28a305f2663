"""What undo costs. `python tests/benchmarks/vault.py [ROUNDS] [FILES] [--in FOLDER]`

Measured in one run against bare work on the same disk, in turns, so that a busy computer slows both:

* an overwrite with its before-image (a commit of one Modify of 20 kB) against a new file, fsync, rename, fsync of the
  folder; the goal is at most 2 ms more (median);
* the same in a folder of 100,000 files against one of 10;
* a tree of FILES files (default 20,000) deleted and brought back; the goal for undo is less than 100 ms;
* what the records of one commit cost alone.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.changes import ChangeSet, Checkpoint, Delete, Modify  # noqa: E402
from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.findings import Inspection  # noqa: E402
from agent.workspace.ledger import FolderLedger  # noqa: E402
from agent.workspace.records import DONE, INTENT, Commit, Records  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402

SIZE = 20_000


class Bench:
    """A folder, its Ledger, and one event loop for all."""

    def __init__(self, base: Path, many: int):
        self.root, self.loop = base / "folder", asyncio.new_event_loop()
        self.root.mkdir(parents=True)
        for number in range(many):
            (self.root / f"{number}.txt").touch()
        (self.root / "a.txt").write_bytes(os.urandom(SIZE))
        self.workspace = Workspace((RootGranted("", str(self.root)),), base / "home" / "staging")
        self.ledger = FolderLedger(
            self.workspace,
            base / "home" / "ledger.db",
            base / "home" / "vault",
            "s",
            Inspection(lambda _: None),
        )
        self.overwritten()  # the first one makes the database

    def timed(self, awaitable):
        """Milliseconds and the answer."""
        began = time.perf_counter()
        answer = self.loop.run_until_complete(awaitable)
        return (time.perf_counter() - began) * 1000, answer

    def overwritten(self):
        """Milliseconds of a commit of one Modify."""
        path, place = self.workspace.stage(".txt"), Place("", "a.txt")
        path.write_bytes(os.urandom(SIZE))
        change = Modify(place, self.workspace.sha256(place), self.workspace.staged(path))
        return self.timed(self.ledger.commit(ChangeSet("x", (change,))))[0]

    def plainly(self):
        """Milliseconds of a plain atomic write."""
        new, data = self.root / ".new", os.urandom(SIZE)
        began = time.perf_counter()
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.root / "b.txt")
        folder = os.open(self.root, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return (time.perf_counter() - began) * 1000

    def close(self):
        """Close the records and the loop."""
        self.ledger.close()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


def median(values):
    """The median with the 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def overwrites(base, rounds):
    """An overwrite against a plain one, and in a large folder against a small one."""
    small, plain, ours = Bench(base / "small", 10), [], []
    for _ in range(rounds):
        plain.append(small.plainly())
        ours.append(small.overwritten())
    more = [one - other for one, other in zip(ours, plain, strict=True)]
    (bare, _), (kept, slow), (mid, _) = map(median, (plain, ours, more))
    print(f"overwrite of 20 kB: with its before-image {kept:.2f} ms (95 %: {slow:.2f}), plainly {bare:.2f} ms; "
          f"{mid:.2f} ms more, ratio {kept / bare:.1f}")  # fmt: skip
    large, few, many = Bench(base / "large", 100_000), [], []
    for _ in range(rounds):
        few.append(small.overwritten())
        many.append(large.overwritten())
    (kept, _), (big, _) = map(median, (few, many))
    print(f"in a folder of 100,000 files {big:.2f} ms, of 10 files {kept:.2f} ms, ratio {big / kept:.2f}")
    small.close()
    large.close()


def trees(base, files):
    """A large tree deleted and brought back."""
    bench = Bench(base / "tree", 10)
    for number in range(files):
        folder = bench.root / "tree" / f"{number // 200}"
        if number % 200 == 0:
            folder.mkdir(parents=True)
        (folder / f"{number}.txt").write_bytes(b"x" * 100)
    os.sync()
    gone, back = [], []
    for _ in range(9):
        spent, checkpoint = bench.timed(bench.ledger.commit(ChangeSet("x", (Delete(Place("", "tree")),))))
        gone.append(spent)
        assert not (bench.root / "tree").exists()
        back.append(bench.timed(bench.ledger.undo(checkpoint.id))[0])
        assert len(list((bench.root / "tree").iterdir())) == -(-files // 200)
    print(f"a tree of {files} files: deleted in {median(gone)[0]:.1f} ms, brought back in {median(back)[0]:.1f} ms "
          f"(slowest {max(back):.1f})")  # fmt: skip
    bench.close()


def records(base, rounds):
    """Two durable records, as each commit writes them."""
    kept = Records(base / "records.db")
    spent = []
    step = {"do": "move", "from": {"root": "", "path": "a"}, "to": {"vault": "/v/1"}, "inode": [1, 2], "sha256": ""}
    for number in range(rounds):
        commit = Commit(Checkpoint(str(number), "s", "x", "", ()), INTENT, {"": "/f"}, (step,))
        began = time.perf_counter()
        kept.keep(commit)
        kept.keep(Commit(commit.checkpoint, DONE, commit.roots, commit.steps))
        spent.append((time.perf_counter() - began) * 1000)
    kept.close()
    print(f"the records of one commit: {median(spent)[0]:.2f} ms")


def main():
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("rounds", type=int, nargs="?", default=200)
    options.add_argument("files", type=int, nargs="?", default=20_000)
    options.add_argument("--in", dest="where")
    given = options.parse_args()
    base = Path(tempfile.mkdtemp(prefix="deskhand-bench-", dir=given.where))
    try:
        overwrites(base, given.rounds)
        trees(base, given.files)
        records(base, given.rounds)
    finally:
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
