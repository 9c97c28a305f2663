"""Random tasks and their undo. `python tests/long/undo_tasks.py COUNT [SEED] [FOLDER]`

Each of COUNT tasks is a set of overwrites, chains and swaps of names, new spellings, deleted trees, new files and
folders, moved folders with new files in them. Then all are undone, the last one first, and the tree must be the first
one in everything that the file system knows: bytes, names, modes, owners, access lists, attributes, times in ns of
files and folders, links, holes. Then everything is redone and undone once more. FOLDER is where to work (another disk).
"""

import asyncio
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.changes import ChangeSet, Create, Delete, MakeFolder, Modify, Move  # noqa: E402
from agent.core.errors import ToolError  # noqa: E402
from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.findings import Inspection  # noqa: E402
from agent.workspace.ledger import FolderLedger  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402
from tests.agent.workspace.fingerprint import differences, everything  # noqa: E402

# An access list as Linux keeps it: version 2; tag, rights, id: owner rw, user 4242 r, group r, mask r, others none.
_LIST = b"\x02\x00\x00\x00" + b"".join(
    tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + who.to_bytes(4, "little")
    for tag, rights, who in ((1, 6, 2**32 - 1), (2, 4, 4242), (4, 4, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1))
)


def furnish(folder: Path, chance: random.Random):
    """Folders in folders with files of every sort, links, holes, odd modes, owners, attributes and times."""
    for name in ("a", "a/b", "a/b/c", "d", "empty", "d/empty", "書類"):
        (folder / name).mkdir(parents=True)
    for number in range(14):
        file = folder / chance.choice(["", "a", "a/b", "a/b/c", "d", "書類"]) / f"file {number}.txt"
        file.write_text(f"first {number} " * chance.randrange(1, 200))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    (folder / "d" / "twin.txt").hardlink_to(files[0])
    (folder / "a" / "link").symlink_to("b/nowhere")
    with (folder / "d" / "holes.bin").open("wb") as holes:
        holes.seek(3_000_000)
        holes.write(b"end")
    if os.geteuid() == 0:
        os.chown(files[1], 1234, 2345)
    for file in files:
        file.chmod(chance.choice([0o644, 0o600, 0o440, 0o755]))
    _attribute(files[2], "user.deskhand.test", b"\x00kept")
    _attribute(files[3], "system.posix_acl_access", _LIST)
    _attribute(folder / "d", "user.deskhand.test", b"folder")
    for path in (*sorted(folder.rglob("*"), reverse=True), folder):
        os.utime(path, ns=(10**18, chance.randrange(10**18, 2 * 10**18)), follow_symlinks=False)


def _attribute(path, name, value):
    try:
        os.setxattr(path, name, value)
    except OSError:
        print(f"(no {name} on this file system)")


class Tasks:
    """A folder below `base`, its Ledger, and a source of random sets of changes."""

    def __init__(self, base: Path, seed: int):
        self.chance = random.Random(seed)
        self.root = base / "folder"
        self.root.mkdir()
        furnish(self.root, self.chance)
        self.workspace = Workspace((RootGranted("", str(self.root)),), base / "home" / "staging")
        self.ledger = FolderLedger(
            self.workspace,
            base / "home" / "ledger.db",
            base / "home" / "vault",
            "s",
            Inspection(lambda _: None),
        )
        self.number = 0

    def close(self):
        """Close the records."""
        self.ledger.close()

    def set_of_changes(self):
        """Some changes, each possible when it comes first; together they may be refused."""
        entries = list(self.workspace.walk(Place("", ""), hidden=True))
        files = [entry.place for entry in entries if entry.kind == "file"]
        folders = [entry.place for entry in entries if entry.kind == "folder"]
        makers = [self.modified, self.modified, self.created, self.moved, self.swapped, self.chained, self.respelled,
                  self.folder_moved, self.deleted, self.tree_deleted, self.folder_made, self.both]  # fmt: skip
        changes = []
        for _ in range(self.chance.randrange(1, 5)):
            few = len(files) < 6 or len(folders) < 3
            changes += self.created(files, [Place("", ""), *folders]) if few else self.one(makers)(files, folders)
        return ChangeSet(f"task {self.number}", tuple(changes))

    def contents(self):
        """New contents in the Staging."""
        self.number += 1
        path = self.workspace.stage(".txt")
        path.write_text(f"new {self.number} " * self.chance.randrange(1, 200))
        return self.workspace.staged(path)

    def one(self, places):
        """One of them."""
        return self.chance.choice(places)

    def fresh(self, folder):
        """A new name in a folder."""
        self.number += 1
        return folder.child(f"new {self.number}.txt")

    def modified(self, files, _):
        """Other contents."""
        file = self.one(files)
        return [Modify(file, self.workspace.sha256(file), self.contents(), shrink_ok=True)]

    def created(self, _, folders):
        """A new file, maybe in new folders."""
        folder = self.one(folders)
        deep = folder.child(f"deep {self.number}").child("deeper") if self.chance.random() < 0.5 else folder
        return [Create(self.fresh(deep), self.contents(), self.one([None, 10**18 + 7]))]

    def moved(self, files, folders):
        """A file into another folder."""
        return [Move(self.one(files), self.fresh(self.one(folders)))]

    def swapped(self, files, _):
        """Two names change places."""
        one, two = self.one(files), self.one(files)
        return [Move(one, two), Move(two, one)] if one != two else []

    def chained(self, files, folders):
        """Each takes the name of the next one."""
        chain = self.chance.sample(files, min(3, len(files)))
        return [Move(one, two) for one, two in zip(chain, [*chain[1:], self.fresh(self.one(folders))], strict=True)]

    def respelled(self, files, _):
        """Another case only."""
        file = self.one(files)
        return [Move(file, file.parent.child(file.name.swapcase()))]

    def folder_moved(self, _, folders):
        """A folder elsewhere, and a new file in it."""
        folder = self.one(folders)
        self.number += 1
        to = self.one([*folders, Place("", "")]).child(f"moved {self.number}")
        new = [Create(to.child("inside.txt"), self.contents())] if self.chance.random() < 0.5 else []
        return [Move(folder, to), *new]

    def deleted(self, files, _):
        """A file goes."""
        file = self.one(files)
        return [Delete(file, self.workspace.sha256(file))]

    def tree_deleted(self, files, folders):
        """A folder goes; files of it were moved away or deleted before."""
        folder = self.one(folders)
        inside = [file for file in files if file.within(folder)]
        before = [Move(inside[0], self.fresh(Place("", "")))] if inside and self.chance.random() < 0.5 else []
        return [*before, *[Delete(file) for file in inside[1:2]], Delete(folder)]

    def folder_made(self, _, folders):
        """An empty folder."""
        self.number += 1
        return [MakeFolder(self.one(folders).child(f"made {self.number}"))]

    def both(self, files, folders):
        """A deleted name is taken again."""
        one, two = self.one(files), self.one(files)
        return [Delete(one), Move(two, one)] if one != two else []

    def commit(self):
        """One task that is not refused; a refused one must change nothing."""
        while True:
            changes = self.set_of_changes()
            before = everything(self.root)
            try:
                if changes.changes:
                    return asyncio.run(self.ledger.commit(changes))
            except ToolError:
                wrong = differences(before, everything(self.root))
                assert not wrong, f"a refused set changed something: {wrong} by {changes.changes}"

    def undo(self, checkpoint):
        """Put it back; nothing may be left."""
        back = asyncio.run(self.ledger.undo(checkpoint.id))
        assert not back.kept, back.kept
        return back


def run(count, seed, base: Path):
    """COUNT tasks, all undone, redone and undone. Returns how many single changes that was."""
    tasks = Tasks(base, seed)
    first = everything(tasks.root)
    trees, done = [first], []
    for _ in range(count):
        done.append(tasks.commit())
        trees.append(everything(tasks.root))
    backs = []
    for checkpoint, before in zip(reversed(done), reversed(trees[:-1]), strict=True):
        backs.append(tasks.undo(checkpoint))
        wrong = differences(before, everything(tasks.root))
        assert not wrong, f"seed {seed}: undo of {checkpoint.changed} left {wrong}"
    forth = [tasks.undo(back) for back in reversed(backs)]
    content = {name: one[-1] for name, one in everything(tasks.root).items()}
    assert content.keys() == trees[-1].keys()
    for checkpoint in reversed(forth):
        tasks.undo(checkpoint)
    wrong = differences(first, everything(tasks.root))
    assert not wrong, f"seed {seed}: undo of the redo left {wrong}"
    tasks.close()
    return sum(len(checkpoint.changed) for checkpoint in done)


def main(count, seed, where):
    """Run, print, clean up."""
    base = Path(tempfile.mkdtemp(prefix="deskhand-undo-", dir=where))
    changes = run(count, seed, base)
    shutil.rmtree(base)
    print(f"{count} tasks with {changes} changes, seed {seed}: undone, redone, undone again, 0 trees differ")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]), int(given[1]) if len(given) > 1 else random.randrange(10**6), given[2] if given[2:] else None)
