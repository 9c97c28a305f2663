"""A hidden value of a bundle: from its review to the keyring, to the server that was started, and away with it."""

import contextlib
import hashlib
import json
import os
import sys
import time
import uuid
import zipfile
from pathlib import Path

import psutil
import pytest

from agent.sandbox.confining import confinement_here
from connectors.mcp.pins import START
from desktop.wire import messages as wire
from tests.journeys.program import Deskhand
from tests.journeys.window import Window

RING = '''
import json, os, pathlib
from keyring.backend import KeyringBackend

class Ring(KeyringBackend):
    """Lives in one file, for several processes; says that it is one of those that encrypt."""

    __module__ = "keyring.backends.SecretService"
    priority = 9

    def _kept(self, change=None):
        path = pathlib.Path(os.environ["RING_FILE"])
        kept = json.loads(path.read_text())
        if change is not None:
            change(kept)
            path.write_text(json.dumps(kept))
        return kept

    def get_password(self, service, username):
        return self._kept().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        self._kept(lambda kept: kept.__setitem__(f"{service}/{username}", password))

    def delete_password(self, service, username):
        self._kept(lambda kept: kept.pop(f"{service}/{username}"))
'''
# It shows that it got the key, and is careless with it in every way that it has.
SERVER = """
import hashlib, json, os, pathlib, sys
KEY = os.environ["STOCK_KEY"]
print(f"starting with {KEY} of {sorted(name for name in os.environ if 'CANARY' in name)}", file=sys.stderr, flush=True)
pathlib.Path(os.environ["HOME"], "state.txt").write_text("what a server " + "keeps")
for line in sys.stdin:
    asked = json.loads(line)
    if "id" not in asked:
        continue
    method, answer = asked["method"], {}
    if method == "initialize":
        answer = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                  "serverInfo": {"name": "stock", "version": "1"}}
    elif method == "tools/list":
        answer = {"tools": [{"name": "stock", "description": "x", "inputSchema": {"type": "object", "properties": {}}}]}
    elif method == "tools/call":
        words = f"key {hashlib.sha256(KEY.encode()).hexdigest()} is {KEY}, place {os.environ['PLACE']}"
        print("printed", KEY, flush=True)
        answer = {"content": [{"type": "text", "text": words}]}
    print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": answer}), flush=True)
"""
MANIFEST = {
    "manifest_version": "0.3", "name": "stock", "version": "1.0.0", "license": "CC0-1.0", "author": {"name": "N"},
    "description": "Looks up what is in store.",
    "server": {"type": "python", "entry_point": "server.py", "mcp_config": {
        "command": "python3", "args": ["${__dirname}/server.py"],
        "env": {"STOCK_KEY": "${user_config.key}", "PLACE": "${user_config.place}"}}},
    "user_config": {
        "key": {"type": "string", "title": "Key", "description": "", "sensitive": True, "required": True},
        "place": {"type": "string", "title": "Place", "description": "", "required": True}},
}  # fmt: skip


def bundle(path, **more):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", json.dumps(MANIFEST | more))
        file.writestr("server.py", SERVER)
    return str(path)


class Computer:
    """The program with a keyring of several processes. `leaks` names every place that has a word and should not."""

    def __init__(self, base: Path):
        self.ring = base / "ring" / "kept.json"
        self.ring.parent.mkdir()
        (base / "ring" / "file_ring.py").write_text(RING)
        self.ring.write_text(json.dumps({"deskhand/model of mine": "not of a connector"}))
        self.deskhand = Deskhand(base / "home")
        self.deskhand.env |= {
            "PYTHON_KEYRING_BACKEND": "file_ring.Ring", "RING_FILE": str(self.ring),
            "CANARY_KEY": "sk-of-somebody-else",
            "PYTHONPATH": f"{self.deskhand.env['PYTHONPATH']}{os.pathsep}{self.ring.parent}",
            "PATH": os.pathsep.join((str(Path(sys.base_prefix) / "bin"), os.environ["PATH"])),
        }  # fmt: skip
        self.said: dict[str, bytes] = {}

    def kept(self):
        """Names of secrets in the keyring that belong to connectors."""
        return sorted(name for name in json.loads(self.ring.read_text()) if "connector:" in name)

    def run(self, *words):
        told = self.deskhand.told(*words)
        self.said[" ".join(words)] = told.encode()
        return told

    def leaks(self, word):
        home = self.deskhand.home
        files = {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
        names = {str(path): str(path).encode() for path in home.rglob("*")}
        return sorted(name for name, text in (files | names | self.said).items() if word.encode() in text)

    def left(self):
        """What lies in the state folder by the name of the package."""
        return sorted(map(str, self.deskhand.home.rglob("*stock*")))

    def command_lines(self, process, word):
        found = []
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):  # it ended meanwhile
                found.append(one.cmdline())
        return [line for line in found if any(word in part for part in line)]


@pytest.fixture
def computer(tmp_path):
    if sys.platform != "linux" or not confinement_here().offer().there:
        pytest.skip("programs cannot be confined here")
    return Computer(tmp_path)


def ready(window, wanted="ready"):
    """The one connector, when it stands so."""
    for _ in range(200):
        (one,) = window.ask(wire.ListConnectors()).connectors
        if one.standing == wanted:
            return one
        time.sleep(0.1)
    raise AssertionError((one.standing, one.sentence))


def test_a_hidden_value_is_in_the_keyring_and_in_the_server_and_nowhere_else_and_goes_with_the_bundle(
    computer, tmp_path
):
    key = f"sk-canary-{uuid.uuid4().hex}"
    errors = tmp_path / "errors.txt"
    with errors.open("wb") as stderr:
        window = Window(computer.deskhand, errors=stderr)
        window.ask(wire.Hello("en"))
        review = window.ask(wire.ReviewPackage(bundle(tmp_path / "stock.mcpb")))
        window.ask(wire.InstallPackage(review.digest, {"key": key, "place": "Osaka"}))
        assert computer.kept() == ["deskhand/connector:stock:key"]
        (one,) = window.ask(wire.ListConnectors()).connectors
        (asked,) = one.asked
        assert asked.what == START
        window.ask(wire.ApproveConnector("stock", {START: asked.digest}))
        ready(window)
        living = psutil.Process(window.process.pid)
        assert computer.command_lines(living, "server.py")
        assert computer.command_lines(living, key) == []
        hashed = hashlib.sha256(key.encode()).hexdigest()
        heard = computer.run("connector", "call", "stock", "stock", "{}", "--yes")
        assert f"key {hashed} is ••••••, place Osaka" in heard
        assert "starting with •••••• of []" in window.ask(wire.ReadLog("stock")).text
        assert computer.leaks("what a server keeps") == ["servers/stock/state.txt"]
        assert computer.leaks(key) == []
        window.ask(wire.RemovePackage("stock"))
        window.close()
    computer.said |= {"errors": errors.read_bytes(), "host": b"".join(window.lines)}
    assert computer.kept() == []
    assert computer.leaks(key) == []
    assert computer.left() == []


def test_the_command_line_removes_all_of_it_too(computer, tmp_path):
    key = f"sk-canary-{uuid.uuid4().hex}"
    window = Window(computer.deskhand)
    window.ask(wire.Hello("en"))
    review = window.ask(wire.ReviewPackage(bundle(tmp_path / "stock.mcpb")))
    window.ask(wire.InstallPackage(review.digest, {"place": "Osaka"}))
    window.ask(wire.ConfigureConnector("stock", "", {"key": key}))
    window.close()
    kept = json.loads(computer.ring.read_text())
    computer.ring.write_text(json.dumps({**kept, "deskhand/connector:stock:oauth-tokens": "e30="}))
    assert computer.kept() == ["deskhand/connector:stock:key", "deskhand/connector:stock:oauth-tokens"]
    computer.run("pack", "remove", "stock", "--yes")
    assert computer.kept() == []
    assert computer.leaks(key) == []
    assert computer.left() == []
