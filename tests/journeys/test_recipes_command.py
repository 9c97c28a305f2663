"""Without a display and without a model: every Recipe on real files, and everything put back byte for byte."""

import json
import sqlite3

import pytest

from skills.library import recipes
from tests.journeys.program import tree

NEEDED: dict[str, dict[str, str]] = {"files:search": {"text": "2026"}, "files:rename": {"pattern": "{n:03} {name}"}}


@pytest.mark.parametrize("recipe", [recipe.id for recipe in recipes()])
def test_a_recipe_runs_and_its_changes_are_put_back_byte_for_byte(deskhand, folder, language, recipe):
    before = tree(folder)
    pairs = [part for key, value in NEEDED.get(recipe, {}).items() for part in ("--set", f"{key}={value}")]
    if recipe == "tables:clean":
        pairs = ["--set", f"file={next(folder.glob('*.csv')).name}"]
    common = ("--folder", str(folder), "--approve", "all", "--language", language)
    events = deskhand.events("recipe", recipe, *common, *pairs)
    assert events[-1]["kind"] == "turn_ended"
    assert events[-1]["ending"] == "done"
    deskhand.run("undo", "--last", code=0 if any(e["kind"] == "checkpoint_made" for e in events) else 5)
    assert tree(folder) == before


def test_without_approval_nothing_changes_and_the_exit_code_says_so(deskhand, folder):
    before = tree(folder)
    deskhand.run("recipe", "files:organise", "--folder", str(folder), "--approve", "none", code=3)
    assert tree(folder) == before


def test_a_file_of_approvals_leaves_the_declined_rows_alone(deskhand, folder, tmp_path):
    rules = tmp_path / "rules.json"
    rules.write_text('{"effects": ["move", "write"], "decline": ["scan0012.pdf"]}', encoding="utf-8")
    deskhand.run("recipe", "files:organise", "--folder", str(folder), "--approve", str(rules))
    assert (folder / "scan0012.pdf").exists()
    assert len([p for p in folder.iterdir() if p.is_file()]) == 1


def test_a_task_without_a_model_is_told_plainly_and_changes_nothing(deskhand, folder):
    before = tree(folder)
    events = deskhand.events("run", "find duplicates", "--folder", str(folder), code=5)
    assert events[-1] == {"kind": "turn_ended", "ending": "needs_user", "code": "no_model"}
    assert tree(folder) == before


def test_wrong_usage_and_missing_folders_have_their_codes(deskhand, tmp_path):
    deskhand.run("recipe", "files:organise", code=2)
    deskhand.run("recipe", "files:organise", "--folder", str(tmp_path / "nowhere"), code=5)
    deskhand.run("undo", "--last", code=5)
    deskhand.run("log", "nosuch", code=5)


def test_what_is_misspelt_is_wrong_usage_and_json_says_so_too(deskhand, folder, tmp_path):
    deskhand.run("organise", code=2)
    common = ("--folder", str(folder))
    for words in (("nosuch",), ("files:organise", "--set", "rule"), ("files:organise", "--set", "rule=x")):
        ended = deskhand.events("recipe", words[0], *common, *words[1:], code=2)[-1]
        assert (ended["kind"], ended["ending"]) == ("turn_ended", "failed")
    deskhand.run("recipe", "files:organise", *common, "--approve", "all")
    session = deskhand.run("sessions").split()[0]
    deskhand.run("log", session, "-o", str(tmp_path / "nowhere" / "log.md"), code=5)


@pytest.mark.parametrize(
    "rules",
    [
        '{"rows": "*.pdf"}', '{"effects": "move"}', '{"effects": ["move"], "declined": ["*"]}', '{"effects": ["mvoe"]}',
        '[{"effects": ["move"]}]', '{"effects": null}', '{"effects": ["move"], "reason": 1}', "no JSON",
    ],
)  # fmt: skip
def test_a_slip_in_a_file_of_approvals_approves_nothing(deskhand, folder, tmp_path, rules):
    before = tree(folder)
    file = tmp_path / "rules.json"
    file.write_text(rules, encoding="utf-8")
    common = ("--folder", str(folder), "--approve", str(file))
    assert deskhand.events("recipe", "files:organise", *common, code=5)[-1]["code"] == "approve_file"
    assert tree(folder) == before


def test_changes_sessions_and_log_tell_what_was_done(deskhand, folder):
    deskhand.run("recipe", "files:organise", "--folder", str(folder), "--approve", "all")
    assert "scan0012.pdf" in deskhand.run("changes")
    session = deskhand.run("sessions").split()[0]
    for form in ("md", "html", "json"):
        assert "scan0012.pdf" in deskhand.run("log", session, "--format", form)


def test_a_commit_that_the_journal_never_heard_of_is_listed_and_put_back(deskhand, folder):
    before = tree(folder)
    deskhand.run("recipe", "files:organise", "--folder", str(folder), "--approve", "all")
    forget_from_the_last_checkpoint(deskhand.home)
    assert "scan0012.pdf" in deskhand.run("changes")
    assert '"call": "recipe_1"' in deskhand.run("log", deskhand.run("sessions").split()[0], "--format", "json")
    deskhand.run("undo", "--last")
    assert tree(folder) == before
    forget_from_the_last_checkpoint(deskhand.home)
    deskhand.run("undo", "--last", code=5)
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["journal.db", "ledger.db"])
def test_records_that_cannot_be_used_are_told_in_one_sentence(deskhand, folder, name):
    before = tree(folder)
    deskhand.home.mkdir()
    (deskhand.home / name).write_bytes(b"no database" * 1000)
    process = deskhand.start("recipe", "files:organise", "--folder", str(folder), "--approve", "all", "--json")
    out, err = process.communicate(timeout=100)
    assert (process.returncode, json.loads(out)["code"]) == (5, "records")
    assert err.count("\n") == 1
    assert tree(folder) == before


def test_json_ends_with_the_end_of_the_turn_even_when_none_began(deskhand, tmp_path):
    nowhere = str(tmp_path / "nowhere")
    (ended,) = deskhand.events("recipe", "files:organise", "--folder", nowhere, code=5)
    assert (ended["kind"], ended["ending"], ended["code"]) == ("turn_ended", "needs_user", "no_folder")


def forget_from_the_last_checkpoint(home):
    """What a kill leaves that comes right after a commit: the ledger has it, the Journal ends before it."""
    (journal,) = home.rglob("journal.db")
    database = sqlite3.connect(journal)
    with database:
        database.execute("DELETE FROM event WHERE seq >= (SELECT max(seq) FROM event WHERE kind = 'checkpoint_made')")
    database.close()


def test_undoing_the_last_task_twice_leaves_the_one_before_it(deskhand, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("alpha\n")
        ops = '[{"op":"replace","find":"alpha","with":"beta"}]'
        deskhand.run("doc", "edit", str(tmp_path / name / "a.txt"), "--ops", ops)
    deskhand.run("undo", "--last")
    assert "already" in deskhand.told("undo", "--last", "--language", "en")
    texts = [(tmp_path / name / "a.txt").read_text() for name in ("first", "second")]
    assert texts == ["beta\n", "alpha\n"]
