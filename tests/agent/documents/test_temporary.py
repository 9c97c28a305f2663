"""Copies of documents in temporary folders: gone with their process, or swept by the next one."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from agent.documents.temporary import OwnFolder, sweep
from agent.sandbox.confining import confinement_here

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks there")
# A host whose worker is busy with a document, for ever.
HOST = """
import sys
from agent.documents.pool import WorkerDocuments
from agent.sandbox.confining import confinement_here
busy = "from agent.documents import requests, worker; import time\\nrequests.CALLS['read'] = lambda **_: time.sleep(99)"
command = (sys.executable, "-c", busy + "\\nworker.main()")
WorkerDocuments(command=command, confinement=confinement_here()).read(__import__("pathlib").Path(sys.argv[1]))
"""


@pytest.fixture
def base(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def until(holds, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@POSIX
def test_what_a_killed_host_left_is_swept_and_what_a_living_one_has_is_not(base, tmp_path):
    if not confinement_here().offer().there:
        pytest.skip("workers that are not confined get no copies")
    secret = tmp_path / "salaries.csv"
    secret.write_text("name,salary\n", encoding="utf-8")
    hosts = [
        subprocess.Popen([sys.executable, "-c", HOST, str(secret)], env={**os.environ, "TMPDIR": str(base)})
        for _ in range(2)
    ]

    def copies() -> list[Path]:
        return list(base.rglob("salaries.csv"))

    try:
        until(lambda: len(copies()) == 2)
        sweep()
        assert len(copies()) == 2
        hosts[0].send_signal(signal.SIGKILL)
        hosts[0].wait()
        assert len(copies()) == 2
        sweep()
        assert len(copies()) == 1
        assert all(one.stat().st_mode & 0o077 == 0 for one in base.iterdir())
    finally:
        for host in hosts:
            host.kill()
            host.wait()
    sweep()
    assert list(base.iterdir()) == []


@POSIX
def test_what_is_no_folder_of_ours_is_left(base, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a.txt").write_text("a", encoding="utf-8")
    (base / "deskhand-owned-link").symlink_to(kept)
    (base / "deskhand-owned-file").write_text("a", encoding="utf-8")
    (base / "other").mkdir()
    sweep()
    assert sorted(path.name for path in base.iterdir()) == ["deskhand-owned-file", "deskhand-owned-link", "other"]
    assert (kept / "a.txt").exists()


@POSIX
def test_folders_that_were_closed_to_their_owner_go_too(base):
    with OwnFolder("x") as folder:
        (folder / "a/b").mkdir(parents=True)
        (folder / "a/b/c").write_text("c", encoding="utf-8")
        (folder / "a/b").chmod(0)
        (folder / "a").chmod(0o100)
    assert list(base.iterdir()) == []


def test_one_that_is_removed_twice_is_removed_once(base):
    own = OwnFolder("x")
    own.remove()
    own.remove()
    assert list(base.iterdir()) == []
