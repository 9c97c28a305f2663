"""A long conversation fits: old results go first, then all but the person's words and a note; nothing of it is lost."""

import pytest

from agent.core.events import ContextCut, Ending
from agent.core.messages import AssistantMessage, ToolMessage, UserMessage, text_of
from agent.session.heard import LeftOut
from tests.agent.session.talk import SmallModel, Talk, pages, person_said, pictures


@pytest.fixture
def talk(tmp_path):
    made = Talk(tmp_path)
    yield made
    made.close()


def words(history):
    return "\n".join(
        text_of(result.for_model)
        for message in history
        if isinstance(message, ToolMessage)
        for result in message.results
    )


def test_old_results_are_left_out_first_and_the_model_hears_how_to_get_them_again(talk):
    model = SmallModel(pages([4_000] * 12), window=20_000)
    assert talk.say("Sum all pages.", model).ending is Ending.DONE
    last = model.heard[-1][1]
    assert model.notes == 0
    assert '[left out] read {"name": "page 0", "size": 4000, "seen": false} gave 4,000 characters' in words(last)
    assert "page 11: abc abc" in words(last)


def test_results_go_in_jumps_so_that_the_beginning_stays_the_same_between_them(talk):
    model = SmallModel(pages([4_000] * 14), window=20_000)
    talk.say("Sum all pages.", model)
    cuts = len(talk.cuts())
    changed = sum(
        later[: len(earlier)] != earlier for (_, earlier), (_, later) in zip(model.heard, model.heard[1:], strict=False)
    )
    assert 0 < changed == cuts < 6


def test_short_results_and_the_newest_ones_are_never_left_out(talk):
    model = SmallModel(pages([100] * 30 + [3_000] * 20), window=20_000)
    talk.say("Sum all pages.", model)
    assert talk.cuts()
    for _, history in model.heard:
        results = [message for message in history if isinstance(message, ToolMessage)]
        assert "[left out]" not in words(results[:30]) or len(results) < 30
        assert "[left out]" not in words(results[-1:])


def test_a_context_that_is_large_enough_is_left_alone(talk):
    model = SmallModel(pages([4_000] * 12), window=200_000)
    talk.say("Sum all pages.", model)
    assert talk.cuts() == []


def test_when_that_is_not_enough_a_note_stands_for_all_but_the_words_of_the_person(talk):
    model = SmallModel(pages([580] * 70), window=12_000, note="I have read 60 pages; the sum so far is 440.")
    assert talk.say("Sum all pages, and keep my words.", model, plan=("Read", "Write the sum")).ending is Ending.DONE
    assert model.notes >= 1
    last = model.heard[-1][1]
    assert person_said(last) == ["Sum all pages, and keep my words."]
    (note,) = [text_of(m.parts) for m in last if isinstance(m, UserMessage) and "older parts" in text_of(m.parts)]
    assert "the sum so far is 440" in note
    assert "- [open] Write the sum" in note
    assert "page 30" in note.split("Files and folders that I read:")[1]


def test_words_of_earlier_turns_stay_word_for_word(talk):
    for number in range(3):
        model = SmallModel(pages([580] * 30), window=12_000)
        talk.say(f"Words number {number}, exactly.", model)
    assert any(cut.note for cut in talk.cuts())
    assert person_said(model.heard[-1][1]) == [f"Words number {number}, exactly." for number in range(3)]


def test_a_note_that_cannot_be_written_is_made_from_the_record(talk):
    model = SmallModel(pages([580] * 70), window=12_000, note=None)
    assert talk.say("Sum all pages.", model).ending is Ending.DONE
    notes = [cut.note for cut in talk.cuts() if cut.note]
    assert notes
    assert notes[0].count('"size": 580, "seen": false}: done') == 20


def test_nothing_of_what_the_person_sees_is_removed(talk):
    model = SmallModel(pages([580] * 70), window=12_000)
    talk.say("Sum all pages.", model)
    history = talk.states()[-1].history
    assert sum(isinstance(message, ToolMessage) for message in history) == 70
    assert "[left out]" not in words(history)


@pytest.mark.parametrize("note", ["I read much.", None])
@pytest.mark.parametrize("window", [5_000, 9_000])
def test_a_model_that_takes_less_than_it_says_is_asked_again_with_less(talk, window, note):
    model = SmallModel(pages([3_000] * 30), window=window, told=200_000, note=note)
    assert talk.say("Sum all pages.", model).ending is Ending.DONE
    assert len(model.heard) == 31
    assert model.refused <= 8  # it learns from the first refusals how much there is room for
    talk.must_be_rebuilt(model)


def test_a_page_that_alone_is_too_long_is_left_out_itself(talk):
    model = SmallModel(pages([1_000, 9_000, 1_000]), window=2_500, told=200_000)
    assert talk.say("Sum all pages.", model).ending is Ending.DONE
    assert "gave 9,000 characters" in words(model.heard[2][1])


def test_words_that_alone_are_too_long_end_the_turn_and_say_so(talk):
    model = SmallModel([], window=2_000)
    ended = talk.say("abc " * 5_000, model)
    assert (ended.ending, ended.code) == (Ending.FAILED, "context_overflow")


def test_pictures_count_and_go_with_their_results(talk):
    model = SmallModel(pages([50] * 20, seen=True), window=20_000)
    talk.say("Look at all pages.", model)
    assert talk.cuts()
    assert max(pictures(history) for _, history in model.heard) <= 12
    assert pictures(model.heard[-1][1]) >= 1


def test_what_the_model_heard_can_be_rebuilt_from_the_journal(talk):
    for number in range(2):
        model = SmallModel(pages([580] * 40 + [4_000] * 8), window=12_000)
        talk.say(f"Go on, part {number}.", model)
        talk.must_be_rebuilt(model)
    assert any(cut.note for cut in talk.cuts())
    assert any(not cut.note for cut in talk.cuts())


def test_an_answer_that_was_said_before_stays_where_it_was(talk):
    talk.say("First.", SmallModel(["The first answer."], window=12_000))
    model = SmallModel(pages([4_000] * 8), window=20_000)
    talk.say("Second.", model)
    answers = [text_of(m.parts) for m in model.heard[-1][1] if isinstance(m, AssistantMessage) and not m.calls]
    assert answers == ["The first answer."]


def test_a_new_result_is_heard_once_however_long_it_is(talk):
    model = SmallModel(pages([12_000] * 4), window=14_000)
    assert talk.say("Sum all pages.", model).ending is Ending.DONE
    for step in range(1, 5):
        assert f"page {step - 1}: abc" in words(model.heard[step][1])


def test_after_a_refusal_old_results_go_before_a_note_is_written(talk):
    model = SmallModel(pages([1_500] * 8), window=4_000, told=200_000)
    talk.say("Sum all pages.", model)
    assert talk.cuts()
    assert not any(cut.note for cut in talk.cuts())


def test_after_a_refusal_a_note_is_written_when_there_are_no_long_results(talk):
    model = SmallModel(pages([580] * 30), window=5_000, told=200_000)
    assert talk.say("Sum all pages.", model).ending is Ending.DONE
    assert any(cut.note for cut in talk.cuts())
    for _, history in model.heard[1:]:
        assert "[left out]" not in words(history)


def test_what_was_left_out_once_does_not_come_back():
    left_out = LeftOut().after(ContextCut(9)).after(ContextCut(4, "a note"))
    assert left_out.after(ContextCut(2)) == LeftOut(results=9, words=4, note="a note")
