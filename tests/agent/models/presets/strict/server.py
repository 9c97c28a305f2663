"""A server on loopback that speaks as one provider and refuses what that provider refuses."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

Body = dict[str, Any]


class RefusedError(Exception):
    """What the provider answers instead: a status and its own words."""

    def __init__(self, words: str, status: int = 400, **more: object) -> None:
        super().__init__(words)
        self.status = status
        self.body = {"error": {"message": words, "type": "invalid_request_error", **more}}


def need(condition: object, words: str, status: int = 400, **more: object) -> None:
    """Refuse with the provider's words unless the condition holds."""
    if not condition:
        raise RefusedError(words, status, **more)


class Rules(Protocol):
    """One provider."""

    def answer(self, path: str, body: Body) -> list[str]:
        """The lines of a stream. Raises RefusedError."""


@dataclass
class StrictServer:
    """A provider at an address, with what it was asked and what it refused."""

    rules: Rules
    url: str = ""
    bodies: list[Body] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def answered(self, path: str, headers: Mapping[str, str], raw: bytes) -> tuple[int, str, bytes]:
        """Status, media type and body."""
        body = json.loads(raw)
        self.bodies.append(body)
        self.headers.append(headers)
        try:
            return 200, "text/event-stream", "".join(self.rules.answer(path, body)).encode()
        except RefusedError as refused:
            self.refusals.append(str(refused))
            return refused.status, "application/json", json.dumps(refused.body).encode()


@contextmanager
def serving(rules: Rules) -> Iterator[StrictServer]:
    """The provider, as long as the context is open."""
    found = StrictServer(rules)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, kind, body = found.answered(self.path, headers, raw)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    http.daemon_threads = True
    found.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    yield found
    http.shutdown()
    http.server_close()
    thread.join(5)


def event(data: object, name: str = "") -> str:
    """A server-sent event."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)}\n\n"


def check_schema(schema: object, *, typed: str = "", inline: str = "") -> None:
    """Refuse a schema in which a property has no type (words `typed`) or that refers elsewhere (words `inline`)."""
    if isinstance(schema, list):
        for one in schema:
            check_schema(one, typed=typed, inline=inline)
    if not isinstance(schema, dict):
        return
    need(not inline or "$ref" not in schema, inline)
    properties = schema.get("properties")
    for value in properties.values() if isinstance(properties, dict) else ():
        if typed and isinstance(value, dict):
            need(set(value) & {"type", "anyOf", "oneOf", "allOf", "$ref", "enum", "const"}, typed)
    for value in schema.values():
        check_schema(value, typed=typed, inline=inline)
