"""The Journal keeps everything, in order, whoever writes."""

import sqlite3
import threading

from agent.core.events import Ending, Event, Noted, TurnEnded, TurnStarted, UnknownEvent
from agent.session.journal import Journal


def test_events_come_back_in_order_with_numbers_from_one(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    journal.start("s")
    events: list[Event] = [TurnStarted("t", "hello"), Noted("x"), TurnEnded(Ending.DONE)]
    for event in events:
        journal.append("s", event)
    journal.close()
    again = Journal(tmp_path / "journal.db")
    assert [(r.seq, r.event) for r in again.records("s")] == list(enumerate(events, 1))
    assert [r.event for r in again.records("s", after=2)] == events[2:]


def test_a_kind_of_another_version_is_kept_word_for_word(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    journal.start("s")
    future = UnknownEvent("time_travelled", '{"kind":"time_travelled","to":1999}')
    journal.append("s", future)
    assert journal.records("s")[0].event == future


def test_two_writers_never_get_the_same_number(tmp_path):
    one, other = Journal(tmp_path / "journal.db"), Journal(tmp_path / "journal.db")
    one.start("s")
    threads = [
        threading.Thread(target=lambda j=j: [j.append("s", Noted(str(i))) for i in range(50)]) for j in (one, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r.seq for r in one.records("s")] == list(range(1, 101))


def test_the_session_used_last_comes_first_and_an_archived_one_is_kept_but_not_listed(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    for name in ("a", "b", "c"):
        journal.start(name)
    journal.append("a", Noted("late"))
    journal.archive("b")
    assert next(iter(journal.sessions())) == "a"
    assert "b" not in journal.sessions()
    assert list(journal.sessions(archived=True)) == ["b"]
    assert journal.knows("b")


def test_the_database_is_in_wal_mode_and_has_a_version(tmp_path):
    Journal(tmp_path / "journal.db").close()
    db = sqlite3.connect(tmp_path / "journal.db")
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA user_version").fetchone()[0] >= 1
    db.close()
