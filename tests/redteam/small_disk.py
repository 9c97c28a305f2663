"""What a commit meets on a failing disk, in a mount namespace of its own. `python -m tests.redteam.small_disk BASE`

Prints one JSON object: the code of each refusal, and what was different in the folder afterwards.
"""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

from agent.core.changes import Delete, Move
from agent.core.errors import AgentError
from agent.core.events import RootGranted
from agent.core.paths import Place
from agent.workspace.recover import recover
from tests.agent.workspace.fingerprint import differences, everything
from tests.agent.workspace.world import World


def mount(*words):
    """Mount something."""
    subprocess.run(["mount", *map(str, words)], check=True)


def place(name):
    """A place in the first Root."""
    return Place("", name)


class Small:
    """A World on a disk of one megabyte, its state on another one."""

    def __init__(self, base: Path):
        self.root = base / "small"
        self.root.mkdir()
        mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", self.root)
        for name in ("a.txt", "b.txt", "c.txt"):
            (self.root / name).write_text(f"old {name}")
        self.empty()
        os.utime(self.root, ns=(10**18, 10**18 + 3))
        self.world = World(base, RootGranted("", str(self.root)))
        self.told: dict[str, list] = {}

    def stopped(self, name, meanwhile, *changes):
        """Commit the changes and a file that is checked, while `meanwhile` happens; note what came of it."""
        before = everything(self.root)
        undone = []

        def check(_):
            undone.append(meanwhile())

        self.world.inspecting(check)
        code = "done"
        try:
            self.world.commit(Move(place("b.txt"), place("moved.txt")), *changes, self.world.create("z.pdf"))
        except AgentError as error:
            code = error.code
        for again in undone:
            again()
        recover(self.world.home / "ledger.db", self.world.home / "vault")
        left = [str(path) for path in (self.root / ".deskhand-vault").rglob("*")]
        self.told[name] = [code, differences(before, everything(self.root)), left, len(undone)]

    def fill(self):
        """Another program fills the disk."""
        with (self.root / "filler").open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        return self.empty

    def empty(self):
        """The filler takes no room, as at first."""
        (self.root / "filler").write_bytes(b"")
        os.utime(self.root / "filler", ns=(10**18, 10**18))

    def make_read_only(self):
        """The disk is mounted again for reading only."""
        mount("-o", "remount,ro", self.root)
        return lambda: mount("-o", "remount,rw", self.root)

    def fail(self):
        """The disk fails at the next fsync of a folder or file."""
        real = os.fsync

        def fsync(file):
            raise OSError(errno.EIO, "Input/output error")

        os.fsync = fsync

        def again():
            os.fsync = real

        return again


def main(base: Path):
    """All of it."""
    small = Small(base)
    world = small.world
    large = world.create("y.pdf"), world.modify("a.txt", "x" * 2_000_000)
    small.stopped("too large", lambda: lambda: None, *large)
    small.stopped("filled meanwhile", small.fill, world.modify("a.txt", "x" * 300_000), Delete(place("c.txt")))
    small.stopped("read only", small.make_read_only, world.modify("a.txt", "new"), Delete(place("c.txt")))
    small.stopped("failing", small.fail, world.modify("a.txt", "new"), Delete(place("c.txt")))
    print(json.dumps(small.told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
