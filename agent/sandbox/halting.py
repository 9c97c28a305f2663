"""A process that stands still between two runs: threads that code has left fill no disk, take no time of the computer
and change nothing that is being looked at. Windows has no such call: there they go on (see DESIGN, section 15).
"""

import contextlib
import os
import signal

from agent.sandbox.watching import family

_STOP, _GO_ON = getattr(signal, "SIGSTOP", None), getattr(signal, "SIGCONT", None)


def halt(pid: int) -> None:
    """Stop a process and all that come from it, where they are. Blocks for about a millisecond; never raises."""
    _told(pid, _STOP)


def go_on(pid: int) -> None:
    """Let them go on."""
    _told(pid, _GO_ON)


def _told(pid: int, what: int | None) -> None:
    if what is None:
        return
    for one in family(pid):
        # It is gone; or it is another user's, as a bubblewrap with rights of its own is: what that started is ours.
        with contextlib.suppress(OSError):
            os.kill(one, what)
