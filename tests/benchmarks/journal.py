"""What the chain costs for each record, and how long it takes to verify. Argument: [RECORDS] (default 4000).

Every time is given against a bound measured in the same run: a plain insert of the same text into a SQLite table with
the same settings. Every tenth record is durable, as in a real task. The aim: at most 0.5 ms more for each record.
"""

import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from agent.core.codec import dumps  # noqa: E402
from agent.core.events import Ending, Event, Noted, TurnEnded  # noqa: E402
from agent.session.heads import Anchor  # noqa: E402
from agent.session.journal import Journal  # noqa: E402

MOST_MS = 0.5
EVENTS: list[Event] = [*[Noted("x" * 400)] * 9, TurnEnded(Ending.DONE, "x" * 400)]


def plain(path, count):
    """Seconds for bare inserts."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE event (session TEXT, seq INTEGER, at TEXT, kind TEXT, body TEXT,"
                     " PRIMARY KEY (session, seq)) WITHOUT ROWID")  # fmt: skip
    began = time.perf_counter()
    for number in range(count):
        event = EVENTS[number % 10]
        database.execute(f"PRAGMA synchronous={'FULL' if isinstance(event, TurnEnded) else 'NORMAL'}")
        database.execute("INSERT INTO event VALUES ('s', ?, 'now', 'noted', ?)", (number, dumps(event)))
    seconds = time.perf_counter() - began
    database.close()
    return seconds


def chained(folder, count):
    """Seconds for the Journal with a signing key and a folder for copies, and for looking at all of it."""
    journal = Journal(folder / "journal.db", Anchor(folder / "journal.head", lambda: b"k" * 32, lambda: str(folder)))
    journal.start("s")
    began = time.perf_counter()
    for number in range(count):
        journal.append("s", EVENTS[number % 10])
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    found = journal.verify(b"k" * 32)
    looked = time.perf_counter() - began
    journal.close()
    assert found.ok
    assert found.records == count
    return seconds, looked


def measured(count, rounds=1):
    """Milliseconds a record: plain, chained, the difference; microseconds a record to verify. The best of the rounds,
    which take turns, because a busy disk makes single ones twice as long.
    """
    bare = whole = looked = float("inf")
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            bare = min(bare, plain(Path(name) / "plain.db", count))
            took, read = chained(Path(name), count)
            whole, looked = min(whole, took), min(looked, read)
    ms = 1000 / count
    more = (whole - bare) * ms
    return {"records": count, "plain_ms": round(bare * ms, 4), "chained_ms": round(whole * ms, 4),
            "ratio": round(whole / bare, 2), "more_ms": round(more, 4), "most_ms": MOST_MS,
            "verify_us": round(looked / count * 1e6, 1)}  # fmt: skip


if __name__ == "__main__":
    found = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 4000, rounds=5)
    print(json.dumps(found))
    sys.exit(found["more_ms"] > MOST_MS)
