"""What comes over the wire from servers as they are."""

import base64
import json

import pytest

from agent.core.messages import (
    AssistantMessage,
    Finish,
    Image,
    Outcome,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    Usage,
    UserMessage,
    text_of,
)
from agent.core.ports import Settings

ASK = (UserMessage((Text("hello"),)),)
READ = ToolSpec("read", "Read a file.", {"type": "object", "properties": {"path": {"type": "string"}}})
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def test_words_and_thoughts_stream_and_then_one_reply_holds_them_all(server, asked, chunk):
    server.streams(
        chunk({"role": "assistant", "content": ""}),
        chunk({"reasoning_content": "Let me "}),
        chunk({"reasoning_content": "see."}),
        chunk({"content": "Hel"}),
        chunk({"content": "lo"}),
        chunk({}, "stop"),
        {**chunk({}), "choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}},
    )
    deltas, reply = asked()
    assert "".join(delta.text for delta in deltas) == "Hello"
    assert "".join(delta.thinking for delta in deltas) == "Let me see."
    thought, text = reply.message.parts
    assert isinstance(thought, Thinking)
    assert (thought.text, text) == ("Let me see.", Text("Hello"))
    assert reply.finish is Finish.STOP
    assert reply.usage == Usage(7, 3, 0, cost=0.0)
    assert asked()[1].message == reply.message


def test_the_system_prompt_comes_first_and_keeps_its_bytes(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    system = "You work in one folder.\n  次の規則 — keep  blanks.\n"
    asked(settings=Settings(system, max_output=99), tools=(READ,))
    asked((*ASK, AssistantMessage((Text("ok"),)), *ASK), settings=Settings(system), tools=(READ,))
    first, second = (request.body["messages"][0] for request in server.requests)
    assert first == second == {"role": "system", "content": system}
    assert server.requests[0].body["max_tokens"] == 99
    assert server.requests[0].body["tools"] == server.requests[1].body["tools"]
    assert server.requests[0].path == "/v1/chat/completions"


def test_calls_keep_their_arguments_as_the_model_wrote_them_even_when_malformed(server, asked, chunk, call_chunk):
    server.streams(
        call_chunk({"index": 0, "id": "a", "name": "read", "arguments": ""}),
        call_chunk({"index": 0, "arguments": '{"path": "a'}),
        chunk({}, "tool_calls"),
    )
    _, reply = asked(tools=(READ,))
    assert reply.message.calls == (ToolCall("a", "read", '{"path": "a'),)
    assert reply.finish is Finish.CALLS


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        pytest.param([[{"name": "read", "arguments": "{}", "id": "a"}]], 1, id="no index"),
        pytest.param(
            [[{"name": "read", "arguments": "{}", "id": "a"}], [{"name": "read", "arguments": "{}", "id": "b"}]],
            2,
            id="no index, two calls",
        ),
        pytest.param([[{"index": 0, "name": "read", "arguments": "{}"}]], 1, id="no id"),
        pytest.param([[{"index": 0, "id": "", "name": "read", "arguments": "{}"}]], 1, id="empty id"),
        pytest.param([[{"index": 0, "id": "a", "name": "read", "arguments": {"path": "x"}}]], 1, id="object"),
        pytest.param(
            [
                [{"index": 0, "id": "a", "name": "read", "arguments": "{"}],
                [{"index": 0, "id": "a", "name": "read", "arguments": "}"}],
            ],
            1,
            id="id and name in every chunk",
        ),
        pytest.param(
            [
                [{"index": 0, "id": "a", "name": "read"}, {"index": 1, "id": "b", "name": "read"}],
                [{"index": 1, "arguments": "{"}, {"index": 0, "arguments": "{"}],
                [{"index": 0, "arguments": "}"}, {"index": 1, "arguments": "}"}],
            ],
            2,
            id="interleaved",
        ),
        pytest.param(
            [[{"index": 0, "id": "x", "name": "read", "arguments": "{}"}]] * 1
            + [[{"index": 1, "id": "x", "name": "read", "arguments": "{}"}]],
            2,
            id="one id for two calls",
        ),
    ],
)
def test_calls_of_servers_that_stream_them_in_their_own_way_arrive(server, asked, chunk, call_chunk, pieces, expected):
    server.streams(*(call_chunk(*piece) for piece in pieces), chunk({}, "stop"))
    _, reply = asked(tools=(READ,))
    assert len(reply.message.calls) == expected
    assert all(
        call.tool == "read" and json.loads(call.arguments) in ({}, {"path": "x"}) for call in reply.message.calls
    )
    ids = [call.id for call in reply.message.calls]
    assert all(ids)
    assert len(set(ids)) == expected
    assert reply.finish is Finish.CALLS


def test_an_id_that_an_earlier_call_had_becomes_another_one(server, asked, chunk, call_chunk):
    server.streams(call_chunk({"index": 0, "id": "call_0", "name": "read", "arguments": "{}"}), chunk({}, "stop"))
    before = ToolCall("call_0", "read", "{}")
    history = (
        *ASK,
        AssistantMessage((), (before,)),
        ToolMessage((ToolResult("call_0", Outcome.DONE, (Text("it says x"),)),)),
    )
    _, reply = asked(history, tools=(READ,))
    assert reply.message.calls[0].id not in ("call_0", "")


@pytest.mark.parametrize(
    ("deltas", "text", "thought"),
    [
        pytest.param(
            [{"content": "<think>"}, {"content": "why"}, {"content": "</think>"}, {"content": "so"}],
            "so",
            "why",
            id="tags",
        ),
        pytest.param([{"content": "<thi"}, {"content": "nk>why</think>so"}], "so", "why", id="tags in pieces"),
        pytest.param([{"reasoning": "why"}, {"content": "so"}], "so", "why", id="reasoning"),
        pytest.param([None, {"content": "so"}], "so", "", id="no delta"),
    ],
)
def test_answers_of_local_servers_are_split_into_words_and_thoughts(server, asked, chunk, deltas, text, thought):
    no_choices = {**chunk({}), "choices": None}
    server.streams(no_choices, *map(chunk, deltas), chunk({}, "stop"))
    _, reply = asked()
    assert text_of(reply.message.parts).strip() == text
    assert "".join(part.text for part in reply.message.parts if isinstance(part, Thinking)) == thought


def test_a_reply_that_was_cut_at_its_length_or_filtered_says_so(server, asked, chunk):
    server.streams(chunk({"content": "Once upon"}), chunk({}, "length"))
    server.streams(chunk({"refusal": "I will not."}), chunk({}, "stop"))
    assert asked()[1].finish is Finish.LENGTH
    _, reply = asked()
    assert reply.finish is Finish.FILTER
    assert text_of(reply.message.parts) == "I will not."


def test_reasoning_goes_back_as_its_provider_wants_it(server, asked, chunk, call_chunk):
    server.streams(
        chunk({"reasoning_content": "I must read."}),
        call_chunk({"index": 0, "id": "a", "name": "read", "arguments": "{}"}),
        chunk({}, "tool_calls"),
    )
    _, reply = asked(tools=(READ,))
    result = ToolMessage((ToolResult("a", Outcome.DONE, (Text("it says x"),)),))
    asked((*ASK, reply.message, result), tools=(READ,))
    sent = server.requests[1].body["messages"]
    assert sent[2]["reasoning_content"] == "I must read."
    assert sent[2]["tool_calls"][0]["function"]["arguments"] == "{}"
    assert sent[3] == {"role": "tool", "tool_call_id": "a", "content": "it says x"}


def test_a_signature_on_a_call_goes_back_with_that_call(server, asked, chunk):
    signed = {"google": {"thought_signature": "c2lnbmVk"}}
    call = {
        "index": 0, "id": "a", "type": "function", "function": {"name": "read", "arguments": "{}"},
        "extra_content": signed,
    }  # fmt: skip
    server.streams(chunk({"tool_calls": [call]}), chunk({}, "tool_calls"))
    _, reply = asked(tools=(READ,))
    result = ToolMessage((ToolResult("a", Outcome.DONE, (Text("x"),)),))
    asked((*ASK, reply.message, result), tools=(READ,))
    assert server.requests[1].body["messages"][2]["tool_calls"][0]["extra_content"] == signed


def test_every_call_is_answered_once_whatever_the_history_holds(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    calls = (ToolCall("a", "read", '{"pa'), ToolCall("b", "read", "{}"))
    results = (
        ToolResult("b", Outcome.DONE, (Text("b says x"),)),
        ToolResult("zz", Outcome.DONE, (Text("nobody asked"),)),
    )
    asked((*ASK, AssistantMessage((Text("I read."),), calls), ToolMessage(results)), tools=(READ,))
    sent = server.requests[0].body["messages"][2:]
    assert [call["id"] for call in sent[0]["tool_calls"]] == ["a", "b"]
    assert [message.get("tool_call_id") for message in sent[1:]] == ["a", "b"]
    assert "b says x" in sent[2]["content"]
    assert "nobody asked" not in json.dumps(sent)
    assert json.loads(sent[0]["tool_calls"][0]["function"]["arguments"])  # malformed ones are refused by servers


def test_pictures_go_along_from_the_person_and_from_tools(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    picture = Image("image/png", PIXEL)
    history = (
        UserMessage((Text("Look:"), picture, Image("image/png", "not base64!"))),
        AssistantMessage((), (ToolCall("a", "render", "{}"), ToolCall("b", "render", "{}"))),
        ToolMessage(
            (
                ToolResult("a", Outcome.DONE, (Text("page 1"), picture)),
                ToolResult("b", Outcome.DONE, (picture,)),
            )
        ),
    )
    asked(history)
    sent = server.requests[0].body["messages"][1:]
    assert [message["role"] for message in sent] == ["user", "assistant", "tool", "tool", "user"]
    assert sent[0]["content"][1]["image_url"]["url"] == f"data:image/png;base64,{PIXEL}"
    assert sent[0]["content"][2]["type"] == "text"
    assert sent[2]["content"] == "page 1"
    assert [part["type"] for part in sent[4]["content"]] == ["text", "image_url", "text", "image_url"]


def test_pictures_of_tools_go_along_until_the_person_speaks_again(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    call = AssistantMessage((), (ToolCall("a", "look", "{}"),))
    seen = ToolMessage((ToolResult("a", Outcome.DONE, (Text("page 1"), Image("image/png", PIXEL))),))
    asked((*ASK, call, seen, UserMessage((Text("Go on without pictures."),))))
    sent = json.dumps(server.requests[0].body["messages"])
    assert "image_url" not in sent
    assert "were shown then. Ask for them again to see them." in sent


def test_undecodable_characters_do_not_stop_a_request(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    bad = "caf\udce9"
    history = (
        UserMessage((Text(bad),)),
        AssistantMessage((Thinking(bad), Text(bad)), (ToolCall("a", "read", f'{{"path": "{bad}"}}'),)),
        ToolMessage((ToolResult("a", Outcome.DONE, (Text(bad),)),)),
    )
    asked(history, tools=(ToolSpec("read", bad),), settings=Settings(bad))
    assert server.requests[0].body["messages"][1]["content"] == "caf\\udce9"


def test_an_answer_without_words_and_calls_is_not_sent_back(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    asked((*ASK, AssistantMessage((Thinking("hm", "no json"),)), UserMessage((Text("Go on."),))))
    assert [message["role"] for message in server.requests[0].body["messages"]] == ["system", "user", "user"]
