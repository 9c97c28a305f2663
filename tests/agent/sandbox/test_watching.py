"""What a run takes is seen from outside, also where the system holds no bound."""

import asyncio
import os
import subprocess
import sys

import pytest

from agent.core.running import Bounds, RunEnd
from agent.sandbox.printed import Printed
from agent.sandbox.watching import exceeded, family, memory_of

FREE = (0, 0)


def end(bounds, written=FREE, seconds=1.0):
    printed = Printed(1000, b"\0mark", lambda _: None)

    async def play():
        look = written if callable(written) else lambda: written
        return await asyncio.wait_for(exceeded(os.getpid(), bounds, look, printed), seconds)

    return asyncio.run(play())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell it in another way")
def test_memory_is_seen_with_that_of_children():
    assert end(Bounds(memory=1)) is RunEnd.NO_MEMORY
    with subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE) as child:
        assert child.pid in family(os.getpid())
        assert memory_of(os.getpid()) > memory_of(child.pid) > 0
        child.kill()


@pytest.mark.parametrize("written", [(1001, 1), (1, 11)])
def test_what_is_written_is_seen(written):
    assert end(Bounds(disk=1000, files=10), written) is RunEnd.TOO_MUCH


def test_what_stays_within_its_bounds_goes_on():
    with pytest.raises(TimeoutError):
        end(Bounds(memory=1 << 40), (10, 10))


def test_a_folder_that_cannot_be_looked_at_ends_the_run_and_never_raises():
    """Code may take away the right to its own folder all the time (as another user than root, by an open handle)."""

    def never():
        raise PermissionError

    looks = iter([PermissionError, None] * 100)

    def now_and_then():
        if error := next(looks):
            raise error
        return FREE

    assert end(Bounds(memory=1 << 40), never, 10.0) is RunEnd.TOO_MUCH
    with pytest.raises(TimeoutError):
        end(Bounds(memory=1 << 40), now_and_then, 3.0)
