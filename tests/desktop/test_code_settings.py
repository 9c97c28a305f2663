"""The settings of running code, with the window and a host behind it."""

from PySide6.QtCore import Qt

from desktop.presenter.items import Note
from desktop.views.dialogs.settings import CODE
from tests.desktop.acting import last


def test_a_check_is_asked_of_the_host_and_what_it_finds_is_shown(play, until):
    stage = play("done")
    stage.settings._open(CODE)
    page = stage.settings._dialog.code
    until(lambda: len(page.cards) == 2)
    page.check.click()
    until(lambda: page.verdict.property("role") == "success")
    assert page.check.isEnabled()


def test_switching_it_off_is_kept_by_the_host_whatever_the_other_pages_change(play, until):
    stage = play("done")
    stage.settings._open(CODE)
    dialog = stage.settings._dialog
    dialog.code.allowed.click()
    dialog.general.enter.click()
    kept = stage.controller.picture.preferences
    assert (kept.run_code, kept.send_with_enter) == (False, False)


def test_where_nothing_confines_code_the_note_leads_to_what_is_missing(play, until, qtbot):
    stage = play("no_sandbox")
    until(lambda: isinstance(last(stage), Note) and stage.window.timeline.card(last(stage).key) is not None)
    card = stage.window.timeline.card(last(stage).key)
    qtbot.mouseClick(card._act, Qt.MouseButton.LeftButton)
    assert stage.settings._dialog.pages.currentRow() == CODE


def test_stop_in_an_open_step_stops_the_task(play, until):
    stage = play("code")
    until(lambda: bool(stage.controller.picture.session.items))
    assert stage.controller.picture.session.running
    stage.window.timeline.stop_wanted.emit()
    until(lambda: not stage.controller.picture.session.running)
