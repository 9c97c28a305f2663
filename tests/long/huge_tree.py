"""Walk a huge folder and a very deep one. `python tests/long/huge_tree.py [FILES] [DEPTH]`

Prints how long the first entry took, how many entries came a second, and the most memory that the walk held at once
(tracemalloc), for FILES files in one folder, the same in folders of a thousand, and a tree of DEPTH folders whose path
is longer than the system takes (PATH_MAX). Exit code 1 when an entry is missing.
"""

import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402

TOP = Place("", "")
NAME = "folder with a name"


@dataclass(frozen=True)
class Walked:
    """Seconds to the first entry and to the last, how many there were, and the most bytes held at once."""

    first: float
    last: float
    entries: int
    held: int


def walked(folder, home):
    """Walk a folder as the agent does, keeping nothing."""
    workspace = Workspace((RootGranted("", str(folder)),), home)
    tracemalloc.start()
    began, first, entries = time.monotonic(), 0.0, 0
    for _ in workspace.walk(TOP):
        entries += 1
        first = first or time.monotonic() - began
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Walked(first, time.monotonic() - began, entries, held)


def fill(folder, count):
    """Empty files in one folder."""
    folder.mkdir(parents=True)
    handle = os.open(folder, os.O_RDONLY)
    for number in range(count):
        os.close(os.open(f"file {number}.txt", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=handle))
    os.close(handle)


def dig(folder, depth):
    """Folders in folders, and a file in the last one. Returns the path of the file below `folder`."""
    folder.mkdir(parents=True)
    handle = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(NAME, dir_fd=handle)
        below = os.open(NAME, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    file = os.open("deep.txt", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=handle)
    os.write(file, b"deep")
    os.close(file)
    os.close(handle)
    return "/".join([NAME] * depth + ["deep.txt"])


def main(files, depth):
    """Make the trees, walk them, print."""
    base = Path(tempfile.mkdtemp(prefix="deskhand-huge-"))
    fill(base / "one", files)
    for number in range(max(1, files // 1000)):
        fill(base / "many" / str(number), 1000)
    dig(base / "deep", depth)
    wanted = {"one": files, "many": max(1, files // 1000) * 1001, "deep": depth + 1}
    missing = 0
    for name, count in wanted.items():
        found = walked(base / name, base / "home")
        missing += count - found.entries
        print(f"{name:5} {found.entries:8} entries, first after {found.first:.3f} s, all after {found.last:.1f} s, "
              f"{found.entries / found.last:8.0f}/s, {found.held / 1e6:.1f} MB held")  # fmt: skip
    subprocess.run(["rm", "-rf", str(base)], check=True)  # too deep for rmtree
    return 1 if missing else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [1_000_000, 4_000][len(numbers) :])))
