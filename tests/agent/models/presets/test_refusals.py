"""The strict servers refuse: a Dialect that is wrong in one thing does not get through."""

import asyncio
import json
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from agent.core.errors import NeedsUserError
from agent.core.messages import (
    AssistantMessage,
    Message,
    Outcome,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
)
from agent.core.ports import ChatModel, Settings
from agent.models.dialect import Protocol
from agent.models.presets.kimi import WEB_SEARCH
from tests.agent.models.presets.strict.chat import DeepSeek, Kimi, Mistral, OpenRouter, QwenChat
from tests.agent.models.presets.strict.claude import Claude
from tests.agent.models.presets.strict.gemini import Gemini
from tests.agent.models.presets.strict.responses import Grok, OpenAI, QwenResponses, Responses
from tests.agent.models.presets.strict.server import Rules, serving
from tests.agent.models.presets.trying import PICTURE, READ, SYSTEM, asked, begun, misled, model_at, step

CHAT, RESPONSES = Protocol.CHAT, Protocol.RESPONSES
QUIET = {"type": "disabled"}
OWN = ({"type": "web_search"},)
Wrong = tuple[str, str, str, Callable[[], Rules], dict[str, Any], str]
WRONG: list[Wrong] = [
    ("qwen", "qwen3.8-max", CHAT, QwenChat, {"profile": ""}, "$ref is not allowed"),
    ("qwen", "qwen3.8-max", RESPONSES, QwenResponses, {"profile": ""}, "$ref is not allowed"),
    ("qwen", "qwen3.8-max", RESPONSES, QwenResponses, {"server_tools": OWN, "body": {}}, "enable_thinking to be true"),
    ("qwen", "qwen3.8-max", RESPONSES, QwenResponses, {"server_tools": ({"type": "web_extractor"},)}, "together with"),
    ("kimi", "kimi-k2.6", "", Kimi, {"forbidden": (), "body": {"temperature": 0.2}}, "invalid temperature"),
    ("kimi", "kimi-k2.6", "", Kimi, {"body": {"reasoning_effort": "xhigh"}}, "invalid reasoning_effort"),
    (
        "kimi",
        "kimi-k3",
        "",
        lambda: Kimi(always=True),
        {"body": {"thinking": QUIET}},
        "cannot be disabled",
    ),
    (
        *("kimi", "kimi-k2.6", "", Kimi),
        {"server_tools": ({"type": "builtin_function", "function": {"name": WEB_SEARCH}},)},
        "not supported when thinking is enabled",
    ),
    ("kimi", "kimi-k2.6", "", Kimi, {"missing_thought": ""}, "reasoning_content is missing"),
    ("openai", "gpt-6.1-sol", "", OpenAI, {"body": {"reasoning": {"effort": "none"}}}, "does not support 'none'"),
    ("openai", "gpt-6.1-sol", "", OpenAI, {"body": {"include": []}}, "Items are not persisted"),
    ("openai", "gpt-6.1-sol", "", OpenAI, {"body": {"temperature": 1}}, "'temperature' is not supported"),
    ("grok", "grok-4.7", RESPONSES, Grok, {"body": {"reasoning": {"effort": "none"}}}, "does not support"),
    ("grok", "grok-4.7", RESPONSES, Grok, {"forbidden": (), "body": {"stop": ["x"]}}, "Argument not supported"),
    ("gemini", "gemini-4-argon", "", Gemini, {"server_tools": ({"googleSearch": {}},)}, "include_server_side"),
    (
        *("gemini", "gemini-4-argon", "", Gemini),
        {"body": {"generationConfig": {"thinkingConfig": {"thinkingLevel": "MINIMAL"}}}},
        "level MINIMAL",
    ),
    ("claude", "claude-opus-5-5", "", lambda: Claude(()), {"forbidden": (), "body": {"top_p": 1}}, "is deprecated"),
    ("claude", "claude-opus-5-5", "", lambda: Claude(()), {"body": {"thinking": QUIET}}, "disabled"),
    (
        *("claude", "claude-opus-4-8", "", Claude),
        {"body": {"thinking": {"type": "enabled", "budget_tokens": 8192}}},
        "thinking.type.enabled",
    ),
    (
        *("claude", "claude-opus-4-6", "", lambda: Claude(efforts=("low", "medium", "high", "max"), unasked=False)),
        {"body": {"output_config": {"effort": "xhigh"}}},
        "effort: xhigh is not supported",
    ),
    ("deepseek", "deepseek-v4-pro", "", DeepSeek, {"profile": ""}, "must be passed back"),
    ("deepseek", "deepseek-v4-pro", "", DeepSeek, {"body": {"max_completion_tokens": 9}}, "not a field"),
    ("mistral", "mistral-medium-3-5", "", Mistral, {"bridged": False}, "Unexpected role 'user' after role 'tool'"),
    ("mistral", "mistral-medium-3-5", "", Mistral, {"forbidden": ()}, "stream_options: Extra inputs are not permitted"),
    ("mistral", "mistral-medium-3-5", "", Mistral, {"profile": ""}, "with a length of 9"),
    ("openrouter", "anthropic/claude-opus-5.5", "", OpenRouter, {"profile": ""}, "cannot be modified"),
]


def elsewhere() -> list[Message]:
    """A conversation in which another model, of which no thought is known, called a tool and got a picture."""
    call = ToolCall("call_with-a-long-id.of:elsewhere", "read", "{}")
    result = ToolResult(call.id, Outcome.DONE, (Text("content"), PICTURE))
    return [*begun(), AssistantMessage((), (call,)), ToolMessage((result,))]


def whole_task(chat: ChatModel) -> None:
    """Two Steps of its own, with pictures, and one that another model began."""
    history = begun()
    step(chat, history, pictures=True)
    step(chat, history, pictures=False)
    step(chat, elsewhere(), pictures=False)


@pytest.mark.parametrize("wrong", WRONG, ids=[f"{one[0]}-{one[2][7:]}-{'-'.join(one[4])}-{one[5]}" for one in WRONG])
def test_a_dialect_that_is_wrong_in_one_thing_is_refused_with_the_words_of_the_provider(wrong):
    name, model, protocol, rules, change, words = wrong
    with serving(rules()) as server:
        chat = misled(server.url, name, change, model, protocol)
        with pytest.raises(NeedsUserError) as refused:
            whole_task(chat)
        assert refused.value.code == "request_refused"
        assert any(words in one for one in server.refusals)
        assert server.refusals[-1][:60] in str(refused.value)


@pytest.mark.parametrize("name", sorted({one[0] for one in WRONG}))
def test_the_right_dialect_gets_through_all_of_it(name):
    for _, model, protocol, rules, *_ in (one for one in WRONG if one[0] == name):
        with serving(rules()) as server:
            chat = model_at(server.url, name, model, protocol)
            whole_task(chat)
            assert server.refusals == []


@pytest.mark.parametrize(
    ("name", "model", "rules", "words"),
    [
        ("gemini", "gemini-4-argon", Gemini, "Corrupted thought signature"),
        ("claude", "claude-opus-5-5", lambda: Claude(()), "Invalid `signature`"),
        ("openai", "gpt-6.1-sol", OpenAI, "could not be verified"),
    ],
)
def test_a_thought_that_was_touched_is_refused(name, model, rules, words):
    with serving(rules()) as server:
        chat = model_at(server.url, name, model)
        history = begun()
        message = step(chat, history, pictures=False).message
        touched = tuple(_touched(part) if isinstance(part, Thinking) else part for part in message.parts)
        history[-2] = replace(message, parts=touched)
        with pytest.raises(NeedsUserError):
            step(chat, history, pictures=False)
        assert words in server.refusals[-1]


def _touched(part: Thinking) -> Thinking:
    opaque = json.loads(part.opaque or "{}")
    for holder in (opaque, opaque.get("provider_details") or {}):
        for name in ("signature", "thought_signature"):
            if name in holder:
                holder[name] = "Zm9yZ2Vk"
    return replace(part, opaque=json.dumps(opaque))


@pytest.mark.parametrize(("rules", "hears"), [(QwenResponses, False), (OpenAI, True)])
def test_the_qwen_server_does_not_hear_instructions(rules: type[Responses], hears):
    body = {
        "model": "m",
        "stream": True,
        "store": False,
        "instructions": SYSTEM,
        "input": [{"role": "user", "content": "Hi"}],
    }
    with serving(rules()) as server:
        request = urllib.request.Request(f"{server.url}/responses", json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            assert (SYSTEM in answer.read().decode()) == hears


def test_an_answer_in_one_piece_is_put_together_from_a_stream_where_the_system_thinks_in_streams_only():
    def whole(chat: ChatModel) -> list[object]:
        async def collect() -> list[object]:
            return [piece async for piece in chat.reply(tuple(begun()), (READ,), Settings(SYSTEM, stream=False))]

        return asyncio.run(collect())

    with serving(QwenChat()) as server:
        pieces = whole(model_at(server.url, "qwen", protocol=CHAT))
        assert len(pieces) == 1
        with pytest.raises(NeedsUserError):
            whole(misled(server.url, "qwen", {"streams_only": False}, protocol=CHAT))
        assert server.refusals == ["parameter.enable_thinking must be set to false for non-streaming calls"]


def test_kimi_refuses_a_tool_whose_property_has_no_type():
    untyped = ToolSpec("find", "Find.", {"type": "object", "properties": {"what": {"description": "what"}}})
    with serving(Kimi()) as server:
        with pytest.raises(NeedsUserError):
            asked(model_at(server.url, "kimi", "kimi-k2.6"), begun(), (untyped,))
        assert "property type is missing" in server.refusals[0]
