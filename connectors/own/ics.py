"""Calendars as text (RFC 5545): what happens in a span of time, and events put in, changed and taken out.

Only the lines of the event itself are written; all other lines stay as they are. Times are in the zone of the event,
those in UTC in the person's.
"""

import datetime
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Event, Timezone

from agent.core.errors import InvalidArgumentsError, NotFoundError, ToolError, UnreadableError
from agent.core.words import Words
from connectors.own.zones import in_zone, writable

LARGEST, _MOST_EVENTS, _MOST_DAYS = 5_000_000, 5_000, 400
_LONGEST = 2_000
_TOO_LARGE = Words("The calendar is too large to be read.", "カレンダーが大きすぎて読み取れません。")
_BROKEN = Words("This is no calendar that can be read.", "読み取れるカレンダーではありません。")
_GONE = Words("There is no event {id!r}. List the events again.", "予定 {id} が見つかりません。")
# Nobody's appointments repeat each second, and expanding them would take for ever.
_TOO_OFTEN = re.compile(r"^RRULE[^\r\n]*FREQ=(SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE | re.MULTILINE)
_REPEATS = ("daily", "weekly", "monthly", "yearly")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EMPTY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Deskhand//EN\r\nEND:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Happening:
    """One time at which an event happens. A day without times has dates. `series`: it happens again."""

    uid: str
    start: datetime.date
    end: datetime.date
    title: str
    place: str
    notes: str
    series: bool
    busy: bool = True

    def line(self) -> str:
        """As the model is told it."""
        more = "".join((" [series]" if self.series else "", f"\tat {self.place}" if self.place else ""))
        notes = f"\t{' '.join(self.notes.split())[:300]}" if self.notes else ""
        return f"{self.uid}\t{written(self.start)} to {written(self.end)}\t{self.title}{more}{notes}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an event shall be; "" and None stay as they are. `repeat` is one of daily, weekly, monthly, yearly."""

    title: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str = ""
    notes: str = ""
    repeat: str = ""
    until: datetime.date | None = None


def happenings(text: str, begin: datetime.date, end: datetime.date, zone: datetime.tzinfo) -> tuple[Happening, ...]:
    """What happens from the beginning of one day in `zone` to the beginning of another one, in order.

    Raises:
        UnreadableError: no calendar, too large, or with rules that repeat too often.
        InvalidArgumentsError: the span is longer than 400 days.
    """
    if (end - begin).days > _MOST_DAYS or end < begin:
        raise InvalidArgumentsError(f"Ask for at most {_MOST_DAYS} days, the first one first.")
    calendar = _parsed(text)
    series = {str(one.get("UID", "")) for one in calendar.walk("VEVENT") if "RRULE" in one or "RDATE" in one}
    try:
        found = recurring_ical_events.of(calendar).between(moment(begin, zone), moment(end, zone))
    except (ValueError, TypeError, OverflowError, AttributeError, KeyError) as error:
        raise UnreadableError(_BROKEN, "broken") from error
    told = [_told(one, series, zone) for one in found if "DTSTART" in one]
    return tuple(sorted(told, key=lambda one: moment(one.start, zone)))


def free(all_: Sequence[Happening], spans: Sequence[tuple[datetime.datetime, datetime.datetime]], minutes: int
         ) -> tuple[tuple[datetime.datetime, datetime.datetime], ...]:  # fmt: skip
    """The parts of `spans` of at least so many minutes in which nothing happens."""
    found = []
    for begin, end in spans:
        zone = begin.tzinfo or datetime.UTC
        at = begin
        taken = sorted((moment(one.start, zone), moment(one.end, zone)) for one in all_ if one.busy)
        for start, stop in [*taken, (end, end)]:
            if min(start, end) - at >= datetime.timedelta(minutes=minutes):
                found.append((at, min(start, end)))
            at = max(at, stop)
            if at >= end:
                break
    return tuple(found)


def with_event(text: str, wanted: Wanted) -> tuple[str, str]:
    """The calendar with one more event ("" is a new calendar), and its id."""
    text = text or _EMPTY
    uid = str(uuid.uuid4())
    event = Event()
    event.add("UID", uid)
    _put(event, wanted)
    lines = text.splitlines(keepends=True)
    at = next(index for index in reversed(range(len(lines))) if lines[index].strip().upper() == "END:VCALENDAR")
    return "".join([*lines[:at], _zones(text, event), _block(event), *lines[at:]]), uid


def changed(text: str, uid: str, wanted: Wanted) -> str:
    """The calendar with an event changed, the whole series where it is one. Raises NotFoundError."""
    begin, end = _blocks(text, uid)[0]
    lines = text.splitlines(keepends=True)
    event = _parsed("BEGIN:VCALENDAR\r\n" + "".join(lines[begin:end]) + "END:VCALENDAR\r\n").walk("VEVENT")[0]
    if not isinstance(event, Event):
        raise UnreadableError(_BROKEN, "broken")
    _put(event, wanted)
    return "".join([*lines[:begin], _zones(text, event), _block(event), *lines[end:]])


def removed(text: str, uid: str) -> str:
    """The calendar without an event, all of a series. Raises NotFoundError."""
    lines = text.splitlines(keepends=True)
    for begin, end in reversed(_blocks(text, uid)):
        del lines[begin:end]
    return "".join(lines)


def is_empty(text: str) -> bool:
    """Whether no event is left."""
    return "BEGIN:VEVENT" not in text.upper()


def moment(value: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """A date or time as one moment, so that all can be compared; what has no zone is in `zone`."""
    if not isinstance(value, datetime.datetime):
        return datetime.datetime(value.year, value.month, value.day, tzinfo=zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def written(value: datetime.date) -> str:
    """2026-11-02, or 2026-11-02 10:00 +09:00."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    offset = value.strftime("%z")
    return f"{value:%Y-%m-%d %H:%M}{f' {offset[:3]}:{offset[3:5]}' if offset else ''}"


def read_time(text: str, zone: datetime.tzinfo) -> datetime.date:
    """A day "2026-11-02" or a time "2026-11-02 10:00" in `zone`. Raises InvalidArgumentsError."""
    try:
        if _TIME.fullmatch(text.strip()):
            return datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=zone)
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidArgumentsError(
            f"A time is written '2026-11-30 14:00', a day '2026-11-30', not {text!r}."
        ) from error


def _parsed(text: str) -> Calendar:
    if len(text) > LARGEST or text.upper().count("BEGIN:VEVENT") > _MOST_EVENTS or _TOO_OFTEN.search(_unfolded(text)):
        raise UnreadableError(_TOO_LARGE, "too_large")
    try:
        found = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableError(_BROKEN, "broken") from error
    if not isinstance(found, Calendar):
        raise UnreadableError(_BROKEN, "broken")
    return found


def _told(event: Any, series: set[str], zone: datetime.tzinfo) -> Happening:
    start = in_zone(event["DTSTART"].dt, zone)
    end = in_zone(event["DTEND"].dt, zone) if "DTEND" in event else start

    def text(name: str) -> str:
        return str(event.get(name, ""))[:_LONGEST]

    busy = text("TRANSP").upper() != "TRANSPARENT" and text("STATUS").upper() != "CANCELLED"
    uid = text("UID")
    return Happening(uid, start, end, " ".join(text("SUMMARY").split()), " ".join(text("LOCATION").split()),
                     text("DESCRIPTION"), uid in series, busy)  # fmt: skip


def _put(event: Any, wanted: Wanted) -> None:
    texts: Mapping[str, str] = {"SUMMARY": wanted.title, "LOCATION": wanted.place, "DESCRIPTION": wanted.notes}
    for name, text in texts.items():
        if text:
            event.pop(name, None)
            event.add(name, text)
    times = {"DTSTART": wanted.start, "DTEND": wanted.end}
    for name, value in times.items():
        if value is not None:
            event.pop(name, None)
            event.add(name, writable(value))
    if wanted.end is not None:
        event.pop("DURATION", None)
    if wanted.repeat:
        if wanted.repeat not in _REPEATS:
            raise InvalidArgumentsError(f"`repeat` is one of {', '.join(_REPEATS)}.")
        event.pop("RRULE", None)
        until = {"UNTIL": [_until(wanted)]} if wanted.until else {}
        event.add("RRULE", {"FREQ": [wanted.repeat.upper()], **until})
    event.pop("DTSTAMP", None)
    event.add("DTSTAMP", datetime.datetime.now(datetime.UTC))
    event["SEQUENCE"] = int(event.get("SEQUENCE", -1)) + 1


def _until(wanted: Wanted) -> datetime.date:
    """The last day, as the start wants it: a date for days, UTC for times (RFC 5545, 3.3.10)."""
    until = wanted.until or datetime.date.max
    if not isinstance(wanted.start, datetime.datetime):
        return until
    return datetime.datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=datetime.UTC)


def _block(event: Event) -> str:
    return bytes(event.to_ical()).decode()


def _zones(text: str, event: Any) -> str:
    """The rules of a zone that the event names and the calendar does not have."""
    zone = event["DTSTART"].params.get("TZID") if "DTSTART" in event else None
    if not zone or f"TZID:{zone}" in text:
        return ""
    try:
        return bytes(Timezone.from_tzid(zone).to_ical()).decode()
    except ValueError:
        return ""


def _blocks(text: str, uid: str) -> list[tuple[int, int]]:
    """The lines of all parts of an event: from its BEGIN to behind its END. Raises NotFoundError."""
    found, begin = [], -1
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        match line.strip().upper():
            case "BEGIN:VEVENT":
                begin = at
            case "END:VEVENT" if begin >= 0:
                if f"UID:{uid}" in _unfolded("".join(lines[begin:at])).splitlines():
                    found.append((begin, at + 1))
                begin = -1
            case _:
                pass
    if not found:
        raise NotFoundError(_GONE.of(id=uid))
    return found


def _unfolded(text: str) -> str:
    return re.sub(r"\r?\n[ \t]", "", text)


def decoded(data: bytes) -> str:
    """A calendar's text. Raises ToolError: it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ToolError(_BROKEN, "broken") from error
