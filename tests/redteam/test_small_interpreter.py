"""Attacks on the small interpreter (S10): its objects, its files, its process, the host's functions behind it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType, GeneratorType, MethodType, TracebackType

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code
from agent.documents.pool import WorkerDocuments
from agent.sandbox.confining import confinement_here
from agent.sandbox.room import Rooms
from agent.sandbox.small import program
from agent.sandbox.small.interpreter import SmallTier
from tests.redteam.fuzzed_programs import tried

REPO = Path(__file__).resolve().parents[2]
# What an object of the interpreter may tell of itself.
HARMLESS = {"__annotations__", "__doc__", "__name__", "__class__"}
WALK = """
import sys, os, re, json, pathlib, datetime, decimal, collections, functools, csv, asyncio, typing, deskhand
from deskhand import read
class A:
    def m(self): return 1
def f(): return 1
async def co(): return 1
errors = []
for bad in (lambda: 1 / 0, lambda: read("../x")):
    try:
        bad()
    except Exception as error:
        errors.append(error)
objects = [1, "", [], {}, set(), (), f, lambda: 1, A, A(), len, open, print, type, ValueError, sys, os, deskhand, read,
    (x for x in [1]), iter([1]), re.compile("a"), re.match("a", "a"), pathlib.Path("a"), datetime.datetime.now(),
    decimal.Decimal(1), functools.partial(f), collections.Counter(), None, ..., range(3), slice(1), b"", sys.stdout, co,
    typing.List, json, open("q", "w"), *errors]
found = set()
for one in objects:
    for name in names:
        try:
            getattr(one, name)
        except AttributeError:
            continue
        found.add(name)
print(len(objects), *sorted(found))
"""


@pytest.fixture(scope="module")
def tier(tmp_path_factory):
    if not confinement_here().offer().there:
        pytest.skip("nothing can be confined here")

    documents = WorkerDocuments()  # its process is started by the first that asks it
    yield SmallTier(confinement_here(), tmp_path_factory.mktemp("state"), documents)
    documents.close()


class Runs:
    """Calls run a text in one Room."""

    def __init__(self, tier, base):
        self.folder = Rooms(base / "rooms").folder()
        self.small = tier.interpreter(self.folder)

    def __call__(self, text, seconds=20.0):
        self.folder.begin()
        return asyncio.run(self.small.run(Code(text, bounds=Bounds(seconds=seconds)), lambda _: None))


@pytest.fixture
def run(tier, tmp_path):
    made = Runs(tier, tmp_path)
    yield made
    made.small.close()
    made.folder.close()


def dunders():
    """All names between underscores that any object of Python has, and what frames and generators are called."""
    kinds = [
        object,
        type,
        int,
        str,
        list,
        dict,
        type(dunders),
        type(sys),
        BaseException,
        property,
        type(len),
        type(iter([])),
    ]
    kinds += [type(dunders.__code__), GeneratorType, FrameType, TracebackType, MethodType]
    found = {
        name for kind in kinds for name in dir(kind) if name.startswith("_") or name[:3] in ("gi_", "f_g", "f_b", "tb_")
    }
    return sorted(
        found | {"__globals__", "__subclasses__", "__builtins__", "__loader__", "__wrapped__", "__self__", "mro"}
    )


def test_s10_no_walk_over_dunders_leads_out(run):
    ran = run(f"names = {dunders()}\n{WALK}")
    count, *found = ran.printed.split()
    assert (ran.trouble, int(count)) == ("", 40)
    assert set(found) <= HARMLESS


def test_s10_programs_that_nobody_wrote_do_no_harm(tmp_path):
    if not confinement_here().offer().there:
        pytest.skip("nothing can be confined here")
    found, ends = tried(tmp_path, 200, seed=7)
    assert found == []
    assert ends["done"] > 20


def test_s10_nothing_ever_loads_a_state_of_the_interpreter():
    """Whoever could change a state that is loaded would be in its memory: so there is none."""
    words = ("load_session", "load_snapshot", ".dump(", "feed_start", "install_dependencies")
    texts = {path: path.read_text(encoding="utf-8") for path in (REPO / "agent/sandbox").rglob("*.py")}
    assert [path.name for path, text in texts.items() for word in words if word in text] == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what confines a process")
def test_s10_the_process_of_the_interpreter_is_confined_itself(run):
    """Whoever breaks out of the interpreter is in a process that may do nothing."""
    run("1")
    worker = _last(run.small._worker.pid)
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{worker}/status").read_text().splitlines())
    assert status["Name"] == "monty"
    assert (status["NoNewPrivs"], status["Seccomp"], int(status["CapEff"], 16)) == ("1", "2", 0)
    assert {one.name for one in Path(f"/proc/{worker}/fd").iterdir()} == {"0", "1", "2"}
    environment = Path(f"/proc/{worker}/environ").read_bytes()
    assert os.environ["HOME"].encode() not in environment


@pytest.mark.skipif(sys.platform != "linux", reason="the programs of Linux")
@pytest.mark.parametrize(
    "words", [("/bin/cat", "{secret}"), ("/bin/sh", "-c", "echo x > {folder}/new"), ("/bin/sh", "-c", "id")]
)
def test_s10_whatever_stands_in_the_place_of_the_interpreter_reads_and_writes_nothing(tmp_path, words):
    if not confinement_here().offer().there:
        pytest.skip("nothing can be confined here")
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    words = [word.format(secret=secret, folder=tmp_path) for word in words]
    start = program.starter(confinement_here(), Path(words[0]), tmp_path / "state")
    ran = subprocess.run([start, *words[1:]], capture_output=True, timeout=30, check=False)
    assert b"canary" not in ran.stdout
    assert b"uid" not in ran.stdout
    assert ran.returncode != 0
    assert not (tmp_path / "new").exists()
    start = program.starter(confinement_here(), Path("/bin/echo"), tmp_path / "state")
    assert subprocess.run([start, "here"], capture_output=True, timeout=30, check=True).stdout == b"here\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
@pytest.mark.parametrize(
    "text", ["open('link').read()", "open('folder/s').read()", "open('up').read()", "open('pipe').read()"]
)
def test_s10_links_and_pipes_that_lie_in_the_room_lead_nowhere(run, tmp_path, text):
    (tmp_path / "s").write_text("canary")
    (run.folder.work / "link").symlink_to(tmp_path / "s")
    (run.folder.work / "folder").symlink_to(tmp_path)
    (run.folder.work / "up").symlink_to("../../../s")
    os.mkfifo(run.folder.work / "pipe")
    ran = run(text, seconds=5)
    assert "canary" not in f"{ran.value}{ran.printed}{ran.trouble}"
    assert "PermissionError" in ran.trouble


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which process is the last")
def test_s10_a_worker_that_is_killed_is_replaced(run):
    run("x = 1")
    outer, inner = run.small._worker.pid, _last(run.small._worker.pid)
    os.kill(outer, signal.SIGKILL)
    until = time.monotonic() + 5
    while Path(f"/proc/{inner}").exists() and time.monotonic() < until:
        time.sleep(0.01)
    ran = run("1 + 1")
    assert ran.end in {"no_memory", "crashed"}
    again = run("1 + 1")
    assert (again.value, again.lost) == ("2", True)


def test_s10_no_confinement_no_run(tmp_path):
    class Nothing:
        def offer(self):
            return confinement_here("nowhere").offer()

        def launch(self, argv, profile, cwd):
            raise ToolError(self.offer().missing, "no_sandbox")

    folder = Rooms(tmp_path / "rooms").folder()
    small = SmallTier(Nothing(), tmp_path / "state").interpreter(folder)
    with pytest.raises(ToolError) as caught:
        asyncio.run(small.run(Code("open('made', 'w').write('x')"), lambda _: None))
    assert caught.value.code == "no_sandbox"
    assert list(folder.work.iterdir()) == []
    folder.close()


def _last(pid):
    """The process at the end of those that confine each other."""
    while children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        pid = int(children[0])
    return pid
