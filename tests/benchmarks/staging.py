"""How long it takes to put files into a Room and to take out what was changed. `python tests/benchmarks/staging.py`

    python tests/benchmarks/staging.py [FOLDER ...] [--files 1000] [--megabytes 500] [--disk btrfs|xfs]

FOLDER lies on the disk that is measured (default: a temporary folder). `--disk` makes a disk of that kind behind a
loop device for the time of the run (root, with mkfs.btrfs or mkfs.xfs on the path). Beside it, in the same run: `cp -r
--reflink=auto` and `cp -r --reflink=never` of the same files, which hash nothing.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.core.events import RootGranted
from agent.core.running import Bounds
from agent.sandbox.room import Rooms
from agent.tools.inputs import Filling, wanted
from agent.workspace.workspace import Workspace

ROUNDS = 3


def filled(folder: Path, files: int, size: int) -> Path:
    """A folder with so many files of random bytes, in folders of a hundred."""
    root = folder / "person"
    for number in range(files):
        path = root / f"folder {number // 100}" / f"file {number}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size))
    os.sync()
    return root


def seconds(what: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


class Staging:
    """One disk: its files, the Workspace over them, its Rooms."""

    def __init__(self, base: Path, files: int, size: int) -> None:
        self.base, self.size = base, size
        self.root = filled(base, files, size)
        self.rooms = Rooms(base / "rooms")
        self.copies = 0

    def workspace(self) -> Workspace:
        """One that has hashed nothing yet."""
        return Workspace((RootGranted("", str(self.root)),), self.base / "staging")

    def stage(self, workspace: Workspace) -> dict[str, float]:
        """Fill a Room, change ten files in it, harvest, delete it."""
        room = self.rooms.folder()
        known: dict[str, str] = {}

        def put_in() -> None:
            given = Filling(workspace, wanted(workspace, ["."])).fill(room)
            known.update({name: one.sha256 for name, one in given.clones.items()})
            room.begin()

        told = {"put in": seconds(put_in)}
        for name in list(known)[:10]:
            (room.work / name).write_bytes(b"changed")
        told["harvest"] = seconds(lambda: room.harvest(workspace.stage, Bounds(), known))
        told["empty"] = seconds(room.empty)
        room.close()
        return told

    def copied(self, how: str) -> float:
        """What `cp` takes."""
        self.copies += 1
        to = self.base / f"copy {self.copies}"
        took = seconds(lambda: subprocess.run(["cp", "-r", f"--reflink={how}", self.root, to], check=True))
        shutil.rmtree(to)
        return took

    def measured(self) -> dict[str, float]:
        """Medians of a few rounds, in seconds."""
        rounds = []
        for _ in range(ROUNDS):
            workspace = self.workspace()
            first, second = self.stage(workspace), self.stage(workspace)
            rounds.append({
                **first,
                "put in again": second["put in"],
                "cp reflink": self.copied("auto"),
                "cp copy": self.copied("never"),
            })  # fmt: skip
        return {key: round(sorted(one[key] for one in rounds)[ROUNDS // 2], 3) for key in rounds[0]}


@contextmanager
def disk(kind: str, megabytes: int) -> Iterator[Path]:
    """A disk of that kind in an image file, which is gone afterwards."""
    base = Path(tempfile.mkdtemp())
    image, at = base / f"{kind}.img", base / "at"
    at.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes * 1024**2)
    subprocess.run([f"mkfs.{kind}", "-q", str(image)], check=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(at)], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)
        shutil.rmtree(base)


def main() -> None:
    """Each disk, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--disk", action="append", choices=["btrfs", "xfs"], default=[])
    given = parser.parse_args()
    size = given.megabytes * 1024**2 // given.files

    def tell(name: str, base: Path) -> None:
        told = Staging(base, given.files, size).measured()
        print(json.dumps({"disk": name, "files": given.files, "megabytes": given.megabytes, **told}), flush=True)

    for kind in given.disk:
        with disk(kind, 4 * given.megabytes + 600) as at:
            tell(kind, at)
    for folder in given.folders or ([] if given.disk else [None]):
        with tempfile.TemporaryDirectory(dir=folder) as base:
            tell(str(folder or "temporary"), Path(base))


if __name__ == "__main__":
    main()
