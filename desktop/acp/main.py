"""`deskhand acp`: the agent for editors. The protocol over standard input and output, until the input ends."""

import asyncio
import logging
import sys
from typing import Any

from acp.connection import Connection
from acp.exceptions import RequestError

from agent.core.errors import NeedsUserError
from desktop.acp.agent import EditorAgent
from desktop.acp.editor import Editor
from desktop.acp.greeting import OURS
from desktop.acp.pipe import After, Pipe
from desktop.compose.guard import guard, told_of_task
from desktop.compose.home import home_folder
from desktop.compose.house import House, built_house
from desktop.wire.stdio import LineReader, LineWriter, private_stdout


def run_acp(first: bytes, language: str) -> int:
    """Serve one editor, whose `first` line was read before. Returns the exit code. What is said to the person is in
    `language`.
    """
    guard()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("root").addFilter(_without_contents)
    out = LineWriter(private_stdout())
    try:
        house = built_house(home_folder())
    except NeedsUserError as error:
        asyncio.run(_refuse(error, first, out, language))
        out.close()
        return 5
    try:
        asyncio.run(_serve(house, first, out, language))
    finally:
        house.close()
        out.close()
    return 0


async def _serve(house: House, first: bytes, out: LineWriter, language: str) -> None:
    asyncio.get_running_loop().set_exception_handler(told_of_task)
    try:
        house.recover()
    except NeedsUserError as error:
        await _refuse(error, first, out, language)
        return
    pipe = Pipe(After(first, LineReader(sys.stdin.buffer)), out)
    editor = Editor(pipe)
    agent = EditorAgent(house, editor, language)
    editor.connection = Connection(agent.handle, pipe, listening=False)
    await editor.connection.main_loop()
    await agent.suspend()
    await house.connectors.close()
    await editor.connection.close()


async def _refuse(error: NeedsUserError, first: bytes, out: LineWriter, language: str) -> None:
    """Without its own records Deskhand can do nothing: every request is told why, and what to do."""
    said = f"{error.words.text(language)} {error.remedy.text(language)}"

    async def refuse(_: str, __: Any, is_notification: bool) -> None:  # noqa: ANN401, FBT001  # whatever is asked
        if not is_notification:
            raise RequestError(-32603, said, {OURS: {"code": error.code}})

    pipe = Pipe(After(first, LineReader(sys.stdin.buffer)), out)
    await Connection(refuse, pipe, listening=False).main_loop()


def _without_contents(record: logging.LogRecord) -> bool:
    """The library logs what it could not understand: that may be words of the person's."""
    record.exc_info = record.exc_text = None
    return True
