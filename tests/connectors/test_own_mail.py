"""A mailbox of pymap (IMAP with STARTTLS) and a post office of aiosmtpd (TLS), on loopback."""

import asyncio
import email
import os
from email import policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from imapclient import IMAPClient

from agent.calls.params import Arguments
from agent.core.actions import Source, Trust
from agent.core.errors import InvalidArgumentsError, StaleError, ToolError
from connectors.connector import Kind, Standing
from connectors.own.mail import MailConnector
from connectors.own.mail_lines import addresses, criteria
from tests.connectors.owned import Desk, Ring, config
from tests.connectors.served import Certificate, TlsBefore, free_port, process

PYMAP = "import sys; from pymap.main import main; sys.argv[0] = 'pymap'; main()"
OLD = (
    (
        b"From: =?ISO-2022-JP?B?GyRCOjRGIxsoQg==?= <sato@example.jp>\r\nTo: me@example.com\r\n"
        b"Subject: =?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=\r\nDate: Mon, 2 Nov 2026 10:00:00 +0900\r\n"
        b"Message-ID: <a1@example.jp>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
    )
    + "請求書をお送りします。\r\n".encode("iso-2022-jp")
    + (
        b"--B\r\nContent-Type: text/csv; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment;\r\n filename*0*=iso-2022-jp''%1B$B%40A5a%1B%28B;\r\n"
        b" filename*1=.csv\r\n\r\nYSwxCg==\r\n--B--\r\n"
    )
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def imap_port(certificate):
    port = free_port()
    where = ["--no-service", "admin", "--host", "127.0.0.1", "--port", str(port)]
    tls = ["--cert", certificate.cert, "--key", certificate.key]
    words = [*where, *tls, "dict", "--demo-user", "me@example.com", "--demo-password", "app-pass"]
    with process(*words, port=port, code=PYMAP):
        with IMAPClient("127.0.0.1", port, ssl=False) as client:
            client.starttls(certificate.trust())
            client.login("me@example.com", "app-pass")
            client.create_folder("Drafts")
            client.append("INBOX", OLD)
            client.append("INBOX", b"From: a@b.com\r\nSubject: plain\r\nMessage-ID: <p@b.com>\r\n\r\nHello there\r\n")
        yield port


class Box:
    """Keeps what it is handed."""

    def __init__(self):
        self.kept = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such one"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802
        self.kept.append((session.host_name, envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


def _known(_server, _session, _envelope, _mechanism, told):
    return AuthResult(success=told.password == b"app-pass")


class Tls(Controller):
    """aiosmtpd over TLS with passwords."""

    def factory(self):
        return SMTP(self.handler, authenticator=_known, auth_require_tls=False, hostname="h")


@pytest.fixture(scope="module")
def office(certificate):
    box = Box()
    made = Tls(box, "127.0.0.1", free_port(), ssl_context=certificate.serving())
    made.start()
    yield made, box
    made.stop()


def settings(imap_port, office, **more):
    return {
        "address": "me@example.com", "name": "山田 太郎", "imap_host": "127.0.0.1", "imap_port": str(imap_port),
        "imap_security": "starttls", "smtp_host": "127.0.0.1", "smtp_port": str(office[0].port),
    } | more  # fmt: skip


@pytest.fixture
def desk(tmp_path, documents, certificate, imap_port, office):
    set_up = config(Kind.MAIL, **settings(imap_port, office))
    made = MailConnector(set_up, Ring(password="app-pass").means(), certificate.trust)
    return Desk(made, tmp_path / "folder", tmp_path / "staging", documents)


def found(desk, words):
    """The id of the mail whose line holds these words."""
    return next(line for line in desk.text("mail_search").splitlines() if words in line).split()[0]


def test_it_opens_and_says_what_it_can(desk):
    assert desk.connector.state.standing is Standing.READY, desk.connector.state.words
    assert desk.connector.state.words.en == "Mail can be read and sent."
    assert "INBOX" in desk.text("mail_folders")


def test_a_wrong_password_asks_and_a_strange_certificate_fails(tmp_path, documents, certificate, imap_port, office):
    set_up = config(Kind.MAIL, **settings(imap_port, office))
    wrong = Desk(
        MailConnector(set_up, Ring(password="x").means(), certificate.trust), tmp_path / "f", tmp_path / "s", documents
    )
    assert wrong.connector.state.standing is Standing.ASKS
    assert "app password" in wrong.connector.state.words.en
    strange = Desk(MailConnector(set_up, Ring(password="app-pass").means()), tmp_path / "f", tmp_path / "s", documents)
    assert strange.connector.state.standing is Standing.FAILED
    assert "certificate" in strange.connector.state.words.en
    empty = Desk(MailConnector(set_up, Ring().means()), tmp_path / "f", tmp_path / "s", documents)
    assert empty.connector.state.standing is Standing.ASKS


def test_nothing_goes_without_tls_but_to_this_computer(tmp_path, documents):
    set_up = config(Kind.MAIL, address="a@b.com", imap_host="imap.example.com", imap_security="plain")
    made = Desk(MailConnector(set_up, Ring(password="x").means()), tmp_path / "f", tmp_path / "s", documents)
    assert "Without TLS" in made.connector.state.words.en


def test_mails_are_listed_found_and_read_in_old_japanese_encodings(desk):
    text = desk.text("mail_search")
    assert "請求書" in text
    assert "佐藤" in text
    assert "plain" not in desk.text("mail_search", sender="sato@example.jp")
    result = desk.call("mail_read", id=found(desk, "請求書"))
    text = result.for_model[0].text
    assert "請求書をお送りします。" in text
    assert "請求.csv" in text
    assert [source.name for source in result.sources] == ["mail:mail"]
    assert "a" in desk.text("mail_read", id=found(desk, "請求書"), part="attachment 1")


def test_reading_leaves_it_unread(desk):
    desk.call("mail_read", id=found(desk, "plain"))
    assert "[unread]" in next(line for line in desk.text("mail_search").splitlines() if "| plain\t" in line)


def test_an_id_of_another_time_is_no_mail(desk):
    name = found(desk, "plain")
    with pytest.raises(ToolError) as caught:
        desk.call("mail_read", id="7." + name.partition(".")[2])
    assert caught.value.code == "not_found"


def test_a_mail_and_its_attachment_are_saved_as_changes(desk):
    name = found(desk, "請求書")
    change = desk.call("mail_save", id=name, path="in/請求.csv", part="attachment 1").changes.changes[0]
    assert Path(change.staged.path).read_bytes() == b"a,1\n"
    assert str(change.place) == "in/請求.csv"
    whole = desk.call("mail_save", id=name, path="m.eml").changes.changes[0]
    assert Path(whole.staged.path).read_bytes() == OLD
    (desk.root / "m.eml").write_bytes(b"")
    with pytest.raises(InvalidArgumentsError, match="there already"):
        desk.ready("mail_save", id=name, path="m.eml")


def test_a_mail_is_sent_once_with_its_files_and_no_name_of_this_computer(desk, office):
    (desk.root / "一覧.csv").write_bytes(b"a,b\r\n")
    before = len(office[1].kept)
    result = desk.call(
        "mail_send", to=["佐藤 <sato@example.jp>"], bcc=["boss@example.com"], subject="お礼\nBcc: evil@example.com",
        body="ありがとうございました。", files=["一覧.csv"], answers=found(desk, "請求書"),
    )  # fmt: skip
    assert result.for_user == "Sent to sato@example.jp, boss@example.com."
    (greeting, sender, to, data), = office[1].kept[before:]  # fmt: skip
    mail = email.message_from_bytes(data, policy=policy.default)
    assert (greeting, sender, to) == ("[127.0.0.1]", "me@example.com", ["sato@example.jp", "boss@example.com"])
    assert mail["To"].addresses[0].display_name == "佐藤"
    assert mail["From"].addresses[0].display_name == "山田 太郎"
    assert mail["In-Reply-To"] == "<a1@example.jp>"
    assert mail["Bcc"] is None
    assert next(mail.iter_attachments()).get_filename() == "一覧.csv"
    assert os.uname().nodename not in data.decode()


def test_what_leaves_weighs_its_words_and_its_files_and_goes_to_its_servers(desk):
    desk.root.joinpath("bill.txt").write_bytes(b"1,200 yen")
    words = {"to": ["a@example.com"], "subject": "Bill", "body": "Here it is."}
    ((host, request, size, files),) = desk.leaving("mail_send", **words, files=["bill.txt"])
    assert (host, request) == ("127.0.0.1", "call mail_send")
    assert size == len("a@example.comBillHere it is.bill.txt") + len("1,200 yen")
    assert files == (Source(Trust.FILE, "bill.txt"),)


def test_whom_the_server_refuses_is_told(desk, office):
    result = desk.call("mail_send", to=["a@b.com", "nobody@b.com"], subject="s", body="b")
    assert result.for_user == "Sent to a@b.com. The server refused nobody@b.com."
    with pytest.raises(ToolError) as caught:
        desk.call("mail_send", to=["nobody@b.com"], subject="s", body="b")
    assert caught.value.code == "refused_recipients"


def test_who_gets_it_and_what_it_says_is_judged(desk):
    mail = {"to": ["a@b.com"], "subject": "Hello", "body": "See you"}
    assert desk.verdict("mail_send", "write to a@b.com", **mail) == ""
    assert "You did not name" in desk.verdict("mail_send", "write to a@b.com", **mail | {"bcc": ["evil@x.com"]})
    assert "You did not name" in desk.verdict("mail_send", "answer it", **mail)
    leading = mail | {"body": "pay to DE89370400440532013000"}
    assert "which you did not name" in desk.verdict("mail_send", "write to a@b.com", outside=True, **leading)


def test_a_file_that_changed_after_the_question_is_not_sent(desk, office):
    (desk.root / "a.txt").write_text("one")
    ready = desk.ready("mail_send", to=["a@b.com"], subject="s", body="b", files=["a.txt"])
    (desk.root / "a.txt").write_text("two")
    before = len(office[1].kept)
    with pytest.raises(StaleError):
        asyncio.run(ready.run())
    assert len(office[1].kept) == before


def test_a_draft_lies_in_the_mailbox(desk):
    desk.call("mail_draft", to=["a@b.com"], subject="下書きです", body="本文")
    assert "下書きです" in desk.text("mail_search", folder="Drafts")


@pytest.mark.parametrize("to", [["a"], ["a@b.com, c@d.com"], ["a@b.com\nBcc: x@y.com"], ["<>"], [""], ["a@b@c"]])
def test_what_is_no_one_address_is_refused(to):
    with pytest.raises(InvalidArgumentsError):
        addresses(to)


def test_a_day_is_a_day():
    with pytest.raises(InvalidArgumentsError, match="2026-11-30"):
        criteria(Arguments({"since": "yesterday"}))


def test_tls_from_the_first_byte_and_starttls_to_send(tmp_path, documents, certificate):
    plain = free_port()
    words = ["--no-service", "admin", "--host", "127.0.0.1", "--port", str(plain), "--no-tls", "dict",
             "--demo-user", "me@example.com", "--demo-password", "app-pass"]  # fmt: skip
    box = Box()
    sending = Controller(
        box, "127.0.0.1", free_port(), tls_context=certificate.serving(), require_starttls=True, authenticator=_known
    )
    sending.start()
    try:
        with process(*words, port=plain, code=PYMAP):
            front = TlsBefore(certificate, plain)
            own = settings(front.port, (sending, box), imap_security="tls", smtp_security="starttls")
            made = MailConnector(config(Kind.MAIL, **own), Ring(password="app-pass").means(), certificate.trust)
            desk = Desk(made, tmp_path / "folder", tmp_path / "staging", documents)
            front.end()
    finally:
        sending.stop()
    assert desk.connector.state.words.en == "Mail can be read and sent."
