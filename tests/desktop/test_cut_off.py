"""A Turn that was cut off, in the window: it is offered to go on, or to be left; after a crash it goes on by itself."""

from PySide6.QtWidgets import QLabel

from agent.core.actions import Question
from agent.core.events import (
    CallEnded,
    CallStarted,
    Ending,
    MessageAdded,
    QuestionAsked,
    Steered,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.core.messages import Outcome, Text, ToolCall, ToolResult, UserMessage
from desktop.presenter.cut_off import cut_off
from desktop.presenter.fold import drawn
from desktop.presenter.items import Answer, CutOff, Over, Said, Steps, StepShown

CALL = ToolCall("c1", "organise", "{}")
BEGUN = (TurnStarted("t", "go"), CallStarted(CALL, "Tidy up"), QuestionAsked("c1", Question("q", "Delete it?")))


def items(stage):
    return stage.controller.picture.session.items


def test_a_task_that_was_cut_off_is_offered_to_go_on_and_does(play, until):
    stage = play("cut_off")
    until(lambda: bool(items(stage)))
    card = stage.window.timeline.card("cut-off")
    told = " ".join(label.text() for label in card.findChildren(QLabel))
    assert "Interrupted · 3 files changed" in told
    assert "Delete 3 duplicates" in told
    assert not stage.window.approval.isVisible()
    card.resume.click()
    until(lambda: isinstance(items(stage)[-1], Over))
    assert isinstance(items(stage)[-2], Answer)
    assert not [item for item in items(stage) if isinstance(item, CutOff)]


def test_a_task_that_was_cut_off_can_be_left(play, until):
    stage = play("cut_off")
    until(lambda: bool(items(stage)))
    stage.window.timeline.card("cut-off").leave.click()
    until(lambda: isinstance(items(stage)[-1], Over))
    assert items(stage)[-1].code == "interrupted"
    assert stage.controller.picture.sessions.views[0].state == "stopped"


def test_a_call_that_was_cut_off_is_one_step_when_it_runs_again():
    waits = cut_off(drawn(BEGUN))
    assert not waits.running
    assert (waits.question, waits.items[-1]) == (None, CutOff("cut-off", 0, "Delete it?"))
    done = CallEnded(ToolResult("c1", Outcome.DONE, ()))
    picture = drawn((*BEGUN, TurnResumed("t"), CallStarted(CALL, "Tidy up"), done))
    assert picture.running
    (steps,) = [item for item in picture.items if isinstance(item, Steps)]
    assert [step.state for step in steps.steps] == [StepShown.DONE]


def test_words_that_were_said_stand_there_until_they_are_heard_once():
    said = (TurnStarted("t", "go"), Steered("and quickly"))
    heard = (*said, MessageAdded(UserMessage((Text("and quickly"),))), TurnEnded(Ending.DONE))
    for notices, waits in ((said, True), (heard, False)):
        assert [item.queued for item in drawn(notices).items if isinstance(item, Said)] == [waits]
