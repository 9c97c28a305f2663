"""A long Session is told to the window in parts; what was cut off in it goes on."""

from agent.core.events import MessageAdded, QuestionAsked, RootGranted, TurnEnded
from agent.core.messages import AssistantMessage, Text
from agent.session.journal import Journal
from desktop.host.session_requests import NEWEST
from desktop.presenter.parts import begun, with_part
from desktop.presenter.picture import SessionPicture
from desktop.wire import messages as wire
from tests.journeys.program import tree
from tests.journeys.window import Window

LONG = 3 * NEWEST


def talk(deskhand, session):
    """A long conversation, written down by another process."""
    journal = Journal(deskhand.home / "journal.db")
    for number in range(LONG):
        journal.append(session, MessageAdded(AssistantMessage((Text(f"Answer {number}."),))))
    journal.close()


def started(deskhand, folder):
    """A long Session over the folder."""
    host = Window(deskhand)
    host.ask(wire.Hello("en"))
    session = host.ask(wire.StartSession((RootGranted("", str(folder)),))).id
    host.close()
    talk(deskhand, session)
    return session


def read_on(host, session, reading):
    """Everything that came earlier, part by part."""
    while not isinstance(reading, SessionPicture):
        reading = with_part(reading, host.ask(wire.ReadEarlier(session, *reading.next)))
    return reading


def test_the_parts_are_the_whole_conversation(deskhand, folder):
    session = started(deskhand, folder)
    host = Window(deskhand)
    host.ask(wire.Hello("en"))
    history = host.ask(wire.OpenSession(session))
    assert len(history.notices) == NEWEST
    newest, reading = begun(history)
    whole = read_on(host, session, reading)
    assert [item.text for item in whole.items] == [f"Answer {number}." for number in range(LONG)]
    assert whole.items[-NEWEST:] == newest.items[1:]
    assert whole.roots == newest.roots
    host.close()


def test_a_turn_that_was_cut_off_in_it_goes_on_before_its_past_was_read(deskhand, folder):
    session = started(deskhand, folder)
    first = Window(deskhand)
    first.ask(wire.Hello("en"))
    first.ask(wire.RunRecipe(session, "files:organise", {}))
    before, asked = tree(folder), first.until(QuestionAsked).question
    first.kill()
    again = Window(deskhand)
    assert [view.state for view in again.ask(wire.Hello("en")).sessions] == ["interrupted"]
    history = again.ask(wire.OpenSession(session))
    assert (history.view.state, history.before > 0) == ("interrupted", True)
    assert again.ask(wire.ResumeTurn(session)).started
    question = again.until(QuestionAsked).question
    assert question.digest == asked.digest
    again.ask(wire.AnswerQuestion(session, question.answer(tuple(row.index for row in question.rows))))
    assert again.until(TurnEnded).ending == "done"
    again.ask(wire.UndoChange(session))
    assert tree(folder) == before
    again.close()
