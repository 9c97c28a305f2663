"""What Sessions changed and put back, as lines of a history, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agent.core.changes import Checkpoint
from desktop.presenter.fold import drawn
from desktop.presenter.picture import ChangedPlace
from desktop.wire.messages import Past


class PastState(StrEnum):
    """How a change stands: as it was made, put back in part or wholly, not to be put back any more, or an undo."""

    THERE = "there"
    PARTLY = "partly"
    BACK = "back"
    PURGED = "purged"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class PastChange:
    """A Checkpoint with its state; `places` are its files. `busy` while its Session works: then nothing is undone."""

    session: str
    checkpoint: Checkpoint
    state: PastState
    places: tuple[ChangedPlace, ...]
    busy: bool = False

    @property
    def open_places(self) -> tuple[ChangedPlace, ...]:
        """What can still be put back."""
        gone = self.busy or self.state in (PastState.PURGED, PastState.UNDO)
        return () if gone else tuple(place for place in self.places if not place.undone)


@dataclass(frozen=True, slots=True)
class PastTask:
    """The changes of one Session, the newest first."""

    session: str
    title: str
    changes: tuple[PastChange, ...]


def past_tasks(past: Iterable[Past]) -> tuple[PastTask, ...]:
    """Each Session with its changes."""
    return tuple(PastTask(one.view.id, one.view.title, _changes(one)) for one in past)


def _changes(past: Past) -> tuple[PastChange, ...]:
    picture = drawn(past.made)
    kept = {checkpoint.id for checkpoint in picture.checkpoints}
    busy = past.view.state in ("running", "waiting")
    found = []
    for notice in reversed(past.made):
        made = notice.checkpoint
        undone = {place for checkpoint, place in picture.back if checkpoint == made.id}
        places = tuple(ChangedPlace(made.id, c.place, c.kind, c.to, c.place in undone) for c in made.changed)
        state = _state(places, purged=made.id in past.purged) if made.id in kept else PastState.UNDO
        found.append(PastChange(past.view.id, made, state, places, busy))
    return tuple(found)


def _state(places: tuple[ChangedPlace, ...], *, purged: bool) -> PastState:
    if places and all(place.undone for place in places):
        return PastState.BACK
    if purged:
        return PastState.PURGED
    return PastState.PARTLY if any(place.undone for place in places) else PastState.THERE
