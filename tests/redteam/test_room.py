"""Attacks on the way in and out of a Room: S05, S09 and S11 of the threat model, in a real confined process."""

import asyncio
import sys

import pytest

from agent.core.changes import ChangeSet, Create, Delete, MakeFolder, Modify, Move
from agent.core.running import Bounds, Code, RunEnd
from agent.sandbox.confining import confinement_here
from agent.sandbox.kernel import Kernel
from agent.sandbox.room import Rooms
from tests.agent.workspace.world import World, tree
from tests.redteam.attack import place

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links, devices and places of Linux")
FILES = {"a.csv": "x,y\n1,2\n", "docs/b.txt": "b", "docs/c.txt": "c"}
LOUD = "print('LOADED', __name__)\n"


class Running:
    """A person's folder, a Room, and the code that runs in it."""

    def __init__(self, base, runner):
        for name, text in FILES.items():
            path = base / "folder" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (base / "outside").mkdir()
        (base / "outside/secret.txt").write_text("secret")
        self.base, self.world, self.runner = base, World(base), runner
        confinement = confinement_here()
        if not confinement.offer().there:
            pytest.skip(confinement.offer().missing.en)
        self.room = Rooms(base / "rooms").folder()
        self.kernel = Kernel(confinement, self.room)
        self.known: dict[str, str] = {}

    def run(self, text, bounds=None, fresh=False):
        """Clone all that the person has, run this, and say how it ended."""
        files = self.world.workspace
        self.room.empty()
        for name in FILES:
            self.known[name] = files.clone(place(name), self.room.path(name)).sha256
        self.room.begin()
        code = Code(text, bounds=bounds or Bounds(), fresh=fresh)
        return self.runner.run(self.kernel.run(code, lambda _: None))

    def harvest(self):
        """What it made."""
        return self.room.harvest(self.world.workspace.stage, Bounds(), self.known)

    def changes(self, harvest):
        """The same as Changes of the person's folder."""
        files = self.world.workspace

        def change(one):
            match one.kind:
                case "create":
                    return Create(place(one.name), files.staged(one.path))
                case "modify":
                    return Modify(place(one.name), self.known[one.name], files.staged(one.path))
                case "move":
                    return Move(place(one.came), place(one.name))
                case "delete":
                    return Delete(place(one.name), self.known[one.name])
                case _:
                    return MakeFolder(place(one.name))

        return ChangeSet("made by code", tuple(map(change, harvest.made)))


@pytest.fixture
def running(tmp_path):
    with asyncio.Runner() as runner:
        made = Running(tmp_path, runner)
        yield made
        made.kernel.close()
        made.room.close()
    assert list((tmp_path / "rooms").iterdir()) == []


PLANT = f"""
import os, pathlib, site, sys
places = [pathlib.Path.cwd(), pathlib.Path.home(), pathlib.Path(os.environ.get("TMPDIR", "/tmp"))]
places += [pathlib.Path.home() / ".local/lib/python3.11/site-packages", pathlib.Path(site.getusersitepackages())]
for folder in places:
    for name in ("sitecustomize.py", "usercustomize.py", "pandas.py", "json.py", "encodings.py", "matplotlibrc.py"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text({LOUD!r})
            (folder / "x.pth").write_text("import sitecustomize")
            (folder / "pyvenv.cfg").write_text("include-system-site-packages = true")
        except OSError:
            pass
"""


def test_s05_nothing_that_code_leaves_is_loaded_by_the_next_process(running):
    assert running.run(PLANT).end is RunEnd.DONE
    ran = running.run("import json, sys; print(json.__file__, 'sitecustomize' in sys.modules)", fresh=True)
    assert ran.end is RunEnd.DONE
    assert "LOADED" not in ran.printed
    assert "site-packages" not in ran.printed
    assert ran.printed.rstrip().endswith("False")


def test_s05_what_runs_by_its_name_is_told_before_it_is_made(running):
    running.run("for name in ('sitecustomize.py', 'run.sh'): open(name, 'w').write('x')")
    found = asyncio.run(running.world.ledger.examine(running.changes(running.harvest())))
    assert [finding.code for finding in found] == ["runs", "runs"]


def test_s09_deleting_everything_deletes_clones(running):
    before = tree(running.world.root), tree(running.base / "outside")
    folders = [str(running.base), "/root", "/home", "/etc", "/", "..", "."]
    running.run(
        "import os, shutil\n"
        f"for folder in {folders!r} + [os.path.expanduser('~')]:\n"
        "    shutil.rmtree(folder, ignore_errors=True)\n"
    )
    assert (tree(running.world.root), tree(running.base / "outside")) == before
    harvest = running.harvest()
    assert [(one.kind, one.name) for one in harvest.made] == [("delete", name) for name in FILES]
    done = running.runner.run(running.world.ledger.commit(running.changes(harvest)))
    running.runner.run(running.world.ledger.undo(done.id))
    assert tree(running.world.root).keys() == before[0].keys()


S11 = """
import os, socket, stat
def tried(what, *words):
    try:
        what(*words)
    except OSError:
        pass
open("good.csv", "w").write("1")
os.rename("docs/b.txt", "docs/renamed.txt")
open("a.csv", "a").write("3,4")
open("prog", "w").write("#!/bin/sh"); tried(os.chmod, "prog", 0o755)
open("suid", "w").write("x"); tried(os.chmod, "suid", 0o4755)
open("elf.docx", "wb").write(b"\\x7fELF")
tried(os.symlink, OUTSIDE, "link.txt"); tried(os.symlink, "/etc", "etc")
tried(os.link, OUTSIDE, "hard.txt"); tried(os.link, "good.csv", "good2.csv")
tried(os.mkfifo, "pipe"); tried(os.mknod, "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
tried(lambda: socket.socket(socket.AF_UNIX).bind("sock"))
tried(os.mkdir, "con"); tried(lambda: open("A.csv", "w").write("twin"))
"""


def test_s11_only_files_and_folders_reach_the_person(running):
    before = tree(running.world.root)
    ran = running.run(S11.replace("OUTSIDE", repr(str(running.base / "outside/secret.txt"))))
    assert ran.end is RunEnd.DONE, ran.trouble
    harvest = running.harvest()
    left = {one.name for one in harvest.left}
    assert {"prog", "suid", "elf.docx", "con", "A.csv"} <= left
    assert all(one.why.en and one.why.ja for one in harvest.left)
    done = running.runner.run(running.world.ledger.commit(running.changes(harvest)))
    after = tree(running.world.root)
    assert {name for name in after if (running.world.root / name).is_file()} <= {
        "a.csv", "docs/c.txt", "docs/renamed.txt", "good.csv",
    }  # fmt: skip
    assert (running.world.root / "docs/renamed.txt").read_text() == "b"
    assert b"secret" not in b"".join(data for _, _, data in after.values())
    assert not any((running.world.root / name).is_symlink() for name in after)
    running.runner.run(running.world.ledger.undo(done.id))
    assert {name: one[2] for name, one in tree(running.world.root).items()} == {k: v[2] for k, v in before.items()}


BOMB = """
files = []
for number in range(200):
    name = f"{number}.bin"
    file = open(name, "wb")
    files.append(file)
    os.unlink(name)
    for _ in range(10):
        file.write(bytes(1024 * 1024)); file.flush()
    time.sleep(0.1)
"""


def test_s03_files_without_a_name_are_counted_too(running):
    ran = running.run(f"import os, time\n{BOMB}", Bounds(disk=60 * 1024**2, seconds=60))
    assert ran.end is RunEnd.TOO_MUCH
