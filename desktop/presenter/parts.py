"""A long Session comes in parts: the newest is drawn at once, then everything from its beginning takes its place.

What is drawn in the end is the fold of all Notices in their order, as it would be had they come together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.core.events import Notice
from desktop.presenter.cut_off import cut_off
from desktop.presenter.fold import NOTHING, drawn, shown
from desktop.presenter.items import Earlier
from desktop.presenter.picture import SessionPicture
from desktop.wire.messages import SessionHistory, SessionView

PART = 300
"""So many Events are asked for at once: reading and drawing them takes the window less than a blink."""
OPEN = ("running", "waiting", "interrupted")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a Session whose earlier Events are still to come: `picture` is a fold of the first `told` of
    them, `before` of them came before `newest`. `live` are the Notices since then with the window's clock.
    """

    picture: SessionPicture
    told: int
    before: int
    newest: tuple[Notice, ...]
    is_cut_off: bool
    live: tuple[tuple[Notice, float], ...] = ()

    @property
    def next(self) -> tuple[int, int]:
        """The part to ask for: after which Event it begins, and its last one."""
        return self.told, min(self.told + PART, self.before)


def begun(history: SessionHistory) -> tuple[SessionPicture, Reading | None]:
    """What is drawn of the newest part, and how to go on when there is more."""
    is_cut_off = history.view.state == "interrupted"
    if not history.before:
        return _newest(NOTHING, history.notices, is_cut_off=is_cut_off), None
    base = _base(history.view, history.before)
    reading = Reading(NOTHING, 0, history.before, history.notices, is_cut_off)
    return _newest(base, history.notices, is_cut_off=is_cut_off), reading


def with_live(reading: Reading, notices: Sequence[tuple[Notice, float]]) -> Reading:
    """More came meanwhile, each with the window's clock."""
    return replace(reading, live=(*reading.live, *notices))


def with_part(reading: Reading, part: SessionHistory) -> Reading | SessionPicture:
    """One part more; the picture of everything when it was the last. A part that came twice changes nothing."""
    after, last = reading.next
    if part.before != after:
        return reading
    picture = drawn(part.notices, reading.picture)
    if last < reading.before:
        return replace(reading, picture=picture, told=last)
    whole = _newest(_counted(picture, reading.before), reading.newest, is_cut_off=reading.is_cut_off)
    for notice, now in reading.live:
        whole = shown(whole, notice, now)
    return whole


def _newest(picture: SessionPicture, notices: Sequence[Notice], *, is_cut_off: bool) -> SessionPicture:
    whole = drawn(notices, picture)
    return cut_off(whole) if is_cut_off else whole


def _base(view: SessionView, before: int) -> SessionPicture:
    """What the newest part stands on: what the host knows of all that came before it."""
    known = SessionPicture(
        title=view.title, mode=view.mode, model=view.model, roots=view.roots, items=(Earlier(),), turns=1
    )
    return _counted(replace(known, running=view.state in OPEN), before)


def _counted(picture: SessionPicture, before: int) -> SessionPicture:
    """Items are numbered on from the same number whether their past is known or not: so they keep their keys, and the
    person what they read. No more Items than Events can have come before.
    """
    return replace(picture, count=before)
