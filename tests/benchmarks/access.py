"""What it costs to open a file at depth 5 without being led astray. Argument: [COUNT] opens of each kind.

All in one run and in turn, as ratios to a plain open by path. "here" is what the Workspace does: the Root opened anew
and compared with the grant, the way below it, the file looked at and opened; "kept" is the same without opening the
Root again.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.events import RootGranted  # noqa: E402
from agent.core.paths import Place  # noqa: E402
from agent.workspace.contents import opened  # noqa: E402
from agent.workspace.openat import FOLDER, way, whole_way  # noqa: E402
from agent.workspace.roots import root_of  # noqa: E402

FOLDERS = ("a", "b", "c", "d", "e")
BATCH = 20


def plain(path):
    """As a program that trusts its folder."""
    return os.open(path, os.O_RDONLY)


def realpath(top, path):
    """As a program that checks first; it can be led astray in between."""
    real = os.path.realpath(path)
    assert real.startswith(top + "/")
    return os.open(real, os.O_RDONLY)


def walk(top):
    """A handle for each folder."""
    handle = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    for name in FOLDERS:
        below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
        os.close(handle)
        handle = below
    file = os.open("f.txt", os.O_RDONLY | os.O_NOFOLLOW, dir_fd=handle)
    os.close(handle)
    return file


def one_call(handle):
    """Below a folder that is kept open."""
    whole = whole_way()
    assert whole is not None
    return whole(handle, "/".join((*FOLDERS, "f.txt")), 0)


def kept(handle):
    """The way, then the name, below a Root that is kept open."""
    folder = way(handle, FOLDERS)
    assert folder is not None
    os.stat("f.txt", dir_fd=folder, follow_symlinks=False)
    file = os.open("f.txt", os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)
    os.close(folder)
    os.fstat(file)
    return file


def main(count):
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        top = os.path.realpath(temporary)
        folder = Path(top, *FOLDERS)
        folder.mkdir(parents=True)
        (folder / "f.txt").write_text("x")
        path, place = str(folder / "f.txt"), Place("", "/".join((*FOLDERS, "f.txt")))
        root, handle = root_of(RootGranted("", top)), os.open(top, os.O_RDONLY | FOLDER)
        ways = {"plain open": lambda: plain(path), "realpath, then open": lambda: realpath(top, path),
                "walk": lambda: walk(top), "here": lambda: opened(root, place)[0]}  # fmt: skip
        if whole_way() is not None:
            ways |= {"one call": lambda: one_call(handle), "kept": lambda: kept(handle)}
        taken = measured(ways, count)
    base = taken["plain open"]
    for name, micros in sorted(taken.items(), key=lambda one: one[1]):
        print(f"{name:22} {micros:6.1f} us   {micros / base:5.1f} x")


def measured(ways, count):
    """Median of short batches in us for each way; the ways take turns."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(max(1, count // BATCH)):
        for name, opens in ways.items():
            began = time.perf_counter_ns()
            for _ in range(BATCH):
                os.close(opens())
            found[name].append((time.perf_counter_ns() - began) / BATCH / 1000)
    return {name: statistics.median(times) for name, times in found.items()}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
