"""Whether this computer confines code, and whether that holds: measured anew each time, since a person mends it."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.core.running import Sandbox, Tier
from agent.sandbox.confining import confinement_here
from agent.sandbox.probe.probing import probe, tried_in
from agent.sandbox.probe.values import Probed, Report
from desktop.compose.house import House
from desktop.compose.sandboxing import built_sandbox

Told = Callable[[Tier, Probed, int, int], None]


def measured(house: House) -> Sandbox:
    """A Sandbox that has not measured yet: what was installed a moment ago counts, for Turns that begin from now on."""
    house.rooms.sandbox = built_sandbox(house.home, house.documents, confinement_here())
    return house.rooms.sandbox


async def examined(sandbox: Sandbox, told: Told) -> tuple[Report, ...]:
    """Try every known way out of each Tier. `told` hears each: its Tier, what became of it, how many of how many.

    Raises:
        OSError: what is to be protected cannot be made (the disk is full).
    """
    offers = await asyncio.to_thread(sandbox.offers)
    total = sum(len(tried_in(offer.tier)) for offer in offers if offer.there)
    done: list[Probed] = []

    def hear(tier: Tier, one: Probed) -> None:
        done.append(one)
        told(tier, one, len(done), total)

    reports = []
    with tempfile.TemporaryDirectory(prefix="deskhand-check-") as folder:
        for offer in offers:
            tier, targets = offer.tier, Path(folder, offer.tier)
            reports.append(await probe(sandbox, tier, targets, lambda one, tier=tier: hear(tier, one)))  # type: ignore[misc]
    return tuple(reports)


def can_run(reports: Sequence[Report]) -> bool:
    """Whether code can run here, and everything that is there holds."""
    there = [report for report in reports if report.offer.there]
    return bool(there) and all(report.holds for report in there)
