"""Model servers that behave badly, through the whole program: it comes to an end, and says which."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytestmark = pytest.mark.parametrize("language", ["en"])
CHUNK = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}


def chunk(words="", finish=None):
    choice = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": finish}
    return f"data: {json.dumps({**CHUNK, 'choices': [choice]})}\n\n".encode()


class Bad:
    """A server that answers with `play(number, door)`; `times` are those of its requests."""

    def __init__(self, play):
        outer, self.over = self, threading.Event()
        self.times: list[float] = []

        class Door(BaseHTTPRequestHandler):
            def log_message(self, *_):
                """Quiet."""

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                outer.times.append(time.monotonic())
                try:
                    play(len(outer.times), self)
                except OSError:
                    """The client went away."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    def close(self):
        self.over.set()
        self.http.shutdown()
        self.http.server_close()


def begins(door, status=200, kind="text/event-stream", **headers):
    door.send_response(status)
    door.send_header("Content-Type", kind)
    for name, value in headers.items():
        door.send_header(name.replace("_", "-"), value)
    door.end_headers()


@pytest.fixture
def served(deskhand):
    made = []

    def serve(play):
        made.append(Bad(play))
        deskhand.run("model", "add", "bad", "--base-url", made[-1].url, "--model", "m", "--no-key")
        return made[-1]

    yield serve
    for one in made:
        one.close()


@pytest.mark.parametrize("piece", [b": keep-alive\n\n", chunk("word ")], ids=["comments", "words"])
def test_a_stream_that_never_ends_is_broken_off_when_the_time_is_over(deskhand, served, folder, piece):
    def endless(number, door):
        begins(door)
        while not server.over.wait(0.05):
            door.wfile.write(piece)
            door.wfile.flush()

    server = served(endless)
    for minutes in ("0.05", "0.2", "0.8"):  # on a busy computer the time can be over before the server was asked
        began = time.monotonic()
        events = deskhand.events(
            "run", "Look", "--folder", str(folder), "--model", "bad", "--max-minutes", minutes, code=4
        )
        assert time.monotonic() - began < 30 + 60 * float(minutes)
        assert (events[-1]["ending"], events[-1]["code"]) == ("limit", "limit")
        if server.times:
            break
    assert len(server.times) == 1


def test_a_server_that_dies_and_comes_back_costs_nothing(deskhand, served, folder):
    def away(number, door):
        if number < 3:
            door.connection.close()
        else:
            begins(door)
            door.wfile.write(chunk("Here again.", "stop") + b"data: [DONE]\n\n")

    server = served(away)
    events = deskhand.events("run", "Look", "--folder", str(folder), "--model", "bad")
    assert events[-1]["ending"] == "done"
    assert len(server.times) == 3


def test_a_wait_of_an_hour_is_told_and_not_waited_for(deskhand, served, folder):
    def busy(number, door):
        begins(door, 429, "application/json", Retry_After="3600")
        door.wfile.write(b'{"error": {"message": "Slow down."}}')

    server = served(busy)
    events = deskhand.events("run", "Look", "--folder", str(folder), "--model", "bad", code=1)
    assert (events[-1]["ending"], events[-1]["code"]) == ("failed", "rate_limited")
    assert len(server.times) == 1


def test_an_answer_of_eight_megabytes_is_no_end_of_the_program(deskhand, served, folder):
    def long(number, door):
        begins(door)
        for _ in range(70):
            door.wfile.write(chunk("word " * 20_000))
        door.wfile.write(chunk("", "stop") + b"data: [DONE]\n\n")

    served(long)
    events = deskhand.events("run", "Look", "--folder", str(folder), "--model", "bad")
    assert events[-1]["ending"] == "done"
