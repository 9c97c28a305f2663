"""A model writes names in its own way; the tools work with the file that is meant."""

import unicodedata

import pytest

from agent.core.changes import Move
from agent.core.errors import ToolError
from agent.core.paths import Place

POSTER = unicodedata.normalize("NFD", "ポスター.txt")
FOLDER = unicodedata.normalize("NFD", "ドキュメント")


@pytest.fixture
def spelled(box):
    """A folder and a file as a Mac writes their names."""
    (box.root / FOLDER).mkdir()
    (box.root / POSTER).write_text("夏祭り")
    return box


def target(box, source, to):
    """Where `organise` would move it."""
    changes = box.call("organise", items=[{"move": source, "to": to}]).changes
    assert changes is not None
    (change,) = changes.changes
    assert isinstance(change, Move)
    return change.place.path, change.to.path


def test_a_file_is_read_under_the_name_that_a_keyboard_makes(spelled):
    assert "夏祭り" in spelled.text("read", path="ポスター.txt")


def test_what_is_written_there_takes_its_place_instead_of_lying_beside_it(spelled):
    with pytest.raises(ToolError, match="Read it before"):
        spelled.call("write_file", path="ポスター.txt", text="冬祭り")
    spelled.call("read", path="ポスター.txt")
    changes = spelled.call("write_file", path="ポスター.txt", text="冬祭り").changes
    assert [change.place for change in changes.changes] == [Place("", POSTER)]


def test_a_move_goes_into_the_folder_that_is_meant(spelled):
    assert target(spelled, "ポスター.txt", "ドキュメント") == (POSTER, f"{FOLDER}/{POSTER}")
    assert target(spelled, "ポスター.txt", "ドキュメント/新.txt") == (POSTER, f"{FOLDER}/新.txt")


def test_a_name_can_still_be_given_another_case_or_form(spelled):
    (spelled.root / "Report.txt").write_text("x")
    (spelled.root / "Old").mkdir()
    assert target(spelled, "Report.txt", "report.txt") == ("Report.txt", "report.txt")
    assert target(spelled, "Old", "old") == ("Old", "old")
    assert target(spelled, "ポスター.txt", "ポスター.txt") == (POSTER, "ポスター.txt")


@pytest.mark.parametrize(("make", "code"), [("link", "no_file"), ("keys", "secret_place"), ("stub", "placeholder")])
def test_what_is_never_opened_is_refused_with_its_own_reason(box, make, code):
    path = {"link": "l.txt", "keys": ".env", "stub": ".a.txt.icloud"}[make]
    if make == "link":
        (box.root / path).symlink_to("/etc/passwd")
    else:
        (box.root / path).write_text("x")
    with pytest.raises(ToolError) as caught:
        box.call("edit", path=path, ops=[{"op": "replace", "find": "x", "text": "y"}])
    assert caught.value.code == code
