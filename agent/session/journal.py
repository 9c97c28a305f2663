"""The Journal: every Event of every Session in one SQLite database. Only appended to; replayed by folds.

WAL mode. Events that must survive a power cut (approvals, commits, the start of a call, what is sent) are written with
synchronous=FULL, the rest with NORMAL, which survives a crash of the program. Every record is a link of one chain
(`agent.session.chain`), whose head is kept outside (`agent.session.heads`).
"""

import datetime
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.core.codec import bulk, dumps, kind_of
from agent.core.errors import keeping
from agent.core.events import (
    CallStarted,
    CheckpointMade,
    Delegated,
    Event,
    GrantGiven,
    GrantRevoked,
    Noted,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    Sent,
    SessionChanged,
    TurnEnded,
    TurnStarted,
    UnknownEvent,
    read_event,
)
from agent.session.chain import ERASED, START, Link, chained, new_salt, sealed
from agent.session.heads import Anchor, Head, copied_heads, heads_at
from agent.session.schema import migrate
from agent.session.verify import Heads, Verified, verified

_DURABLE = (
    CallStarted, CheckpointMade, GrantGiven, GrantRevoked, QuestionAsked, QuestionAnswered, RootGranted, Sent,
    TurnEnded,
)  # fmt: skip
HOUSE = "deskhand"
"""The id of what belongs to no Session of the person's: tests of models. It is in no list."""
_NO_END = 2**62
_LISTED, _ARCHIVED, _OURS = 0, 1, 2
_LINKS = (
    "SELECT e.number, e.session, e.seq, e.at, e.kind, e.salt, e.body, e.body_hash, e.hash, coalesce(p.hash, ?)"
    " FROM event e LEFT JOIN event p ON p.number = e.number - 1 WHERE e.session = ? ORDER BY e.seq"
)


@dataclass(frozen=True, slots=True)
class Record:
    """An Event with its place in the Journal: `seq` counts from 1, `at` is ISO 8601 in UTC.

    One whose contents were erased is an UnknownEvent of its kind with "" in it.
    """

    seq: int
    at: str
    event: Event


class Journal:
    """Opens or makes the database at `path`. May be used from any thread and by several processes.

    `anchor` keeps the head of the chain; without one it is kept in the file `journal.head` beside the database, as it
    is. Every method raises NeedsUserError (code "records") when the database cannot be used.
    """

    def __init__(self, path: Path, anchor: Anchor | None = None) -> None:
        self.path = path
        self.anchor = anchor or Anchor(path.with_suffix(".head"))
        self._lock = threading.Lock()
        self._synchronous = ""
        with keeping(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA secure_delete=ON")  # what is erased must not lie on in free pages
            migrate(self._db)

    def close(self) -> None:
        """Close the database."""
        self.anchor.close()
        with self._lock, keeping(self.path):
            self._db.close()

    def start(self, session: str) -> None:
        """Make room for a new Session."""
        with self._lock, keeping(self.path):
            self._db.execute("INSERT INTO session (id, created) VALUES (?, ?)", (session, _now()))

    def append(self, session: str, event: Event) -> Record:
        """Write one Event; it is on disk (as durable as its kind needs) when this returns."""
        durable = isinstance(event, _DURABLE) or (isinstance(event, Delegated) and isinstance(event.event, Sent))
        with self._lock, keeping(self.path):
            with self._writing("FULL" if durable else "NORMAL"):
                record, head = self._added(session, event)
            if durable:
                self.anchor.advance(head, self._has)
        return record

    def record(self, event: Event) -> Record:
        """Write down what belongs to no Session of the person's, under the id HOUSE."""
        with self._lock, keeping(self.path):
            self._db.execute("INSERT OR IGNORE INTO session VALUES (?, ?, ?)", (HOUSE, _now(), _OURS))
        return self.append(HOUSE, event)

    def records(self, session: str, after: int = 0, kinds: Sequence[type] = ()) -> tuple[Record, ...]:
        """The Events of a Session in order, from the one after sequence number `after`, of some `kinds` or of all."""
        some = f"AND kind IN ({','.join('?' * len(kinds))})" if kinds else ""
        with self._lock, keeping(self.path):
            rows = self._db.execute(
                f"SELECT seq, at, kind, body FROM event WHERE session = ? AND seq > ? {some} ORDER BY seq",  # noqa: S608  # marks only
                (session, after, *map(kind_of, kinds)),
            ).fetchall()
        with bulk():
            return tuple([Record(seq, at, event_of(kind, body)) for seq, at, kind, body in rows])

    def of_kinds(self, kinds: Sequence[type], after: int = 0) -> Sequence[tuple[int, str, Record]]:
        """The Events of some kinds in all Sessions, from the one after record number `after`, each with its number and
        Session.
        """
        marks = ",".join("?" * len(kinds))
        with self._lock, keeping(self.path):
            rows = self._db.execute(
                f"SELECT number, session, seq, at, kind, body FROM event WHERE number > ? AND kind IN ({marks})"  # noqa: S608  # marks only
                " ORDER BY number",
                (after, *map(kind_of, kinds)),
            ).fetchall()
        return [
            (number, session, Record(seq, at, event_of(kind, body))) for number, session, seq, at, kind, body in rows
        ]

    def bodies(self, session: str, after: int = 0, last: int = _NO_END) -> tuple[tuple[str, str], ...]:
        """Kind and JSON text of the Events of a Session in order, from the one after number `after` to number `last`,
        as they were written; "" for what was erased.
        """
        with self._lock, keeping(self.path):
            rows = self._db.execute(
                "SELECT kind, body FROM event WHERE session = ? AND seq > ? AND seq <= ? ORDER BY seq",
                (session, after, last),
            ).fetchall()
        return tuple((kind, body or "") for kind, body in rows)

    def newest_part(self, session: str, size: int) -> int:
        """The number of the Event after which the newest part of a Session begins; 0 when it is not long.

        It has `size` Events and begins with a Turn when one began among the `size` before them, so up to twice as many.
        """
        with self._lock, keeping(self.path):
            (end,) = self._db.execute(
                "SELECT coalesce(max(seq), 0) FROM event WHERE session = ?", (session,)
            ).fetchone()
            found = self._db.execute(
                "SELECT max(seq) FROM event WHERE session = ? AND seq > ? AND seq <= ? AND kind = ?",
                (session, end - 2 * size, end - size, kind_of(TurnStarted)),
            ).fetchone()
        if end <= 2 * size:
            return 0
        return int(end - size if found[0] is None else found[0] - 1)

    def links(self, session: str) -> tuple[Link, ...]:
        """The same records as links of the chain."""
        with self._lock, keeping(self.path):
            rows = self._db.execute(_LINKS, (START, session)).fetchall()
        return tuple(Link(*row) for row in rows)

    def sessions(self, *, archived: bool = False) -> Sequence[str]:
        """The ids of all Sessions, the one that was used last first."""
        with self._lock, keeping(self.path):
            rows = self._db.execute(
                "SELECT s.id FROM session s LEFT JOIN event e ON e.session = s.id WHERE s.archived = ?"
                " GROUP BY s.id ORDER BY coalesce(max(e.at), s.created) DESC, s.created DESC",
                (_ARCHIVED if archived else _LISTED,),
            ).fetchall()
        return [row[0] for row in rows]

    def last_used(self, session: str) -> str:
        """When a Session was last used, by the rule of `agent.session.state.used`; "" when nothing happened in it."""
        with self._lock, keeping(self.path):
            found = self._db.execute(
                "SELECT at FROM event WHERE session = ?1 AND seq ="
                " (SELECT coalesce(max(iif(kind = ?2, NULL, seq)), 1) FROM event WHERE session = ?1)",
                (session, kind_of(SessionChanged)),
            ).fetchone()
        return found[0] if found else ""

    def knows(self, session: str) -> bool:
        """Whether there is such a Session, archived or not."""
        with self._lock, keeping(self.path):
            return self._db.execute("SELECT 1 FROM session WHERE id = ?", (session,)).fetchone() is not None

    def tells(self, session: str, checkpoint: str) -> bool:
        """Whether a Session says that this Checkpoint was made, or has forgotten what was made."""
        with self._lock, keeping(self.path):
            return self._db.execute(
                "SELECT 1 FROM event WHERE session = ? AND kind = ? AND (body IS NULL OR instr(body, ?))",
                (session, kind_of(CheckpointMade), f'"{checkpoint}"'),
            ).fetchone() is not None  # fmt: skip

    def archive(self, session: str, *, archived: bool = True) -> None:
        """Take a Session out of the list, or put it back. Its Events stay."""
        with self._lock, keeping(self.path):
            self._db.execute(
                "UPDATE session SET archived = ? WHERE id = ?", (_ARCHIVED if archived else _LISTED, session)
            )

    def erase(self, session: str, note: str) -> int:
        """Erase what all Events of a Session say; that they were, and when, stays. Returns how many there were.

        `note` says so to whoever opens the Session, and is the one record with words in it. Nobody may run the Session.
        """
        with self._lock, keeping(self.path):
            with self._writing("FULL"):  # together: contents that are gone without a word about it are an alarm
                erased = self._db.execute(
                    "UPDATE event SET body = NULL, salt = NULL WHERE session = ? AND body IS NOT NULL", (session,)
                ).rowcount
                _, head = self._added(session, Noted(note, ERASED))
            self.anchor.advance(head, self._has)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the log still holds the old pages
        return erased

    def verify(self, key: bytes | None = None, copies: str = "") -> Verified:
        """Whether all records are as they were written, and none is missing. Changes nothing.

        `key` is that of the signatures of heads, `copies` the folder where heads were copied to, or "".
        """
        heads = Heads(heads_at(self.anchor.path), copied_heads(copies, self.anchor.journal), key)
        return verified(self.path, heads)

    @contextmanager
    def _writing(self, synchronous: str) -> Iterator[None]:
        """A transaction that no other process writes in."""
        if synchronous != self._synchronous:
            self._db.execute(f"PRAGMA synchronous={synchronous}")
            self._synchronous = synchronous
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _added(self, session: str, event: Event) -> tuple[Record, Head]:
        """The next record of the chain, in the transaction that is open, and the head that it makes."""
        kind, body = (
            (event.kind, event.raw) if isinstance(event, UnknownEvent) else (kind_of(type(event)), dumps(event))
        )
        salt, at = new_salt(), _now()
        number, prev = self._end()
        (seq,) = self._db.execute(
            "SELECT coalesce(max(seq), 0) + 1 FROM event WHERE session = ?", (session,)
        ).fetchone()
        body_hash = sealed(salt, body)
        link = chained(prev, (number + 1, session, seq, at, kind), body_hash)
        self._db.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number + 1, session, seq, at, kind, salt, body, body_hash, link),
        )
        return Record(seq, at, event), Head(number + 1, link, at)

    def _end(self) -> tuple[int, str]:
        """Number and hash of the last record."""
        found = self._db.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
        return found or (0, START)

    def _has(self, head: Head) -> bool:
        found = self._db.execute("SELECT hash FROM event WHERE number = ?", (head.number,)).fetchone()
        return bool(found == (head.hash,))


def event_of(kind: str, body: str | None) -> Event:
    """The Event that a body says. One of another version, or one that was erased, is an UnknownEvent."""
    try:
        return read_event(json.loads(body or ""))
    except (ValueError, KeyError):
        return UnknownEvent(kind, body or "")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
