"""Native code, in a real confined process where this system can confine one."""

import asyncio
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Harvest, Launch, Offer, RunEnd, Tier
from agent.core.words import Words
from agent.sandbox.confining import confinement_here
from agent.sandbox.kernel import Kernel


class PlainFolder:
    """The folders of a Room, and nothing of what guards them."""

    def __init__(self, root: Path):
        self.work, self.apart, self.figures = root / "work", root / "apart", root / "figures"
        for one in (self.work, self.apart, self.figures):
            one.mkdir(parents=True)

    def written(self):
        files = [one for one in self.work.rglob("*") if one.is_file()]
        return sum(one.stat().st_size for one in files), len(files)

    def empty(self): ...

    def begin(self): ...

    def begin_process(self): ...

    def close(self): ...

    def path(self, name):
        return self.work / name

    def harvest(self, stage, bounds, known):
        return Harvest(())


@pytest.fixture(scope="module")
def confined():
    found = confinement_here()
    if not found.offer().there:
        pytest.skip(f"code cannot be confined here: {found.offer().missing.en}")
    return found


@pytest.fixture
def folder(tmp_path):
    return PlainFolder(tmp_path)


@pytest.fixture
def kernel(confined, folder):
    with asyncio.Runner() as runner:
        made = Kernel(confined, folder)
        made.runner = runner  # type: ignore[attr-defined]
        yield made
        made.close()


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pid_of(kernel) -> int:
    return kernel._child.pid  # type: ignore[no-any-return]


def run(kernel, text, **fields):
    return kernel.runner.run(kernel.run(Code(text, **fields), lambda _: None))


def test_variables_live_from_run_to_run_and_the_last_value_shows_itself(kernel):
    assert run(kernel, "x = 20\nprint('made')").printed == "made\n"
    ran = run(kernel, "print('a', end='')\nx + 1")
    assert (ran.end, ran.tier, ran.printed, ran.value, ran.lost) == (RunEnd.DONE, Tier.NATIVE, "a", "21", False)
    assert run(kernel, "x", fresh=True).trouble.endswith("NameError: name 'x' is not defined")


def test_what_is_printed_and_what_is_said_of_errors_stay_in_order(kernel):
    text = "import sys, os\nprint(1)\nprint(2, file=sys.stderr)\nos.write(1, b'3\\n')\nprint(4)"
    assert run(kernel, text).printed == "1\n2\n3\n4\n"


def test_a_traceback_has_the_lines_of_the_code_and_no_others(kernel):
    ran = run(kernel, "import json\ndef f(t):\n    return json.loads(t)\nf('{')", name="table.py")
    assert ran.end is RunEnd.RAISED
    assert ran.trouble.splitlines()[:5] == [
        "Traceback:", "  table.py, line 4", "    f('{')", "  table.py, line 3, in f", "    return json.loads(t)",
    ]  # fmt: skip
    assert "decoder.py" not in ran.trouble
    assert "table.py of an earlier run, line 3, in f" in run(kernel, "f('[')").trouble
    assert len(run(kernel, "def g():\n    g()\ng()").trouble) < 1500
    assert len(run(kernel, "raise ValueError('x' * 10**6)").trouble) < 3000


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("open('b.csv')", "There are: a.csv, sjis.csv, sub/c.txt."),
        ("import seaborn", "There are the standard library and numpy, pandas"),
        ("import subprocess; subprocess.run(['ls'])", "cannot start other programs"),
        ("import os; os.fork()", "cannot start other programs"),
        ("input('name?')", "put the value into the code"),
        ("import urllib.request as u; u.urlopen('http://127.0.0.1:9')", "There is no network here"),
        ("import pandas; pandas.read_csv('a.csv')['c']", "The columns are: 'a', 'b'"),
        ("b = bytearray(10**11)", "Work in parts"),
        ("import pandas; pandas.read_csv('sjis.csv')", "encoding='cp932'"),
        ("open('/usr/x', 'w')", "use relative names"),
        ("x = = 2", "SyntaxError"),
        ("raise SystemExit('no rows')", "The code ended itself: no rows"),
    ],
)
def test_common_mistakes_are_told_with_what_would_be_right(shared, text, hint):
    kernel, folder = shared
    (folder.work / "sub").mkdir(exist_ok=True)
    (folder.work / "a.csv").write_text("a,b\n1,2\n")
    (folder.work / "sjis.csv").write_text("名前\n佐藤\n", encoding="cp932")
    (folder.work / "sub/c.txt").write_text("c")
    ran = run(kernel, text)
    assert ran.end is RunEnd.RAISED
    assert hint in ran.trouble


@pytest.fixture(scope="module")
def shared(confined, tmp_path_factory):
    with asyncio.Runner() as runner:
        folder = PlainFolder(tmp_path_factory.mktemp("room"))
        made = Kernel(confined, folder)
        made.runner = runner  # type: ignore[attr-defined]
        yield made, folder
        made.close()


def test_the_end_that_code_wants_is_no_error(shared):
    ran = run(shared[0], "import sys\nprint('half')\nsys.exit()\nprint('never')")
    assert (ran.end, ran.printed, ran.trouble) == (RunEnd.DONE, "half\n", "")


def test_frames_show_their_shape_and_big_values_stay_small(shared):
    kernel, _ = shared
    ran = run(kernel, "import pandas\npandas.DataFrame({'a': range(200_000)})")
    assert ran.value.endswith("[200,000 rows x 1 columns]")
    assert len(ran.value) < 2_000
    assert len(run(kernel, "list(range(10**6))").value) < 13_000
    assert len(run(kernel, "'x' * 10**7").value) < 13_000
    broken = "class B:\n    def __repr__(self): raise ValueError('no')\nB()"
    assert "<B: it cannot be shown" in run(kernel, broken).value or "<B instance" in run(kernel, broken).value


def test_open_figures_and_pictures_come_back_as_png(shared):
    kernel, folder = shared
    text = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('売上')\nplt.show()"
    ran = run(kernel, text)
    assert [one.read_bytes()[:4] for one in ran.figures] == [b"\x89PNG"]
    assert ran.figures[0].parent == folder.figures
    assert "Glyph" not in ran.printed or "CJK" not in str(list(Path("/usr/share/fonts").rglob("*")))
    assert run(kernel, "1").figures == ()
    ran = run(kernel, "from PIL import Image\nImage.new('L', (30, 20))")
    assert (ran.value, len(ran.figures)) == ("<picture, 30 x 20 pixels>", 1)


def test_documents_are_made_and_read_by_our_own_module(shared):
    kernel, _ = shared
    text = (
        "import deskhand\n"
        "sheet = {'name': 'S', 'columns': ['a', 'b'], 'rows': [[1, {'formula': '=A2*2'}]]}\n"
        "deskhand.create('made.xlsx', {'sheets': [sheet]})\n"
        "deskhand.edit('made.xlsx', [{'op': 'set_cells', 'sheet': 'S', 'cells': {'A2': 21}}], to='new.xlsx')\n"
        "deskhand.convert('new.xlsx', 'new.csv')\n"
        "deskhand.render('new.xlsx', to='page.png')\n"
        "deskhand.tables('new.xlsx')[0]['rows'], len(deskhand.diff('made.xlsx', 'new.xlsx')) > 0, "
        "deskhand.check('new.xlsx'), 'set_cells' in deskhand.operations('new.xlsx'), deskhand.text('new.csv')"
    )
    ran = run(kernel, text)
    assert ran.trouble == ""
    assert ran.value.startswith("([['a', 'b'], [21, 42]], True, [], True, ")
    assert "Write a new document" in run(kernel, "help(deskhand)").printed
    refused = run(kernel, "deskhand.edit('made.xlsx', [{'op': 'sett'}])")
    assert "'sett' is no operation" in refused.trouble


def test_warnings_are_short_and_told_once(shared):
    text = "import warnings\nfor n in range(5):\n    warnings.warn('rows are gone')"
    assert run(shared[0], text).printed == "UserWarning: rows are gone\n"


def test_threads_that_are_left_are_named(shared):
    text = "import threading, time\nthreading.Thread(target=time.sleep, args=(0.5,), name='sums').start()"
    assert "Still running: sums" in run(shared[0], text).printed
    assert run(shared[0], "1").printed == ""


def test_the_environment_holds_nothing_of_the_host(shared):
    ran = run(shared[0], "import os\nsorted(os.environ)")
    allowed = {"LANG", "HOME", "TMPDIR", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX", "MPLCONFIGDIR",
               "MPLBACKEND", "PWD", "LC_CTYPE", "TZ"}  # fmt: skip
    assert set(eval(ran.value)) <= allowed


def test_scripts_find_their_arguments_and_modules_of_the_room(shared):
    kernel, folder = shared
    (folder.work / "rates.py").write_text("VAT = 10")
    ran = run(kernel, "import sys, rates\nprint(sys.argv, __name__, rates.VAT)", name="sum.py", arguments=("a", "é"))
    assert ran.printed == "['sum.py', 'a', 'é'] __main__ 10\n"


@pytest.mark.parametrize(
    ("text", "bounds", "end"),
    [
        ("while True: pass", Bounds(seconds=0.4), RunEnd.TOO_SLOW),
        ("import signal as s, time\ns.signal(15, s.SIG_IGN)\ntime.sleep(60)", Bounds(seconds=0.3), RunEnd.TOO_SLOW),
        ("import os; os._exit(3)", Bounds(), RunEnd.CRASHED),
        ("import os; os.kill(os.getpid(), 11)", Bounds(), RunEnd.CRASHED),
        ("import os; os.abort()", Bounds(), RunEnd.NO_MEMORY),
        ("for n in range(10**9): open(f'{n}', 'w').close()", Bounds(files=500), RunEnd.TOO_MUCH),
        ("f = open('f', 'wb')\nwhile True: f.write(bytes(10**6))", Bounds(disk=30_000_000), None),
        ("b = [bytearray(10**7) for _ in range(1000)]", Bounds(memory=400_000_000), None),
        ("import os; os.closerange(3, 99)", Bounds(), RunEnd.CRASHED),
        ("import os, time; os.closerange(3, 99); time.sleep(60)", Bounds(seconds=0.5), None),
        ("import os\nfor n in range(3, 9):\n    try: os.write(n, b'[' * 10**6 + b'\\n')\n    except OSError: pass",
         Bounds(), RunEnd.CRASHED),
        ("import os\nfor n in range(3, 9):\n    try: os.write(n, b'{\"id\":1,\"end\":\"done\"}\\n')\n"
         "    except OSError: pass", Bounds(), RunEnd.CRASHED),
    ],
)  # fmt: skip
def test_a_run_that_takes_too_much_or_dies_costs_itself_only(kernel, text, bounds, end):
    ran = run(kernel, text, bounds=bounds)
    assert ran.end is not RunEnd.DONE
    if end is not None:  # else the code may be told by an error first
        assert ran.end is end
    assert ran.trouble
    after = run(kernel, "2 + 2")
    assert (after.end, after.value) == (RunEnd.DONE, "4")
    assert after.lost is (ran.end is not RunEnd.RAISED)


def test_variables_that_hold_every_descriptor_do_not_end_the_process(kernel):
    ran = run(kernel, "kept = []\nwhile True: kept.append(open('f', 'wb'))")
    assert (ran.end, "Too many open files" in ran.trouble) == (RunEnd.RAISED, True)
    after = run(kernel, "print(len(kept) > 100)\n2 + 2")
    assert (after.end, after.value, after.printed, after.lost) == (RunEnd.DONE, "4", "True\n", False)


def test_variables_that_hold_all_memory_end_the_process_in_words(kernel):
    text = (
        "kept, size = [], 10**7\nwhile size:\n    try: kept.append(bytes(size))\n    except MemoryError: size //= 2\n"
        "while True: kept = [kept]"
    )
    ends = []
    for code in (text, "2 + 2", "list(range(10**6))"):
        ran = run(kernel, code, bounds=Bounds(memory=250_000_000, seconds=9))
        ends.append(ran.end)
    assert not {RunEnd.CRASHED, RunEnd.TOO_SLOW} & set(ends), ends


def test_output_is_cut_in_the_middle_and_the_flood_is_thrown_away(kernel):
    ran = run(kernel, "print('a' * 500 + 'b' * 10**6 + 'c' * 500)", bounds=Bounds(printed=1000))
    assert ran.printed.startswith("a" * 500 + "\n... 1,000,001 characters left out here")
    assert ran.printed.endswith("c" * 499 + "\n")
    ran = run(kernel, "while True: print('x' * 10_000)", bounds=Bounds(printed=1000, seconds=20))
    assert (ran.end, len(ran.printed) < 1200) == (RunEnd.TOO_MUCH, True)


def test_what_was_printed_before_the_end_is_there(kernel):
    for text in ("print('x' * 50_000)\nwhile True: pass", "print('x' * 50_000)\nimport os; os._exit(1)"):
        assert run(kernel, text, bounds=Bounds(seconds=0.5)).printed == "x" * 50_000 + "\n"


def test_progress_hears_some_lines(confined, folder):
    heard: list[str] = []

    async def play():
        kernel = Kernel(confined, folder)
        code = Code("import time\nfor n in range(80):\n    print('row', n)\n    time.sleep(0.01)")
        await kernel.run(code, heard.append)
        kernel.close()

    asyncio.run(play())
    assert 1 <= len(heard) <= 4
    assert all(one.startswith("row ") for one in heard)


@pytest.mark.parametrize("text", ["while True: pass", "import time; time.sleep(60)", "while True: print('x' * 9999)"])
def test_a_cancelled_run_is_over_at_once(confined, folder, text):
    async def play():
        kernel = Kernel(confined, folder)
        await kernel.run(Code("x = 1"), lambda _: None)
        task = asyncio.create_task(kernel.run(Code(text), lambda _: None))
        await asyncio.sleep(0.3)
        pid = pid_of(kernel)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - began < 1.0
        assert not lives(pid)
        after = await kernel.run(Code("'x' in globals()"), lambda _: None)
        kernel.close()
        return after

    after = asyncio.run(play())
    assert (after.value, after.lost) == ("False", True)


def test_a_closed_kernel_leaves_no_process(confined, folder):
    async def play():
        kernel = Kernel(confined, folder)
        await kernel.run(Code("import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()"), print)
        pid = pid_of(kernel)
        kernel.close()
        kernel.close()
        return pid

    assert not lives(asyncio.run(play()))


def test_two_hundred_runs_in_one_kernel(shared):
    kernel, _ = shared
    run(kernel, "total = 0")
    for number in range(200):
        assert run(kernel, f"total += {number}\ntotal").value == str(sum(range(number + 1)))


PIECES = st.sampled_from(
    ["print({n})", "x = {n}", "raise ValueError({n})", "def f(): return {n}", "f()", "x", "1 / 0", "class A: v = {n}",
     "import math", "math.sqrt({n})", "del x", "for i in range({n}): print(i, end=' ')", "assert {n} > 50", "(",
     "lambda: {n}", "print('\\ud800')", "'\\udcff'", "raise SystemExit({n})", "print('\\0\\n\\r')", "yield 1"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(PIECES, st.integers(0, 99)), min_size=1, max_size=5))
def test_programs_do_here_what_they_do_in_python(shared, lines):
    kernel, _ = shared
    text = "\n".join(piece.format(n=number) for piece, number in lines)
    ran = run(kernel, text)
    assert ran.end in {RunEnd.DONE, RunEnd.RAISED}
    assert (ran.end is RunEnd.RAISED) == bool(ran.trouble)
    (ran.printed + ran.value + ran.trouble).encode()


class NoConfinement:
    def offer(self):
        return Offer(Tier.NATIVE, "", Words("There is none.", "ありません。"))

    def launch(self, argv, profile, cwd):
        raise ToolError(self.offer().missing, "no_sandbox")


class Refusing(NoConfinement):
    """Starts something else than was asked for: it never says that it is ready."""

    def launch(self, argv, profile, cwd):
        return Launch(("/bin/sh", "-c", "echo 'no such thing'"), {}, cwd)


def test_without_a_confinement_nothing_runs(folder):
    with pytest.raises(ToolError) as none:
        asyncio.run(Kernel(NoConfinement(), folder).run(Code("open('ran', 'w')"), print))
    assert none.value.code == "no_sandbox"
    assert list(folder.work.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="it needs /bin/sh")
def test_what_does_not_start_as_it_should_runs_nothing(folder):
    with pytest.raises(ToolError) as none:
        asyncio.run(Kernel(Refusing(), folder).run(Code("1"), print))
    assert none.value.code == "no_sandbox"
