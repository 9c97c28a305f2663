"""The small Tier and the native one in one Room: each code runs where it can."""

import asyncio

import pytest

from agent.core.running import Bounds, Code, RunEnd, Tier
from agent.sandbox.here import sandbox_here

BOUNDS = Bounds(seconds=30)


@pytest.fixture
def room(tmp_path, documents):
    sandbox = sandbox_here(tmp_path / "rooms", documents=documents)
    if not all(offer.there for offer in sandbox.offers()):
        pytest.skip("nothing can be confined here")
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
