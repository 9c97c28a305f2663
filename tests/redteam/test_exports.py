"""L04 to L06: no text can forge an entry, the record alone tells everything, and it can be erased."""

import hashlib
import json
import re
import shutil
import sqlite3
from html.parser import HTMLParser

import pytest

from agent.core.changes import Changed, Checkpoint
from agent.core.events import (
    CheckpointMade,
    Ending,
    Event,
    MessageAdded,
    Noted,
    QuestionAnswered,
    QuestionAsked,
    Sent,
    TurnEnded,
    TurnStarted,
    UnknownEvent,
)
from agent.core.messages import AssistantMessage, Text
from agent.session.export import FORMS, exported
from agent.session.fold import folded
from agent.session.journal import Journal, event_of
from agent.session.material import Material
from agent.session.state import SessionState
from desktop.compose.exports import material
from desktop.compose.home import Home
from desktop.compose.house import built_house
from desktop.presenter.fold import drawn
from tests.journeys.program import Deskhand
from tests.redteam.done_task import Task
from tests.redteam.test_audit import rows_of

VOID = {"meta"}
FORGED = (
    'x\n## Files changed: all\n2026-01-01\n\n{"number":1,"kind":"noted"}\r\n'
    "\x1b[2J\u2028<script>alert(1)</script>\udcff"
)


@pytest.fixture(scope="module")
def done_task(tmp_path_factory):
    """The task, carried out once."""
    made = Task(tmp_path_factory.mktemp("task"))
    yield made
    made.server.close()


@pytest.fixture
def deskhand(tmp_path):
    """The program, with a state folder of its own."""
    return Deskhand(tmp_path / "home")


@pytest.fixture
def task(done_task, deskhand):
    """The task; in the state folder of `deskhand` it was carried out too."""
    shutil.copytree(done_task.home, deskhand.home)
    return done_task


class Page(HTMLParser):
    """A page whose elements must all be closed in their order."""

    def __init__(self, text):
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs), attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def forged(tmp_path):
    """A Session in which every text tries to look like another entry."""
    journal = Journal(tmp_path / "journal.db")
    journal.start("s")
    changed = Changed("create", FORGED.replace("\n", ""), "", "", "a" * 64, 1)
    events: list[Event] = [
        TurnStarted("t", FORGED),
        MessageAdded(AssistantMessage((Text(FORGED),))),
        Sent(FORGED, FORGED, 5),
        CheckpointMade(Checkpoint("c1", "s", FORGED, "2026-01-01", (changed,)), FORGED),
        Noted(FORGED),
        TurnEnded(Ending.DONE, FORGED),
    ]
    for event in events:
        journal.append("s", event)
    yield Material("s", journal.links("s"), journal.verify(), "2026-01-02T00:00:00+00:00", contents=True), len(events)
    journal.close()


def test_no_text_can_look_like_an_entry_of_its_own(forged):
    material, count = forged
    text = exported(material, "md")
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == count
    assert text.count("\x1b") == text.count("\u2028") == 0
    lines = exported(material, "json").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, count + 1))
    page = exported(material, "html")
    found = Page(page)
    assert "script" not in found.tags
    assert found.tags.count("li") == count - 1  # what was sent has a table of its own
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u2028\ud800-\udfff]", page)
    (trace,) = exported(material, "otel").splitlines()
    assert len(json.loads(trace)["resourceSpans"][0]["scopeSpans"][0]["spans"]) == 2


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_written_to_a_file(forged, form):
    assert exported(forged[0], form).encode("utf-8")


def test_the_page_takes_nothing_from_elsewhere_and_runs_nothing(forged):
    page = exported(forged[0], "html")
    assert "default-src 'none'" in page
    assert "://" not in page
    assert "@import" not in page
    assert "url(" not in page


def export(home, session, form, language="en", *, contents=False):
    house = built_house(Home(home))
    try:
        return exported(material(house, session, language, contents=contents), form)
    finally:
        house.close()


def test_the_export_alone_accounts_for_every_change_and_every_byte_that_left(task, deskhand):
    lines = [json.loads(line) for line in deskhand.run("log", task.session, "--format", "json").splitlines()]
    events = [event_of(line["event_kind"], line["body"]) for line in lines]
    sizes = [event.size for event in events if isinstance(event, Sent)]
    assert sizes == task.sizes[:5]
    sources = [source.name for event in events if isinstance(event, Sent) for source in event.sources]
    assert sources == ["notes.txt"]
    files = {"notes.txt": sha(b"Rent 100\n"), "old.csv": sha(b"a,b\n")}
    for event in events:
        if isinstance(event, CheckpointMade):
            for changed in event.checkpoint.changed:
                assert files.pop(changed.place, "") == changed.before
                if changed.after:
                    files[changed.place] = changed.after
    assert files == {path.name: sha(path.read_bytes()) for path in task.folder.iterdir()}
    (asked,) = (event.question for event in events if isinstance(event, QuestionAsked))
    (answer,) = (event.approval for event in events if isinstance(event, QuestionAnswered))
    assert [row.target for row in asked.rows if row.index in answer.accepted] == ["old.csv"]
    assert answer.text == "keep the notes"


def test_the_lines_can_be_checked_by_a_program_that_knows_the_description_only(task, deskhand):
    lines = [json.loads(line) for line in export(deskhand.home, task.session, "json").splitlines()]
    prev = lines[0]["prev"]
    for line in lines:
        body = hashlib.sha256(bytes.fromhex(line["salt"]) + line["body"].encode()).hexdigest()
        fields = [prev, *(line[name] for name in ("number", "session", "seq", "at", "event_kind")), body]
        prev = hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()
        assert prev == line["hash"]


def test_the_page_tells_a_person_who_asked_what_was_shown_changed_and_sent(task, deskhand):
    for language, words in (("en", ("declined", "this computer")), ("ja", ("不承認", "このコンピューター"))):
        page = export(deskhand.home, task.session, "html", language)
        Page(page)
        size = f"{sum(task.sizes[:5]):,}"
        for word in ("Tidy up", "keep the notes", "notes.txt", size, sha(b"a,b\n"), *words):
            assert word in page


def test_contents_are_in_an_export_only_when_they_are_asked_for(task, deskhand):
    bare = export(deskhand.home, task.session, "otel")
    assert "notes.txt" not in bare
    assert "Tidy up" not in bare
    names = [span["name"] for line in bare.splitlines() for span in spans_of(line)]
    assert names.count("chat mine") == 5
    assert {"invoke_agent Deskhand", "execute_tool read", "execute_tool organise"} <= set(names)
    assert "Rent 100" in export(deskhand.home, task.session, "otel", contents=True)


def test_spans_say_what_failed_and_how_much_was_used(task, deskhand):
    (line,) = export(deskhand.home, task.session, "otel").splitlines()
    spans = spans_of(line)
    chats = [span for span in spans if span["name"] == "chat mine"]
    assert [span["status"]["code"] for span in chats] == [1, 2, 1, 1, 1]
    values = {one["key"]: one["value"] for one in chats[0]["attributes"]}
    assert values["gen_ai.usage.input_tokens"] == {"intValue": "1234"}
    assert values["deskhand.sent.bytes"] == {"intValue": str(task.sizes[0])}
    assert {span["parentSpanId"] for span in spans[1:]} == {spans[0]["spanId"]}
    assert all(int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"]) for span in spans)


def test_what_was_sent_is_listed_for_each_task(task, deskhand):
    found = [json.loads(line) for line in deskhand.run("sent", "--json").splitlines()]
    assert [one["size"] for one in found] == task.sizes
    tests = len(task.sizes) - 5  # of the model, which belong to no task of the person's
    assert tests > 1
    assert [one["session"] for one in found] == [task.session] * 5 + ["deskhand"] * tests
    told = deskhand.run("sent", task.session)
    assert f"{sum(task.sizes[:5]):,} bytes in 5 requests" in told
    assert "from notes.txt" in told


def test_an_edited_record_is_told_in_one_sentence_with_its_number(task, deskhand):
    assert "The record is whole" in deskhand.run("log", "--verify")
    database = sqlite3.connect(deskhand.home / "journal.db")
    with database:
        ((edited,),) = database.execute("SELECT min(number) FROM event WHERE body LIKE '%notes.txt%'")
        database.execute("UPDATE event SET body = replace(body, 'notes', 'other') WHERE number = ?", (edited,))
    database.close()
    assert f"contents of record {edited}" in deskhand.run("log", "--verify", code=1)
    assert f"記録 {edited} の内容" in deskhand.run("log", "--verify", "--language", "ja", code=1)
    found = json.loads(deskhand.run("log", "--verify", "--json", code=1))
    assert (found["ok"], found["kind"], found["first_bad"]) == (False, "body", edited)


def test_an_erased_task_is_gone_word_by_word_and_the_chain_is_whole(task, deskhand):
    session = task.session
    assert "Nothing was erased" in deskhand.told("log", session, "--erase")
    words = (b"Tidy up", b"notes.txt", b"keep the notes", str(task.folder).encode())
    assert all(any(word in part for part in parts(deskhand.home)) for word in words)
    before = rows_of(deskhand.home / "journal.db")
    deskhand.run("log", session, "--erase", "--yes")
    assert not [word for word in words for part in parts(deskhand.home) if word in part]
    after = rows_of(deskhand.home / "journal.db")
    assert [row[8] for row in after[: len(before)]] == [row[8] for row in before]
    assert "The record is whole" in deskhand.run("log", "--verify")
    assert "erased" in deskhand.run("log", session)
    for form in FORMS:
        assert "notes.txt" not in export(deskhand.home, session, form, contents=True)
    journal = Journal(deskhand.home / "journal.db")
    assert "were erased" in repr(drawn([record.event for record in journal.records(session)]).items)
    journal.close()


def test_a_start_does_not_write_down_again_what_was_erased(task, deskhand):
    deskhand.run("log", task.session, "--erase", "--yes")
    deskhand.run("sessions")
    assert not [part for part in parts(deskhand.home) if b"notes.txt" in part]
    assert [link for link in rows_of(deskhand.home / "journal.db") if link[4] == "checkpoint_made" and link[6]] == []


def test_erased_words_are_in_no_file_even_while_the_database_is_open(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    for session in "ab":
        journal.start(session)
    for number in range(60):
        journal.append("ab"[number % 2], Noted(f"secret-{number % 2} " + "x" * (number * 150)))
    journal.erase("a", "It was erased.")
    assert not [part for part in parts(tmp_path) if b"secret-0" in part]
    assert [part for part in parts(tmp_path) if b"secret-1" in part]
    journal.erase("b", "It was erased.")
    assert not [part for part in parts(tmp_path) if b"secret-" in part]
    assert journal.verify().ok
    journal.close()


def test_erased_events_fold_into_an_empty_state(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    journal.start("s")
    for event in (TurnStarted("t", "secret"), TurnEnded(Ending.DONE)):
        journal.append("s", event)
    assert journal.erase("s", "It was erased.") == 2
    records = journal.records("s")
    journal.close()
    assert [record.event for record in records] == [
        UnknownEvent("turn_started", ""), UnknownEvent("turn_ended", ""), Noted("It was erased.", "erased"),
    ]  # fmt: skip
    assert folded(SessionState(), [record.event for record in records]) == SessionState()


def sha(data):
    return hashlib.sha256(data).hexdigest()


def spans_of(line):
    return json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"]


def parts(home):
    """The bytes of every file of the Journal."""
    return [path.read_bytes() for path in home.glob("journal.db*")]
