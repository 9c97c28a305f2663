"""On real file systems: every tool runs where nothing can be written, and a full disk costs nothing."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.journeys.program import REPO

UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")


def may_mount():
    """Whether this system lets us make a mount namespace."""
    if shutil.which("unshare") is None:
        return False
    tried = [*UNSHARE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not may_mount(), reason="no mount namespaces here")


def on_a_mount(kind, base):
    """What came of the calls there."""
    base.mkdir()
    words = [*UNSHARE, sys.executable, "-m", "tests.journeys.on_a_mount", kind, str(base)]
    done = subprocess.run(words, cwd=REPO, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_tool_and_recipe_runs_where_nothing_can_be_written_and_only_the_commit_fails(tmp_path):
    told = on_a_mount("readonly", tmp_path / "base")
    assert told["new"] == []
    assert len(told["plan"]) > 20
    assert [line for line in told["plan"] if line[2] not in ("done", "denied")] == []
    changing = {(line[0], line[1]) for line in told["plan"] if line[2] == "denied"}
    assert len(changing) > 8
    stopped = {(line[0], line[1]) for line in told["act"] if line[4:] == ["needs_user", "not_permitted"]}
    assert stopped == changing


def test_a_full_disk_is_said_plainly_and_leaves_the_folder_as_it_was(tmp_path):
    told = on_a_mount("full", tmp_path / "base")
    assert told["new"] == []
    (line,) = told["act"]
    assert line[4:] == ["needs_user", "disk_full"]
