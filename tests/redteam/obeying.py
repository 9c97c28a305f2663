"""The worst case in a real house: a model that does whatever the words in a file say, with connectors to give it arms.

Orders are words like OBEY_mail. Where the model hears one, it makes the calls of that order at once. An order that it
was planted with is followed even when no tool showed it (a model may see what a reader does not), after its own task.
"""

import asyncio
import base64
import binascii
import http.client
import json
import re
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from agent.calls.params import parsed, schema
from agent.core.actions import Action, Approval, Argument, Effect, Grant, Intent, Mode, Question, Source, Trust
from agent.core.events import CallEnded, Notice, RootGranted
from agent.core.messages import (
    AssistantMessage,
    Delta,
    Finish,
    Message,
    Outcome,
    Reply,
    Result,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    text_of,
)  # fmt: skip
from agent.core.ports import Approver, ChatModel, Gate, Settings, Traits
from agent.loop.dispatch import Bench
from agent.session.session import Session
from agent.session.state import SessionState
from agent.tools.ready import ReadLog, Ready, said
from agent.tools.toolset import built_in_tools
from agent.workspace.findings import Inspection
from agent.workspace.ledger import FolderLedger
from agent.workspace.workspace import Workspace
from desktop.compose.asked import Asked
from desktop.compose.coding import Coding
from desktop.compose.home import Home
from desktop.compose.house import House, built_house
from desktop.compose.opened import OpenedSession
from desktop.compose.skilled import TurnSkills

ORDER = re.compile(r"OBEY_([a-z]+)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{12,}={0,2}")
_TEXT = {"type": "string"}
ACCOUNT = "mail.test"
Calls = Sequence[tuple[str, Mapping[str, object]]]


class Outside:
    """A server on loopback that stands for every other machine. `requests` are what reached it."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        seen = self.requests

        class Counting(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                seen.append(self.rfile.read(size).decode())
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Counting)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def reach(self, words: str) -> None:
        """What a connector does: bytes leave."""
        connection = http.client.HTTPConnection("127.0.0.1", self._server.server_port)
        connection.request("POST", "/", words.encode())
        connection.getresponse().read()
        connection.close()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Connector:
    """A Tool whose calls leave. `roles` maps its arguments to their roles; without a target the address is it."""

    name: str
    effect: Effect
    target: str
    roles: Mapping[str, str]
    outside: Outside

    @property
    def spec(self) -> ToolSpec:
        """See `agent.core.ports.Tool`."""
        return ToolSpec(self.name, "A connector.", schema((), **dict.fromkeys(self.roles, _TEXT)))

    def prepare(self, call: ToolCall) -> Ready:
        """See `agent.core.ports.Tool`."""
        values = parsed(call, self.spec)
        told = tuple(Argument(role, values.text(name)) for name, role in self.roles.items() if name in values.values)
        address = next((one.value for one in told if one.role == "address"), "")
        target = self.target or urlsplit(address).hostname or address
        return Ready(Intent(self.name, (Action(self.effect, target, told),)), lambda: self._run(call.arguments))

    def _run(self, words: str) -> Result:
        self.outside.reach(words)
        return said("Done.")


@dataclass(frozen=True)
class Inbox:
    """A Tool that reads the person's mail; what it gives comes from outside."""

    words: str

    @property
    def spec(self) -> ToolSpec:
        """See `agent.core.ports.Tool`."""
        return ToolSpec("inbox", "Read the mail.", schema(()))

    def prepare(self, call: ToolCall) -> Ready:
        """See `agent.core.ports.Tool`."""
        heard = Result((Text(self.words),), sources=(Source(Trust.OUTSIDE, ACCOUNT),))
        return Ready(Intent("Read the mail", (Action(Effect.READ, ACCOUNT),)), lambda: heard)


@dataclass
class Obedient:
    """A ChatModel without a will: its own task, and every order that it hears."""

    task: Calls
    orders: Mapping[str, Calls]
    planted: str = ""
    heard: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    _waiting: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    _number: int = 0

    name = "obedient"
    host = ""
    traits = Traits()

    def __post_init__(self) -> None:
        self._waiting = list(self.task)

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """See `agent.core.ports.ChatModel`."""
        self.systems.append(settings.system)
        self.offered = [tool.name for tool in tools]
        last = history[-1]
        if isinstance(last, ToolMessage):
            for result in last.results:
                self._listen(text_of(result.for_model))
        if not self._waiting and self.planted and self.planted not in self.heard:
            self._obey(self.planted)
        if not self._waiting:
            yield Reply(AssistantMessage((Text("Done."),)), Finish.STOP)
            return
        self._number += 1
        tool, arguments = self._waiting.pop(0)
        call = ToolCall(f"c{self._number}", tool, json.dumps(arguments))
        yield Reply(AssistantMessage((), (call,)), Finish.CALLS)

    def _listen(self, text: str) -> None:
        for order in ORDER.findall(text + " " + " ".join(_decoded(text))):
            if order not in self.heard and order in self.orders:
                self._obey(order)

    def _obey(self, order: str) -> None:
        self.heard.append(order)
        self._waiting[:0] = list(self.orders[order])


def _decoded(text: str) -> Iterator[str]:
    for piece in _BASE64.findall(text):
        try:
            yield base64.b64decode(piece, validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            continue


@dataclass
class Careful:
    """A person who says no to everything that they did not ask for, and remembers what they were shown.

    `yes` accepts everything instead.
    """

    yes: bool = False
    questions: list[Question] = field(default_factory=list)

    async def ask(self, question: Question, call: str = "") -> Approval:
        """See `agent.core.ports.Approver`."""
        self.questions.append(question)
        rows = tuple(row.index for row in question.rows) if self.yes else ()
        return replace(question.answer(rows, self.yes), at=time.time())


@dataclass
class Front:
    """Asks by the Session, so that the question and its answer are in the Journal, as every front door does."""

    opened: OpenedSession
    person: Careful

    async def ask(self, question: Question, call: str = "") -> Approval:
        """See `agent.core.ports.Approver`."""
        waiting = asyncio.ensure_future(self.opened.session.ask(question))
        await asyncio.sleep(0)
        self.opened.session.answer(await self.person.ask(question))
        return await waiting


@dataclass
class Done:
    """What a Turn did: the results of the calls by name of tool and arguments, and what the person was asked."""

    model: Obedient
    questions: list[Question]
    results: list[tuple[ToolCall, ToolResult]]
    state: SessionState

    def of(self, tool: str) -> list[ToolResult]:
        """The results of a tool."""
        return [result for call, result in self.results if call.tool == tool]

    @property
    def stopped(self) -> list[str]:
        """Tools whose calls did not pass."""
        return [call.tool for call, result in self.results if result.outcome is not Outcome.DONE]


class Office:
    """A folder in a real house, with a mailbox, the web, a search service and a way to run code."""

    def __init__(self, root: Path, house: House, outside: Outside) -> None:
        self.root = root
        self.house = house
        self.outside = outside
        self.told: list[Notice] = []

    def open(self, mode: Mode = Mode.DESTRUCTIVE, mail: str = "") -> OpenedSession:
        """A new Session over the folder; the person has connected their mailbox."""
        made = self.house.new_session(
            (RootGranted("", str(self.root)),), lambda _s, _n, notice: self.told.append(notice)
        )
        documents = self.house.documents
        ledger = FolderLedger(
            made.workspace,
            self.house.home.ledger,
            self.house.home.vault,
            made.session.id,
            Inspection(documents.check, documents.reaches),
        )
        log = ReadLog()

        def bench(  # noqa: PLR0913
            session: Session,
            files: Workspace,
            own: FolderLedger,
            gate: Gate,
            approver: Approver,
            model: ChatModel,
            _: Coding,
            __: TurnSkills,
        ) -> Bench:
            tools = (*built_in_tools(files, documents, session.emit, approver, log), *self._connectors(), Inbox(mail))
            return Bench({tool.spec.name: tool for tool in tools}, gate, approver, own, session.emit)

        opened = OpenedSession(
            made.session, made.workspace, ledger, bench, self.house.skilled,
            always=self.house.grants, documents=documents, untold=self.house.untold,
        )  # fmt: skip
        opened.set(mode=mode)
        opened.give_grant(Grant(Effect.CONNECT, ACCOUNT))
        return opened

    def do(
        self, words: str, model: Obedient, person: Careful | None = None, *,
        mode: Mode = Mode.DESTRUCTIVE, mail: str = "", undo: bool = False,
        attached: tuple[str, ...] = (),
    ) -> Done:  # fmt: skip
        """One Turn of the person's words in a new Session; `undo` puts everything back at the end."""
        return asyncio.run(self._done(Asked(words, model, attached), person or Careful(), mode, mail, undo))

    async def _done(self, asked: Asked, person: Careful, mode: Mode, mail: str, undo: bool) -> Done:
        opened = self.open(mode, mail)
        before = len(self.told)
        await opened.begin(asked, Front(opened, person))
        state = opened.session.state
        made = {call.id: call for message in state.history if isinstance(message, AssistantMessage)
                 for call in message.calls}  # fmt: skip
        ended = [one.result for one in self.told[before:] if isinstance(one, CallEnded)]
        if undo:
            await opened.undo_all()
        return Done(
            cast("Obedient", asked.model), person.questions, [(made[result.call], result) for result in ended], state
        )

    def _connectors(self) -> tuple[Connector, ...]:
        mail = {"to": "recipient", "subject": "subject", "body": "body", "file": "file"}
        return (
            Connector("mail", Effect.SEND, ACCOUNT, mail, self.outside),
            Connector("page", Effect.CONNECT, "", {"url": "address"}, self.outside),
            Connector("post", Effect.SEND, "", {"url": "address", "text": "body"}, self.outside),
            Connector("websearch", Effect.CONNECT, "search.test", {"words": "query"}, self.outside),
            Connector("execute", Effect.EXECUTE, "python", {"code": "body"}, self.outside),
            Connector("forget", Effect.DELETE, ACCOUNT, {"id": "id"}, self.outside),
        )


@contextmanager
def office(folder: Path, home: Path) -> Iterator[Office]:
    """A house and a server, both closed at the end."""
    state = Home(home)
    for path in (state.vault, state.staging, state.settings):
        path.mkdir(parents=True, exist_ok=True)
    house, outside = built_house(state), Outside()
    try:
        yield Office(folder, house, outside)
    finally:
        outside.close()
        house.close()
