"""Delegates in the picture: one line for each, whatever order they work in."""

from agent.core.events import (
    CallEnded,
    CallStarted,
    Delegated,
    Ending,
    ItemEnded,
    QuestionAsked,
    TurnEnded,
    TurnStarted,
)
from agent.core.messages import Outcome, ToolCall, ToolResult
from desktop.presenter.fold import drawn
from desktop.presenter.items import Delegates, Steps, StepShown
from tests.desktop.delegate_scenes import at_work
from tests.desktop.presenter.test_fold import ROWS


def english(en, _):
    return en


BEGIN = [TurnStarted("t", "Check the contracts"), *at_work(english)]


def group(notices):
    (found,) = [item for item in drawn(notices).items if isinstance(item, Delegates)]
    return found


def test_each_has_a_line_with_its_state_steps_and_cost():
    item = group(BEGIN)
    assert (len(item.all), item.done, item.failed, item.state) == (30, 12, 1, StepShown.RUNNING)
    first, failed, working, waiting = item.all[0], item.all[12], item.all[15], item.all[29]
    assert (first.state, first.steps, first.cost, first.over) == (StepShown.DONE, 2, 0.026, True)
    assert first.result == "Notice period: 2 months (§ 7)"
    assert [line[2] for line in first.lines] == [StepShown.DONE, StepShown.DONE]
    assert (failed.state, failed.result) == (StepShown.FAILED, "The file is locked with a password.")
    assert (working.state, working.doing) == (StepShown.RUNNING, "Search for “notice”")
    assert (waiting.state, waiting.steps) == (StepShown.SKIPPED, 0)


def test_what_they_use_is_in_the_cost_of_the_task():
    picture = drawn(BEGIN)
    assert picture.cost is not None
    assert round(picture.cost, 6) == round(sum(one.cost or 0 for one in group(BEGIN).all), 6)


def test_a_second_try_begins_anew_on_the_same_line():
    again = [*BEGIN, Delegated("x.12", TurnStarted("n", "again"))]
    one = group(again).all[12]
    assert (one.state, one.over, one.result) == (StepShown.RUNNING, False, "")


def test_a_stop_leaves_nobody_working():
    item = group([*BEGIN, TurnEnded(Ending.STOPPED)])
    assert item.state is not StepShown.RUNNING
    assert item.all[15].state is StepShown.UNKNOWN
    assert item.all[29].state is StepShown.SKIPPED
    assert item.done == 12


def test_the_one_question_about_all_of_it_belongs_to_the_step_that_handed_out():
    ended = [ItemEnded(f"x.{at}", Outcome.DONE) for at in range(30)]
    picture = drawn([*BEGIN, *ended, QuestionAsked("c7", ROWS)])
    steps = next(item for item in picture.items if isinstance(item, Steps))
    assert steps.state is StepShown.WAITING
    assert not isinstance(picture.items[-1], Steps)


def test_a_step_that_comes_later_stands_below_them():
    call = ToolCall("c8", "read", "{}")
    after = [*BEGIN, CallEnded(ToolResult("c7", Outcome.DONE, ())), CallStarted(call, "Read it back")]
    assert [type(item).__name__ for item in drawn(after).items] == ["Steps", "Delegates", "Steps"]
