"""The fold of Notices into a SessionPicture."""

from collections.abc import Iterable
from dataclasses import replace

from agent.core.codec import bulk
from agent.core.events import (
    CallEnded,
    CallFound,
    CallProgress,
    CallStarted,
    Checked,
    CheckpointMade,
    Delegated,
    GrantGiven,
    GrantRevoked,
    ItemEnded,
    ItemsPlanned,
    MessageAdded,
    Notice,
    PlanSet,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    Sent,
    SessionChanged,
    Spent,
    Steered,
    TextStreamed,
    TurnEnded,
    TurnResumed,
    TurnStarted,
    UsageAdded,
)
from desktop.presenter.cut_off import left as left_alone
from desktop.presenter.cut_off import resumed, steered
from desktop.presenter.delegates import item_over, planned, rested, went_on
from desktop.presenter.items import Delegates, Item, ModeSet, Over, Steps, StepShown
from desktop.presenter.picture import SessionPicture
from desktop.presenter.steps import ended, found, progressed, settled, started, waiting, with_aside
from desktop.presenter.traces import given, left, revoked
from desktop.presenter.undo import checked
from desktop.presenter.words import added, answered, asked, noted, over, reviewed, streamed

TITLE_LENGTH = 60
NOTHING = SessionPicture()


def drawn(notices: Iterable[Notice], picture: SessionPicture = NOTHING) -> SessionPicture:
    """The picture of a Session's history, on from `picture`."""
    with bulk():
        for notice in notices:
            picture = shown(picture, notice)
    return picture


def shown(picture: SessionPicture, notice: Notice, now: float = 0.0) -> SessionPicture:
    """The picture after `notice`; `now` is the window's clock in seconds, 0.0 for history. Unknown kinds pass by."""
    match notice:
        case TurnStarted(text=text, recipe=recipe):
            title = picture.title or _titled(text)
            items = _no_more(picture.items)
            fresh = replace(picture, running=True, began=now, title=title, recipe=recipe, items=items)
            return replace(fresh, turns=picture.turns + 1)
        case TurnEnded():
            left_picture = replace(left_alone(picture), running=False, thinking=False, question=None)
            return over(rested(settled(left_picture, now)), notice, now)
        case TurnResumed():
            return resumed(picture, now)
        case (CallStarted() | CallFound() | CallEnded() | CallProgress() | CheckpointMade() | ItemsPlanned()
              | Delegated() | ItemEnded()):  # fmt: skip
            return _worked(picture, notice, now)
        case MessageAdded() | TextStreamed() | Steered() | QuestionAsked() | QuestionAnswered() | Checked():
            return _talked(picture, notice)
        case _:
            return noted(_settings(picture, notice), notice)


def _no_more(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The same items: the last Turn does not offer to go on any more. Earlier ones do not already."""
    for at in range(len(items) - 1, -1, -1):
        item = items[at]
        if isinstance(item, Over):
            return (*items[:at], replace(item, goes_on=False), *items[at + 1 :]) if item.goes_on else items
    return items


def _titled(text: str) -> str:
    """As the host titles a Session (agent.session.fold)."""
    line = text.strip().split("\n")[0]
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1].rstrip()}…"


_HandedOut = ItemsPlanned | Delegated | ItemEnded
_Worked = CallStarted | CallFound | CallEnded | CallProgress | CheckpointMade | _HandedOut


def _worked(picture: SessionPicture, notice: _Worked, now: float) -> SessionPicture:
    match notice:
        case ItemsPlanned() | Delegated() | ItemEnded():
            return _handed_out(picture, notice, now)
        case CallStarted():
            return started(replace(picture, thinking=False), notice, now)
        case CallProgress():
            return progressed(picture, notice)
        case CallFound():
            return found(picture, notice)
        case CallEnded():
            return ended(picture, notice, now)
        case CheckpointMade():
            return checked(picture, notice)


def _handed_out(picture: SessionPicture, notice: _HandedOut, now: float) -> SessionPicture:
    match notice:
        case ItemsPlanned():
            return planned(picture, notice, now)
        case ItemEnded():
            return item_over(picture, notice)
        case Delegated(event=(Sent() | UsageAdded()) as event):
            return went_on(left(picture, event), notice)
        case Delegated():
            return went_on(picture, notice)


def _talked(
    picture: SessionPicture,
    notice: MessageAdded | TextStreamed | Steered | QuestionAsked | QuestionAnswered | Checked,
) -> SessionPicture:
    match notice:
        case TextStreamed():
            return streamed(picture, notice)
        case MessageAdded():
            return added(picture, notice)
        case Checked():
            return reviewed(picture, notice)
        case Steered():
            return steered(picture, notice)
        case QuestionAsked(call, question):
            put = replace(picture, question=question, thinking=False)
            return waiting(put, call) if _runs(put, call) else asked(put, question)
        case QuestionAnswered(approval):
            after = answered(picture, approval)
            return after if approval.grant is None else given(after, approval.grant)


def _runs(picture: SessionPicture, call: str) -> bool:
    last = next((item for item in reversed(picture.items) if not isinstance(item, Delegates)), None)
    return isinstance(last, Steps) and any(step.call == call and step.state is StepShown.RUNNING for step in last.steps)


def _settings(picture: SessionPicture, notice: Notice) -> SessionPicture:
    match notice:
        case RootGranted(name=name):
            return replace(picture, roots=(*(r for r in picture.roots if r.name != name), notice))
        case RootRevoked(name):
            return replace(picture, roots=tuple(r for r in picture.roots if r.name != name))
        case SessionChanged():
            return _changed(picture, notice)
        case PlanSet(steps):
            return replace(picture, plan=steps)
        case _:
            return _traced(picture, notice)


def _traced(picture: SessionPicture, notice: Notice) -> SessionPicture:
    match notice:
        case UsageAdded() | Sent() | Spent():
            return left(picture, notice)
        case GrantGiven(grant):
            return given(picture, grant)
        case GrantRevoked(grant):
            return revoked(picture, grant)
        case _:
            return picture


def _changed(picture: SessionPicture, notice: SessionChanged) -> SessionPicture:
    """Title, model, Mode. Another Mode in the course of a conversation is told in it."""
    title, model = notice.title or picture.title, notice.model or picture.model
    mode = notice.mode or picture.mode
    told = mode is not picture.mode and picture.turns > 0
    most = picture.most if notice.most is None else notice.most
    after = replace(picture, title=title, model=model, mode=mode, most=most)
    return with_aside(after, ModeSet(f"mode-{picture.count}", mode)) if told else after
