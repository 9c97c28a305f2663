"""A list of Sessions shows what the whole Sessions say, and reads none of their Messages."""

import pytest

from agent.core.actions import Mode, Question
from agent.core.events import (
    Ending,
    MessageAdded,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    SessionChanged,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.core.messages import AssistantMessage, Text
from agent.session.fold import folded
from agent.session.journal import Journal
from agent.session.state import SessionState, used
from connectors.connector import Kind
from desktop.cli.connector_options import KINDS
from desktop.compose.listing import line_of

ASKED = Question("q", "Which?")
SAID = MessageAdded(AssistantMessage((Text("words"),)))
FOLDERS = (RootGranted("a", "/a"), RootGranted("b", "/b", writable=False), RootRevoked("a"))
SESSIONS = (
    (),
    FOLDERS,
    (SessionChanged(title="Mine"),),
    (*FOLDERS, TurnStarted("t", "Do it"), SAID, QuestionAsked("call", ASKED)),
    (
        TurnStarted("t", "Do it"),
        QuestionAsked("call", ASKED),
        QuestionAnswered(ASKED.answer(yes=True)),
        SAID,
        TurnResumed("t"),
    ),
    (TurnStarted("t", "Do it"), SAID, TurnEnded(Ending.LIMIT), SessionChanged(model="m", mode=Mode.PLAN)),
    (TurnStarted("t", "Do it"), TurnEnded(Ending.DONE), TurnStarted("u", "Again"), SAID, SessionChanged(title="New")),
)


@pytest.mark.parametrize("events", SESSIONS)
def test_a_line_is_what_the_whole_session_says(tmp_path, events):
    journal = Journal(tmp_path / "journal.sqlite")
    journal.start("one")
    journal.start("other")
    journal.append("other", TurnStarted("x", "Something else"))
    at = ""
    for record in [journal.append("one", event) for event in events]:
        at = used(at, record.at, record.event)
    whole = folded(SessionState(), events)
    line, last = line_of(journal, "one")
    journal.close()
    for name in ("title", "mode", "model", "roots", "turn", "question", "ending"):
        assert getattr(line, name) == getattr(whole, name), name
    assert last == at
    assert line.history == ()


def test_the_words_of_the_command_line_are_the_kinds_of_connectors():
    assert tuple(kind.value for kind in Kind) == KINDS
