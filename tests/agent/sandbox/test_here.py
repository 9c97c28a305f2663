"""All parts together: a Room that is filled, run in and harvested."""

import asyncio
from pathlib import Path

import pytest

from agent.core.running import Bounds, Code, RunEnd, Tier
from agent.sandbox.here import sandbox_here


@pytest.fixture
def staged(tmp_path):
    count = iter(range(1000))

    def stage(suffix):
        (tmp_path / "staging").mkdir(exist_ok=True)
        return tmp_path / "staging" / f"{next(count)}{suffix}"

    return stage


@pytest.fixture
def sandbox(tmp_path):
    found = sandbox_here(tmp_path / "rooms")
    native = next(offer for offer in found.offers() if offer.tier is Tier.NATIVE)
    if not native.there:
        pytest.skip(f"code cannot be confined here: {native.missing.en}")
    return found


def run(room, text, **fields):
    return room.run(Code(text, tier=Tier.NATIVE, **fields), lambda _: None)


def test_two_runs_of_a_room_share_variables_and_not_files(sandbox, staged):
    room = sandbox.room()

    async def play():
        room.path("sub/a.csv").write_text("a\n1\n2\n")
        first = await run(room, "import pandas\nt = pandas.read_csv('sub/a.csv')\nt.to_excel('sum.xlsx')")
        made = room.harvest(staged)
        room.empty()
        room.path("b.txt").write_text("b")
        second = await run(room, "import os\nos.remove('b.txt')\nopen('c.txt', 'w').write(str(int(t.a.sum())))")
        return first, made, second, room.harvest(staged)

    first, made, second, then = asyncio.run(play())
    assert (first.trouble, second.trouble) == ("", "")
    assert [(one.kind, one.name) for one in made.made] == [("create", "sum.xlsx")]
    assert sorted((one.kind, one.name) for one in then.made) == [("create", "c.txt"), ("delete", "b.txt")]
    assert [one.path.read_text() for one in then.made if one.path] == ["3"]
    room.close()


def test_figures_lie_out_of_reach_and_go_with_the_room(sandbox, tmp_path):
    room = sandbox.room()
    text = "from PIL import Image\nImage.new('RGB', (9, 9))"
    ran = asyncio.run(run(room, text))
    (figure,) = ran.figures
    assert figure.is_file()
    again = asyncio.run(run(room, f"open({str(figure)!r}, 'w')"))
    assert again.end is RunEnd.RAISED
    assert figure.read_bytes()
    room.close()
    assert not figure.exists()


def test_a_room_closes_while_code_runs_and_leaves_nothing(sandbox, tmp_path):
    room = sandbox.room()
    text = "import itertools\nfor n in itertools.count():\n    open(f'{n % 100}', 'w').write('x' * 1000)"

    async def play():
        task = asyncio.create_task(run(room, text))
        await asyncio.sleep(0.5)
        await asyncio.to_thread(room.close)
        return await task

    assert asyncio.run(play()).end is not RunEnd.DONE
    assert not any(Path(tmp_path, "rooms").glob("*/work"))


def test_what_fills_the_disk_is_ended(sandbox):
    room = sandbox.room()
    text = "n = 0\nwhile True:\n    n += 1\n    open(f'{n}', 'wb').write(bytes(10**6))"
    ran = asyncio.run(run(room, text, bounds=Bounds(disk=20_000_000)))
    assert ran.end is RunEnd.TOO_MUCH
    room.empty()
    assert asyncio.run(run(room, "import os\nlen(os.listdir())")).value == "0"
    room.close()


def test_short_work_runs_in_the_small_tier_and_the_rest_goes_on_natively(sandbox, staged):
    if not all(offer.there for offer in sandbox.offers()):
        pytest.skip("one of the Tiers is not installed here")
    room = sandbox.room()

    async def play():
        room.path("a.csv").write_text("a\n1\n2\n")
        texts = ("len(open('a.csv').read().split())", "import pandas\nt = pandas.read_csv('a.csv')", "int(t.a.sum())")
        return [await room.run(Code(text), lambda _: None) for text in texts]

    ran = asyncio.run(play())
    room.close()
    assert [(one.tier, one.value) for one in ran] == [(Tier.SMALL, "3"), (Tier.NATIVE, ""), (Tier.NATIVE, "3")]
