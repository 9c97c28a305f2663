"""A granted folder beside one that is not."""

import pytest

from tests.agent.workspace.world import World
from tests.redteam.attack import SECRET


@pytest.fixture
def outside(tmp_path):
    """A folder that nobody granted."""
    folder = tmp_path / "outside"
    (folder / "deep").mkdir(parents=True)
    (folder / "secret.txt").write_text(SECRET)
    (folder / "deep" / "secret.txt").write_text(SECRET)
    return folder


@pytest.fixture
def world(tmp_path):
    """A granted folder with two files."""
    root = tmp_path / "folder"
    (root / "sub").mkdir(parents=True)
    (root / "a.txt").write_text("ours")
    (root / "sub" / "b.txt").write_text("ours too")
    return World(tmp_path)
