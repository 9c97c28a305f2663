"""`deskhand host`: the agent host as a program. JSON-RPC over standard input and output until the input ends."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator

from agent.core.errors import NeedsUserError
from desktop.compose.connector_setup import house_setup
from desktop.compose.guard import guard, told_of_task
from desktop.compose.home import home_folder
from desktop.compose.house import House, built_house
from desktop.compose.modelling import local_ports
from desktop.compose.packages import house_packages
from desktop.host.connector_requests import ConnectorRequests
from desktop.host.front import Front, answered, refusal
from desktop.host.model_requests import ModelRequests
from desktop.host.money_requests import MoneyRequests
from desktop.host.other_requests import OtherRequests
from desktop.host.oversight_requests import OversightRequests
from desktop.host.package_requests import PackageRequests
from desktop.host.record_requests import RecordRequests
from desktop.host.sandbox_requests import SandboxRequests
from desktop.host.session_requests import SessionRequests
from desktop.host.skill_requests import SkillRequests
from desktop.wire.framing import Request, answer_line, notification_line, parsed
from desktop.wire.messages import Hello
from desktop.wire.stdio import LineReader, LineWriter, private_stdout

_log = logging.getLogger("desktop")


def run_host() -> int:
    """Serve one window. Returns the exit code."""
    guard()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    out = LineWriter(private_stdout())
    try:
        house = built_house(home_folder())
    except NeedsUserError as error:
        asyncio.run(_refuse(error, out))
        out.close()
        return 5
    try:
        asyncio.run(_serve(house, out))
    finally:
        house.close()
        out.close()
    return 0


async def _serve(house: House, out: LineWriter) -> None:
    asyncio.get_running_loop().set_exception_handler(told_of_task)
    front = Front(house, lambda notification: out.put(notification_line(notification)))
    try:
        notes = house.recover()
    except NeedsUserError as error:
        await _refuse(error, out)
        return
    front.background(_measured(house))
    packages = house_packages(house)
    groups = (
        SessionRequests(front),
        ModelRequests(front, local_ports()),
        OtherRequests(front, notes),
        OversightRequests(front),
        RecordRequests(front),
        MoneyRequests(front),
        SandboxRequests(front),
        PackageRequests(front, packages),
        SkillRequests(front, packages),
        ConnectorRequests(front, house_setup(house)),
    )
    answers = {kind: answer for group in groups for kind, answer in group.answers().items()}

    async def serve(request: Request) -> None:
        out.put(answer_line(request.id, await answered(answers, request.value, front)))

    async for request in _requests():
        front.background(serve(request))
    await front.close()


async def _measured(house: House) -> None:
    """Try what confines code before a task needs it: that starts processes."""
    if house.preferences.read().run_code:
        await asyncio.to_thread(house.rooms.sandbox.offers)


async def _refuse(error: NeedsUserError, out: LineWriter) -> None:
    """Without its own records the host can do nothing: every request is told why, and what to do."""
    language = ""
    async for request in _requests():
        language = request.value.language if isinstance(request.value, Hello) else language
        out.put(answer_line(request.id, refusal(error, language)))


async def _requests() -> AsyncIterator[Request]:
    reader = LineReader(sys.stdin.buffer)
    while (line := await reader.next()) is not None:
        try:
            message = parsed(line)
        except Exception as error:  # noqa: BLE001  whatever a line holds, it must not end the host
            _log.warning("a line that is no request: %s", type(error).__name__)
            continue
        if isinstance(message, Request):
            yield message
