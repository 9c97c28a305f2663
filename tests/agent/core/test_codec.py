"""Values survive JSON, and what another version wrote is not lost."""

import json

import pytest

from agent.core.actions import Approval, Effect, Grant, Mode, Question, Row
from agent.core.changes import Changed, Checkpoint
from agent.core.codec import built, dumps, plain
from agent.core.events import CheckpointMade, MessageAdded, QuestionAnswered, QuestionAsked, SessionChanged
from agent.core.messages import AssistantMessage, Image, Text, Thinking, ToolCall, UserMessage

EVENTS = [
    MessageAdded(AssistantMessage((Text("hi"), Thinking("hm", "{}")), (ToolCall("1", "read", "{"),))),
    MessageAdded(UserMessage((Image("image/png", "AA=="),), ("a.txt",))),
    CheckpointMade(Checkpoint("c", "s", "t", "now", (Changed("move", "a", "b"),), kept=("x",)), "call"),
    QuestionAsked("", Question("q", "t", rows=(Row(0, Effect.DELETE, "a\udcff.txt", size=3),))),
    QuestionAnswered(Approval("q", (0, 2), True, "ok", Grant(Effect.WRITE, "*"))),
    SessionChanged(mode=Mode.ACT),
]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_comes_back_as_it_was(event):
    assert built(type(event), json.loads(dumps(event))) == event


def test_a_line_is_ascii_whatever_the_names_are():
    assert dumps(Row(0, Effect.READ, "領収書\udcff\n")).isascii()
    assert "\n" not in dumps(Row(0, Effect.READ, "領収書\udcff\n"))


def test_fields_of_a_newer_version_are_ignored_and_missing_ones_default():
    data = plain(Approval("q", (1,))) | {"colour": "blue"}
    del data["text"]
    assert built(Approval, data) == Approval("q", (1,))


def test_a_value_without_its_needed_fields_is_refused():
    with pytest.raises(ValueError, match="Approval"):
        built(Approval, {"text": "x"})
