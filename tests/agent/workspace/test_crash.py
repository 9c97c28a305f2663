"""`kill -9` at any moment leaves a folder whose every set of changes is whole or absent, and undo works."""

import subprocess
import sys
from pathlib import Path

LONG = Path(__file__).resolve().parents[2] / "long" / "kill_commits.py"


def test_a_killed_commit_leaves_nothing_half_done():
    done = subprocess.run([sys.executable, str(LONG), "12"], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    assert "0 trees differ" in done.stdout
