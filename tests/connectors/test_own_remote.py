"""Folders elsewhere: asyncssh's server for SFTP, wsgidav for WebDAV, on loopback."""

import asyncio
import threading
from pathlib import Path

import asyncssh
import pytest
from cheroot.wsgi import Server
from wsgidav.wsgidav_app import WsgiDAVApp

from agent.core.actions import Approval
from agent.core.errors import InvalidArgumentsError, StaleError, ToolError
from connectors.connector import Kind, Standing
from connectors.own.elsewhere import relative
from connectors.own.remote import RemoteConnector
from tests.connectors.owned import Desk, Ring, config
from tests.connectors.served import free_port, listening


class Ssh(asyncssh.SSHServer):
    """Knows one password."""

    def begin_auth(self, _):
        return True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == ("me", "pass")


class Sftp:
    """A server in a thread; `key` is what it shows."""

    def __init__(self, root, port, key):
        self.port, self._key, self._root = port, key, str(root)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    async def _serve(self):
        def made(channel):
            return asyncssh.SFTPServer(channel, chroot=None)

        self._server = await asyncssh.listen(
            "127.0.0.1", self.port, server_factory=Ssh, server_host_keys=[self._key], sftp_factory=made
        )

    def end(self):
        async def ended():
            self._server.close()
            await self._server.wait_closed()

        asyncio.run_coroutine_threadsafe(ended(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


def filled(folder):
    (folder / "in").mkdir(parents=True)
    (folder / "a.txt").write_text("hello 日本\n", encoding="utf-8")
    (folder / "in" / "b.csv").write_text("a,b\n1,2\n")
    return folder


@pytest.fixture(scope="module")
def key():
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def there(tmp_path):
    return filled(tmp_path / "there")


@pytest.fixture
def sftp(there, key):
    (there.parent / "secret.txt").write_text("secret")
    (there / "way-out").symlink_to(there.parent)
    made = Sftp(there, free_port(), key)
    yield made
    made.end()


@pytest.fixture
def webdav(there):
    port = free_port()
    app = WsgiDAVApp({
        "provider_mapping": {"/files": str(there)}, "simple_dc": {"user_mapping": {"*": {"me": {"password": "pass"}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "logging": {"enable": False}, "verbose": 0, "property_manager": True, "lock_storage": True,
    })  # fmt: skip
    server = Server(("127.0.0.1", port), app)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    listening(port)
    yield port
    server.stop()
    thread.join(10)


class Asked:
    """Answers with one of the choices; keeps the questions."""

    def __init__(self, choice):
        self.choice, self.questions = choice, []

    async def __call__(self, question):
        self.questions.append(question)
        return Approval(question.id, text=question.choices[self.choice])


def over_sftp(tmp_path, documents, sftp, there, ring, ask=None, **more):
    set_up = config(
        Kind.REMOTE, address="127.0.0.1", port=str(sftp.port), folder=str(there), user="me", writes="true", **more
    )
    made = RemoteConnector(set_up, ring.means(ask))
    return Desk(made, tmp_path / "folder", tmp_path / "staging", documents)


@pytest.fixture(params=["sftp", "webdav"])
def desk(request, tmp_path, documents, there):
    if request.param == "sftp":
        server = request.getfixturevalue("sftp")
        return over_sftp(tmp_path, documents, server, there, Ring(password="pass"), Asked(0))
    port = request.getfixturevalue("webdav")
    set_up = config(Kind.REMOTE, kind="webdav", address=f"http://127.0.0.1:{port}/files/", user="me", writes="true")
    made = RemoteConnector(set_up, Ring(password="pass").means())
    return Desk(made, tmp_path / "folder", tmp_path / "staging", documents)


def test_it_is_listed_and_read(desk):
    assert desk.connector.state.standing is Standing.READY, desk.connector.state.words
    text = desk.text("remote_list")
    assert "a.txt\t13 bytes" in text
    assert "in/" in text
    assert "b.csv" in desk.text("remote_list", folder="in")
    assert "hello 日本" in desk.text("remote_read", path="a.txt")
    assert desk.verdict("remote_read", "look", outside=True, path="a.txt") == ""


def test_a_file_comes_into_the_folder_as_a_change(desk):
    (made,) = desk.call("remote_take", path="in/b.csv", to="b.csv").changes.changes
    assert Path(made.staged.path).read_bytes() == b"a,b\n1,2\n"


def test_a_large_file_comes_over_either_way(desk, there):
    with (there / "large.bin").open("wb") as file:
        file.truncate(33 * 1024**2)
    (made,) = desk.call("remote_take", path="large.bin", to="large.bin").changes.changes
    assert Path(made.staged.path).stat().st_size == 33 * 1024**2


def test_nothing_is_written_over_but_what_was_read(desk, there):
    (desk.root / "new.txt").write_text("new")
    desk.call("remote_put", file="new.txt", path="in/new.txt")
    assert (there / "in" / "new.txt").read_text() == "new"
    assert not list(there.rglob("*.part"))
    with pytest.raises(StaleError):
        desk.call("remote_put", file="new.txt", path="a.txt")
    assert "hello" in (there / "a.txt").read_text(encoding="utf-8")
    desk.call("remote_read", path="a.txt")
    desk.call("remote_put", file="new.txt", path="a.txt")
    assert (there / "a.txt").read_text() == "new"
    desk.call("remote_read", path="in/b.csv")
    (there / "in" / "b.csv").write_text("somebody else was here, and wrote more")
    with pytest.raises(StaleError):
        desk.call("remote_put", file="new.txt", path="in/b.csv")
    assert "somebody" in (there / "in" / "b.csv").read_text()


def test_writing_is_judged_by_the_file_and_what_it_replaces(desk):
    (desk.root / "new.txt").write_text("new")
    given = {"file": "new.txt", "path": "in/new.txt"}
    assert desk.verdict("remote_put", "put new.txt there as in/new.txt", **given) == ""
    assert "You did not name" in desk.verdict("remote_put", "put it there", **given)
    desk.call("remote_read", path="a.txt")
    assert "You did not name" in desk.verdict("remote_put", "copy new.txt", file="new.txt", path="a.txt")


def test_without_the_switch_nothing_is_written(tmp_path, documents, sftp, there):
    set_up = config(Kind.REMOTE, address="127.0.0.1", port=str(sftp.port), folder=str(there), user="me")
    desk = Desk(
        RemoteConnector(set_up, Ring(password="pass").means(Asked(0))), tmp_path / "folder", tmp_path / "s", documents
    )
    assert "remote_put" not in desk.connector.state.tools


def test_a_computer_that_is_new_is_asked_about_once(tmp_path, documents, sftp, there, key):
    ring, ask = Ring(password="pass"), Asked(0)
    over_sftp(tmp_path, documents, sftp, there, ring, ask)
    assert key.get_fingerprint() in ask.questions[0].title
    again = over_sftp(tmp_path, documents, sftp, there, ring, ask)
    assert again.connector.state.standing is Standing.READY
    assert len(ask.questions) == 1


def test_a_no_or_nobody_to_ask_leaves_it_unconnected(tmp_path, documents, sftp, there):
    for ask in (Asked(1), None):
        ring = Ring(password="pass")
        desk = over_sftp(tmp_path, documents, sftp, there, ring, ask)
        assert desk.connector.state.standing is Standing.ASKS
        assert "host_key" not in ring
        assert "SHA256:" in desk.connector.state.words.en


def test_another_key_is_never_spoken_to(tmp_path, documents, sftp, there):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()
    desk = over_sftp(tmp_path, documents, sftp, there, Ring(password="pass", host_key=other), Asked(0))
    assert desk.connector.state.standing is Standing.FAILED
    assert "its key has changed" in desk.connector.state.words.en


def test_a_wrong_password_asks(tmp_path, documents, sftp, there):
    desk = over_sftp(tmp_path, documents, sftp, there, Ring(password="x"), Asked(0))
    assert desk.connector.state.standing is Standing.ASKS
    assert "refused" in desk.connector.state.words.en


def test_links_that_lead_out_are_not_followed(tmp_path, documents, sftp, there):
    desk = over_sftp(tmp_path, documents, sftp, there, Ring(password="pass"), Asked(0))
    assert "way-out" not in desk.text("remote_list")
    for tool, given in (("remote_read", {"path": "way-out/secret.txt"}), ("remote_list", {"folder": "way-out"})):
        with pytest.raises(ToolError) as caught:
            desk.call(tool, **given)
        assert caught.value.code == "outside_workspace"
    (desk.root / "n.txt").write_text("n")
    with pytest.raises(ToolError):
        desk.call("remote_put", file="n.txt", path="way-out/n.txt")
    assert not (there.parent / "n.txt").exists()


@pytest.mark.parametrize("path", ["../a", "a/../../b", "a\0b", "a\nb", "..\\a"])
def test_no_path_leads_out(path):
    with pytest.raises(InvalidArgumentsError):
        relative(path)
