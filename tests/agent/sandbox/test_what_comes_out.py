"""What a confined process prints, answers and draws is taken as what it is: a stranger's."""

import json
import os
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.sandbox.answers import ForgedError, answer_of, is_ready
from agent.sandbox.pictures import is_picture, taken
from agent.sandbox.printed import Printed

MARK = b"\nabcdef0123456789\n"
RIGHT = {"id": 3, "end": "done", "value": "1", "trouble": "", "figures": ["1-1.png"]}


def fed(pieces, most=300):
    printed = Printed(most, MARK, lambda _: None)
    behind = [printed.feed(piece) for piece in pieces]
    return printed, b"".join(behind)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=290), st.lists(st.integers(1, 9), max_size=80))
def test_bytes_in_any_pieces_are_the_text_up_to_the_mark(text, cuts):
    data = text.encode("utf-8", "replace") + MARK + b"behind"
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(data[at : at + cut])
        at += cut
    printed, behind = fed([*pieces, data[at:]])
    assert printed.over()
    assert printed.text() == text.encode("utf-8", "replace").decode()
    assert behind == b"behind"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=30))
def test_more_than_the_bound_keeps_its_beginning_and_its_end(texts):
    whole = "".join(texts).encode("utf-8", "replace").decode()
    printed, _ = fed([text.encode("utf-8", "replace") for text in texts])
    shown = printed.text()
    if len(whole) <= 300:
        assert shown == whole
    else:
        assert shown.startswith(whole[:150])
        assert shown.endswith(whole[-150:])
        assert f"{len(whole) - 300:,} characters left out" in shown


def test_what_looks_like_the_mark_and_is_none_is_printed():
    printed, _ = fed([MARK[:-2], b"x", MARK[:5]])
    assert printed.text().encode() == MARK[:-2] + b"x" + MARK[:5]
    assert not printed.over()


def test_an_answer_of_the_right_shape_passes():
    found = answer_of(json.dumps(RIGHT).encode(), 3)
    assert (found.done, found.value, found.figures) == (True, "1", ("1-1.png",))
    assert is_ready(b'{"ready": true}\n')


@pytest.mark.parametrize(
    "change",
    [
        {"id": 4}, {"id": "3"}, {"id": []}, {"end": "too_slow"}, {"end": None}, {"end": []}, {"end": {}}, {"value": 1},
        {"value": "x" * 30_000},
        {"trouble": ["x"]}, {"trouble": "x" * 20_000}, {"figures": None}, {"figures": ["a.png"] * 9},
        {"figures": {"a.png": 1}},
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_forged(change):
    with pytest.raises(ForgedError):
        answer_of(json.dumps({**RIGHT, **change}).encode(), 3)


@pytest.mark.parametrize(
    "line", [b"", b"x", b"[]", b"1", b"[" * 100_000, b"9" * 100_000, b'{"id": 3}', b"\xff\xfe", b"{" * 9, b"null"]
)
def test_what_is_no_answer_at_all_is_forged(line):
    with pytest.raises(ForgedError):
        answer_of(line, 3)


def test_only_the_word_of_readiness_is_one():
    assert not is_ready(b'{"ready": 1, "more": 2}')
    with pytest.raises(ForgedError):
        is_ready(b"ready")


def test_names_that_lead_elsewhere_and_half_characters_are_left_out():
    names = ["../1.png", "/etc/x.png", "a.txt", "a/b.png", "ok.png", 5, "a\0.png"]
    found = answer_of(json.dumps({**RIGHT, "figures": names, "value": "\ud800"}).encode(), 3)
    assert found.figures == ("ok.png",)
    assert found.value == "?"


def png(width=2, height=2, rest=b""):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + rest


@pytest.fixture
def places(tmp_path):
    source, target = tmp_path / "apart", tmp_path / "figures"
    source.mkdir()
    target.mkdir()
    return source, target


def test_a_picture_is_copied_out(places):
    source, target = places
    (source / "a.png").write_bytes(png())
    (copy,) = taken(["a.png", "missing.png"], source, target)
    assert copy.read_bytes() == png()
    assert copy.parent == target


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_pipes_and_what_is_no_picture_stay(places, tmp_path):
    source, target = places
    secret = tmp_path / "secret.png"
    secret.write_bytes(png(rest=b"secret"))
    (source / "link.png").symlink_to(secret)
    (source / "hard.png").hardlink_to(secret)
    os.mkfifo(source / "pipe.png")
    (source / "folder.png").mkdir()
    (source / "text.png").write_text("no picture")
    (source / "wide.png").write_bytes(png(width=60_000))
    with (source / "large.png").open("wb") as large:
        large.write(png())
        large.truncate(30 * 1024**2)
    assert taken([one.name for one in source.iterdir()], source, target) == ()
    source.rename(tmp_path / "other")
    source.symlink_to(tmp_path / "other")
    (tmp_path / "other" / "fine.png").write_bytes(png())
    assert taken(["fine.png"], source, target) == ()
    assert list(target.iterdir()) == []


def test_a_picture_is_told_by_its_head():
    assert is_picture(png())
    assert not is_picture(png(height=0))
    assert not is_picture(png()[:20])


def head(width, height, depth=8):
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, depth, 6, 0, 0, 0) + bytes(9)


@pytest.mark.parametrize(
    ("picture", "fits"),
    [
        (head(2400, 2400), True), (head(6000, 1500), True), (head(6000, 6000), False), (head(6001, 1), False),
        (head(2400, 2400, depth=16), False), (head(2**31, 2**31), False),
    ],
)  # fmt: skip
def test_a_small_file_that_unpacks_to_a_gigabyte_is_none(picture, fits):
    """In the window it takes four bytes a pixel, and there may be eight of them."""
    assert is_picture(picture) is fits


def test_all_pictures_of_a_run_together_have_a_bound(places):
    source, target = places
    for number in range(8):
        (source / f"{number}.png").write_bytes(head(9, 9) + bytes(9 * 1024**2))
    assert len(taken([f"{number}.png" for number in range(8)], source, target)) == 2
