"""A planner hands pieces out; every delegate works alone in its draft, and the whole is one change."""

import json
import time

import pytest

from agent.core.actions import Mode
from agent.core.errors import TransientError
from agent.core.events import CallEnded, CheckpointMade, Ending, ItemsPlanned, Noted, QuestionAsked, Sent
from agent.core.words import Words
from agent.models.scripted import calls
from agent.session.delegation.tool import DelegateTool
from tests.agent.session.delegation.crew import Person, copying, items, last, report


def test_every_piece_is_done_and_all_of_it_is_one_change(crew_of):
    crew = crew_of()
    end = crew.run(items(1, 2, 3, 4, 5), "All copied.")
    assert end.ending is Ending.DONE
    assert sorted(crew.ends()) == [(f"i{n}", "done") for n in range(1, 6)]
    (made,) = crew.of(CheckpointMade)
    assert [one.place for one in made.checkpoint.changed] == [f"out/c{n}.txt" for n in range(1, 6)]
    assert (crew.root / "out/c3.txt").read_text() == "30 copied\n"
    assert "n3 value = 30 (n3.txt L1; item i3)" in crew.result()
    assert "5 of 5 items are done" in crew.result()


def test_the_person_is_asked_once_for_everything_and_can_decline_single_files(crew_of):
    crew, person = crew_of(), Person(only=(0, 2))
    crew.run(items(1, 2, 3), "Done.", mode=Mode.CHANGES, approver=person)
    assert [[row.target for row in question.rows] for question in person.asked] == [
        ["out/c1.txt", "out/c2.txt", "out/c3.txt"]
    ]
    assert sorted(path.name for path in (crew.root / "out").iterdir()) == ["c1.txt", "c3.txt"]


def test_writes_that_could_meet_are_refused_before_anything_is_launched(crew_of):
    crew = crew_of()
    both = [
        {"id": "a", "task": "one", "writes": ["Out/*.TXT"]},
        {"id": "b", "task": "two", "writes": ["out/x.txt"]},
    ]
    crew.run(calls("delegate", {"items": both}), "Sorry.")
    assert "'a' and 'b' could write the same file" in crew.result()
    assert crew.hands.heard == []


CURIOUS = (
    ("read", {"path": "n2.txt"}),
    ("find", {"pattern": "*"}),
    ("search", {"query": "20"}),
    ("write_file", {"path": "n2.txt", "text": "mine"}),
    ("read", {"path": "n1.txt"}),
    ("write_file", {"path": "n1.txt", "text": "mine"}),
    ("organise", {"items": [{"delete": "n1.txt"}]}),
)


def test_a_delegate_sees_and_changes_only_what_its_piece_declares(crew_of):
    seen = []

    def curious(task, step, history):
        if step:
            seen.append(last(history))
        return calls(*CURIOUS[step]) if step < len(CURIOUS) else report("I tried.", unclear="all of it")

    crew = crew_of(curious)
    before = crew.files()
    crew.run(items(1), "Done.")
    assert "not_declared" in seen[0]
    assert "n1.txt" in seen[1]
    assert "n2.txt" not in seen[1]
    assert "n2.txt" not in seen[2]
    assert seen[3].startswith("[not_declared]")
    assert [words.partition("]")[0] for words in seen[5:]] == ["[not_declared", "[not_declared"]
    assert crew.files() == before
    assert not {"delegate", "ask_person", "plan"} & crew.hands.tools
    assert "report" in crew.hands.tools


def test_what_reads_the_work_of_another_comes_after_it_and_sees_it(crew_of):
    def answer(task, step, history):
        if "sum" not in task:
            return copying(task, step, history)
        if step == 0:
            return calls("read", {"path": "out/c2.txt"})
        if step == 1:
            return calls("write_file", {"path": "sum.txt", "text": last(history).split("\n")[-2]})
        return report("Summed.")

    crew = crew_of(answer)
    late = {"id": "s", "task": "sum it", "reads": ["out"], "writes": ["sum.txt"]}
    more = [
        {"id": f"i{n}", "task": f"copy n{n}.txt", "reads": [f"n{n}.txt"], "writes": [f"out/c{n}.txt"]} for n in (1, 2)
    ]
    crew.run(calls("delegate", {"items": [late, *more]}), "Done.")
    assert crew.ends()[-1] == ("s", "done")
    assert "20 copied" in (crew.root / "sum.txt").read_text()


def test_a_circle_is_refused(crew_of):
    crew = crew_of()
    circle = [
        {"id": "a", "task": "one", "reads": ["b.txt"], "writes": ["a.txt"]},
        {"id": "b", "task": "two", "reads": ["a.txt"], "writes": ["b.txt"]},
    ]
    crew.run(calls("delegate", {"items": circle}), "Sorry.")
    assert "[circle]" in crew.result()


def test_what_fails_is_tried_once_more_and_then_named_and_the_rest_is_kept(crew_of):
    tries = []

    def answer(task, step, history):
        if "n2" in task and step == 1:
            tries.append(task)
            return TransientError(Words("The server is gone.", "接続できません。"))
        return copying(task, step, history)

    crew = crew_of(answer)
    crew.run(items(1, 2, 3), "Two of three.")
    assert dict(crew.ends())["i2"] == "failed"
    assert len(tries) == 2
    assert "tried before and failed" in tries[1]
    assert "Not done (nothing of these is in the changes): i2" in crew.result()
    assert sorted(path.name for path in (crew.root / "out").iterdir()) == ["c1.txt", "c3.txt"]


def test_a_second_try_can_succeed(crew_of):
    tries: list[int] = []

    def answer(task, step, history):
        if "n2" in task and step == 2 and not tries:
            tries.append(1)
            return TransientError(Words("The server is gone.", "接続できません。"))
        return copying(task, step, history)

    crew = crew_of(answer)
    crew.run(items(1, 2), "Done.")
    assert dict(crew.ends()) == {"i1": "done", "i2": "done"}
    assert (crew.root / "out/c2.txt").read_text() == "20 copied\n"


def test_a_bug_in_one_piece_costs_only_that_piece(crew_of):
    def answer(task, step, history):
        if "n1" in task:
            raise KeyError("a bug")
        return copying(task, step, history)

    crew = crew_of(answer)
    crew.run(items(1, 2), "One of two.")
    assert dict(crew.ends()) == {"i1": "failed", "i2": "done"}


def test_a_declared_file_that_was_not_made_is_asked_for_and_then_named(crew_of):
    heard = []

    def lazy(task, step, history):
        if step:
            heard.append(last(history) if step == 1 else "")
        return report("All done.")

    crew = crew_of(lazy)
    crew.run(items(1), "Hm.")
    assert "You have not made out/c1.txt" in heard[0]
    assert "Declared and not made: i1: out/c1.txt" in crew.result()


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (
            '{"text": "Found it.", "claims": [{"key": "n1 value", "value": 10, "source": "n1.txt"}]}',
            "n1 value = 10 (n1.txt",
        ),
        ("The value is 10.", "The value is 10."),
    ],
)
def test_a_model_that_reports_in_its_answer_is_understood_too(crew_of, words, claim):
    crew = crew_of(lambda task, step, history: words)
    crew.run(calls("delegate", {"items": [{"id": "a", "task": "look", "reads": ["n1.txt"]}]}), "Done.")
    assert claim in crew.result()
    assert crew.ends() == [("a", "done")]


def test_what_left_is_told_with_the_sources_of_that_delegate(crew_of):
    crew = crew_of()
    opened = []

    async def keep(session):
        opened.append(session)

    crew.run(items(1, 2), "Done.", meanwhile=keep)
    assert {source.name for source in opened[0].session.state.sources} >= {"n1.txt", "n2.txt"}
    assert crew.of(Sent) == []  # nothing left this process


def test_all_delegates_of_a_call_hear_the_same_system_text_and_their_own_task(crew_of):
    crew = crew_of()
    crew.run(items(1, 2, 3, shared="Use yen."), "Done.")
    (system,) = crew.hands.systems
    assert "Use yen." in system
    assert len({task for task, _ in crew.hands.heard}) == 3


def test_a_template_takes_each_item(crew_of):
    crew = crew_of()
    made = [{"id": f"i{n}", "task": f"n{n}.txt", "reads": [f"n{n}.txt"], "writes": [f"out/c{n}.txt"]} for n in (1, 2)]
    crew.run(calls("delegate", {"items": made, "template": "copy {item}"}), "Done.")
    assert (crew.root / "out/c2.txt").exists()


def heard_by(made, crew_of):
    """What a delegate heard when it read its note."""
    heard = []

    def answer(task, step, history):
        heard.append(last(history) if step == 1 else "")
        return copying(task, step, history)

    crew = crew_of(answer)
    crew.run(calls("delegate", {"items": made, "template": "copy {item}", "reads": ["{item}"]}), "Done.")
    return heard[1]


def test_a_template_fills_the_paths_too(crew_of):
    made = [{"id": "i1", "task": "n1.txt", "writes": ["out/c1.txt"]}]
    assert "L1\t10" in heard_by(made, crew_of)


def test_an_item_that_is_a_file_reads_that_file(crew_of):
    crew = crew_of()
    crew.run(calls("delegate", {"items": [{"id": "n1.txt", "writes": ["out/c1.txt"]}], "template": "copy {item}"}), ".")
    ((item,),) = (one.items for one in crew.of(ItemsPlanned))
    assert item.reads == ("n1.txt",)


def test_what_was_unclear_is_counted_and_named(crew_of):
    crew = crew_of(lambda task, step, history: report("It is broken.", unclear="n1.txt is broken"))
    crew.run(calls("delegate", {"items": [{"id": "a", "task": "look", "reads": ["n1.txt"]}]}), "Done.")
    assert "1 of 1 items are done, 1 of them with something unclear." in crew.result()
    (note,) = (one.text for one in crew.of(Noted) if one.code == "doubtful")
    assert note == "Something was unclear in: look."
    assert note in crew.of(CallEnded)[-1].result.for_user


def test_in_plan_mode_no_draft_is_made(crew_of):
    crew = crew_of()
    crew.run(items(1), "A plan.", mode=Mode.PLAN)
    assert not (crew.root / "out").exists()
    assert crew.of(QuestionAsked) == []


def test_the_tool_costs_little_in_every_request():
    spec = DelegateTool(lambda: pytest.fail("not asked"), time.monotonic).spec
    sent = {"name": spec.name, "description": spec.description, "parameters": spec.parameters}
    assert len(json.dumps(sent)) < 900
