"""A task goes from one provider to another in its middle, with the same conversation."""

import itertools
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from agent.core.messages import Finish, Message
from agent.core.ports import ChatModel
from tests.agent.models.presets.strict.chat import DeepSeek, Kimi, Mistral, OpenRouter, QwenChat
from tests.agent.models.presets.strict.claude import Claude
from tests.agent.models.presets.strict.gemini import Gemini
from tests.agent.models.presets.strict.responses import Grok, OpenAI, QwenResponses
from tests.agent.models.presets.strict.server import Rules, StrictServer, serving
from tests.agent.models.presets.trying import begun, model_at, said, step

SYSTEMS: dict[str, tuple[str, str, str, dict[str, str], Callable[[], Rules]]] = {
    "claude": ("claude", "claude-opus-5-5", "", {}, lambda: Claude(())),
    "kimi": ("kimi", "kimi-k2.6", "", {}, Kimi),
    "gemini": ("gemini", "gemini-4-argon", "", {}, Gemini),
    "openai": ("openai", "gpt-6.1-sol", "", {}, OpenAI),
    "haiku 4.5": ("claude", "claude-haiku-4-5", "", {"thinking": "on"}, lambda: Claude(("enabled",), unasked=False)),
    "qwen": ("qwen", "qwen3.8-max", "openai-chat", {}, QwenChat),
    "qwen responses": ("qwen", "qwen3.8-max", "openai-responses", {}, QwenResponses),
    "deepseek": ("deepseek", "deepseek-v4-pro", "", {}, DeepSeek),
    "mistral": ("mistral", "mistral-large-4", "", {}, Mistral),
    "grok": ("grok", "grok-4.7", "openai-responses", {}, Grok),
    "openrouter": ("openrouter", "anthropic/claude-opus-5.5", "", {}, OpenRouter),
}


class Providers:
    """Every provider at once, each with the model of its preset."""

    def __init__(self, stack: ExitStack) -> None:
        self.servers: dict[str, StrictServer] = {}
        self.models: dict[str, ChatModel] = {}
        for called, (name, model, protocol, options, rules) in SYSTEMS.items():
            server = stack.enter_context(serving(rules()))
            self.servers[called] = server
            self.models[called] = model_at(server.url, name, model, protocol, **options)

    @property
    def refusals(self) -> list[str]:
        return [f"{name}: {refusal}" for name, server in self.servers.items() for refusal in server.refusals]


@pytest.fixture
def providers():
    with ExitStack() as stack:
        yield Providers(stack)


def test_claude_begins_and_kimi_gemini_and_openai_go_on_and_claude_ends_it(providers):
    """Each of them calls tools, and the next one hears their results."""
    history: list[Message] = begun()
    for name in ("claude", "kimi", "gemini", "openai"):
        reply = step(providers.models[name], history, pictures=True)
        assert reply.finish is Finish.CALLS
        history += begun(f"That was {name}. Go on.")
    history.pop()
    answer = step(providers.models["claude"], history, pictures=False)
    assert providers.refusals == []
    for name in ("claude", "kimi", "gemini"):
        assert f"That was {name}" in said(answer)
    assert said(answer).count("content of") == 8


@pytest.mark.parametrize("second", SYSTEMS)
def test_a_step_that_any_other_model_began_is_taken_over(providers, second):
    for first in SYSTEMS:
        if first != second:
            history: list[Message] = begun()
            step(providers.models[first], history, pictures=True)
            answer = step(providers.models[second], history, pictures=False)
            assert answer.finish is Finish.STOP
            assert said(answer).count("content of") == 2
            history += begun("And again.")
            assert step(providers.models[first], history, pictures=False).message.calls
    assert providers.refusals == []


def test_the_same_step_is_sent_with_the_same_bytes_again(providers):
    history: list[Message] = begun()
    for name in itertools.islice(SYSTEMS, 4):
        step(providers.models[name], history, pictures=True)
        history += begun("Go on.")
    for name, model in providers.models.items():
        step(model, list(history), pictures=False)
        step(model, list(history), pictures=False)
        assert providers.servers[name].bodies[-1] == providers.servers[name].bodies[-2]
