"""Swap a folder for a link while it is read and changed. `python tests/long/race_paths.py [COUNT] [--old-kernel]`

A second process exchanges `a/b` with a link to a folder outside, as fast as it can. Meanwhile the Workspace reads
`a/b/f.txt` and the Ledger creates, modifies, moves and deletes below `a/b`; of COUNT tries one in ten is a change. A
peer that checks the real path first and opens then reads beside it, to show that the attack works. Exit code 1 when
anything of ours got out. `--old-kernel` takes `openat2` away, so that the way is walked name by name.
"""

import asyncio
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.changes import Change, ChangeSet, Create, Delete, Modify, Move  # noqa: E402
from agent.core.errors import AgentError  # noqa: E402
from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.findings import Inspection  # noqa: E402
from agent.workspace.ledger import FolderLedger  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402
from tests.redteam.old_kernel import without_openat2  # noqa: E402

SECRET = "SECRET"
_EXCHANGE = 2
_FOLDER = -100  # AT_FDCWD


def exchange(folder, times=1):
    """Exchange a/b and a/out; both names are there at every moment."""
    rename = ctypes.CDLL(None, use_errno=True).renameat2
    one, other = os.fsencode(folder / "a" / "b"), os.fsencode(folder / "a" / "out")
    for _ in range(times):
        rename(_FOLDER, one, _FOLDER, other, _EXCHANGE)


def swap_for_ever(folder):
    """Until the process that wants it ends."""
    print("ready", flush=True)
    while os.getppid() != 1:
        exchange(folder, 1000)


@dataclass
class Arena:
    """A granted folder beside one that is not, and both ends of the access."""

    base: Path
    tried: Counter[str] = field(default_factory=Counter)

    def __post_init__(self):
        self.folder, self.outside = self.base / "folder", self.base / "outside"
        (self.folder / "a" / "b").mkdir(parents=True)
        self.outside.mkdir()
        (self.folder / "a" / "out").symlink_to(self.outside)
        (self.folder / "a" / "b" / "f.txt").write_text("inside")
        (self.outside / "f.txt").write_text(SECRET)
        self.before = self.around()
        self.workspace = Workspace((RootGranted("", str(self.folder)),), self.base / "home" / "staging")
        home = self.base / "home"
        self.ledger = FolderLedger(self.workspace, home / "ledger.db", home / "vault", "s", Inspection(lambda _: None))
        text = self.workspace.stage(".txt")
        text.write_text("written by us")
        self.staged = self.workspace.staged(text)

    def around(self):
        """Everything outside that could be touched: names, inodes, times, bytes."""
        found = sorted(self.outside.iterdir())
        return [(one.name, one.lstat().st_ino, one.lstat().st_mtime_ns, one.read_bytes()) for one in found]

    def read(self):
        """One read of ours."""
        try:
            text = self.workspace.snapshot(Place("", "a/b/f.txt")).path.read_text()
        except AgentError:
            self.tried["reads refused"] += 1
        else:
            self.tried["reads that ESCAPED" if text == SECRET else "reads inside"] += 1

    def peer(self):
        """One read of a program that checks the real path and opens then."""
        path = self.folder / "a" / "b" / "f.txt"
        top = os.path.realpath(self.folder)
        with suppress(OSError):
            if os.path.realpath(path).startswith(top + "/"):
                self.tried["peer escaped" if path.read_text() == SECRET else "peer inside"] += 1
                return
        self.tried["peer refused"] += 1

    def write(self, number):
        """One change of ours; four of them bring a file into being and away."""
        kind, (name, moved) = number % 4, (f"a/b/{number // 4}.txt", f"a/b/moved {number // 4}.txt")
        try:
            change: Change
            match kind:
                case 0:
                    change = Create(Place("", name), self.staged)
                case 1:
                    place = Place("", name)
                    change = Modify(place, self.workspace.sha256(place), self.staged)
                case 2:
                    change = Move(Place("", name), Place("", moved))
                case _:
                    change = Delete(Place("", moved))
            asyncio.run(self.ledger.commit(ChangeSet("race", (change,))))
        except AgentError as error:
            self.tried[f"writes refused ({error.code})"] += 1
        else:
            self.tried["writes done"] += 1

    def judged(self):
        """What got out."""
        if self.around() != self.before:
            self.tried["writes that ESCAPED"] += 1
        return sum(count for name, count in self.tried.items() if "ESCAPED" in name)


def race(base, count):
    """The Arena after `count` tries of ours, and how long they took in seconds."""
    arena = Arena(base)
    words = [sys.executable, __file__, "--swap", str(arena.folder)]
    attacker = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert attacker.stdout is not None
    attacker.stdout.readline()
    began = time.monotonic()
    try:
        for number in range(count):
            if number % 10 == 9:
                arena.write(number // 10)
            else:
                arena.read()
                arena.peer()
    finally:
        attacker.kill()
        attacker.wait()
        attacker.stdout.close()
        arena.ledger.close()
    seconds = time.monotonic() - began
    if (arena.folder / "a" / "b").is_symlink():
        exchange(arena.folder)
    arena.read()  # it is still there, whatever the last moment was
    return arena, seconds


def main(count):
    """Race, print, and say whether anything got out."""
    base = Path(tempfile.mkdtemp(prefix="deskhand-race-"))
    arena, seconds = race(base, count)
    escaped = arena.judged()
    for name, tries in sorted(arena.tried.items()):
        print(f"{tries:8} {name}")
    peer = sum(tries for name, tries in arena.tried.items() if name.startswith("peer"))
    print(f"ours: {escaped} of {count} escaped; peer: {arena.tried['peer escaped']} of {peer}; {seconds:.0f} s")
    shutil.rmtree(base)
    return 1 if escaped else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--swap"]:
        swap_for_ever(Path(sys.argv[2]))
    if "--old-kernel" in sys.argv:
        without_openat2()
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    sys.exit(main(numbers[0] if numbers else 100_000))
