"""S03, S08, S09: whatever code takes, it is ended at its bounds, nothing of it is left, and the next run is fine."""

import io
import os
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.running import RunEnd
from tests.redteam.sandboxed import SMALL, WAYS, attack, room, there

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways to confine of Linux")
QUICK = replace(SMALL, seconds=0.3)
LIBC = "import ctypes, os, signal, threading, time\nlibc = ctypes.CDLL(None, use_errno=True)\n"
MANY = (
    "count = 0\nfor _ in range(3000):\n"
    "    pid = {call}\n    if pid == 0:\n        libc._exit(0)\n    count += pid > 0\n"
)
THREADS = (
    "def start():\n    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    "count = 0\ntry:\n    while count < 5000:\n        start()\n        count += 1\n"
    "except (RuntimeError, MemoryError):\n    pass\ncount\n"
)
ENDED = {
    "an infinite loop": ("while True: pass", {RunEnd.TOO_SLOW}),
    "a slow pattern": ("import re\nre.match('(a+)+$', 'a' * 64 + 'b')", {RunEnd.TOO_SLOW}),
    "a big number": ("n = 9**9**9", {RunEnd.TOO_SLOW, RunEnd.RAISED, RunEnd.NO_MEMORY}),
    "the digits of a big number": ("import sys\nsys.set_int_max_str_digits(0)\nstr(10**(10**8))", {RunEnd.TOO_SLOW}),
    "endless recursion": ("def f(): f()\nf()", {RunEnd.RAISED}),
    "recursion without a bound": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return [f()]\nf()",
        {RunEnd.CRASHED, RunEnd.RAISED, RunEnd.TOO_SLOW, RunEnd.NO_MEMORY},
    ),
    "a crash of C": (LIBC + "ctypes.string_at(0)", {RunEnd.CRASHED}),
    "signals that are ignored": (
        LIBC + "for n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except OSError: pass\n"
        "while True: time.sleep(9)",
        {RunEnd.TOO_SLOW},
    ),
    "signals that are held back": (
        LIBC + "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nwhile True: time.sleep(9)",
        {RunEnd.TOO_SLOW},
    ),
    "a process that stops itself": (LIBC + "os.kill(os.getpid(), signal.SIGSTOP)", {RunEnd.TOO_SLOW, RunEnd.RAISED}),
    "errors that are never let out": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        {RunEnd.TOO_SLOW},
    ),
    "much memory at once": ("b = bytes(64 * 1024**3)", {RunEnd.RAISED}),
    "memory bit by bit": ("b = []\nwhile True: b.append(bytearray(10**7))", {RunEnd.RAISED, RunEnd.NO_MEMORY}),
    "memory of C": (LIBC + "while libc.calloc(1, 10**7): pass\nb = bytes(10**8)", {RunEnd.RAISED, RunEnd.NO_MEMORY}),
    "100 GB with a hole": ("f = open('f', 'wb')\nf.truncate(100 * 1024**3)", {RunEnd.RAISED}),
    "100 GB by fallocate": (
        "import os\nf = open('f', 'wb')\nos.posix_fallocate(f.fileno(), 0, 100 * 1024**3)",
        {RunEnd.RAISED},
    ),
    "100 GB written": ("f = open('f', 'wb')\nwhile True: f.write(bytes(10**6))", {RunEnd.RAISED, RunEnd.TOO_MUCH}),
    "many files of a megabyte": (
        "for n in range(10**6): open(f'{n}', 'wb').write(bytes(10**6))",
        {RunEnd.TOO_MUCH},
    ),
    "files without a name": (
        "import os\nkept = []\nwhile True:\n    f = open('f', 'wb', buffering=0)\n    os.unlink('f')\n"
        "    f.write(bytes(10**6))\n    kept.append(f)",
        {RunEnd.TOO_MUCH, RunEnd.RAISED},
    ),
    "many small files": ("for n in range(10**9): open(f'{n}', 'w').close()", {RunEnd.TOO_MUCH}),
    "many folders in each other": (
        "import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')",
        {RunEnd.TOO_MUCH, RunEnd.TOO_SLOW, RunEnd.RAISED},
    ),
    "a flood of output": ("while True: print('x' * 9999)", {RunEnd.TOO_MUCH}),
    "a flood on every descriptor": (
        "import os\nwhile True:\n    for n in range(1, 9):\n        try: os.write(n, b'x' * 60000)\n"
        "        except OSError: pass",
        {RunEnd.CRASHED, RunEnd.TOO_MUCH, RunEnd.TOO_SLOW},
    ),
    "threads that outlive the run": (
        LIBC + "def spin():\n    while True: pass\n"
        "for _ in range(4): threading.Thread(target=spin, daemon=False).start()\nwhile True: pass",
        {RunEnd.TOO_SLOW},
    ),
}  # fmt: skip


@pytest.fixture(params=list(WAYS))
def any_room(request, tmp_path):
    made = room(tmp_path, there(request.param))
    yield made
    made.close()


@pytest.fixture(scope="module")
def one_room(tmp_path_factory):
    """The way that this computer uses; bubblewrap where it is."""
    name = next((name for name, way in WAYS.items() if way.offer().there), "alone")
    made = room(tmp_path_factory.mktemp("bombs"), there(name))
    yield made
    made.close()


@pytest.mark.parametrize("name", list(ENDED))
def test_a_bomb_costs_itself_only(name, one_room):
    text, ends = ENDED[name]
    slow = RunEnd.TOO_SLOW in ends
    done = attack(one_room, text, QUICK if slow else SMALL, fresh=True)
    assert done.ran.end in ends, done.ran
    assert done.cost_itself_only()
    assert done.ran.seconds < (4.0 if slow else 12.0)


@pytest.mark.parametrize("call", ["libc.fork()", "libc.vfork()", "libc.syscall(435, 0, 0)"])
def test_there_is_no_second_process(call, any_room):
    done = attack(any_room, LIBC + MANY.format(call=call) + "count")
    assert done.ran.value == "0", done.ran
    assert done.cost_itself_only()


def test_threads_have_an_end(any_room):
    done = attack(any_room, LIBC + THREADS)
    assert 0 < int(done.ran.value or "5000") < 2000, done.ran
    assert done.cost_itself_only()


def test_removing_everything_removes_its_own_files_only(one_room, tmp_path):
    kept, library = tmp_path / "kept.txt", Path(os.__file__).parent
    kept.write_text("kept", encoding="ascii")
    before = len(list(library.iterdir()))
    # Only after a proof that it cannot reach what is removed.
    text = (
        "import os, shutil\ntry:\n    open('/etc/passwd')\nexcept OSError:\n"
        f"    for path in ('.', os.environ['HOME'], {str(tmp_path)!r}, '/'):\n"
        "        shutil.rmtree(path, ignore_errors=True)\nos.path.exists('mine.txt')"
    )
    done = attack(one_room, text, files={"mine.txt": b"mine"})
    assert done.ran.value == "False", done.ran
    assert done.cost_itself_only()
    assert kept.read_text(encoding="ascii") == "kept"
    assert len(list(library.iterdir())) == before


# A pickle is code: it runs there, and reaches no more than any other.
PICKLED = b"cos\nsystem\n(S'echo out > /tmp/deskhand-pickle; touch out'\ntR."


def zipped() -> bytes:
    """A workbook whose one sheet is 400 MB of blanks."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(b" " * 10**6)
        book.writestr("[Content_Types].xml", "<Types/>")
    return found.getvalue()


def array(shape: str) -> bytes:
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode()


LOADS = {
    "sheet.xlsx": (zipped, "import openpyxl\nopenpyxl.load_workbook('sheet.xlsx')"),
    "big.npy": (lambda: array("(10000000000,)"), "import numpy\nnumpy.load('big.npy')"),
    "wrong.npy": (lambda: array("(-1, 9**9)"), "import numpy\nnumpy.load('wrong.npy')"),
    "evil.pkl": (lambda: PICKLED, "import pickle\npickle.load(open('evil.pkl', 'rb'))"),
    "evil.npy": (lambda: PICKLED, "import numpy\nnumpy.load('evil.npy', allow_pickle=True)"),
}


@pytest.mark.parametrize("name", list(LOADS))
def test_an_input_that_is_a_bomb_goes_off_inside(name, one_room):
    made, text = LOADS[name]
    done = attack(one_room, text, replace(SMALL, memory=350 * 1024**2), {name: made()})
    assert done.ran.end in {RunEnd.RAISED, RunEnd.NO_MEMORY}, done.ran
    assert done.cost_itself_only()
    assert not Path("/tmp/deskhand-pickle").exists()
