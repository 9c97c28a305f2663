"""Run by test_mounts.py in a mount namespace of its own: what the agent sees of mounts below a Root, as JSON."""

import json
import subprocess
import sys
from pathlib import Path

from agent.core.changes import Change, Delete, Move
from agent.core.errors import AgentError
from agent.core.events import RootGranted
from agent.core.paths import Place
from tests.agent.workspace.world import World, tree
from tests.redteam.attack import SECRET, TOP, place, put
from tests.redteam.old_kernel import without_openat2


def answered(call, *arguments):
    """A code, or "done"."""
    try:
        call(*arguments)
    except AgentError as error:
        return error.code
    return "done"


def main(kernel, base):
    """A disk, a folder of the same disk and a file are mounted below the folder; then everything is tried."""
    put(base, "outside/secret.txt")
    for path in ("sub/disk/x", "sub/bind/x", "file.txt", "plain/x.txt"):
        put(base / "folder", path, "ours")
    mount = ("mount", "--bind", str(base / "outside"), str(base / "folder/sub/bind"))
    subprocess.run(mount, check=True)
    subprocess.run(("mount", "-t", "tmpfs", "tmpfs", str(base / "folder/sub/disk")), check=True)
    subprocess.run(("mount", "--bind", str(base / "outside/secret.txt"), str(base / "folder/file.txt")), check=True)
    put(base / "folder/sub/disk", "secret.txt")
    if kernel == "old":
        without_openat2()
    world = World(base)
    around = tree(base / "outside")
    listed = {str(entry.place): entry.kind for entry in world.workspace.walk(TOP)}
    paths = ("sub/disk/secret.txt", "sub/bind/secret.txt", "file.txt", "plain/x.txt")
    read = {path: answered(world.workspace.snapshot, place(path)) for path in paths}
    changes: list[Change] = [Delete(place(path)) for path in ("sub/disk", "sub", "plain")]
    changes += [Move(place("sub/bind"), place("x")), world.create("sub/disk/new.txt"), world.create("sub/bind/new.txt")]
    changed = {f"{type(change).__name__} {change.place}": answered(world.commit, change) for change in changes}
    assert tree(base / "outside") == around
    name = world.workspace.grant(RootGranted("", str(base / "folder/sub/bind"))).name
    granted = world.workspace.snapshot(Place(name, "secret.txt")).path.read_text() == SECRET
    print(json.dumps({"listed": listed, "read": read, "changed": changed, "granted": granted}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
