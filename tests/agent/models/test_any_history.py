"""Whatever a History holds, each provider takes it, and what grows at its end only stays byte for byte."""

import base64
import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agent.core.actions import Trust
from agent.core.messages import (
    AssistantMessage,
    Image,
    Message,
    Outcome,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
)
from tests.agent.models.asking import all_of, model_at
from tests.agent.models.servers.answers import Given
from tests.agent.models.test_protocols import prefix_of

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
WORDS = st.sampled_from(["", " ", "\n", "words", "日本語", "\udcff", "<think>why</think>so", "a" * 200])
IDS = st.sampled_from(["call_1", "call_2", "functions.read:0", "日本", "x" * 70, "", "a b"])
OPAQUE = st.sampled_from(
    [
        "",
        "no json",
        "[1]",
        '{"signature": "s", "provider_name": "anthropic"}',
        '{"by": "anthropic x  claude", "signature": "s", "provider_name": "anthropic"}',
        '{"by": "gemini x  g", "call": "call_1", "provider_details": {"thought_signature": "c2ln"}}',
        '{"by": "openai-responses x  gpt", "id": "rs_1", "signature": "s", "provider_name": "x"}',
        '{"by": "anthropic x  claude", "part": {"provider_name": "anthropic", "part_kind": "builtin-tool-call"}}',
        '{"by": "anthropic x  claude", "text": true, "provider_details": {"phase": "final"}}',
    ]
)
PICTURES = st.sampled_from([Image("image/png", PIXEL), Image("image/png", "not base64!")])
TEXTS = st.builds(Text, WORDS)
PARTS = st.lists(st.one_of(TEXTS, PICTURES), max_size=3).map(tuple)
CALLS = st.builds(ToolCall, IDS, st.just("read"), st.sampled_from(["", "{}", '{"path": "a"}', '{"pa', "[1]", "null"]))
PEOPLE = st.builds(UserMessage, PARTS, st.just(()), st.sampled_from([Trust.PERSON, Trust.HOST]))
SAID = st.lists(st.one_of(TEXTS, st.builds(Thinking, WORDS, OPAQUE)), max_size=4).map(tuple)
WISHES = st.lists(CALLS, max_size=3, unique_by=lambda call: call.id).map(tuple)
ANSWERS = st.builds(AssistantMessage, SAID, WISHES)
RESULTS = st.builds(ToolResult, IDS, st.sampled_from(Outcome), PARTS)
TOOLS = st.builds(ToolMessage, st.lists(RESULTS, max_size=4).map(tuple))
HISTORIES = st.lists(st.one_of(PEOPLE, ANSWERS, TOOLS), max_size=7).map(
    lambda rest: (UserMessage((Text("begin"),)), *rest, UserMessage((Text("go on"),), by=Trust.HOST))
)
HARD: tuple[Message, ...] = (
    UserMessage(()),
    AssistantMessage((Thinking("hm", '{"by": "x", "call": "", "id": "y"}'),), (ToolCall("", "read", "null"),)),
    UserMessage((Text("go on"),), by=Trust.HOST),
)


@settings(
    max_examples=settings().max_examples // 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORIES)
@example(history=HARD)
def test_any_history_is_taken_and_stays_as_it_was_when_it_grows(provider, history):
    provider.script.clear()
    provider.says(Given("ok"))
    provider.asked.clear()
    model = model_at(provider)
    all_of(model, history)
    grown = (*history, AssistantMessage((Text("Then I go on."),)), UserMessage((Text("Yes."),), by=Trust.HOST))
    all_of(model, grown)
    assert provider.wrongs == []
    before, after = (prefix_of(asked.body) for asked in provider.asked)
    assert after.startswith(before)


def test_the_property_can_fail(provider):
    """A provider that is handed a call without an answer says so."""
    wrongs = {
        "openai-chat": {"messages": [{"role": "system", "content": "s"}, {"role": "assistant", "tool_calls": []}]},
        "openai-responses": {"input": [{"type": "function_call", "call_id": "a", "arguments": "{}"}]},
        "anthropic": {"messages": [{"role": "assistant", "content": "words"}]},
        "gemini": {"contents": [{"role": "model", "parts": [{"functionCall": {"id": "a", "name": "read"}}]}]},
    }
    body = json.loads(json.dumps(wrongs[provider.speaker.protocol]))
    assert provider.speaker.wrongs("/", body, [])
