"""The small Tier and the native one in one Room: each code runs where it can."""

import asyncio

import pytest

from agent.core.running import Bounds, Code, RunEnd, Tier
from agent.sandbox.confining import confinement_here
from agent.sandbox.here import sandbox_here

BOUNDS = Bounds(seconds=30)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory, documents):
    if not confinement_here().offer().there:
        pytest.skip("nothing can be confined here")
    found = sandbox_here(tmp_path_factory.mktemp("both") / "rooms", documents=documents)
    assert all(offer.there for offer in found.offers())
    return found


@pytest.fixture
def room(sandbox):
    found = sandbox.room()
    found.path("in.csv").write_text("a,b\n1,2\n")
    yield found
    found.close()


def test_what_the_small_one_cannot_do_runs_natively_from_the_beginning(room, tmp_path):
    texts = (
        "x = 3\nopen('in.csv').read()",
        # Nobody can see this from outside: the small one says so when it comes to it.
        "f = print\nf('once')\nsorted(['b', 'A'], key=getattr(str, 'lower'))",
        "import sys\nsys.version_info[:2]",
    )

    async def play():
        return [await room.run(Code(text, bounds=BOUNDS), lambda _: None) for text in texts]

    first, second, third = asyncio.run(play())
    assert (first.tier, first.value) == (Tier.SMALL, r"'a,b\n1,2\n'")
    assert (second.tier, second.printed, second.value, second.lost) == (Tier.NATIVE, "once\n", "['A', 'b']", True)
    assert (third.tier, third.lost) == (Tier.NATIVE, False)
    assert room.harvest(lambda suffix: tmp_path / f"x{suffix}").made == ()


def test_files_that_one_has_written_the_other_reads(room, tmp_path):
    async def play():
        await room.run(
            Code("import deskhand\ndeskhand.create('o.xlsx', {'sheets': [{'name': 'S', 'rows': [[5]]}]})"), _deaf
        )
        ran = await room.run(Code("import openpyxl\nopenpyxl.load_workbook('o.xlsx').active['A1'].value"), _deaf)
        assert (ran.tier, ran.value) == (Tier.NATIVE, "5"), ran.trouble
        return await room.run(Code("import deskhand\ndeskhand.tables('o.xlsx')[0]['rows']", fresh=True), _deaf)

    ran = asyncio.run(play())
    assert (ran.tier, ran.value) == (Tier.SMALL, "[[5]]")
    assert [one.name for one in room.harvest(lambda suffix: tmp_path / f"x{suffix}").made] == ["o.xlsx"]


def test_one_that_is_asked_for_says_what_it_cannot_do(room):
    ran = asyncio.run(room.run(Code("import numpy", tier=Tier.SMALL), _deaf))
    assert (ran.end, ran.tier) == (RunEnd.RAISED, Tier.SMALL)
    assert "No module named 'numpy'" in ran.trouble
    assert "only these modules" in ran.trouble


def _deaf(_): ...


def played(room, *texts):
    async def play():
        return [await room.run(Code(text, bounds=BOUNDS), _deaf) for text in texts]

    return asyncio.run(play())


def test_variables_go_on_where_the_small_one_cannot(room):
    ran = played(
        room,
        "import datetime as dt, csv\nfrom decimal import Decimal\nfrom collections import Counter\n"
        "rate = 0.5\n"
        "def half(n):\n    return n * rate\n"
        "class Row:\n    def __init__(self, n): self.n = n\n"
        "with open('in.csv') as file:\n    rows = list(csv.reader(file))\n"
        "for i, row in enumerate(rows): pass\n"
        "kept = [dt.date(2024, 2, 29), Decimal('1.5'), float('inf'), {'a': (1, {2})}, None, Counter('aab')]\n",
        "import pandas\n"
        "table = pandas.DataFrame(rows[1:], columns=rows[0])\n"
        "[len(table), half(8), Row(3).n, kept, i, dt.date.today() > kept[0]]",
    )
    assert [one.trouble for one in ran] == ["", ""]
    assert [(one.tier, one.lost) for one in ran] == [(Tier.SMALL, False), (Tier.NATIVE, False)]
    assert ran[1].value == (
        "[1, 4.0, 3, [datetime.date(2024, 2, 29), Decimal('1.5'), inf, {'a': (1, {2})}, None, "
        "Counter({'a': 2, 'b': 1})], 1, True]"
    )


def test_a_run_that_is_done_again_does_not_count_twice(room):
    """`total` was 6 in the small one when it gave up."""
    ran = played(room, "total = 1", "total += 5\ncallable_ = eval('callable')\ntotal")
    assert (ran[1].tier, ran[1].lost) == (Tier.NATIVE, True)
    assert "NameError: name 'total' is not defined" in ran[1].trouble


def test_what_cannot_be_carried_is_told_as_lost(room):
    ran = played(room, "x = 1\nclass A: pass\na = A()", "import numpy\nx")
    assert (ran[1].value, ran[1].lost) == ("1", True)


def test_names_that_changed_are_carried_as_they_are_now(room):
    ran = played(room, "def f(): return 1\ny = 1", "f = 2\ndef y(): return 3", "import numpy\nf, y()")
    assert (ran[2].value, ran[2].lost) == ("(2, 3)", False)


def test_what_was_written_before_it_gave_up_is_written_once(room):
    ran = played(
        room, "with open('in.csv', 'a') as file:\n    file.write('3,4')\neval('callable')\nopen('in.csv').read()"
    )
    assert (ran[0].tier, ran[0].value) == (Tier.NATIVE, r"'a,b\n1,2\n3,4'")
