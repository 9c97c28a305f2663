"""How a process is started below Seatbelt, with a program in the place of sandbox-exec: rules themselves need a Mac."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.core.errors import ToolError
from agent.core.running import Bounds, Profile
from agent.sandbox.confining import confinement_here
from agent.sandbox.macos.seatbelt import Seatbelt, paths_of, way

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script stands for sandbox-exec")
# It takes the options away and starts what comes then; the second one says "confined" when it is only tried.
_OPEN = """#!/bin/sh
while [ "$1" = -D ] || [ "$1" = -p ]; do shift 2; done
exec "$@"
"""
_PRETENDS = _OPEN.replace("exec", 'case "$*" in *"create_connection"*) echo confined; exit;; esac\nexec')
NAME = '見積 (改) "A" \\ ) .d'


@pytest.fixture
def sandbox_exec(tmp_path: Path):
    def program(text: str) -> Path:
        path = tmp_path / "sandbox-exec"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o700)
        return path

    return program


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / NAME
    folder.mkdir()
    return folder


@pytest.fixture
def ran(sandbox_exec, room):
    seatbelt = Seatbelt(sandbox_exec(_PRETENDS))

    def run(*argv: str, **more) -> str:
        passed = more.pop("pass_fds", ())
        launch = seatbelt.launch(argv, Profile(writes=(room,), **more), room)
        done = subprocess.run(
            launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, text=True, check=False, timeout=20,
            pass_fds=passed,
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout

    return run


def test_a_sandbox_exec_that_holds_nothing_is_found_out(sandbox_exec):
    offer = Seatbelt(sandbox_exec(_OPEN)).offer()
    assert not offer.there
    assert "files, network, processes" in offer.missing.en


@pytest.mark.skipif(sys.platform != "linux", reason="nobody writes to /proc")
@pytest.mark.parametrize(("place", "there"), [(".", True), ("/proc", False)])
def test_one_in_which_nothing_can_be_written_is_of_no_use(sandbox_exec, place, there):
    """What it starts is refused all three attempts, and stands in the one place or the other."""
    code = (
        f"#!{sys.executable}\nimport os, socket, sys\nbegin = sys.argv.index('-c')\ncode = sys.argv[begin + 1]\n"
        "os.fork = os.listdir = socket.create_connection = None\n"
        f"sys.argv = ['-c', *sys.argv[begin + 2 :]]\nos.chdir({place!r})\nexec(code)\n"
    )
    assert Seatbelt(sandbox_exec(code)).offer().there == there


@pytest.mark.parametrize("text", ["#!/bin/sh\necho 'sandbox_apply: Operation not permitted' >&2; exit 71\n", ""])
def test_one_that_fails_starts_nothing(sandbox_exec, text, room):
    seatbelt = Seatbelt(sandbox_exec(text))
    assert not seatbelt.offer().there
    with pytest.raises(ToolError) as refused:
        seatbelt.launch((sys.executable, "-c", ""), Profile(), room)
    assert refused.value.code == "no_sandbox"
    if text:
        assert "sandbox_apply: Operation not permitted" in seatbelt.offer().missing.en


def test_a_mac_without_it_says_so(tmp_path):
    assert "sandbox-exec" in Seatbelt(tmp_path / "nowhere").offer().missing.en
    if sys.platform != "darwin":
        assert not confinement_here("darwin").offer().there


def test_paths_of_any_kind_arrive_as_they_are(ran, room, tmp_path):
    """Each is one argument behind -D; nothing on the way reads it."""
    launch = Seatbelt(tmp_path / "sandbox-exec").launch((sys.executable, "-c", ""), Profile(writes=(room,)), room)
    places = [launch.argv[n + 1] for n, word in enumerate(launch.argv) if word == "-D"]
    assert f"WRITE_0={room.resolve()}" in places
    (room / "a.py").write_text("import os, sys; print(os.getcwd(), sys.argv)", encoding="utf-8")
    said = ran(sys.executable, str(room / "a.py"), "b c", 'd"e')
    assert said == f"{room} {[str(room / 'a.py'), 'b c', 'd' + chr(34) + 'e']}\n"


def test_it_becomes_a_text_a_module_or_a_program(ran):
    assert ran(sys.executable, "-S", "-c", "import sys; print(sys.argv, sys.flags.isolated)", "x") == "['-c', 'x'] 1\n"
    assert ran(sys.executable, "-m", "agent.core.words") == ""
    assert ran("/bin/echo", "a b") == "a b\n"
    assert ran(sys.executable, "-c", "import PIL; print('packages')") == "packages\n"


def test_limits_of_files_and_descriptors_hold(ran, room):
    code = "open('a', 'wb').write(b'x' * 200_000)"
    got = ran(sys.executable, "-S", "-c", f"try:\n {code}\nexcept OSError as e: print(e.errno)", bounds=Bounds(disk=99))
    assert got == "27\n"
    assert (room / "a").stat().st_size == 99
    assert ran(sys.executable, "-S", "-c", "import resource as r; print(r.getrlimit(r.RLIMIT_CORE))") == "(0, 0)\n"


def test_only_descriptors_that_are_named_stay_open(ran):
    kept, other = os.pipe()
    os.set_inheritable(other, True)
    code = f"import os\nos.fstat({kept})\ntry: os.fstat({other})\nexcept OSError: print('closed')"
    assert ran(sys.executable, "-S", "-c", code, descriptors=(kept,), pass_fds=(kept, other)) == "closed\n"
    os.close(kept)
    os.close(other)


def test_it_ends_with_the_process_that_started_it(sandbox_exec, room):
    launch = Seatbelt(sandbox_exec(_PRETENDS)).launch(
        (sys.executable, "-S", "-c", "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(30)"),
        Profile(writes=(room,)),
        room,
    )
    host = f"import subprocess\nprint(subprocess.Popen({launch.argv!r}, stdout=-1).stdout.readline().decode())"
    pid = int(subprocess.run([sys.executable, "-c", host], capture_output=True, check=True, timeout=20).stdout)
    until = time.monotonic() + 10
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives(pid)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"


def test_every_step_of_a_way_is_seen_also_that_of_links(tmp_path):
    """Python and the C library look at each folder and each link on the way to a file."""
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to("real")
    assert way(tmp_path / "link" / "a") >= {"/", str(tmp_path), str(tmp_path / "link"), str(real), str(real / "a")}
    (tmp_path / "loop").symlink_to("loop")
    assert str(tmp_path / "loop") in way(tmp_path / "loop" / "a")
    found = paths_of(Profile(writes=(tmp_path / "link",)))
    assert found.writes == (str(real),)
    assert str(tmp_path / "link") in found.above


def test_what_is_given_never_holds_the_home_folder():
    home = Path.home().resolve()
    found = paths_of(Profile())
    assert not any(home.is_relative_to(one) for one in (*found.reads, *found.programs, *found.writes))


def test_a_network_is_in_the_rules_only_when_it_was_granted(ran, room, tmp_path):
    way = Seatbelt(tmp_path / "sandbox-exec")
    texts = [
        launch.argv[launch.argv.index("-p") + 1]
        for granted in (False, True)
        if (launch := way.launch(("/bin/cat",), Profile(writes=(room,), network=granted), room))
    ]
    assert ["network-outbound" in text for text in texts] == [False, True]
