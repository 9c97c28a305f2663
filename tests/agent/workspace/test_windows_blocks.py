"""The parts in which Windows is asked to share the blocks of a file; asking itself needs a ReFS disk."""

import struct
import sys

import pytest

from agent.workspace.windows_blocks import parts, share

GB = 1024**3


@pytest.mark.parametrize("cluster", [4096, 65536])
@pytest.mark.parametrize("size", [0, 1, 4096, 65537, GB, GB + 1, 5 * GB + 12345])
def test_parts_cover_the_file_in_whole_clusters(size, cluster):
    """DUPLICATE_EXTENTS_DATA: a handle and three numbers of 8 bytes; less than 4 GB each."""
    found = [struct.unpack("<QqqQ", one) for one in parts(77, size, cluster)]
    at = 0
    for handle, source, target, count in found:
        assert (handle, source, target) == (77, at, at)
        assert source % cluster == count % cluster == 0
        assert 0 < count < 4 * GB
        at += count
    assert size <= at < size + cluster


@pytest.mark.skipif(sys.platform == "win32", reason="there it does")
def test_another_system_does_it_in_another_way(tmp_path):
    assert not share(0, tmp_path / "a")
    assert not (tmp_path / "a").exists()
