"""One call for a whole way, where the system has one."""

import errno
import os

import pytest

from agent.workspace.openat import FOLDER, way, whole_way
from tests.long.huge_tree import dig

pytestmark = pytest.mark.skipif(whole_way() is None, reason="this system opens name by name")


@pytest.fixture
def top(tmp_path):
    """An open folder."""
    handle = os.open(tmp_path, os.O_RDONLY | FOLDER)
    yield handle
    os.close(handle)


def opened(top, names):
    handle = way(top, names)
    assert handle is not None
    try:
        with os.scandir(handle) as items:
            return [item.name for item in items]
    finally:
        os.close(handle)


def test_a_way_longer_than_a_path_can_be_needs_no_walk(tmp_path, top):
    path = dig(tmp_path / "deep", 300)
    assert len(path) > 4096
    assert opened(top, ["deep", *path.split("/")[:-1]]) == ["deep.txt"]


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["link", "sub"], errno.ELOOP),
        (["inner", "sub"], errno.ELOOP),
        (["gone"], errno.ENOENT),
        (["file"], errno.ENOTDIR),
    ],
)
def test_what_is_in_the_way_is_told(tmp_path, top, names, number):
    (tmp_path / "real/sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "inner").symlink_to("real")
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError) as caught:  # noqa: PT011
        way(top, names)
    assert caught.value.errno == number
