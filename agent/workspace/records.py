"""The ledger's records: what each commit meant to do, step by step, and how far it is known to be.

A step is a JSON object. A location is {"root": name, "path": path} below a Root, or {"vault": absolute path}.

    {"do": "folder", "at": location}                       an empty folder
    {"do": "move", "from": location, "to": location}       a rename; `to` was free
    {"do": "swap", "at": location, "new": location, "old": location}
                                                           `at` gets the file at `new`, `old` keeps what was there

`inode` of a step is [device, inode] of what moves in; `sha256` is the hash of a file that moves, "" for folders.
`state` is what a file that goes away was when it was checked: [device, inode, size, modified ns, changed ns].
Every step has a mirror image, so that undo and redo are the same code.
"""

import json
import sqlite3
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.core.changes import Checkpoint
from agent.core.codec import built, dumps
from agent.core.errors import keeping

Step = dict[str, Any]
INTENT, DONE, REVERTED = "intent", "done", "reverted"
_SCHEMA = (
    """
    CREATE TABLE commits (
        number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, session TEXT NOT NULL, state TEXT NOT NULL,
        roots TEXT NOT NULL, steps TEXT NOT NULL, times TEXT NOT NULL, checkpoint TEXT NOT NULL
    );
    """,
)


@dataclass(frozen=True, slots=True)
class Commit:
    """A record. `roots` maps names to absolute paths, `identities` to device and inode (old records have none);
    `times` has [location, before ns, after ns] of folders.
    """

    checkpoint: Checkpoint
    state: str
    roots: dict[str, str]
    steps: tuple[Step, ...]
    times: tuple[tuple[dict[str, str], int, int], ...] = ()
    identities: dict[str, tuple[int, int]] = field(default_factory=dict)


class Records:
    """The database at `path`. Every write is durable when it returns.

    Every method raises NeedsUserError (code "records") when the database cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with keeping(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
        self._migrate()

    def close(self) -> None:
        """Close the database."""
        with self._lock, keeping(self._path):
            self._db.close()

    def keep(self, *commits: Commit) -> None:
        """Write records, new or over the ones of the same ids: all of them or none."""
        rows = [_row(commit) for commit in commits]
        with self._lock, keeping(self._path), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT INTO commits (id, session, state, roots, steps, times, checkpoint) VALUES (?,?,?,?,?,?,?)"
                " ON CONFLICT(id) DO UPDATE SET state=excluded.state, steps=excluded.steps, times=excluded.times,"
                " checkpoint=excluded.checkpoint",
                rows,
            )

    def find(self, checkpoint: str) -> Commit | None:
        """The record of a Checkpoint."""
        found = self._rows("WHERE id = ?", checkpoint)
        return found[0] if found else None

    def open_ones(self) -> tuple[Commit, ...]:
        """Records that were begun and neither finished nor put back."""
        return self._rows("WHERE state = ?", INTENT)

    def latest(self, count: int) -> tuple[Checkpoint, ...]:
        """The newest Checkpoints that are done, the oldest of them first."""
        with self._lock, keeping(self._path):
            query = "SELECT checkpoint FROM commits WHERE state = ? ORDER BY number DESC LIMIT ?"
            rows = self._db.execute(query, (DONE, count)).fetchall()
        return tuple(built(Checkpoint, json.loads(checkpoint)) for (checkpoint,) in reversed(rows))

    def _rows(self, where: str, value: str) -> tuple[Commit, ...]:
        with self._lock, keeping(self._path):
            query = f"SELECT state, roots, steps, times, checkpoint FROM commits {where} ORDER BY number"  # noqa: S608  # fixed texts
            rows = self._db.execute(query, (value,)).fetchall()
        return tuple(_commit(*row) for row in rows)

    def _migrate(self) -> None:
        with self._lock, keeping(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            for step in _SCHEMA[version:]:
                self._db.execute(step)
            self._db.execute(f"PRAGMA user_version={max(version, len(_SCHEMA))}")
            self._db.execute("COMMIT")


def _row(commit: Commit) -> tuple[str, ...]:
    one = commit.checkpoint
    roots = {name: [path, *commit.identities.get(name, ())] for name, path in commit.roots.items()}
    return (one.id, one.session, commit.state, json.dumps(roots), json.dumps(commit.steps), json.dumps(commit.times),
            dumps(one))  # fmt: skip


def _commit(state: str, roots: str, steps: str, times: str, checkpoint: str) -> Commit:
    folders = tuple((location, before, after) for location, before, after in json.loads(times))
    known: dict[str, list[Any]] = {
        name: [one] if isinstance(one, str) else one for name, one in json.loads(roots).items()
    }
    return Commit(
        built(Checkpoint, json.loads(checkpoint)),
        state,
        {name: path for name, (path, *_) in known.items()},
        tuple(json.loads(steps)),
        folders,
        {name: (identity[0], identity[1]) for name, (_, *identity) in known.items() if identity},
    )
