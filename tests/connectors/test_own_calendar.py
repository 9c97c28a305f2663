"""Calendar files of a folder, and a CalDAV server (radicale) on loopback."""

import asyncio
import base64
import contextlib
import datetime
import time
import urllib.request
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.core.errors import InvalidArgumentsError, NotFoundError, StaleError, UnreadableError
from connectors.connector import Kind, Standing
from connectors.own.calendar import CalendarConnector
from connectors.own.ics import Wanted, changed, free, happenings, read_time, removed, with_event
from connectors.own.zones import zone_of
from tests.connectors.owned import Desk, Ring, config
from tests.connectors.served import free_port, process

TOKYO = ZoneInfo("Asia/Tokyo")
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//EN
X-WR-CALNAME:Team
BEGIN:VEVENT
UID:weekly-1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Tokyo Standard Time:20261102T100000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=5
EXDATE;TZID=Tokyo Standard Time:20261109T100000
SUMMARY:定例
X-OTHER:kept
END:VEVENT
BEGIN:VEVENT
UID:day-1
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261123
SUMMARY:勤労感謝の日
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def days(first: str, last: str) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


@pytest.fixture
def desk(tmp_path, documents):
    set_up = config(Kind.CALENDAR, zone="Asia/Tokyo")
    made = Desk(CalendarConnector(set_up, Ring().means()), tmp_path / "folder", tmp_path / "staging", documents)
    (made.root / "team.ics").write_bytes(CALENDAR.encode())
    return made


def test_series_are_expanded_in_their_zone(desk):
    text = desk.text("calendar_events", file="team.ics", begin="2026-11-01", end="2026-11-30")
    assert [line.split("\t")[1] for line in text.splitlines() if line.startswith("weekly-1")] == [
        f"2026-11-{day} 10:00 +09:00 to 2026-11-{day} 11:00 +09:00" for day in ("02", "16", "23", "30")
    ]
    assert "勤労感謝の日" in text
    assert desk.call("calendar_events", file="team.ics", begin="2026-11-01", end="2026-11-30").sources == ()


def test_free_times_leave_out_what_is_taken_and_not_what_is_only_noted(desk):
    text = desk.text("calendar_free", file="team.ics", begin="2026-11-23", end="2026-11-23", minutes=60)
    assert "2026-11-23 09:00 +09:00 to 10:00" in text
    assert "2026-11-23 11:00 +09:00 to 18:00" in text


def change(desk, tool, **arguments):
    """The new text of the file."""
    (made,) = desk.call(tool, file="team.ics", **arguments).changes.changes
    return Path(made.staged.path).read_bytes().decode()


def test_one_event_is_changed_and_every_other_line_stays(desk):
    text = change(
        desk, "calendar_change", id="weekly-1", title="朝会", start="2026-11-02 09:00", end="2026-11-02 09:30"
    )
    assert "X-OTHER:kept" in text
    assert "X-WR-CALNAME:Team" in text
    assert text.partition("UID:day-1")[2] == CALENDAR.partition("UID:day-1")[2]
    found = happenings(text, *days("2026-11-01", "2026-11-30"), TOKYO)
    moved: Any = next(one.start for one in found if one.title == "朝会")
    assert moved.hour == 9
    assert "END:VTIMEZONE" in text


def test_an_event_is_added_and_taken_out(desk):
    times = {"start": "2026-11-05 14:00", "end": "2026-11-05 15:00", "repeat": "daily", "until": "2026-11-06"}
    text = change(desk, "calendar_add", title="打ち合わせ\nEND:VEVENT", **times)
    found = [one for one in happenings(text, *days("2026-11-01", "2026-11-30"), TOKYO) if "打ち合わせ" in one.title]
    assert [str(one.start) for one in found] == ["2026-11-05 14:00:00+09:00", "2026-11-06 14:00:00+09:00"]
    assert removed(text, found[0].uid).count("BEGIN:VEVENT") == 2
    text = change(desk, "calendar_remove", id="day-1")
    assert "勤労" not in text
    assert "UID:weekly-1" in text


def test_a_new_file_is_made(desk):
    (made,) = desk.call(
        "calendar_add", file="new.ics", title="休み", start="2026-12-29", end="2027-01-04"
    ).changes.changes
    found = happenings(Path(made.staged.path).read_text(encoding="utf-8"), *days("2026-12-01", "2026-12-31"), TOKYO)
    assert [(one.title, str(one.start), str(one.end)) for one in found] == [("休み", "2026-12-29", "2027-01-04")]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=99999999", "FRE\r\n Q=HOURLY"])
def test_what_repeats_too_often_is_not_expanded(rule):
    text = CALENDAR.replace("FREQ=WEEKLY;COUNT=5", rule)
    with pytest.raises(UnreadableError):
        happenings(text, *days("2026-11-01", "2026-11-30"), TOKYO)


@pytest.mark.parametrize(
    "text", ["", "x", "BEGIN:VEVENT", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR", "\0" * 100]
)
def test_what_is_no_calendar_is_an_error(text):
    with contextlib.suppress(UnreadableError):
        assert happenings(text, *days("2026-11-01", "2026-11-30"), TOKYO) == ()
    with pytest.raises(NotFoundError):
        changed(text, "a", Wanted("b"))


@pytest.mark.parametrize(
    "given",
    [
        {"start": "tomorrow", "end": "2026-11-05"}, {"start": "2026-11-05 14:00", "end": "2026-11-05 13:00"},
        {"start": "2026-11-05", "end": "2026-11-05 13:00"}, {"start": "2026-13-05", "end": "2026-13-06"},
    ],
)  # fmt: skip
def test_times_that_make_no_sense_are_refused(desk, given):
    with pytest.raises(InvalidArgumentsError):
        desk.ready("calendar_add", file="team.ics", title="a", **given)


def test_daylight_saving_is_the_zones():
    zone = ZoneInfo("Europe/Berlin")
    begin = datetime.datetime(2026, 10, 19, 9, tzinfo=zone)
    text, _ = with_event("", Wanted("a", begin, begin + datetime.timedelta(hours=1), repeat="weekly"))
    found = happenings(text, *days("2026-10-18", "2026-10-31"), zone)
    assert [one.start.strftime("%H:%M %z") for one in found] == ["09:00 +0200", "09:00 +0100"]


def test_free_is_nothing_when_all_is_taken():
    begin = datetime.datetime(2026, 11, 2, 9, tzinfo=TOKYO)
    assert free((), [(begin, begin + datetime.timedelta(minutes=20))], 30) == ()


GOOGLE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:early\r
SUMMARY:朝会\r
DTSTART:20261106T233000Z\r
DTEND:20261107T000000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_times_in_utc_are_on_the_day_on_which_the_person_has_them():
    """Google writes all times so: 8:30 in Tokyo is the day before in UTC."""
    (found,) = happenings(GOOGLE, *days("2026-11-07", "2026-11-08"), TOKYO)
    assert "2026-11-07 08:30 +09:00 to 2026-11-07 09:00 +09:00" in found.line()
    assert happenings(GOOGLE, *days("2026-11-06", "2026-11-07"), TOKYO) == ()


@pytest.mark.parametrize(
    ("here", "summer"), [("Asia/Tokyo", "+0900"), ("America/New_York", "-0400"), (":Europe/Berlin", "+0200")]
)
def test_the_zone_of_this_computer_has_its_name_and_its_summer_times(monkeypatch, here, summer):
    monkeypatch.setenv("TZ", here)
    at = read_time("2026-07-09 14:00", zone_of(""))
    assert at.strftime("%z") == summer
    text, _ = with_event("", Wanted("x", at, at + datetime.timedelta(hours=1)))
    assert f"DTSTART;TZID={here.removeprefix(':')}:20260709T140000" in text


def test_where_nobody_knows_the_zone_s_name_times_are_written_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    try:
        at = read_time("2026-07-09 14:00", zone_of(""))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "DTSTART:20260709T050000Z" in with_event("", Wanted("x", at, at + datetime.timedelta(hours=1)))[0]


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    port = free_port()
    folder = tmp_path_factory.mktemp("dav")
    (folder / "users").write_text("me:app-pass\n")
    words = ["-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "htpasswd",
             "--auth-htpasswd-filename", str(folder / "users"), "--auth-htpasswd-encryption", "plain",
             "--auth-delay", "0", "--storage-filesystem-folder", str(folder / "store")]  # fmt: skip
    with process(*words, port=port):
        body = b'<c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set><d:prop>' \
               b"<d:displayname>Work</d:displayname></d:prop></d:set></c:mkcalendar>"  # fmt: skip
        raw(port, "MKCALENDAR", "/me/work/", body)
        yield port


def raw(port, method, path, body=None):
    """A request past the connector."""
    token = base64.b64encode(b"me:app-pass").decode()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", body, {"Authorization": f"Basic {token}"}, method=method
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.read().decode()


@pytest.fixture
def work(tmp_path, documents, radicale):
    set_up = config(Kind.CALENDAR, zone="Asia/Tokyo", address=f"http://127.0.0.1:{radicale}/", user="me")
    made = CalendarConnector(set_up, Ring(password="app-pass").means())
    return Desk(made, tmp_path / "folder", tmp_path / "staging", documents)


def test_a_server_is_read_and_written(work):
    assert work.connector.state.standing is Standing.READY, work.connector.state.words
    assert work.connector.state.words.en == "Reached: Work."
    work.call("calendar_add", title="面談", start="2026-11-05 14:00", end="2026-11-05 15:00", repeat="weekly")
    text = work.text("calendar_events", begin="2026-11-01", end="2026-11-15")
    assert text.count("面談") == 2
    name = next(line for line in text.splitlines() if "面談" in line).split("\t")[0]
    work.call("calendar_change", id=name, place="会議室 A")
    assert "会議室 A" in work.text("calendar_events", begin="2026-11-01", end="2026-11-15")
    free_text = work.text("calendar_free", begin="2026-11-05", end="2026-11-05", minutes=60)
    assert "09:00 +09:00 to 14:00" in free_text
    work.call("calendar_remove", id=name)
    assert "0 events" in work.text("calendar_events", begin="2026-11-01", end="2026-11-15")


def test_a_server_tells_what_is_early_in_the_morning_of_the_person(work, radicale):
    raw(radicale, "PUT", "/me/work/early.ics", GOOGLE.encode())
    assert "朝会" in work.text("calendar_events", begin="2026-11-07", end="2026-11-07")


def test_what_changed_on_the_server_is_not_overwritten(work, radicale):
    work.call("calendar_add", title="一", start="2026-12-05 14:00", end="2026-12-05 15:00")
    text = work.text("calendar_events", begin="2026-12-01", end="2026-12-15")
    name = next(line for line in text.splitlines() if "\t一" in line).split("\t")[0]
    ready = work.ready("calendar_change", id=name, title="二")
    seen = work.connector._seen[name]
    raw(radicale, "PUT", seen.path, seen.text.replace("一", "三").encode())
    with pytest.raises(StaleError):
        asyncio.run(ready.run())
    assert "三" in raw(radicale, "GET", seen.path)
    with pytest.raises(StaleError):
        work.call("calendar_remove", id=name)


def test_who_changes_an_event_must_have_seen_it_and_is_asked_by_its_name(work):
    with pytest.raises(InvalidArgumentsError, match="List the events first"):
        work.ready("calendar_remove", id="anything")
    work.call("calendar_add", title="Review of 2027", start="2026-12-20", end="2026-12-21")
    text = work.text("calendar_events", begin="2026-12-18", end="2026-12-22")
    name = next(line for line in text.splitlines() if "Review" in line).split("\t")[0]
    assert "deletes something" in work.verdict("calendar_remove", "delete Review of 2027", id=name)
    assert (
        work.verdict(
            "calendar_change", "move Review of 2027 to 2026-12-22", id=name, start="2026-12-22", end="2026-12-23"
        )
        == ""
    )
    assert "You did not name" in work.verdict(
        "calendar_change", "tidy up", id=name, start="2026-12-22", end="2026-12-23"
    )


def test_a_wrong_password_asks(tmp_path, documents, radicale):
    set_up = config(Kind.CALENDAR, address=f"http://127.0.0.1:{radicale}/me/", user="me")
    desk = Desk(CalendarConnector(set_up, Ring(password="x").means()), tmp_path / "f", tmp_path / "s", documents)
    assert desk.connector.state.standing is Standing.ASKS
    assert "refused" in desk.connector.state.words.en


def test_no_password_goes_without_tls_to_another_computer(tmp_path, documents):
    set_up = config(Kind.CALENDAR, address="http://dav.example.com/", user="me")
    desk = Desk(CalendarConnector(set_up, Ring(password="x").means()), tmp_path / "f", tmp_path / "s", documents)
    assert "Without https" in desk.connector.state.words.en
