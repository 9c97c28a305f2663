"""A model provider on loopback: it refuses what the real one refuses, then plays its script."""

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from tests.agent.models.servers.answers import Body, Event, Given

_EVENTS = "text/event-stream"
_JSON = "application/json"


class Speaker(Protocol):
    """One protocol, as its provider speaks it."""

    protocol: str
    model: str
    other: str
    prefix: str

    def wrongs(self, path: str, body: Body, given: Sequence[Given]) -> list[str]: ...
    def events(self, answer: Given) -> list[Event]: ...
    def whole(self, answer: Given) -> bytes: ...
    def refusal(self, status: int, message: str, kind: str) -> bytes: ...
    def broken(self) -> bytes: ...
    def failing(self) -> bytes: ...
    def comment(self) -> bytes: ...
    def stray(self) -> bytes: ...


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: Body
    size: int

    @property
    def streams(self) -> bool:
        """Whether the answer is wanted piece by piece."""
        return bool(self.body.get("stream")) or ":stream" in self.path


class Line:
    """The way back to the client, byte by byte. What is not ended is cut off when the move is over."""

    def __init__(self, door: BaseHTTPRequestHandler, provider: "Provider", *, streams: bool) -> None:
        self.door = door
        self.streams = streams
        self.ended = False
        self._provider = provider

    def head(self, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = _EVENTS) -> None:
        self.door.send_response(status)
        for name, value in {"Content-Type": kind, "Transfer-Encoding": "chunked", **(headers or {})}.items():
            self.door.send_header(name, value)
        self.door.end_headers()

    def send(self, data: bytes) -> None:
        self.door.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def end(self) -> None:
        self.door.wfile.write(b"0\r\n\r\n")
        self.ended = True

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def hang(self) -> None:
        """Silence until the client goes or the test is over."""
        self.door.connection.settimeout(0.05)
        while not self._provider.over.is_set():
            try:
                if self.door.connection.recv(1) == b"":
                    return self._provider.left.set()
            except TimeoutError:
                continue
            except OSError:
                return self._provider.left.set()
        return None


Move = Callable[[Line, Speaker, Given], None]


def plays(line: Line, speaker: Speaker, answer: Given) -> None:
    """The answer as it should be: as a stream or in one piece, as it was asked for."""
    line.head(kind=_EVENTS if line.streams else _JSON)
    for _, data in speaker.events(answer) if line.streams else [("whole", speaker.whole(answer))]:
        line.send(data)
    line.end()


def refuses(status: int, message: str, kind: str = "", headers: Mapping[str, str] | None = None) -> Move:
    """An error before the answer, in the provider's own words."""

    def move(line: Line, speaker: Speaker, _: Given) -> None:
        line.head(status, headers, _JSON)
        line.send(speaker.refusal(status, message, kind))
        line.end()

    return move


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients that go away are part of the game."""


class Provider:
    """Plays its moves in order, the last one for ever. `given` are its answers so far, `wrongs` what it had to refuse.

    `left` is set when a client went away before its answer had ended. Without `strict` nothing is refused.
    """

    strict = True

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.script: list[tuple[Move, Given]] = []
        self.given: list[Given] = []
        self.asked: list[Asked] = []
        self.wrongs: list[str] = []
        self.over = threading.Event()
        self.left = threading.Event()
        outer = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                outer.answer(self)

        self.http = _Server(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.http.server_port}{speaker.prefix}"
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()

    def will(self, move: Move, answer: Given | None = None) -> None:
        """Add a move to the script."""
        self.script.append((move, answer or Given("Hello there")))

    def says(self, *answers: Given) -> None:
        """Add answers that come as they should."""
        for answer in answers:
            self.will(plays, answer)

    def answer(self, door: BaseHTTPRequestHandler) -> None:
        raw = door.rfile.read(int(door.headers["Content-Length"]))
        asked = Asked(door.path, {k.lower(): v for k, v in door.headers.items()}, json.loads(raw), len(raw))
        self.asked.append(asked)
        line = Line(door, self, streams=asked.streams)
        wrongs = self._wrongs(asked) if self.strict else []
        self.wrongs += wrongs
        if wrongs:
            refuses(400, "; ".join(wrongs))(line, self.speaker, Given())
        else:
            move, answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            self.given.append(answer)
            try:
                move(line, self.speaker, answer)
            except OSError:
                self.left.set()
        if not line.ended:
            door.close_connection = True
            with suppress(OSError):
                door.connection.shutdown(socket.SHUT_RDWR)

    def _wrongs(self, asked: Asked) -> list[str]:
        try:
            return self.speaker.wrongs(asked.path, asked.body, self.given)
        except (LookupError, TypeError, ValueError) as error:
            return [f"not even understood: {error!r}"]

    def close(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.http.server_close()
        self._thread.join(5)
