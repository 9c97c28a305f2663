"""The card of delegates: closed at first, calm however much happens, a page of lines at a time."""

from dataclasses import replace

from agent.core.events import CallEnded, CallStarted, Delegated, TurnStarted
from agent.core.messages import Outcome, Text, ToolCall, ToolResult
from agent.core.running import Told
from desktop.host.slim import LONGEST, slim
from desktop.presenter.fold import drawn
from desktop.presenter.items import Delegates
from desktop.views.timeline.delegates_card import AT_ONCE, DelegatesCard
from desktop.views.timeline.figures import Figures
from desktop.views.timeline.run_details import RunDetails
from tests.desktop.code_scenes import figure
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


def with_a_run(*parts):
    """The picture's item when the delegate of `x.0` ran code that gave these parts, as the host passes it on."""
    call = ToolCall("p", "run_python", '{"code": "print(1)", "files": ["a.csv"]}')
    told = (CallStarted(call, "Add up"), CallEnded(ToolResult("p", Outcome.DONE, parts, "Computed in 0.1 s.")))
    heard = [slim(Delegated("x.0", event)) for event in told]
    begun = [TurnStarted("t", "Check"), *at_work(lambda en, _: en, 3)]
    picture = drawn([*begun, *(one for one in heard if one is not None)])
    return next(item for item in picture.items if isinstance(item, Delegates))


def test_code_of_a_delegate_is_shown_with_its_output_and_pictures(qtbot):
    printed = Text(f"{Told.PRINTED}\n" + "row\n" * 9_000)
    item = with_a_run(Text("words of a file"), printed, figure(0))
    ((_, run),) = item.all[0].runs
    assert (run.text, run.inputs, len(run.figures)) == ("print(1)", ("a.csv",), 1)
    assert len(run.printed) < LONGEST
    card = card_of(qtbot, item)
    card.head.pressed.emit()
    assert card.findChildren(RunDetails) == []
    card.rows["x.0"].pressed.emit()
    assert len(card.findChildren(RunDetails)) == len(card.findChildren(Figures)) == 1


def test_what_other_calls_of_a_delegate_heard_does_not_reach_the_window():
    kept = slim(Delegated("x.0", CallEnded(ToolResult("p", Outcome.DONE, (Text("words of a file"), figure(0))))))
    assert isinstance(kept, Delegated)
    assert isinstance(kept.event, CallEnded)
    assert kept.event.result.for_model == ()
