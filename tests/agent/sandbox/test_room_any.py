"""Whatever code does in a Room: its Harvest, carried out on what was put in, gives what the Room holds."""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.agent.sandbox.filled import Filled

FILES = {"a": b"a", "b": b"", "d/a": b"da", "d/e/f": b"def", "g/é": b"e", "h": b"a"}
NAMES = st.sampled_from(
    [
        "a",
        "b",
        "A",
        "d",
        "d/a",
        "d/e",
        "d/e/f",
        "d/new",
        "g",
        "g/é",
        "g/e\u0301",
        "n",
        "n/m",
        "N/m",
        "h",
        "con",
        "n/m/o",
    ]
)
DATA = st.sampled_from([b"", b"a", b"da", b"x", b"\x7fELF"])


class AnyCode(RuleBasedStateMachine):
    """A random program."""

    def __init__(self):
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.room = Filled(self.base, FILES)
        self.work = self.room.work

    def teardown(self):
        self.room.folder.close()
        assert list((self.base / "rooms").iterdir()) == []
        shutil.rmtree(self.base)

    @rule(name=NAMES, data=DATA)
    def write(self, name, data):
        with suppress(OSError):
            (self.work / name).parent.mkdir(parents=True, exist_ok=True)
            (self.work / name).write_bytes(data)

    @rule(name=NAMES, to=NAMES)
    def rename(self, name, to):
        with suppress(OSError):
            (self.work / to).parent.mkdir(parents=True, exist_ok=True)
            (self.work / name).rename(self.work / to)

    @rule(name=NAMES)
    def delete(self, name):
        with suppress(OSError):
            path = self.work / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    @rule(name=NAMES)
    def folder(self, name):
        with suppress(OSError):
            (self.work / name).mkdir(parents=True)

    @rule(name=NAMES, to=NAMES)
    def soft_link(self, name, to):
        with suppress(OSError):
            (self.work / to).symlink_to(self.work / name)

    @rule(name=NAMES, to=NAMES)
    def hard_link(self, name, to):
        with suppress(OSError):
            os.link(self.work / name, self.work / to)

    @rule(name=NAMES, mode=st.sampled_from([0o755, 0o600, 0o4600, 0o700]))
    def mode(self, name, mode):
        with suppress(OSError):
            if not (self.work / name).is_dir():
                (self.work / name).chmod(mode)

    @rule(name=NAMES)
    def times(self, name):
        with suppress(OSError):
            os.utime(self.work / name, (1, 1))

    @invariant()
    def the_harvest_is_the_difference(self):
        harvest = self.room.harvest()
        left = {one.name for one in harvest.left}
        assert len(left) == len(harvest.left)
        files, folders = carried_out(harvest.made)
        held, below = self.held(left)
        kept = {name: data for name, data in FILES.items() if touches(left, name)}
        assert files == held | kept
        assert below <= folders

    def held(self, left):
        """Files and folders of the Room without what is left behind, looked at without the code under test."""
        files, folders = {}, set()
        for path in self.work.rglob("*"):
            name = str(path.relative_to(self.work))
            if any((self.work / part).is_symlink() for part in [name, *above(name)]) or touches(left, name):
                continue
            if path.is_dir():
                folders.add(name)
            else:
                files[name] = path.read_bytes()
        return files, folders


def above(name):
    """The folders that hold it."""
    parts = name.split("/")
    return ["/".join(parts[:at]) for at in range(1, len(parts))]


def touches(left, name):
    """Whether it is left behind."""
    return any(one in left for one in (name, *above(name)))


def carried_out(made):
    """The original files and folders after these changes, as strictly as a Ledger makes them."""
    files = dict(FILES)
    folders = {folder for name in FILES for folder in above(name)}
    for one in made:
        match one.kind:
            case "delete":
                del files[one.name]
            case "modify":
                assert one.name in files
                files[one.name] = one.path.read_bytes()
            case "move" | "create":
                data = files.pop(one.came) if one.came else one.path.read_bytes()
                put(files, folders, one.name)
                files[one.name] = data
            case "folder":
                put(files, folders, one.name)
                folders.add(one.name)
    return files, folders


def put(files, folders, name):
    """Nothing may be in the way."""
    assert name not in files
    assert name not in folders
    assert not any(folder in files for folder in above(name))
    folders.update(above(name))


AnyCode.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
TestAnyCode = AnyCode.TestCase
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")
