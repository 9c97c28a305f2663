"""Landlock as older kernels have it: what they know is asked for in the form that they take, and holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.sandbox.linux import landlock, launcher

REPO = Path(landlock.__file__).parents[3]
VERSIONS = range(1, landlock.abi() + 1) if sys.platform == "linux" else ()
CODE = """
import ctypes, fcntl, os, sys
from agent.sandbox.linux import landlock
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
given = [("/usr", landlock.READ), (sys.argv[2], landlock.WRITE), ("/nowhere", landlock.READ)]
given.append(("/dev/null", landlock.DEVICE))
landlock.apply(given, int(sys.argv[1]))
os.listdir("/usr")
open(sys.argv[2] + "/mine", "w").write("x")
for deed in (lambda: open("/etc/passwd"), lambda: os.listdir("/"), lambda: os.symlink("a", sys.argv[2] + "/link"),
             lambda: os.truncate(sys.argv[3], 0)):
    try:
        deed()
    except PermissionError:
        print("refused")
try:
    fcntl.ioctl(open("/dev/null", "r+"), 0x5401)
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_holds_what_it_knows(version, tmp_path):
    room, outside = tmp_path / "room", tmp_path / "outside.txt"
    room.mkdir()
    outside.write_text("kept", encoding="utf-8")
    argv = [sys.executable, "-c", CODE, str(version), str(room), str(outside)]
    ran = subprocess.run(argv, cwd=REPO, capture_output=True, text=True, timeout=60)
    # Before version 3 nothing keeps a file from being cut off: so Landlock alone is not used there.
    device = "PermissionError" if version >= 5 else "OSError"  # from then on it holds what devices are told
    assert (ran.stdout, ran.stderr) == ("refused\n" * (4 if version >= 3 else 3) + f"{device}\n", "")
    assert outside.read_text(encoding="utf-8") == ("kept" if version >= 3 else "")


@pytest.mark.parametrize(
    ("orders", "runs", "binds"),
    [
        ((), False, False),
        (("program",), True, False),
        (("processes",), True, False),
        (("processes", "namespaced"), True, True),
    ],
)
def test_programs_are_run_and_sockets_made_only_where_that_is_meant(orders, runs, binds):
    """Also where the filter of calls would refuse it anyway. The numbers are those of <linux/landlock.h>."""
    execute, make_sock, makes_others = 1, 1 << 9, 1 << 6 | 1 << 10 | 1 << 11 | 1 << 12
    words = {"read": ["/usr"], "write": ["/room"], "device": ["/dev/null"], **{one: [""] for one in orders}}
    given = dict(launcher.rights(words))
    assert given["/usr"] == 0b1100 | (execute if runs else 0)
    assert bool(given["/room"] & make_sock) is binds
    assert not given["/room"] & (execute | makes_others)
    assert given["/dev/null"] == 0b110
