"""What "/" offers in the composer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.views.composer import Composer, ComposerState
from desktop.wire.messages import PromptView

PROMPTS = (PromptView("files:organise", "Sort files."), PromptView("tax:forms", "Tax.", "[year]"))


@pytest.fixture
def composer(qtbot):
    made = Composer()
    qtbot.addWidget(made)
    made.show_state(ComposerState(prompts=PROMPTS))
    made.show()
    return made


def offered(composer):
    rows = composer.prompts
    return [] if rows.isHidden() else [rows.item(at).text().split()[0] for at in range(rows.count())]


def test_a_slash_offers_all_and_letters_narrow_them(composer, qtbot):
    qtbot.keyClicks(composer.editor, "/")
    assert offered(composer) == ["/files:organise", "/tax:forms"]
    qtbot.keyClicks(composer.editor, "FORM")
    assert offered(composer) == ["/tax:forms"]
    qtbot.keyClicks(composer.editor, "x")
    assert offered(composer) == []


def test_return_takes_the_chosen_one_and_sends_nothing(composer, qtbot):
    qtbot.keyClicks(composer.editor, "/")
    qtbot.keyClick(composer.editor, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(composer.sent):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return)
    assert composer.editor.toPlainText() == "/tax:forms "
    assert offered(composer) == []
    qtbot.keyClicks(composer.editor, "2026")
    with qtbot.waitSignal(composer.sent):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return)


def test_a_name_that_is_whole_is_sent_by_return(composer, qtbot):
    qtbot.keyClicks(composer.editor, "/tax:forms")
    with qtbot.waitSignal(composer.sent):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return)


def test_tab_takes_what_is_offered(composer, qtbot):
    qtbot.keyClicks(composer.editor, "/fi")
    qtbot.keyClick(composer.editor, Qt.Key.Key_Tab)
    assert composer.editor.toPlainText() == "/files:organise "


def test_escape_closes_it_until_another_slash(composer, qtbot):
    qtbot.keyClicks(composer.editor, "/f")
    qtbot.keyClick(composer.editor, Qt.Key.Key_Escape)
    qtbot.keyClicks(composer.editor, "i")
    assert offered(composer) == []
    composer.editor.clear()
    qtbot.keyClicks(composer.editor, "/")
    assert len(offered(composer)) == 2


@pytest.mark.parametrize("text", ["a/b", "see /tax", "/tax:forms 2026", " /", ""])
def test_elsewhere_nothing_is_offered(composer, text):
    composer.set_draft(text)
    assert offered(composer) == []


def test_a_word_that_is_being_converted_keeps_its_keys(composer, qtbot):
    qtbot.keyClicks(composer.editor, "/")
    QApplication.sendEvent(composer.editor, QInputMethodEvent("ぜい", []))
    qtbot.keyClick(composer.editor, Qt.Key.Key_Return)
    assert "tax:forms" not in composer.editor.toPlainText()
    assert "files:organise" not in composer.editor.toPlainText()
