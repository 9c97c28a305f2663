"""Kill a committing process at random moments, recover, and compare. `python tests/long/kill_commits.py COUNT`

Each round: a process commits sets of changes in an endless loop and is killed with SIGKILL. Then `recover` runs (and
is itself killed now and then), every set must be there whole or not at all, and undoing all must give the first tree.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.changes import ChangeSet, Create, Delete, Modify, Move  # noqa: E402
from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.findings import Inspection  # noqa: E402
from agent.workspace.ledger import FolderLedger  # noqa: E402
from agent.workspace.records import Records  # noqa: E402
from agent.workspace.recover import recover  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402

FILES = 6


def tree(folder):
    """Name to mode, modification time and bytes."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        info = path.lstat()
        found[str(path.relative_to(folder))] = (
            info.st_mode,
            info.st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
    return found


def opened(base):
    """The Ledger over base/folder."""
    workspace = Workspace((RootGranted("", str(base / "folder")),), base / "home" / "staging")
    return workspace, FolderLedger(
        workspace, base / "home" / "ledger.db", base / "home" / "vault", "s", Inspection(lambda _: None)
    )


def commit_for_ever(base):
    """Commit sets of four changes, each leaving the same number of files in all folders, until killed."""
    workspace, ledger = opened(base)
    number = 0
    while True:
        number += 1
        here = [e.place for e in workspace.walk(Place("", "")) if e.kind == "file"]
        random.shuffle(here)
        text = workspace.stage(".txt")
        text.write_text(f"version {number} " * 50)
        staged = workspace.staged(text)
        changes = (
            Modify(here[0], workspace.sha256(here[0]), staged, shrink_ok=True),
            Move(here[1], Place("", f"moved {number}/{here[1].name}")),
            Delete(here[2]),
            Create(Place("", f"new {number}.txt"), staged),
        )
        asyncio.run(ledger.commit(ChangeSet(f"set {number}", changes)))
        print(number, flush=True)


def killed_round(base):
    """One round; returns whether a commit was cut off."""
    folder = base / "folder"
    folder.mkdir(parents=True)
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(f"first {number} " * 100)
        os.utime(folder / f"{number}.txt", ns=(10**18, 10**18 + number))
    os.utime(folder, ns=(10**18, 10**18 + 77))
    first = tree(folder)
    process = subprocess.Popen([sys.executable, __file__, "--child", str(base)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.random() * 0.08)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    if random.random() < 0.5:
        code = "import sys; sys.path.insert(0, sys.argv[3]); from pathlib import Path;"
        code += "from agent.workspace.recover import recover; recover(Path(sys.argv[1]), Path(sys.argv[2]))"
        arguments = [str(base / "home/ledger.db"), str(base / "home/vault"), str(REPO)]
        second = subprocess.Popen([sys.executable, "-c", code, *arguments])
        time.sleep(0.08 + random.random() * 0.08)
        second.kill()
        second.wait()
    told = recover(base / "home/ledger.db", base / "home/vault")
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert len(files) == FILES, f"{len(files)} files instead of {FILES}"
    for path in files:
        words = set(path.read_text().split())
        assert len(words) == 2, f"{path.name} is a mixture: {words}"
    _, ledger = opened(base)
    records = Records(base / "home/ledger.db")
    assert not records.open_ones()
    done = [
        json.loads(r[0])["id"]
        for r in records._db.execute("SELECT checkpoint FROM commits WHERE state='done' ORDER BY number DESC")
    ]
    for checkpoint in done:
        asyncio.run(ledger.undo(checkpoint))
    assert tree(folder) == first, "undo did not bring the first tree back"
    ledger.close()
    records.close()
    return bool(told)


def main(count):
    """Run `count` rounds."""
    cut = 0
    for number in range(count):
        base = Path(tempfile.mkdtemp(prefix="deskhand-kill-"))
        cut += killed_round(base)
        shutil.rmtree(base)
        if number % 50 == 49:
            print(f"{number + 1} rounds, {cut} commits were cut off, 0 trees differ", flush=True)
    print(f"{count} rounds, {cut} commits were cut off, 0 trees differ")


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        commit_for_ever(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]))
