"""The Sandbox as this computer has it."""

from importlib import import_module
from pathlib import Path

from agent.core.running import Confinement, Offer, Tier
from agent.sandbox.confining import confinement_here
from agent.sandbox.kernel import Kernel
from agent.sandbox.room import Rooms
from agent.sandbox.sandbox import LocalSandbox, TierHere


def sandbox_here(rooms: Path, confinement: Confinement | None = None) -> LocalSandbox:
    """What runs code, in Rooms below `rooms`; what earlier processes left there goes by `Rooms(rooms).sweep()`."""
    confined = confinement or confinement_here()

    def offer() -> Offer:
        import_module("agent.sandbox.inside.session")  # so that it lies there compiled: confined, nobody keeps that
        return confined.offer()

    native = TierHere(offer, lambda folder: Kernel(confined, folder))
    return LocalSandbox(Rooms(rooms).folder, {Tier.NATIVE: native}, lambda _: Tier.NATIVE)
