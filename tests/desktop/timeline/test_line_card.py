"""Short lines of the timeline say what happened, also where only the window has the words."""

from PySide6.QtWidgets import QLabel

from desktop.presenter.items import Note
from desktop.presenter.words import SENT_BACK
from desktop.views.timeline.line_card import LineCard


def test_an_answer_that_was_sent_back_is_said_in_words(qtbot):
    card = LineCard(Note("n", "", SENT_BACK))
    qtbot.addWidget(card)
    assert any("sent back" in label.text() for label in card.findChildren(QLabel))
    assert "sent back" in card.accessibleName()
