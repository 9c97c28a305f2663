"""What a Turn does when a model errs: it says what would be right, a few times, and then ends honestly."""

import asyncio
from dataclasses import replace

import pytest

from agent.core.actions import Trust
from agent.core.errors import LimitError, TransientError
from agent.core.events import CallStarted, Ending, MessageAdded
from agent.core.messages import AssistantMessage, Finish, Outcome, Reply, Thinking, UserMessage, text_of
from agent.core.words import Words
from agent.loop.turn import run_turn
from agent.models.retry import Retrying
from agent.models.scripted import calls, says, together
from tests.agent.loop.world import World, changes, looks

REPORT = says("Read a. The rest is not done.")
LOST = TransientError(Words("The connection broke off.", "通信が途切れました。"), 0.0)


def hints(world):
    """What the results say besides what was seen."""
    return [part.text for result in world.results() for part in result.for_model[1:]]


def nudges(world):
    messages = [told.message for told in world.told if isinstance(told, MessageAdded)]
    return [text_of(m.parts) for m in messages if isinstance(m, UserMessage) and m.by is Trust.HOST]


def last_words(world):
    messages = [told.message for told in world.told if isinstance(told, MessageAdded)]
    return text_of(messages[-1].parts) if isinstance(messages[-1], AssistantMessage) else ""


def test_the_same_call_with_the_same_result_is_told_of_three_times_and_stopped_at_twelve():
    world = World(*[looks("a") for _ in range(12)], REPORT)
    ended = world.turn()
    assert (ended.ending, ended.code) == (Ending.FAILED, "loop")
    assert [n for n, result in enumerate(world.results(), 1) if len(result.for_model) > 1] == [3, 5, 8]
    assert len(set(hints(world))) == 3


def test_a_stopped_circle_ends_with_a_report_of_what_is_done_and_not():
    world = World(*[looks("a") for _ in range(12)], REPORT)
    world.turn()
    assert "what is not done" in nudges(world)[-1]
    assert last_words(world) == "Read a. The rest is not done."


def test_calls_in_a_report_are_not_run_and_not_heard_of_again():
    world = World(*[looks("a") for _ in range(12)], together(REPORT, looks("b")))
    world.turn()
    assert len(world.results()) == 12
    assert [call.arguments for call in world.wished()][-1] == '{"at": "a"}'
    assert last_words(world) == "Read a. The rest is not done."


@pytest.mark.parametrize("failure", [LOST, LimitError(Words("Enough.", "上限です。"))])
def test_a_report_that_cannot_be_had_leaves_the_end_as_it_was(failure):
    world = World(*[looks("a") for _ in range(12)], failure)
    assert world.turn().code == "loop"


def test_a_call_that_comes_many_times_in_one_step_counts_once():
    world = World(together(*[looks("a") for _ in range(15)]), says("done"))
    assert world.turn().ending is Ending.DONE
    assert hints(world) == []


def test_going_to_and_fro_is_told_of_after_six_and_stopped_after_twelve():
    world = World(*[looks("ab"[n % 2]) for n in range(12)], REPORT)
    assert world.turn().code == "loop"
    assert "to and fro" in text_of(world.results()[6].for_model) or "to and fro" in text_of(
        world.results()[5].for_model
    )


@pytest.mark.parametrize(
    "asked",
    [
        [looks(f"file{n}") for n in range(40)],
        [calls("look", {"at": "long.pdf", "from": n}) for n in range(40)],
    ],
)
def test_many_files_and_other_pieces_of_one_file_are_no_circle(asked):
    # The double answers with the name alone, so the pieces differ in their arguments only.
    world = World(*asked, says("done"))
    assert world.turn().ending is Ending.DONE


def test_a_call_whose_result_changes_is_no_circle():
    world = World(*[looks("clock") for _ in range(20)], says("done"))
    assert world.turn().ending is Ending.DONE
    assert hints(world) == []


def test_looking_again_after_each_change_is_no_circle():
    steps = [step for n in range(20) for step in (changes([f"{n}.tmp"]), looks("a"))]
    world = World(*steps, says("done"), yes=[f"{n}.tmp" for n in range(20)] + ["new.txt"])
    assert world.turn().ending is Ending.DONE
    assert [len(result.for_model) for result in world.results() if not result.checkpoint] == [1] * 20


def test_calls_that_cannot_be_understood_are_stopped_though_each_is_another():
    world = World(*[calls("look", f'{{"at": "{n}') for n in range(12)], REPORT)
    assert world.turn().code == "loop"
    assert all(result.code == "invalid_arguments" for result in world.results())
    assert "could not be understood" in hints(world)[0]


def test_a_tool_that_does_not_exist_is_answered_with_the_nearest_name():
    world = World(calls("Look_at", {"at": "a"}), says("done"))
    world.turn()
    assert "Did you mean 'look'?" in text_of(world.results()[0].for_model)


def test_half_a_call_is_never_run_and_the_model_is_told():
    half = replace(together(looks("a"), changes(["b"])), finish=Finish.LENGTH)
    world = World(half, looks("c"), says("done"))
    assert world.turn().ending is Ending.DONE
    assert [result.code for result in world.results()] == ["cut_short", "cut_short", ""]
    assert world.outcomes()[:2] == [Outcome.SKIPPED] * 2
    assert [told.call.arguments for told in world.told if isinstance(told, CallStarted)] == ['{"at": "c"}']


def test_answers_that_are_cut_off_again_and_again_end_the_turn():
    half = replace(looks("a"), finish=Finish.LENGTH)
    world = World(half, half, half)
    assert world.turn().code == "empty_answer"


def test_answers_that_are_none_may_come_twice_in_a_row_not_twice_in_all():
    world = World(says(""), says(""), looks("a"), says(""), says(""), says("done"))
    assert world.turn().ending is Ending.DONE
    assert len(nudges(world)) == 4


def test_a_thought_without_an_answer_is_asked_for_one():
    thought = Reply(AssistantMessage((Thinking("hm"),)), Finish.STOP)
    world = World(thought, says("done"))
    assert world.turn().ending is Ending.DONE
    assert "you only thought" in nudges(world)[0]


@pytest.mark.parametrize("reply", [says("I cannot", Finish.FILTER), replace(looks("a"), finish=Finish.FILTER)])
def test_an_answer_that_the_provider_stopped_is_told_to_the_person(reply):
    world = World(reply)
    ended = world.turn()
    assert (ended.ending, ended.code) == (Ending.FAILED, "filtered")
    assert "filter" in ended.sentence
    assert ended.remedy
    assert not any(isinstance(told, CallStarted) for told in world.told)


@pytest.mark.parametrize(
    "text",
    [
        "I have read the sheet. Now I will write the summary.",
        "Let me check the second file:",
        "Okay, I'll update the totals next.",
        "**Next, I am going to fix the chart**",
        "表を確認しました。次に、合計を計算します。",
        "これから集計表を作成します",
    ],
)
def test_a_promise_without_a_call_is_asked_to_be_kept_once(text):
    world = World(says(text), looks("a"), says(text))
    assert world.turn().ending is Ending.DONE
    assert len(nudges(world)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Done. I wrote total.xlsx and checked the sums.",
        "I found two totals. Which one do you mean?",
        "If you like, I will also write a chart.",
        "I will go on once you confirm the amount.",
        "Let me know what else you need.",
        "合計は 440 です。",
        "ご確認いただければ、次に表を作成します。",
        "Summary: the report says “I will pay”.",
        "The letter says: we will pay in May.",
    ],
)
def test_reports_questions_and_offers_are_no_promises(text):
    assert World(says(text)).turn().ending is Ending.DONE


def test_a_stream_that_breaks_off_is_asked_for_again():
    world = World(LOST, LOST, says("done"))

    async def at_once(_):
        return None

    ended = asyncio.run(run_turn(world.turn_of, Retrying(world.model, sleep=at_once), world.bench))
    assert ended.ending is Ending.DONE


def test_a_provider_that_stays_away_ends_the_turn_with_what_to_do():
    world = World(LOST)
    ended = world.turn()
    assert (ended.ending, ended.code) == (Ending.FAILED, "transient")
    assert ended.remedy


def test_the_last_step_before_the_limit_is_kept_for_the_report():
    world = World(looks("a"), REPORT)
    steps = iter(["", "Two steps are the limit."])
    world.turn_of = replace(world.turn_of, nearly=lambda: next(steps))
    ended = world.turn()
    assert (ended.ending, ended.sentence) == (Ending.LIMIT, "Two steps are the limit.")
    assert "Two steps are the limit." in nudges(world)[-1]
    assert last_words(world) == "Read a. The rest is not done."
    assert world.model.settings[-1].max_output == 2000


def test_when_the_limit_is_reached_nothing_more_is_asked():
    world = World(*[looks("a") for _ in range(12)])
    reasons = iter([*[""] * 12, "Enough."])
    world.turn_of = replace(world.turn_of, spent=lambda: next(reasons))
    assert world.turn().code == "loop"
    assert world.model.left == 0
