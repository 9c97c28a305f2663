"""A parser that a document has taken over: its worker reaches no file but the copies of its call, and no network."""

import contextlib
import json
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from agent.core.errors import UnreadableError
from agent.documents.pool import WorkerDocuments
from agent.documents.programs.outside import OutsideProgram
from agent.sandbox.confining import confinement_here
from tests.redteam.sandboxed import WAYS, there

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are confined on Linux")
# What stands in the place of a parser that was taken over: it obeys its document, and tells what came of it.
TAKEN_OVER = """
import ctypes, json, os, shutil, socket
from agent.core.documents import Content, Passage
from agent.documents import requests, worker
def tried(order):
    try:
        return repr(eval(order, {**globals(), "libc": ctypes.CDLL(None, use_errno=True)}))
    except BaseException as error:
        return "refused: " + type(error).__name__
def read(source, **_):
    told = json.dumps([tried(order) for order in json.loads(open(source).read())])
    return Content("text", (Passage("1", told),), 1)
def create(content, target):
    tried(content["order"].replace("TARGET", repr(str(target))))
    return ()
requests.CALLS["read"], requests.CALLS["create"] = read, create
worker.main()
"""
COMMAND = (sys.executable, "-c", TAKEN_OVER)


@pytest.fixture(params=list(WAYS))
def confined(request):
    pool = WorkerDocuments(command=COMMAND, confinement=there(request.param))
    yield pool
    pool.close()


@pytest.fixture
def bare():
    pool = WorkerDocuments(command=COMMAND)
    yield pool
    pool.close()


def obeyed(pool, folder: Path, *orders: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    document = folder / "evil.xlsx"
    document.write_text(json.dumps(orders), encoding="utf-8")
    return list(json.loads(pool.read(document).passages[0].text))


def orders(tmp_path: Path) -> list[str]:
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", encoding="utf-8")
    kept.chmod(0o644)
    return [
        f"open({str(kept)!r}).read()",
        f"open({str(kept)!r}, 'a').write('x') and None",
        f"os.listdir({str(tmp_path)!r})[:1]",
        "open('/etc/passwd').read(1)",
        "[one for one in os.listdir('/proc') if one.isdigit()][:1]",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).fileno() > 0",
        "libc.syscall(272, 0x10000000) + 1 or 1 / 0",  # unshare
    ]


def test_it_reads_writes_and_speaks_nowhere(confined, tmp_path):
    found = obeyed(confined, tmp_path / "given", *orders(tmp_path))
    assert all(one.startswith("refused: ") for one in found), found
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "kept"


def test_without_a_confinement_it_would(bare, tmp_path):
    found = obeyed(bare, tmp_path / "given", *orders(tmp_path)[:-1])
    assert not any(one.startswith("refused: ") for one in found), found


def test_it_sees_the_files_of_its_call_and_none_of_the_call_before(confined, tmp_path):
    seen = "sorted(os.path.join(top, n) for top, _, names in os.walk('.') for n in names)"
    assert obeyed(confined, tmp_path / "first", seen, "open('tmp/kept', 'w').write('x')")[0] == "['./in/evil.xlsx']"
    assert obeyed(confined, tmp_path / "second", seen) == ["['./in/evil.xlsx']"]


@pytest.mark.parametrize(
    "order",
    [
        "os.mkdir(TARGET)",
        "os.symlink('/etc/passwd', TARGET)",
        "os.link('/etc/passwd', TARGET)",
        "os.mkfifo(TARGET)",
        "shutil.rmtree('out')",
        "[shutil.rmtree('in'), shutil.rmtree('out'), open('out', 'w'), open('in', 'w')]",
        "os._exit(0)",
    ],
)
def test_what_it_makes_is_taken_as_a_plain_file_or_not_at_all(confined, order, tmp_path):
    target = tmp_path / "made.txt"
    with contextlib.suppress(UnreadableError):
        confined.create({"order": order}, target)
    assert not target.exists()
    assert obeyed(confined, tmp_path / "next", "1 + 1") == ["2"]


def test_a_plain_file_is_taken(confined, tmp_path):
    confined.create({"order": "open(TARGET, 'w').write('made')"}, tmp_path / "made.txt")
    assert (tmp_path / "made.txt").read_text(encoding="utf-8") == "made"


def test_workers_outlive_the_thread_that_asked_first_and_leave_nothing(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "a.csv").write_text("name,count\nAki,3\n", encoding="utf-8")
    pool = WorkerDocuments(confinement=confinement_here())
    asked = threading.Thread(target=lambda: pool.read(tmp_path / "a.csv"))
    asked.start()
    asked.join()
    folders = set((tmp_path / "temporary").iterdir())
    assert pool.read(tmp_path / "a.csv").total == 2
    assert set((tmp_path / "temporary").iterdir()) == folders  # the same worker
    pool.edit(tmp_path / "a.csv", [{"op": "append_rows", "rows": [["Bo", 4]]}], tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text(encoding="utf-8").splitlines()[-1] == "Bo,4"
    with pytest.raises(UnreadableError):
        pool.read(tmp_path / "missing.csv")
    pool.close()
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.parametrize("talks", [True, False])
def test_a_program_of_the_person_reads_what_it_is_given(tmp_path, talks):
    way, folder = there("bubblewrap"), tmp_path / "folder"
    folder.mkdir()
    for name in ("kept.txt", "given.txt", "folder/own.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")

    def read(confinement, name: str) -> bytes | None:
        program = OutsideProgram(Path("/usr/bin/cat"), confinement, talks=talks)
        return program.run([str(tmp_path / name)], folder, 20, [tmp_path / "given.txt"])

    assert read(None, "kept.txt") == b"kept.txt"
    assert read(way, "kept.txt") is None
    assert read(way, "given.txt") == b"given.txt"
    assert read(way, "folder/own.txt") == b"folder/own.txt"
