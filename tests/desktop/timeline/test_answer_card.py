"""A long answer is laid out piece by piece; in the end all of it is there."""

from desktop.presenter.blocks import blocks
from desktop.presenter.items import Answer
from desktop.views.timeline.answer_card import MOST_AT_ONCE, AnswerCard
from desktop.views.timeline.prose import Prose

LONG = "\n\n".join("word " * 80 for _ in range(40))


def test_a_long_answer_is_laid_out_piece_by_piece_to_its_end(qtbot):
    card = AnswerCard(Answer("a", LONG))
    qtbot.addWidget(card)
    assert len(card.parts) == MOST_AT_ONCE
    whole = len(blocks(LONG))
    assert whole > 3 * MOST_AT_ONCE
    qtbot.waitUntil(lambda: len(card.parts) == whole)


def test_another_answer_takes_the_place_of_one_that_is_not_laid_out_yet(qtbot):
    card = AnswerCard(Answer("a", LONG, streaming=True))
    qtbot.addWidget(card)
    card.show_item(Answer("a", "short"))
    qtbot.wait(50)
    assert [part.toPlainText() for part in card.parts if isinstance(part, Prose)] == ["short"]
    assert len(card.parts) == 1
