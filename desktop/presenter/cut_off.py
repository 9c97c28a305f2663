"""A Turn that was cut off, in the picture: it waits for the person, or goes on."""

from dataclasses import replace

from agent.core.events import Steered
from desktop.presenter.items import Asked, CutOff, Said
from desktop.presenter.picture import SessionPicture
from desktop.presenter.steps import going_on, settled, turn_items, with_item, with_turn_items
from desktop.presenter.words import files_of_turn


def cut_off(picture: SessionPicture) -> SessionPicture:
    """The history of a Session whose Turn nobody works on: nothing runs, nothing can be answered yet."""
    asked = picture.question.title if picture.question is not None else ""
    rested = settled(replace(picture, running=False, thinking=False, question=None), 0.0)
    rested = with_turn_items(rested, tuple(item for item in turn_items(rested) if not _waits(item)))
    return with_item(rested, CutOff("cut-off", files_of_turn(picture), asked))


def resumed(picture: SessionPicture, now: float) -> SessionPicture:
    """It goes on: what was asked will be asked again."""
    items = tuple(item for item in turn_items(picture) if not isinstance(item, CutOff) and not _waits(item))
    return going_on(with_turn_items(replace(picture, running=True, began=now, question=None), items))


def left(picture: SessionPicture) -> SessionPicture:
    """The Turn is over: it can not go on any more."""
    items = turn_items(picture)
    if not any(isinstance(item, CutOff) for item in items):
        return picture
    return with_turn_items(picture, tuple(item for item in items if not isinstance(item, CutOff)))


def steered(picture: SessionPicture, notice: Steered) -> SessionPicture:
    """Words that were said while a Turn runs: they stand at the end until the model hears them."""
    return with_item(picture, Said(f"said-{picture.count}", notice.text, notice.attachments, queued=True))


def _waits(item: object) -> bool:
    return isinstance(item, Asked) and item.open
