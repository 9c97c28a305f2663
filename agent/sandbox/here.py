"""The Sandbox as this computer has it."""

from importlib import import_module
from pathlib import Path

from agent.core.documents import Documents
from agent.core.running import Confinement, Offer, Tier
from agent.sandbox.choosing import choose
from agent.sandbox.confining import confinement_here
from agent.sandbox.kernel import Kernel
from agent.sandbox.room import Rooms
from agent.sandbox.sandbox import LocalSandbox, TierHere
from agent.sandbox.small.interpreter import SmallTier


def sandbox_here(
    rooms: Path, confinement: Confinement | None = None, documents: Documents | None = None
) -> LocalSandbox:
    """What runs code, in Rooms below `rooms`; what earlier processes left there goes by `Rooms(rooms).sweep()`.

    `documents` are for the small Tier; native code has them in its own process.
    """
    confined = confinement or confinement_here()

    def offer() -> Offer:
        import_module("agent.sandbox.inside.session")  # so that it lies there compiled: confined, nobody keeps that
        return confined.offer()

    small = SmallTier(confined, rooms.with_name("small"), documents)
    tiers = {
        Tier.SMALL: TierHere(small.offer, small.interpreter),
        Tier.NATIVE: TierHere(offer, lambda folder: Kernel(confined, folder)),
    }
    return LocalSandbox(Rooms(rooms).folder, tiers, choose)
