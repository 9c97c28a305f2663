"""A conversation in each protocol, against providers that refuse what the real ones refuse."""

import base64
import dataclasses
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent.core.actions import Trust
from agent.core.errors import NeedsUserError
from agent.core.messages import (
    AssistantMessage,
    Finish,
    Image,
    Message,
    Outcome,
    Text,
    Thinking,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
    text_of,
)
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.dialect import Dialect
from tests.agent.models.asking import ASK, SYSTEM, all_of, model_at, only
from tests.agent.models.servers.answers import Given
from tests.agent.models.servers.core import Provider, plays
from tests.agent.models.servers.speakers import SPEAKERS

REPO = Path(__file__).resolve().parents[3]
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
PICTURE = Image("image/png", PIXEL)
CALLS = (("call_a", "read", '{"path": "a"}'), ("call_b", "read", '{"path": "b"}'))
TWO = Given("I read both.", "Let me think.", "sig1", CALLS)
LAST = Given("They are the same.", "Now I know.", "sig2")


def answered(message: AssistantMessage, *parts) -> ToolMessage:
    """Every call of a message with the same result."""
    content = parts or (Text("it says x"),)
    return ToolMessage(tuple(ToolResult(call.id, Outcome.DONE, content) for call in message.calls))


@pytest.mark.parametrize("streamed", [True, False])
def test_two_steps_with_reasoning_and_two_calls(provider, streamed):
    provider.says(TWO, LAST)
    settings = dataclasses.replace(SYSTEM, stream=streamed)
    deltas, first = all_of(model_at(provider), settings=settings)
    assert "".join(delta.text for delta in deltas) == (TWO.text if streamed else "")
    assert "".join(delta.thinking for delta in deltas) == (TWO.thinking if streamed else "")
    assert text_of(first.message.parts) == TWO.text
    assert [(c.id, c.tool, json.loads(c.arguments)) for c in first.message.calls] == [
        (name, tool, json.loads(arguments)) for name, tool, arguments in CALLS
    ]
    assert first.finish is Finish.CALLS
    _, second = all_of(model_at(provider), (*ASK, first.message, answered(first.message)), settings)
    assert (text_of(second.message.parts), second.finish) == (LAST.text, Finish.STOP)
    assert provider.wrongs == []


def test_tokens_are_counted_alike_everywhere(provider):
    provider.says(LAST)
    usage = all_of(model_at(provider))[1].usage
    knows_written = provider.speaker.protocol in ("anthropic", "openai-responses")
    assert (usage.input, usage.cached, usage.output) == (100, 40, 10)
    assert usage.written == (20 if knows_written else 0)


def test_every_call_is_answered_once_whatever_the_history_holds(provider):
    provider.says(LAST)
    calls = (ToolCall("a", "read", '{"pa'), ToolCall("b", "read", ""), ToolCall("c", "read", "[1]"))
    results = (
        ToolResult("b", Outcome.DONE, (Text("  "),)),
        ToolResult("b", Outcome.DONE, (Text("again"),)),
        ToolResult("zz", Outcome.DONE, (Text("nobody asked"),)),
    )
    history = (
        *ASK,
        UserMessage((Text("  "),)),
        AssistantMessage((Text(" "),)),
        AssistantMessage((Thinking("hm", "no json"), Text("I read.")), calls),
        ToolMessage(results),
        UserMessage((Text("go on"),), by=Trust.HOST),
        AssistantMessage((), (ToolCall("d", "read", "{}"),)),
    )
    all_of(model_at(provider), history)
    assert provider.wrongs == []
    told = json.dumps(provider.asked[0].body)
    assert "nobody asked" not in told
    assert told.count("There is no record of what this call did") == 3


def test_pictures_go_along_from_the_person_and_from_tools(provider):
    provider.says(TWO, LAST)
    history: tuple[Message, ...] = (UserMessage((Text("Look:"), PICTURE, Image("image/png", "not base64!"))),)
    _, first = all_of(model_at(provider), history)
    assert json.dumps(provider.asked[0].body).count(PIXEL) == 1
    history = (*history, first.message, answered(first.message, Text("page 1"), PICTURE))
    nudged = (*history, UserMessage((Text("Go on."),), by=Trust.HOST))
    all_of(model_at(provider), nudged)
    assert json.dumps(provider.asked[1].body).count(PIXEL) == 3
    all_of(model_at(provider), (*history, UserMessage((Text("And now without."),))))
    assert json.dumps(provider.asked[2].body).count(PIXEL) == 1
    assert "Ask for them again" in json.dumps(provider.asked[2].body)
    assert provider.wrongs == []


@pytest.mark.parametrize("before", SPEAKERS, ids=[speaker.protocol for speaker in SPEAKERS])
def test_a_conversation_stays_valid_when_the_model_changes_and_changes_back(provider, before):
    ids = ("functions.read:0", "r" * 70) if before.protocol == "openai-chat" else ("call_a", "call_b")
    calls = tuple((name, "read", '{"path": "a"}') for name in ids)
    other = Provider(before)
    try:
        other.says(Given("I read both.", "Let me think.", "sig1", calls), LAST)
        provider.says(Given("I look again.", "Hm.", "sig3", (("call_z", "read", "{}"),)), LAST)
        _, first = all_of(model_at(other))
        history: tuple[Message, ...] = (*ASK, first.message, answered(first.message))
        _, second = all_of(model_at(provider), history)
        history = (*history, second.message, answered(second.message))
        all_of(model_at(other), history)
        all_of(model_at(provider), history)
        assert (provider.wrongs, other.wrongs) == ([], [])
        assert len(provider.asked) == len(other.asked) == 2
    finally:
        other.close()


def test_reasoning_of_another_model_at_the_same_address_is_not_sent_as_its_own(provider):
    provider.says(TWO, LAST)
    _, first = all_of(model_at(provider))
    provider.given.clear()  # what came before, came from another model
    provider.speaker = type("Other", (type(provider.speaker),), {"model": provider.speaker.other})()
    all_of(model_at(provider), (*ASK, first.message, answered(first.message)))
    assert provider.wrongs == []
    assert "sig1" not in json.dumps(provider.asked[1].body)
    assert base64.b64encode(b"sig1").decode() not in json.dumps(provider.asked[1].body)


@only("openai-responses")  # only there an answer has more than one
def test_reasoning_between_calls_keeps_its_place(provider):
    inner = Given("", "First a.", "sigA", CALLS[:1])
    provider.says(Given("", "Then b.", "sigB", CALLS[1:], first=inner), LAST)
    _, first = all_of(model_at(provider))
    assert [call.id for call in first.message.calls] == ["call_a", "call_b"]
    all_of(model_at(provider), (*ASK, first.message, answered(first.message)))
    assert provider.wrongs == []
    kinds = [item.get("type") for item in provider.asked[1].body["input"]][2:6]
    assert kinds == ["reasoning", "function_call", "reasoning", "function_call"]


@only("anthropic")  # only Anthropic redacts
def test_redacted_reasoning_goes_back_as_it_came(provider):
    provider.says(Given("", "", "secret", CALLS), LAST)
    _, first = all_of(model_at(provider))
    all_of(model_at(provider), (*ASK, first.message, answered(first.message)))
    assert provider.wrongs == []


def prefix_of(body: dict) -> bytes:
    """Tools, system text and conversation in the order in which providers read them, without marks of the cache."""
    said = body.get("messages") or body.get("input") or body.get("contents")
    ordered = [body.get("tools"), body.get("system"), body.get("systemInstruction"), *(said or [])]
    return json.dumps([_unmarked(part) for part in ordered], ensure_ascii=False).encode()[:-1]


def _unmarked(part: object) -> object:
    if isinstance(part, list):
        return [_unmarked(one) for one in part]
    if isinstance(part, dict):
        return {name: _unmarked(value) for name, value in part.items() if name != "cache_control"}
    return part


def test_what_was_sent_once_is_sent_again_byte_for_byte(provider):
    history: tuple[Message, ...] = ASK
    for number in range(4):
        call = ((f"call_{number}", "read", '{"path": "ü", "a": 1}'),)
        provider.script = [(plays, Given("", f"Thought {number}.", f"sig{number}", call))]
        _, reply = all_of(model_at(provider), history)
        history = (*history, reply.message, answered(reply.message, Text("日本語"), PICTURE))
    prefixes = [prefix_of(asked.body) for asked in provider.asked]
    assert len(set(prefixes)) == 4
    assert all(later.startswith(before) for before, later in itertools.pairwise(prefixes))
    assert provider.wrongs == []


@only("anthropic")  # the others keep it without being told
def test_anthropic_is_told_what_to_keep_and_finds_what_the_step_before_kept(provider):
    many = tuple((f"call_{number}", "read", "{}") for number in range(15))
    provider.says(Given("", "Hm.", "sig1", many), LAST)
    _, first = all_of(model_at(provider))
    all_of(model_at(provider), (*ASK, first.message, answered(first.message)))
    before, after = (asked.body for asked in provider.asked)
    assert "cache_control" in before["system"][-1]
    assert "cache_control" in before["messages"][-1]["content"][-1]
    assert "cache_control" in after["messages"][0]["content"][-1], "more than 20 blocks behind the new end"
    assert "cache_control" in after["messages"][-1]["content"][-1]


ENVIRONMENT = {
    "OPENAI_API_KEY": "secret", "OPENAI_BASE_URL": "http://127.0.0.1:9", "OPENAI_ORG_ID": "secret",
    "OPENAI_CUSTOM_HEADERS": "X-Mine: secret\nAuthorization: Bearer secret",
    "ANTHROPIC_API_KEY": "secret", "ANTHROPIC_AUTH_TOKEN": "secret", "ANTHROPIC_BASE_URL": "http://127.0.0.1:9",
    "ANTHROPIC_CUSTOM_HEADERS": "X-Mine: secret\nanthropic-version: secret\nanthropic-beta: secret",
    "GOOGLE_API_KEY": "secret", "GEMINI_API_KEY": "secret", "GOOGLE_GENAI_USE_VERTEXAI": "true",
    "GOOGLE_GENAI_USE_ENTERPRISE": "true", "GOOGLE_CLOUD_PROJECT": "secret", "GOOGLE_GENAI_CLIENT_MODE": "replay",
    "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:9", "GOOGLE_API_USE_MTLS_ENDPOINT": "always",
    "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9",
}  # fmt: skip
HEADERS = {
    "host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent", "authorization",
    "x-api-key", "x-goog-api-key", "anthropic-version",
}  # fmt: skip


def test_nothing_of_the_environment_leaves_and_no_header_tells_more_than_it_must(provider, monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    provider.says(TWO)
    assert all_of(model_at(provider, "KEY"))[1].message.calls
    assert all_of(model_at(provider))[1].message.calls
    for asked, key in zip(provider.asked, ("KEY", "no-key"), strict=True):
        assert set(asked.headers) <= HEADERS
        assert "secret" not in json.dumps(asked.headers)
        assert asked.headers["user-agent"] == "deskhand"
        assert key in (asked.headers.get("x-goog-api-key"), asked.headers.get("authorization", "").split(" ")[-1])


def test_what_leaves_is_told_to_the_byte_before_it_leaves(provider):
    provider.says(TWO)
    told = []
    dialect = Dialect(body={"temperature": 1} if provider.speaker.protocol == "openai-chat" else {})
    model = model_at(provider, leaving=lambda size: told.append((size, len(provider.asked))), dialect=dialect)
    all_of(model, settings=Settings("日本語"))
    assert told == [(provider.asked[0].size, 0)]


def test_nothing_leaves_when_it_cannot_be_written_down(provider):
    provider.says(TWO)
    words = Words("The disk is full.", "ディスクの空き容量がありません。")

    def full(_):
        raise NeedsUserError(words, words, "records")

    with pytest.raises(NeedsUserError) as failure:
        all_of(model_at(provider, leaving=full))
    assert failure.value.code == "records"
    assert provider.asked == []


@only("anthropic", "gemini")  # with the others the version is a part of the address
@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/"])
def test_an_address_with_or_without_its_version_is_the_same(provider, path):
    provider.says(LAST)
    provider.url += path
    assert text_of(all_of(model_at(provider))[1].message.parts) == LAST.text


LIBRARIES = {"openai-chat": "openai", "gemini": "google.genai"}
PROGRAM = """
import sys
from agent.core.ports import Settings
from tests.agent.models.asking import ASK, READ, SYSTEM, all_of, model_at, only
from agent.models.catalog import ModelConfig
from agent.models.making import model_of
before = [name for name in ("openai", "anthropic", "google.genai", "pydantic_ai", "httpx2") if name in sys.modules]
all_of(model_of(ModelConfig("t", *sys.argv[1:])))
print(before, *[name for name in ("openai", "anthropic", "google.genai") if name in sys.modules])
"""


@only("openai-chat", "gemini")  # two are enough, a start takes seconds
def test_only_the_library_of_the_protocol_that_is_spoken_is_loaded(provider):
    provider.says(LAST)
    speaker = provider.speaker
    words = [sys.executable, "-c", PROGRAM, speaker.protocol, provider.url, speaker.model]
    done = subprocess.run(words, cwd=REPO, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == f"[] {LIBRARIES[speaker.protocol]}", done.stderr
