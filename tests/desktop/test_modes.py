"""The choice of a Mode at the composer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel

from agent.core.actions import Mode
from desktop.presenter.items import ModeSet
from desktop.views.chips import ModeChip
from desktop.views.wording import mode_meaning, mode_word
from tests.desktop.conftest import PATIENCE


@pytest.fixture
def chip(qtbot) -> ModeChip:
    made = ModeChip()
    made.show_mode(Mode.DESTRUCTIVE)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(key):
    """A key for whatever has the focus."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_every_mode_says_in_a_line_what_it_means_and_the_one_of_now_is_marked(chip):
    chip.click()
    words = [label.text() for label in chip.picker.findChildren(QLabel)]
    assert all(mode_word(mode) in words and mode_meaning(mode) in words for mode in Mode)
    assert [mode for mode, option in chip.picker.options.items() if option.isChecked()] == [Mode.DESTRUCTIVE]


def test_a_mode_is_chosen_by_the_keyboard_alone(chip, qtbot):
    chosen = QSignalSpy(chip.chosen)
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    qtbot.waitUntil(chip.picker.options[Mode.DESTRUCTIVE].hasFocus)
    for mode in (Mode.ACT, Mode.PLAN, Mode.CHANGES):
        press(Qt.Key.Key_Down)
        assert chip.picker.options[mode].hasFocus()
    press(Qt.Key.Key_Return)
    assert chosen.at(0) == [Mode.CHANGES]
    assert not chip.picker.isVisible()


def test_escape_leaves_the_mode_as_it_is(chip, qtbot):
    chosen = QSignalSpy(chip.chosen)
    QTest.keyClick(chip, Qt.Key.Key_Down)
    qtbot.waitUntil(chip.picker.isVisible)
    press(Qt.Key.Key_Escape)
    assert not chip.picker.isVisible()
    assert chosen.count() == 0


def test_a_screen_reader_hears_the_mode_and_its_meaning(chip):
    chip.show_mode(Mode.ACT)
    assert mode_word(Mode.ACT) in chip.accessibleName()
    assert chip.accessibleDescription() == mode_meaning(Mode.ACT)
    names = [(option.accessibleName(), option.accessibleDescription()) for option in chip.picker.options.values()]
    assert names == [(mode_word(mode), mode_meaning(mode)) for mode in Mode]


def test_another_mode_counts_at_once_and_is_told_in_the_conversation(play, qtbot):
    stage = play("done")
    qtbot.waitUntil(lambda: bool(stage.controller.picture.session.items), timeout=PATIENCE)
    chip = stage.window.composer.mode
    chip.click()
    chip.picker.options[Mode.ACT].click()
    qtbot.waitUntil(lambda: mode_word(Mode.ACT) in chip.text(), timeout=PATIENCE)
    assert isinstance(stage.controller.picture.session.items[-1], ModeSet)
