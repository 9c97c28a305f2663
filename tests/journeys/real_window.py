"""The real window as a process with a person in front of it, a model server as a process, and the record they leave."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.journeys.program import REPO, Deskhand

PATIENCE = 30
PAUSE = 0.02


def until(condition: Callable[[], Any], what: Callable[[], object] = str) -> Any:
    """Wait until something is true, and give it; else an AssertionError with `what` is there instead."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(PAUSE)
    raise AssertionError(f"it did not come; instead: {what()}")


def kill(process: "subprocess.Popen[Any] | int") -> None:
    """As a crash would."""
    if isinstance(process, int):
        os.kill(process, signal.SIGKILL)
    else:
        process.kill()
        process.wait(timeout=20)


class RealWindow:
    """`python -m desktop` with these arguments; the person does what a test says."""

    def __init__(self, deskhand: Deskhand, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(REPO / "tests" / "journeys" / "person.py"), *arguments],
            env=deskhand.env, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _told(self, *wish: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(wish) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def texts(self) -> list[str]:
        """Everything that the person reads at this moment; buttons that can be pressed as "[name]"."""
        return list(self._told("see"))

    def shows(self, *words: str) -> list[str]:
        """Wait until all of these words can be read; returns what can be read then."""
        return list(until(lambda: self._reads(words), lambda: f"{words} not in {self.texts()}"))

    def press(self, name: str) -> None:
        """Press a button, as soon as it can be pressed."""
        until(lambda: self._told("press", name), lambda: f"no [{name}] in {self.texts()}")

    def write(self, text: str) -> None:
        """Write into the composer."""
        self._told("write", text)

    def host(self) -> int:
        """The process id of the host that it started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(until(lambda: children.read_text().split())[0])

    def end(self) -> None:
        """Whatever became of it: it is gone afterwards, and its host with it."""
        kill(self.process)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    def _reads(self, words: Sequence[str]) -> list[str]:
        texts = self.texts()
        return texts if all(any(word in text for text in texts) for word in words) else []


class ModelServer:
    """`model_process.py` on a port that stays the same. It stops in the middle of the Steps that `halt` names."""

    def __init__(self, folder: Path, steps: Sequence[Any]) -> None:
        folder.mkdir()
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "steps.json").write_text(json.dumps(steps))
        (folder / "heard").touch()
        self.halt()
        self.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        """Start it, again if need be."""
        script = REPO / "tests" / "journeys" / "model_process.py"
        command = [sys.executable, str(script), str(self.port), str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self.is_there)

    def is_there(self) -> bool:
        """Whether its port is open."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def halt(self, *steps: int) -> None:
        """In the middle of these Steps, and no other, nothing comes any more."""
        (self.folder / "halts.json").write_text(json.dumps(steps))

    def end(self) -> None:
        """End it; it may be dead already."""
        kill(self.process)

    def heard(self) -> list[int]:
        """The Steps that were asked for, in order."""
        return [int(line) for line in (self.folder / "heard").read_text().split()]


def record(deskhand: Deskhand) -> list[dict[str, Any]]:
    """The Events that stand in the record by now."""
    with closing(sqlite3.connect(f"{(deskhand.home / 'journal.db').as_uri()}?mode=ro", uri=True)) as database:
        return [json.loads(body) for (body,) in database.execute("SELECT body FROM event ORDER BY number")]


def written(deskhand: Deskhand, kind: str, call: str) -> bool:
    """Whether an Event of that kind about that call stands in the record by now."""
    return any(one["kind"] == kind and call in (one.get("call"), _id(one)) for one in record(deskhand))


def _id(event: dict[str, Any]) -> object:
    call = event.get("call")
    return call.get("id") if isinstance(call, dict) else ""
