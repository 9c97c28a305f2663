"""Runs code of an attacker in a Room, and looks at what it cost everybody else."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.core.running import Bounds, Code, Confinement, Ran, Room, RunEnd, Tier
from agent.sandbox.here import sandbox_here
from agent.sandbox.linux.alone import LandlockAlone
from agent.sandbox.linux.bubblewrap import Bubblewrap

WAYS: dict[str, Confinement] = {"bubblewrap": Bubblewrap(), "alone": LandlockAlone()}
SMALL = Bounds(seconds=8, memory=600 * 1024**2, disk=20 * 1024**2, files=500, printed=10_000)
# Seconds that the host's loop may stand still, on a computer with other work; bytes that a run may cost the host.
STILL = 1.5
COST = 80 * 1024**2


def there(name: str) -> Confinement:
    offer = WAYS[name].offer()
    if not offer.there:
        pytest.skip(offer.missing.en)
    return WAYS[name]


def room(base: Path, way: Confinement) -> Room:
    return sandbox_here(base / "rooms", way).room()


@dataclass(frozen=True, slots=True)
class Attack:
    """What a run did (`ran`), the run after it (`after`), how long the loop stood still, what memory the host took."""

    ran: Ran
    after: Ran
    still: float
    memory: int

    def cost_itself_only(self) -> bool:
        """The app lived on, and the next run is fine."""
        fine = (self.after.end, self.after.value) == (RunEnd.DONE, "2")
        assert fine, self.after
        assert self.still < STILL, f"the loop stood still for {self.still:.1f} s"
        assert self.memory < COST, f"the host took {self.memory:,} bytes"
        return True


def attack(
    room: Room, text: str, bounds: Bounds = SMALL, files: Mapping[str, bytes] | None = None, *, fresh: bool = False
) -> Attack:
    """Run it, then something harmless in the same Room, which stays open. `fresh`: without earlier variables."""
    room.empty()
    for name, data in (files or {}).items():
        room.path(name).write_bytes(data)

    async def play() -> Attack:
        stills: list[float] = []
        ticker = asyncio.create_task(_tick(stills))
        before = _own_memory()
        ran = await room.run(Code(text, bounds=bounds, tier=Tier.NATIVE, fresh=fresh), lambda _: None)
        memory = _own_memory() - before
        await asyncio.to_thread(room.empty)
        after = await room.run(Code("1 + 1", bounds=bounds, tier=Tier.NATIVE), lambda _: None)
        ticker.cancel()
        return Attack(ran, after, max(stills, default=0.0), memory)

    return asyncio.run(play())


async def _tick(stills: list[float]) -> None:
    last = time.monotonic()
    while True:
        await asyncio.sleep(0.02)
        now = time.monotonic()
        stills.append(now - last)
        last = now


def _own_memory() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096
