"""Closing what a crash or a kill left open, so that the History is whole again."""

from collections.abc import Sequence

from agent.core.events import CallEnded, CallStarted, Ending, Event, MessageAdded, TurnEnded, TurnStarted
from agent.core.messages import AssistantMessage, ToolCall, ToolMessage, cut_off, not_started
from agent.core.words import Words

INTERRUPTED = Words(
    "Deskhand was closed or crashed while this task ran.",
    "作業の途中で Deskhand が終了しました。",
)
_GO_ON = Words("Say how to go on, or continue the task.", "続きの指示を入力するか、タスクを再開してください。")


def closing(events: Sequence[Event], language: str = "") -> tuple[Event, ...]:
    """The Events that end a Turn which has no end, told in `language`; () when nothing is open.

    A call that ended keeps its result; one that had started is UNKNOWN; one that had not is SKIPPED.
    """
    start = next((i for i in reversed(range(len(events))) if isinstance(events[i], TurnStarted)), None)
    if start is None or any(isinstance(event, TurnEnded) for event in events[start:]):
        return ()
    last = events[start:]
    end = TurnEnded(Ending.STOPPED, INTERRUPTED.text(language), _GO_ON.text(language), "interrupted")
    calls = _unanswered(last)
    if not calls:
        return (end,)
    ended = {event.result.call: event.result for event in last if isinstance(event, CallEnded)}
    begun = {event.call.id for event in last if isinstance(event, CallStarted)}
    results = tuple(ended.get(call.id) or (cut_off if call.id in begun else not_started)(call) for call in calls)
    return (MessageAdded(ToolMessage(results)), end)


def open_call(events: Sequence[Event]) -> str:
    """The id of the call that had started and not ended when the events stop; "" when there is none."""
    begun = ""
    for event in events:
        match event:
            case CallStarted(call=call):
                begun = call.id
            case CallEnded() | TurnEnded():
                begun = ""
    return begun


def _unanswered(events: Sequence[Event]) -> tuple[ToolCall, ...]:
    said = [event.message for event in events if isinstance(event, MessageAdded)]
    return said[-1].calls if said and isinstance(said[-1], AssistantMessage) else ()
