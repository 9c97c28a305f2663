"""What code does when nobody looks: between two runs, and over many runs of one Turn."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.running import Code, Ran, Room, RunEnd, Tier
from tests.redteam.sandboxed import SMALL, WAYS, room, there

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways to confine of Linux")
MEGABYTE = 1024**2
# Threads that go on after the run: one fills the disk, one counts.
WRITER = """
import os, threading, time
count = 0
def fill():
    number = 0
    while True:
        with open(f"{os.environ['TMPDIR']}/{number}", "wb") as file:
            file.write(bytes(100_000))
        number += 1
        time.sleep(0.01)
def counts():
    global count
    while True:
        count += 1
        time.sleep(0.001)
for one in (fill, counts):
    threading.Thread(target=one, daemon=True).start()
"""
APART = "import os, time\nopen(os.environ['TMPDIR'] + '/{name}', 'wb').write(bytes({size}))\ntime.sleep(0.4)"
FIGURES = """
import json, os
os.makedirs(os.environ['HOME'] + '/../figures', exist_ok=True)
head = b'\\x89PNG\\r\\n\\x1a\\n' + (13).to_bytes(4, 'big') + b'IHDR' + (9).to_bytes(4, 'big') * 2 + bytes(9)
names = []
for number in range(8):
    names.append(f'{number}.png')
    open(os.environ['HOME'] + f'/../figures/{number}.png', 'wb').write(head + os.urandom(1_000_000))
from agent.sandbox.inside.figures import Figures
Figures.taken = lambda self, run: names
"""


@pytest.fixture(params=list(WAYS))
def one_room(request, tmp_path):
    made = room(tmp_path, there(request.param))
    yield made
    made.close()


def run(room: Room, text: str, bounds=SMALL) -> Ran:
    return asyncio.run(room.run(Code(text, bounds=bounds, tier=Tier.NATIVE), lambda _: None))


def taken(base: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in base.rglob("*") if path.is_file())


def test_threads_that_code_left_stand_still_between_runs_and_go_on_in_the_next(one_room, tmp_path):
    async def play():
        """In one loop: a process dies with the thread that started it."""
        first = await one_room.run(Code(WRITER, bounds=SMALL, tier=Tier.NATIVE), lambda _: None)
        assert "Still running" in first.printed
        before = taken(tmp_path / "rooms")
        await asyncio.sleep(0.5)
        assert taken(tmp_path / "rooms") == before
        text = "was = count\ntime.sleep(0.3)\n(was < 100, count > was)"
        return await one_room.run(Code(text, bounds=SMALL, tier=Tier.NATIVE), lambda _: None)

    assert asyncio.run(play()).value == "(True, True)"


def test_one_that_stands_still_is_ended_at_once_with_its_room(one_room, tmp_path):
    run(one_room, WRITER)
    began = time.monotonic()
    one_room.close()
    assert time.monotonic() - began < 2
    assert taken(tmp_path / "rooms") == 0


def test_temporary_files_of_many_runs_together_are_held_to_the_bound(one_room, tmp_path):
    """Each run is below the bound; what it leaves apart counts for the next ones."""
    bounds = replace(SMALL, disk=60 * MEGABYTE)
    ends = []
    for number in range(6):
        one_room.empty()
        ends.append(run(one_room, APART.format(name=number, size=25 * MEGABYTE), bounds).end)
        assert taken(tmp_path / "rooms") < 120 * MEGABYTE
    assert RunEnd.TOO_MUCH in ends
    assert RunEnd.DONE in ends[ends.index(RunEnd.TOO_MUCH) + 1 :], "a Room that was too full once is of use again"


def test_pictures_of_earlier_runs_are_not_kept(one_room, tmp_path):
    run(one_room, FIGURES)
    for _ in range(4):
        one_room.empty()
        assert len(run(one_room, "1").figures) == 8
    kept = list((tmp_path / "rooms").glob("*/figures/*.png"))
    assert len(kept) == 8
