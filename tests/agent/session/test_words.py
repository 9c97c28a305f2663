"""Words that the person says while a Turn runs: none are lost, and two Turns never run at once."""

import asyncio

import pytest

from agent.core.errors import NeedsUserError
from agent.core.events import MessageAdded, TurnEnded, TurnStarted
from agent.core.messages import UserMessage, text_of
from agent.models.scripted import ScriptedModel, calls, says
from agent.session.limits import Limits
from desktop.compose.asked import Asked
from tests.journeys.october import Desk


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def said(desk):
    """The person's words in the conversation, in their order."""
    messages = [told.message for told in desk.of(MessageAdded)]
    return [text_of(message.parts) for message in messages if isinstance(message, UserMessage)]


def test_words_that_came_too_late_for_a_turn_are_heard_in_the_next(desk):
    async def work():
        opened = desk.open()
        model = ScriptedModel([calls("read", {"path": "notes.txt"}), says("never")])
        turn = opened.begin(Asked("go", model, limits=Limits(steps=1)), desk)
        assert opened.session.steer("one more thing")
        await turn
        _, heard = await desk.turn(opened, says("done"))
        return opened, heard

    _, heard = asyncio.run(work())
    assert said(desk) == ["go", "one more thing", "go"]
    assert isinstance(desk.told[-1], TurnEnded)
    asked = [text_of(m.parts) for m in heard.heard[-1] if isinstance(m, UserMessage)]
    assert asked == ["go", "one more thing", "go"]


def test_two_turns_never_run_at_once(desk):
    async def work():
        opened = desk.open()
        first = opened.begin(Asked("go", ScriptedModel([says("done")])), desk)
        with pytest.raises(NeedsUserError) as refused:
            opened.begin(Asked("again", ScriptedModel([says("done")])), desk)
        await first
        return refused.value.code

    assert asyncio.run(work()) == "busy"
    assert len(desk.of(TurnStarted)) == 1
