"""`deskhand acp`: the agent for editors. The protocol over standard input and output, until the input ends."""

import asyncio
import logging
import sys
from typing import Any

from acp.connection import Connection
from acp.exceptions import RequestError

from agent.core.errors import NeedsUserError
from desktop.acp.agent import EditorAgent
from desktop.acp.editor import OURS, Editor
from desktop.acp.pipe import Pipe
from desktop.compose.guard import guard, told_of_task
from desktop.compose.home import home_folder
from desktop.compose.house import House, built_house
from desktop.wire.stdio import LineReader, LineWriter, private_stdout


def run_acp(language: str) -> int:
    """Serve one editor. Returns the exit code. What is said to the person is in `language`."""
    guard()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("root").addFilter(_without_contents)
    out = LineWriter(private_stdout())
    try:
        house = built_house(home_folder())
    except NeedsUserError as error:
        asyncio.run(_refuse(error, out, language))
        out.close()
        return 5
    try:
        asyncio.run(_serve(house, out, language))
    finally:
        house.close()
        out.close()
    return 0


async def _serve(house: House, out: LineWriter, language: str) -> None:
    asyncio.get_running_loop().set_exception_handler(told_of_task)
    try:
        house.recover()
    except NeedsUserError as error:
        await _refuse(error, out, language)
        return
    pipe = Pipe(LineReader(sys.stdin.buffer), out)
    editor = Editor(pipe)
    agent = EditorAgent(house, editor, language)
    editor.connection = Connection(agent.handle, pipe, listening=False)
    await editor.connection.main_loop()
    await agent.suspend()
    await house.connectors.close()
    await editor.connection.close()


async def _refuse(error: NeedsUserError, out: LineWriter, language: str) -> None:
    """Without its own records Deskhand can do nothing: every message is told why, and what to do."""
    said = f"{error.words.text(language)} {error.remedy.text(language)}"

    async def refuse(*_: Any) -> None:  # noqa: ANN401  # whatever is asked
        raise RequestError(-32603, said, {OURS: {"code": error.code}})

    pipe = Pipe(LineReader(sys.stdin.buffer), out)
    await Connection(refuse, pipe, listening=False).main_loop()


def _without_contents(record: logging.LogRecord) -> bool:
    """The library logs what it could not understand: that may be words of the person's."""
    record.exc_info = record.exc_text = None
    return True
