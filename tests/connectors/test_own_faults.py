"""What goes wrong with servers: one sentence with what to do, in both languages; and TLS as it has to be."""

import asyncio
import contextlib
import socket
import threading

import pytest

from connectors.connector import Kind, Standing
from connectors.own.database import DatabaseConnector
from connectors.own.mail import MailConnector
from connectors.own.mail_hosts import PROVIDERS, refusal
from connectors.own.remote import RemoteConnector
from tests.connectors.owned import Ring, config
from tests.connectors.served import Certificate, TlsBefore, free_port, listening


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("tls"))


def state(connector):
    asyncio.run(connector.open())
    return connector.state


def database(certificate, port, /, password="pw", trusted=True, **more):
    given = {
        "engine": "postgresql",
        "host": "127.0.0.1",
        "port": str(port),
        "name": "postgres",
        "user": "tester",
    } | more
    ring = Ring(password=password).means()
    set_up = config(Kind.DATABASE, **given)
    return DatabaseConnector(set_up, ring, None, certificate.trust) if trusted else DatabaseConnector(set_up, ring)


@pytest.fixture(scope="module")
def tls_postgres(postgres, certificate):
    postgres[0].psql("CREATE ROLE tester LOGIN PASSWORD 'pw'")
    front = TlsBefore(certificate, f"{postgres[1]}/.s.PGSQL.5432")
    yield front.port
    front.end()


def test_postgresql_is_asked_over_tls(certificate, tls_postgres):
    found = state(database(certificate, tls_postgres))
    assert found.standing is Standing.READY, found.words


@pytest.mark.parametrize(
    ("given", "trusted", "said"),
    [
        ({}, False, "add its authority"),
        ({"name": "nosuch"}, True, "has no database 'nosuch'"),
        ({"user": "nobody"}, True, "refused the user name or the password"),
        ({"port": "closed"}, True, "check the port"),
    ],
)
def test_what_is_wrong_with_postgresql_is_told_with_its_remedy(certificate, tls_postgres, given, trusted, said):
    given = {key: str(free_port()) if value == "closed" else value for key, value in given.items()}
    found = state(database(certificate, tls_postgres, trusted=trusted, **given))
    assert said in found.words.en
    assert found.words.ja != found.words.en
    assert found.standing in {Standing.FAILED, Standing.ASKS}


def test_mysql_is_asked_over_tls_or_not_at_all(certificate):
    """The double loses the beginning of TLS that comes with the request for it: only what is refused can be tried."""
    from mysql_mimic import MysqlServer, Session

    port, loop = free_port(), asyncio.new_event_loop()
    server = MysqlServer(session_factory=Session)
    loop.run_until_complete(server.start_server(host="127.0.0.1", port=port))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        listening(port)
        found = state(database(certificate, port, engine="mysql", user="root"))
        assert "does not speak TLS" in found.words.en
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


class Says:
    """Says some bytes to whoever comes, and keeps what it hears."""

    def __init__(self, *lines: bytes):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port, self._lines = self._listener.getsockname()[1], lines
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                one, _ = self._listener.accept()
                with one, contextlib.suppress(OSError):
                    for line in self._lines:
                        one.sendall(line)
                        if not one.recv(4096):
                            break

    def end(self):
        self._listener.close()


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (Kind.MAIL, {"address": "a@example.com"}, "IMAP server is not filled in"),
        (Kind.MAIL, {"address": "a@b.c", "imap_host": "127.0.0.1", "imap_port": "closed"}, "check the port"),
        (Kind.MAIL, {"address": "a@b.c", "imap_host": "127.0.0.1", "imap_port": "plain"}, "does not speak TLS"),
        (Kind.REMOTE, {"address": "127.0.0.1", "port": "closed", "user": "me"}, "check the port"),
        (Kind.REMOTE, {"kind": "webdav", "address": "http://127.0.0.1:full/", "user": "me"}, "no room left"),
    ],
)
def test_what_is_wrong_with_a_server_is_told_with_its_remedy(kind, given, said):
    plain = Says(b"* OK IMAP4 ready\r\n")
    full = Says(b"HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\n\r\n")
    ports = {"closed": str(free_port()), "plain": str(plain.port), "full": str(full.port)}
    for name, port in ports.items():
        given = {
            key: port if value == name else value.replace(f":{name}/", f":{port}/") for key, value in given.items()
        }
    made = {Kind.MAIL: MailConnector, Kind.REMOTE: RemoteConnector}[kind]
    found = state(made(config(kind, **given), Ring(password="x").means()))
    plain.end()
    full.end()
    assert said in found.words.en
    assert found.words.ja != found.words.en


def test_servers_of_a_known_address_need_not_be_entered():
    made = MailConnector(config(Kind.MAIL, address="sato@icloud.com"), Ring(password="x").means())
    assert made.reaches() == ("imap.mail.me.com", "smtp.mail.me.com")
    assert (made.setting("smtp_port"), made.setting("smtp_security")) == ("587", "starttls")
    # Whoever enters a server is asked for nothing else, and what is empty means what the form says.
    own = MailConnector(
        config(Kind.MAIL, address="sato@icloud.com", imap_host="mail.example.jp"), Ring(password="x").means()
    )
    assert own.reaches() == ("mail.example.jp",)
    assert own.setting("imap_port") == "993"


def test_each_provider_says_what_it_wants_for_a_password():
    for one in PROVIDERS:
        for server in (one.imap, one.smtp):
            words = refusal(server.partition(":")[0])
            assert "{" not in words.en + words.ja
    assert "myaccount.google.com/apppasswords" in refusal("imap.gmail.com").en
    assert "MCP connector" in refusal("outlook.office365.com").en
