"""A model on loopback whose answers a test gives step by step; it counts the bytes of every body that it gets."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ModelServer:
    """Steps: a text, a list of (tool, arguments) to call, or an int for an error of that status.

    An error repeats everything that it was sent with: the Authorization header, and the key in it.
    """

    def __init__(self, steps):
        self.steps = list(steps)
        self.sizes: list[int] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                outer.sizes.append(len(raw))
                outer.bodies.append(raw)
                outer.headers.append({name.lower(): value for name, value in self.headers.items()})
                outer.answer(self, outer.steps.pop(0) if outer.steps else "done")

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.http.daemon_threads = True
        self.port = self.http.server_port
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def answer(self, door, step):
        if isinstance(step, int):
            auth = door.headers.get("Authorization", "")
            told = f"bad request with {auth}, key {auth.removeprefix('Bearer ')}"
            body = json.dumps({"error": {"message": told, "headers": dict(door.headers)}}).encode()
            self._send(door, step, "application/json", body)
            return
        delta: dict[str, object]
        if isinstance(step, str):
            delta, finish = {"content": step}, "stop"
        else:
            calls = [{"index": n, "id": f"c{len(self.sizes)}_{n}", "type": "function",
                      "function": {"name": name, "arguments": json.dumps(arguments)}}
                     for n, (name, arguments) in enumerate(step)]  # fmt: skip
            delta, finish = {"tool_calls": calls}, "tool_calls"
        base = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        chunks = [
            {**base, "choices": [{"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": None}]},
            {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}],
             "usage": {"prompt_tokens": 1234, "completion_tokens": 56, "total_tokens": 1290}},
        ]  # fmt: skip
        lines = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
        self._send(door, 200, "text/event-stream", lines.encode())

    @staticmethod
    def _send(door, status, kind, body):
        door.send_response(status)
        door.send_header("Content-Type", kind)
        door.send_header("Content-Length", str(len(body)))
        door.send_header("Retry-After", "0")
        door.end_headers()
        door.wfile.write(body)

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)
