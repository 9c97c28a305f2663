"""S11, races: what comes out of a Room while its code still works against it, and what never comes out."""

import asyncio
import sys
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Code, Harvest, Room, Tier
from tests.redteam.sandboxed import SMALL, WAYS, attack, room, there

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the ways to confine of Linux")
# A file gives its name to a folder and back, another one is cut and written anew, and so on without end.
RACE = """
import os
os.makedirs('docs/sub', exist_ok=True)
for name in ('a', 'docs/b', 'docs/sub/c'):
    open(name, 'w').write('A' * 70_000)
def swap():
    while True:
        for deed in (lambda: os.rename('a', 'x'), lambda: os.rename('docs', 'a'), lambda: os.rename('a', 'docs'),
                     lambda: os.rename('x', 'a'), lambda: open('docs/b', 'w').write('B' * 70_000),
                     lambda: os.rename('docs/sub', 'docs/d'), lambda: os.rename('docs/b', 'docs/sub'),
                     lambda: os.rename('docs/sub', 'docs/b'), lambda: os.rename('docs/d', 'docs/sub'),
                     lambda: os.symlink('/etc/passwd', 'docs/l'), lambda: os.link('a', 'docs/h')):
            try:
                deed()
            except OSError:
                pass
swap()
"""
LEFT = """
import os
for name, mode in (('tool', 0o755), ('setuid', 0o4755), ('setgid', 0o2755), ('plain.txt', 0o644)):
    open(name, 'w').write('#!/bin/sh\\n')
    os.chmod(name, mode)
tried = 0
for deed in (lambda: os.symlink('/etc/passwd', 'link'), lambda: os.link('plain.txt', 'hard'),
             lambda: os.mkfifo('pipe'), lambda: os.mknod('device', 0o20600, os.makedev(1, 5))):
    try:
        deed()
    except OSError:
        tried += 1
tried
"""

BUSY = replace(SMALL, seconds=600)


@pytest.fixture
def one_room(tmp_path):
    name = next((name for name, way in WAYS.items() if way.offer().there), "alone")
    made = room(tmp_path, there(name))
    yield made
    made.close()


def raced(room: Room, staging: Path, count: int) -> int:
    """Harvest `count` times while code works against it; how many files came out."""
    staging.mkdir()

    async def play() -> int:
        run = asyncio.create_task(room.run(Code(RACE, bounds=BUSY, tier=Tier.NATIVE), lambda _: None))
        try:
            return await asyncio.to_thread(_harvested, room, staging, count)
        finally:
            assert not run.done(), run.result()
            run.cancel()
            await asyncio.wait({run})

    return asyncio.run(play())


def _harvested(room: Room, staging: Path, count: int) -> int:
    found = harvests = 0
    ends = time.monotonic() + 60
    while harvests < count and time.monotonic() < ends:
        try:
            harvest = room.harvest(lambda suffix: staging / f"{uuid.uuid4().hex}{suffix}")
        except ToolError:
            harvest = Harvest(())
        harvests += found > 0  # at first the code has not begun
        for one in harvest.made:
            if one.path is not None:
                assert set(one.path.read_bytes()) <= {ord("A"), ord("B")}, one.name
                assert not one.path.is_symlink()
                found += 1
                one.path.unlink()
    return found


def test_code_that_goes_on_gets_nothing_of_elsewhere_out(one_room, tmp_path):
    assert raced(one_room, tmp_path / "staging", 40) > 0
    assert attack(one_room, "1").cost_itself_only()


def test_programs_and_what_is_no_file_stay(one_room, tmp_path):
    (tmp_path / "staging").mkdir()
    ran = asyncio.run(one_room.run(Code(LEFT, bounds=SMALL, tier=Tier.NATIVE), lambda _: None))
    assert ran.value == "4", ran
    harvest = one_room.harvest(lambda suffix: tmp_path / "staging" / f"{uuid.uuid4().hex}{suffix}")
    assert [one.name for one in harvest.made] == ["plain.txt"]
    assert {one.name for one in harvest.left} == {"tool", "setuid", "setgid"}
    assert all(one.why.en and one.why.ja for one in harvest.left)
