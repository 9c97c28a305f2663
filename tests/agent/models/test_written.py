"""A call that a model writes as text becomes a call, when it is nothing else and means an offered tool."""

import asyncio
import json

import pytest

from agent.core.messages import Finish, Reply, Text, ToolSpec, UserMessage
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.scripted import ScriptedModel, says
from agent.models.written import WrittenCalls

TOOLS = (ToolSpec("read", "Read."), ToolSpec("find", "Find."))
A = '{"name": "read", "arguments": {"path": "a.txt"}}'
B = '{"name": "find", "parameters": {}}'


def heard(text, finish=Finish.STOP):
    """The Reply that comes out, and what was noted."""
    notes: list[Words] = []
    model = WrittenCalls(ScriptedModel([says(text, finish), says(text, finish)]), notes.append)

    async def ask():
        for _ in range(2):
            async for piece in model.reply((UserMessage((Text("go"),)),), TOOLS, Settings("s")):
                if isinstance(piece, Reply):
                    reply = piece
        return reply

    return asyncio.run(ask()), notes


@pytest.mark.parametrize(
    "text",
    [
        A,
        f"<tool_call>{A}</tool_call>",
        f"\n<tool_call>\n{A}\n</tool_call>\n",
        f"```json\n{A}\n```",
        f"```\n{A}\n```",
        f"[TOOL_CALLS][{A}]",
        f"[TOOL_CALLS] [{A}]",
        '[TOOL_CALLS]read{"path": "a.txt"}',
        '[TOOL_CALLS]read[ARGS]{"path": "a.txt"}',
        '<function=read>{"path": "a.txt"}</function>',
        '<|python_tag|>{"name": "read", "parameters": {"path": "a.txt"}}<|eom_id|>',
        '{"type": "function", "function": {"name": "read", "arguments": "{\\"path\\": \\"a.txt\\"}"}}',
    ],
)
def test_a_call_in_writing_becomes_a_call(text):
    reply, notes = heard(text)
    (call,) = reply.message.calls
    assert (call.tool, json.loads(call.arguments)) == ("read", {"path": "a.txt"})
    assert (reply.finish, reply.message.parts) == (Finish.CALLS, ())
    assert len(notes) == 1


@pytest.mark.parametrize(
    "text", [f"<tool_call>{A}</tool_call>\n<tool_call>{B}</tool_call>", f"[TOOL_CALLS][{A}, {B}]", f"{A}\n{B}"]
)
def test_several_calls_are_all_heard_each_with_an_id_of_its_own(text):
    calls = heard(text)[0].message.calls
    assert [call.tool for call in calls] == ["read", "find"]
    assert len({call.id for call in calls}) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"I would call this: {A}",
        f"{A} Shall I?",
        f"<tool_call>{A}</tool_call> Done.",
        '{"name": "delete_everything", "arguments": {}}',
        f'[TOOL_CALLS][{A}, {{"name": "unknown", "arguments": {{}}}}]',
        '{"name": "read"}',
        '{"total": 440}',
        f"<tool_call>{A[:-3]}",
        "The file says <function=read>",
        "",
        "[]",
        "440",
        "done",
    ],
)
def test_words_stay_words(text):
    reply, notes = heard(text)
    assert reply.message.calls == ()
    assert notes == []


def test_half_an_answer_is_no_call():
    assert heard(A, Finish.LENGTH)[0].message.calls == ()
