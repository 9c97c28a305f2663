"""Code in the small interpreter: what it shows, keeps, writes, takes, and how it ends."""

import asyncio
import contextlib
import time
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds, Code, Launch, Offer, RunEnd, Tier
from agent.core.words import Words
from agent.sandbox.confining import FirstThatWorks, confinement_here
from agent.sandbox.linux.alone import LandlockAlone
from agent.sandbox.parts import UnsupportedError
from agent.sandbox.small.interpreter import SmallTier
from agent.sandbox.small.sparing import may_write


def test_the_last_expression_shows_itself_and_variables_stay(world):
    assert world.run("x = 20\nprint('hello')").printed == "hello\n"
    assert world.run("y = x + 1; y, 2  # a pair").value == "(21, 2)"
    assert world.run("(\n  x +\n  y\n)").value == "41"
    assert world.run("None").value == ""
    assert world.run("x = 1").value == ""


def test_a_value_is_shortened_where_it_is_made(shared):
    shown = shared.run("'a' * 1_000_000").value
    assert len(shown) < 12_100
    assert "988,002" in shown or "988002 characters left out" in shown


def test_fresh_code_sees_nothing_of_what_was_before(world):
    world.run("x = 1")
    ran = world.run("x", fresh=True)
    assert (ran.end, ran.lost) == (RunEnd.RAISED, False)
    assert ran.trouble.endswith("NameError: name 'x' is not defined")


def test_files_of_the_room_are_read_and_what_is_written_is_harvested(world, tmp_path):
    world.put("sales/in.csv", "region,sum\nnorth,2.5\nsouth,4\n")
    ran = world.run(
        "import csv, os\n"
        "with open('sales/in.csv', newline='', encoding='utf-8') as file:\n"
        "    rows = list(csv.DictReader(file))\n"
        "open('total.txt', 'w').write(str(sum(float(row['sum']) for row in rows)))\n"
        "os.mkdir('new')\n"
        "os.rename('sales/in.csv', 'new/out.csv')\n"
    )
    assert ran.trouble == ""
    made = world.made(tmp_path)
    assert made["total.txt"] == ("create", b"6.5")
    assert {made["new/out.csv"][0], made.get("sales/in.csv", ("move",))[0]} <= {"move", "create", "delete"}


def test_an_error_tells_the_lines_of_the_code(world):
    world.run("def half(n):\n    return n / 0\n")
    ran = world.run("a = 1\nhalf(a)\n", name="sums.py")
    assert ran.end is RunEnd.RAISED
    assert ran.trouble == (
        "Traceback:\n  sums.py, line 2\n    half(a)\n  code of an earlier run, line 2, in half\n    return n / 0\n"
        "ZeroDivisionError: division by zero"
    )
    assert world.run("a").value == "1"


def test_a_text_that_is_no_python_starts_nothing(shared):
    ran = shared.run("x = (1,\n")
    assert (ran.end, ran.tier) == (RunEnd.RAISED, Tier.SMALL)
    assert "line 1" in ran.trouble
    assert "never closed" in ran.trouble


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    yield 1\n",
        "class A(ValueError): pass",
        "x = 1\ndel x",
        "import numpy",
        "import re\nre.sub('a', lambda match: 'b', 'a')",
        "open('a.txt', encoding='cp932')",
        "callable(print)",
        "'abc'.nothing",
    ],
)
def test_what_it_cannot_do_is_left_to_another_interpreter(shared, text):
    with pytest.raises(UnsupportedError, match="small interpreter"):
        shared.run(text)


def test_scripts_with_arguments_are_left_to_another_interpreter(shared):
    with pytest.raises(UnsupportedError, match="arguments"):
        shared.run("1", arguments=("a",))


def test_what_it_wrote_before_it_gave_up_does_not_count(shared, tmp_path):
    shared.put("in/a.txt", "first")
    shared.put("b.txt", "second")
    before = tree(shared.folder.work)
    text = "open('in/a.txt', 'w').write('x')\nimport os\nos.mkdir('new')\nos.remove('b.txt')\n[].sort(nothing=1)\n"
    with pytest.raises(UnsupportedError):
        shared.run(text)
    assert tree(shared.folder.work) == before
    assert shared.made(tmp_path, known={"in/a.txt": "first", "b.txt": "second"}) == {}
    assert list(shared.folder.figures.iterdir()) == []


def test_much_that_it_changed_before_it_gave_up_is_told(shared):
    shared.put("large.bin", "x" * 33 * 1024**2)
    ran = shared.run("open('a.txt', 'w').write('a')\n[].sort(nothing=1)\n")
    assert ran.end is RunEnd.RAISED
    assert "# native" in ran.trouble


@pytest.mark.parametrize(
    ("text", "writes"),
    [
        ("open('a').read()", False),
        ("open('a', 'r', encoding='utf-8')", False),
        ("open('a', mode='rb')", False),
        ("print('a'.replace('b', 'c'))", False),
        ("os.replace('a', 'b')", True),
        ("path.replace('b')", True),
        ("open('a', 'w')", True),
        ("open('a', mode)", True),
        ("path.open('w')", True),
        ("import os\nos.rename('a', 'b')", True),
        ("deskhand.create('a.csv', {})", True),
        ("exec(text)", True),
    ],
)
def test_what_may_write_is_seen(text, writes):
    assert may_write(text) is writes


def test_an_endless_loop_ends_in_time_and_its_variables_are_lost_once(world):
    world.run("x = 1")
    began = time.monotonic()
    assert world.run("while True: pass", bounds=Bounds(seconds=0.5)).end is RunEnd.TOO_SLOW
    assert time.monotonic() - began < 2.5
    after = [world.run("2 + 2"), world.run("2 + 3")]
    assert [(ran.value, ran.lost) for ran in after] == [("4", True), ("5", False)]


def test_what_the_interpreter_does_not_stop_the_host_does(world):
    assert world.run("str(10 ** (10 ** 8))", bounds=Bounds(seconds=1)).end is RunEnd.TOO_SLOW


@pytest.mark.parametrize(
    "text", ["x = []\nwhile True: x.append('abc' * 1000)", "'a' * 10**10", "x = 'a' * (400 << 20)"]
)
def test_memory_has_a_bound(world, text):
    with pytest.raises(UnsupportedError, match=r"\d+ MB of memory"):
        world.run(text)
    world.small.close()
    ran = world.run(text, bounds=Bounds(memory=64 * 1024**2))
    assert (ran.end, ran.printed) == (RunEnd.NO_MEMORY, "")
    assert " MB of memory" in ran.trouble


def test_writing_and_printing_have_a_bound(world):
    ran = world.run("open('a', 'w').write('x' * 5_000)", bounds=Bounds(disk=4_000))
    assert "disk write limit" in ran.trouble
    ran = world.run("for i in range(400): print('y' * 99)", bounds=Bounds(printed=1_000))
    assert ran.end is RunEnd.DONE
    assert len(ran.printed) < 1_100
    assert "39,000 characters left out" in ran.printed
    assert world.run("while True: print('y' * 99)", bounds=Bounds(printed=200)).end is RunEnd.TOO_MUCH


def test_recursion_has_a_bound(shared):
    ran = shared.run("def f(n): return f(n + 1)\nf(0)")
    assert ran.end is RunEnd.RAISED
    assert ran.trouble.endswith("RecursionError: maximum recursion depth exceeded")
    assert "more ..." in ran.trouble


def test_a_cancelled_run_ends_at_once(world):
    async def play():
        task = asyncio.create_task(world.small.run(Code("while True: pass"), world.heard.append))
        await asyncio.sleep(0.6)
        task.cancel()
        began = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    assert asyncio.run(play()) < 1
    assert world.run("1").lost


def test_what_it_prints_is_told_meanwhile(world):
    world.run("import time\nfor i in range(8):\n    print('row', i)\n    time.sleep(0.1)\n")
    assert world.heard
    assert all(line.startswith("row ") for line in world.heard)


def test_without_confinement_nothing_is_started(tmp_path):
    nowhere = SmallTier(FirstThatWorks(()), tmp_path / "small")
    assert nowhere.offer().missing == FirstThatWorks(()).offer().missing
    with pytest.raises(ToolError) as caught:
        nowhere.worker(tmp_path, None)
    assert caught.value.code == "no_sandbox"
    assert not (tmp_path / "small").exists()


class Broken:
    """A Confinement whose programs end at once."""

    def offer(self):
        return Offer(Tier.NATIVE, "nothing", Words("", ""))

    def launch(self, argv, profile, cwd):
        return Launch(("/bin/false",), {}, Path("/"))


def test_an_interpreter_that_does_not_start_is_not_offered(tmp_path):
    assert not SmallTier(Broken(), tmp_path).offer().there


@pytest.mark.parametrize(
    "text",
    [
        "(" * 150 + "7" + ")" * 150,
        "x = " + "-" * 3_000 + "1",
        "def f():\n    return " + "1 + " * 900 + "1",
        "[" * 400,
    ],
    ids=["brackets", "signs", "a sum in a function", "what is not closed"],
)
def test_deep_texts_are_no_trouble_of_the_host(shared, text):
    with contextlib.suppress(UnsupportedError):
        assert shared.run(text).end in {RunEnd.DONE, RunEnd.RAISED}
    assert shared.run("1").value == "1"


class Flaky:
    """The confinement of this computer; what it starts first ends at once."""

    def __init__(self):
        self._real, self.count = confinement_here(), 0

    def offer(self):
        return self._real.offer()

    def launch(self, argv, profile, cwd):
        self.count += 1
        return Launch(("/bin/false",), {}, Path("/")) if self.count == 1 else self._real.launch(argv, profile, cwd)


def test_a_start_that_fails_is_tried_once_more(world, tmp_path):
    flaky = Flaky()
    small = SmallTier(flaky, tmp_path / "small").interpreter(world.folder)
    ran = asyncio.run(small.run(Code("1 + 1"), world.heard.append))
    small.close()
    assert (ran.value, ran.lost, flaky.count) == ("2", False, 2)


@pytest.mark.skipif(not LandlockAlone().offer().there, reason="there is no Landlock")
def test_it_runs_where_there_are_no_namespaces(world, tmp_path):
    tier = SmallTier(LandlockAlone(), tmp_path / "small")
    assert tier.offer().by == "pydantic-monty, Landlock, seccomp"
    small = tier.interpreter(world.folder)
    try:
        ran = asyncio.run(small.run(Code("open('a', 'w').write('x')"), world.heard.append))
        ended = asyncio.run(small.run(Code("while True: pass", bounds=Bounds(seconds=0.3)), world.heard.append))
    finally:
        small.close()
    assert (ran.value, ended.end) == ("1", RunEnd.TOO_SLOW)


def tree(folder):
    return {path.relative_to(folder): path.is_file() and path.read_bytes() for path in folder.rglob("*")}
