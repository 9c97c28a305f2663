"""A look at what a run takes, a few times a second: what the system itself does not hold to a bound."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from agent.core.running import Bounds, RunEnd
from agent.sandbox.macos.memory import footprint
from agent.sandbox.printed import Printed
from agent.sandbox.stage.unnamed import unnamed

_PAUSE = 0.25
# Looking at a large folder takes time: at most a tenth of all.
_SHARE = 10
# Whoever prints so many times what is kept does not print for anybody.
_FLOOD = 2_000
_PAGE = 4096
_BLIND = 8
"""So many looks in a row may fail: two seconds."""


async def exceeded(pid: int, bounds: Bounds, written: Callable[[], tuple[int, int]], printed: Printed) -> RunEnd:
    """Wait until a run takes more than its bounds: NO_MEMORY or TOO_MUCH (disk, files, or what it prints)."""
    pause, blind = _PAUSE, 0
    while True:
        await asyncio.sleep(pause)
        began = time.monotonic()
        if await asyncio.to_thread(memory_of, pid) > bounds.memory:
            return RunEnd.NO_MEMORY
        seen = await asyncio.to_thread(_looked, written)
        blind = 0 if seen else blind + 1
        size, files = seen or (0, 0)
        size += await asyncio.to_thread(unnamed, family(pid))
        if blind > _BLIND or size > bounds.disk or files > bounds.files or printed.total > _FLOOD * bounds.printed:
            return RunEnd.TOO_MUCH
        pause = max(_PAUSE, _SHARE * (time.monotonic() - began))


def _looked(written: Callable[[], tuple[int, int]]) -> tuple[int, int] | None:
    """None: code takes away everybody's right to its folder, again and again, so that nobody sees what it fills."""
    try:
        return written()
    except OSError:
        return None


def memory_of(pid: int) -> int:
    """Bytes in memory of a process and all that it started; 0 where the system holds it to its bound (Windows)."""
    return footprint(pid) if sys.platform == "darwin" else sum(_resident(one) for one in family(pid))


def family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError, ValueError):
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, children.read_text(encoding="ascii").split())
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0
