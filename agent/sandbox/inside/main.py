"""The process that runs native code: reads requests, runs them, answers. The host's side is `agent.sandbox.kernel`.

Started as a script: `python -I .../agent/sandbox/inside/main.py APART`. Requests come as JSON lines on stdin, answers
go as JSON lines to what was stdout; what code prints goes to what was stderr, both of its streams in order. After a run
its `mark` is printed, so that the host knows that it has read everything.
"""

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO, NoReturn

_ROOT = str(Path(__file__).resolve().parents[3])


def main(apart: str) -> NoReturn:
    """Serve until stdin ends."""
    if _ROOT not in sys.path:
        sys.path.append(_ROOT)  # the `agent` that this file is part of
    pipes = _channels()
    from agent.sandbox.inside.channel import Channel  # noqa: PLC0415  found only now
    from agent.sandbox.inside.session import Session  # noqa: PLC0415
    from agent.sandbox.inside.surroundings import prepare  # noqa: PLC0415

    channel = Channel(*pipes)
    prepare(Path(apart), channel.fetch)
    session = Session(Path(apart))
    channel.answer({"ready": True})
    try:
        for request in channel.requests():
            found = session.run(request)
            _printed_up_to(request["mark"])
            channel.answer({"id": request["id"], **found})
    except MemoryError:  # not the code's, which is told: variables leave too little to go on, so it ends as C++ does
        os._exit(128 + signal.SIGABRT)
    os._exit(0)


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Requests and answers; code gets neither by accident."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return asked, answers


def _printed_up_to(mark: str) -> None:
    """Code may have closed or changed its streams: then the host waits a little, and no longer."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    data = f"\n{mark}\n".encode()
    with contextlib.suppress(OSError):
        while data:
            data = data[os.write(2, data) :]


if __name__ == "__main__":
    main(sys.argv[1])
