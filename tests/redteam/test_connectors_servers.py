"""Mailboxes, calendars and folders elsewhere: words that would be commands, answers that lead elsewhere, no version."""

import asyncio
import datetime
import http.server
import json
import re
import smtplib
import socket
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError
from agent.core.messages import ToolCall
from agent.web.getting import Answered
from connectors.connector import Kind
from connectors.own.caldav import Calendars, Seen
from connectors.own.calling import Stop
from connectors.own.dav import Dav as DavServer
from connectors.own.dav import dav_at
from connectors.own.elsewhere import DavFolder
from connectors.own.mail_lines import Letter, addresses
from connectors.own.mail_servers import Server, handed_over
from connectors.own.mail_tools import Mailbox, MailTools
from connectors.own.web import Way
from tests.connectors.owned import config
from tests.redteam.stranger import why

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


class Place(http.server.ThreadingHTTPServer):
    """What it is to answer, by path, and what it heard."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Dav)
        self.heard, self.answers = [], {}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Dav(http.server.BaseHTTPRequestHandler):
    """A WebDAV server that answers as its `answers` say, by path, and writes down what it is sent."""

    protocol_version = "HTTP/1.1"
    server: Place

    def do_GET(self):  # noqa: N802  # its name is the library's
        size = int(self.headers.get("Content-Length") or 0)
        self.server.heard.append((self.command, self.path, dict(self.headers), self.rfile.read(size)))
        status, headers, body = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_PROPFIND = do_REPORT = do_PUT = do_DELETE = do_GET  # noqa: N815  # its names are those of the library

    def log_message(self, *_):
        return


@pytest.fixture
def dav():
    with Place() as server:
        yield server
        server.shutdown()


def at(server, path="/"):
    return dav_at(f"http://127.0.0.1:{server.server_port}{path}", Way(), "me", "secret")


def told(*hrefs, calendar="", name=""):
    kind = f"<d:resourcetype><d:collection/>{calendar}</d:resourcetype><d:displayname>{name}</d:displayname>"
    found = "".join(
        f"<d:response><d:href>{one}</d:href><d:propstat><d:prop>{kind}</d:prop></d:propstat></d:response>"
        for one in hrefs
    )
    space = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    return 207, {}, f"<d:multistatus {space}>{found}</d:multistatus>".encode()


@pytest.mark.parametrize("href", ["http://evil.example/a", "//evil.example/a", "http://127.0.0.1:1/a", "file:///etc"])
def test_a_path_on_another_server_is_no_answer(dav, href):
    dav.answers["/"] = told(href)
    with pytest.raises(ToolError) as refused:
        at(dav).found("/", 1, Stop())
    assert refused.value.code in {"bad_answer", "bad_address"}


def test_the_password_follows_no_redirect_to_another_server(dav):
    with Place() as other:
        for where in (f"http://127.0.0.1:{other.server_port}/", "http://[::1]:1/", "http://evil.example/"):
            dav.answers["/"] = 307, {"Location": where}, b""
            with pytest.raises(ToolError) as refused:
                at(dav).found("/", 1, Stop())
            assert refused.value.code in {"bad_answer", "bad_address"}
        other.shutdown()
    assert other.heard == []
    assert dav.heard[0][2]["Authorization"].startswith("Basic ")


class Moving:
    """A way to a server that sends everybody on, and what it was asked for."""

    def __init__(self, there):
        self.reachable, self.there, self.asked = Way().reachable, there, []

    def got(self, address, *_):
        self.asked.append(address.text)
        return Answered(moved=self.there)


def test_nobody_is_led_from_https_to_http():
    way: Any = Moving("http://dav.example.com/x")
    one = DavServer(way.reachable.address("https://dav.example.com/"), way, "", "")
    with pytest.raises(ToolError) as refused:
        one.found("/", 1, Stop())
    assert refused.value.code == "bad_answer"
    assert way.asked == ["https://dav.example.com/"]


@pytest.mark.parametrize("padding", [0, 5_000])
def test_no_entity_of_an_answer_is_looked_up(dav, tmp_path, padding):
    (tmp_path / "secret").write_text("hunter2")
    entity = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}"><!ENTITY f "&#120;">]>'
    body = told("/a", name="&e;&f;")[2]
    dav.answers["/"] = 207, {}, f"<!--{' ' * padding}-->{entity}".encode() + body
    with pytest.raises(ToolError) as refused:
        at(dav).found("/", 1, Stop())
    assert refused.value.code == "bad_answer"


def test_a_new_event_replaces_nothing_and_two_calendars_of_a_name_are_told_apart(dav):
    dav.answers["/"] = told("/one/", calendar="<c:calendar/>", name="Work")
    dav.answers["/one/u.ics"] = 201, {}, b""
    Calendars(at(dav)).put("work", "u", "BEGIN:VCALENDAR", Stop())
    assert dav.heard[-1][0] == "PUT"
    assert dav.heard[-1][2]["If-None-Match"] == "*"
    dav.answers["/"] = told("/one/", "/two/", calendar="<c:calendar/>", name="Work")
    with pytest.raises(InvalidArgumentsError):
        Calendars(at(dav)).put("work", "u", "BEGIN:VCALENDAR", Stop())


def test_a_file_whose_version_nobody_can_compare_is_not_written_over(dav):
    with pytest.raises(ToolError) as refused:
        DavFolder(at(dav)).write("a.txt", b"x", 'W/"1"', Stop())
    assert refused.value.code == "no_version"
    assert dav.heard == []


# --- handing a mail over


def test_a_mail_whose_end_nobody_confirmed_is_not_sent_again_unseen():
    class Breaking:
        def sendmail(self, *_):
            raise smtplib.SMTPServerDisconnected("gone")

    office: Any = Breaking()
    with pytest.raises(ToolError) as unsure:
        handed_over(office, "smtp.example.com", "a@b.com", ("c@d.com",), b"x")
    assert unsure.value.code == "unsure"


@pytest.mark.parametrize("text", ["a\r\n.\r\nMAIL FROM:<x@evil.example>", "a\n.\nRCPT TO:<x@e.example>", "a\r.\rDATA"])
def test_no_mail_ends_in_the_middle_and_begins_another(text):
    letter = Letter("", "me@example.com", ("a@b.com",), (), (), text, text)
    data = letter.written(
        [("a\r\nb.txt", text.encode())], datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC)
    ).as_bytes()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", data) is None
    assert [line for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n") if line.startswith((b"MAIL", b"RCPT"))] == []
    sent = vars(smtplib)["_quote_periods"](data)  # what the library makes of it on the wire
    assert b"\r\n.\r\n" not in sent
