"""Stdio servers: real ones, in Python and in Node, speak over their streams and reach nothing else."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Confinement, Offer, Profile, Tier
from agent.core.serving import StdioServer
from agent.core.words import Words
from agent.sandbox.commands import find
from agent.sandbox.installation import too_wide
from agent.sandbox.serving import LocalServers, meaning
from tests.agent.sandbox.linux.conftest import WAYS, there

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
PYTHON = """#!{python}
import json, os, socket, subprocess, sys
for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = repr(eval(asked["do"]))
    except Exception as error:
        answer = "refused: " + type(error).__name__
    print(json.dumps({{"id": asked["id"], "answer": answer}}), flush=True)
"""
NODE = """
const fs = require('fs'), child = require('child_process')
require('readline').createInterface({input: process.stdin}).on('line', line => {
  const asked = JSON.parse(line)
  let answer
  try { answer = String(eval(asked.do)) } catch (error) { answer = 'refused: ' + error.code }
  console.log(JSON.stringify({id: asked.id, answer}))
})
"""


@pytest.fixture(params=list(WAYS))
def way(request) -> Confinement:
    return there(request.param)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A server as pip installs one: a script in a "bin", which names its interpreter."""
    script = tmp_path / "tool/bin/server"
    script.parent.mkdir(parents=True)
    script.write_text(PYTHON.format(python=sys.executable), encoding="utf-8")
    script.chmod(0o755)
    return script


@contextmanager
def speaking(way: Confinement, base: Path, server: StdioServer):
    """Ask a server one thing after the other."""
    launch = LocalServers(way, base).launch(server)
    numbers = iter(range(100))
    with subprocess.Popen(
        launch.argv, env=dict(launch.env), cwd=launch.cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        asked, answers, said = process.stdin, process.stdout, process.stderr
        assert asked
        assert answers
        assert said

        def ask(order: str) -> str:
            number = next(numbers)
            asked.write(json.dumps({"id": number, "do": order}) + "\n")
            asked.flush()
            line = answers.readline()
            assert line, said.read()
            answer = json.loads(line)
            assert answer["id"] == number
            return str(answer["answer"])

        try:
            yield ask
        finally:
            process.kill()


def test_a_server_in_python_keeps_to_its_folder(way, python, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    kept, given = tmp_path / "kept.txt", tmp_path / "given.txt"
    kept.write_text("kept", encoding="utf-8")
    given.write_text("given", encoding="utf-8")
    server = StdioServer("files", (str(python), "one"), (given,), {"TOKEN": "of its own"})
    with speaking(way, tmp_path / "servers", server) as ask:
        assert ask("sys.argv[1:]") == "['one']"
        assert ask("open('state', 'w').write('there')") == "5"
        assert ask("os.environ.get('SECRET_KEY'), os.environ['TOKEN']") == "(None, 'of its own')"
        assert ask(f"open({str(given)!r}).read()") == "'given'"
        assert ask(f"open({str(given)!r}, 'a')") in ("refused: PermissionError", "refused: OSError")
        assert ask(f"open({str(kept)!r}).read()").startswith("refused: ")
        assert ask("open('/etc/passwd').read()").startswith("refused: ")
        assert ask("os.symlink('/etc', 'link')").startswith("refused: ")
        assert ask("subprocess.run(['/bin/echo', 'child'], capture_output=True).stdout") == r"b'child\n'"
        assert ask("socket.socket(socket.AF_INET)") == "refused: PermissionError"
    assert (given.read_text("utf-8"), (tmp_path / "servers/files/state").read_text("utf-8")) == ("given", "there")
    with speaking(way, tmp_path / "servers", server) as ask:  # what it keeps is there the next time
        assert ask("open('state').read()") == "'there'"


def test_a_server_in_node_keeps_to_its_folder(way, tmp_path):
    if shutil.which("node") is None:
        pytest.skip("Node is not here")
    kept = tmp_path / "kept.txt"
    kept.write_text("kept", encoding="utf-8")
    (tmp_path / "package").mkdir()
    (tmp_path / "package/server.js").write_text(NODE, encoding="utf-8")
    server = StdioServer("notes", ("node", str(tmp_path / "package/server.js")), (tmp_path / "package",))
    with speaking(way, tmp_path / "servers", server) as ask:
        assert ask("fs.writeFileSync('state', 'there')") == "undefined"
        assert ask("child.execSync('echo child').toString().trim()") == "child"
        assert ask("new WebAssembly.Memory({initial: 1, maximum: 65536}).buffer.byteLength") == "65536"
        assert ask(f"fs.readFileSync({str(kept)!r})") in ("refused: ENOENT", "refused: EACCES")
        assert ask(f"fs.writeFileSync({str(tmp_path / 'package/new.js')!r}, '')") in (
            "refused: EROFS",
            "refused: EACCES",
        )
        assert ask("require('net').connect(9, '127.0.0.1').on('error', e => globalThis.seen = e.code) && 1") == "1"
        assert ask("seen") == "EACCES"


def test_the_network_is_there_when_it_was_granted_and_for_connecting_only(way, python, tmp_path):
    """On this computer's own loopback: nothing leaves it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port, heard = listening.getsockname()[1], []

        def answered() -> None:
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(10))

        thread = threading.Thread(target=answered, daemon=True)
        thread.start()
        order = f"socket.create_connection(('127.0.0.1', {port}), 5).sendall(b'hello')"
        with speaking(way, tmp_path / "servers", StdioServer("closed", (str(python),))) as ask:
            assert ask(order) == "refused: PermissionError"
        with speaking(way, tmp_path / "servers", StdioServer("open", (str(python),), network=True)) as ask:
            assert ask(order) == "None"
            assert ask("socket.create_server(('127.0.0.1', 0))") == "refused: PermissionError"
            assert ask("socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)") == "refused: PermissionError"
            assert ask("socket.getaddrinfo('localhost', 80)[0][4][1]") == "80"
        thread.join(5)
        assert heard == [b"hello"]


@LINUX
def test_with_the_network_come_no_programs_of_the_desktop(python, tmp_path):
    """Names without a file belong to the network: Landlock keeps it away from those of others."""
    name = f"\0deskhand-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(name)
        listening.listen()
        server = StdioServer("open", (str(python),), network=True)
        for one in WAYS:
            with speaking(there(one), tmp_path / "servers", server) as ask:
                assert ask(f"socket.socket(socket.AF_UNIX).connect({name!r})") == "refused: PermissionError"


def test_memory_is_bounded_and_what_is_only_reserved_is_not(way, python, tmp_path):
    server = StdioServer("large", (str(python),), memory=200 * 1024**2)
    with speaking(way, tmp_path / "servers", server) as ask:
        assert ask("len(__import__('mmap').mmap(-1, 2**32, prot=0))") == str(2**32)
        assert ask("len(bytearray(2**28))") == "refused: MemoryError"
        assert ask("1 + 1") == "2"


class Way:
    """A way to confine that only tells what it was asked for."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self.asked: list[tuple[tuple[str, ...], Profile, Path]] = []

    def offer(self) -> Offer:
        return self._offer

    def launch(self, argv, profile, cwd):
        self.asked.append((argv, profile, cwd))
        raise ToolError(Words("No.", "いいえ。"), "no_sandbox")


@pytest.mark.parametrize(
    ("server", "code"),
    [
        (StdioServer("a", ("no-such-program-at-all",)), "not_found"),
        (StdioServer("a", ()), "bad_server"),
        (StdioServer("../a", (sys.executable,)), "bad_server"),
        (StdioServer("", (sys.executable,)), "bad_server"),
        (StdioServer("a", (sys.executable,)), "no_sandbox"),
    ],
)
def test_what_cannot_be_confined_is_not_started(server, code, tmp_path):
    way = Way(Offer(Tier.NATIVE, "x"))
    with pytest.raises(ToolError) as refused:
        LocalServers(way, tmp_path).launch(server)
    assert refused.value.code == code
    assert len(way.asked) == (code == "no_sandbox")


@LINUX
def test_a_program_among_the_persons_own_files_brings_itself_and_not_its_neighbours(tmp_path, monkeypatch):
    """~/.local/bin/tool leads to a package; ~/.local holds keyrings too."""
    monkeypatch.setenv("HOME", str(tmp_path))
    package, bins = tmp_path / ".local/share/tools/one", tmp_path / ".local/bin"
    (package / "bin").mkdir(parents=True)
    bins.mkdir()
    (package / "bin/tool").write_text("#!/usr/bin/env sh\n", encoding="utf-8")
    (package / "bin/tool").chmod(0o755)
    (bins / "tool").symlink_to("../share/tools/one/bin/tool")
    found = find("tool", f"{bins}:/usr/bin:/bin")
    assert found.program == package / "bin/tool"
    assert package in found.reads
    assert not any((tmp_path / ".local/share/keyrings").is_relative_to(one) for one in found.reads)
    assert all(too_wide(tmp_path / one) for one in (".local", ".local/share", ".config", "Library"))
    assert not too_wide(package)


@LINUX
@pytest.mark.parametrize("line", ["#!/usr/bin/env node20", "#!/usr/bin/env -S node20 --quiet"])
def test_what_a_script_asks_for_in_its_first_line_and_the_packages_beside_it_come_too(tmp_path, line):
    runtime, package = tmp_path / "runtime", tmp_path / "lib/node_modules/mail"
    for path, text in {runtime / "bin/node20": "", package / "cli.js": f"{line}\n"}.items():
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    (tmp_path / "apart").mkdir()
    (tmp_path / "apart/mail").symlink_to(package / "cli.js")
    found = find("mail", f"{tmp_path}/apart:{runtime}/bin:/usr/bin:/bin")
    assert found.program == package / "cli.js"
    assert {runtime, tmp_path / "lib/node_modules"} <= set(found.reads)
    assert runtime / "bin" in found.folders
    assert tmp_path / "lib" not in found.reads


def test_a_batch_file_is_not_started(tmp_path):
    """Its arguments would be read again by a command interpreter that stands in between."""
    batch = tmp_path / "npx.cmd"
    batch.write_text("", encoding="utf-8")
    batch.chmod(0o755)
    with pytest.raises(ToolError) as refused:
        find(str(batch))
    assert refused.value.code == "bad_server"


def test_what_the_network_means_is_said_as_it_is_on_each_system():
    offer, asked = Offer(Tier.NATIVE, "X"), StdioServer("mail", ("x",), network=True)
    for platform in ("linux", "darwin"):
        assert "on this computer" in meaning(asked, offer, platform).en
    assert "not to this computer" in meaning(asked, offer, "win32").en
    assert "no network" in meaning(StdioServer("mail", ("x",)), offer, "linux").en
    assert "exists" in meaning(asked, Offer(Tier.NATIVE, "Landlock, seccomp"), "linux").en
    missing = Words("Not here.", "ありません。")
    assert meaning(asked, Offer(Tier.NATIVE, "", missing)) == missing
