"""How the window behaves, with a host that plays a scene behind it."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton

from agent.core.events import MessageAdded, Steered
from agent.core.messages import Text, UserMessage
from desktop.presenter.fold import shown
from desktop.presenter.items import Over, Said
from desktop.presenter.window import Page
from desktop.views.dialogs.confirm import CloseWhileRunning, OpenLink, UndoAll
from desktop.views.dialogs.rename import Rename
from desktop.views.panels.card_button import CardButton
from desktop.views.panels.preview import PreviewPane
from desktop.wire import messages as wire
from tests.desktop.conftest import FAKE, PATIENCE


@pytest.fixture
def until(qtbot):
    """Wait for something to become true."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


def said(stage):
    """The words of the banner, "" while it is hidden."""
    banner = stage.window.banner
    return "" if banner.isHidden() else " ".join(label.text() for label in banner.findChildren(QLabel))


def send(stage, text):
    """Write and press the button."""
    stage.window.composer.set_draft(text)
    stage.window.composer.send.click()


def test_enter_sends_but_not_while_an_input_method_composes(play, qtbot):
    window = play("done").window
    sent = []
    window.composer.sent.connect(lambda text, _: sent.append(text))
    QApplication.sendEvent(window.composer.editor, QInputMethodEvent("にほ", []))
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    assert sent == []
    done = QInputMethodEvent()
    done.setCommitString("日本語")
    QApplication.sendEvent(window.composer.editor, done)
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert sent == []
    qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return)
    assert sent == ["日本語"]


def test_words_that_reached_the_host_leave_the_composer_and_are_answered(play, until):
    stage = play("done")
    until(lambda: bool(stage.controller.picture.session.items))
    send(stage, "And the sum?")
    until(lambda: any(getattr(item, "text", "") == "You said: And the sum?" for item in items(stage)))
    assert stage.window.composer.draft() == ("", ())


def items(stage):
    """What the conversation shows."""
    return stage.controller.picture.session.items


def test_escape_stops_what_runs(play, until, qtbot):
    stage = play("slow")
    until(lambda: bool(items(stage)))
    send(stage, "Work for a long time")
    until(stage.window.activity.isVisible)
    qtbot.keyClick(stage.window, Qt.Key.Key_Escape)
    until(lambda: not stage.controller.picture.session.running)
    assert isinstance(items(stage)[-1], Over)
    until(lambda: not stage.window.activity.isVisible())


def test_a_crash_is_told_and_the_task_is_shown_again(play, until):
    stage = play("crash")
    until(lambda: bool(items(stage)))
    send(stage, "Do it")
    until(lambda: bool(said(stage)))
    assert "started again" in said(stage)
    until(lambda: bool(items(stage)))


def test_what_was_read_stays_to_be_read_while_the_host_starts_again(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    before, seen = items(stage), []

    def look():
        seen.append((stage.controller.picture.page, items(stage)))
        return "started again." in said(stage) and not stage.controller.picture.waits

    stage._client.process.kill()
    until(look)
    assert [one for one in seen if one != (Page.TALK, before)] == []


def test_a_host_that_ends_again_and_again_is_given_up_with_a_way_to_try_again(play, until):
    stage = play("done")
    client = stage._client
    lost = []
    client.lost.connect(lambda: lost.append(1))
    stage._client._command = ("/nonexistent/host",)
    client.process.kill()
    until(lambda: bool(lost))
    assert stage.window.banner.act.isVisible()
    client._command = (*FAKE, "done", "en")
    stage.window.banner.act.click()
    until(lambda: "started again" in said(stage))


def test_what_is_written_stays_with_its_task(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.composer.set_draft("half a sent", ("/tmp/a.pdf",))
    stage.window.sidebar.chosen.emit("s1")
    assert stage.window.composer.draft() == ("", ())
    stage.window.sidebar.chosen.emit("live")
    until(lambda: stage.window.composer.draft() == ("half a sent", ("/tmp/a.pdf",)))


def test_another_language_keeps_the_task_and_the_words(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.composer.set_draft("my words")
    before = stage.window
    stage.settings._keep(wire.Preferences(language="ja"))
    assert stage.window is not before
    until(lambda: bool(items(stage)))
    assert stage.window.composer.draft()[0] == "my words"
    assert stage.window.sidebar.new.text() == "新しいタスク"
    assert stage.controller.session == "live"


def test_closing_while_something_runs_asks_first(play, until):
    stage = play("running")
    until(lambda: bool(items(stage)))
    stage.window.close()
    dialog = stage.window.findChild(CloseWhileRunning)
    assert stage.window.isVisible()
    dialog.reject()
    assert stage.window.isVisible()


def test_a_question_answers_once_and_leaves_the_focus_where_it_was(play, until):
    stage = play("waiting")
    until(lambda: stage.window.approval.isVisible())
    assert not stage.window.approval.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(stage.window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    until(lambda: not stage.window.approval.isVisible())
    until(lambda: isinstance(items(stage)[-1], Over))


def test_a_preview_of_a_changed_file_is_shown_and_closed(play, until):
    stage = play("done")
    until(lambda: bool(stage.controller.picture.session.files))
    inspector = stage.window.inspector
    assert not inspector.preview.isVisible()
    inspector.show_newest()
    until(lambda: isinstance(inspector.preview, PreviewPane) and inspector.preview.isVisible())
    inspector.shut.click()
    assert not inspector.preview.isVisible()


def test_undo_all_is_confirmed_first(play, until):
    stage = play("done")
    until(lambda: bool(stage.controller.picture.session.files))
    stage.window.inspector.changes.undo_all.click()
    assert not any(file.undone for file in stage.controller.picture.session.files)
    stage.window.findChild(UndoAll).act.click()
    until(lambda: any(file.undone for file in stage.controller.picture.session.files))


def test_a_link_is_shown_before_it_is_opened(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.timeline.link_wanted.emit("https://example.com/x")
    assert stage.window.findChild(OpenLink).isVisible()


def test_a_task_is_renamed_and_taken_out_of_the_list(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.sidebar.rename_wanted.emit("live")
    dialog = stage.window.findChild(Rename)
    dialog.line.setText("October")
    dialog.act.click()
    until(lambda: stage.controller.picture.sessions.view("live").title == "October")
    stage.window.sidebar.archive_wanted.emit("live")
    until(lambda: stage.controller.picture.sessions.view("live") is None)
    assert stage.controller.session == ""
    stage.window.banner.act.click()
    until(lambda: stage.controller.picture.sessions.view("live") is not None)


def test_what_is_asked_while_the_host_is_started_again_is_answered_then(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    with_it: list[object] = []
    stage._client.ended.connect(lambda: stage._client.ask(wire.UseModel("qwen3"), with_it.append))
    stage._client.process.kill()
    until(lambda: bool(with_it))
    assert isinstance(with_it[0], wire.Models)


def test_while_no_host_can_be_started_every_wish_is_refused_and_the_way_out_stays(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    lost: list[int] = []
    refused: list[wire.Failed] = []
    stage._client.lost.connect(lambda: lost.append(1))
    stage._client._command = ("/nonexistent/host",)
    stage._client.process.kill()
    until(lambda: bool(lost))
    stage._client.ask(wire.UseModel("qwen3"), None, refused.append)
    send(stage, "hello?")
    stage.tasks.new()
    send(stage, "hello?")
    stage.folders.take(["/nonexistent/folder"])
    assert [failed.code for failed in refused] == ["host_gone"]
    assert stage.window.banner.act.isVisible()


def test_words_sent_while_it_works_show_at_once_until_they_are_heard(play, until):
    stage = play("slow")
    until(lambda: bool(items(stage)))
    send(stage, "Work for a long time")
    until(lambda: stage.controller.picture.session.running)
    queued = shown(stage.controller.picture.session, Steered("and quickly"))
    heard = shown(queued, MessageAdded(UserMessage((Text("and quickly"),))))
    for picture, waits in ((queued, True), (heard, False)):
        said_so = [item for item in picture.items if isinstance(item, Said) and item.text == "and quickly"]
        assert [item.queued for item in said_so] == [waits]


def test_typed_words_answer_a_question_in_words(play, until):
    stage = play("asking")
    until(lambda: stage.window.approval.isVisible())
    send(stage, "November")
    until(lambda: not stage.window.approval.isVisible())
    until(lambda: any(getattr(item, "answer", "") == "November" for item in items(stage)))


def test_a_filled_form_survives_a_crash_of_the_host(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.recipes.chosen.emit("files:organise")
    stage._client.process.kill()
    until(lambda: "started again." in said(stage))
    until(lambda: bool(items(stage)))
    assert stage.window.form.isVisible()


def test_in_a_small_window_escape_closes_the_pane_that_was_opened(play, until, qtbot):
    stage = play("done")
    until(lambda: bool(items(stage)))
    window = stage.window
    window.resize(700, 600)
    window.header.sidebar.click()
    assert window.sidebar.isVisible()
    window.header.inspector.click()
    assert (window.sidebar.isVisible(), window.inspector.isVisible()) == (False, True)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.inspector.isVisible()


def test_a_form_is_walked_through_with_tab_and_started_with_enter(play, until, qtbot):
    stage = play("empty")
    window = stage.window
    until(lambda: bool(stage.controller.picture.suggestions))
    window.start.recipe_chosen.emit("files:duplicates", {})
    ran = []
    window.form.run_wanted.connect(lambda recipe, values: ran.append(recipe))
    for _ in range(4):
        if QApplication.focusWidget() is window.form.go:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.form.go
    qtbot.keyClick(window.form.go, Qt.Key.Key_Return)
    assert ran == ["files:duplicates"]


def test_tasks_are_found_by_their_words(play, until):
    stage = play("done")
    stage.window.sidebar.search.setText("contract")
    assert stage.window.sidebar.model.rowCount() == 1
    stage.window.sidebar.search.setText("nothing like it")
    assert stage.window.sidebar.model.rowCount() == 0


def test_panes_give_way_in_a_small_window_and_come_when_wanted(play, until, qtbot):
    stage = play("done")
    until(lambda: bool(items(stage)))
    window = stage.window
    assert window.sidebar.isVisible()
    assert window.inspector.isVisible()
    window.resize(800, 700)
    assert not window.sidebar.isVisible()
    assert not window.inspector.isVisible()
    window.header.sidebar.click()
    assert window.sidebar.isVisible()


def test_a_drag_over_the_window_says_that_a_drop_counts(play, qtbot):
    window = play("done").window
    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/x")])
    text.setText("hello")
    none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for mime, counts in ((text, False), (files, True)):
        window.dragEnterEvent(QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *none))
        assert window.veil.isVisible() is counts


def test_words_before_a_folder_are_kept_and_a_folder_is_asked_for(play):
    stage = play("welcome")
    send(stage, "Sum up the receipts")
    assert "folder" in said(stage)
    assert stage.window.composer.draft()[0] == "Sum up the receipts"


def test_a_form_is_left_with_escape(play, until, qtbot):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.sidebar.recipes.click()
    assert stage.window.recipes.isVisible()
    qtbot.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.controller.picture.page is Page.TALK


def test_a_refusal_of_the_host_is_said_with_what_to_do(play, until):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.files._undo("locked", ())
    until(lambda: "Stop it first" in said(stage))


def test_every_button_of_an_icon_has_a_name(play, until):
    stage = play("waiting")
    until(lambda: stage.window.approval.isVisible())
    buttons = [button for button in stage.window.findChildren(QToolButton) if button.isVisible()]
    ours = [button for button in buttons if not isinstance(button.parent(), QLineEdit)]
    assert ours
    assert [button for button in ours if not button.accessibleName()] == []


@pytest.mark.parametrize("scene", ["flood", "long"])
def test_a_storm_of_notices_is_shown_while_the_window_goes_on(play, until, scene):
    stage = play(scene)
    until(lambda: bool(items(stage)))
    turns = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: turns.append(1))
    timer.start()
    send(stage, "go")
    until(lambda: getattr(items(stage)[-2], "text", "") == "You said: go")
    timer.stop()
    assert isinstance(items(stage)[-1], Over)
    assert len(turns) > 3  # the loop turned while the storm was read


def test_undo_works_from_an_empty_composer_and_is_the_texts_own_in_a_written_one(play, until, qtbot):
    stage = play("done")
    until(lambda: bool(stage.controller.picture.session.files))
    editor = stage.window.composer.editor
    editor.setFocus()
    qtbot.keyClicks(editor, "words")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.window.findChild(UndoAll) is None
    editor.setPlainText("")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: stage.window.findChild(UndoAll) is not None)


def test_every_recipe_is_reached_by_the_keyboard(play, until, qtbot):
    stage = play("done")
    until(lambda: bool(items(stage)))
    stage.window.sidebar.recipes.click()
    seen = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert set(stage.window.recipes.grid.findChildren(CardButton)) <= set(seen)
    qtbot.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.window.composer.editor.hasFocus()
