"""What came earlier is put before what the person reads, and does not move it."""

import pytest

from desktop.presenter.items import Answer, Earlier, Item
from desktop.views.timeline.line_card import LineCard
from desktop.views.timeline.timeline import Timeline

OLD: tuple[Item, ...] = tuple(Answer(f"answer-{at}", f"Word {at}. " * (5 + at % 90)) for at in range(300))
NEW: tuple[Item, ...] = tuple(Answer(f"answer-{at}", f"Word {at}. " * (5 + at % 90)) for at in range(300, 340))


@pytest.fixture
def timeline(qtbot):
    """The newest part alone, on the screen."""
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.show_items((Earlier(), *NEW))
    return made


def visible(timeline):
    """The cards that are seen, with their places."""
    cards = {item.key: timeline.card(item.key) for item in (*OLD, *NEW)}
    return {key: card.y() for key, card in cards.items() if card and -card.height() < card.y() < 500}


@pytest.mark.parametrize("up", [0, 900, 2500])
def test_what_is_read_stays_in_its_place(timeline, up):
    bar = timeline.verticalScrollBar()
    bar.setValue(bar.maximum() - up)
    before = visible(timeline)
    timeline.show_items((*OLD, *NEW))
    assert before
    assert visible(timeline) == before


def test_at_the_top_it_says_that_more_is_coming_then_leads_on_upwards(timeline, qtbot):
    bar = timeline.verticalScrollBar()
    bar.setValue(0)
    assert isinstance(timeline.card("earlier"), LineCard)
    first = timeline.card("answer-300").y()
    timeline.show_items((*OLD, *NEW))
    assert timeline.card("earlier") is None
    assert timeline.card("answer-300").y() == first
    for _ in range(200):
        bar.setValue(bar.value() - 400)
    assert bar.value() == 0
    assert "answer-0" in visible(timeline)
