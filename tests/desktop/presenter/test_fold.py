"""What a Session looks like after its Notices, live and from the Journal."""

from dataclasses import replace

import pytest

from agent.core.actions import Approval, Effect, Mode, Question, Row, Trust
from agent.core.changes import Changed, Checkpoint
from agent.core.events import (
    CallEnded,
    CallProgress,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    Noted,
    PlanSet,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    SessionChanged,
    Steered,
    TextStreamed,
    TurnEnded,
    TurnStarted,
    UnknownEvent,
    UsageAdded,
)
from agent.core.messages import (
    AssistantMessage,
    Outcome,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    Usage,
    UserMessage,
)
from agent.core.plans import PlanStep
from desktop.presenter.fold import drawn, shown
from desktop.presenter.items import Answer, Asked, ModeSet, Note, Over, PutBack, Said, Steps, StepShown

ROWS = Question("q1", "Delete 2 files", rows=(Row(0, Effect.DELETE, "a.txt", destructive=True),), digest="d")


def draw(notices):
    return drawn(notices)


def then(picture, notice, now=0.0):
    return shown(picture, notice, now)


def person(text, attachments=()):
    return MessageAdded(UserMessage((Text(text),), attachments))


def model(text, *calls):
    return MessageAdded(AssistantMessage((Text(text),) if text else (), calls))


def call(name="c1"):
    return ToolCall(name, "read", "{}")


def done(name="c1", outcome=Outcome.DONE, **more):
    return CallEnded(ToolResult(name, outcome, (Text("said to the model"),), "Read 1 file.", **more))


def checkpoint(name, *changed, undoes=""):
    return Checkpoint(name, "s", f"title {name}", "2026-01-01T00:00:00Z", changed, undoes)


def kinds(picture):
    return [type(item) for item in picture.items]


def test_streamed_text_grows_one_answer_and_the_whole_message_takes_its_place():
    live = draw([TurnStarted("t", "Hi"), person("Hi"), TextStreamed("He"), TextStreamed("llo")])
    assert live.items[-1] == Answer("answer-1", "Hello", streaming=True)
    whole = then(live, model("Hello."))
    assert whole.items[-1] == Answer("answer-1", "Hello.", streaming=False)
    assert kinds(whole) == [Said, Answer]


def test_thinking_is_a_state_and_no_text():
    picture = draw([TurnStarted("t", "Hi"), TextStreamed("secret", thinking=True)])
    assert picture.thinking
    assert picture.items == ()
    assert not then(picture, TextStreamed("a")).thinking
    assert draw([MessageAdded(AssistantMessage((Thinking("secret"),)))]).items == ()


def test_a_message_without_words_leaves_no_empty_answer_behind():
    assert kinds(draw([TextStreamed("Let me"), model("", call())])) == []


def test_calls_without_words_between_them_are_one_item_and_words_part_them():
    picture = draw(
        [
            CallStarted(call("a"), "Read 1 file"), done("a"), MessageAdded(ToolMessage(())), model("", call("b")),
            CallStarted(call("b"), "Search"), done("b"), model("Found it.", call("c")), CallStarted(call("c"), "Write"),
        ]
    )  # fmt: skip
    assert kinds(picture) == [Steps, Answer, Steps]
    assert [step.call for step in picture.items[0].steps] == ["a", "b"]
    assert picture.items[2].state is StepShown.RUNNING


def test_a_step_knows_how_long_it_took_and_how_far_it_is():
    picture = then(draw([]), CallStarted(call(), "Read 3 files"), now=10.0)
    picture = then(picture, CallProgress("c1", "b.pdf", 2, 3), now=11.0)
    assert (picture.items[0].steps[0].progress, picture.items[0].steps[0].total) == ("b.pdf", 3)
    picture = then(picture, done(), now=12.5)
    step = picture.items[0].steps[0]
    assert (step.seconds, step.progress, step.result) == (2.5, "", "Read 1 file.")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_own_state(outcome):
    picture = draw([CallStarted(call(), "Read"), done(outcome=outcome)])
    assert picture.items[0].steps[0].state.value == outcome.value


def test_a_call_that_was_refused_before_it_began_is_still_told():
    picture = draw([done(outcome=Outcome.DENIED, code="denied")])
    assert picture.items[0].steps[0].title == "Read 1 file."
    assert picture.items[0].state is StepShown.DENIED


def test_a_question_about_a_running_step_waits_in_it_and_goes_on_after_the_answer():
    asked = draw([CallStarted(call(), "Delete"), QuestionAsked("c1", ROWS)])
    assert asked.question is ROWS
    assert asked.items[0].state is StepShown.WAITING
    answered = then(asked, QuestionAnswered(Approval("q1", (0,), True)))
    assert answered.question is None
    assert answered.items[0].state is StepShown.RUNNING


def test_a_call_that_ends_while_it_asks_takes_its_question_back():
    asked = [CallStarted(call(), "Run"), QuestionAsked("c1", ROWS)]
    assert draw([*asked, CallEnded(ToolResult("c2", Outcome.DONE, ()))]).question is ROWS
    assert draw([*asked, CallEnded(ToolResult("c1", Outcome.FAILED, (), code="code_no_memory"))]).question is None


def test_a_question_of_the_model_is_kept_in_the_timeline_with_its_answer():
    question = Question("q2", "Which year?", choices=("2025", "2026"))
    picture = draw([CallStarted(call(), "Ask"), QuestionAsked("c1", question)])
    assert kinds(picture) == [Steps]
    assert picture.items[0].state is StepShown.WAITING
    picture = then(picture, QuestionAnswered(Approval("q2", (), True, "2026")))
    assert picture.items[-1] == Asked("asked-1", question, "2026", open=False, accepted=True)


def test_a_question_before_its_step_has_an_item_of_its_own():
    assert kinds(draw([QuestionAsked("old", ROWS)])) == [Asked]


def test_changed_files_are_listed_newest_first_and_undone_ones_stay():
    one = checkpoint("k1", Changed("create", "a.txt"), Changed("move", "b.txt", "c/b.txt"))
    two = checkpoint("k2", Changed("modify", "a.txt"))
    events = [CallStarted(call(), "Write"), CheckpointMade(one, "c1"), CheckpointMade(two, "c1")]
    picture = draw(events)
    assert [(f.checkpoint, f.place) for f in picture.files] == [("k2", "a.txt"), ("k1", "a.txt"), ("k1", "b.txt")]
    assert picture.undoable == "k2"
    undo = checkpoint("k3", Changed("move", "c/b.txt", "b.txt"), Changed("delete", "a.txt"), undoes="k1")
    back = then(picture, CheckpointMade(undo))
    assert [f.undone for f in back.files] == [False, True, True]
    assert back.items[-1] == PutBack("back-1", "title k3", 2, ())
    assert picture.items[0].steps[0].changed == two.changed


def test_what_an_undo_left_alone_is_still_a_change():
    made = checkpoint("k1", Changed("modify", "a.txt"), Changed("modify", "b.txt"))
    undo = replace(checkpoint("k2", Changed("modify", "a.txt"), undoes="k1"), kept=("b.txt was changed since.",))
    picture = draw([CheckpointMade(made, "c1"), CheckpointMade(undo)])
    assert [f.undone for f in picture.files] == [True, False]
    assert picture.items[-1].kept == ("b.txt was changed since.",)


def test_a_single_file_that_was_put_back_is_found_by_its_newest_change():
    one, two = (checkpoint(k, Changed("modify", "a.txt")) for k in ("k1", "k2"))
    single = CheckpointMade(checkpoint("k3", Changed("modify", "a.txt")))
    picture = draw([CheckpointMade(one, "c1"), CheckpointMade(two, "c2"), single])
    assert [(f.checkpoint, f.undone) for f in picture.files] == [("k2", True), ("k1", False)]
    assert all(f.undone for f in then(picture, single).files)


@pytest.mark.parametrize("ending", list(Ending))
def test_every_end_closes_what_was_open_and_says_how(ending):
    picture = draw(
        [TurnStarted("t", "x"), TextStreamed("half"), CallStarted(call(), "Read"), QuestionAsked("c1", ROWS)]
    )
    over = then(picture, TurnEnded(ending, "why", "what to do", "code"))
    assert not over.running
    assert over.question is None
    goes_on = ending in (Ending.LIMIT, Ending.STOPPED)
    assert over.items[-1] == Over(over.items[-1].key, ending, "why", "what to do", "code", goes_on=goes_on)
    assert over.items[-2].state is StepShown.UNKNOWN
    assert not over.items[0].streaming


def test_the_end_counts_the_files_of_its_turn_only():
    first = [TurnStarted("t", "x"), CallStarted(call(), "Write"), CheckpointMade(_made("k1", "a", "b"), "c1")]
    second = [TurnEnded(Ending.DONE), TurnStarted("u", "y"), CallStarted(call("d"), "Write")]
    third = [CheckpointMade(_made("k2", "b"), "d"), TurnEnded(Ending.DONE)]
    ends = [item for item in draw([*first, *second, *third]).items if isinstance(item, Over)]
    assert [end.files for end in ends] == [2, 1]


def _made(name, *places):
    return checkpoint(name, *(Changed("modify", place) for place in places))


def test_the_loops_own_words_and_the_list_of_attachments_are_not_shown_as_the_persons():
    nudge = MessageAdded(UserMessage((Text("Your answer was empty. Go."),), by=Trust.HOST))
    picture = draw([person("Sum it up\n\nAttached files:\n- a.pdf", ("a.pdf",)), nudge])
    assert picture.items == (Said("said-0", "Sum it up", ("a.pdf",)),)


def test_a_note_takes_the_place_of_one_of_its_kind():
    picture = draw([Noted("Retry 1", "retry"), Noted("Retry 2", "retry"), Noted("Other")])
    assert picture.items == (Note("note-0", "Retry 2", "retry"), Note("note-1", "Other"))


def test_a_problem_of_the_model_is_over_when_it_answers_and_what_broke_off_gives_way_to_the_whole():
    broke = [TurnStarted("t", "x"), TextStreamed("Let me"), Noted("Not there.", "retry")]
    waits = draw(broke)
    assert waits.items[-1] == Note("note-1", "Not there.", "retry")
    for whole, shown_ in (("Let me see.", (Answer("answer-2", "Let me see."),)), ("", ())):
        assert then(waits, model(whole, call())).items == (Note("note-1", "Not there.", "retry", past=True), *shown_)
    other = draw([*broke[:2], Noted("Most is spent.", "near_limit"), model("Let me see.")])
    assert other.items[0] == Note("note-1", "Most is spent.", "near_limit")


def test_words_that_are_said_into_an_answer_do_not_cut_it_in_two():
    said = [TextStreamed("Let "), Steered("quick"), TextStreamed("me "), model("Let me see.")]
    assert [item.text for item in draw(said).items] == ["quick", "Let me see."]


def test_settings_plan_folders_and_cost_follow_their_events():
    root = RootGranted("docs", "/tmp/docs")
    plan = (PlanStep("Look"),)
    picture = draw(
        [
            root, RootGranted("b", "/b"), RootRevoked("b"), SessionChanged("T", "m", Mode.ACT), PlanSet(plan),
            UsageAdded("m", Usage(10, 2, cost=0.5), "host"), UsageAdded("m", Usage(5, 1), "host"),
            UsageAdded("l", Usage(1, 1)), UnknownEvent("later", "{}"),
        ]
    )  # fmt: skip
    assert (picture.title, picture.model, picture.mode, picture.plan) == ("T", "m", Mode.ACT, plan)
    assert picture.roots == (root,)
    assert [(s.host, s.input, s.cost) for s in picture.sent] == [("host", 15, 0.5), ("", 1, None)]
    assert picture.cost == 0.5


def test_the_first_words_are_the_title_until_one_is_set():
    assert draw([TurnStarted("t", "  Sort my files\nplease")]).title == "Sort my files"


def test_another_mode_is_told_in_the_conversation_once_it_has_begun():
    before = draw([SessionChanged(mode=Mode.PLAN)])
    assert before.items == ()
    begun = draw([TurnStarted("t", "Sort"), SessionChanged(mode=Mode.ACT), SessionChanged(mode=Mode.ACT)])
    assert begun.items == (ModeSet("mode-0", Mode.ACT),)


def test_what_is_told_beside_an_answer_that_comes_in_does_not_cut_it():
    said = [TurnStarted("t", "Sort"), TextStreamed("Half "), SessionChanged(mode=Mode.ACT), TextStreamed("and half.")]
    whole = draw([*said, MessageAdded(AssistantMessage((Text("Half and half."),)))])
    assert [getattr(item, "text", "mode") for item in whole.items] == ["mode", "Half and half."]
