"""The card of what was checked: the counts in one line, every point when it is opened, open while something failed."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.core.plans import Check, CheckState
from desktop.presenter.items import Reviewed
from desktop.views.timeline.review_card import ReviewCard

BAD = Check("totals", CheckState.FAILED, "Totals are sums", "B4: 31 is not 30", "a.xlsx")
GOOD = Check("opens", CheckState.PASSED, "It opens", "", "a.xlsx")
LEFT = Check("pages", CheckState.NOT_RUN, "The pages", "Nobody draws", "")


@pytest.fixture
def card(qtbot):
    made = ReviewCard(Reviewed("k", (GOOD, LEFT)))
    qtbot.addWidget(made)
    made.show()
    return made


def texts(card):
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible() and label.text()]


def test_it_is_closed_while_nothing_failed_and_opens_at_a_click(card):
    assert texts(card) == ["Checked before the end", "1 passed · 1 could not be run"]
    card.head.pressed.emit()
    assert texts(card)[2:] == ["It opens", "The pages", "Nobody draws"]
    card.head.pressed.emit()
    assert len(texts(card)) == 2


def test_a_failure_is_told_in_the_title_and_shown_at_once(card):
    card.show_item(Reviewed("k", (BAD, GOOD, LEFT)))
    assert texts(card)[0] == "Checked: 1 point is not right"
    assert "B4: 31 is not 30" in texts(card)


def test_what_went_well_is_not_drawn_as_a_failure(card):
    card.show_item(Reviewed("k", (BAD, GOOD, LEFT)))
    aside = next(label for label in card.findChildren(QLabel) if label.text() == "1 passed · 1 could not be run")
    assert aside.property("role") == "small"


def test_a_click_on_the_file_wishes_to_see_it(card, qtbot):
    card.show_item(Reviewed("k", (BAD,)))
    with qtbot.waitSignal(card.place_wanted) as wished:
        next(button for button in card.findChildren(QPushButton) if button.text() == "a.xlsx").click()
    assert wished.args == ["a.xlsx", ""]


def test_a_check_that_could_not_be_run_leaves_the_tick_away(card):
    def drawn(*checks):
        card.show_item(Reviewed("k", checks))
        return card.head._state.grab().toImage()

    assert drawn(GOOD, LEFT) == drawn(LEFT) != drawn(GOOD)
