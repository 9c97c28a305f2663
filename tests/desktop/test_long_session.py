"""A long conversation in the real window with the real host: its end is there first, its beginning above it."""

import pytest

from agent.core.events import Ending, MessageAdded, RootGranted, Spent, TurnEnded, TurnStarted
from agent.core.messages import AssistantMessage, Text, Usage, UserMessage
from agent.session.journal import Journal
from desktop.presenter.items import Earlier

TURNS = 1000
ITEMS = 3 * TURNS


@pytest.fixture
def long_session(tmp_path):
    """The Session that was open the last time, with many Turns in it."""
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "files").mkdir()
    journal = Journal(tmp_path / "home" / "journal.db")
    journal.start("live")
    journal.append("live", RootGranted("", str(tmp_path / "files")))
    for number in range(TURNS):
        journal.append("live", TurnStarted(f"t{number}", f"Request {number}"))
        journal.append("live", MessageAdded(UserMessage((Text(f"Request {number}"),))))
        journal.append("live", MessageAdded(AssistantMessage((Text(f"Answer {number}."),))))
        journal.append("live", Spent(f"r{number}", "m", Usage(10, 1, 0, 0.25), "h"))
        journal.append("live", TurnEnded(Ending.DONE))
    journal.close()


def test_its_end_is_there_first_and_the_person_scrolls_up_to_its_beginning(play, until, long_session):
    seen = []
    stage = play()
    stage.window.timeline.go_to_end()

    def items():
        found = stage.controller.picture.session.items
        seen.append((len(found), stage.controller.picture.side.cost))
        return found

    until(lambda: len(items()) > 0)
    assert isinstance(items()[0], Earlier)
    assert items()[-2].text == f"Answer {TURNS - 1}."
    until(lambda: len(items()) == ITEMS)
    assert {cost for count, cost in seen if 0 < count < ITEMS} == {None}
    assert seen[-1][1] == TURNS * 0.25
    timeline = stage.window.timeline
    bar = timeline.verticalScrollBar()
    assert bar.value() == bar.maximum()
    while bar.value():
        bar.setValue(bar.value() - bar.pageStep() * 20)
    assert timeline.card(stage.controller.picture.session.items[0].key) is not None
    assert stage.controller.picture.session.items[0].text == "Request 0"
