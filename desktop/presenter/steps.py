"""Tool calls in the picture: begun, going on, waiting, ended. Calls without words between them are one item."""

from collections.abc import Callable
from dataclasses import replace

from agent.core.events import CallEnded, CallFound, CallProgress, CallStarted
from agent.core.messages import Outcome, ToolResult
from desktop.presenter.code import asked, ran
from desktop.presenter.items import Answer, Delegates, Item, Over, Step, Steps, StepShown
from desktop.presenter.picture import SessionPicture

OUTCOMES = {
    Outcome.DONE: StepShown.DONE, Outcome.FAILED: StepShown.FAILED, Outcome.DENIED: StepShown.DENIED,
    Outcome.SKIPPED: StepShown.SKIPPED, Outcome.UNKNOWN: StepShown.UNKNOWN,
}  # fmt: skip
OPEN = (StepShown.RUNNING, StepShown.WAITING)


def turn_items(picture: SessionPicture) -> tuple[Item, ...]:
    """The items since the last Turn was over: nothing before them is open, so that a long history costs nothing."""
    at = len(picture.items)
    while at and not isinstance(picture.items[at - 1], Over):
        at -= 1
    return picture.items[at:]


def with_turn_items(picture: SessionPicture, items: tuple[Item, ...]) -> SessionPicture:
    """The picture with other items since the last Turn was over."""
    before = picture.items[: len(picture.items) - len(turn_items(picture))]
    return replace(picture, items=(*before, *items))


def with_item(picture: SessionPicture, item: Item) -> SessionPicture:
    """One more item at the end."""
    return replace(picture, items=(*picture.items, item), count=picture.count + 1)


def with_aside(picture: SessionPicture, item: Item) -> SessionPicture:
    """One more item that belongs to no step: it stands before what is still going on, which grows at the end."""
    last = picture.items[-1] if picture.items else None
    grows = (isinstance(last, Answer) and last.streaming) or (
        isinstance(last, (Steps, Delegates)) and last.state in OPEN
    )
    if last is None or not grows:
        return with_item(picture, item)
    return replace(picture, items=(*picture.items[:-1], item, last), count=picture.count + 1)


def started(picture: SessionPicture, notice: CallStarted, now: float) -> SessionPicture:
    """A call runs."""
    call = notice.call
    step = Step(call.id, call.tool, notice.title, StepShown.RUNNING, started=now, run=asked(call))
    if _is_known(picture, step.call):  # it was cut off, and runs again
        return changed_step(picture, step.call, lambda _: step)
    return _with_step(picture, step)


def progressed(picture: SessionPicture, notice: CallProgress) -> SessionPicture:
    """A running call says how far it is."""
    return changed_step(
        picture,
        notice.call,
        lambda step: replace(step, progress=notice.text, done=notice.done, total=notice.total),
    )


def found(picture: SessionPicture, notice: CallFound) -> SessionPicture:
    """A call found something out before the person is asked about its changes."""
    return changed_step(
        picture,
        notice.call,
        lambda step: step if step.run is None else replace(step, run=ran(step.run, notice.parts)),
    )


def waiting(picture: SessionPicture, call: str) -> SessionPicture:
    """A call waits for the person."""
    return changed_step(picture, call, lambda step: replace(step, state=StepShown.WAITING))


def going_on(picture: SessionPicture) -> SessionPicture:
    """What waited for the person runs again; how far it was before the question says nothing about what comes now."""
    return _all_open(picture, lambda step: replace(step, state=StepShown.RUNNING, progress="", done=0, total=0))


def ended(picture: SessionPicture, notice: CallEnded, now: float) -> SessionPicture:
    """A call got its answer. One that never ran (refused before its start) gets its step here."""
    result = notice.result
    if not _is_known(picture, result.call):
        picture = _with_step(picture, Step(result.call, "", result.for_user, StepShown.RUNNING, started=now))
    if picture.question is not None and _waits(picture, result.call):  # nobody waits for the answer any more
        picture = replace(picture, question=None)
    return changed_step(picture, result.call, lambda step: _with_result(step, result, now))


def _waits(picture: SessionPicture, call: str) -> bool:
    steps = (step for item in picture.items if isinstance(item, Steps) for step in item.steps)
    return any(step.call == call and step.state is StepShown.WAITING for step in steps)


def _is_known(picture: SessionPicture, call: str) -> bool:
    """Whether a call has its step; most often it is the newest one."""
    steps = (item.steps for item in reversed(picture.items) if isinstance(item, Steps))
    last = next(steps, ())
    return any(step.call == call for step in last) or any(
        step.call == call for item in turn_items(picture) if isinstance(item, Steps) for step in item.steps
    )


def settled(picture: SessionPicture, now: float) -> SessionPicture:
    """At the end of a Turn nothing runs: what had no answer is unknown."""
    return _all_open(picture, lambda step: replace(step, state=StepShown.UNKNOWN, seconds=_seconds(step, now)))


def _with_result(step: Step, result: ToolResult, now: float) -> Step:
    title = step.title or result.for_user
    return replace(
        step,
        title=title,
        state=OUTCOMES[result.outcome],
        seconds=_seconds(step, now),
        progress="",
        result="" if result.for_user == title else result.for_user,
        code=result.code,
        checkpoint=result.checkpoint,
        evidence=result.evidence,
        declined=result.declined,
        hidden=sum(source.hidden for source in result.sources),
        run=None if step.run is None else ran(step.run, result.for_model),
    )


def _seconds(step: Step, now: float) -> float:
    return max(now - step.started, 0.0) if now and step.started else 0.0


def _with_step(picture: SessionPicture, step: Step) -> SessionPicture:
    last = picture.items[-1] if picture.items else None
    if isinstance(last, Steps):
        return replace(picture, items=(*picture.items[:-1], replace(last, steps=(*last.steps, step))))
    return with_item(picture, Steps(f"steps-{picture.count}", (step,)))


def changed_step(picture: SessionPicture, call: str, change: Callable[[Step], Step]) -> SessionPicture:
    """The picture with the newest step of `call` changed."""
    for at in range(len(picture.items) - 1, -1, -1):
        item = picture.items[at]
        if isinstance(item, Steps) and any(step.call == call for step in item.steps):
            steps = _last_changed(item.steps, call, change)
            return replace(picture, items=(*picture.items[:at], replace(item, steps=steps), *picture.items[at + 1 :]))
    return picture


def _last_changed(steps: tuple[Step, ...], call: str, change: Callable[[Step], Step]) -> tuple[Step, ...]:
    last = max(index for index, step in enumerate(steps) if step.call == call)
    return tuple(change(step) if index == last else step for index, step in enumerate(steps))


def _all_open(picture: SessionPicture, change: Callable[[Step], Step]) -> SessionPicture:
    for item in turn_items(picture):
        if isinstance(item, Steps):
            for step in item.steps:
                if step.state in OPEN:
                    picture = changed_step(picture, step.call, change)
    return picture
