"""The real program, as a host and on the command line: what it says is in the language that was asked for."""

import asyncio
import re
import socket
import sqlite3

import pytest

from agent.core.actions import Approval
from agent.core.events import CheckpointMade, Ending, Noted, QuestionAsked, RootGranted, TurnEnded
from agent.models.retry import Retrying
from agent.models.selftest.lines import Standing
from agent.models.selftest.run import Subject, self_test
from desktop.compose.asked import Asked
from desktop.wire import messages as wire
from tests.agent.models.asking import chat as chat_at
from tests.journeys.october import JAPANESE, Desk

NAME = "x"
ADDRESS = "http://127.0.0.1:1/v1"


def in_language(text, language):
    """Words of ours are in that language; names and commands have no Japanese character in these tests."""
    assert text
    assert "Words(" not in text
    assert bool(JAPANESE.search(text)) == (language == "ja"), text


@pytest.fixture
def closed():
    """The address of a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


@pytest.fixture
def plain(tmp_path):
    """A folder whose names say nothing about a language."""
    folder = tmp_path / "October"
    folder.mkdir()
    (folder / "a.txt").write_text("alpha")
    (folder / "b.txt").write_text("alpha")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    return folder


def impossible(session):
    """Requests that cannot be done, with the codes that say why."""
    return [
        (wire.OpenSession(NAME), "no_session"),
        (wire.StartSession((RootGranted("", "/nowhere"),)), "no_folder"),
        (wire.GrantRoot(session, RootGranted("", "/nowhere")), "no_folder"),
        (wire.StartTurn(session, "go"), "no_model"),
        (wire.StartTurn(session, "go", ("/nowhere/a.txt",)), "attachment_gone"),
        (wire.TestModel(NAME), "no_model"),
        (wire.UseModel(NAME), "no_model"),
        (wire.AddModel(NAME, "http://example.com/v1", NAME), "bad_address"),
        (wire.AddModel(NAME, "ftp://example.com", NAME), "bad_address"),
        (wire.AddModel(NAME, ADDRESS, NAME, protocol="x"), "unknown_protocol"),
        (wire.AddModel("", ADDRESS, NAME), "bad_name"),
        (wire.AddModel(NAME, ADDRESS, NAME, key="a b"), "bad_key"),
        (wire.AnswerQuestion(session, Approval(NAME)), "late"),
        (wire.PreviewRow(session, NAME, 0), "late"),
        (wire.PreviewFile(session, "../x"), "outside_workspace"),
        (wire.PreviewFile(session, "gone.txt"), "not_found"),
        (wire.PreviewChange(session, NAME, "a.txt"), "not_found"),
        (wire.UndoChange(session, NAME), "not_found"),
        (wire.RunRecipe(session, NAME, {}), "not_found"),
    ]


def test_the_host_says_in_the_windows_language_what_cannot_be_done(window, language, plain):
    window.ask(wire.Hello(language))
    session = window.ask(wire.StartSession((RootGranted("", str(plain)),))).id
    window.ask(wire.SetSession(session, model="nosuch"))
    for request, code in impossible(session):
        failed = window.ask(request)
        assert isinstance(failed, wire.Failed), request
        assert failed.code == code
        in_language(failed.sentence, language)
        assert not failed.remedy or bool(JAPANESE.search(failed.remedy)) == (language == "ja")
    in_language(window.ask(wire.PreviewFile(session, "broken.xlsx")).text, language)


def test_a_model_that_does_not_answer_is_noted_at_once_in_the_windows_language(window, language, plain, closed):
    window.ask(wire.Hello(language))
    session = window.ask(wire.StartSession((RootGranted("", str(plain)),))).id
    window.ask(wire.AddModel("local", closed, "m"))
    assert window.ask(wire.StartTurn(session, "go")).started
    note = window.until(Noted)
    assert note.code == "retry"
    assert "127.0.0.1" in note.text
    in_language(note.text, language)
    window.ask(wire.StopTurn(session))
    in_language(window.until(TurnEnded).sentence, language)


def test_a_model_that_never_answers_ends_the_turn_and_the_test_in_words(tmp_path, language, closed):
    desk = Desk(tmp_path, language)

    async def work():
        model = Retrying(chat_at("local", closed, "m"), waits=(), offline=())
        ended = await desk.open().begin(Asked("go", model, language=language))
        return ended, await self_test(model, Subject(), lambda _: None)

    ended, (lines, _) = asyncio.run(work())
    desk.house.close()
    assert ended.ending is Ending.FAILED
    assert lines[0].standing is Standing.FAILED
    told = (lines[0].words.text(language), lines[0].remedy.text(language))
    for text in (ended.sentence, ended.remedy, *told):
        in_language(text, language)


def test_an_undo_over_the_wire_says_what_it_kept(window, language, plain):
    window.ask(wire.Hello(language))
    session = window.ask(wire.StartSession((RootGranted("", str(plain)),))).id
    window.ask(wire.RunRecipe(session, "files:rename", {"pattern": "{n:03}"}))
    question = window.until(QuestionAsked).question
    in_language(question.title, language)
    window.ask(wire.AnswerQuestion(session, question.answer(tuple(r.index for r in question.rows), True)))
    moved = window.until(CheckpointMade).checkpoint.changed[0].to
    window.until(TurnEnded)
    (plain / moved).unlink()
    in_language(window.ask(wire.UndoChange(session)).sentence, language)


def test_a_start_after_a_crash_tells_what_it_found(deskhand, window, language, plain):
    window.ask(wire.Hello(language))  # this host has looked for what a crash left: there was nothing yet
    deskhand.run("recipe", "files:duplicates", "--folder", str(plain), "--approve", "all", "--language", language)
    with sqlite3.connect(deskhand.home / "ledger.db") as ledger:  # as when the last record was not written any more
        ledger.execute("UPDATE commits SET state = 'intent'")
    window.close()
    again = type(window)(deskhand)
    (note,) = again.ask(wire.Hello(language)).notes
    again.close()
    in_language(re.sub("“.*”|「.*」", "", note), language)


COMMANDS = [
    ("recipe", "files:duplicates", "--folder", "FOLDER", "--approve", "none"),
    ("recipe", "files:search", "--folder", "FOLDER"),
    ("recipe", "nosuch", "--folder", "FOLDER"),
    ("recipe", "files:search", "--folder", "FOLDER", "--set", "text"),
    ("recipe", "files:organise", "--folder", "/nowhere"),
    ("recipe", "files:organise", "--folder", "FOLDER", "--approve", "/nowhere"),
    ("recipes",),
    ("run", "go", "--folder", "FOLDER"),
    ("run", "go", "--folder", "FOLDER", "--model", "nosuch"),
    ("resume", "nosuch"),
    ("undo", "nosuch"),
    ("undo", "--last"),
    ("kept",),
    ("kept", "--due"),
    ("kept", "--purge", "nosuch"),
    ("kept", "--purge", "nosuch", "--due"),
    ("log", "nosuch"),
    ("model", "test", "nosuch"),
    ("model", "use", "nosuch"),
    ("model", "remove", "nosuch"),
    ("model", "add", NAME, "--base-url", "nowhere", "--model", NAME, "--no-key"),
    ("doc", "read", "FOLDER/broken.xlsx"),
    ("doc", "check", "FOLDER/a.txt", "FOLDER/broken.xlsx"),
    ("doc", "edit", "FOLDER/a.txt", "--ops", "nowhere"),
    ("doc", "edit", "FOLDER/a.txt", "--ops", '{"op":"fly"}'),
    ("doc", "edit", "FOLDER/a.txt", "--ops", '{"op":"replace","find":"alpha","with":"beta"}'),
    ("doc", "diff", "FOLDER/a.txt", "/nowhere"),
]  # fmt: skip


def test_the_command_line_speaks_the_language_of_its_option(deskhand, language, plain):
    for command in COMMANDS:
        words = [word.replace("FOLDER", str(plain)) for word in command]
        said = deskhand.told(*words, "--language", language)
        assert "Traceback" not in said
        in_language(said, language)


def test_the_command_line_speaks_the_language_of_the_system(deskhand, language):
    deskhand.env["LC_ALL"] = {"en": "en_US.UTF-8", "ja": "ja_JP.UTF-8"}[language]
    in_language(deskhand.told("undo", "--last"), language)


def test_a_deed_its_record_and_its_undo_are_told_in_the_language_of_the_option(deskhand, language, plain):
    say = ("--language", language)
    (plain / "c.txt").write_text("beta")
    in_language(deskhand.told("model", "add", NAME, "--base-url", ADDRESS, "--model", NAME, "--no-key", *say), language)
    in_language(deskhand.told("model", "list", *say), language)
    done = deskhand.told("recipe", "files:duplicates", "--folder", str(plain), "--approve", "all", *say)
    for line in done.splitlines():
        assert "deskhand undo" not in line or bool(JAPANESE.search(line)) == (language == "ja")
    in_language(done, language)
    session = deskhand.run("sessions").split()[0]
    for command in (("sessions",), ("changes",), ("log", session), ("log", session, "--format", "html")):
        in_language(deskhand.told(*command, *say), language)
    headings = re.findall(r"^#+ (.*)$", deskhand.told("log", session, *say), re.MULTILINE)
    assert len(headings) > 6
    for heading in headings:
        in_language(heading, language)
    in_language(deskhand.told("undo", "--last", *say), language)
