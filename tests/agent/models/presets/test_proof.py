"""Each preset does a task with a server that refuses what the real one refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.core.messages import Finish, Thinking
from agent.models.dialect import Protocol
from agent.models.presets.table import preset, presets
from agent.tools.ready import ReadLog
from agent.tools.toolset import built_in_tools
from tests.agent.models.presets.strict.chat import DeepSeek, Kimi, Local, Mistral, OpenRouter, QwenChat
from tests.agent.models.presets.strict.claude import Claude
from tests.agent.models.presets.strict.gemini import Gemini
from tests.agent.models.presets.strict.responses import Grok, OpenAI, QwenResponses
from tests.agent.models.presets.strict.server import Rules, serving
from tests.agent.models.presets.trying import SYSTEM, asked, begun, model_at, said, step

CHAT, RESPONSES = Protocol.CHAT, Protocol.RESPONSES
Case = tuple[str, str, str, dict[str, str], Callable[[], Rules], bool]
CASES: list[Case] = [
    ("qwen", "qwen3-max-2026-01-23", CHAT, {}, QwenChat, True),
    ("qwen", "qwen3.8-max", CHAT, {"effort": "max"}, QwenChat, True),
    ("qwen", "qwen3.8-max", CHAT, {"thinking": "off"}, QwenChat, False),
    ("qwen", "qwen3-max-2026-01-23", RESPONSES, {}, QwenResponses, True),
    ("qwen", "qwen3.8-max", RESPONSES, {"search": "on", "extract": "on", "code": "on"}, QwenResponses, True),
    ("kimi", "kimi-k3.1-pro", "", {"effort": "max"}, lambda: Kimi(always=True), True),
    ("kimi", "kimi-k2.6", "", {}, Kimi, True),
    ("kimi", "kimi-k2.5", "", {"thinking": "off"}, Kimi, False),
    ("openai", "gpt-6.1-sol", "", {"effort": "low"}, OpenAI, True),
    ("openai", "gpt-5.2", "", {}, OpenAI, True),
    ("openai", "gpt-6-luna", "", {"thinking": "off"}, lambda: OpenAI(efforts=("none", "low")), True),
    ("gemini", "gemini-4-argon", "", {"effort": "high"}, Gemini, True),
    ("gemini", "gemini-3.5-flash-lite", "", {"effort": "minimal"}, lambda: Gemini(levels=("MINIMAL",)), True),
    ("claude", "claude-opus-5-5", "", {"effort": "max"}, lambda: Claude(()), True),
    ("claude", "claude-sonnet-5-5", "", {"thinking": "off"}, lambda: Claude(("between_tools",)), False),
    ("claude", "claude-opus-4-8", "", {"thinking": "on"}, lambda: Claude(unasked=False), True),
    ("claude", "claude-haiku-4-5", "", {"thinking": "on"}, lambda: Claude(("enabled",), unasked=False), True),
    ("grok", "grok-4.7", RESPONSES, {"effort": "xhigh"}, Grok, True),
    ("grok", "grok-4.7", CHAT, {}, Local, True),
    ("deepseek", "deepseek-v4-pro", "", {"effort": "max"}, DeepSeek, True),
    ("deepseek", "deepseek-flash", "", {"thinking": "off"}, DeepSeek, False),
    ("mistral", "mistral-medium-3-5", "", {}, Mistral, False),
    ("mistral", "mistral-medium-3-5", "", {"thinking": "on"}, Mistral, True),
    ("mistral", "mistral-large-4", "", {}, Mistral, True),
    ("openrouter", "anthropic/claude-opus-5.5", "", {"effort": "high"}, OpenRouter, True),
    ("openrouter", "moonshotai/kimi-k3.1-pro", "", {}, OpenRouter, True),
    ("ollama", "qwen3:30b", "", {}, Local, True),
    ("ollama", "qwen3:30b", "", {"thinking": "off"}, Local, False),
    ("lmstudio", "m", "", {}, Local, True),
    ("llamacpp", "m", "", {"thinking": "off"}, Local, False),
    ("vllm", "m", "", {"thinking": "on"}, Local, True),
    ("jan", "m", "", {}, Local, True),
    ("other", "m", "", {}, Local, True),
]


def _called(case: Case) -> str:
    return "-".join([case[0], case[1], case[2].removeprefix("openai-"), *case[3]])


@pytest.mark.parametrize("case", CASES, ids=map(_called, CASES))
def test_a_task_with_calls_thoughts_pictures_and_a_second_turn_passes_without_a_refusal(case):
    name, model, protocol, options, rules, thinks = case
    sees = preset(name).family(model).traits.sees is not False
    with serving(rules()) as server:
        chat = model_at(server.url, name, model, protocol, **options)
        history = begun()
        first = step(chat, history, pictures=sees)
        assert [call.arguments for call in first.message.calls] == ['{"path": "a.txt"}', '{"path": "b.txt"}']
        assert first.finish is Finish.CALLS
        thoughts = "".join(part.text for part in first.message.parts if isinstance(part, Thinking))
        assert bool(thoughts) == thinks
        answer = step(chat, history, pictures=False)
        assert "content of" in said(answer)
        assert SYSTEM in said(answer)
        assert ("image" in said(answer)) == sees
        history += begun("Thank you. And again.")
        assert step(chat, history, pictures=False).message.calls
        assert step(chat, history, pictures=False).finish is Finish.STOP
        assert server.refusals == []


@pytest.mark.parametrize("case", [case for case in CASES if case[0] in ("kimi", "gemini", "mistral")][::2], ids=_called)
def test_the_tools_of_deskhand_are_taken_as_they_are(case):
    name, model, protocol, options, rules, _ = case
    nothing: Any = None
    tools = tuple(tool.spec for tool in built_in_tools(nothing, nothing, nothing, nothing, ReadLog()))
    with serving(rules()) as server:
        reply, _ = asked(model_at(server.url, name, model, protocol, **options), begun(), tools)
        assert reply.message.calls
        assert server.refusals == []


@pytest.mark.parametrize(("name", "rules"), [("openai", OpenAI), ("grok", Grok)])
def test_a_sealed_thought_goes_back_as_it_came(name, rules):
    with serving(rules()) as server:
        chat = model_at(server.url, name)
        history = begun()
        step(chat, history, pictures=False)
        step(chat, history, pictures=False)
        assert [one["encrypted_content"] for one in server.bodies[1]["input"] if one.get("type") == "reasoning"] == [
            "enc-rs_1"
        ]


def test_every_preset_is_proven():
    assert {case[0] for case in CASES} == {one.id for one in presets()}
    for one in presets():
        proven = {case[2] or one.protocols[0] for case in CASES if case[0] == one.id} if one.protocols else set()
        assert proven == set(one.protocols)


def test_nothing_is_asked_of_a_provider_that_was_not_switched_on():
    for name, model, protocol, _, rules, _ in CASES:
        with serving(rules()) as server:
            asked(model_at(server.url, name, model, protocol), begun())
            tools = [tool for tool in server.bodies[0]["tools"] if tool.get("type") not in ("function", None)]
            assert tools == []
