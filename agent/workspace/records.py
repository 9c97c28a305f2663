"""The ledger's records: what each commit meant to do, step by step, and how far it is known to be.

A step is a JSON object. A location is {"root": name, "path": path} below a Root, or {"vault": absolute path}.

    {"do": "folder", "at": location}                       an empty folder
    {"do": "move", "from": location, "to": location}       a rename; `to` was free
    {"do": "time", "at": location, "modified": ns}         a folder gets its time back; comes last, and needs no mirror
    {"do": "swap", "at": location, "new": location, "old": location}
                                                           `at` gets the file at `new`, `old` keeps what was there

`inode` of a step is [device, inode] of what moves in; `sha256` is the hash of a file that moves, "" for folders.
`spare` of a swap is where a clone of the old file may lie, out of reach of a program that still has that file open.
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
INTENT, DONE, REVERTED, PURGED = "intent", "done", "reverted", "purged"
_SCHEMA = (
    """
    CREATE TABLE commits (
        number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, session TEXT NOT NULL, state TEXT NOT NULL,
        roots TEXT NOT NULL, steps TEXT NOT NULL, times TEXT NOT NULL, checkpoint TEXT NOT NULL
    );
    """,
    "ALTER TABLE commits ADD COLUMN purged TEXT NOT NULL DEFAULT ''",
)


@dataclass(frozen=True, slots=True)
class FolderTime:
    """A folder in which names came or went: where it was and its time before, where it is (`end`) and its time after.

    Times are in ns since 1970, 0 for a folder that is not there, or while the commit is under way.
    """

    origin: dict[str, str]
    before: int
    after: int
    end: dict[str, str]


@dataclass(frozen=True, slots=True)
class Commit:
    """A record. `roots` maps names to absolute paths, `identities` to device and inode (old records have none);
    `purged` is when the before-images were given away.
    """

    checkpoint: Checkpoint
    state: str
    roots: dict[str, str]
    steps: tuple[Step, ...]
    times: tuple[FolderTime, ...] = ()
    identities: dict[str, tuple[int, int]] = field(default_factory=dict)
    purged: str = ""


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
                "INSERT INTO commits (id, session, state, roots, steps, times, checkpoint, purged)"
                " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET state=excluded.state, steps=excluded.steps,"
                " times=excluded.times, checkpoint=excluded.checkpoint, purged=excluded.purged",
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

    def ended(self) -> tuple[Commit, ...]:
        """Records that are done, the oldest first."""
        return self._rows("WHERE state = ?", DONE)

    def using(self, checkpoint: str) -> tuple[Commit, ...]:
        """The record of a Checkpoint, and those that name what it keeps, whatever their state."""
        return self._rows("WHERE id = ?1 OR instr(steps, ?1)", checkpoint)

    def states(self) -> dict[str, str]:
        """The state of every record by its id."""
        with self._lock, keeping(self._path):
            return dict(self._db.execute("SELECT id, state FROM commits").fetchall())

    def taken_out_since(self, checkpoint: str) -> frozenset[str]:
        """The places in vaults from which something was put back after that Checkpoint was made."""
        later = self._rows("WHERE state = 'done' AND number > (SELECT number FROM commits WHERE id = ?)", checkpoint)
        steps = [step for commit in later for step in commit.steps]
        return frozenset(
            str(step[name]["vault"]) for step in steps for name in ("from", "new") if "vault" in step.get(name, ())
        )

    def _rows(self, where: str, value: str) -> tuple[Commit, ...]:
        with self._lock, keeping(self._path):
            query = f"SELECT state, roots, steps, times, checkpoint, purged FROM commits {where} ORDER BY number"  # noqa: S608  # fixed texts
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


def slots_of(step: Step) -> list[Path]:
    """The places in vaults that a step names."""
    return [Path(where["vault"]) for where in step.values() if isinstance(where, dict) and "vault" in where]


def _row(commit: Commit) -> tuple[str, ...]:
    one = commit.checkpoint
    roots = {name: [path, *commit.identities.get(name, ())] for name, path in commit.roots.items()}
    times = [[time.origin, time.before, time.after, time.end] for time in commit.times]
    return (one.id, one.session, commit.state, json.dumps(roots), json.dumps(commit.steps), json.dumps(times),
            dumps(one), commit.purged)  # fmt: skip


def _commit(state: str, roots: str, steps: str, times: str, checkpoint: str, purged: str) -> Commit:  # noqa: PLR0917
    rows = json.loads(times)  # old records do not say where the folder is afterwards: it was never moved
    folders = tuple(FolderTime(origin, *ns, *(end or [origin])) for origin, *ns, end in ((*r[:3], r[3:]) for r in rows))
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
        purged,
    )
