"""Verify before done, through a real Session: failures go back to the model, a few times, and the report is honest."""

import asyncio

import pytest

from agent.core.actions import Trust
from agent.core.events import Checked, Ending, MessageAdded, TurnStarted
from agent.core.messages import AssistantMessage, Text, UserMessage, text_of
from agent.core.plans import Check, CheckState
from agent.models.scripted import ScriptedModel, calls
from agent.session.export import exported
from agent.session.fold import folded
from agent.session.limits import Limits
from agent.session.state import SessionState
from agent.session.work import work_of
from desktop.cli.show import Told, words
from desktop.compose.asked import Asked
from desktop.compose.exports import material
from tests.journeys.october import Desk

PROVEN = {"need": "a sum", "state": "done", "file": "Sum.xlsx", "at": "S!B4", "value": "30"}


def made(total, name="Sum.xlsx"):
    rows = [["a", 10], ["b", 20], ["Total", total]]
    sheet = {"name": "S", "columns": ["Item", "Amount"], "rows": rows}
    return calls("create", {"path": name, "content": {"sheets": [sheet]}})


def mended():
    return calls("edit", {"path": "Sum.xlsx", "ops": [{"op": "set_cells", "sheet": "S", "cells": {"B4": 30}}]})


def planned(*checklist):
    return calls("plan", {"steps": ["sum up"], "checklist": list(checklist)})


@pytest.fixture(params=["en", "ja"])
def desk(tmp_path, request):
    made = Desk(tmp_path, request.param)
    yield made
    made.house.close()


@pytest.fixture
def english(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def turn(desk, *steps, rounds=1):
    async def work():
        return await desk.turn(desk.open(), *steps, limits=Limits(rounds=rounds))

    return asyncio.run(work())


def failed(checked):
    return [check.kind for check in checked.checks if check.state is CheckState.FAILED]


def told_by_us(desk):
    said = [one.message for one in desk.of(MessageAdded) if isinstance(one.message, UserMessage)]
    return [text_of(one.parts) for one in said if one.by is Trust.HOST]


def test_a_failure_goes_back_to_the_model_with_the_place_and_what_would_be_right(desk):
    ended, model = turn(desk, made(31), "Done.", calls("read", {"path": "Sum.xlsx"}), mended(), "Done.")
    assert (ended.ending, model.left) == (Ending.DONE, 0)
    first, second = desk.of(Checked)
    assert (failed(first), first.round) == (["totals"], 0)
    assert (failed(second), second.round) == ([], 1)
    (told,) = told_by_us(desk)
    assert "Sum.xlsx: S!B4 holds 31" in told
    assert "sum up to 30" in told
    for check in first.checks:
        desk.says(check.title)


def test_a_look_that_the_model_never_heard_of_is_no_round():
    """The process died between the Checks and the words about them: the repair is still owed."""
    answer = MessageAdded(AssistantMessage((Text("Done."),)))
    wrong = Checked((Check("totals", CheckState.FAILED, "Totals"),), 0)
    state = folded(SessionState(), (TurnStarted("t", "Sum up."), answer, wrong))
    assert work_of(state).rounds == 0
    told = MessageAdded(UserMessage((Text("Mend it."),), by=Trust.HOST))
    assert work_of(folded(state, (told, answer))).rounds == 1


@pytest.mark.parametrize(("rounds", "looks"), [(0, 1), (1, 2), (3, 4), (9, 4)])
def test_what_is_not_mended_ends_the_turn_after_the_rounds_and_is_told(english, rounds, looks):
    ended, model = turn(english, made(31), *["Done."] * looks, rounds=rounds)
    assert (ended.ending, model.left) == (Ending.DONE, 0)
    assert [failed(one) for one in english.of(Checked)] == [["totals"]] * looks


def test_a_task_that_changes_several_things_is_asked_for_its_checklist_once(english):
    two = [made(30), made(30, "Other.xlsx"), "Done."]
    ended, model = turn(english, *two, planned(PROVEN), "Done.")
    assert (ended.ending, model.left) == (Ending.DONE, 0)
    assert "has no checklist" in told_by_us(english)[0]
    last = english.of(Checked)[-1]
    assert ("checklist", CheckState.PASSED) in [(one.kind, one.state) for one in last.checks]


def test_a_model_that_gives_no_checklist_is_not_asked_again_and_the_report_says_so(english):
    ended, model = turn(english, made(30), made(30, "Other.xlsx"), "Done.", "Done.")
    assert (ended.ending, model.left) == (Ending.DONE, 0)
    last = english.of(Checked)[-1]
    assert ("checklist", CheckState.NOT_RUN) in [(one.kind, one.state) for one in last.checks]


def test_a_kill_after_being_asked_for_the_checklist_costs_no_round_and_asks_no_second_time(english):
    turn(english, made(30), made(31, "Other.xlsx"), "Done.", "Done.", "Done.", rounds=1)
    journal, heard = english.house.journal, []
    for one in journal.records(journal.sessions()[0]):
        heard.append(one.event)
        if isinstance(one.event, MessageAdded) and getattr(one.event.message, "by", "") is Trust.HOST:
            break
    journal.start("killed")
    for event in heard:
        journal.append("killed", event)
    english.told.clear()

    async def gone_on():
        opened = english.house.open("killed", lambda _s, _n, notice: english.told.append(notice), "en")
        return await opened.resume(Asked("", ScriptedModel(["Done.", "Done."]), limits=Limits(rounds=1)), english)

    assert asyncio.run(gone_on()).ending is Ending.DONE
    (told,) = told_by_us(english)
    assert "Other.xlsx" in told
    assert "has no checklist" not in told


def test_being_asked_for_a_checklist_costs_no_round_of_repair(english):
    steps = [made(30), made(30, "Other.xlsx"), "Done.", planned({**PROVEN, "value": "31"}), "Done.", planned(PROVEN)]
    ended, model = turn(english, *steps, "Done.")
    assert (ended.ending, model.left) == (Ending.DONE, 0)
    assert [failed(one) for one in english.of(Checked)] == [[], ["checklist"], []]


def test_an_answer_without_changes_and_without_wrong_numbers_leaves_no_report(english):
    ended, _ = turn(english, calls("read", {"path": "notes.txt"}), "It says: one, more.")
    assert ended.ending is Ending.DONE
    assert english.of(Checked) == []


def test_a_wrong_number_in_an_answer_is_sent_back_also_when_nothing_was_changed(english):
    _, model = turn(english, calls("find", {"pattern": "*"}), "There are 4,711 files.", "There are several files.")
    assert model.left == 0
    assert [failed(one) for one in english.of(Checked)] == [["claims"]]


def test_what_a_recipe_made_is_looked_at_and_goes_straight_to_the_report(english):
    async def work():
        opened = english.open()
        (english.root / "a.csv").write_text("n,v\n1,2\n")
        (english.root / "b.csv").write_text("n,v\n3,4\n")
        return await opened.begin_recipe("tables:combine", "Combine", {"folder": "."}, "en", english)

    ended = asyncio.run(work())
    assert ended.ending is Ending.DONE
    (one,) = english.of(Checked)
    assert failed(one) == []
    assert {check.kind for check in one.checks} >= {"opens", "formulas"}


def test_the_rounds_of_a_turn_are_in_its_state(english):
    async def work():
        opened = english.open()
        await english.turn(opened, made(31), "Done.", "Done.")
        return [one.round for one in opened.session.state.checked]

    assert asyncio.run(work()) == [0, 1]


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_record_tells_what_was_checked_and_what_was_found(desk, form):
    async def work():
        opened = desk.open()
        await desk.turn(opened, made(31), "Done.", limits=Limits(rounds=0))
        return opened.session.id

    text = exported(material(desk.house, asyncio.run(work()), desk.language), form)
    assert {"en": "Checked: ", "ja": "点検結果: "}[desk.language] in text
    assert {"en": "1 failed", "ja": "要確認 1 件"}[desk.language] in text
    assert {"en": "31 is not the sum, which is 30", "ja": "31 は合計 30 と一致しません"}[desk.language] in text


def test_the_command_line_counts_and_names_what_is_not_right(capsys):
    checks = (Check("totals", CheckState.FAILED, "Totals", "31 is not 30", "a.xlsx"),
              Check("pages", CheckState.NOT_RUN, "Pages", "nobody draws"),
              Check("opens", CheckState.PASSED, "It opens", "", "a.xlsx"))  # fmt: skip
    words(Checked(checks), "en")
    assert capsys.readouterr().err.splitlines() == [
        "Checked: 1 passed, 1 failed, 1 could not be run",
        "  ✗ Totals: a.xlsx · 31 is not 30",
        "  – Pages: nobody draws",
    ]


def test_the_command_line_answers_with_what_counts_and_tells_what_was_sent_back(desk, capsys):
    turn(desk, made(31), "Done, 31.", mended(), "Done, 30.")
    capsys.readouterr()
    tell = Told(desk.language)
    for notice in desk.told:
        tell(notice)
    out, err = capsys.readouterr()
    assert out == "Done, 30.\n"
    lines = err.splitlines()
    at = lines.index("  Done, 31.")
    assert {"en": "sent back", "ja": "差し戻しました"}[desk.language] in lines[at - 1]
    assert any("✗" in line for line in lines[: at - 1])


def test_an_answer_that_nobody_reviews_is_told_at_the_end_of_the_turn(english, capsys):
    turn(english, "Nothing to do.")
    capsys.readouterr()
    tell = Told("en")
    for notice in english.told:
        tell(notice)
    assert capsys.readouterr().out == "Nothing to do.\n"
