"""The list of Sessions in the sidebar."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from agent.core.events import RootGranted
from desktop.wire.messages import SessionView

MOST_FOLDERS = 12
MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Sessions:
    """`views` are newest first; `chosen` is the id of the open one, "" for none; `search` narrows by title."""

    views: tuple[SessionView, ...] = ()
    chosen: str = ""
    search: str = ""

    @property
    def found(self) -> tuple[SessionView, ...]:
        """The lines that are drawn: those whose title, or a folder of theirs, has the searched words."""
        wanted = self.search.casefold().split()
        return tuple(view for view in self.views if all(word in _words(view) for word in wanted))

    @property
    def folders(self) -> tuple[RootGranted, ...]:
        """The folders of the last Sessions, each once and as it was granted last, the newest first."""
        found: dict[str, RootGranted] = {}
        for view in self.views:
            for root in view.roots:
                if not root.only:
                    found.setdefault(root.path, root)
        return tuple(found.values())[:MOST_FOLDERS]

    def view(self, session: str) -> SessionView | None:
        """The line of a Session."""
        return next((view for view in self.views if view.id == session), None)


def listed(sessions: Sessions, views: Iterable[SessionView]) -> Sessions:
    """All lines anew, as the host said Welcome."""
    return replace(sessions, views=tuple(sorted(views, key=lambda view: view.updated, reverse=True)))


def updated(sessions: Sessions, view: SessionView) -> Sessions:
    """A line changed, or is new."""
    return listed(sessions, (*(other for other in sessions.views if other.id != view.id), view))


def without(sessions: Sessions, session: str) -> Sessions:
    """A line is gone."""
    chosen = "" if sessions.chosen == session else sessions.chosen
    return replace(sessions, views=tuple(view for view in sessions.views if view.id != session), chosen=chosen)


def searched(sessions: Sessions, text: str) -> Sessions:
    """Only lines with these words are drawn."""
    return replace(sessions, search=text)


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago: `unit` is now, minutes, hours, yesterday or date; `day` is the local day."""

    unit: str
    count: int
    day: datetime.date


def age(moment: str, now: datetime.datetime) -> Age | None:
    """The age of an ISO 8601 `moment` for a person at `now` (with zone); None when it is no time."""
    try:
        then = datetime.datetime.fromisoformat(moment).astimezone(now.tzinfo)
    except ValueError:
        return None
    passed = (now - then).total_seconds()
    days = (now.date() - then.date()).days
    if passed < MINUTE:
        return Age("now", 0, then.date())
    if passed < HOUR:
        return Age("minutes", int(passed // MINUTE), then.date())
    if days == 0:
        return Age("hours", int(passed // HOUR), then.date())
    return Age("yesterday" if days == 1 else "date", days, then.date())


def _words(view: SessionView) -> str:
    return " ".join((view.title, *(root.path for root in view.roots))).casefold()
