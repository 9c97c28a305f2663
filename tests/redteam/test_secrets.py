"""L01 and L02: keys stay where they belong, whatever goes wrong; and nothing but the model is ever spoken to."""

import ctypes
import json
import os
import subprocess
import sys
import uuid
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from agent.core.events import QuestionAsked, RootGranted, TurnEnded
from agent.models.catalog import Catalog, ModelConfig
from agent.models.keys import KeyBox
from agent.session.export import FORMS
from agent.session.traces import places
from desktop.wire import messages as wire
from tests.journeys.program import Deskhand
from tests.journeys.window import Window
from tests.redteam.model_server import ModelServer

RING = '''
import json, os
from keyring.backend import KeyringBackend

class Ring(KeyringBackend):
    """Lives in memory; says that it is one of those that encrypt."""

    __module__ = "keyring.backends.SecretService"
    priority = 9
    kept = json.load(open(os.environ["RING_SEEDS"]))

    def get_password(self, service, username):
        return self.kept.get(f"{service}/{username}")

    def set_password(self, service, username, password):
        self.kept[f"{service}/{username}"] = password

    def delete_password(self, service, username):
        del self.kept[f"{service}/{username}"]
'''
VARIABLES = (
    "OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "ANTHROPIC_API_KEY", "GEMINI_API_KEY",
    "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "HF_TOKEN", "DATABASE_URL", "MODEL_KEY",
)  # fmt: skip
OTHERS = (
    "typed", "ringed", "never asked", "in a url", "in a query", "in a proxy", "in a strange line",
    "in a broken request", "read file", "unread file",
)  # fmt: skip
CONTROL = "control-word-that-may-be-everywhere"


@pytest.fixture
def deskhand(tmp_path):
    """The program, new."""
    return Deskhand(tmp_path / "home")


@pytest.fixture
def serve():
    """Starts model servers with these steps; all end with the test."""
    started = []

    def start(*steps):
        started.append(ModelServer(steps))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture(scope="module")
def canary():
    """Secrets that are nowhere else, by the place where they were put."""
    return {place: f"sk-canary-{uuid.uuid4().hex}" for place in (*VARIABLES, *OTHERS)}


def guarded(deskhand, canary, folder):
    """The program with secrets in its environment, and a keyring in memory that counts as safe."""
    folder.mkdir()
    (folder / "canary_ring.py").write_text(RING)
    seeds = {"deskhand/ringed": canary["ringed"], "other program/me": canary["never asked"]}
    (folder / "seeds.json").write_text(json.dumps(seeds))
    deskhand.env |= {name: canary[name] for name in VARIABLES}
    deskhand.env |= {
        "PYTHON_KEYRING_BACKEND": "canary_ring.Ring", "RING_SEEDS": str(folder / "seeds.json"),
        "PYTHONPATH": f"{deskhand.env['PYTHONPATH']}{os.pathsep}{folder}", "OPENAI_LOG": "debug",
        "HTTPS_PROXY": f"http://user:{canary['in a proxy']}@127.0.0.1:9",
    }  # fmt: skip


def strange_lines(canary):
    """What a window should never say, with keys in it."""
    broken = {"name": "x", "base_url": [canary["in a broken request"]], "model": "m", "key": canary["typed"]}
    yield json.dumps({"id": 90, "method": "add_model", "params": [canary["in a strange line"]]}).encode()
    yield json.dumps({"id": 91, "method": "add_model", "params": broken}).encode()


def models_that_fail(host, server, canary):
    """Everything about models that can go wrong."""
    assert host.ask(wire.AddModel("typed", server.url, "m", canary["typed"])).models
    host.ask(wire.AddModel("ringed", server.url, "m"))
    for url in (f"https://user:{canary['in a url']}@api.example.com/v1",
                f"https://api.example.com/v1?key={canary['in a query']}", f"{canary['in a url']}@host"):  # fmt: skip
        assert host.ask(wire.AddModel("bad", url, "m", canary["typed"])).code == "bad_address"
    for name in ("typed", "ringed", "from env"):
        for status in (401, 400, 500, 404):
            server.steps[:] = [status]
            assert not host.ask(wire.TestModel(name)).test.ready
    host.ask(wire.AddModel("away", "https://127.0.0.1:9/v1", "m", canary["typed"]))
    assert not host.ask(wire.TestModel("away")).test.ready


def a_turn(host, server, folder):
    """A read, a refused key, another try, and a question that waits. Returns the Session."""
    session = host.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    host.ask(wire.SetSession(session, model="typed"))
    server.steps[:] = [[("read", {"path": "read.txt"})], 500, 401]
    assert host.ask(wire.StartTurn(session, f"look at {CONTROL}")).started
    assert host.until(TurnEnded).code == "key_refused"
    server.steps[:] = [
        [("write_file", {"path": "made.txt", "text": CONTROL})],
        [("organise", {"items": [{"delete": "read.txt"}]})],
    ]
    assert host.ask(wire.StartTurn(session, "tidy up")).started
    host.until(QuestionAsked)
    return session


class Sinks:
    """Everything that a run leaves or shows, by name."""

    def __init__(self):
        self.texts: dict[str, bytes] = {}

    def folder(self, name, path, but=()):
        for file in path.rglob("*"):
            if file.is_file() and file.name not in but:
                self.texts[f"{name}: {file.relative_to(path)}"] = str(file).encode() + b"\0" + file.read_bytes()

    def children(self, process):
        """What other programs of this user see of the worker processes."""
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(ProcessLookupError, FileNotFoundError):  # one that has ended meanwhile shows nothing any more
                self.texts[f"child: {child.pid}"] = b"\0".join(
                    Path(f"/proc/{child.pid}/{part}").read_bytes() for part in ("cmdline", "environ")
                )
        self.texts["host: command line"] = Path(f"/proc/{process.pid}/cmdline").read_bytes()

    def with_(self, word):
        return sorted(name for name, text in self.texts.items() if word.encode() in text)


@pytest.fixture(scope="module")
def run(tmp_path_factory, canary):
    """One whole run: models that fail, a task, a kill, a new start, all exports. Its sinks, and the model's server."""
    base = tmp_path_factory.mktemp("secrets")
    deskhand, server, sinks = Deskhand(base / "home"), ModelServer([]), Sinks()
    guarded(deskhand, canary, base / "ring")
    folder = base / "folder"
    folder.mkdir()
    (folder / "read.txt").write_text(canary["read file"])
    (folder / "unread.txt").write_text(canary["unread file"])
    Catalog(base / "home" / "settings").add(ModelConfig("from env", "openai-chat", server.url, "m", "MODEL_KEY"))
    errors = base / "errors.txt"
    with errors.open("wb") as stderr:
        host = Window(deskhand, errors=stderr)
        host.ask(wire.Hello("en"))
        for line in strange_lines(canary):
            host.into.write(line + b"\n")
        models_that_fail(host, server, canary)
        session = a_turn(host, server, folder)
        if sys.platform == "linux":
            sinks.children(host.process)
        host.kill()
        again = Window(deskhand, errors=stderr)
        again.ask(wire.Hello("ja"))
        again.ask(wire.OpenSession(session))
        for form in FORMS:
            text = again.ask(wire.ExportRecord(session, form, contents=True)).text
            sinks.texts[f"export: {form}"] = text.encode()
        assert again.ask(wire.VerifyRecord()).ok
        again.close()
    for words in (("sent",), ("model", "list", "--json")):
        sinks.texts[f"command: {' '.join(words)}"] = deskhand.told(*words).encode()
    sinks.texts["what the host said"] = b"".join(host.lines + again.lines)
    sinks.texts["standard error"] = errors.read_bytes()
    sinks.folder("state", base / "home")
    sinks.folder("folder", folder, but=("read.txt", "unread.txt"))
    server.close()
    return sinks, server


def test_there_are_at_least_twenty_secrets(canary):
    assert len(set(canary.values())) >= 20


def test_no_key_is_anywhere_but_where_it_was_put(run, canary):
    sinks, _ = run
    leaked = {place: found for place, key in canary.items() if place != "read file" and (found := sinks.with_(key))}
    assert leaked == {}


def test_what_the_model_read_is_in_the_record_and_in_no_place_for_others(run, canary):
    found = run[0].with_(canary["read file"])
    assert "export: json" in found
    assert [name for name in found if name.startswith(("child", "command", "standard", "folder"))] == []


def test_no_library_writes_about_its_requests_whatever_the_environment_says(run):
    assert run[0].with_("openai._base_client") == []


def test_every_sink_can_show_a_leak(run):
    """Else the test above proves nothing."""
    found = run[0].with_(CONTROL)
    assert {"export: html", "export: json", "export: md", "export: otel", "what the host said"} <= set(found)
    assert any(name.startswith("state: journal.db") for name in found)
    assert "folder: made.txt" in found
    assert "standard error" in run[0].with_("a line that is no request")
    assert "standard error" in run[0].with_("a request ended by an error of Deskhand itself")
    assert "command: model list --json" in run[0].with_("typed")
    if sys.platform == "linux":
        assert "host: command line" in run[0].with_("desktop")
        assert any(name.startswith("child") for name in run[0].with_("agent.documents.worker"))
        assert any(name.startswith("child") for name in run[0].with_("PATH="))


def test_a_key_goes_to_its_model_in_one_header_and_nothing_else_does(run, canary):
    _, server = run
    used = {headers["authorization"] for headers in server.headers}
    assert used == {f"Bearer {canary['typed']}", f"Bearer {canary['ringed']}", f"Bearer {canary['MODEL_KEY']}"}
    names = {name for headers in server.headers for name in headers}
    assert names <= {"host", "accept", "accept-encoding", "connection", "content-type", "content-length",
                     "authorization", "user-agent"}  # fmt: skip
    assert not [body for body in server.bodies for key in canary.values() if canary["read file"] != key
                and key.encode() in body]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="prctl")
@pytest.mark.parametrize("command", ["host", "sessions"])
def test_a_process_with_keys_leaves_no_core_and_lets_nobody_look_in(deskhand, command, tmp_path):
    """PR_GET_DUMPABLE is 3. The program is asked from inside, after it began."""
    script = (
        "import atexit, ctypes, resource, sys\n"
        "from desktop.__main__ import main\n"
        "atexit.register(lambda: print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),"
        " *resource.getrlimit(resource.RLIMIT_CORE), file=sys.stderr))\n"
        f"sys.exit(main([{command!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=deskhand.env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert done.stderr.decode().split() == ["0", "0", "0"]
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 1  # an unguarded process, such as this one


def test_a_report_of_an_error_says_where_and_never_what(canary):
    try:
        try:
            raise ValueError(canary["typed"])
        except ValueError as error:
            raise RuntimeError(f"with {canary['typed']}") from error
    except RuntimeError as error:
        told = places(error)
    assert "RuntimeError < test_secrets.py:" in told
    assert "ValueError" in told
    assert canary["typed"] not in told


@pytest.mark.parametrize("home", ["a bus that is not there", "a keyring that is locked"])
def test_without_a_safe_keyring_a_key_lives_in_memory_and_in_no_file(deskhand, serve, canary, tmp_path, home):
    server = serve()
    deskhand.env |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    if home == "a bus that is not there":
        del deskhand.env["PYTHON_KEYRING_BACKEND"]
        deskhand.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/no-bus"
    host = Window(deskhand)
    host.ask(wire.Hello("en"))
    (view,) = host.ask(wire.AddModel("typed", server.url, "m", canary["typed"])).models
    assert view.key == "memory"
    assert host.ask(wire.TestModel("typed")).test.lines[1].standing == "passed"
    assert server.headers[0]["authorization"] == f"Bearer {canary['typed']}"
    host.close()
    sinks = Sinks()
    sinks.folder("state", deskhand.home)
    assert sinks.with_(canary["typed"]) == []


LISTENING = """
import json, sys
seen = open(sys.argv[1], "a", buffering=1)

def hook(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
        seen.write(json.dumps(["connect", *arguments[1][:2]]) + "\\n")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        seen.write(json.dumps(["look up", str(arguments[0])]) + "\\n")

sys.addaudithook(hook)
from desktop.__main__ import main
sys.exit(main(sys.argv[2:]))
"""


def test_only_the_chosen_model_is_ever_spoken_to(deskhand, serve, tmp_path):
    server = serve([("read", {"path": "notes.txt"})], 500, "done")
    seen, folder = tmp_path / "seen.jsonl", tmp_path / "folder"
    folder.mkdir()
    (folder / "notes.txt").write_text("see http://192.0.2.1/ and https://api.example.com")
    host = Window(deskhand, command=(sys.executable, "-c", LISTENING, str(seen), "host"))
    host.ask(wire.Hello("en"))
    host.ask(wire.AddModel("mine", server.url, "m"))
    session = host.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    host.ask(wire.PreviewFile(session, "notes.txt"))
    assert not seen.read_text()
    host.ask(wire.StartTurn(session, "go"))
    assert host.until(TurnEnded).ending == "done"
    host.ask(wire.VerifyRecord())
    host.ask(wire.ExportRecord(session, "html", contents=True))
    host.close()
    words = ("run", "go", "--folder", str(folder), "--json")
    done = subprocess.run(
        [sys.executable, "-c", LISTENING, str(seen), *words], env=deskhand.env, capture_output=True, check=False
    )
    assert done.returncode == 0
    spoken = [json.loads(line) for line in seen.read_text().splitlines()]
    assert {tuple(one) for one in spoken if one[0] == "connect"} == {("connect", "127.0.0.1", server.port)}
    assert {one[1] for one in spoken if one[0] == "look up"} <= {"127.0.0.1"}
    assert sum(one[0] == "connect" for one in spoken) == len(server.sizes)


def test_the_key_of_signatures_is_made_once_and_in_the_keyring_only():
    class Ring:
        def __init__(self):
            self.kept = {}

        def get_password(self, service, username):
            return self.kept.get((service, username))

        def set_password(self, service, username, password):
            self.kept[service, username] = password

        def delete_password(self, service, username):
            del self.kept[service, username]

    ring = Ring()
    box = KeyBox(lambda: ring)
    assert box.sealing_key("/a/journal.db") is None
    key = box.sealing_key("/a/journal.db", make=True)
    assert key is not None
    assert len(key) == 64
    assert box.sealing_key("/a/journal.db", make=True) == key
    assert box.sealing_key("/b/journal.db") is None
    assert KeyBox(lambda: None).sealing_key("/a/journal.db", make=True) is None
