"""A Turn that was cut off goes on where it was: from what the Journal holds up to any Event, with a real house."""

import asyncio
import time
from dataclasses import replace

import pytest

from agent.core.actions import Effect, Mode, Question, Row
from agent.core.errors import NeedsUserError
from agent.core.events import (
    CallEnded,
    CallStarted,
    Ending,
    MessageAdded,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    SessionChanged,
    Steered,
    TurnEnded,
    TurnResumed,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import (
    AssistantMessage,
    Finish,
    Outcome,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    Usage,
    UserMessage,
    text_of,
)
from agent.models.scripted import ScriptedModel, calls, says
from agent.session.fold import Fold, folded
from agent.session.history import said
from agent.session.limits import Limits
from agent.session.state import SessionState
from desktop.compose.asked import Asked
from tests.journeys.october import Desk

ASK = ToolCall("call_1", "ask_person", '{"question": "Which year?", "choices": ["2025", "2026"]}')
READ = ToolCall("call_2", "read", '{"path": "notes.txt"}')
PAID = UsageAdded("scripted", Usage(10, 10, cost=0.25))


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


def cut_off(desk, *events):
    """A Session whose process was killed after these Events of its Turn."""
    desk.house.journal.start("s")
    begun = (TurnStarted("t", "go"), MessageAdded(said("go", ())))
    granted = (RootGranted("", str(desk.root)), SessionChanged(mode=Mode.ACT))
    for event in (*granted, *begun, *events):
        desk.house.journal.append("s", event)


async def gone_on(desk, *steps, limits=None):
    """How the Turn ends when it goes on with these steps, and what its model heard."""
    opened = desk.house.open("s", lambda _s, _n, notice: desk.told.append(notice), "en")
    model = ScriptedModel(steps)
    ended = await opened.resume(Asked("", model, limits=limits or Limits()), desk)
    return ended, model, opened


def resumed(desk, *steps, limits=None):
    return asyncio.run(gone_on(desk, *steps, limits=limits))


def results(model):
    return [one for m in model.heard[-1] if isinstance(m, ToolMessage) for one in m.results]


def test_what_reached_outside_is_unknown_and_never_repeated(desk):
    cut_off(desk, PAID, MessageAdded(AssistantMessage((), (READ,))), CallStarted(READ, "Send it", outward=True))
    _, model, _ = resumed(desk, says("I will look."))
    assert [one.outcome for one in results(model)] == [Outcome.UNKNOWN]
    assert not desk.of(CallStarted)


def test_what_only_read_runs_again_and_what_had_its_result_keeps_it(desk):
    kept = CallEnded(_result("call_1", "as it was"))
    both = MessageAdded(AssistantMessage((), (ASK, READ)))
    cut_off(desk, PAID, both, CallStarted(ASK, "Ask"), kept, CallStarted(READ, "Read"))
    ended, model, _ = resumed(desk, says("done"))
    first, second = results(model)
    assert (ended.ending, text_of(first.for_model)) == (Ending.DONE, "as it was")
    assert "one" in text_of(second.for_model)
    assert [event.call.id for event in desk.of(CallStarted)] == ["call_2"]


def test_an_answer_that_was_given_counts_and_nobody_is_asked_again(desk):
    question = Question("q1", "Which year?", choices=("2025", "2026"))
    answer = replace(question.answer((), True, "2025"), at=time.time())
    step = MessageAdded(AssistantMessage((), (ASK,)))
    cut_off(desk, PAID, step, CallStarted(ASK, "Ask"), QuestionAsked("call_1", question), QuestionAnswered(answer))
    _, model, _ = resumed(desk, says("done"))
    assert "2025" in text_of(results(model)[0].for_model)
    assert not desk.of(QuestionAsked)


def test_an_answer_to_other_rows_counts_for_nothing(desk):
    question = Question("q1", "Which year?", rows=(Row(0, Effect.DELETE, "notes.txt"),), digest="other")
    answer = replace(question.answer((0,), True, "2025"), at=time.time())
    step = MessageAdded(AssistantMessage((), (ASK,)))
    cut_off(desk, PAID, step, CallStarted(ASK, "Ask"), QuestionAsked("call_1", question), QuestionAnswered(answer))
    resumed(desk, says("done"))
    assert [asked.question.title for asked in desk.of(QuestionAsked)] == ["Which year?"]


def test_a_whole_answer_is_not_asked_for_again(desk):
    cut_off(desk, PAID, MessageAdded(AssistantMessage((Text("All done."),))))
    ended, model, _ = resumed(desk)
    assert (ended.ending, model.heard) == (Ending.DONE, [])


def test_an_answer_that_was_cut_at_its_length_is_gone_on_with(desk):
    cut_off(desk, replace(PAID, finish=Finish.LENGTH), MessageAdded(AssistantMessage((Text("First,"),))))
    _, model, _ = resumed(desk, says("and last."))
    assert "cut off" in text_of(model.heard[0][-1].parts)


def test_steps_and_money_count_across_the_interruption(desk):
    cut_off(desk, PAID, MessageAdded(AssistantMessage((), (READ,))))
    ended, model, opened = resumed(desk, says("never"), limits=Limits(steps=1))
    assert (ended.ending, model.heard) == (Ending.LIMIT, [])
    assert (opened.session.state.steps, opened.session.state.usage.cost) == (1, PAID.usage.cost)


def test_words_that_were_said_before_the_kill_are_heard_once(desk):
    cut_off(desk, PAID, MessageAdded(AssistantMessage((), (READ,))), Steered("and quickly"))
    _, model, opened = resumed(desk, calls("read", {"path": "notes.txt"}), says("done"))
    for heard in model.heard:
        assert [text_of(m.parts) for m in heard if isinstance(m, UserMessage)] == ["go", "and quickly"]
    assert opened.session.state.steered == ()


def test_new_words_close_what_was_cut_off_and_keep_what_was_said(desk):
    cut_off(desk, PAID, MessageAdded(AssistantMessage((), (READ,))), CallStarted(READ, "Read"), Steered("and quickly"))

    async def work():
        opened = desk.house.open("s", lambda _s, _n, notice: desk.told.append(notice), "en")
        model = ScriptedModel([says("done")])
        await opened.begin(Asked("something else", model), desk)
        return model

    model = asyncio.run(work())
    assert [ended.code for ended in desk.of(TurnEnded)] == ["interrupted", ""]
    assert [text_of(m.parts) for m in model.heard[0] if isinstance(m, UserMessage)] == [
        "go", "and quickly", "something else",
    ]  # fmt: skip
    assert [one.outcome for one in results(model)] == [Outcome.UNKNOWN]


def test_nothing_goes_on_where_nothing_was_cut_off(desk):
    cut_off(desk, TurnEnded(Ending.DONE))
    with pytest.raises(NeedsUserError) as refused:
        resumed(desk)
    assert refused.value.code == "not_interrupted"
    assert not desk.of(TurnResumed)


def test_a_file_that_was_read_before_the_kill_can_be_changed_after_it(desk):
    async def first():
        opened = desk.open()
        await desk.turn(opened, calls("read", {"path": "notes.txt"}), says("read"))
        opened.session.close()
        return opened.session.id

    async def second(session):
        opened = desk.house.open(session, lambda *_: None, "en")
        edit = {"path": "notes.txt", "ops": [{"op": "replace", "find": "one", "with": "two"}]}
        _, model = await desk.turn(opened, calls("edit", edit), says("done"))
        return model

    model = asyncio.run(second(asyncio.run(first())))
    assert [one.outcome for one in results(model)] == [Outcome.DONE, Outcome.DONE]
    assert (desk.root / "notes.txt").read_text().startswith("two")


def test_the_fold_is_the_same_however_its_events_come(desk):
    async def work():
        opened = desk.open()
        steps = (calls("read", {"path": "notes.txt"}), calls("write_file", {"path": "a.txt", "text": "a"}), says("ok"))
        await desk.turn(opened, *steps)
        await opened.undo_all()
        return opened.session

    session = asyncio.run(work())
    events = [record.event for record in desk.house.journal.records(session.id)]
    fold = Fold(SessionState())
    for event in events:
        before = fold.state
        fold.take(event)
        assert fold.state == folded(before, [event])
    assert fold.state == folded(SessionState(), events) == session.state
    assert len(events) > 10


def _result(call, text):
    return ToolResult(call, Outcome.DONE, (Text(text),))
