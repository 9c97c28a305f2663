"""What was checked stands in the conversation once for a Turn, as it was at the end."""

from agent.core.actions import Trust
from agent.core.events import Checked, Ending, MessageAdded, TurnEnded, TurnStarted
from agent.core.messages import AssistantMessage, Text, UserMessage
from agent.core.plans import Check, CheckState
from desktop.presenter.fold import drawn
from desktop.presenter.items import Answer, Note, Over, Reviewed

BAD = Check("totals", CheckState.FAILED, "Totals", "31 is not the sum", "a.xlsx")
GOOD = Check("totals", CheckState.PASSED, "Totals", "", "a.xlsx")


def said(text):
    return MessageAdded(AssistantMessage((Text(text),)))


def test_a_repair_takes_the_place_of_the_look_before_it():
    events = [TurnStarted("t", "x"), said("Done."), Checked((BAD,)), said("Done now."), Checked((GOOD,), 1)]
    items = drawn([*events, TurnEnded(Ending.DONE)]).items
    assert [type(item) for item in items] == [Answer, Answer, Reviewed, Over]
    assert [(one.checks, one.round) for one in items if isinstance(one, Reviewed)] == [((GOOD,), 1)]


def test_the_report_of_another_turn_stays():
    end = TurnEnded(Ending.DONE)
    picture = drawn([TurnStarted("t", "x"), Checked((BAD,)), end, TurnStarted("u", "y"), Checked((GOOD,)), end])
    assert [item.checks for item in picture.items if isinstance(item, Reviewed)] == [(BAD,), (GOOD,)]


def test_an_answer_that_was_sent_back_is_followed_by_a_note_that_says_so():
    back = MessageAdded(UserMessage((Text("[review] Not right."),), by=Trust.HOST))
    events = [TurnStarted("t", "x"), said("Done."), Checked((BAD,)), back, said("Done now."), Checked((GOOD,), 1)]
    items = drawn([*events, TurnEnded(Ending.DONE)]).items
    assert [type(item) for item in items] == [Answer, Note, Answer, Reviewed, Over]
    assert [item.code for item in items if isinstance(item, Note)] == ["sent_back"]


def test_other_words_of_deskhand_to_the_model_are_no_note():
    told = MessageAdded(UserMessage((Text("Go on."),), by=Trust.HOST))
    items = drawn([TurnStarted("t", "x"), said("Well."), told, said("Done.")]).items
    assert [type(item) for item in items] == [Answer, Answer]
