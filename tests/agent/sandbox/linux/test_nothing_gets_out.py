"""Code that runs confined reaches nothing but its folder: every attempt is refused, and nothing outside has changed."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.running import Profile
from tests.agent.sandbox.linux.conftest import WAYS, there

ATTEMPTS = Path(__file__).with_name("attempts.py")


def names() -> list[str]:
    """The attempts, without running them."""
    tables = [node for node in ast.parse(ATTEMPTS.read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)]
    table = next(node.value for node in tables if ast.unparse(node.targets[0]) == "ATTEMPTS")
    assert isinstance(table, ast.Dict)
    return [ast.literal_eval(key) for key in table.keys if key is not None]


@pytest.fixture(scope="module", params=list(WAYS))
def tried(request, tmp_path_factory):
    """What became of each attempt, and the file outside as it was and as it is."""
    way, outside = there(request.param), tmp_path_factory.mktemp("outside")
    target, room = outside / "kept.txt", tmp_path_factory.mktemp("room")
    target.write_text("kept", encoding="utf-8")
    target.chmod(0o600)
    before = state(outside)
    with subprocess.Popen(["/bin/sleep", "60"]) as victim:
        launch = way.launch(
            (sys.executable, "-S", "-c", ATTEMPTS.read_text(encoding="utf-8"), str(target), str(victim.pid)),
            Profile(writes=(room,)),
            room,
        )
        ran = subprocess.run(launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, timeout=60)
        alive = victim.poll() is None
        victim.kill()
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout), before, state(outside), alive


def state(folder: Path) -> list[object]:
    found: list[object] = []
    for path in sorted(folder.rglob("*")):
        facts = path.stat()
        found.append((path.name, facts.st_mode, facts.st_mtime_ns, facts.st_uid, facts.st_nlink, path.read_bytes()))
    return found


@pytest.mark.parametrize("name", names())
def test_an_attempt_is_refused(tried, name):
    assert tried[0][name] != "open"


def test_nothing_outside_has_changed(tried):
    _, before, after, alive = tried
    assert after == before
    assert alive


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_the_attempts_are_real(tmp_path):
    """Without confinement most of them get through, so that a refusal says something."""
    target = tmp_path / "kept.txt"
    target.write_text("kept", encoding="utf-8")
    # Those that would end this run or change this computer are left out.
    harmless = {
        "read", "write", "append", "accounts", "symlink", "pipe", "unix", "UDP", "names", "memory file", "list outside",
        "processes seen", "own packages", "signal to a process",
    }  # fmt: skip
    text = ATTEMPTS.read_text(encoding="utf-8").replace("ATTEMPTS.items()", f"ATTEMPTS.items() if name in {harmless}")
    text = text.replace("for touch in (", "for touch in () and (").replace('os.__file__, "a"', "os.__file__")
    argv = [sys.executable, "-S", "-c", text, str(target), str(os.getpid())]
    got = json.loads(subprocess.run(argv, cwd=tmp_path, capture_output=True, timeout=60, check=True).stdout)
    assert {name for name, answer in got.items() if answer == "open"} == harmless
