"""Cut the power of a disk while commits are made. `python tests/long/power_cut.py [COUNT] [KIND...] [--in FOLDER]`

COUNT cuts (default 20) for each KIND of file system (default: ext4, xfs, btrfs, those whose mkfs is there). The disk is
an image file behind a loop device. At a random moment the image is copied as it is, without a sync: what the system had
not written yet is lost, as in a power cut. Where FOLDER can clone files the copy is made while commits go on, else just
after the committing process was killed. Then the copy is mounted in the place of the disk, what is half done is mended,
every commit that was acknowledged before the cut must be there whole, and undoing all must give the first tree.

The control does the same with a program that writes a new file and renames it without fsync: it must lose something.
Needs root, losetup and mount. This does not reorder writes, as some disks do.
"""

import argparse
import asyncio
import os
import random
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.agent.workspace.fingerprint import differences, everything  # noqa: E402

MEGABYTES = {"ext4": 64, "xfs": 320, "btrfs": 128}
SETS = 40


def impossible(kind: str = "ext4") -> str:
    """Why this cannot be done here; "" when it can."""
    missing = [tool for tool in (f"mkfs.{kind}", "losetup", "mount") if shutil.which(tool) is None]
    if missing:
        return f"{missing[0]} is not there"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root may mount a disk image"
    with tempfile.TemporaryDirectory() as name:
        image = made_image(Path(name), kind)
        try:
            with mounted(image, Path(name) / "disk"):
                return ""
        except subprocess.CalledProcessError as error:
            return f"a disk image cannot be mounted: {error.stderr.decode().strip()}"


def made_image(base: Path, kind: str) -> Path:
    """An empty disk."""
    image = base / f"{kind}.img"
    with image.open("wb") as file:
        file.truncate(MEGABYTES[kind] * 1024 * 1024)
    subprocess.run([f"mkfs.{kind}", "-q", str(image)], check=True, capture_output=True)
    return image


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Path]:
    """The disk at a folder."""
    at.mkdir(exist_ok=True)
    words = ["mount", "-o", "loop,nouuid" if image.name.startswith("xfs") else "loop", str(image), str(at)]
    subprocess.run(words, check=True, capture_output=True)
    try:
        yield at
    finally:
        for left in reversed(range(50)):
            done = subprocess.run(["umount", str(at)], check=False, capture_output=True)
            if done.returncode == 0:
                break
            time.sleep(0.1 if left else 0)
        done.check_returncode()


def furnish(disk: Path):
    """Files and trees for all sets."""
    root = disk / "folder"
    for number in range(SETS):
        (root / f"tree {number}" / "deep").mkdir(parents=True)
        (root / f"tree {number}" / "deep" / "leaf.txt").write_text(f"leaf {number}")
    (root / "a.txt").write_text("version 0 " * 50)
    (root / "moved 0.txt").write_text("moved")
    for number, path in enumerate((*sorted(root.rglob("*"), reverse=True), root)):
        os.utime(path, ns=(10**18, 10**18 + number))
    os.sync()


def expected(number: int) -> dict[str, str]:
    """The files after that many sets."""
    found = {f"tree {n}/deep/leaf.txt": f"leaf {n}" for n in range(number, SETS)}
    found |= {f"new {n}.txt": f"new {n}" for n in range(number)}
    return found | {"a.txt": f"version {number} " * 50, f"moved {number}.txt": "moved"}


def opened(disk: Path):
    """The Workspace and the Ledger."""
    workspace = Workspace((RootGranted("", str(disk / "folder")),), disk / "home" / "staging")
    return workspace, FolderLedger(
        workspace, disk / "home" / "ledger.db", disk / "home" / "vault", "s", Inspection(lambda _: None)
    )


def commit_all(disk: Path):
    """Commit set after set, and acknowledge each."""
    workspace, ledger = opened(disk)
    for number in range(SETS):
        staged = []
        for text in (f"version {number + 1} " * 50, f"new {number}"):
            path = workspace.stage(".txt")
            path.write_text(text)
            staged.append(workspace.staged(path))
        a = Place("", "a.txt")
        changes = (
            Modify(a, workspace.sha256(a), staged[0], shrink_ok=True),
            Move(Place("", f"moved {number}.txt"), Place("", f"moved {number + 1}.txt")),
            Delete(Place("", f"tree {number}")),
            Create(Place("", f"new {number}.txt"), staged[1]),
        )
        asyncio.run(ledger.commit(ChangeSet(f"set {number}", changes)))
        print(number + 1, flush=True)


def write_plainly(disk: Path):
    """The control: a new file and a rename, without fsync."""
    for number in range(SETS):
        (disk / "folder" / ".a.tmp").write_text(f"version {number + 1} " * 50)
        (disk / "folder" / ".a.tmp").replace(disk / "folder" / "a.txt")
        print(number + 1, flush=True)
        time.sleep(0.004)


def cut(image: Path, disk: Path, after: Path, way: str) -> int:
    """Let a process work on the disk and copy its image at a random moment. Returns how much was acknowledged."""
    with mounted(image, disk):
        furnish(disk)
        words = [sys.executable, __file__, "--child", way, "--in", str(disk)]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.random() * 0.25)
            said = 1 + _drained(process.stdout.fileno())
            if not _cloned(image, after):
                process.kill()
                said += _drained(process.stdout.fileno())
                process.wait()
                subprocess.run(["cp", "--sparse=always", str(image), str(after)], check=True)
            process.kill()
            process.wait()
    return said


def _drained(pipe: int) -> int:
    """How many lines have been said."""
    count = 0
    while select.select([pipe], [], [], 0)[0] and (said := os.read(pipe, 65536)):
        count += said.count(b"\n")
    return count


def _cloned(image: Path, after: Path) -> bool:
    words = ["cp", "--reflink=always", str(image), str(after)]
    done = subprocess.run(words, check=False, capture_output=True).returncode == 0
    if not done:
        after.unlink(missing_ok=True)
    return done


def survived(disk: Path, said: int, first) -> tuple[int, int]:
    """Mend and compare, undo all and compare. Returns how many sets were there, and how many were half done."""
    home = disk / "home"
    told = recover(home / "ledger.db", home / "vault")
    records = Records(home / "ledger.db")
    assert not records.open_ones()
    done = records.latest(SETS)
    records.close()
    assert len(done) >= said, f"{said} sets were acknowledged, {len(done)} are there"
    root = disk / "folder"
    found = {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}
    assert found == expected(len(done)), "the tree is not that of its records"
    _, ledger = opened(disk)
    for checkpoint in reversed(done):
        back = asyncio.run(ledger.undo(checkpoint.id))
        assert not back.kept, back.kept
    ledger.close()
    wrong = differences(first, everything(root))
    assert not wrong, f"undo did not bring the first tree back: {wrong}"
    return len(done), len(told)


def cuts(count: int, kind: str, where: str | None, *, control: bool) -> tuple[int, int, int]:
    """COUNT cuts of one kind. Returns acknowledged sets, half done ones, and what the `control` lost."""
    acknowledged = half = lost = 0
    base = Path(tempfile.mkdtemp(prefix="deskhand-power-", dir=where))
    empty, disk = made_image(base, kind), base / "disk"
    image, after = base / f"{kind}-now.img", base / f"{kind}-after.img"
    try:
        subprocess.run(["cp", "--sparse=always", str(empty), str(image)], check=True)
        with mounted(image, disk):
            furnish(disk)
            first = everything(disk / "folder")
        for number in range(count):
            for way in ("ledger", *(("plain",) if control and number % 4 == 0 else ())):
                after.unlink(missing_ok=True)
                subprocess.run(["cp", "--sparse=always", str(empty), str(image)], check=True)
                said = cut(image, disk, after, way)
                with mounted(after, disk):
                    if way == "ledger":
                        acknowledged += said
                        half += survived(disk, said, first)[1]
                    else:
                        lost += max(0, said - int((disk / "folder/a.txt").read_text().split()[1]))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    assert lost or not control, "the control lost nothing: this test cannot fail"
    return acknowledged, half, lost


def main():
    """Run and print."""
    options = argparse.ArgumentParser()
    options.add_argument("count", type=int, nargs="?", default=20)
    options.add_argument("kinds", nargs="*", default=[])
    options.add_argument("--in", dest="where")
    options.add_argument("--no-control", dest="control", action="store_false")
    options.add_argument("--child", choices=("ledger", "plain"))
    options.add_argument("--alone", action="store_true", help="in a mount namespace that nobody else holds already")
    given = options.parse_args()
    if given.child:
        {"ledger": commit_all, "plain": write_plainly}[given.child](Path(given.where))
        return
    if not given.alone and os.geteuid() == 0 and shutil.which("unshare"):
        os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv, "--alone"])
    for kind in given.kinds or MEGABYTES:
        if reason := impossible(kind):
            print(f"{kind}: skipped: {reason}")
            continue
        acknowledged, half, lost = cuts(given.count, kind, given.where, control=given.control)
        lines = f"{kind}: {given.count} cuts, {acknowledged} acknowledged sets, 0 lost, {half} half done ones mended, "
        control = f"; without fsync the control lost {lost}" if given.control else ""
        print(f"{lines}0 trees differ{control}", flush=True)


if __name__ == "__main__":
    main()
