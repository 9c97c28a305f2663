"""`deskhand kept`: what is kept is listed and goes to the trash when the person says so."""

import json
import sqlite3

import pytest


@pytest.fixture
def changed(deskhand, tmp_path):
    """A text that a document command has changed, and its Checkpoint."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("alpha\n")
    deskhand.env["XDG_DATA_HOME"] = str(tmp_path / "share")
    deskhand.run("doc", "edit", str(folder / "a.txt"), "--ops", '[{"op":"replace","find":"alpha","with":"beta"}]')
    (line,) = deskhand.events("kept")
    return folder, line


def test_what_is_kept_is_listed_with_its_size(deskhand, changed):
    _, line = changed
    assert (line["files"], line["due"]) == (1, False)
    assert line["bytes"] > 0
    said = deskhand.run("kept", "--language", "en")
    assert str(line["id"]) in said
    assert "1 file " in said


def test_nothing_goes_without_an_answer(deskhand, changed):
    _, line = changed
    assert "can NOT" not in deskhand.run("kept", "--purge", str(line["id"]), code=3)
    assert len(deskhand.events("kept")) == 1
    deskhand.run("undo", str(line["id"]))


def test_what_the_person_names_goes_to_the_trash_and_cannot_be_undone(deskhand, changed, tmp_path):
    folder, line = changed
    (removed,) = deskhand.events("kept", "--purge", str(line["id"]), "--yes")
    (thrown,) = (tmp_path / "share" / "Trash" / "files").iterdir()
    assert removed["to"] == str(thrown)
    assert thrown.read_text() == "alpha\n"
    assert thrown.name.startswith("a (")
    assert deskhand.events("kept") == []
    assert (folder / "a.txt").read_text() == "beta\n"
    assert "removed from Deskhand's store" in deskhand.told("undo", str(line["id"]), "--language", "en")


def test_the_record_says_what_was_given_away(deskhand, changed):
    _, line = changed
    (removed,) = deskhand.events("kept", "--purge", str(line["id"]), "--yes")
    with sqlite3.connect(deskhand.home / "journal.db") as journal:
        bodies = [json.loads(body) for (body,) in journal.execute("SELECT body FROM event WHERE kind = 'noted'")]
    (noted,) = [body for body in bodies if body["code"] == "purged"]
    assert str(line["id"]) in noted["text"]
    assert str(removed["to"]) in noted["text"]
    deskhand.run("log", "--verify")


def test_what_is_due_goes_together(deskhand, changed):
    _, line = changed
    deskhand.run("kept", "--due", "--yes")
    with sqlite3.connect(deskhand.home / "ledger.db") as ledger:
        (text,) = ledger.execute("SELECT checkpoint FROM commits").fetchone()
        old = json.dumps({**json.loads(text), "at": "2020-01-01T00:00:00+00:00"})
        ledger.execute("UPDATE commits SET checkpoint = ?", (old,))
    rules = deskhand.home / "settings" / "retention.json"
    rules.parent.mkdir(exist_ok=True)
    rules.write_text('{"days": 36500, "percent": 10}')  # as chosen in the window
    assert [one["due"] for one in deskhand.events("kept")] == [False]
    assert [one["due"] for one in deskhand.events("kept", "--days", "9")] == [True]
    rules.unlink()
    assert [one["due"] for one in deskhand.events("kept")] == [True]
    (removed,) = deskhand.events("kept", "--due", "--yes")
    assert removed["id"] == line["id"]


def test_an_id_of_nothing_is_said(deskhand, changed):
    assert "Nothing is kept of 'nosuch'" in deskhand.told("kept", "--purge", "nosuch", "--yes", "--language", "en")
    assert deskhand.told("kept", "--purge", "x", "--due", "--language", "en")
