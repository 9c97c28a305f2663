"""Each layer holds, also where another one would: a running confined process, looked at from outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.running import Profile
from tests.agent.sandbox.linux.conftest import there
from tests.agent.sandbox.linux.test_a_process_in_its_room import wait

SPACES = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup")
CODE = "import time; open('on', 'w'); time.sleep(60)"


@pytest.fixture
def started(room):
    """Start a process that sleeps; its folder in /proc."""
    processes = []

    def start(name: str, **more) -> Path:
        launch = there(name).launch((sys.executable, "-S", "-c", CODE), Profile(writes=(room,), **more), room)
        processes.append(subprocess.Popen(launch.argv, env=dict(launch.env), cwd=launch.cwd))
        wait(lambda: (room / "on").exists())
        return innermost(Path("/proc") / str(processes[-1].pid))

    yield start
    for process in processes:
        process.kill()
        process.wait()


def innermost(process: Path) -> Path:
    """What a process started, and that one, and so on to the last one."""
    below = (process / "task" / process.name / "children").read_text(encoding="ascii").split()
    return innermost(Path("/proc") / below[0]) if below else process


def spaces(process: Path) -> dict[str, str]:
    return {one: str((process / "ns" / one).readlink()) for one in SPACES}


def status(process: Path) -> dict[str, str]:
    lines = (process / "status").read_text(encoding="utf-8").splitlines()
    return {line.partition(":")[0]: line.partition(":")[2].strip() for line in lines}


@pytest.mark.parametrize("name", ["bubblewrap", "alone"])
def test_no_privilege_and_a_filter(started, name):
    found = status(started(name))
    sets = ["CapInh", "CapPrm", "CapEff", "CapAmb", "CapBnd"]
    if name == "alone" and int(status(Path("/proc/self"))["CapEff"], 16) == 0:
        sets.pop()  # who has none cannot drop what bounds them
    assert {one: int(found[one], 16) for one in sets} == dict.fromkeys(sets, 0)
    assert (found["NoNewPrivs"], found["Seccomp"]) == ("1", "2")


def test_namespaces_of_its_own(started):
    inside, outside = spaces(started("bubblewrap")), spaces(Path("/proc/self"))
    assert [one for one in SPACES if inside[one] == outside[one]] == []


def test_no_terminal_of_ours_is_its_own(started):
    """A session of its own: what it leaves behind in a terminal, and signals of that terminal, are not shared."""
    told = (started("bubblewrap") / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    assert int(told[3]) != os.getsid(0)


def test_what_may_change_is_its_folder_and_a_small_tmp(started):
    """By the mounts alone, without Landlock: the devices are changed by nobody who has no privilege."""
    lines = (started("bubblewrap") / "mountinfo").read_text(encoding="utf-8").splitlines()
    changing = {line.split()[4]: line for line in lines if "rw" in line.split()[5].split(",")}
    assert {one for one in changing if not one.startswith("/dev/")} == {"/room", "/tmp"}
    assert "size=65536k" in changing["/tmp"]
    assert all(line.split()[5].startswith("r") and "nosuid" in line for line in lines if line.split()[4] != "/")


def test_a_process_says_nothing_of_this_computer(started, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    process = started("bubblewrap", env={"LANG": "C.UTF-8"})
    assert b"canary" not in (process / "environ").read_bytes()
    assert not any("/proc" in line.split()[4:5] for line in (process / "mountinfo").read_text("utf-8").splitlines())
