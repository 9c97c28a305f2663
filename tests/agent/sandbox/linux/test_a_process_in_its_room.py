"""What a confined process may do, what it is told, and how it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.core.running import Bounds, Profile
from tests.agent.sandbox.linux.conftest import there


def test_it_changes_files_in_its_folder(python, room):
    (room / "old.txt").write_text("old", encoding="utf-8")
    python("import os; os.makedirs('a/b'); open('a/b/new.txt', 'w').write('new'); os.rename('old.txt', 'a/old.txt')")
    assert (room / "a/b/new.txt").read_text(encoding="utf-8") == "new"
    assert (room / "a/old.txt").read_text(encoding="utf-8") == "old"


def test_libraries_for_tables_documents_and_charts_work(run):
    text = (
        "import pandas, matplotlib.pyplot as plot, agent.documents.requests\n"
        "pandas.DataFrame({'a': [1, 2]}).to_excel('a.xlsx'); plot.plot([1, 2]); plot.savefig('a.png')\n"
        "print(pandas.read_excel('a.xlsx')['a'].sum())"
    )
    ran = run(sys.executable, "-c", text)
    assert ran.stdout == "3\n", ran.stderr


def test_threads_are_no_processes(python):
    code = "import threading; t = threading.Thread(target=print, args=('there',)); t.start(); t.join()"
    assert python(code) == "there\n"


def test_a_module_and_a_script_run_as_the_main_one(run, room):
    (room / "script.py").write_text("import sys; print(__name__, sys.argv[0][-10:], sys.argv[1:])", encoding="utf-8")
    script = run(sys.executable, str(room / "script.py"), "one", "--", "two")
    assert script.stdout == "__main__ /script.py ['one', '--', 'two']\n", script.stderr
    assert run(sys.executable, "-m", "json.tool", "--help").stdout.startswith("usage:")


def test_its_environment_is_made_from_nothing(python, room, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    given = Profile(writes=(room,), env={"LANG": "C.UTF-8", "HOME": str(room)})
    seen = python("import os; print(sorted(os.environ), os.environ['HOME'] == os.getcwd())", profile=given)
    assert seen in ("['HOME', 'LANG', 'PWD'] True\n", "['HOME', 'LANG'] True\n")


def test_it_is_not_told_where_its_folder_lies(room):
    way = there("bubblewrap")
    apart = room.parent / "room apart"
    apart.mkdir()
    text = (
        "import os, sys; print(os.getcwd(), *sys.argv[1:], os.environ['HOME']); open(sys.argv[2], 'w').write('there')"
    )
    argv = (sys.executable, "-S", "-c", text, str(room / "a.csv"), str(apart / "b.txt"))
    launch = way.launch(argv, Profile(writes=(room, apart), env={"HOME": str(apart)}), room)
    ran = subprocess.run(launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, text=True)
    assert ran.stdout == "/room /room/a.csv /apart/1/b.txt /apart/1\n", ran.stderr
    assert (apart / "b.txt").read_text(encoding="utf-8") == "there"


def test_only_the_named_descriptors_stay_open(python, room):
    read, write = os.pipe()
    with Path(os.devnull).open() as other:
        profile = Profile(writes=(room,), descriptors=(write,))
        code = f"""
import os
os.write({write}, b"told")
for number in range(3, 200):
    try:
        os.fstat(number)
    except OSError:
        continue
    print(number)
"""
        assert python(code, profile=profile, pass_fds=(write, other.fileno())) == f"{write}\n"
    assert os.read(read, 10) == b"told"
    os.close(read)
    os.close(write)


def test_a_file_that_it_is_given_can_be_read_and_not_changed(python, room, tmp_path):
    given = tmp_path / "given.txt"
    given.write_text("given", encoding="utf-8")
    profile = Profile(reads=(given,), writes=(room,))
    code = f"print(open({str(given)!r}).read())\ntry: open({str(given)!r}, 'a')\nexcept OSError: print('refused')"
    assert python(code, profile=profile) == "given\nrefused\n"


def test_memory_and_the_size_of_a_file_are_bounded(python, room):
    profile = Profile(writes=(room,), bounds=Bounds(memory=300 * 1024**2, disk=1024**2))
    code = """
import mmap
for deed in (lambda: bytearray(400 * 1024**2), lambda: mmap.mmap(-1, 400 * 1024**2, prot=0),
             lambda: open("big", "wb").write(bytes(2 * 1024**2)),
             lambda: open("sparse", "wb").truncate(2 * 1024**2)):
    try:
        deed()
    except (MemoryError, OSError) as error:
        print(type(error).__name__)
"""
    assert python(code, profile=profile) == "MemoryError\nOSError\nOSError\nOSError\n"
    assert (room / "big").stat().st_size <= 1024**2


def test_open_files_core_files_queues_and_the_rights_of_new_files_are_bounded(python):
    text = """
import os, resource
print(*(resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in ("NOFILE", "CORE", "MSGQUEUE")))
os.close(os.open("new", os.O_CREAT | os.O_WRONLY, 0o666))
print(oct(os.stat("new").st_mode))
"""
    assert python(text) == "(512, 512) (0, 0) (0, 0)\n0o100600\n"


def test_a_program_is_started_once_and_starts_nothing(run):
    assert run("/bin/echo", "there").stdout == "there\n"
    assert run("/bin/sh", "-c", "exec /bin/echo again").stdout == ""
    assert run("/bin/sh", "-c", "/bin/echo again & wait").stdout == ""


def test_processes_are_started_only_where_the_profile_says_so(run, room):
    profile = Profile(writes=(room,), processes=True)
    ran = run("/bin/sh", "-c", "(/bin/echo there) & wait; cp /bin/echo mine; ./mine no", profile=profile)
    assert ran.stdout == "there\n"
    assert (room / "mine").exists()


def test_a_process_that_ignores_everything_ends_with_its_host(way, room):
    """The host is killed; what it started confined is gone, though it never reads and ignores signals."""
    code = "import signal, time\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\nopen('on', 'w')\ntime.sleep(99)"
    launch = way.launch((sys.executable, "-S", "-c", code), Profile(writes=(room,)), room)
    host = subprocess.Popen(
        [sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:], env={})", *launch.argv],
        cwd=launch.cwd,
    )
    wait(lambda: (room / "on").exists())
    children = mine(str(room))
    assert children
    host.send_signal(signal.SIGKILL)
    host.wait()
    wait(lambda: not mine(str(room)))


def test_what_it_started_ends_with_it_however_far_it_went(way, room):
    """A child of a child that leads a session, where it may, and ignores signals."""
    name = f"{os.getpid()}-{room.parent.name}"  # in its command line, so that it can be found
    code = f"""
import os, signal, subprocess, sys
stay = "import os, signal, time\\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\\n"
stay += "try: os.setsid()\\nexcept OSError: pass\\nopen('on', 'w')\\ntime.sleep(60)"
subprocess.run([sys.executable, "-c", stay, {name!r}])
"""
    launch = way.launch((sys.executable, "-S", "-c", code), Profile(writes=(room,), processes=True), room)
    host = subprocess.Popen(launch.argv, env=dict(launch.env), cwd=launch.cwd, start_new_session=True)
    wait(lambda: (room / "on").exists())
    assert len(mine(name)) >= 2
    os.killpg(host.pid, signal.SIGKILL)
    host.wait()
    wait(lambda: not mine(name))


def mine(word: str) -> list[str]:
    """Processes whose command line holds the word."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in line.read_bytes():
                found.append(line.parent.name)
        except OSError:
            continue
    return found


def wait(holds, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.skipif(os.geteuid() == 0, reason="the kernel counts no threads of root")
def test_threads_are_bounded(python):
    text = """
import threading, time
threading.stack_size(65536)
for number in range(20_000):
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        print("refused", flush=True)
        __import__("os")._exit(0)
"""
    assert python(text) == "refused\n"


def test_how_many_threads_is_a_limit_of_the_process(python):
    told = python("import resource; print(*resource.getrlimit(resource.RLIMIT_NPROC))").split()
    assert told[0] == told[1]
    assert 256 <= int(told[0]) < 100_000
