"""What a process that holds keys does before anything else, so that nobody reads them out of it.

Linux: no other process of the same user may look into its memory or its environment (PR_SET_DUMPABLE, prctl(2)), and
nothing of it is written to a core file. macOS: no core file; other programs need a right that the system gives to
debuggers only. Windows: reports of crashes are made without a full copy of the memory unless somebody sets that up.
A report of an error names places in the code, never what an exception says: that may be a key or words of a file.
"""

import asyncio
import ctypes
import logging
import os
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any

from agent.session.traces import places

_PR_SET_DUMPABLE = 4
_TALKATIVE = "OPENAI_LOG"  # makes the library write about its requests to standard error
_log = logging.getLogger("desktop")


def guard() -> None:
    """Guard this process. What the system does not offer is left out; nothing is raised."""
    os.environ.pop(_TALKATIVE, None)
    _leave_no_core()
    sys.excepthook = _told
    threading.excepthook = _told_of_thread


def told_of_task(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An exception handler for an event loop."""
    error = context.get("exception")
    _log.error("%s: %s", context.get("message", ""), places(error) if isinstance(error, BaseException) else "")


def _told(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    _log.error("ended by an error of Deskhand itself: %s", places(error))


def _told_of_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _log.error("a thread ended by an error of Deskhand itself: %s", places(arguments.exc_value))


if sys.platform == "win32":

    def _leave_no_core() -> None:
        """Nothing to do."""
else:
    import resource

    def _leave_no_core() -> None:
        """No core file, and on Linux no look into this process."""
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            with suppress(OSError, AttributeError):
                ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
