"""What can be done in calendars: in a file of the folder, and on a server.

A file is changed by a ChangeSet. On a server every change is judged with its words and times, made in the version that
was seen, and deleting is always asked about. Nobody is invited: people get invitations by mail, which is seen.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import starmap

from agent.calls.params import Arguments
from agent.core.actions import Effect
from agent.core.changes import Change, ChangeSet, Create, Modify
from agent.core.errors import InvalidArgumentsError
from agent.core.messages import Result
from agent.core.paths import Place, shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from connectors.connector import Config
from connectors.own.caldav import Calendars, Seen
from connectors.own.calling import Called, OwnTool, Stop, cut, held, outward, own_tool, reads, told, writes
from connectors.own.ics import (
    Happening,
    Wanted,
    changed,
    decoded,
    free,
    happenings,
    read_time,
    removed,
    with_event,
    written,
)

_LOOK = Words("Look into the calendar {title}", "カレンダー「{title}」を確認")
_WRITE = Words("Change the calendar {title}", "カレンダー「{title}」を変更")
_DELETE = Words("Delete from the calendar {title}", "カレンダー「{title}」から削除")
_EDIT = Words("Change {name}", "「{name}」を変更")
_EVENTS = Words("{count} {count:event|events}", "予定 {count} 件")
_FREE = Words("{count} free {count:span|spans}", "空き {count} 件")
_DONE = Words("The calendar was changed.", "カレンダーを変更しました。")
_TEXT: Mapping[str, object] = {"type": "string"}
_EVENT = {"title": _TEXT, "start": _TEXT, "end": _TEXT, "place": _TEXT, "notes": _TEXT}
Telling = Callable[[tuple[Happening, ...], str], Result]
_REPEATING = {"repeat": _TEXT, "until": _TEXT}


@dataclass(frozen=True, slots=True)
class OneCalendar:
    """What both kinds share: what is asked, and how it is told."""

    config: Config
    language: str
    zone: datetime.tzinfo

    def all(self) -> tuple[OwnTool, ...]:
        """All Tools."""
        raise NotImplementedError

    def events(self, given: Arguments) -> ReadyCall:
        """What happens in a span of time."""
        return self.looking(given, self.listed)

    def open_spans(self, given: Arguments) -> ReadyCall:
        """Where nothing happens."""
        return self.looking(given, lambda found, account: self.opened(found, given, account))

    def looking(self, given: Arguments, telling: Telling) -> ReadyCall:
        """A call that reads a span of time, told by `telling`."""
        raise NotImplementedError

    def add(self, given: Arguments) -> ReadyCall:
        """A new event."""
        raise NotImplementedError

    def change(self, given: Arguments) -> ReadyCall:
        """An event becomes another."""
        raise NotImplementedError

    def remove(self, given: Arguments) -> ReadyCall:
        """An event goes."""
        raise NotImplementedError

    def made(self, where: str, what: str) -> tuple[OwnTool, ...]:
        """The Tools; `where` names the argument that says which calendar."""
        place, needs = {where: _TEXT}, ((where,) if where == "file" else ())
        span = {"begin": _TEXT, "end": _TEXT}
        return (
            own_tool(self.config, "events", f"Events of {what} from `begin` to `end` (days like 2026-11-30), with ids.",
                     self.events, ("begin", "end", *needs), {**span, **place}),
            own_tool(self.config, "free", f"Free times of at least `minutes` in {what}, between the hours `from` and "
                     "`to` (09:00 to 18:00) of each day from `begin` to `end`.",
                     self.open_spans, ("begin", "end", *needs),
                     {**span, "minutes": {"type": "integer"}, "from": _TEXT, "to": _TEXT, **place}),
            own_tool(self.config, "add", f"A new event in {what}: times like '2026-11-30 14:00', or days (`end` is the "
                     "day after). `repeat`: daily, weekly, monthly, yearly, `until` a day.",
                     self.add, ("title", "start", "end", *needs), {**_EVENT, **_REPEATING, **place}),
            own_tool(self.config, "change", f"Change an event of {what}, a series as a whole; what is left out stays.",
                     self.change, ("id", *needs), {"id": _TEXT, **_EVENT, **_REPEATING, **place}),
            own_tool(self.config, "remove", f"Delete an event of {what}, a series as a whole.",
                     self.remove, ("id", *needs), {"id": _TEXT, **place}),
        )  # fmt: skip

    def title(self, words: Words) -> str:
        """What the call is called for the person."""
        return words.of(title=self.config.title).text(self.language)

    def span(self, given: Arguments) -> tuple[datetime.date, datetime.date]:
        """The first day, and the day after the last one. Raises InvalidArgumentsError."""
        begin, end = (_day(read_time(given.text(key), self.zone)) for key in ("begin", "end"))
        return begin, end + datetime.timedelta(days=1)

    def wanted(self, given: Arguments) -> Wanted:
        """What an event shall be. Raises InvalidArgumentsError."""
        start, end, until = (
            read_time(given.text(key), self.zone) if given.text(key) else None for key in ("start", "end", "until")
        )
        if start is not None and end is not None:
            timed = isinstance(start, datetime.datetime)
            if timed != isinstance(end, datetime.datetime) or end <= start:
                raise InvalidArgumentsError("`end` lies after `start`, and both are times or both are days.")
        texts = {key: given.text(key).strip() for key in ("title", "place", "notes", "repeat")}
        return Wanted(**texts, start=start, end=end, until=_day(until) if until else None)

    def listed(self, found: tuple[Happening, ...], account: str) -> Result:
        """Events in words."""
        said = _EVENTS.of(count=len(found)).text(self.language)
        return told(account, f"{len(found)} events", cut([one.line() for one in found]), said)

    def opened(self, found: tuple[Happening, ...], given: Arguments, account: str) -> Result:
        """Free times in words."""
        begin, end = self.span(given)
        first, last = _hour(given.text("from", "09:00")), _hour(given.text("to", "18:00"))
        days = [begin + datetime.timedelta(days=at) for at in range((end - begin).days)]
        spans = [
            (datetime.datetime.combine(day, first, self.zone), datetime.datetime.combine(day, last, self.zone))
            for day in days
        ]
        gaps = free(found, spans, max(5, given.number("minutes", 30)))
        lines = list(starmap(lambda one, other: f"{written(one)} to {other:%H:%M}", gaps))
        said = _FREE.of(count=len(gaps)).text(self.language)
        return told(account, f"{len(gaps)} free spans", cut(lines), said)


@dataclass(frozen=True, slots=True)
class FileCalendar(OneCalendar):
    """An .ics file of the folder."""

    files: Files

    def all(self) -> tuple[OwnTool, ...]:
        """All that there are."""
        return self.made("file", "an .ics file of the folder")

    def looking(self, given: Arguments, telling: Telling) -> ReadyCall:
        """See OneCalendar."""
        place, (begin, end) = self._place(given), self.span(given)
        intent = outward(self.title(_LOOK), Effect.READ, str(place))

        def work(_: Stop) -> Result:
            text = decoded(self.files.snapshot(place).path.read_bytes())
            return replace(telling(happenings(text, begin, end, self.zone), ""), sources=())

        return Called(intent, self.config.title, work)

    def add(self, given: Arguments) -> ReadyCall:
        """See OneCalendar."""
        wanted = self.wanted(given)
        return self._writing(given, lambda text: with_event(text, wanted)[0], new=True)

    def change(self, given: Arguments) -> ReadyCall:
        """See OneCalendar."""
        wanted = self.wanted(given)
        return self._writing(given, lambda text: changed(text, given.text("id"), wanted))

    def remove(self, given: Arguments) -> ReadyCall:
        """See OneCalendar."""
        return self._writing(given, lambda text: removed(text, given.text("id")))

    def _writing(self, given: Arguments, change: Callable[[str], str], *, new: bool = False) -> ReadyCall:
        place = self._place(given)
        intent = replace(outward(self.title(_WRITE), Effect.WRITE, str(place)), actions=(reads(place), writes(place)))

        def work(_: Stop) -> Result:
            made: Change
            if new and self.files.entry(place) is None:
                made = Create(place, self.files.staged(held(self.files, change("").encode(), ".ics")))
            else:
                snapshot = self.files.snapshot(place)
                data = change(decoded(snapshot.path.read_bytes())).encode()
                made = Modify(place, snapshot.sha256, self.files.staged(held(self.files, data, ".ics")), shrink_ok=True)
            title = _EDIT.of(name=shown(str(place))).text(self.language)
            return replace(told("", f"{place} is to be changed.", changes=ChangeSet(title, (made,))), sources=())

        return Called(intent, self.config.title, work)

    def _place(self, given: Arguments) -> Place:
        place = self.files.place(given.text("file"), new=True)
        if place.suffix != ".ics":
            raise InvalidArgumentsError("`file` ends in .ics.")
        return place


@dataclass(frozen=True, slots=True)
class ServerCalendar(OneCalendar):
    """Calendars of a server. `seen` are the events that were listed, by their ids: only these are changed."""

    account: str
    calendars: Calendars
    seen: dict[str, Seen] = field(default_factory=dict)

    def all(self) -> tuple[OwnTool, ...]:
        """All that there are."""
        what = f"the calendars {self.config.title!r} (of one, by its name in `calendar`)"
        return self.made("calendar", what)

    def looking(self, given: Arguments, telling: Telling) -> ReadyCall:
        """See OneCalendar."""
        begin, end = self.span(given)
        intent = outward(self.title(_LOOK), Effect.CONNECT, self.account)

        def work(stop: Stop) -> Result:
            found: list[Happening] = []
            for one in self.calendars.between(given.text("calendar"), begin, end, stop):
                all_ = happenings(one.text, begin, end, self.zone)
                found += all_
                self.seen.update({event.uid: replace(one, title=event.title) for event in all_})
            return telling(tuple(sorted(found, key=lambda event: written(event.start))), self.account)

        return Called(intent, self.config.title, work)

    def add(self, given: Arguments) -> ReadyCall:
        """See OneCalendar."""
        wanted = self.wanted(given)
        intent = outward(self.title(_WRITE), Effect.SEND, self.account, *_told_roles(wanted, given))

        def work(stop: Stop) -> Result:
            text, uid = with_event("", wanted)
            self.calendars.put(given.text("calendar"), uid, text, stop)
            return self._done(f"The event has the id {uid}; list the events before you change it.")

        return Called(intent, self.config.title, work)

    def change(self, given: Arguments) -> ReadyCall:
        """See OneCalendar."""
        one, wanted = self._known(given), self.wanted(given)
        roles = (("id", one.title), *_told_roles(wanted, given))
        intent = outward(self.title(_WRITE), Effect.SEND, self.account, *roles)

        def work(stop: Stop) -> Result:
            self.calendars.replace(one, changed(one.text, given.text("id"), wanted), stop)
            self.seen.pop(given.text("id"), None)
            return self._done("List the events before you change it again.")

        return Called(intent, self.config.title, work)

    def remove(self, given: Arguments) -> ReadyCall:
        """See OneCalendar."""
        one = self._known(given)
        intent = outward(self.title(_DELETE), Effect.DELETE, self.account, ("id", one.title))

        def work(stop: Stop) -> Result:
            self.calendars.remove(one, stop)
            self.seen.pop(given.text("id"), None)
            return self._done("")

        return Called(intent, self.config.title, work)

    def _known(self, given: Arguments) -> Seen:
        """The event as it was listed: what it is called there is what the person is asked about."""
        found = self.seen.get(given.text("id"))
        if found is None:
            raise InvalidArgumentsError("List the events first: an event is changed in the version that was listed.")
        return found

    def _done(self, more: str) -> Result:
        return told(self.account, f"{_DONE.en} {more}".strip(), for_user=_DONE.text(self.language))


def _told_roles(wanted: Wanted, given: Arguments) -> tuple[tuple[str, str], ...]:
    times = tuple(("time" if ":" in given.text(key) else "date", given.text(key)) for key in ("start", "end", "until"))
    return (
        ("subject", wanted.title),
        ("body", wanted.place),
        ("body", wanted.notes),
        *times,
        ("choice", wanted.repeat),
    )


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _hour(text: str) -> datetime.time:
    try:
        return datetime.time.fromisoformat(text)
    except ValueError as error:
        raise InvalidArgumentsError(f"An hour is written 09:00, not {text!r}.") from error
