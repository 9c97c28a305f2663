"""Tools that run at the provider: only when switched on, and what they did shows in the answer."""

from collections.abc import Callable

import pytest

from agent.core.actions import Source, Trust
from agent.core.messages import Finish
from tests.agent.models.presets.strict.claude import Claude
from tests.agent.models.presets.strict.gemini import Gemini
from tests.agent.models.presets.strict.responses import SOURCE, Grok, OpenAI, QwenResponses
from tests.agent.models.presets.strict.server import Rules, serving
from tests.agent.models.presets.trying import asked, begun, model_at, said, step

CASES: dict[str, tuple[str, Callable[[], Rules]]] = {
    "qwen": ("qwen3-max-2026-01-23", QwenResponses),
    "openai": ("gpt-6.1-sol", OpenAI),
    "grok": ("grok-4.7", Grok),
    "gemini": ("gemini-4-argon", Gemini),
    "claude": ("claude-opus-5-5", lambda: Claude(())),
}


@pytest.mark.parametrize("name", CASES)
def test_where_a_search_looked_shows_in_the_answer_and_the_work_goes_on(name):
    model, rules = CASES[name]
    with serving(rules()) as server:
        chat = model_at(server.url, name, model, search="on")
        history = begun("Please search the rates of today.")
        reply = step(chat, history, pictures=False)
        assert reply.finish is Finish.STOP
        assert reply.message.calls == ()
        assert reply.message.sources == (Source(Trust.OUTSIDE, "example.org"),)
        assert "The rate is 3." in said(reply)
        assert said(reply).endswith(f"[web_search] rates today\n- Rates: {SOURCE}") or name in ("qwen", "grok")
        assert SOURCE in said(reply).rpartition("[web_search] rates today")[2]
        history += begun("Now read the files.")
        assert step(chat, history, pictures=False).message.calls
        assert step(chat, history, pictures=False).finish is Finish.STOP
        assert server.refusals == []


def test_a_page_that_was_read_at_the_provider_shows_in_the_answer():
    with serving(QwenResponses()) as server:
        chat = model_at(server.url, "qwen", "qwen3-max-2026-01-23", extract="on")
        reply, _ = asked(chat, begun("Please search the rates of today."))
        assert f"[web_search] {SOURCE}" in said(reply)


@pytest.mark.parametrize("name", ["openai", "qwen", "grok"])
def test_what_was_computed_at_the_provider_shows_in_the_answer(name):
    model, rules = CASES[name]
    with serving(rules()) as server:
        chat = model_at(server.url, name, model, protocol="openai-responses", code="on")
        history = begun("Please compute it.")
        reply = step(chat, history, pictures=False)
        assert said(reply).endswith("\n[code_execution] print(2 + 2)\n[code_execution] 4")
        assert reply.message.sources == ()
        history += begun("Now read the files.")
        assert step(chat, history, pictures=False).message.calls
        assert server.refusals == []
