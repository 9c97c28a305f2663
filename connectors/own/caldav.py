"""Calendars of one account on a server (RFC 4791): found, asked for a span of time, written in the version seen."""

import datetime
from dataclasses import dataclass

from agent.core.errors import InvalidArgumentsError, ToolError
from agent.core.paths import shown
from agent.core.words import Words
from connectors.own.calling import Stop
from connectors.own.dav import CAL, Dav, Item, below

_NONE = Words("No calendar was found at {host}.", "{host} にカレンダーが見つかりません。")
_NO_VERSION = Words(
    "The server names no version of {name}, so nothing is changed.",
    "サーバーが「{name}」のバージョンを示さないため、変更しません。",
)
_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as it lies on the server: its path, version and text; `title` is what it is called."""

    path: str
    tag: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendars of one account."""

    dav: Dav

    def names(self, stop: Stop) -> tuple[str, ...]:
        """What they are called. Raises ToolError."""
        return tuple(_called(one) for one in self._all(stop))

    def between(self, name: str, begin: datetime.date, end: datetime.date, stop: Stop) -> tuple[Seen, ...]:
        """All that touches a span of time, a day more on both sides (days of a zone begin and end in others of UTC), in
        one calendar or in all. Raises ToolError.
        """
        first, last = begin - datetime.timedelta(days=1), end + datetime.timedelta(days=1)
        span = f'start="{first:%Y%m%d}T000000Z" end="{last:%Y%m%d}T000000Z"'
        body = (
            f'<c:calendar-query xmlns:c="{CAL}" xmlns:d="DAV:"><d:prop><d:getetag/><c:calendar-data/></d:prop>'
            f'<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range {span}/>'
            "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
        )
        chosen = [self._one(name, stop)] if name else self._all(stop)
        found = [one for each in chosen for one in self.dav.asked("REPORT", each.path, body, stop, 1)]
        return tuple(Seen(one.path, one.tag, one.data) for one in found if one.data)

    def put(self, name: str, uid: str, text: str, stop: Stop) -> None:
        """A new event, in the calendar of that name or in the only one. Raises ToolError."""
        path = below(self._one(name, stop).path, f"{uid}.ics")
        self.dav.request("PUT", path, stop, text.encode(), {**_TYPE, "If-None-Match": "*"})

    def replace(self, one: Seen, text: str, stop: Stop) -> None:
        """Another text for an event, in the version that was seen. Raises StaleError, ToolError."""
        self.dav.request("PUT", one.path, stop, text.encode(), {**_TYPE, "If-Match": _version(one)})

    def remove(self, one: Seen, stop: Stop) -> None:
        """Delete an event in the version that was seen. Raises StaleError, ToolError."""
        self.dav.request("DELETE", one.path, stop, headers={"If-Match": _version(one)})

    def _one(self, name: str, stop: Stop) -> Item:
        found = self._all(stop)
        fits = [one for one in found if not name or _called(one).casefold() == name.casefold()]
        if len(fits) != 1:
            names = ", ".join(repr(shown(_called(one))) for one in found)
            raise InvalidArgumentsError(f"Say which `calendar`: {names}.")
        return fits[0]

    def _all(self, stop: Stop) -> tuple[Item, ...]:
        """The address itself when it is a calendar, else those of the account that it leads to."""
        here = self.dav.root.path
        found = tuple(one for one in self.dav.found(here, 1, stop) if one.is_calendar)
        if not found and (who := self.dav.pointed(here, "d:current-user-principal", stop)):
            home = self.dav.pointed(who, "c:calendar-home-set", stop) or who
            found = tuple(one for one in self.dav.found(home, 1, stop) if one.is_calendar)
        if not found:
            raise ToolError(_NONE.of(host=self.dav.root.host), "not_found")
        return found


def _version(one: Seen) -> str:
    """The version that it was seen in. Raises ToolError: without one, or with a weak one, nothing is compared."""
    if not one.tag or one.tag.startswith("W/"):
        raise ToolError(_NO_VERSION.of(name=shown(one.path.rpartition("/")[2])), "no_version")
    return one.tag


def _called(one: Item) -> str:
    return one.name or one.path.rstrip("/").rpartition("/")[2]
