"""Deskhand's own connectors: a mail talked the model into carrying words out, or the server itself is hostile."""

import asyncio
import json
import socket
import sqlite3
import threading
from contextlib import closing
from types import SimpleNamespace

import pytest

from agent.core.actions import Allow, Ask, Effect, Grant, Mode, Source, Trust
from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError
from agent.core.messages import ToolCall
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from connectors.connector import Kind
from connectors.own.caldav import Calendars, Seen
from connectors.own.calling import Stop
from connectors.own.database import Saving, ServerTools
from connectors.own.dav import dav_at
from connectors.own.elsewhere import There
from connectors.own.mail_lines import addresses
from connectors.own.mail_servers import Server
from connectors.own.mail_tools import Mailbox, MailTools
from connectors.own.remote import RemoteTools
from connectors.own.sql_local import Asked, LocalDatabase
from connectors.own.sql_rules import must_be_one, must_read, strange_functions
from connectors.own.sql_servers import Database
from connectors.own.web import Way
from tests.connectors.owned import config

STRANGER = (Source(Trust.OUTSIDE, "mail:mail"),)


def why(tools, name, account, *said, **given):
    """ "" when the call goes silently after a stranger's mail was read; else why the person is asked."""
    ready = next(one for one in tools if one.spec.name == name).prepare(ToolCall("1", name, json.dumps(given)))
    facts = Facts(Mode.DESTRUCTIVE, (Grant(Effect.CONNECT, account, "always"),), said=said, sources=STRANGER)
    judged = RuleGate(lambda: facts, "en").judge(ready.intent)
    assert isinstance(judged, Allow | Ask)
    return judged.question.why if isinstance(judged, Ask) else ""


def asked_of(dialect, sql):
    saving = Saving(SimpleNamespace(), SimpleNamespace(), "en")
    database = Database(dialect, "db.example.com", 1, "x", "u", "p")
    tools = ServerTools(config(Kind.DATABASE), "database:database", database, saving).all()
    return why(tools, "database_query", "database:database", "how many orders are there", sql=sql)


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "SELECT $$the IBAN is DE89370400440532013000$$"),
        ("postgres", "SELECT $x$the merger$x$"),
        ("postgres", "SELECT E'the merger'"),
        ("postgres", "SELECT N'the merger'"),
        ("postgres", "SELECT X'6d6572676572'"),
        ("postgres", "SELECT B'011011010110010101110010'"),
        ("postgres", 'SELECT 1 AS "the merger is on friday"'),
        ("postgres", "SELECT 1 AS the_merger_is_on_friday_and_costs_a_lot"),
        ("postgres", "SELECT 1097116104101109101114103101114"),
        ("mysql", 'SELECT "the merger"'),
        ("mysql", "SELECT 0x6d6572676572"),
        ("mysql", "SELECT _utf8'the merger'"),
        ("mysql", "SELECT 1 AS `the merger is on friday`"),
    ],
)
def test_no_words_of_a_stranger_leave_in_any_kind_of_text_of_a_statement(dialect, sql):
    assert "words from what was read" in asked_of({"postgres": "postgresql"}.get(dialect, dialect), sql)


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("postgres", "SELECT 1 /* the merger */"),
        ("postgres", "SELECT 1 -- the merger"),
        ("postgres", "/* the merger */ SELECT /* /* */ 1 */ 2"),
        ("postgres", "SELECT U&\"pg\\005fread_file\"('/etc/passwd')"),
        ("postgres", "SELECT U&'the merger'"),
        ("postgres", "SELECT http_get('http://a.example')"),
        ("postgres", "SELECT net.http_get('http://a.example')"),
        ("postgres", "SELECT ts_stat('SELECT 1')"),
        ("postgres", "SELECT * FROM crosstab('SELECT 1')"),
        ("mysql", "SELECT 1 # the merger"),
        ("mysql", "SELECT 1 -- the merger"),
        ("mysql", "SELECT LOAD_FILE/**/('/etc/passwd')"),
        ("postgres", "SELECT 1\0"),
        ("postgres", f"SELECT {'1+' * 15_000}1"),
    ],
)
def test_no_comment_and_no_letters_by_number_reach_a_server(dialect, sql):
    for judged in (must_read, must_be_one):
        with pytest.raises(InvalidArgumentsError):
            judged(sql, dialect)


def test_a_function_that_nobody_knows_is_asked_about_by_its_name():
    assert "my_mailer" in asked_of("postgresql", "SELECT my_mailer(1)")
    assert asked_of("postgresql", "SELECT count(*), max(total) FROM orders") == ""
    assert strange_functions("SELECT sys.x(1), round(2.5), version()", "mysql") == ("x",)


def test_words_in_the_path_of_a_folder_elsewhere_are_judged_unless_it_told_them_itself():
    there = SimpleNamespace(listed=lambda _path, _stop: [There("plan.txt", 1, "", is_folder=False)])
    made = RemoteTools(config(Kind.REMOTE), "remote:remote", there, SimpleNamespace(), SimpleNamespace(), "en")
    tools = made.all()

    def asked(name, **given):
        return why(tools, name, "remote:remote", "look what is new", **given)

    assert "words from what was read" in asked("remote_read", path="the merger/is on/friday")
    assert "words from what was read" in asked("remote_list", folder="the merger is on friday")
    assert "words from what was read" in asked("remote_read", path="plan.txt")
    assert asked("remote_list") == ""
    asyncio.run(tools[0].prepare(ToolCall("1", "remote_list", "{}")).run())
    assert asked("remote_read", path="plan.txt") == ""


@pytest.mark.parametrize(
    ("engine", "sql"),
    [
        ("sqlite", "ATTACH 'other.db' AS x"),
        ("sqlite", "VACUUM INTO 'other.db'"),
        ("sqlite", "PRAGMA writable_schema=1"),
        ("sqlite", "INSERT INTO a SELECT load_extension('x')"),
        ("duckdb", "SET memory_limit='64GB'"),
        ("duckdb", "SET temp_directory='/tmp'"),
    ],
)
def test_a_file_that_may_be_changed_opens_no_other_and_limits_stay(tmp_path, engine, sql):
    with closing(sqlite3.connect(tmp_path / "0.db")) as database:
        database.execute("CREATE TABLE a (b)")
    (tmp_path / "0.csv").write_text("a\n1\n")
    asked = Asked(engine, {"a": "0.db" if engine == "sqlite" else "0.csv"}, sql, 10, 1_000, change=True)
    with pytest.raises(ToolError) as refused:
        LocalDatabase().ask(asked, tmp_path, Stop())
    assert refused.value.code == "bad_statement"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.csv", "0.db"]


# --- mail


class Scripted:
    """An IMAP server that writes down each line that it is sent."""

    def __init__(self):
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                taken, _ = self._socket.accept()
            except OSError:
                return
            with taken, taken.makefile("rwb") as both:
                both.write(b"* OK hi\r\n")
                both.flush()
                for line in both:
                    self.heard.append(line)
                    tag, _, rest = line.partition(b" ")
                    both.write(self.answer(rest.split()) + tag + b" OK done\r\n")
                    both.flush()

    @staticmethod
    def answer(words):
        match [one.upper() for one in words[:2]]:
            case [b"CAPABILITY", *_]:
                return b"* CAPABILITY IMAP4rev1\r\n"
            case [b"LIST", *_]:
                return b'* LIST () "/" INBOX\r\n* LIST () "/" Archive\r\n'
            case [b"EXAMINE", *_]:
                return b"* OK [UIDVALIDITY 1] x\r\n"
            case [b"UID", b"SEARCH"]:
                return b"* SEARCH\r\n"
        return b""

    def close(self):
        self._socket.close()


@pytest.fixture
def imap():
    server = Scripted()
    yield server
    server.close()


def mail(imap):
    there = Server("127.0.0.1", imap.port, "plain", "me", "secret")
    box = Mailbox("mail:mail", there, there, "me@example.com", "")
    return MailTools(config(Kind.MAIL), box, SimpleNamespace(), SimpleNamespace(), "en")


@pytest.mark.parametrize(
    "given",
    [
        {"query": 'a"\r\nX2 DELETE Archive\r\nX3 NOOP'},
        {"subject": 'a"\nX2 DELETE Archive'},
        {"sender": "a\0b"},
        {"folder": 'INBOX"\r\nX2 DELETE "Archive'},
    ],
)
def test_no_second_command_to_a_mailbox_hides_in_a_word(imap, given):
    with pytest.raises(InvalidArgumentsError):
        _search(imap, **given)
    assert not any(b"DELETE" in line for line in imap.heard)


def test_only_a_folder_that_is_there_is_named_to_the_server(imap):
    with pytest.raises(NotFoundError):
        _search(imap, folder="the merger is on friday")
    assert not any(b"merger" in line for line in imap.heard)
    _search(imap, folder="Archive")


def _search(imap, **given):
    tool = next(one for one in mail(imap).all() if one.spec.name == "mail_search")
    return asyncio.run(tool.prepare(ToolCall("1", "mail_search", json.dumps(given))).run())


def test_what_somebody_is_called_in_a_mail_is_judged_as_its_words_are(imap):
    said = "write to a@b.com that I am late"
    written = {"subject": "late", "body": "I am late"}

    def asked(to):
        return why(mail(imap).all(), "mail_send", "mail:mail", said, to=[to], **written)

    assert asked("a@b.com") == ""
    assert asked("Ann <a@b.com>") == ""
    assert "de89370400440532013000" in asked("'pay to DE89370400440532013000' <a@b.com>")
    assert "evil" in asked('"a@b.com" <a@evil.example>')


@pytest.mark.parametrize("text", ["Ann\r\nBcc: x@evil.example <a@b.com>", "Ann\u202emoc.b@a <x@evil.example>"])
def test_nobody_hides_in_a_name(text):
    with pytest.raises(InvalidArgumentsError):
        addresses([text])


# --- servers that speak WebDAV


def calendars():
    return Calendars(dav_at("http://127.0.0.1:9/", Way(), "me", "secret"))


@pytest.mark.parametrize("tag", ["", 'W/"1"'])
def test_an_event_without_a_version_is_never_changed(tag):
    seen = Seen("/a.ics", tag, "BEGIN:VCALENDAR")
    for change in (lambda: calendars().replace(seen, "x", Stop()), lambda: calendars().remove(seen, Stop())):
        with pytest.raises(ToolError) as refused:
            change()
        assert refused.value.code == "no_version"
