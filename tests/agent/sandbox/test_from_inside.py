"""What a confined process hands back is looked at by itself, whoever else looks too."""

import json
import os
import struct

import pytest

from agent.sandbox.answers import ForgedError, answer_of
from agent.sandbox.pictures import taken

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 10, 10, 8, 2, 0, 0, 0) + bytes(8)
RIGHT = {"id": 3, "end": "done", "value": "1", "trouble": "", "figures": ["a.png"]}


def line(**changed) -> bytes:
    return json.dumps({**RIGHT, **changed}).encode()


def test_an_answer_is_one():
    assert answer_of(line(), 3).figures == ("a.png",)
    assert answer_of(line(value="\ud800"), 3).value == "?"


@pytest.mark.parametrize(
    "wrong",
    [
        line(id=2), line(id="3"), line(end="over"), line(end=["done"]), line(figures="a.png"),
        line(figures=["a.png"] * 9), line(value="x" * 20_001), line(trouble="x" * 10_001), line(value=None),
        b"", b"{", b"[]", b"[" * 200_000, b"\xff",
    ],
)  # fmt: skip
def test_what_is_none_is_forged(wrong):
    with pytest.raises(ForgedError):
        answer_of(wrong, 3)


@pytest.mark.parametrize("name", ["../a.png", "/etc/a.png", "a.PNG", "a", "", "a\0.png", "x" * 50 + ".png", 7, None])
def test_a_figure_with_a_name_that_leads_elsewhere_is_none(name):
    assert answer_of(line(figures=[name]), 3).figures == ()


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_picture_is_a_file_of_its_own(tmp_path):
    source, target, secret = tmp_path / "source", tmp_path / "target", tmp_path / "secret.png"
    source.mkdir()
    target.mkdir()
    secret.write_bytes(PNG)
    (source / "right.png").write_bytes(PNG)
    (source / "link.png").symlink_to(secret)
    os.link(secret, source / "second.png")
    os.mkfifo(source / "pipe.png")
    (source / "large.png").write_bytes(PNG[:16] + struct.pack(">II", 60_000, 10) + PNG[24:])
    (source / "text.png").write_bytes(b"text" * 20)
    names = sorted(path.name for path in source.iterdir())
    assert len(taken(["right.png"], source, target)) == 1
    assert [name for name in names if taken([name], source, target)] == ["right.png"]
    (tmp_path / "elsewhere").symlink_to(source)
    assert taken(["right.png"], tmp_path / "elsewhere", target) == ()
