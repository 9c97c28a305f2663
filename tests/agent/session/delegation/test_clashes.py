"""What changed meanwhile, and what delegates found that contradicts."""

import threading

import pytest

from agent.core.events import CallEnded
from agent.models.scripted import calls, says
from agent.session.delegation.claims import contradictions, decided
from agent.session.delegation.reports import Claim
from tests.agent.session.delegation.crew import Person, copying, items, report


def test_a_file_that_the_person_changed_meanwhile_is_worked_on_again_once(crew_of):
    changed = threading.Event()
    notes = []

    def answer(task, step, history):
        notes.append(task)
        if "n1" in task and step == 2 and not changed.is_set():
            (crew.root / "n1.txt").write_text("11\n")
            changed.set()
        return copying(task, step, history)

    crew = crew_of(answer)
    crew.run(items(1, 2), "Done.")
    assert any("n1.txt" in one and "changed while this piece was worked on" in one for one in notes)
    assert [end for end in crew.ends() if end[0] == "i1"] == [("i1", "done")] * 2
    assert [end for end in crew.ends() if end[0] == "i2"] == [("i2", "done")]


@pytest.mark.parametrize(("choice", "outcome"), [("Leave it out", "failed"), ("Work on it once more", "done")])
def test_when_it_changes_again_the_person_decides(crew_of, choice, outcome):
    rounds: list[int] = []

    def answer(task, step, history):
        if "n1" in task and step == 2 and len(rounds) < 2:
            rounds.append(1)
            (crew.root / "n1.txt").write_text(f"{len(rounds)}\n")
        return copying(task, step, history)

    crew, person = crew_of(answer), Person(choice)
    crew.run(items(1, 2), "Done.", approver=person)
    (question,) = person.asked
    assert "n1.txt" in question.title
    assert [end for end in crew.ends() if end[0] == "i1"][-1] == ("i1", outcome)
    assert (crew.root / "out/c1.txt").exists() == (outcome == "done")
    assert (crew.root / "out/c2.txt").exists()


def contradicting(task, step, history):
    if "Others found different values" in task:
        return report("Looked.", ("Rent 2026", "1,200", "n2.txt", "n2.txt is signed, n1.txt is a draft"))
    number = task.split("look n")[1].split(".txt")[0]
    value = {"1": "1100", "2": "1200.00", "3": "1,200"}[number]
    return report("Found.", ("Rent 2026", value, f"n{number}.txt", "L1"))


def looks(*numbers):
    made = [{"id": f"i{n}", "task": f"look n{n}.txt", "reads": [f"n{n}.txt"]} for n in numbers]
    return calls("delegate", {"items": made})


def test_contradictions_are_settled_by_looking_at_both_places(crew_of):
    crew = crew_of(contradicting)
    crew.run(looks(1, 2, 3), "1,200.")
    assert ("arbiter", "done") in crew.ends()
    assert "'1100' (n1.txt L1)" in crew.result()
    assert "-> 1200.00 (n2.txt is signed, n1.txt is a draft)" in crew.result()


def test_what_stays_open_is_named_with_both_sources_to_the_model_and_the_person(crew_of):
    def undecided(task, step, history):
        if "Others found" in task:
            return report("Cannot tell.", ("Rent 2026", "1150", "", "the middle"), unclear="Rent 2026")
        return contradicting(task, step, history)

    crew = crew_of(undecided)
    crew.run(looks(1, 2), "Open.")
    assert "NOT settled" in crew.result()
    told = crew.of(CallEnded)[-1].result.for_user
    assert "Rent 2026: 1100 (n1.txt L1) / 1200.00 (n2.txt L1)" in told


def test_two_that_agree_never_outvote_one(crew_of):
    crew = crew_of(
        lambda task, step, history: says("no report") if "Others" in task else contradicting(task, step, history)
    )
    crew.run(looks(1, 2, 3), "Open.")
    assert "NOT settled" in crew.result()


def test_the_same_value_written_differently_is_no_contradiction(crew_of):
    crew = crew_of(contradicting)
    crew.run(looks(2, 3), "Same.")
    assert ("arbiter", "done") not in crew.ends()


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("1,200 EUR", "€1200.00", False),
        ("JPY 1,200", "¥1,200", False),
        ("1,200 EUR", "1,200 JPY", True),
        ("1,200", "1,200 JPY", False),
    ],
)
def test_a_currency_is_read_as_a_code_or_a_sign(first, second, differ):
    assert bool(contradictions([Claim("n total", first, "a.pdf"), Claim("n total", second, "b.pdf")])) == differ


def test_a_verdict_means_the_amount_of_its_own_currency():
    found = contradictions([Claim("n total", "1,200 EUR", "a.pdf"), Claim("n total", "1,200 JPY", "b.pdf")])
    (settled,) = decided(found, [Claim("n total", "¥1,200")])
    assert settled.settled is not None
    assert settled.settled.source == "b.pdf"
