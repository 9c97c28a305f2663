"""A folder with files of every sort."""

import os

import pytest

from tests.agent.workspace.world import World


@pytest.fixture
def world(tmp_path):
    """A folder with three files in it and below it, an empty folder, odd modes and times with nanoseconds."""
    root = tmp_path / "folder"
    (root / "sub" / "deep").mkdir(parents=True)
    (root / "empty").mkdir()
    for number, name in enumerate(("a.txt", "b.txt", "sub/c.txt", "sub/deep/領収書.txt")):
        (root / name).write_text(f"old {name}", encoding="utf-8")
        (root / name).chmod(0o640 - number)
    for number, path in enumerate(sorted(root.rglob("*"), reverse=True)):
        os.utime(path, ns=(10**18, 1_700_000_000_123_456_789 + number))
    os.utime(root, ns=(10**18, 1_600_000_000_987_654_321))
    return World(tmp_path)
