"""Code that ran, in the conversation: its pictures at once, the rest when it is opened."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from agent.core.messages import Image
from desktop.presenter.code import CodeRun
from desktop.presenter.items import Step, Steps, StepShown
from desktop.views.dialogs.figure_dialog import FigureDialog
from desktop.views.timeline.code import Code, CodeLines
from desktop.views.timeline.figures import Figures
from desktop.views.timeline.steps_card import StepsCard
from tests.desktop.code_scenes import figure

TEXT = "\n".join(f"x{at} = {at}" for at in range(40))
PRINTED = "\n".join(f"row {at}" for at in range(30))


def step(state=StepShown.DONE, call="c", **more):
    return Step(call, "run_python", "Add up", state, run=CodeRun(TEXT, ("a.csv",), **more))


@pytest.fixture
def card_of(qtbot):
    def made(*steps):
        card = StepsCard(Steps("k", steps))
        qtbot.addWidget(card)
        card.resize(700, 900)
        card.show()
        return card

    return made


def opened(card):
    card.rows[-1].pressed.emit()
    return [code for code in card.findChildren(Code) if code.isVisible()]


def lines(code):
    return code.findChild(CodeLines).toPlainText().split("\n")


def link(card, text):
    return next(button for button in card.findChildren(QPushButton) if button.text() == text and button.isVisible())


def test_the_code_and_its_output_are_cut_until_all_of_it_is_wanted(card_of, qtbot):
    card = card_of(step(printed=PRINTED, value="6"))
    output, program = opened(card)
    assert (len(lines(output)), len(lines(program))) == (12, 18)
    before = output.heightForWidth(700)
    with qtbot.waitSignal(card.resized):
        output.more.click()
    assert lines(output)[-1] == "6"
    assert not output.more.isVisible()
    assert output.heightForWidth(700) > before


def test_all_of_it_is_reached_and_left_by_the_keyboard(card_of, qtbot):
    card = card_of(step(printed=PRINTED))
    output, program = opened(card)
    output.findChild(CodeLines).setFocus()
    for wanted in (output.more, program.findChild(CodeLines)):
        for _ in range(3):
            if card.focusWidget() is not wanted:
                qtbot.keyClick(card.focusWidget(), Qt.Key.Key_Tab)
        assert card.focusWidget() is wanted


def test_copying_takes_all_of_it(card_of):
    _, program = opened(card_of(step(printed=PRINTED)))
    copy = next(one for one in program.children() if getattr(one, "accessibleName", str)() == "Copy: Program")
    copy.click()
    assert QGuiApplication.clipboard().text() == TEXT


def test_an_error_is_words_first_and_its_traceback_waits_behind_a_link(card_of):
    card = card_of(step(StepShown.FAILED, trouble="Traceback\nKeyError: 'x'"))
    shown = [code for code in card.findChildren(Code) if code.isVisible()]
    assert len(shown) == 1
    link(card, "Show the error message").click()
    assert ["Traceback", "KeyError: 'x'"] in [lines(code) for code in card.findChildren(Code) if code.isVisible()]


def test_letters_that_hide_code_are_escaped(card_of):
    card = card_of(Step("c", "run_python", "x", StepShown.DONE, run=CodeRun("a = 1 \u202e # b\n\tb")))
    assert lines(opened(card)[0]) == ["a = 1 \\u202e # b", "    b"]


def test_what_runs_can_be_stopped_where_it_stands(card_of, qtbot):
    card = card_of(step(StepShown.RUNNING))
    opened(card)
    with qtbot.waitSignal(card.stop_wanted):
        link(card, "Stop").click()


def test_what_is_over_has_no_stop(card_of):
    card = card_of(step())
    opened(card)
    assert "Stop" not in [button.text() for button in card.findChildren(QPushButton)]


def test_pictures_are_there_without_a_click_also_in_a_closed_group(card_of, qtbot):
    drawn = step(figures=(figure(0), figure(1), Image("image/png", "none")))
    for card in (card_of(drawn), card_of(step(call="a"), drawn)):
        (figures,) = card.findChildren(Figures)
        assert [button.accessibleName() for button in figures.buttons] == [
            "Picture 1 of 2: Add up",
            "Picture 2 of 2: Add up",
        ]
    figures.buttons[0].click()
    dialog = card.findChild(FigureDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.windowTitle() == "Picture 2 of 2: Add up"
    dialog.close()


def test_what_it_was_given_is_named(card_of):
    card = card_of(step())
    opened(card)
    assert "Worked on copies of: a.csv" in [label.text() for label in card.findChildren(QLabel)]


def test_texts_over_several_lines_are_one_colour(card_of):
    code = CodeLines()
    code.setPlainText('"""a\nif b"""\nif c: pass')
    code.colour()
    assert code._colours is not None
    code._colours.rehighlight()
    block = code.document().firstBlock()
    looks = []
    while block.isValid():
        looks.append({one.format.foreground().color().name() for one in block.layout().formats()})
        block = block.next()
    assert looks[0] == looks[1] and len(looks[0]) == 1  # noqa: PT018
    assert looks[2] != looks[0]
