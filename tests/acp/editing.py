"""An editor in a test: the Python SDK's client, whose every message, both ways, is kept and checked as JSON."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

from acp.client.connection import ClientSideConnection
from acp.connection import Connection
from acp.meta import PROTOCOL_VERSION
from acp.schema import AllowedOutcome, DeniedOutcome, RequestPermissionResponse, TextContentBlock

from agent.models.catalog import ModelConfig
from desktop.acp.agent import EditorAgent
from desktop.acp.editor import Editor
from desktop.acp.pipe import Pipe
from desktop.compose.home import home_folder
from desktop.compose.house import built_house
from tests.acp.checking import checked
from tests.journeys.program import REPO

PATIENCE = 60


class Ends:
    """Two ends of a pair of pipes in this process: what the agent reads and writes lines at, and a `Transport`."""

    def __init__(self) -> None:
        self.to_agent: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.to_editor: asyncio.Queue[bytes] = asyncio.Queue()
        self.heard: list[dict[str, Any]] = []
        self.asked: dict[tuple[bool, Any], str] = {}
        """Methods of requests, by whether the editor asked, and their ids: both sides count from 0."""
        self.strict = True

    async def next(self) -> bytes | None:
        """As `LineReader`."""
        return await self.to_agent.get()

    def put(self, line: bytes) -> None:
        """As `LineWriter`."""
        self.to_editor.put_nowait(line)

    async def send(self, message: dict[str, Any]) -> None:
        """As `Transport`, of the editor."""
        asked = self.keep(message, by_editor=True)
        if self.strict:  # a test may let its editor talk nonsense
            checked(message, asked)
        self.to_agent.put_nowait(json.dumps(message).encode())

    async def receive(self) -> dict[str, Any]:
        """As `Transport`, of the editor."""
        message: dict[str, Any] = json.loads(await self.to_editor.get())
        checked(message, self.keep(message, by_editor=False))
        return message

    def keep(self, message: dict[str, Any], *, by_editor: bool) -> str:
        """Keep a message. Gives the method of the request that it answers, or ""."""
        self.heard.append(message)
        if "method" in message:
            self.asked[by_editor, message.get("id")] = message["method"]
            return ""
        return self.asked.get((not by_editor, message.get("id")), "")

    async def close(self) -> None:
        """Nothing."""


class Person:
    """The client of the SDK, with a person who answers by `decide`: an option's id, or a whole response."""

    def __init__(self, decide: Callable[..., Any] | None = None) -> None:
        self.updates: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self._decide = decide or (lambda asked: "change" if asked["options"][0]["optionId"] == "change" else "allow")

    async def session_update(self, session_id, update, **_):
        """Keep it."""
        self.updates.append(update.model_dump(mode="json", by_alias=True, exclude_none=True))

    async def request_permission(self, session_id, tool_call, options, **meta):
        """Decide."""
        asked = {
            "tool": tool_call.model_dump(mode="json", by_alias=True, exclude_none=True),
            "options": [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in options],
            **meta,
        }
        self.asked.append(asked)
        answer = self._decide(asked)
        if asyncio.iscoroutine(answer):
            answer = await answer
        return chosen(answer) if isinstance(answer, str) else answer

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The updates of a kind."""
        return [one for one in self.updates if one["sessionUpdate"] == kind]

    def said(self) -> str:
        """What the agent said."""
        return "".join(one["content"]["text"] for one in self.of("agent_message_chunk"))


def chosen(option: str, **ours: Any) -> RequestPermissionResponse:
    """An answer; "" is a cancelled dialog."""
    outcome = AllowedOutcome(outcome="selected", option_id=option) if option else DeniedOutcome(outcome="cancelled")
    return RequestPermissionResponse(outcome=outcome, field_meta={"deskhand": ours} if ours else None)


def text(words: str) -> list[TextContentBlock]:
    """A prompt of words."""
    return [TextContentBlock(type="text", text=words)]


@asynccontextmanager
async def editor(person: Person, home, model_url: str = "", *, greets: bool = True):
    """An editor beside a Deskhand in this process. Gives the connection and everything that was said.

    It runs no code, so that not each test starts an interpreter.
    """
    os.environ["DESKHAND_HOME"] = str(home)
    house = built_house(home_folder())
    house.preferences.write(replace(house.preferences.read(), run_code=False))
    if model_url:
        house.models.add(ModelConfig("one", "openai-chat", model_url, "m"))
    ends = Ends()
    pipe = Pipe(ends, ends)
    door = Editor(pipe)
    agent = EditorAgent(house, door, "en")
    door.connection = Connection(agent.handle, pipe, listening=False)
    serving = asyncio.ensure_future(door.connection.main_loop())
    client = ClientSideConnection(cast(Any, person), ends, use_unstable_protocol=True)
    try:
        if greets:
            await client.initialize(protocol_version=PROTOCOL_VERSION)
        yield client, ends
    finally:
        ends.to_agent.put_nowait(None)
        await serving
        await agent.suspend()
        await door.connection.close()
        await client.close()
        house.close()


def run(work: Any) -> Any:
    """Carry it out within PATIENCE seconds."""
    return asyncio.run(asyncio.wait_for(work, PATIENCE))


async def program(home, *, stderr=None):
    """`deskhand acp` as a process."""
    env = {**os.environ, "DESKHAND_HOME": str(home), "PYTHONPATH": str(REPO), "LANG": "C.UTF-8"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "desktop", "acp", env=env, limit=64 * 1024 * 1024,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=stderr,
    )  # fmt: skip
