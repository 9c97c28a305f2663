"""A Turn that a crash cut off is closed so that the model and the person know what is certain."""

from agent.core.events import CallEnded, CallStarted, Ending, MessageAdded, TurnEnded, TurnStarted
from agent.core.messages import AssistantMessage, Outcome, Text, ToolCall, ToolMessage, ToolResult, UserMessage
from agent.session.history import closing

CALLS = tuple(ToolCall(name, "write_file", "{}") for name in ("one", "two", "three"))
DONE = ToolResult("one", Outcome.DONE, (Text("ok"),))
START = (TurnStarted("t", "go"), MessageAdded(UserMessage((Text("go"),))))


def test_every_call_gets_its_one_result_by_what_is_certain():
    events = (*START, MessageAdded(AssistantMessage((), CALLS)), CallStarted(CALLS[0], ""), CallEnded(DONE),
              CallStarted(CALLS[1], ""))  # fmt: skip
    message, end = closing(events)
    assert isinstance(message, MessageAdded)
    assert isinstance(message.message, ToolMessage)
    assert [r.outcome for r in message.message.results] == [Outcome.DONE, Outcome.UNKNOWN, Outcome.SKIPPED]
    assert isinstance(end, TurnEnded)
    assert (end.ending, end.code) == (Ending.STOPPED, "interrupted")


def test_a_turn_cut_off_while_the_model_thought_just_ends():
    (end,) = closing(START)
    assert isinstance(end, TurnEnded)


def test_a_turn_that_ended_needs_nothing():
    assert closing((*START, TurnEnded(Ending.DONE))) == ()
    assert closing(()) == ()
