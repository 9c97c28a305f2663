"""Landlock as older kernels have it: what they know is asked for in the form that they take, and holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.sandbox.linux import landlock

REPO = Path(landlock.__file__).parents[3]
VERSIONS = range(1, landlock.abi() + 1) if sys.platform == "linux" else ()
CODE = """
import ctypes, os, sys
from agent.sandbox.linux import landlock
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
landlock.apply([("/usr", landlock.READ), (sys.argv[2], landlock.WRITE), ("/nowhere", landlock.READ)], int(sys.argv[1]))
os.listdir("/usr")
open(sys.argv[2] + "/mine", "w").write("x")
for deed in (lambda: open("/etc/passwd"), lambda: os.listdir("/"), lambda: os.symlink("a", sys.argv[2] + "/link"),
             lambda: os.truncate(sys.argv[3], 0)):
    try:
        deed()
    except PermissionError:
        print("refused")
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_holds_what_it_knows(version, tmp_path):
    room, outside = tmp_path / "room", tmp_path / "outside.txt"
    room.mkdir()
    outside.write_text("kept", encoding="utf-8")
    argv = [sys.executable, "-c", CODE, str(version), str(room), str(outside)]
    ran = subprocess.run(argv, cwd=REPO, capture_output=True, text=True, timeout=60)
    # Before version 3 nothing keeps a file from being cut off: so Landlock alone is not used there.
    assert (ran.stdout, ran.stderr) == ("refused\n" * (4 if version >= 3 else 3), "")
    assert outside.read_text(encoding="utf-8") == ("kept" if version >= 3 else "")
