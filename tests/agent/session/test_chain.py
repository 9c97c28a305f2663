"""The chain holds whoever writes, whatever is killed, and costs little."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from agent.core.errors import NeedsUserError
from agent.core.events import Ending, Noted, TurnEnded
from agent.session.heads import SLOT, Anchor, Head, heads_at
from agent.session.journal import HOUSE, Journal
from tests.benchmarks.journal import measured
from tests.journeys.program import REPO

WRITER = """
import sys
from agent.core.errors import NeedsUserError
from agent.core.events import Ending, Noted, TurnEnded
from agent.session.journal import Journal
from pathlib import Path
journal = Journal(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    journal.append(sys.argv[3], Noted(str(number)) if number % 3 else TurnEnded(Ending.DONE))
    if not number:
        print("begun", flush=True)
"""


def writer(path, session, count):
    words = [sys.executable, "-c", WRITER, str(path), str(count), session]
    return subprocess.Popen(words, cwd=REPO, stdout=subprocess.PIPE)


def test_several_processes_write_one_chain_and_a_killed_one_leaves_it_whole(tmp_path):
    path = tmp_path / "journal.db"
    journal = Journal(path)
    for session in "abc":
        journal.start(session)
    killed = writer(path, "a", 100_000)
    others = [writer(path, session, 60) for session in "bc"]
    killed.stdout.readline()
    time.sleep(random.Random(7).random() / 10)
    killed.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    for process in (killed, *others):
        process.communicate(timeout=60)
    found = journal.verify()
    assert found.ok, found.words[0].en
    assert found.records == sum(len(journal.records(session)) for session in "abc")
    assert [record.seq for record in journal.records("b")] == list(range(1, 61))
    journal.close()


def test_what_belongs_to_no_session_is_in_the_chain_and_in_no_list(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    journal.record(Noted("before-images were purged", "purged"))
    journal.record(Noted("again"))
    assert [record.seq for record in journal.records(HOUSE)] == [1, 2]
    assert [*journal.sessions(), *journal.sessions(archived=True)] == []
    assert journal.verify().records == 2
    journal.close()


@pytest.mark.parametrize("damage", [b"", b"\0" * SLOT * 4, b"x" * 700, b'{"number":1}' + b" " * 900])
def test_a_head_that_cannot_be_read_counts_as_none_and_is_written_anew(tmp_path, damage):
    head = tmp_path / "journal.head"
    head.write_bytes(damage)
    assert heads_at(head) == ()
    journal = Journal(tmp_path / "journal.db")
    journal.start("s")
    journal.append("s", TurnEnded(Ending.DONE))
    journal.append("s", TurnEnded(Ending.DONE))
    assert [one.number for one in heads_at(head)] == [1, 2]
    journal.close()


def test_half_a_written_head_leaves_the_one_before(tmp_path):
    path = tmp_path / "journal.head"
    anchor = Anchor(path)
    for number in (1, 2):
        anchor.advance(Head(number, "a" * 64, "now"), lambda _: True)
    anchor.close()
    kept = bytearray(path.read_bytes())
    kept[20:40] = b"9" * 20
    path.write_bytes(kept)
    assert [one.number for one in heads_at(path)] == [1]


def test_a_keyring_that_does_not_answer_holds_nobody_up(tmp_path):
    waiting = []

    def never():
        waiting.append(time.monotonic())
        time.sleep(3600)

    journal = Journal(tmp_path / "journal.db", Anchor(tmp_path / "journal.head", never))
    journal.start("s")
    for _ in range(5):
        journal.append("s", TurnEnded(Ending.DONE))
    assert journal.verify().guarantee == "unsigned"
    journal.close()
    assert len(waiting) == 1


def test_a_short_run_of_the_benchmark_writes_and_verifies_all_its_records():
    assert measured(50)["records"] == 50


def test_erasing_that_is_cut_off_erases_nothing(tmp_path):
    path = tmp_path / "journal.db"
    journal = Journal(path)
    journal.start("s")
    journal.append("s", TurnEnded(Ending.DONE))
    with sqlite3.connect(path) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(NeedsUserError):
        journal.erase("s", "gone")
    with sqlite3.connect(path) as database:
        database.execute("DROP TRIGGER full")
    assert journal.verify().ok
    assert journal.verify().erased == 0
    assert journal.erase("s", "gone") == 1
    assert (journal.verify().ok, journal.verify().erased) == (True, 1)
    journal.close()
