"""The Journal: every Event of every Session in one SQLite database. Only appended to; replayed by folds.

WAL mode. Events that must survive a power cut (approvals, commits, the start of a call) are written with
synchronous=FULL, the rest with NORMAL, which survives a crash of the program.
"""

import datetime
import json
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.core.codec import built, dumps, kind_of
from agent.core.errors import keeping
from agent.core.events import (
    CallStarted,
    CheckpointMade,
    Event,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    TurnEnded,
    UnknownEvent,
)

_DURABLE = (CallStarted, CheckpointMade, QuestionAsked, QuestionAnswered, RootGranted, TurnEnded)
_MIGRATIONS = (
    """
    CREATE TABLE session (id TEXT PRIMARY KEY, created TEXT NOT NULL, archived INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE event (
        session TEXT NOT NULL REFERENCES session(id), seq INTEGER NOT NULL, at TEXT NOT NULL,
        kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session, seq)
    ) WITHOUT ROWID;
    """,
)


@dataclass(frozen=True, slots=True)
class Record:
    """An Event with its place in the Journal: `seq` counts from 1, `at` is ISO 8601 in UTC."""

    seq: int
    at: str
    event: Event


class Journal:
    """Opens or makes the database at `path`. May be used from any thread and by several processes.

    Every method raises NeedsUserError (code "records") when the database cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with keeping(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
        self._migrate()

    def close(self) -> None:
        """Close the database."""
        with self._lock, keeping(self._path):
            self._db.close()

    def start(self, session: str) -> None:
        """Make room for a new Session."""
        with self._lock, keeping(self._path):
            self._db.execute("INSERT INTO session (id, created) VALUES (?, ?)", (session, _now()))

    def append(self, session: str, event: Event) -> Record:
        """Write one Event; it is on disk (as durable as its kind needs) when this returns."""
        kind, body = (
            (event.kind, event.raw) if isinstance(event, UnknownEvent) else (kind_of(type(event)), dumps(event))
        )
        at = _now()
        with self._lock, keeping(self._path):
            self._db.execute(f"PRAGMA synchronous={'FULL' if isinstance(event, _DURABLE) else 'NORMAL'}")
            (seq,) = self._db.execute(
                "INSERT INTO event SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4 FROM event WHERE session = ?1"
                " RETURNING seq",
                (session, at, kind, body),
            ).fetchone()
        return Record(seq, at, event)

    def records(self, session: str, after: int = 0) -> tuple[Record, ...]:
        """The Events of a Session in order, from the one after sequence number `after`."""
        with self._lock, keeping(self._path):
            rows = self._db.execute(
                "SELECT seq, at, kind, body FROM event WHERE session = ? AND seq > ? ORDER BY seq", (session, after)
            ).fetchall()
        return tuple(Record(seq, at, _event(kind, body)) for seq, at, kind, body in rows)

    def sessions(self, *, archived: bool = False) -> Sequence[str]:
        """The ids of all Sessions, the one that was used last first."""
        with self._lock, keeping(self._path):
            rows = self._db.execute(
                "SELECT s.id FROM session s LEFT JOIN event e ON e.session = s.id WHERE s.archived = ?"
                " GROUP BY s.id ORDER BY coalesce(max(e.at), s.created) DESC, s.created DESC",
                (int(archived),),
            ).fetchall()
        return [row[0] for row in rows]

    def knows(self, session: str) -> bool:
        """Whether there is such a Session, archived or not."""
        with self._lock, keeping(self._path):
            return self._db.execute("SELECT 1 FROM session WHERE id = ?", (session,)).fetchone() is not None

    def tells(self, session: str, checkpoint: str) -> bool:
        """Whether a Session says that this Checkpoint was made."""
        with self._lock, keeping(self._path):
            return self._db.execute(
                "SELECT 1 FROM event WHERE session = ? AND kind = ? AND instr(body, ?)",
                (session, kind_of(CheckpointMade), f'"{checkpoint}"'),
            ).fetchone() is not None  # fmt: skip

    def archive(self, session: str, *, archived: bool = True) -> None:
        """Take a Session out of the list, or put it back. Its Events stay."""
        with self._lock, keeping(self._path):
            self._db.execute("UPDATE session SET archived = ? WHERE id = ?", (int(archived), session))

    def _migrate(self) -> None:
        """Bring the schema up to date in one transaction, so that two processes cannot both do it."""
        with self._lock, keeping(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            for step in _MIGRATIONS[version:]:
                for statement in filter(str.strip, step.split(";")):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version={max(version, len(_MIGRATIONS))}")
            self._db.execute("COMMIT")


def _event(kind: str, body: str) -> Event:
    try:
        return built(Event, json.loads(body))  # type: ignore[arg-type]  # a union is not a type[T] to mypy
    except (ValueError, KeyError):
        return UnknownEvent(kind, body)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
