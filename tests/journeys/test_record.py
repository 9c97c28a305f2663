"""The window's requests about the record, against a real host."""

import sqlite3

import pytest

from agent.core.events import QuestionAsked, RootGranted, TurnEnded
from desktop.wire import messages as wire


@pytest.fixture
def language():
    return "en"


def test_the_record_is_verified_and_exported(window, folder, deskhand):
    window.ask(wire.Hello("en"))
    session = window.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    window.ask(wire.RunRecipe(session, "files:organise", {}))
    question = window.until(QuestionAsked).question
    window.ask(wire.AnswerQuestion(session, question.answer()))
    window.until(TurnEnded)
    found = window.ask(wire.VerifyRecord())
    assert (found.ok, found.guarantee, found.sessions) == (True, "unsigned", 1)
    page = window.ask(wire.ExportRecord(session))
    assert page.name == f"deskhand-{session}.html"
    assert question.rows[0].target in page.text
    assert window.ask(wire.ExportRecord(session, "pdf")).code == "usage"
    assert window.ask(wire.ExportRecord("nosuch")).code == "no_session"
    database = sqlite3.connect(deskhand.home / "journal.db")
    with database:
        database.execute("DELETE FROM event WHERE number = 3")
    database.close()
    found = window.ask(wire.VerifyRecord())
    assert (found.ok, found.kind, found.first_bad) == (False, "deleted", 3)
    assert "missing before record 3" in found.sentences[0]


def test_heads_are_copied_to_a_folder_of_the_persons_choice(deskhand, tmp_path, folder):
    elsewhere = tmp_path / "elsewhere"
    deskhand.run("log", "--copy-heads-to", str(elsewhere), code=5)
    elsewhere.mkdir()
    deskhand.run("log", "--copy-heads-to", str(elsewhere))
    deskhand.run("recipe", "files:duplicates", "--folder", str(folder), "--approve", "all")
    assert (elsewhere / "deskhand-heads.jsonl").read_text().count("\n") >= 1
    assert "copies of heads were compared" in deskhand.run("log", "--verify")
