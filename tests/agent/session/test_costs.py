"""What a Session and all of them cost: folds over the Journal."""

import pytest

from agent.core.events import Reserved, SessionChanged, Spent, TurnStarted, UsageAdded
from agent.core.messages import Usage
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.models.prices import simple
from agent.session.account import account_of
from agent.session.costs import costs, together
from agent.session.fold import folded
from agent.session.forecast import forecast, past
from agent.session.journal import Journal
from agent.session.spending import Scope, scopes_of
from agent.session.state import SessionState

OLD = UsageAdded("old", Usage(100, 10, cost=0.5), "h")
PAID = Spent("r", "new", Usage(200, 20, 50, 0.25, 5), "h", expected=180)
ITS_STEP = UsageAdded("new", Usage(200, 20, 50, 0.25, 5), "h")
BROKEN = Spent("b", "new", Usage(300, 3, cost=0.1), "h", estimated=True)
UNPRICED = Spent("u", "other", Usage(7, 7), "h")


@pytest.fixture
def journal(tmp_path):
    opened = Journal(tmp_path / "journal.db")
    opened.start("s1")
    opened.start("s2")
    yield opened
    opened.close()


def test_a_request_is_counted_once_whether_it_was_answered_or_not():
    state = folded(SessionState(), (OLD, Reserved("r", 9.0), PAID, ITS_STEP, BROKEN, UNPRICED))
    assert state.steps == 2
    assert (state.total.input, state.total.output, state.total.cached, state.total.written) == (607, 40, 50, 5)
    assert state.total.cost == pytest.approx(0.85)


def test_what_a_task_may_cost_is_what_was_said_last():
    said = (SessionChanged(most=1.0), SessionChanged(title="Another"), SessionChanged(most=2.5))
    assert folded(SessionState(), said).most == 2.5
    assert folded(SessionState(), ()).most is None


def test_costs_are_kept_apart_by_session_and_model_and_unknown_prices_are_named(journal):
    for event in (OLD, PAID, ITS_STEP, BROKEN, UNPRICED):
        journal.append("s1", event)
    journal.append("s2", OLD)
    found = costs(journal)
    by_model = {one.model: one for one in together(found, "model")}
    assert by_model["old"].requests == 2
    assert by_model["old"].usage.cost == pytest.approx(1.0)
    assert (by_model["new"].requests, by_model["new"].estimated, by_model["new"].usage.written) == (2, 1, 5)
    assert (by_model["other"].unpriced, by_model["other"].usage.cost) == (1, None)
    assert {one.session for one in costs(journal, "s2")} == {"s2"}
    assert costs(journal, since="9999-01-01") == ()


def test_the_report_of_a_task_counts_as_its_state_does(journal):
    for event in (OLD, PAID, ITS_STEP, BROKEN, UNPRICED):
        journal.append("s1", event)
    account = account_of(journal.records("s1"))
    assert (account.usage["new", "h"].input, account.usage["old", "h"].input) == (500, 100)
    assert account.usage["new", "h"].cost == pytest.approx(0.35)
    assert account.unpriced == {("other", "h")}


def test_a_day_is_the_persons_own(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert Scope("day", when="2026-11-26") in scopes_of("s", "2026-11-25T15:30:00+00:00", "")
    finally:
        monkeypatch.undo()
        time.tzset()


def entries(count):
    return [Entry(Place("", f"{at}.txt"), "file", 40_000, 0) for at in range(count)]


def worked(journal, text, tokens):
    journal.append("s1", TurnStarted(f"t{tokens}", text))
    journal.append("s1", Spent("x", "m", Usage(tokens, tokens // 20)))


def test_a_forecast_comes_from_the_folder_then_from_tasks_that_were_like_it(journal):
    price = simple(2.0, 10.0)
    small, large = (forecast("Sum up the invoices", price, (), entries(count)) for count in (1, 60))
    assert 0 < small.low < small.high < large.high
    assert "60" in large.words.en
    assert "60" in large.words.ja
    for tokens in (100_000, 110_000, 120_000):
        worked(journal, "Sum up the invoices of October", tokens)
    for tokens in (5_000_000, 6_000_000):
        worked(journal, "全社員の給与明細を作成", tokens)
    tasks = past(journal)
    assert len(tasks) == 5
    alike = forecast("Sum up the invoices of November", price, tasks, entries(60))
    paid = 100_000 * 2 / 1e6 + 5_000 * 10 / 1e6
    assert alike.low < paid < alike.high < 3 * paid
    assert "3 tasks like this one" in alike.words.en
    other = forecast("Rotate zyx", price, tasks, entries(60))
    assert other.high > 10 * paid
    assert "last 5 tasks" in other.words.en
