"""What is said in the picture: by the person, by the model, by Deskhand."""

from dataclasses import replace

from agent.core.actions import Approval, Question, Trust
from agent.core.events import Checked, Ending, MessageAdded, Noted, Notice, TextStreamed, TurnEnded
from agent.core.messages import AssistantMessage, UserMessage, text_of
from desktop.presenter.items import Answer, Asked, Item, Note, Over, Reviewed, Said
from desktop.presenter.picture import SessionPicture
from desktop.presenter.steps import going_on, turn_items, with_item, with_turn_items

ATTACHED = "\n\nAttached files:\n"
SENT_BACK = "sent_back"
"""The code of the Note that an answer did not count; its words are the View's."""
LATER = ("offline", "transient", "rate_limited")
"""Codes of ends after which the same task can go on when time has passed."""


def streamed(picture: SessionPicture, notice: TextStreamed) -> SessionPicture:
    """A piece of the model's answer."""
    if notice.thinking:
        return picture if picture.thinking else replace(picture, thinking=True)
    picture = replace(picture, thinking=False)
    last = picture.items[-1] if picture.items else None
    if isinstance(last, Answer) and last.streaming:
        return _with_last(picture, replace(last, text=last.text + notice.text))
    if not notice.text.strip():
        return picture
    return with_item(picture, Answer(f"answer-{picture.count}", notice.text.lstrip(), streaming=True))


def added(picture: SessionPicture, notice: MessageAdded) -> SessionPicture:
    """A whole Message: it takes the place of what was streamed."""
    match notice.message:
        case UserMessage(parts, attachments, by):
            text = text_of(parts)
            if by is not Trust.PERSON:  # words of Deskhand's or of a file to the model: the person never said them
                return _sent_back(picture)
            words = text.partition(ATTACHED)[0]
            return with_item(_heard(picture, words), Said(f"said-{picture.count}", words, attachments))
        case AssistantMessage(parts):
            return _answered(replace(picture, thinking=False), text_of(parts).strip())
        case _:
            return picture


def _sent_back(picture: SessionPicture) -> SessionPicture:
    """Words of Deskhand just after the Checks: the answer before them was sent back, and another one follows."""
    if picture.items and isinstance(picture.items[-1], Reviewed):
        return with_item(picture, Note(f"note-{picture.count}", "", SENT_BACK))
    return picture


def _heard(picture: SessionPicture, text: str) -> SessionPicture:
    """The picture without the queued words that are now heard."""
    items = turn_items(picture)
    waiting = next((i for i in items if isinstance(i, Said) and i.queued and i.text == text), None)
    return picture if waiting is None else with_turn_items(picture, tuple(i for i in items if i is not waiting))


def asked(picture: SessionPicture, question: Question) -> SessionPicture:
    """A question that no step waits for."""
    return with_item(picture, Asked(f"asked-{picture.count}", question))


def answered(picture: SessionPicture, approval: Approval) -> SessionPicture:
    """The person answered: the call goes on. What was asked in words is kept with the answer; rows stay in the step."""
    question = picture.question
    picture = replace(picture, question=None)
    there = any(isinstance(item, Asked) and item.question.id == approval.question for item in turn_items(picture))
    if question is not None and question.id == approval.question and not question.rows and not there:
        picture = asked(picture, question)
    yes = approval.yes or bool(approval.accepted)
    items = tuple(
        replace(item, open=False, answer=approval.text, accepted=yes)
        if isinstance(item, Asked) and item.open and item.question.id == approval.question
        else item
        for item in turn_items(picture)
    )
    return going_on(with_turn_items(picture, items))


def noted(picture: SessionPicture, notice: Notice) -> SessionPicture:
    """A sentence of Deskhand; one that follows another of the same kind takes its place (retry 1, retry 2)."""
    if not isinstance(notice, Noted):
        return picture
    last = picture.items[-1] if picture.items else None
    if isinstance(last, Note) and last.code == notice.code and last.code:
        return _with_last(picture, replace(last, text=notice.text))
    return with_item(picture, Note(f"note-{picture.count}", notice.text, notice.code))


def reviewed(picture: SessionPicture, notice: Checked) -> SessionPicture:
    """What was made was looked at; after a repair the newer look takes the place of the one before."""
    end = max((at for at, item in enumerate(picture.items) if isinstance(item, Over)), default=-1)
    kept = [item for at, item in enumerate(picture.items) if at < end or not isinstance(item, Reviewed)]
    item = Reviewed(f"reviewed-{picture.count}", notice.checks, notice.round)
    return with_item(replace(picture, items=tuple(kept)), item)


def over(picture: SessionPicture, notice: TurnEnded, now: float) -> SessionPicture:
    """The Turn is over; what is still open in it is closed."""
    items = tuple(_closed(item) for item in turn_items(picture))
    end = Over(
        f"over-{picture.count}",
        notice.ending,
        notice.sentence,
        notice.remedy,
        notice.code,
        files_of_turn(picture),
        now - picture.began if now and picture.began else None,
        not picture.recipe and (notice.ending in (Ending.LIMIT, Ending.STOPPED) or notice.code in LATER),
    )
    return with_item(with_turn_items(picture, items), end)


def _closed(item: Item) -> Item:
    match item:
        case Answer(streaming=True) | Asked(open=True):
            return replace(item, streaming=False) if isinstance(item, Answer) else replace(item, open=False)
        case _:
            return item


def files_of_turn(picture: SessionPicture) -> int:
    """How many places the Turn changed so far."""
    places: set[str] = set()
    for item in reversed(picture.items):
        if isinstance(item, Over):
            break
        for step in getattr(item, "steps", ()):
            places |= {changed.to or changed.place for changed in step.changed if changed.kind != "folder"}
    return len(places)


def _answered(picture: SessionPicture, text: str) -> SessionPicture:
    """The whole answer takes the place of what was streamed of it, also of what broke off before it was asked again."""
    at = len(picture.items)
    while at and _comes_with_an_answer(picture.items[at - 1]):
        at -= 1
    tail = picture.items[at:]
    kept = tuple(_over_with(item) for item in tail if not isinstance(item, Answer))
    last = tail[-1] if tail else None
    picture = replace(picture, items=(*picture.items[:at], *kept))
    if isinstance(last, Answer):
        return replace(picture, items=(*picture.items, replace(last, text=text, streaming=False))) if text else picture
    return with_item(picture, Answer(f"answer-{picture.count}", text)) if text else picture


def _comes_with_an_answer(item: Item) -> bool:
    """What can stand at the end while the model is asked: what it streamed, notes of retries, words not heard yet."""
    match item:
        case Answer(streaming=open_) | Said(queued=open_):
            return open_
        case _:
            return isinstance(item, Note)


def _over_with(item: Item) -> Item:
    return replace(item, past=True) if isinstance(item, Note) and item.code == "retry" else item


def _with_last(picture: SessionPicture, item: Item) -> SessionPicture:
    return replace(picture, items=(*picture.items[:-1], item))
