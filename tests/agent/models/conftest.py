"""A model server on loopback whose answers a test writes down byte by byte."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from agent.core.messages import Delta, Message, Reply, Text, ToolSpec, UserMessage
from agent.core.ports import Settings
from tests.agent.models.asking import chat as chat_at
from tests.agent.models.servers.core import Provider
from tests.agent.models.servers.speakers import SPEAKERS

ASK = (UserMessage((Text("hello"),)),)
Asked = Callable[..., tuple[list[Delta], Reply]]


@dataclass
class Answer:
    """What the server sends. `cut` closes the connection in the middle of the body, `silent` never sends one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    silent: bool = False


@dataclass
class Request:
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class ModelServer:
    """Gives its answers in order, the last one for ever, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[Request] = []
        self.released = threading.Event()
        outer = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append(
                    Request(self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(raw))
                )
                outer.send(self)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    def send(self, door: BaseHTTPRequestHandler) -> None:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.silent:
            self.released.wait(20)
            door.close_connection = True
            return
        door.send_response(answer.status)
        for name, value in {"Content-Type": "text/event-stream", **answer.headers}.items():
            door.send_header(name, value)
        door.send_header("Content-Length", str(len(answer.body) + (100 if answer.cut else 0)))
        door.end_headers()
        door.wfile.write(answer.body)
        door.close_connection = answer.cut

    def streams(self, *chunks: object, done: bool = True, cut: bool = False) -> None:
        """Answer with these chunks as server-sent events; a str is sent as it stands."""
        lines = [f"data: {chunk if isinstance(chunk, str) else json.dumps(chunk)}\n\n" for chunk in chunks]
        self.answers.append(Answer("".join([*lines, "data: [DONE]\n\n" if done else ""]).encode(), cut=cut))

    def refuses(self, status: int, message: str, headers: Mapping[str, str] | None = None, **error: object) -> None:
        """Answer with an error as OpenAI words it."""
        body = json.dumps({"error": {"message": message, **error}}).encode()
        self.answers.append(Answer(body, status, {"Content-Type": "application/json", **(headers or {})}))


@pytest.fixture
def server() -> Iterator[ModelServer]:
    found = ModelServer()
    thread = threading.Thread(target=found.http.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    yield found
    found.released.set()
    found.http.shutdown()
    found.http.server_close()
    thread.join(5)


Chunk = Callable[..., dict[str, Any]]


@pytest.fixture
def chunk() -> Chunk:
    """Makes one chunk of an answer: chunk({"content": "a"}), chunk({}, "stop")."""

    def make(delta: Mapping[str, Any] | None, finish: str | None = None, **more: object) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}

    return make


@pytest.fixture
def call_chunk(chunk: Chunk) -> Chunk:
    """Makes a chunk with pieces of calls: call_chunk({"id": "a", "name": "read", "arguments": "{}"}, ...)."""

    def make(*pieces: Mapping[str, Any]) -> dict[str, Any]:
        calls: Sequence[dict[str, Any]] = [
            {
                **{key: piece[key] for key in ("index", "id") if key in piece},
                "type": "function",
                "function": {key: piece[key] for key in ("name", "arguments") if key in piece},
            }
            for piece in pieces
        ]
        return chunk({"tool_calls": calls})

    return make


@pytest.fixture
def asked(server: ModelServer) -> Asked:
    """Asks the server over the wire: all Deltas, and the one Reply."""

    def ask(
        history: Sequence[Message] = ASK,
        *,
        tools: Sequence[ToolSpec] = (),
        settings: Settings | None = None,
        key: str | None = None,
        patience: float = 0.0,
    ) -> tuple[list[Delta], Reply]:
        chat = chat_at("test", server.url, "m", key, patience=patience)

        async def collect() -> list[Delta | Reply]:
            return [piece async for piece in chat.reply(history, tools, settings or Settings("Be brief."))]

        pieces = asyncio.run(collect())
        reply = pieces.pop()
        assert isinstance(reply, Reply)
        return [piece for piece in pieces if isinstance(piece, Delta)], reply

    return ask


@pytest.fixture(params=SPEAKERS, ids=[speaker.protocol for speaker in SPEAKERS])
def provider(request) -> Iterator[Provider]:
    """A fake provider for each protocol, which must not have had to refuse anything that the test did not expect."""
    found = Provider(request.param)
    yield found
    found.close()


@pytest.fixture(params=SPEAKERS[:3], ids=[speaker.protocol for speaker in SPEAKERS[:3]])
def streaming_provider(request) -> Iterator[Provider]:
    """One that streams arguments as text; Gemini sends them as an object."""
    found = Provider(request.param)
    yield found
    found.close()
