"""A model server as a process of its own, which can be killed. `python tests/journeys/model_process.py PORT FOLDER`

`FOLDER/steps.json` has the Steps, as `scripted_server` knows them. Which one is given depends on how often the model
has answered in what it hears, so that it is the same whoever asks again. While `FOLDER/halts.json` names the Step, only
its first words come, and then nothing. `FOLDER/heard` gets a line for each request: the number of its Step.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.journeys.scripted_server import chunk, chunks  # noqa: E402

FIRST_WORDS = "Let me see"


class Door(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    folder = Path()

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        """The Step that is due, streamed."""
        heard = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"]
        number = sum(message["role"] == "assistant" for message in heard)
        with (self.folder / "heard").open("a") as lines:
            lines.write(f"{number}\n")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        if number in json.loads((self.folder / "halts.json").read_text()):
            self._say(chunk({"role": "assistant", "content": FIRST_WORDS}))
            time.sleep(600)  # it halts here until it is killed
        steps = json.loads((self.folder / "steps.json").read_text())
        for one in chunks(steps[min(number, len(steps) - 1)], number):
            self._say(one)
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _say(self, piece: object) -> None:
        self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
        self.wfile.flush()


if __name__ == "__main__":
    Door.folder = Path(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Door).serve_forever()
