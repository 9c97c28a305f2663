"""How long a long Session takes to open. `python tests/benchmarks/resume.py [EVENTS]`

A Session of EVENTS (50,000: about 45 MB) is written, then opened as the host does it; its newest part is told to the
window and made a picture there: that is what a person waits for (the bound is one second). Then what came earlier is
read part by part while the window answers. Beside it, in the same run: reading the same rows with bare SQLite and
parsing them with `json.loads`, which nothing that reads all of it can go below. Without the start of processes, the
greeting, the pipe and the drawing of the widgets.
"""

import asyncio
import gc
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.actions import Source, Trust  # noqa: E402
from agent.core.codec import dumps, kind_of  # noqa: E402
from agent.core.events import (  # noqa: E402
    CallEnded,
    CallStarted,
    Ending,
    Event,
    MessageAdded,
    RootGranted,
    Sent,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import (  # noqa: E402
    AssistantMessage,
    Outcome,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    Usage,
    UserMessage,
)
from agent.session.chain import START, chained, new_salt, sealed  # noqa: E402
from desktop.compose.home import Home  # noqa: E402
from desktop.compose.house import House, built_house  # noqa: E402
from desktop.host.front import Front  # noqa: E402
from desktop.host.session_requests import SessionRequests  # noqa: E402
from desktop.presenter.parts import Reading, begun, with_part  # noqa: E402
from desktop.presenter.picture import SessionPicture  # noqa: E402
from desktop.wire import messages as wire  # noqa: E402
from desktop.wire.framing import Answer, answer_as, answer_line, parsed  # noqa: E402

STEPS_IN_A_TURN = 40
ROUNDS = 5


def story(count: int) -> Iterator[Event]:
    """`count` Events of a Session that reads file after file."""
    yield RootGranted("", "/tmp")
    number = 1
    while number < count:
        yield TurnStarted(f"t{number}", "Go through the files.")
        yield MessageAdded(UserMessage((Text("Go through the files."),)))
        for step in range(STEPS_IN_A_TURN):
            yield from one_step(number * 1000 + step)
        yield MessageAdded(AssistantMessage((Text(f"All of it was read ({number})."),)))
        yield TurnEnded(Ending.DONE)
        number += 4 + 6 * STEPS_IN_A_TURN


def one_step(number: int) -> Iterator[Event]:
    """One reply with one call."""
    call = ToolCall(f"call_{number}", "read", json.dumps({"path": f"folder/file {number}.txt"}))
    source = Source(Trust.FILE, f"folder/file {number % 500}.txt")
    text = (Text(f"line of file {number} " * 70),)
    result = ToolResult(call.id, Outcome.DONE, text, "70 lines", sources=(source,))
    thought = Thinking("Let me look. " * 8, json.dumps({"signature": "x" * 120}))
    yield Sent("api.example.com", "model", 20_000, (source,))
    yield UsageAdded("model", Usage(9000, 120, 8000, 0.01), "api.example.com")
    yield MessageAdded(AssistantMessage((thought, Text("I read the next one.")), (call,)))
    yield CallStarted(call, f"Read file {number}.txt")
    yield CallEnded(result)
    yield MessageAdded(ToolMessage((result,)))


def written(house: House, count: int) -> str:
    """The id of a Session with `count` Events, chained as the Journal does it, but in one transaction."""
    house.journal.start("long")
    rows, prev = [], START
    for number, event in zip(range(1, count + 1), story(count), strict=False):
        body, salt = dumps(event), new_salt()
        at, kind, body_hash = f"2026-11-01T00:00:00.{number:06d}+00:00", kind_of(type(event)), sealed(salt, body)
        prev = chained(prev, (number, "long", number, at, kind), body_hash)
        rows.append((number, "long", number, at, kind, salt, body, body_hash, prev))
    with sqlite3.connect(house.home.journal) as database:
        database.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return "long"


def bare(house: House, session: str) -> list[Any]:
    """The rows as SQLite gives them, as JSON."""
    with sqlite3.connect(house.home.journal) as database:
        rows = database.execute("SELECT seq, at, kind, body FROM event WHERE session = ? ORDER BY seq", (session,))
        return [json.loads(body) for _, _, _, body in rows.fetchall()]


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of a few runs in seconds, and what it gave."""
    times, found = [], None
    for _ in range(ROUNDS):
        found = None
        gc.collect()
        began = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - began)
    return min(times), found


async def told(house: House, session: str) -> bytes:
    """What the host writes for the window that opens the Session."""
    front = Front(house, lambda _: None)
    line = answer_line(1, await SessionRequests(front).open(wire.OpenSession(session)))
    await front.close()
    return line


async def opened(house: House, session: str) -> None:
    """As the command line, or the host, opens it."""
    house.open(session, lambda *_: None).session.close()


def in_the_window(line: bytes, session: str) -> tuple[SessionPicture, Reading | None]:
    """What the window makes of the host's answer."""
    answer = parsed(line)
    assert isinstance(answer, Answer)
    return begun(answer_as(wire.OpenSession(session), answer.result))


async def earlier(house: House, session: str, line: bytes) -> list[float]:
    """Read everything that came earlier; how long each part kept the window, in seconds."""
    front, times = Front(house, lambda _: None), []
    requests = SessionRequests(front)
    await requests.open(wire.OpenSession(session))
    reading: Reading | SessionPicture | None = in_the_window(line, session)[1]
    while isinstance(reading, Reading):
        request = wire.ReadEarlier(session, *reading.next)
        told = answer_line(1, await requests.earlier(request))
        began = time.perf_counter()
        answer = parsed(told)
        assert isinstance(answer, Answer)
        reading = with_part(reading, answer_as(request, answer.result))
        times.append(time.perf_counter() - began)
    await front.close()
    return times


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        for path in (home.folder, home.vault, home.staging, home.settings):
            path.mkdir(parents=True)
        house = built_house(home)
        session = written(house, count)
        size = home.journal.stat().st_size / 1e6
        floor, _ = best(lambda: bare(house, session))
        print(f"{count:,} events, database {size:.0f} MB; bare SQLite and json.loads: {floor:.2f} s")

        def show(what: str, seconds: float) -> None:
            print(f"{what}: {seconds:.2f} s, ratio {seconds / floor:.2f}")

        show("opened (journal, fold, folders)", best(lambda: asyncio.run(opened(house, session)))[0])
        seconds, line = best(lambda: asyncio.run(told(house, session)))
        show(f"opened and told to the window ({len(line) / 1e6:.1f} MB)", seconds)
        drawing, _ = best(lambda: in_the_window(line, session))
        show("in the window: read and folded", drawing)
        print(f"what a person waits for: {seconds + drawing:.2f} s (bound: 1 s)")
        times = sorted(asyncio.run(earlier(house, session, line)))
        if times:
            longest, most = times[-1] * 1000, times[int(len(times) * 0.99)] * 1000
            print(
                f"what came earlier: {len(times)} parts, {sum(times):.2f} s of the window's time in all; 99 % of them"
            )
            print(f"keep it up to {most:.0f} ms, the longest {longest:.0f} ms (bound: 50 ms)")
        house.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
