"""The promises of a Turn, as sentences. Tools, Ledger and person are small doubles at the ports."""

import asyncio

import pytest

from agent.core.actions import Mode
from agent.core.errors import NeedsUserError
from agent.core.events import CallEnded, CallStarted, CheckpointMade, Ending, MessageAdded
from agent.core.messages import AssistantMessage, Delta, Outcome, Text, UserMessage, text_of
from agent.core.ports import Traits
from agent.loop.turn import Turn, run_turn
from agent.models.scripted import calls, says, together
from tests.agent.loop.world import World, changes, looks


def test_a_turn_ends_when_the_model_has_nothing_more_to_call():
    world = World(looks("a"), says("done"))
    assert world.turn().ending is Ending.DONE
    assert world.outcomes() == [Outcome.DONE]


def test_every_call_of_a_step_gets_exactly_one_result_in_order():
    world = World(together(looks("a"), looks("missing"), calls("nothing", {"x": 1})), says("done"))
    world.turn()
    assert world.outcomes() == [Outcome.DONE, Outcome.FAILED, Outcome.FAILED]
    assert [r.code for r in world.results()] == ["", "not_found", "unknown_tool"]
    assert sum(isinstance(n, CallEnded) for n in world.told) == 3


def test_new_files_need_no_question_and_are_committed():
    world = World(changes([]), says("done"))
    world.turn()
    assert world.person.asked == []
    assert len(world.ledger.sets) == 1
    assert world.results()[0].checkpoint == "c1"


def test_a_refused_row_is_left_out_of_the_commit_and_the_model_is_told():
    world = World(changes(["a.txt", "b.txt"]), says("done"), yes=["b.txt", "new.txt"], words="keep a")
    assert world.turn().ending is Ending.DONE
    assert [str(c.place) for c in world.ledger.sets[0].changes] == ["b.txt", "new.txt"]
    (result,) = world.results()
    assert result.declined == ("delete a.txt",)
    assert text_of(result.for_model) == (
        "proposed\nDone and kept for undo: delete b.txt, delete new.txt. "
        "The person declined these, they are as they were: delete a.txt. Their words: keep a"
    )


def test_a_refused_change_changes_nothing_and_the_turn_says_so():
    world = World(changes(["a.txt"]), says("then not"), words="no")
    assert world.turn().ending is Ending.REFUSED
    assert world.ledger.sets == []
    assert world.outcomes() == [Outcome.DENIED]
    assert "The person declined: no. Nothing was changed." in text_of(world.results()[0].for_model)


def test_in_plan_mode_nothing_is_asked_and_nothing_changes():
    world = World(changes(["a.txt"]), says("a plan"), mode=Mode.PLAN)
    world.turn()
    assert world.person.asked == []
    assert world.ledger.sets == []


def test_a_checkpoint_is_told_before_the_result_that_names_it():
    world = World(changes([]), says("done"))
    world.turn()
    kinds = [type(n) for n in world.told]
    assert kinds.index(CallStarted) < kinds.index(CheckpointMade) < kinds.index(CallEnded)


def test_an_error_of_ours_leaves_no_call_without_a_result():
    world = World(together(looks("bug"), looks("a"), changes([]), looks("new.txt")))
    with pytest.raises(RuntimeError):
        world.turn()
    assert world.outcomes() == [Outcome.UNKNOWN, Outcome.DONE, Outcome.SKIPPED, Outcome.SKIPPED]


def test_what_only_the_person_can_mend_ends_the_turn_with_every_call_answered():
    world = World(together(looks("disk"), looks("a"), changes([])))
    with pytest.raises(NeedsUserError):
        world.turn()
    assert world.outcomes() == [Outcome.FAILED, Outcome.DONE, Outcome.SKIPPED]
    assert {told.result.code for told in world.told if isinstance(told, CallEnded)} == {"disk_full", ""}


def test_a_stop_answers_the_running_call_and_skips_the_rest():
    world = World(together(looks("slow"), changes([])))

    async def stopped():
        task = asyncio.ensure_future(world.run())
        while not any(isinstance(n, CallStarted) for n in world.told):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert world.outcomes() == [Outcome.UNKNOWN, Outcome.SKIPPED]


def test_a_commit_that_has_begun_is_told_even_when_the_turn_is_stopped():
    world = World(changes([]))

    async def stopped():
        world.ledger.pause = asyncio.Event()
        task = asyncio.ensure_future(world.run())
        while not any(isinstance(n, CallStarted) for n in world.told):
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        world.ledger.pause.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert len(world.ledger.sets) == sum(isinstance(n, CheckpointMade) for n in world.told) == 1


def test_a_limit_stops_before_the_request():
    world = World(spent=lambda: "That is enough.")
    assert world.turn().ending is Ending.LIMIT
    assert world.model.heard == []


def test_words_of_the_person_reach_the_model_at_its_next_step():
    world = World(says("one"), says("two"), steering=())
    world.queue = []
    spoken = iter([[], [UserMessage((Text("also this"),))]])
    world.turn_of = Turn(world.turn_of.history, world.turn_of.settings, world.turn_of.spent, lambda: next(spoken, []))
    assert world.turn().ending is Ending.DONE
    heard = [text_of(m.parts) for m in world.model.heard[-1] if isinstance(m, UserMessage)]
    assert heard == ["go", "also this"]


def test_an_empty_answer_is_asked_again_and_then_given_up():
    again = World(says(""), says("done"))
    assert again.turn().ending is Ending.DONE
    never = World(says(""), says(""), says(""))
    assert never.turn().code == "empty_answer"


def test_different_calls_are_no_circle():
    world = World(*[looks(f"{n}") for n in range(20)], says("done"))
    assert world.turn().ending is Ending.DONE


def test_what_the_model_hears_next_is_what_was_told():
    world = World(looks("a"), says("done"))
    world.turn()
    told = [n.message for n in world.told if isinstance(n, MessageAdded)]
    assert list(world.model.heard[1]) == [UserMessage((Text("go"),)), *told[:2]]
    assert isinstance(told[-1], AssistantMessage)


def test_what_was_said_before_a_stop_is_kept_and_heard_the_next_time():
    world = World(says("never"))
    begun = asyncio.Event()

    class Slow:
        name, host, traits = "slow", "", Traits()

        async def reply(self, history, tools, settings):
            yield Delta(text="The sum is ")
            yield Delta(text="440.")
            begun.set()
            await asyncio.Event().wait()

    async def stopped():
        task = asyncio.ensure_future(run_turn(world.turn_of, Slow(), world.bench))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    kept = [told.message for told in world.told if isinstance(told, MessageAdded)]
    assert [text_of(message.parts) for message in kept if isinstance(message, AssistantMessage)] == ["The sum is 440."]


def test_a_commit_is_told_however_often_the_person_presses_stop():
    world = World(changes([]))

    async def stopped():
        world.ledger.pause = asyncio.Event()
        task = asyncio.ensure_future(world.run())
        for _ in range(3):
            await asyncio.sleep(0.01)
            task.cancel()
        await asyncio.sleep(0.01)
        assert not task.done()
        world.ledger.pause.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert [told.checkpoint.id for told in world.told if isinstance(told, CheckpointMade)] == ["c1"]
