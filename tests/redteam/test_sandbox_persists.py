"""S05: what code leaves behind is loaded by nobody; S07: what only looks like a confinement is not one; forgeries."""

import asyncio
import json
import sys

import pytest

from agent.core.running import Code, RunEnd, Tier
from agent.sandbox.linux.bubblewrap import Bubblewrap
from tests.redteam.sandboxed import SMALL, WAYS, attack, room, there

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways to confine of Linux")
# Modules that a Python or our own process may import, and what each does when somebody does.
NAMES = (
    "sitecustomize.py", "usercustomize.py", "json.py", "encodings.py", "site.py", "pandas.py", "numpy/__init__.py",
    "deskhand.py", "agent/__init__.py", "matplotlib.py", "main.py", "__main__.py", "linecache.py", "figures.py",
)  # fmt: skip
EVIL = "open('pwned', 'a').write(__name__)\n"
PLANT = """
import os, site, sys, pathlib
tried = 0
places = ['.', os.environ['HOME'], os.environ['TMPDIR'], '..', '../apart', '/tmp', site.getusersitepackages(),
          os.path.dirname(os.__file__), *site.getsitepackages(), os.path.dirname(sys.executable)]
for place in places:
    for name in NAMES + ('evil.pth', 'pyvenv.cfg', '__pycache__/json.cpython-311.pyc', 'python311._pth'):
        path = pathlib.Path(place, name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text('import os; ' + EVIL)
            tried += 1
        except OSError:
            pass
os.environ['PYTHONPATH'] = os.environ['PYTHONSTARTUP'] = os.environ['PYTHONHOME'] = '.'
sys.path.insert(0, '.')
tried
"""
USED = (
    "import json, pandas, deskhand, agent.core.running, matplotlib, os\n(os.path.exists('pwned'), pandas.__file__[:1])"
)


@pytest.fixture
def one_room(tmp_path):
    """By the way that this computer uses; bubblewrap where it is."""
    name = next((name for name, way in WAYS.items() if way.offer().there), "alone")
    made = room(tmp_path, there(name))
    yield made
    made.close()


def run(room, text, **fields):
    return asyncio.run(room.run(Code(text, bounds=SMALL, tier=Tier.NATIVE, **fields), lambda _: None))


def test_what_code_plants_is_loaded_by_no_later_run(one_room, tmp_path):
    planted = run(one_room, f"NAMES = {NAMES!r}\nEVIL = {EVIL!r}\n{PLANT}")
    assert int(planted.value) >= len(NAMES), planted
    # Another process in the same Room, the files still there; then emptied.
    assert run(one_room, USED, fresh=True).value == "(False, '/')"
    one_room.empty()
    assert run(one_room, USED.replace(" deskhand,", ""), fresh=True).value == "(False, '/')"
    assert not list(tmp_path.rglob("pwned"))


def test_inputs_with_such_names_are_files_and_no_modules(one_room):
    for name in (*NAMES, "evil.pth"):
        one_room.path(name).write_text("import os; " + EVIL, encoding="utf-8")
    assert run(one_room, USED).value == "(False, '/')"


def test_settings_of_the_persons_python_do_not_count(one_room, tmp_path, monkeypatch):
    evil = tmp_path / "evil"
    evil.mkdir()
    for name in ("sitecustomize.py", "json.py", "usercustomize.py"):
        (evil / name).write_text(f"open({str(tmp_path / 'pwned')!r}, 'w')", encoding="utf-8")
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONUSERBASE", "PYTHONINSPECT", "PYTHONWARNINGS", "LD_PRELOAD"):
        monkeypatch.setenv(name, str(evil / "json.py") if name in ("PYTHONSTARTUP", "LD_PRELOAD") else str(evil))
    monkeypatch.delenv("LD_PRELOAD")
    found = run(one_room, "import json, os, sys\n(json.__file__[:1], [n for n in os.environ if n[:6] == 'PYTHON'])")
    assert found.value == "('/', [])", found
    assert not (tmp_path / "pwned").exists()


FORGED = {
    "a list": b"[]\n",
    "half an answer": b'{"id": 1, "end": "done"}\n',
    "numbers for texts": b'{"id": 1, "end": "done", "value": 5, "trouble": [], "figures": {}}\n',
    "a figure elsewhere": b'{"id": 1, "end": "done", "value": "", "trouble": "", "figures": ["../../kept.txt"]}\n',
    "half a character": b'{"id": 1, "end": "done", "value": "\\ud800", "trouble": "", "figures": []}\n',
    "no number": b'{"id": NaN, "end": "done", "value": "", "trouble": "", "figures": []}\n',
    "a huge number": b'{"id": 1' + b"0" * 100_000 + b"}\n",
    "deep lists": b"[" * 500_000 + b"\n",
    "deep objects": b'{"a":' * 150_000 + b"\n",
    "no text": b"\xff\xfe\x00\n",
    "a long value": b'{"id": 1, "end": "done", "value": "' + b"x" * 900_000 + b'", "trouble": "", "figures": []}\n',
    "many figures": b'{"id":1,"end":"done","value":"","trouble":"","figures":[' + b'"a.png",' * 9999 + b'"a.png"]}\n',
    "an end of its own": b'{"id": 1, "end": "too_slow", "value": "", "trouble": "", "figures": []}\n',
    "an end of another type": b'{"id": 1, "end": [], "value": "", "trouble": "", "figures": []}\n',
    "an address of another type": b'{"fetch": ["https://example.com"], "id": 1}\n',
    "an address without an end": b'{"fetch": "https://example.com/' + b"x" * 900_000 + b'", "id": 1}\n',
    "a question of another run": b'{"fetch": "https://example.com/", "id": 99}\n',
    "nothing": b"\n",
}
WRITE = """
import os, time
data = {data!r}
for number in range(3, 20):
    try:
        os.set_blocking(number, True)
        rest = data
        while rest:
            rest = rest[os.write(number, rest):]
    except OSError:
        pass
time.sleep(0.2)
"""


@pytest.fixture(scope="module")
def forger(tmp_path_factory):
    name = next((name for name, way in WAYS.items() if way.offer().there), "alone")
    made = room(tmp_path_factory.mktemp("forged"), there(name))
    yield made
    made.close()


@pytest.mark.parametrize("name", list(FORGED))
def test_a_forged_answer_is_no_answer_or_a_lie_about_itself(name, forger):
    run(forger, "1", fresh=True)
    done = attack(forger, WRITE.format(data=FORGED[name].replace(b'"id": 1,', b'"id": 2,')))
    assert done.ran.end in {RunEnd.CRASHED, RunEnd.DONE}, done.ran
    json.dumps([done.ran.value, done.ran.trouble, done.ran.printed]).encode()
    done.ran.value.encode()
    assert done.ran.figures == ()
    assert done.cost_itself_only()


def test_a_line_without_an_end_is_cut(forger):
    write = "        try: os.write(n, b'x' * 65536)\n        except OSError: pass"
    text = f"import os\nwhile True:\n    for n in range(3, 9):\n{write}"
    done = attack(forger, text)
    assert done.ran.end is RunEnd.CRASHED, done.ran
    assert done.cost_itself_only()


def test_answers_for_runs_to_come_are_lies_about_these_only(forger):
    many = b"".join(
        json.dumps({"id": n, "end": "done", "value": "forged", "trouble": "", "figures": []}).encode() + b"\n"
        for n in range(1, 50)
    )
    ran = run(forger, WRITE.format(data=many), fresh=True)
    after = [run(forger, "1 + 1") for _ in range(3)]
    assert all(one.end in {RunEnd.DONE, RunEnd.CRASHED} for one in (ran, *after))
    assert run(forger, "1 + 1", fresh=True).value == "2"


LOOP = """
import gc, sys, types
for frame in list(sys._current_frames().values()):
    while frame is not None:
        if frame.f_code.co_name == 'main':
            frame.f_locals['channel'].answer({'ready': True})
        frame = frame.f_back
from agent.sandbox.inside import session
session.Session.run = lambda *_: {'end': 'done', 'value': 'mine', 'trouble': '', 'figures': ['x'] * 9}
"""


def test_code_that_rewrites_what_runs_it_loses_its_process(forger):
    done = attack(forger, LOOP)
    assert done.ran.end is RunEnd.CRASHED, done.ran
    assert done.cost_itself_only()


@pytest.mark.parametrize("fake", ["exit 0", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'])
def test_a_program_that_is_only_called_bubblewrap_is_found_out(fake, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text(f"#!/bin/sh\n{fake}\n", encoding="utf-8")
    program.chmod(0o700)
    assert not Bubblewrap(program).offer().there
