"""The real window, without a screen, with the real host behind it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from agent.core.actions import Mode
from agent.core.events import Ending
from desktop.presenter.items import Answer, Over, PutBack
from desktop.views.dialogs.confirm import UndoAll
from desktop.views.dialogs.grant import GrantFolder
from desktop.views.panels.card_button import CardButton
from tests.desktop.acting import dropped, granted, is_as_before, last, rested, with_model
from tests.journeys.hand import HAND, SCAN, SELF_TEST, STEPS, Hand
from tests.journeys.program import REPO, tree

hand_model = pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside this clone")


@pytest.fixture
def stage(play):
    """The window with the real host."""
    return play()


def organise(stage, until):
    """Run the recipe that organises files, up to its question."""
    stage.window.start.recipe_chosen.emit("files:organise", {})
    stage.window.form.go.click()
    until(stage.window.approval.isVisible)
    return stage.controller.picture.session.question


def test_a_dropped_folder_is_worked_on_by_a_recipe_approved_row_by_row_and_put_back(stage, folder, until):
    before = tree(folder)
    granted(stage, until, folder)
    question = organise(stage, until)
    window = stage.window
    kept = question.rows[0]
    index = window.approval.rows.model.index(0)
    window.approval.rows.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    window.approval.bar.allow.click()
    until(lambda: rested(stage) and not window.approval.isVisible())
    assert (folder / kept.target).exists()
    assert len([path for path in folder.iterdir() if path.is_file()]) == 1
    window.inspector.changes.undo_all.click()
    window.findChild(UndoAll).act.click()
    until(lambda: is_as_before(folder, before))


def test_one_file_alone_is_put_back(stage, folder, until):
    granted(stage, until, folder)
    organise(stage, until)
    stage.window.approval.bar.allow.click()
    until(lambda: rested(stage))
    moved = stage.controller.picture.session.files[-1]
    stage.window.inspector.show_change(moved.checkpoint, moved.place)
    stage.window.inspector.undo.click()
    until(lambda: (folder / moved.place).exists())
    assert len([path for path in folder.iterdir() if path.is_file()]) == 1


def one_of_the_moves_put_back(stage, folder, until):
    granted(stage, until, folder)
    organise(stage, until)
    stage.window.approval.bar.allow.click()
    until(lambda: rested(stage))
    moved = stage.controller.picture.session.files[0]
    stage.files._undo(moved.checkpoint, (moved.place,))
    until(lambda: (folder / moved.place).exists())


def test_one_file_and_then_the_rest_are_put_back_without_a_false_alarm(stage, folder, until):
    before = tree(folder)
    one_of_the_moves_put_back(stage, folder, until)
    stage.window.header.undo.click()
    stage.window.findChild(UndoAll).act.click()
    until(lambda: not stage.controller.picture.session.undoable)
    assert {path.name for path in folder.iterdir()} == {name for name in before if name != "."}
    assert last(stage).kept == ()


def test_undo_all_after_one_file_was_put_back_does_not_do_it_again(stage, folder, until):
    before = tree(folder)
    one_of_the_moves_put_back(stage, folder, until)
    stage.files._undo("", ())
    until(lambda: not stage.controller.picture.session.undoable)
    assert {path.name for path in folder.iterdir()} == {name for name in before if name != "."}
    put_back = [item for item in stage.controller.picture.session.items if isinstance(item, PutBack)]
    assert (len(put_back), put_back[-1].kept) == (2, ())


def test_the_sheets_of_a_new_workbook_are_turned_over_before_it_is_allowed(stage, until):
    stage.window.start.sample.click()
    until(lambda: bool(stage.controller.picture.suggestions))
    stage.window.start.recipe_chosen.emit("receipts:expenses", {})
    stage.window.form.go.click()
    preview = stage.window.approval.rows.preview
    until(preview.isVisible)
    preview.pages.on.click()
    until(lambda: preview.pages.page == 2)


def test_a_file_that_was_only_moved_is_shown_as_it_is(stage, folder, until):
    granted(stage, until, folder)
    organise(stage, until)
    stage.window.approval.bar.allow.click()
    until(lambda: rested(stage))
    book = next(file for file in stage.controller.picture.session.files if file.to.endswith(".xlsx"))
    stage.window.inspector.show_change(book.checkpoint, book.place)
    preview = stage.window.inspector.preview
    until(lambda: isinstance(preview.stack.currentWidget(), QTableView))


def test_a_path_that_is_not_there_begins_no_task(stage, tmp_path):
    stage.folders.take([str(tmp_path / "gone")])
    assert stage.controller.session == ""
    assert not stage.window.banner.isHidden()


def test_a_declined_question_changes_nothing(stage, folder, until):
    before = tree(folder)
    granted(stage, until, folder)
    organise(stage, until)
    stage.window.approval.bar.decline.click()
    until(lambda: rested(stage))
    assert last(stage).ending is Ending.REFUSED
    assert tree(folder) == before


def test_a_folder_that_is_only_read_is_never_changed(stage, folder, until):
    before = tree(folder)
    dropped(stage, folder)
    dialog = stage.window.findChild(GrantFolder)
    dialog.readable.setChecked(True)
    dialog.act.click()
    until(lambda: bool(stage.controller.picture.session.roots))
    stage.window.start.recipe_chosen.emit("files:organise", {})
    stage.window.form.go.click()
    until(lambda: bool(stage.controller.picture.session.items) and rested(stage))
    assert tree(folder) == before


def test_a_dropped_file_alone_is_granted_and_nothing_beside_it(stage, folder, until):
    one = folder / "Sales October.xlsx"
    dropped(stage, one)
    until(lambda: bool(stage.controller.picture.session.roots))
    assert stage.controller.picture.session.roots[0].only == (one.name,)


def test_a_host_that_is_killed_while_it_asks_comes_back_and_asks_again_by_itself(stage, folder, until):
    granted(stage, until, folder)
    before = tree(folder)
    asked = organise(stage, until)
    stage._client.process.kill()
    until(lambda: not stage.window.banner.isHidden())
    until(lambda: stage.controller.picture.session.question not in (None, asked))
    until(stage.window.approval.isVisible)
    assert tree(folder) == before
    assert [row.target for row in stage.controller.picture.session.question.rows] == [row.target for row in asked.rows]
    stage.window.approval.bar.allow.click()
    until(lambda: rested(stage) and isinstance(last(stage), Over))
    assert last(stage).ending is Ending.DONE
    stage.files._undo("", ())
    until(lambda: is_as_before(folder, before))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_host_that_is_killed_in_the_middle_of_a_commit_leaves_nothing_half_done(stage, tmp_path, until, qtbot):
    many = tmp_path / "many"
    many.mkdir()
    for number in range(1500):
        (many / f"{number:04}.txt").write_text(f"{number}")
    before = tree(many)
    granted(stage, until, many)
    asked = organise(stage, until)
    stage.window.approval.bar.allow.click()
    until(lambda: any(many.rglob("*/*.txt")))  # the commit has begun to move
    os.kill(stage._client.process.processId(), signal.SIGKILL)
    cut = len(list(many.glob("*.txt")))
    asks = stage.window.approval.isVisible
    until(lambda: isinstance(last(stage), Over) or (asks() and stage.controller.picture.session.question != asked))
    assert cut  # it was in the middle, or this test proves nothing
    assert not stage.window.banner.isHidden()
    after = tree(many)
    if after != before:  # the commit was finished: then all of it, and undo brings it back
        assert not list(many.glob("*.txt"))
        stage.files._undo("", ())
        until(lambda: is_as_before(many, before))


def test_the_sample_task_is_done_in_a_few_clicks_and_shows_its_result(stage, until):
    began = time.monotonic()
    window = stage.window
    window.start.sample.click()
    until(lambda: bool(stage.controller.picture.suggestions))
    card = next(card for card in window.start.suggestions.findChildren(CardButton))
    card.click()
    window.form.go.click()
    until(window.approval.isVisible)
    window.approval.bar.allow.click()
    until(lambda: rested(stage))
    assert last(stage).ending is Ending.DONE
    until(lambda: window.inspector.preview.isVisible() and window.inspector.open.isVisible())
    assert any(isinstance(item, Answer) for item in stage.controller.picture.session.items)
    assert time.monotonic() - began < 60


def test_words_without_a_model_offer_recipes_that_fit_and_stay(stage, folder, until):
    granted(stage, until, folder)
    stage.window.composer.set_draft("find duplicate files")
    stage.window.composer.send.click()
    until(lambda: stage.window.offer.isVisible() and stage.window.form.isVisible())
    assert stage.window.form.values()["folder"] in ("", ".")
    assert stage.window.composer.draft()[0] == "find duplicate files"


def test_words_that_no_recipe_fits_are_told_to_need_a_model(stage, folder, until):
    granted(stage, until, folder)
    stage.window.composer.set_draft("zzz qqq")
    stage.window.composer.send.click()
    until(stage.window.offer.isVisible)
    assert not stage.window.form.isVisible()
    assert "needs a model" in stage.window.offer.accessibleName()
    assert stage.window.offer.connect_model.isVisible()


def test_a_session_is_found_again_with_its_changes_after_the_window_was_closed(play, folder, until):
    before = tree(folder)
    first = play()
    granted(first, until, folder)
    organise(first, until)
    first.window.approval.bar.allow.click()
    until(lambda: rested(first))
    session = first.controller.session
    first._client.close()
    first.window.hide()
    again = play()
    assert session in {view.id for view in again.controller.picture.sessions.views}
    again.tasks.open(session)
    until(lambda: bool(again.controller.picture.session.files))
    again.files._undo("", ())
    until(lambda: is_as_before(folder, before))


def test_a_second_start_hands_its_folder_to_the_open_window(tmp_path, folder):
    env = {**os.environ, "DESKHAND_HOME": str(tmp_path / "home"), "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-m", "desktop"]
    first = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        lock = tmp_path / "home" / "window.lock"
        deadline = time.monotonic() + 30
        while not lock.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        second = subprocess.run([*command, str(folder)], env=env, timeout=30, check=False, capture_output=True)
        assert second.returncode == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.wait(timeout=20)


@hand_model
def test_a_person_as_the_model_finishes_a_task_of_many_calls_in_the_window(stage, folder, until, tmp_path):
    before = tree(folder)
    hand = Hand(tmp_path / "spool")
    try:
        hand.answer([*SELF_TEST, *STEPS], "Done: **Expenses.xlsx** and *Letter.docx*. The taxi receipt stays.")
        with_model(stage, until, hand)
        granted(stage, until, folder)
        stage.window.composer.set_draft("Put the receipts into a sheet, write a letter, tidy up")
        stage.window.composer.send.click()
        until(lambda: stage.controller.picture.session.question is not None)
        question = stage.controller.picture.session.question
        assert all(row.destructive for row in question.rows)
        taxi = next(row for row in question.rows if row.target == SCAN)
        accepted = tuple(row.index for row in question.rows if row is not taxi)
        stage.window.approval.answered.emit(question.answer(accepted, True, "keep the taxi"))
        until(lambda: rested(stage))
    finally:
        hand.close()
    session = stage.controller.picture.session
    assert last(stage).ending is Ending.DONE
    assert (folder / "Expenses.xlsx").exists()
    assert (folder / "Letter.docx").exists()
    assert (folder / SCAN).exists()
    assert not (folder / "Receipt Harbour Cafe copy.pdf").exists()
    assert session.plan
    assert session.sent[0].host == ""
    stage.files._undo("", ())
    until(lambda: is_as_before(folder, before))


def test_the_mode_that_was_chosen_before_a_folder_counts_for_the_task(stage, folder, until):
    stage.window.composer.mode.chosen.emit(Mode.PLAN)
    granted(stage, until, folder)
    until(lambda: stage.controller.picture.session.mode is Mode.PLAN)
