"""`deskhand host`: the agent host as a program. JSON-RPC over standard input and output until the input ends."""

import asyncio
import logging
import sys

from desktop.compose.home import home_folder
from desktop.compose.house import House, built_house
from desktop.host.front import Front, answered
from desktop.host.other_requests import OtherRequests
from desktop.host.session_requests import SessionRequests
from desktop.host.stdio import LineReader, LineWriter, private_stdout
from desktop.wire.framing import Request, answer_line, notification_line, parsed

_log = logging.getLogger("desktop")


def run_host() -> int:
    """Serve one window. Returns the exit code."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    out = LineWriter(private_stdout())
    house = built_house(home_folder())
    try:
        asyncio.run(_serve(house, out))
    finally:
        house.close()
        out.close()
    return 0


async def _serve(house: House, out: LineWriter) -> None:
    notes = house.recover()
    front = Front(house, lambda notification: out.put(notification_line(notification)))
    answers = {**SessionRequests(front).answers(), **OtherRequests(front, notes).answers()}
    reader = LineReader(sys.stdin.buffer)

    async def serve(request: Request) -> None:
        out.put(answer_line(request.id, await answered(answers, request.value, front)))

    while (line := await reader.next()) is not None:
        try:
            message = parsed(line)
        except (ValueError, KeyError) as error:
            _log.warning("a line that is no request: %s", type(error).__name__)
            continue
        if isinstance(message, Request):
            front.background(serve(message))
    await front.close()
