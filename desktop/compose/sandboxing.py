"""The Sandbox of this computer, over the state folder."""

from functools import cache

from agent.core.running import Confinement
from agent.sandbox.confining import confinement_here
from agent.sandbox.here import sandbox_here
from agent.sandbox.room import Rooms
from agent.sandbox.sandbox import LocalSandbox
from desktop.compose.home import Home


def built_sandbox(home: Home) -> LocalSandbox:
    """The Sandbox whose Rooms lie in the state folder."""
    return sandbox_here(home.rooms, _confinement())


def sweep(home: Home) -> None:
    """Delete the Rooms that dead processes left. Blocks."""
    Rooms(home.rooms).sweep()


@cache
def _confinement() -> Confinement:
    """What confines processes on this system: it is tried once in a process."""
    return confinement_here()
