"""L03 to L06: the record of what happened cannot be edited unseen, and it is enough to tell what happened.

L03: whoever edits it is found out, and told from whoever did something else. (L04 to L06 are in test_exports.)
"""

import json
import sqlite3

import pytest

from agent.core.events import Ending, Noted, TurnEnded
from agent.session.chain import START, chained, sealed
from agent.session.heads import Anchor
from agent.session.journal import Journal

ROWS = 12
KEY = b"k" * 32
COLUMNS = "number, session, seq, at, kind, salt, body, body_hash, hash"


def written(tmp_path, key=None):
    """A closed Journal of twelve records in two Sessions, the last one durable."""
    anchor = Anchor(tmp_path / "journal.head", lambda: key)
    journal = Journal(tmp_path / "journal.db", anchor)
    for session in ("a", "b"):
        journal.start(session)
    for number in range(1, ROWS):
        journal.append("ab"[number % 2], Noted(f"note {number}"))
    journal.append("a", TurnEnded(Ending.DONE))
    journal.close()
    return tmp_path / "journal.db"


def verdict(path, key=None):
    journal = Journal(path)
    try:
        return journal.verify(key)
    finally:
        journal.close()


def edited(path, *statements):
    database = sqlite3.connect(path)
    with database:
        for statement in statements:
            database.execute(*statement) if isinstance(statement, tuple) else database.execute(statement)
    database.close()


def renumbered(path, rows):
    """The records in another order or number, each with its own hash: what a careful editor would leave."""
    edited(path, "DELETE FROM event")
    seqs: dict[str, int] = {}
    database = sqlite3.connect(path)
    with database:
        for number, (_, session, seq, *rest) in enumerate(rows, 1):
            free = seq if seq > 0 else 1000 + number
            seqs[session] = free
            database.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)", (number, session, free, *rest))
    database.close()


def rows_of(path):
    database = sqlite3.connect(path)
    try:
        return database.execute(f"SELECT {COLUMNS} FROM event ORDER BY number").fetchall()
    finally:
        database.close()


def a_false_row(rows, place):
    """A record that fits the one before it, as the algorithm, which everybody can read, says."""
    number, session, seq, at, kind = place, "a", -1, rows[place - 2][3], "noted"
    body = '{"kind":"noted","text":"false","code":""}'
    body_hash = sealed(b"s", body)
    link = chained(rows[place - 2][8], (number, session, 1000 + number, at, kind), body_hash)
    return (number, session, seq, at, kind, b"s", body, body_hash, link)


def deleted_and_closed_up(path):
    rows = rows_of(path)
    renumbered(path, rows[:4] + rows[5:])


def inserted_with_a_right_hash(path):
    rows = rows_of(path)
    renumbered(path, [*rows[:4], a_false_row(rows, 5), *rows[4:]])


def inserted_with_a_wrong_hash(path):
    rows = rows_of(path)
    renumbered(path, [*rows[:4], (*a_false_row(rows, 5)[:8], "f" * 64), *rows[4:]])


def swapped(path, one=4, other=5):
    rows = rows_of(path)
    rows[one], rows[other] = rows[other], rows[one]
    renumbered(path, rows)


def rewritten(path):
    """Everything anew, with right hashes throughout."""
    rows, prev, new = rows_of(path), START, []
    for number, session, seq, at, kind, salt, body, *_ in rows:
        text = body.replace("note 5", "note X")
        link = chained(prev, (number, session, seq, at, kind), sealed(salt, text))
        new.append((number, session, seq, at, kind, salt, text, sealed(salt, text), link))
        prev = link
    renumbered(path, new)


KINDS = {
    "a body": (lambda p: edited(p, "UPDATE event SET body = replace(body, 'note 5', 'note 6') WHERE number = 5"),
               "body", 5),
    "a body with its hash": (lambda p: edited(p, ("UPDATE event SET body = ?, body_hash = ? WHERE number = 5",
                                                  ("{}", sealed(rows_of(p)[4][5], "{}")))), "field", 5),
    "a time": (lambda p: edited(p, "UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE number = 5"), "field", 5),
    "a kind": (lambda p: edited(p, "UPDATE event SET kind = 'plan_set' WHERE number = 5"), "field", 5),
    "a session": (lambda p: edited(p, "UPDATE event SET session = 'a', seq = 99 WHERE number = 5"), "field", 5),
    "a place in its session": (lambda p: edited(p, "UPDATE event SET seq = 99 WHERE number = 5"), "field", 5),
    "bytes in the place of text": (lambda p: edited(p, "UPDATE event SET at = x'ff00' WHERE number = 5"), "field", 5),
    "deleted": (lambda p: edited(p, "DELETE FROM event WHERE number = 5"), "deleted", 5),
    "the first one deleted": (lambda p: edited(p, "DELETE FROM event WHERE number = 1"), "deleted", 1),
    "deleted and closed up": (deleted_and_closed_up, "deleted", 5),
    "inserted": (inserted_with_a_right_hash, "inserted", 5),
    "inserted badly": (inserted_with_a_wrong_hash, "inserted", 5),
    "two neighbours swapped": (swapped, "reordered", 5),
    "two far ones swapped": (lambda p: swapped(p, 2, 9), "reordered", 3),
    "the tail cut off": (lambda p: edited(p, "DELETE FROM event WHERE number > 8"), "truncated", 9),
    "all cut off": (lambda p: edited(p, "DELETE FROM event"), "truncated", 1),
    "all written anew": (rewritten, "rewritten", 12),
    "a task hidden": (lambda p: edited(p, "DELETE FROM session WHERE id = 'b'"), "hidden", 1),
    "contents emptied": (lambda p: edited(p, "UPDATE event SET body = NULL, salt = NULL WHERE number = 5"),
                         "emptied", 5),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", [None, KEY], ids=["unsigned", "signed"])
def test_every_way_to_edit_the_record_is_found_and_named_with_the_number_of_the_record(tmp_path, kind, key):
    path = written(tmp_path, key)
    assert verdict(path, key).ok
    edit, flaw, number = KINDS[kind]
    edit(path)
    found = verdict(path, key)
    assert (found.ok, found.kind, found.first_bad) == (False, flaw, number)
    assert str(number) in found.words[0].en
    assert str(number) in found.words[0].ja


def test_an_untouched_record_is_whole_and_says_what_that_is_worth(tmp_path):
    path = written(tmp_path, KEY)
    signed, unsigned = verdict(path, KEY), verdict(path)
    assert (signed.ok, signed.records, signed.sessions, signed.guarantee) == (True, ROWS, 2, "signed")
    assert "signature" in signed.words[1].en
    assert (unsigned.ok, unsigned.guarantee) == (True, "unsigned")
    (tmp_path / "journal.head").unlink()
    bare = verdict(path)
    assert (bare.ok, bare.guarantee) == (True, "none")
    assert "cannot be known" in bare.words[1].en


def test_a_clock_that_goes_back_is_noted_and_is_no_tampering(tmp_path):
    path = written(tmp_path)
    rows, prev = rows_of(path), START
    for index, (number, session, seq, at, kind, salt, body, body_hash, _) in enumerate(rows):
        at = "2031-01-01T00:00:00+00:00" if index < 3 else at
        link = chained(prev, (number, session, seq, at, kind), body_hash)
        rows[index] = (number, session, seq, at, kind, salt, body, body_hash, link)
        prev = link
    renumbered(path, rows)
    (tmp_path / "journal.head").unlink()
    found = verdict(path)
    assert found.ok
    assert any("went back before record 4" in words.en for words in found.words)


@pytest.mark.parametrize("how", ["the file is gone", "its signed lines are gone", "another key signed it"])
def test_a_signed_head_cannot_be_replaced_by_an_unsigned_or_a_false_one(tmp_path, how):
    path, head = written(tmp_path, KEY), tmp_path / "journal.head"
    if how == "the file is gone":
        head.unlink()
    elif how == "its signed lines are gone":
        head.write_bytes(head.read_bytes()[:512])
    found = verdict(path, b"another" if how == "another key signed it" else KEY)
    assert (found.ok, found.kind) == (False, "head")


def test_a_cut_stays_found_when_deskhand_writes_on(tmp_path):
    path = written(tmp_path)
    edited(path, "DELETE FROM event WHERE number > 8")
    for _ in range(3):
        journal = Journal(path)
        for _ in range(4):
            journal.append("a", TurnEnded(Ending.DONE))
        journal.close()
    found = verdict(path)
    assert (found.ok, found.kind) == (False, "rewritten")


def test_a_cut_while_deskhand_runs_stays_found(tmp_path):
    path = written(tmp_path)
    journal = Journal(path)
    journal.append("a", TurnEnded(Ending.DONE))
    edited(path, "DELETE FROM event WHERE number > 8")
    for _ in range(6):
        journal.append("a", TurnEnded(Ending.DONE))
    journal.close()
    assert not verdict(path).ok


def test_records_that_a_power_cut_took_raise_no_alarm(tmp_path):
    """Only records that are on the disk for certain move the head."""
    path = written(tmp_path)
    journal = Journal(path)
    for number in range(5):
        journal.append("a", Noted(str(number)))
    journal.close()
    edited(path, f"DELETE FROM event WHERE number > {ROWS}")
    assert verdict(path).ok


def test_heads_copied_to_a_folder_show_what_the_state_folder_cannot(tmp_path):
    """Somebody cuts the record and forges the head beside it; the copies are out of reach."""
    copies = tmp_path / "elsewhere"
    copies.mkdir()
    path = tmp_path / "journal.db"
    journal = Journal(path, Anchor(tmp_path / "journal.head", copies=lambda: str(copies)))
    journal.start("a")
    for _ in range(6):
        journal.append("a", TurnEnded(Ending.DONE))
    journal.close()
    edited(path, "DELETE FROM event WHERE number > 3")
    (tmp_path / "journal.head").unlink()
    again = Journal(path)
    assert again.verify().ok
    found = again.verify(copies=str(copies))
    again.close()
    assert (found.kind, found.first_bad) == ("truncated", 4)


def test_old_records_are_chained_in_their_order_when_the_database_is_brought_up_to_date(tmp_path):
    path = tmp_path / "journal.db"
    database = sqlite3.connect(path)
    database.executescript("""
        CREATE TABLE session (id TEXT PRIMARY KEY, created TEXT NOT NULL, archived INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE event (
            session TEXT NOT NULL REFERENCES session(id), seq INTEGER NOT NULL, at TEXT NOT NULL,
            kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session, seq)
        ) WITHOUT ROWID;
        INSERT INTO session VALUES ('a', '2026', 0), ('b', '2026', 1);
        PRAGMA user_version=1;
    """)
    old = [("a", 1, "2026-01-03"), ("a", 2, "2026-01-01"), ("b", 1, "2026-01-02"), ("b", 2, "2026-01-04")]
    for session, seq, at in old:
        body = json.dumps({"kind": "noted", "text": f"{session}{seq}"})
        database.execute("INSERT INTO event VALUES (?, ?, ?, 'noted', ?)", (session, seq, at, body))
    database.commit()
    database.close()
    journal = Journal(path)
    assert [record.event for record in journal.records("a")] == [Noted("a1"), Noted("a2")]
    assert [record.seq for record in journal.records("b")] == [1, 2]
    assert list(journal.sessions(archived=True)) == ["b"]
    journal.append("b", Noted("b3"))
    found = journal.verify()
    journal.close()
    assert (found.ok, found.records) == (True, 5)
    assert [row[1:3] for row in rows_of(path)] == [("b", 1), ("a", 1), ("a", 2), ("b", 2), ("b", 3)]
    edited(path, "UPDATE event SET body = replace(body, 'a2', 'a9')")
    assert verdict(path).kind == "body"
