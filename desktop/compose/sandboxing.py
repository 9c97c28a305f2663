"""The Sandbox of this computer, over the state folder."""

import sys
from functools import cache

from agent.core.documents import Documents
from agent.core.running import Confinement
from agent.documents import temporary
from agent.sandbox.confining import confinement_here
from agent.sandbox.here import sandbox_here
from agent.sandbox.room import Rooms
from agent.sandbox.sandbox import LocalSandbox
from desktop.compose.home import Home


def built_sandbox(home: Home, documents: Documents, confinement: Confinement | None = None) -> LocalSandbox:
    """The Sandbox whose Rooms lie in the state folder; `documents` read and write for the small Tier. `confinement`
    takes the place of the one that this process tried before.
    """
    return sandbox_here(home.rooms, confinement or _confinement(), documents)


def sweep(home: Home) -> None:
    """Delete what dead processes left: Rooms, and copies of documents in temporary folders. Blocks."""
    Rooms(home.rooms).sweep()
    temporary.sweep()


def for_workers() -> Confinement | None:
    """What confines the workers that parse documents; None where that was never tried: there they are as they were."""
    return _confinement() if sys.platform == "linux" else None


@cache
def _confinement() -> Confinement:
    """What confines processes on this system: it is tried once in a process."""
    return confinement_here()
