"""The scripted double is as strict as a server."""

import asyncio

import pytest

from agent.core.errors import TransientError
from agent.core.messages import (
    AssistantMessage,
    Finish,
    Message,
    Outcome,
    Reply,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    text_of,
)
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.scripted import ScriptedModel, ScriptError, calls, says, together

ASK = UserMessage((Text("hello"),))


def result(call: str) -> ToolResult:
    return ToolResult(call, Outcome.DONE, (Text("done"),))


def answer(model: ScriptedModel, *history: Message) -> Reply:
    async def collect():
        return [piece async for piece in model.reply(history or (ASK,), (), Settings("s"))]

    pieces = asyncio.run(collect())
    assert isinstance(pieces[-1], Reply)
    return pieces[-1]


def test_steps_are_words_calls_failures_and_functions_of_the_history():
    model = ScriptedModel(
        [
            "plain",
            calls("read", {"path": "a"}, text="I read."),
            TransientError(Words("Busy.", "混雑しています。")),
            lambda history: f"You said {len(history)} things",
            together(calls("read", {}), calls("write", "{malformed")),
        ]
    )
    assert text_of(answer(model).message.parts) == "plain"
    called = answer(model)
    assert called.message.calls == (ToolCall("call_1", "read", '{"path": "a"}'),)
    assert called.finish is Finish.CALLS
    with pytest.raises(TransientError):
        answer(model)
    assert text_of(answer(model).message.parts) == "You said 1 things"
    both = answer(model).message.calls
    assert [(call.id, call.tool) for call in both] == [("call_2", "read"), ("call_3", "write")]
    assert both[1].arguments == "{malformed"
    assert model.left == 0
    assert model.heard[0] == (ASK,)
    assert model.settings[0] == Settings("s")


def test_a_used_up_script_fails_with_the_number_of_the_request():
    model = ScriptedModel([says("one")])
    answer(model)
    with pytest.raises(ScriptError, match="2"):
        answer(model)


CALL = AssistantMessage((), (ToolCall("a", "read", "{}"), ToolCall("b", "read", "{}")))


@pytest.mark.parametrize(
    "history",
    [
        (AssistantMessage((Text("I begin"),)),),
        (ASK, AssistantMessage((Text("mine"),))),
        (ASK, CALL, ASK),
        (ASK, CALL, ToolMessage((result("a"),)), ASK),
        (ASK, CALL, ToolMessage((result("b"), result("a")))),
        (ASK, CALL, ToolMessage((result("a"), result("b"), result("b")))),
        (ASK, ToolMessage((result("a"),))),
        (ASK, AssistantMessage((), (ToolCall("a", "x", ""), ToolCall("a", "x", ""))), ToolMessage((result("a"),) * 2)),
    ],
)
def test_a_history_that_a_server_would_refuse_is_refused(history):
    with pytest.raises(ScriptError):
        answer(ScriptedModel(["never"]), *history)


def test_a_whole_history_is_taken():
    assert answer(ScriptedModel(["ok"]), ASK, CALL, ToolMessage((result("a"), result("b")))).finish is Finish.STOP
