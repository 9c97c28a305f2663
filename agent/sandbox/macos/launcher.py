"""What runs first below the rules of Seatbelt: it limits its own process, then becomes the target.

macOS does not hold a limit of memory (RLIMIT_AS, RLIMIT_DATA) and has nothing that ends a process with another one. So
the host watches the memory (`agent.sandbox.watching`), and a thread here looks whether the host is still there. Code
can stop that thread; its pipes to the host are closed all the same. Never run on a Mac yet.
"""

import os
import resource
import threading
import time
from collections.abc import Sequence

from agent.sandbox.becoming import become, close_others, orders

_NOFILE = 512
_MOST = 1 << 20
_PAUSE = 1.0


def main(words: Sequence[str]) -> None:
    """Limit this process by `words`, then become what stands behind "--"."""
    told, target = orders(words)
    open_ones = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], _MOST)  # "unlimited" is no number for closing
    close_others({int(one) for one in told.get("keep", ())}, open_ones)
    limits = {
        resource.RLIMIT_FSIZE: int(told["disk"][0]),
        resource.RLIMIT_NOFILE: _NOFILE,
        resource.RLIMIT_CORE: 0,
    }
    for which, value in limits.items():
        hard = resource.getrlimit(which)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (least, least))
    os.umask(0o077)
    if "program" in told:
        os.execv(target[0], target)  # noqa: S606  by its path, without a shell
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    become(target, site="site" in told)


def _leave_with(host: int) -> None:
    """End when the process that started this one has ended."""
    while os.getppid() == host:
        time.sleep(_PAUSE)
    os._exit(1)
