"""What is certain of a Turn that a crash or a kill cut off: to go on with it, or to close it so that the History is
whole again. All functions take the Turn's own Events, from its TurnStarted on.
"""

import datetime
from collections.abc import Sequence
from itertools import pairwise

from agent.core.actions import Approval, Question
from agent.core.changes import Checkpoint
from agent.core.events import (
    CallEnded,
    CallStarted,
    CheckpointMade,
    Ending,
    Event,
    MessageAdded,
    QuestionAnswered,
    QuestionAsked,
    Steered,
    TurnEnded,
    TurnResumed,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import (
    AssistantMessage,
    Finish,
    Image,
    Outcome,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    cut_off,
    not_started,
)
from agent.core.words import Words
from agent.session.journal import Record
from agent.session.state import attached

INTERRUPTED = Words(
    "Deskhand was closed or crashed while this task ran.",
    "作業の途中で Deskhand が終了しました。",
)
_GO_ON = Words("Say how to go on, or continue the task.", "続きの指示を入力するか、タスクを再開してください。")
_KEPT = Words(
    "This was done before Deskhand ended; it is kept for undo.",
    "Deskhand が終了する前に完了していました。元に戻すこともできます。",
)
_NAMED = 10


def closing(events: Sequence[Event], language: str = "") -> tuple[Event, ...]:
    """The Events that end a Turn which has no end, told in `language`; () when nothing is open.

    A call that ended keeps its result, one whose Checkpoint is there is DONE; one that had started is UNKNOWN; one that
    had not is SKIPPED. What the person said meanwhile stays in the conversation.
    """
    if not events or any(isinstance(event, TurnEnded) for event in events):
        return ()
    told: list[Event] = list(landed(events, language))
    calls = open_calls(events)
    if calls:
        known = answered((*events, *told))
        begun = {event.call.id for event in events if isinstance(event, CallStarted)}
        results = tuple(known.get(call.id) or (cut_off if call.id in begun else not_started)(call) for call in calls)
        told.append(MessageAdded(ToolMessage(results)))
    told += [MessageAdded(said(one.text, one.attachments)) for one in unheard(events)]
    return (*told, TurnEnded(Ending.STOPPED, INTERRUPTED.text(language), _GO_ON.text(language), "interrupted"))


def landed(events: Sequence[Event], language: str = "") -> tuple[CallEnded, ...]:
    """The ends of open calls that are certain and were not told: its Checkpoint is there, so it is DONE; it had begun
    to reach outside, so it is UNKNOWN and is never repeated.
    """
    known = answered(events)
    begun = {event.call.id: event for event in events if isinstance(event, CallStarted)}
    made = {event.call: event.checkpoint for event in events if isinstance(event, CheckpointMade) if event.call}
    found: list[CallEnded] = []
    for call in open_calls(events):
        if call.id in known:
            continue
        if call.id in made:
            found.append(CallEnded(_done(call, made[call.id], events, language)))
        elif call.id in begun and begun[call.id].outward:
            found.append(CallEnded(cut_off(call)))
    return tuple(found)


def answered(events: Sequence[Event]) -> dict[str, ToolResult]:
    """The results of calls that have one, by the id of the call."""
    return {event.result.call: event.result for event in events if isinstance(event, CallEnded)}


def open_calls(events: Sequence[Event]) -> tuple[ToolCall, ...]:
    """The calls of the last Message, when that is the model's: their results are not in the History."""
    message = next((event.message for event in reversed(events) if isinstance(event, MessageAdded)), None)
    return message.calls if isinstance(message, AssistantMessage) else ()


def finish(events: Sequence[Event]) -> Finish:
    """How the model's last Message ended. One that no usage precedes is a piece that was shown when it was stopped."""
    for before, event in reversed(tuple(pairwise(events))):
        if isinstance(event, MessageAdded) and isinstance(event.message, AssistantMessage):
            return before.finish if isinstance(before, UsageAdded) else Finish.LENGTH
    return Finish.STOP


def answers(events: Sequence[Event]) -> list[tuple[str, Question, Approval]]:
    """What the person was asked and answered about calls that have no result: the call, the Question, the answer."""
    waiting = {call.id for call in open_calls(events)} - set(answered(events))
    asked = {event.question.id: event for event in events if isinstance(event, QuestionAsked)}
    given = [event.approval for event in events if isinstance(event, QuestionAnswered)]
    known = [(asked[one.question], one) for one in given if one.question in asked]
    return [(about.call, about.question, one) for about, one in known if about.call in waiting]


def unheard(events: Sequence[Event]) -> tuple[Steered, ...]:
    """What the person said while the Turn ran and no Message has told the model."""
    waiting = [event for event in events if isinstance(event, Steered)]
    for event in events:
        if isinstance(event, MessageAdded) and isinstance(event.message, UserMessage):
            heard = next((one for one in waiting if said(one.text, one.attachments) == event.message), None)
            if heard is not None:
                waiting.remove(heard)
    return tuple(waiting)


def said(text: str, attachments: tuple[str, ...], pictures: tuple[Image, ...] = ()) -> UserMessage:
    """The person's words as the model hears them."""
    return UserMessage((Text(text + attached(attachments)), *pictures), attachments)


def seconds(records: Sequence[Record]) -> float:
    """How long the Turn has run, without the time in which nobody worked on it."""
    moments = [(datetime.datetime.fromisoformat(record.at), record.event) for record in records]
    passed = [
        (after - before).total_seconds()
        for (before, _), (after, event) in pairwise(moments)
        if not isinstance(event, TurnResumed)
    ]
    return sum(max(one, 0.0) for one in passed)


def last_turn(records: Sequence[Record]) -> Sequence[Record]:
    """The records from the last TurnStarted on; none when there is none."""
    start = next((i for i in reversed(range(len(records))) if isinstance(records[i].event, TurnStarted)), None)
    return () if start is None else records[start:]


def _done(call: ToolCall, made: Checkpoint, events: Sequence[Event], language: str) -> ToolResult:
    words = [
        f"Done and kept for undo: {made.listed(_NAMED)}.",
        "Deskhand ended right after it; what else this call would have told you is lost.",
    ]
    declined = tuple(
        f"{row.effect} {row.target}"
        for about, question, approval in answers(events)
        if about == call.id and question.rows
        for row in question.refused(approval)
    )
    if declined:
        words.append(f"The person declined these, they are as they were: {'; '.join(declined)}.")
    text = (Text(" ".join(words)),)
    return ToolResult(call.id, Outcome.DONE, text, _KEPT.text(language), checkpoint=made.id, declined=declined)
