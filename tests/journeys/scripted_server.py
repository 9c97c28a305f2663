"""An OpenAI-compatible server on loopback that goes through a script, one step for each request."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Step = Sequence[tuple[str, dict[str, Any]]] | str
Answers = Callable[[Mapping[str, Any]], Step]


class ScriptedServer:
    """`heard` are the bodies of all requests. `answers` gives the step for one: words, or calls of tools."""

    def __init__(self, answers: Answers) -> None:
        self.heard: list[dict[str, Any]] = []
        lock, outer = threading.Lock(), self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    outer.heard.append(body)
                    number = len(outer.heard)
                    step = answers(body)
                lines = [f"data: {json.dumps(one)}\n\n" for one in chunks(step, number)]
                data = "".join([*lines, "data: [DONE]\n\n"]).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"


@contextmanager
def serving(answers: Answers) -> Iterator[ScriptedServer]:
    """A running server."""
    server = ScriptedServer(answers)
    thread = threading.Thread(target=server.http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join(5)


def in_order(script: Sequence[Step]) -> Answers:
    """One step after the other; asking for more than there are is an error of the test."""
    left = list(script)
    return lambda _: left.pop(0)


def chunks(step: Step, number: int) -> Iterator[dict[str, Any]]:
    """What is streamed for a step; `number` makes the ids of its calls."""
    if isinstance(step, str):
        yield chunk({"role": "assistant", "content": step})
        yield chunk({}, "stop")
    else:
        calls = [
            {"index": at, "id": f"call_{number}_{at}", "type": "function",
             "function": {"name": name, "arguments": json.dumps(arguments)}}
            for at, (name, arguments) in enumerate(step)
        ]  # fmt: skip
        yield chunk({"role": "assistant", "tool_calls": calls})
        yield chunk({}, "tool_calls")
    yield {**chunk({}), "choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}}


def chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
    """One piece of an answer."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
