"""Servers on the web, here on loopback: both eras, redirects, addresses, sizes."""

import asyncio
import contextlib
import dataclasses
import http.server
import json
import socket
import ssl
import subprocess
import sys
import threading
import time

import pytest

from agent.core.errors import ToolError
from connectors.connector import Standing
from connectors.mcp import pins
from connectors.mcp.connection import Answers, Connection, LostError
from connectors.mcp.starting import Filling
from connectors.mcp.ways import way_of
from connectors.mcp.web import allowed, reachable
from tests.connectors.mcp.running import SERVERS, Person, call, config, heard, opened


async def refuses(_):
    return False


def approving(made):
    return {pins.START: pins.start_digest(made.declared)}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def served(kind):
    """The good server, over "http" or "sse"; where it is."""
    port = free_port()
    server = subprocess.Popen([sys.executable, str(SERVERS / "good.py"), kind, str(port)], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            break
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def good():
    with served("http") as address:
        yield f"{address}/mcp"


@contextlib.contextmanager
def answering(answer):
    """A server whose every POST and GET is answered by `answer(handler, body)`; its address, and what it heard."""
    seen = []

    class Answering(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):  # noqa: N802  # its name is the library's
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append((self.path, dict(self.headers), body))
            answer(self, body)

        do_GET = do_DELETE = do_POST  # noqa: N815  # its names are those of the library

        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/mcp", seen
    finally:
        server.shutdown()
        server.server_close()


def plain(handler, status, body=b"", **headers):
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(body)


@pytest.mark.parametrize("era", ["", "legacy"])
def test_a_server_on_the_web_is_used_in_both_eras(good, tmp_path, era):
    person, steps = Person("3", "Yes"), []

    async def work(one):
        said = [heard(await call(one, "echo", '{"text": "hi"}')), heard(await call(one, "order"))]
        await call(one, "slow", '{"seconds": 0.1}', lambda *step: steps.append(step))
        return said, one.config.era, one.account

    said, learned, account = opened(config(url=good, era=era), tmp_path, work, person)
    assert "hi" in said[0]
    assert "accept size=3" in said[1]
    assert learned == era or learned == "2026-07-28"
    assert account == "box@127.0.0.1"
    assert [step[1] for step in steps] == [1, 2, 3]


def test_a_server_of_the_older_transport_is_used_asks_and_tells_how_far_it_is(tmp_path):
    person, steps = Person("3", "Yes"), []

    async def work(one):
        said = [heard(await call(one, "echo", '{"text": "やあ"}')), heard(await call(one, "order"))]
        await call(one, "slow", '{"seconds": 0.1}', lambda *step: steps.append(step))
        return one.state, said, one.config.era

    with served("sse") as address:
        made = config(url=f"{address}/sse", declared={"transport": "sse"})
        state, said, era = opened(dataclasses.replace(made, approved=approving(made)), tmp_path, work, person)
        assert state.standing is Standing.READY
        assert "やあ" in said[0]
        assert "accept size=3 gift=True" in said[1]
        assert era == "2026-07-28", "the transport is older than what is spoken over it"
        assert [step[1] for step in steps] == [1, 2, 3]


@pytest.mark.parametrize("leads", [True, False])
def test_the_older_transport_leads_to_no_other_host(tmp_path, leads):
    with answering(lambda handler, _: plain(handler, 202)) as (elsewhere, others):
        said = f"event: endpoint\ndata: {elsewhere if leads else '/post'}\n\n".encode()

        def answer(handler, _):
            handler.send_response(202 if handler.command == "POST" else 200)
            handler.send_header("Content-Type", "text/event-stream")
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.wfile.write(said)
            handler.wfile.flush()
            time.sleep(0 if handler.command == "POST" else 1.0)

        with answering(answer) as (address, seen):
            made = config(url=address, declared={"transport": "sse"})
            way = way_of(Filling(made, lambda _: None), Person().means(), None, ssl.create_default_context, refuses)

            async def work():
                one = Connection(way.streams, Answers(), "legacy", way.is_over, patience=0.5)
                with pytest.raises(LostError):
                    await one.client()
                await one.close()

            asyncio.run(work())
    assert [path for path, _, _ in seen] == (["/mcp"] if leads else ["/mcp", "/post"])
    assert others == []


def test_a_key_goes_to_this_server_alone_and_a_redirect_to_another_host_is_not_followed(tmp_path):
    person = Person()
    person.secrets["key"] = "s3cret"
    with answering(lambda handler, _: plain(handler, 200)) as (elsewhere, stolen):
        other = elsewhere.replace("127.0.0.1", "localhost")
        with answering(lambda handler, _: plain(handler, 307, Location=other)) as (address, seen):
            made = config(
                url=address, secrets=("key",), declared={"headers": {"Authorization": "Bearer ${user_config.key}"}}
            )

            async def work(one):
                return one.state

            state = opened(made, tmp_path, work, person)
    assert state.standing is Standing.FAILED
    assert seen[0][1]["Authorization"] == "Bearer s3cret"
    assert stolen == []


def test_an_answer_of_100_mb_is_not_read_to_its_end(tmp_path):
    def answer(handler, body):
        asked = json.loads(body or b"{}")
        if asked.get("method") == "initialize":
            version = asked["params"]["protocolVersion"]
            result = {"protocolVersion": version, "capabilities": {"tools": {}}}
            result["serverInfo"] = {"name": "x", "version": "1"}
        elif asked.get("method") == "tools/list":
            result = {"tools": [{"name": "big", "inputSchema": {"type": "object"}}]}
        elif asked.get("method") == "tools/call":
            return plain(handler, 200, b"x" * 100_000_000, Content_Type="application/json")
        else:
            return plain(handler, 202 if "id" not in asked else 404)
        whole = json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}).encode()
        return plain(handler, 200, whole, Content_Type="application/json")

    async def work(one):
        with pytest.raises(ToolError) as refused:
            await call(one, "big")
        return refused.value.code

    with answering(answer) as (address, _):
        code = opened(config(url=address, era="legacy"), tmp_path, work)
    assert code in {"connector_lost", "connector_refused", "connector_odd"}


@pytest.mark.parametrize(
    ("server", "asked"),
    [
        ("https://mcp.example.com/mcp", "http://mcp.example.com/mcp"),
        ("https://mcp.example.com/mcp", "https://127.0.0.1/"),
        ("https://mcp.example.com/mcp", "http://169.254.169.254/latest"),
        ("https://mcp.example.com/mcp", "https://user@mcp.example.com/"),
        ("http://127.0.0.1:1/mcp", "http://192.168.0.1/"),
    ],
)
def test_addresses_that_a_server_must_not_lead_to(server, asked):
    with pytest.raises(ToolError):
        allowed(reachable(server), asked)


def test_nobody_there_is_said_in_words(tmp_path):
    async def work(one):
        return one.state

    state = opened(config(url=f"http://127.0.0.1:{free_port()}/mcp"), tmp_path, work)
    assert state.standing is Standing.FAILED
    assert "could not be connected" in state.words.en
