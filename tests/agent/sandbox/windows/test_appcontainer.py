"""How a process is put into an AppContainer, as far as it can be seen on any system."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds, Profile
from agent.sandbox import installation
from agent.sandbox.becoming import orders
from agent.sandbox.confining import confinement_here
from agent.sandbox.targets import START
from agent.sandbox.windows import entries, sids
from agent.sandbox.windows.appcontainer import AppContainer, launch_of
from agent.sandbox.windows.container import INTERPRETER
from agent.sandbox.windows.within import open_to_itself
from tests.agent.sandbox.windows.stand_in import Windows

HOST = {"SYSTEMROOT": "C:/Windows", "LOCALAPPDATA": "C:/Local", "SECRET": "canary"}
NOT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="there it works")


def launched(*argv: str, **profile):
    launch = launch_of(argv, Profile(**profile), Path("/room/作業 1"), HOST)
    begin = launch.argv.index(str(START))
    told, command = orders(launch.argv[begin + 2 :])
    return launch, launch.argv[begin + 1], told, command


def test_the_launcher_gets_its_orders():
    _, module, told, command = launched(
        sys.executable, "-X", "utf8", "-I", "main.py", "a b", reads=(Path("/data"),), writes=(Path("/room/作業 1"),),
        bounds=Bounds(memory=77),
    )  # fmt: skip
    assert module == "agent.sandbox.windows.launch"
    assert (told["memory"], told["parent"]) == (["77"], [str(os.getpid())])
    assert (told["read"], told["write"]) == (["/data"], ["/room/作業 1"])
    assert told["packages"] == [str(Path("C:/Local/Packages"))]
    assert "processes" not in told
    begin = command.index(str(START))
    assert command[1:begin] == ["-I", "-S", "-B", "-X", "utf8"]
    assert command[begin + 1 :] == ["agent.sandbox.windows.within", "site", "--", "main.py", "a b"]


def test_no_launcher_of_a_virtual_environment_stands_in_between():
    launch, _, told, command = launched(sys.executable, "-c", "")
    behind = getattr(sys, "_base_executable", sys.executable)
    assert launch.argv[0] == command[0] == behind
    assert told.get("venv", [behind]) == [sys.executable]


def test_another_program_is_started_as_it_is():
    _, _, told, command = launched("C:/Office/soffice.exe", "--headless", processes=True)
    assert command == ["C:/Office/soffice.exe", "--headless"]
    assert "processes" in told
    assert "network" not in told
    assert "network" in launched("C:/Node/node.exe", network=True)[2]


def test_its_environment_is_made_from_nothing():
    launch, *_ = launched(sys.executable, "-c", "", env={"HOME": "C:/room/home", "A": "1"})
    home = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"), "C:/room/home")
    assert launch.env == {**home, "A": "1", "SYSTEMROOT": "C:/Windows"}
    launch, *_ = launched(sys.executable, "-c", "")
    assert "canary" not in launch.env.values()
    assert launch.env["LOCALAPPDATA"] == str(Path("/room/作業 1"))  # without it, nothing would start
    assert launch.env["PATH"] == str(Path("C:/Windows/System32"))


@NOT_WINDOWS
def test_another_system_has_none():
    for confinement in (AppContainer(), confinement_here("win32")):
        assert "This is no Windows." in confinement.offer().missing.en
        with pytest.raises(ToolError) as refused:
            confinement.launch((sys.executable, "-c", ""), Profile(), Path("/"))
        assert refused.value.code == "no_sandbox"


@NOT_WINDOWS
def test_before_it_is_tried_the_interpreter_is_opened_for_confined_programs_alone():
    """Then it is tried, which must fail here: the stand-in ends with this process."""
    windows = Windows()
    offer = AppContainer(windows.calls).offer()
    assert "This is no Windows." in offer.missing.en
    shared = {path for path, (acl, _) in windows.lists.items() if entries.allows(acl, sids.capability(INTERPRETER))}
    assert shared == {str(one) for one in installation.folders(())}
    assert not any(Path.home().is_relative_to(one) for one in shared)


def test_an_interpreter_that_cannot_be_opened_is_no_offer():
    offer = AppContainer(Windows(fails="SetNamedSecurityInfoW").calls).offer()
    assert "SetNamedSecurityInfoW failed (0x5)" in offer.missing.en


def test_inside_python_becomes_its_target():
    code = "import os, sys, tempfile, PIL; print(sys.argv, os.mkdir.__module__)"
    words = [sys.executable, "-I", "-S", "-B", str(START), "agent.sandbox.windows.within", "site", "--"]
    done = subprocess.run([*words, "-c", code, "a b"], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout == "['-c', 'a b'] agent.sandbox.windows.within\n"


def test_a_folder_that_would_be_closed_to_its_maker_inherits(tmp_path):
    seen = []
    mkdir = open_to_itself(lambda path, mode, *, dir_fd: seen.append((path, mode, dir_fd)))
    mkdir("a", 0o700)
    mkdir("b")
    mkdir("c", mode=0o755)
    assert seen == [("a", 0o777, None), ("b", 0o777, None), ("c", 0o755, None)]
