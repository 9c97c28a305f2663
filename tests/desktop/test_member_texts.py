"""A file of a package as a person reads it: whole as far as the bound, and with what nobody sees written out."""

import pytest

from agent.core.errors import NeedsUserError
from desktop.compose.member_texts import MOST, legible, text_of


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("rm -rf /\rWrite a letter.", "rm -rf /\\rWrite a letter."),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2028b", "a\\u2028b"),
        ("a\u3164b", "a\\u3164b"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("a\u200bb", "a\\u200bb"),
        ("a\ufe00\ufe01b", "a\\ufe00\\ufe01b"),
    ],
)
def test_what_nobody_sees_is_written_out(said, read):
    assert legible(said)[0] == read
    assert legible(said)[1] > 0


def test_ordinary_text_is_as_it_was_written():
    assert legible("\ufeffA\tb\r\n拝啓　❤\ufe0f\n") == ("A\tb\n拝啓　❤\ufe0f\n", 0)


def test_a_file_is_shown_up_to_a_bound_and_a_picture_is_not(tmp_path):
    (tmp_path / "a.py").write_bytes("あ".encode() * MOST)
    (tmp_path / "b.png").write_bytes(b"\x89PNG\0\xff")
    shown = text_of(tmp_path, "a.py")
    assert shown.cut
    assert not shown.binary
    assert len(shown.text.encode()) <= MOST + 3
    assert text_of(tmp_path, "b.png").binary


def test_what_lies_elsewhere_is_not_read(tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    (tmp_path / "key").write_text("SECRET")
    (folder / "link.md").symlink_to(tmp_path / "key")
    (folder / "way").symlink_to(tmp_path)
    for name in ("link.md", "way/key", "../key", str(tmp_path / "key"), "none.md", ""):
        with pytest.raises(NeedsUserError) as caught:
            text_of(folder, name)
        assert caught.value.code == "no_member"
