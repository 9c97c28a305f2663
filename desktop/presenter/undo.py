"""Checkpoints in the picture: what was changed, and what was put back."""

from dataclasses import replace

from agent.core.changes import Checkpoint
from agent.core.events import CheckpointMade
from desktop.presenter.items import PutBack
from desktop.presenter.picture import SessionPicture
from desktop.presenter.steps import changed_step, with_item


def checked(picture: SessionPicture, notice: CheckpointMade) -> SessionPicture:
    """Files were changed by a call, or put back. What the person does (no call) is always an undo."""
    made = notice.checkpoint
    if notice.call and not made.undoes:
        kept = replace(picture, checkpoints=(*picture.checkpoints, made))
        return changed_step(kept, notice.call, lambda step: replace(step, checkpoint=made.id, changed=made.changed))
    back = replace(picture, back=picture.back | _pairs(picture, made))
    files = sum(one.kind != "folder" for one in made.changed)
    return with_item(back, PutBack(f"back-{picture.count}", made.title, files, made.kept))


def _pairs(picture: SessionPicture, undo: Checkpoint) -> set[tuple[str, str]]:
    """What `undo` put back: a moved file is named by either of its names; of several changes the newest counts."""
    names = {name for changed in undo.changed for name in (changed.place, changed.to) if name}
    found: set[tuple[str, str]] = set()
    for made in reversed(picture.checkpoints):
        if undo.undoes and made.id != undo.undoes:
            continue
        for changed in made.changed:
            hit = {changed.place, changed.to} & names
            if hit and (made.id, changed.place) not in picture.back:
                found.add((made.id, changed.place))
                names -= hit if not undo.undoes else set()
    return found
