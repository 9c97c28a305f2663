"""What tasks cost, and where they stop, on the command line: a priced model on loopback, several processes."""

import json

import pytest

from tests.redteam.model_server import ModelServer

PRICE = ("--in", "100", "--out", "100")
EACH = (1234 + 56) * 100 / 1_000_000
"""What the server says that it counted for each request, in US dollars."""

pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.fixture
def served(deskhand):
    """A model that looks into folder after folder without an end."""
    server = ModelServer([[("find", {"pattern": f"*{number}*"})] for number in range(60)])
    deskhand.run("model", "add", "m", "--base-url", server.url, "--model", "x", "--no-key")
    yield server
    server.close()


def ended(events):
    assert events[-1]["kind"] == "turn_ended"
    return events[-1]


def rows(deskhand, *options):
    return [json.loads(line) for line in deskhand.run("cost", "--json", *options).splitlines()]


def test_a_task_stops_before_its_limit_goes_on_when_it_is_raised_and_its_cost_is_told(deskhand, folder, served):
    deskhand.run("price", "m", *PRICE)
    given = ("run", "Look at everything", "--folder", str(folder), "--approve", "none")
    events = deskhand.events(*given, "--max-usd", "2.5", code=4)
    assert ended(events)["code"] == "limit_task"
    assert "$2.50" in ended(events)["sentence"]
    first = len(served.bodies)
    assert first * EACH > 2  # not long before it
    assert first * EACH <= 2.5
    assert any(e["kind"] == "noted" and e["code"] == "near_limit" for e in events)
    paid = rows(deskhand)
    (session,) = {row["session"] for row in paid}
    assert sum(row["usage"]["cost"] for row in paid) == pytest.approx(first * EACH)
    again = deskhand.events("resume", session, "--approve", "none", code=4)  # the limit is the session's, and holds
    assert ended(again)["code"] == "limit_task"
    assert len(served.bodies) == first
    deskhand.events("resume", session, "--approve", "none", "--max-usd", "3.5", code=4)
    assert first < len(served.bodies) <= 3.5 / EACH
    told = deskhand.run("cost", "--session", session)
    assert f"${len(served.bodies) * EACH:.2f}" in told
    assert f"{len(served.bodies) * 1234:,}" in told


def test_a_budget_is_one_sum_for_all_that_run_under_its_name(deskhand, folder, served):
    deskhand.run("price", "m", *PRICE)
    given = ("run", "Look", "--folder", str(folder), "--approve", "none", "--max-steps", "5", "--budget", "nightly")
    assert "deskhand budget nightly" in deskhand.told(*given)
    assert served.bodies == []
    deskhand.run("budget", "nightly", "--usd", "1.2", "--per", "month")
    codes: list[str] = []
    while not codes or codes[-1] == "limit":
        codes.append(ended(deskhand.events(*given, code=4))["code"])
    assert codes[-1] == "limit_budget"
    assert len(codes) > 1
    assert len(served.bodies) * EACH <= 1.2
    assert f"${len(served.bodies) * EACH:.2f} of $1.20 a month" in deskhand.run("budget")


def test_what_goes_on_is_paid_from_the_budget_with_which_it_began(deskhand, folder, served):
    deskhand.run("price", "m", *PRICE)
    deskhand.run("budget", "nightly", "--usd", "1.2")
    given = ("run", "Look", "--folder", str(folder), "--approve", "none", "--max-steps", "2", "--budget", "nightly")
    assert ended(deskhand.events(*given, code=4))["code"] == "limit"
    (session,) = {row["session"] for row in rows(deskhand)}
    assert ended(deskhand.events("resume", session, "--approve", "none", code=4))["code"] == "limit_budget"
    assert f"${len(served.bodies) * EACH:.2f} of $1.20" in deskhand.run("budget")


def test_an_unknown_price_is_said_and_a_limit_refuses_to_guess(deskhand, folder, served):
    config = deskhand.home / "settings" / "models.json"
    kept = json.loads(config.read_text())
    kept["models"][0]["base_url"] = "https://models.example.invalid/v1"
    config.write_text(json.dumps(kept))
    assert "not known" in deskhand.run("price")
    events = deskhand.events("run", "Look", "--folder", str(folder), "--max-usd", "1", code=5)
    assert ended(events)["code"] == "price_unknown"
    assert "deskhand price" in ended(events)["remedy"]
    assert not any(e["kind"] == "sent" for e in events)


def test_what_runs_here_is_counted_and_costs_nothing_and_minutes_end_it_between_its_steps(deskhand, folder, served):
    given = ("run", "Look", "--folder", str(folder), "--approve", "none", "--max-minutes", "0.0001")
    assert ended(deskhand.events(*given, code=4))["ending"] == "limit"
    asked = len(served.bodies)
    assert asked <= 2
    served.steps = ["Nothing to do."]
    deskhand.run("run", "Look", "--folder", str(folder))
    found = rows(deskhand)
    assert sum(row["requests"] for row in found) == asked + 1
    assert found[-1]["usage"]["input"] == 1234
    assert {(row["usage"]["cost"], row["unpriced"]) for row in found} == {(0.0, 0)}


def test_a_limit_holds_over_drafts_retries_and_the_second_model(deskhand, folder, served):
    deskhand.run("model", "add", "first", "--base-url", served.url, "--model", "y", "--no-key")
    for name in ("m", "first"):
        deskhand.run("price", name, *PRICE)
    look = served.steps
    served.steps = [look[0], 503, look[1], 401, *look[2:]]
    given = ("run", "Look at everything", "--folder", str(folder), "--approve", "none", "--model", "first")
    events = deskhand.events(*given, "--thorough", "--fallback", "m", "--max-usd", "1.5", code=4)
    assert ended(events)["code"] == "limit_task"
    models = [json.loads(body)["model"] for body in served.bodies]
    assert {"x", "y"} == set(models)
    assert models.count("y") > 3
    paid = rows(deskhand)
    assert sum(row["usage"]["cost"] for row in paid) == pytest.approx((len(models) - 2) * EACH)
    assert 1 < (len(models) - 2) * EACH <= 1.5
