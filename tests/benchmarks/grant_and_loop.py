"""How long a grant of many files and a Step of the loop take. Arguments: [FILES] [STEPS].

Printed as ratios against a bound measured in the same run: a bare walk of the same folder with os.scandir, and a bare
HTTP round trip with the same body to the same server on loopback.
"""

import asyncio
import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.actions import Intent, Mode  # noqa: E402
from agent.core.events import RootGranted  # noqa: E402
from agent.core.messages import Result, Text, ToolSpec, UserMessage  # noqa: E402
from agent.core.ports import Settings  # noqa: E402
from agent.loop.dispatch import Bench  # noqa: E402
from agent.loop.turn import Turn, run_turn  # noqa: E402
from agent.policy.facts import Facts  # noqa: E402
from agent.policy.gate import RuleGate  # noqa: E402
from agent.workspace.workspace import Workspace  # noqa: E402
from tests.agent.models.asking import chat as chat_at  # noqa: E402


def chunk(delta, finish=None):
    """A line of a streamed answer."""
    body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}  # fmt: skip
    return b"data: " + json.dumps(body).encode() + b"\n\n"


CALL = chunk({"role": "assistant", "tool_calls": [
    {"index": 0, "id": "c", "type": "function", "function": {"name": "note", "arguments": "{}"}}]})  # fmt: skip
STEP = CALL + chunk({}, "tool_calls") + b"data: [DONE]\n\n"
LAST = chunk({"role": "assistant", "content": "done"}) + chunk({}, "stop") + b"data: [DONE]\n\n"


class Server(BaseHTTPRequestHandler):
    """Answers with a call until `left` is used up, then with words."""

    left = 0
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Quiet."""

    def do_POST(self):
        """One answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        body = STEP if Server.left > 0 else LAST
        Server.left -= 1
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Note:
    """A Tool that does nothing; its result differs each time, so that the loop does not take it for a circle."""

    spec = ToolSpec("note", "Note.", {"type": "object", "properties": {}})
    intent = Intent("Note")

    def __init__(self):
        self.count = 0

    def prepare(self, call):
        """Ready at once."""
        return self

    async def run(self):
        """A number."""
        self.count += 1
        return Result((Text(str(self.count)),))


class Nobody:
    """In the place of a person and a Ledger that are never asked."""

    async def ask(self, question, call=""):
        """Never called."""
        raise AssertionError

    async def examine(self, changes):
        """Nothing is refused, nothing is found."""
        return ()

    async def commit(self, changes, call=""):
        """Never called."""
        raise AssertionError

    async def undo(self, checkpoint, only=()):
        """Never called."""
        raise AssertionError


def bare_round_trip(port, body):
    """Seconds of one HTTP request on a new connection, as the model's wire makes them."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
    connection.getresponse().read()
    connection.close()
    return time.perf_counter() - began


def loop_steps(port, steps):
    """Seconds for one Step of the loop, mean over `steps`."""
    Server.left = steps
    bench = Bench({"note": Note()}, RuleGate(lambda: Facts(Mode.ACT)), Nobody(), Nobody(), lambda _: None)
    turn = Turn((UserMessage((Text("go"),)),), Settings("s"), lambda: "", lambda: ())
    model = chat_at("m", f"http://127.0.0.1:{port}/v1", "m")
    began = time.perf_counter()
    ended = asyncio.run(run_turn(turn, model, bench))
    assert ended.ending == "done", ended
    return (time.perf_counter() - began) / (steps + 1)


def bare_walk(folder):
    """Seconds of a walk with os.scandir and a stat of each entry, and how many there were."""
    began, count, waiting = time.perf_counter(), 0, [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
    return time.perf_counter() - began, count


def main(files, steps):
    """Measure and print."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    loop_steps(port, 2)  # the libraries are loaded
    Server.left = 0
    bare = statistics.median(bare_round_trip(port, b"{}" * 2000) for _ in range(steps))
    ours = loop_steps(port, steps)
    print(f"a Step of the loop: {ours * 1000:.1f} ms; a bare round trip: {bare * 1000:.1f} ms; ratio {ours / bare:.1f}")
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "many"
        for number in range(files // 1000):
            (folder / f"{number:03}").mkdir(parents=True)
            for name in range(1000):
                (folder / f"{number:03}" / f"{name}.txt").touch()
        walk, count = bare_walk(folder)
        began = time.perf_counter()
        workspace = Workspace((RootGranted("", str(folder)),), Path(base) / "staging")
        granted = time.perf_counter() - began
        found = sum(1 for _ in workspace.walk(workspace.roots()[0]))
        whole = time.perf_counter() - began
        assert found == count
        ratio = f"whole walk {whole:.2f} s, bare {walk:.2f} s, ratio {whole / walk:.1f}"
        print(f"grant of {count} entries: usable after {granted * 1000:.2f} ms; {ratio}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 50)
