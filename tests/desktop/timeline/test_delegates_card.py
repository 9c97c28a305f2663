"""The card of delegates: closed at first, calm however much happens, a page of lines at a time."""

from dataclasses import replace

from agent.core.events import TurnStarted
from desktop.presenter.fold import drawn
from desktop.presenter.items import Delegates
from desktop.views.timeline.delegates_card import AT_ONCE, DelegatesCard
from tests.desktop.delegate_scenes import at_work


def item_of(count):
    picture = drawn([TurnStarted("t", "Check"), *at_work(lambda en, _: en, count)])
    return next(item for item in picture.items if isinstance(item, Delegates))


def card_of(qtbot, item):
    card = DelegatesCard(item)
    qtbot.addWidget(card)
    card.show()
    return card


def done(item, many):
    """The same with `many` more steps of the first delegate."""
    first = replace(item.all[0], steps=many)
    return replace(item, all=(first, *item.all[1:]))


def test_it_says_in_one_line_how_many_are_done(qtbot):
    card = card_of(qtbot, item_of(30))
    assert "12 of 30 done" in card.head.accessibleName()
    assert "1 could not be done" in card.head.accessibleName()
    assert card.rows == {}


def test_a_storm_is_drawn_once_and_then_once_more_with_its_end(qtbot):
    item = item_of(100)
    card = card_of(qtbot, item)
    card.head.pressed.emit()
    texts = []
    for many in range(3, 2000):
        card.show_item(done(item, many))
        texts.append(card.rows["x.0"]._time.text())
    assert set(texts) == {"2 steps · $0.026"}
    qtbot.waitUntil(lambda: card.rows["x.0"]._time.text().replace(",", "") == "1999 steps · $0.026")


def test_a_hundred_lines_come_a_page_at_a_time(qtbot):
    card = card_of(qtbot, item_of(100))
    card.head.pressed.emit()
    assert len(card.rows) == AT_ONCE
    card._show_more()
    assert len(card.rows) == 2 * AT_ONCE


def test_a_line_opens_to_the_steps_of_its_delegate_and_keeps_up(qtbot):
    item = item_of(30)
    card = card_of(qtbot, item)
    card.head.pressed.emit()
    before = card.height_at(700)
    card.rows["x.0"].pressed.emit()
    assert card.height_at(700) > before
    card.rows["x.0"].pressed.emit()
    assert card.height_at(700) == before
