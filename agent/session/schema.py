"""The Journal's database, version by version."""

import sqlite3

from agent.session.chain import START, chained, new_salt, sealed

_SESSIONS = "CREATE TABLE session (id TEXT PRIMARY KEY, created TEXT NOT NULL, archived INTEGER NOT NULL DEFAULT 0)"
_EVENTS = """
    CREATE TABLE event (
        session TEXT NOT NULL REFERENCES session(id), seq INTEGER NOT NULL, at TEXT NOT NULL,
        kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session, seq)
    ) WITHOUT ROWID
"""
_CHAIN = """
    CREATE TABLE link (
        number INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES session(id), seq INTEGER NOT NULL,
        at TEXT NOT NULL, kind TEXT NOT NULL, salt BLOB, body TEXT, body_hash TEXT NOT NULL, hash TEXT NOT NULL,
        UNIQUE (session, seq)
    )
"""
# By time, but never against the order of a Session: a clock can have been put back.
_IN_ORDER = """
    SELECT session, seq, at, kind, body FROM event
    ORDER BY max(at) OVER (PARTITION BY session ORDER BY seq), session, seq
"""
_INSERT = "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def migrate(database: sqlite3.Connection) -> None:
    """Bring the schema up to date in one transaction, so that two processes cannot both do it."""
    steps = (_first, _chain)
    database.execute("BEGIN IMMEDIATE")
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        for step in steps[version:]:
            step(database)
        database.execute(f"PRAGMA user_version={max(version, len(steps))}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _first(database: sqlite3.Connection) -> None:
    database.execute(_SESSIONS)
    database.execute(_EVENTS)


def _chain(database: sqlite3.Connection) -> None:
    """One chain over all that was there, and erasable bodies."""
    database.execute(_CHAIN)
    prev = START
    for number, (session, seq, at, kind, body) in enumerate(database.execute(_IN_ORDER), 1):
        salt = new_salt()
        body_hash = sealed(salt, body)
        prev = chained(prev, (number, session, seq, at, kind), body_hash)
        database.execute(_INSERT, (number, session, seq, at, kind, salt, body, body_hash, prev))
    database.execute("DROP TABLE event")
    database.execute("ALTER TABLE link RENAME TO event")
