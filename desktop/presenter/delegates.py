"""Delegates in the picture: a fold of what they do into one item with a line for each."""

from collections.abc import Callable
from dataclasses import replace

from agent.core.events import CallEnded, CallStarted, Delegated, ItemEnded, ItemsPlanned, TurnStarted, UsageAdded
from agent.core.messages import Outcome, ToolCall, ToolResult
from desktop.presenter.code import asked, ran
from desktop.presenter.items import Delegate, Delegates, StepShown
from desktop.presenter.picture import SessionPicture
from desktop.presenter.steps import OUTCOMES, turn_items, with_item, with_turn_items

MOST_LINES = 60
"""Steps of one delegate that are kept to be shown; the record has all of them."""
MOST_RUNS = 3
"""Runs of code of one delegate that are shown."""


def planned(picture: SessionPicture, notice: ItemsPlanned, now: float) -> SessionPicture:
    """Items are handed out: one group for each call, below its step."""
    more = tuple(Delegate(item.id, item.title) for item in notice.items)
    last = picture.items[-1] if picture.items else None
    if isinstance(last, Delegates) and last.call == notice.call:
        return replace(picture, items=(*picture.items[:-1], replace(last, all=(*last.all, *more))))
    return with_item(picture, Delegates(f"delegates-{picture.count}", notice.call, more, now))


def went_on(picture: SessionPicture, notice: Delegated) -> SessionPicture:
    """A delegate did something."""
    match notice.event:
        case TurnStarted():
            return _changed(picture, notice.item, _begun)
        case CallStarted(call, title):
            return _changed(picture, notice.item, lambda one: _ran(_stepped(one, title), call))
        case CallEnded(result):
            return _changed(picture, notice.item, lambda one: _answered(one, result))
        case UsageAdded(usage=usage) if usage.cost is not None:
            return _changed(
                picture, notice.item, lambda one: replace(one, cost=(one.cost or 0.0) + (usage.cost or 0.0))
            )
        case _:
            return picture


def item_over(picture: SessionPicture, notice: ItemEnded) -> SessionPicture:
    """The work on an Item is over."""
    state = StepShown.DONE if notice.outcome is Outcome.DONE else OUTCOMES[notice.outcome]
    return _changed(
        picture, notice.item, lambda one: replace(one, state=state, result=notice.sentence, doing="", over=True)
    )


def rested(picture: SessionPicture) -> SessionPicture:
    """At the end of a Turn nobody works: what has no end was cut off, or never begun."""
    items = turn_items(picture)
    if not any(isinstance(item, Delegates) for item in items):
        return picture
    return with_turn_items(
        picture,
        tuple(
            replace(item, all=tuple(map(_cut_off, item.all))) if isinstance(item, Delegates) else item for item in items
        ),
    )


def _begun(one: Delegate) -> Delegate:
    return replace(one, state=StepShown.RUNNING, doing="", over=False, result="")


def _stepped(one: Delegate, title: str) -> Delegate:
    lines = (*one.lines, (title, "", StepShown.RUNNING))[-MOST_LINES:]
    return replace(one, doing=title, steps=one.steps + 1, lines=lines)


def _ran(one: Delegate, call: ToolCall) -> Delegate:
    run = asked(call)
    return one if run is None else replace(one, runs=(*one.runs, (call.id, run))[-MOST_RUNS:])


def _answered(one: Delegate, result: ToolResult) -> Delegate:
    """The oldest open line is the one that ended: the calls of a step may end in another order, which costs little."""
    if any(call == result.call for call, _ in one.runs):
        runs = tuple((call, ran(run, result.for_model) if call == result.call else run) for call, run in one.runs)
        one = replace(one, runs=runs)
    at = next((at for at, line in enumerate(one.lines) if line[2] is StepShown.RUNNING), None)
    if at is None:
        return one
    lines = (*one.lines[:at], (one.lines[at][0], result.for_user, OUTCOMES[result.outcome]), *one.lines[at + 1 :])
    return replace(one, lines=lines)


def _cut_off(one: Delegate) -> Delegate:
    if one.over:
        return one
    return replace(one, over=True, state=StepShown.UNKNOWN if one.state is StepShown.RUNNING else one.state)


def _changed(picture: SessionPicture, item: str, change: Callable[[Delegate], Delegate]) -> SessionPicture:
    for at in range(len(picture.items) - 1, -1, -1):
        group = picture.items[at]
        if isinstance(group, Delegates) and any(one.id == item for one in group.all):
            after = replace(group, all=tuple(change(one) if one.id == item else one for one in group.all))
            return replace(picture, items=(*picture.items[:at], after, *picture.items[at + 1 :]))
    return picture
