"""What a person oversees in the window: permissions, what left, hidden text, the past, the record, earlier versions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QPushButton

from desktop.presenter.items import Permission
from desktop.views.dialogs.confirm import UndoAll
from desktop.views.dialogs.purge_dialog import PurgeDialog
from desktop.views.dialogs.sent_dialog import SentDialog
from desktop.views.dialogs.settings import PERMISSIONS, VERSIONS
from desktop.views.panels.permission_line import PermissionLine
from desktop.views.timeline.step_row import StepRow
from tests.desktop.conftest import PATIENCE


@pytest.fixture
def until(qtbot):
    """Wait for something to become true."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


@pytest.fixture
def done(play, until):
    """A window with a task that is done."""
    stage = play("done")
    until(lambda: bool(stage.controller.picture.permissions))
    return stage


def texts(widget):
    """The words that can be seen."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def lines(tree):
    """The lines of a tree from top to bottom, as texts."""
    items = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return [" | ".join(item.text(column) for column in range(tree.columnCount())) for item in items]


def line(tree, words):
    """The first line that begins with these words."""
    items = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return next(item for item in items if item.text(0).startswith(words))


def test_standing_permissions_are_said_in_words_and_taken_back_at_once(done, until):
    access = done.window.inspector.access
    assert "Change .xlsx files in “Reports” and below" in texts(access)
    button = next(b for b in access.findChildren(QPushButton) if "Take back: change .xlsx" in b.accessibleName())
    button.click()
    until(lambda: len(done.controller.picture.permissions) == 1)
    assert "Reports" not in texts(access)
    told = done.controller.picture.session.items[-1]
    assert isinstance(told, Permission)
    assert not told.given


def test_a_permission_is_taken_back_by_the_keyboard(done, until):
    first = done.window.inspector.access.findChildren(PermissionLine)[0].take_back
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    until(lambda: len(done.controller.picture.permissions) == 1)


def test_the_settings_list_what_is_allowed_for_always_and_take_it_back(done, until):
    done.settings._open(PERMISSIONS)
    page = done.settings._dialog.permissions
    until(lambda: "Change .md files in the folder and below" in texts(page))
    assert "Reports" not in texts(page)
    page.findChildren(PermissionLine)[0].take_back.click()
    until(lambda: "Nothing is allowed for always." in texts(page))
    until(lambda: len(done.controller.picture.permissions) == 1)


def test_what_left_is_told_by_place_with_bytes_model_and_files(done):
    said = texts(done.window.inspector.sent)
    assert "api.example.com" in said
    assert "Sonnet 5 · 180 kB sent · 3 files · $0.09" in said
    assert "Hidden text in 1 file" in said


def test_a_task_that_stayed_here_says_so(play, until):
    stage = play("running")
    until(lambda: bool(stage.controller.picture.session.items))
    assert "Nothing has left this computer." in texts(stage.window.inspector.sent)
    assert not stage.window.inspector.sent.all.isVisible()


def test_the_whole_list_of_what_left_has_each_time_and_the_files_in_it(done, until):
    done.window.inspector.sent.all.click()
    until(lambda: done.window.findChild(SentDialog) is not None)
    dialog = done.window.findChild(SentDialog)
    places = "api.example.com, smtp.kita-kaze.example, rates.example.com"
    assert f"198 kB in all, to {places}. 3 files were in it." in texts(dialog)
    told = lines(dialog.tree)
    assert any("api.example.com" in one and "180 kB" in one for one in told)
    assert any("receipt_10-08.pdf · hidden text: 3" in one for one in told)
    assert [one for one in told if "Sonnet 5" in one and "131 kB" in one]
    assert [one for one in told if "| mail_send |" in one and "18 kB" in one]
    dialog.close_button.click()


def test_a_step_that_read_hidden_text_warns_of_it(done):
    rows = done.window.timeline.findChildren(StepRow)
    warned = [row for row in rows if "hidden text: 3" in texts(row)]
    assert warned
    assert "hidden text: 3" in warned[0].accessibleName()
    chip = next(label for label in warned[0].findChildren(QLabel) if "hidden text" in label.text())
    assert "you would not see" in chip.toolTip()


@pytest.fixture
def history(done, until):
    """The history of all tasks."""
    done.window.sidebar.history.click()
    until(lambda: done.history._history is not None)
    return done.history._history


def test_the_history_lists_every_change_with_its_state(history):
    told = lines(history.tree)
    assert any(one.startswith("Correct two dates |") and one.endswith("| partly put back") for one in told)
    assert any(one.startswith("Fill in expenses.xlsx |") and one.endswith("| can be put back") for one in told)
    assert any(one.startswith("Delete 6 duplicates |") and one.endswith("| no earlier version") for one in told)
    assert any(one.startswith("Put back: Correct two dates |") for one in told)


def test_a_file_of_the_past_is_looked_at_and_put_back_alone(done, history, until):
    file = line(history.tree, "Fill in expenses.xlsx").child(0)
    history.tree.setCurrentItem(file)
    view = history.preview.differences
    until(lambda: view.isVisible() and "3,200 3,520" in view.toPlainText())
    asked = []
    history.undo_wanted.connect(lambda *wish: asked.append(wish))
    history.back.click()
    assert asked == [("live", "k1", ("expenses.xlsx",))]
    assert done.window.findChild(UndoAll) is None


def test_putting_a_whole_change_back_asks_first(history, until):
    history.tree.setCurrentItem(line(history.tree, "Fill in expenses.xlsx"))
    assert "3 files" in history.back.text()
    history.back.click()
    asking = history.findChild(UndoAll)
    assert asking is not None
    asking.reject()


def test_what_an_undo_kept_beside_is_said(history):
    history.tree.setCurrentItem(line(history.tree, "Put back: Correct two dates"))
    assert "its earlier version lies beside it" in texts(history).lower()
    assert not history.back.isVisible()


def test_what_was_purged_cannot_be_put_back_and_says_why(history):
    history.tree.setCurrentItem(line(history.tree, "Delete 6 duplicates"))
    assert not history.back.isVisible()
    assert "moved to the trash" in texts(history)


@pytest.mark.parametrize(("scene", "sign", "words"), [("done", "good", "whole"), ("tampered", "error", "record 41")])
def test_the_record_shows_a_clear_sign_and_says_what_was_found(play, until, scene, sign, words):
    stage = play(scene)
    until(lambda: bool(stage.controller.picture.session.items))
    stage.window.header.record_wanted.emit()
    dialog = stage.history._record
    until(lambda: dialog._card.property("card") == sign)
    assert words in texts(dialog)


def test_the_record_is_saved_where_the_person_says(done, until, tmp_path):
    done.window.header.record_wanted.emit()
    dialog = done.history._record
    dialog.contents.setChecked(True)
    dialog.buttons["otel"].click()
    until(lambda: dialog.findChild(QFileDialog) is not None)
    picker = dialog.findChild(QFileDialog)
    picker.fileSelected.emit(str(tmp_path / "out.json"))
    assert (tmp_path / "out.json").read_text() == "otel True"
    assert "Saved as" in texts(dialog)
    picker.fileSelected.emit(str(tmp_path / "nowhere" / "out.json"))
    assert "could not be written" in texts(dialog)
    picker.reject()


@pytest.fixture
def versions(done, until):
    """The page of earlier versions."""
    done.settings._open(VERSIONS)
    page = done.settings._dialog.versions
    until(lambda: page.tree.topLevelItemCount() == 3)
    return page


def test_what_is_due_is_ticked_and_goes_only_after_a_yes_that_saw_all_of_it(done, versions, until):
    assert [one.checkpoint for one in versions.ticked()] == ["v1", "v2"]
    versions.purge.click()
    asking = done.settings._dialog.findChild(PurgeDialog)
    listed = [asking.list.item(row).text() for row in range(asking.list.count())]
    assert any("Delete 214 duplicates" in one and "1.8 GB" in one for one in listed)
    confirmed = QSignalSpy(asking.confirmed)
    QTest.keyClick(asking, Qt.Key.Key_Return)
    assert not asking.isVisible()
    assert confirmed.count() == 0
    versions.purge.click()
    asking = next(d for d in done.settings._dialog.findChildren(PurgeDialog) if d.isVisible())
    asking.act.click()
    until(lambda: versions.tree.topLevelItemCount() == 2)
    assert not versions.purge.isEnabled()


def test_the_room_and_the_rules_are_said_and_can_be_changed(done, versions, until):
    assert "1.9 GB: 0.4 % of this disk" in texts(versions)
    versions.days.setValue(90)
    versions.days.editingFinished.emit()
    until(lambda: done.controller.picture.welcome is not None and versions._rules == (90, 10))
    wanted = []
    versions.rules_wanted.connect(lambda *rules: wanted.append(rules))
    versions.days.editingFinished.emit()
    assert wanted == []


def test_something_due_is_hinted_at_quietly_and_leads_to_the_page(done, until):
    hint = done.window.sidebar.due
    until(hint.isVisible)
    assert "1.9 GB" in hint.text()
    hint.click()
    assert done.settings._dialog.pages.currentRow() == VERSIONS


@pytest.mark.parametrize("scene", ["done", "noted", "outward"])
def test_every_button_of_the_window_has_a_name_and_can_be_reached_by_keys(play, until, scene):
    stage = play(scene)
    until(lambda: bool(stage.controller.picture.permissions))
    every = [button for button in stage.window.findChildren(QAbstractButton) if button.isVisible()]
    buttons = [button for button in every if not isinstance(button.parent(), QLineEdit)]  # Qt's own signs in a field
    assert [b for b in buttons if not (b.accessibleName() or b.text())] == []
    assert [b.text() for b in buttons if not b.focusPolicy() & Qt.FocusPolicy.TabFocus] == []
