"""The list of Sessions."""

import datetime

import pytest

from agent.core.actions import Mode
from agent.core.events import RootGranted
from desktop.presenter.sessions import Sessions, age, listed, updated, without
from desktop.wire.messages import SessionView

NOW = datetime.datetime(2026, 11, 20, 14, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


def view(name, at, title=""):
    roots = (RootGranted("r", f"/home/経費/{name}"),)
    return SessionView(name, title or name, "done", at, Mode.PLAN, "", roots)


def test_lines_are_sorted_by_their_last_use_and_follow_updates():
    sessions = listed(Sessions(), [view("a", "2026-01-01"), view("b", "2026-01-03")])
    assert [v.id for v in sessions.views] == ["b", "a"]
    assert [v.id for v in updated(sessions, view("a", "2026-01-04")).views] == ["a", "b"]


def test_an_archived_line_is_gone_and_not_chosen_any_more():
    sessions = Sessions((view("a", "1"), view("b", "2")), chosen="a")
    assert without(sessions, "a") == Sessions((view("b", "2"),))
    assert without(sessions, "b").chosen == "a"


def test_search_finds_titles_and_folders():
    sessions = Sessions((view("a", "1", "Invoices 2026"), view("b", "2", "写真")), search="2026 INV")
    assert [v.id for v in sessions.found] == ["a"]
    assert [v.id for v in Sessions(sessions.views, search="経費/b").found] == ["b"]


@pytest.mark.parametrize(
    ("moment", "unit", "count"),
    [
        ("2026-11-20T05:29:30Z", "now", 0), ("2026-11-20T05:35:00Z", "now", 0), ("2026-11-20T05:00:00Z", "minutes", 30),
        ("2026-11-20T01:00:00Z", "hours", 4), ("2026-11-19T14:00:00Z", "yesterday", 1),
        ("2026-11-18T14:00:00Z", "date", 2),
    ],
)  # fmt: skip
def test_ages_are_told_in_the_persons_own_days(moment, unit, count):
    told = age(moment, NOW)
    assert told is not None
    assert (told.unit, told.count) == (unit, count)


def test_a_time_that_is_none_has_no_age():
    assert age("", NOW) is None


def test_folders_of_the_last_tasks_are_listed_once_as_they_were_granted_last():
    root = RootGranted("", "/a")
    lines = (
        line("1", "2026-11-01T00:00:00Z", root),
        line("2", "2026-11-03T00:00:00Z", RootGranted("", "/a", writable=False), RootGranted("B", "/b")),
        line("3", "2026-11-04T00:00:00Z", RootGranted("", "/single", only=("x.pdf",))),
    )
    assert listed(Sessions(), lines).folders == (RootGranted("", "/a", writable=False), RootGranted("B", "/b"))


def line(session, updated, *roots):
    return SessionView(session, "t", "done", updated, Mode.DESTRUCTIVE, "", roots)
