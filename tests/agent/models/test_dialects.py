"""What one system adds to its protocol or leaves out, seen by the server."""

import dataclasses
import json

import pytest

from agent.core.messages import AssistantMessage, Finish, Outcome, Text, ToolMessage, ToolResult, UserMessage, text_of
from agent.models.dialect import Caching, Dialect
from tests.agent.models.asking import ASK, SYSTEM, all_of, model_at, only
from tests.agent.models.servers.answers import Given
from tests.agent.models.test_protocols import CALLS, LAST

SEARCH = {"type": "web_search_20250305", "name": "web_search"}


@pytest.fixture
def lenient(provider):
    """A provider that takes whatever a Dialect says."""
    provider.strict = False
    provider.says(LAST)
    return provider


def sent(provider, dialect: Dialect, history=ASK, settings=SYSTEM) -> dict:
    all_of(model_at(provider, dialect=dialect), history, settings)
    body: dict = provider.asked[-1].body
    return body


def test_without_a_dialect_nothing_is_added(lenient):
    plain = sent(lenient, Dialect(caching=Caching.NONE))
    assert "cache_control" not in json.dumps(plain)
    assert sent(lenient, Dialect(caching=Caching.NONE)) == plain


def test_what_a_system_wants_is_merged_into_what_is_there(lenient):
    body = {"generationConfig": {"thinkingConfig": {"thinkingBudget": 7}}, "x_mode": {"a": 1}}
    found = sent(lenient, Dialect(body=body), settings=dataclasses.replace(SYSTEM, max_output=99))
    assert found["generationConfig"]["thinkingConfig"] == {"thinkingBudget": 7}
    assert found["x_mode"] == {"a": 1}
    if lenient.speaker.protocol == "gemini":
        assert found["generationConfig"]["maxOutputTokens"] == 99, "the rest of it stays"


def test_what_a_system_refuses_is_left_out_at_any_depth(lenient):
    dialect = Dialect(
        body={"temperature": 1, "deep": {"a": 1, "b": 2}}, forbidden=("temperature", "deep.a", "not.there")
    )
    found = sent(lenient, dialect)
    assert "temperature" not in found
    assert found["deep"] == {"b": 2}


def test_tools_of_the_provider_stand_behind_ours(lenient):
    found = sent(lenient, Dialect(server_tools=(SEARCH,)))["tools"]
    assert found[-1] == SEARCH
    assert len(found) == 2
    assert "read" in json.dumps(found[0])


def test_headers_of_a_system_go_along_but_never_in_the_place_of_the_key(lenient):
    all_of(model_at(lenient, "KEY", dialect=Dialect(headers={"anthropic-beta": "x", "Authorization": "mine"})))
    headers = lenient.asked[-1].headers
    assert headers["anthropic-beta"] == "x"
    if lenient.speaker.protocol != "gemini":
        assert headers["authorization"] == "Bearer KEY"


def test_the_system_text_is_in_the_first_message_where_its_field_is_ignored(lenient):
    found = sent(lenient, Dialect(system_as_message=True))
    said = next(found[name] for name in ("messages", "input", "contents") if name in found)
    assert SYSTEM.system in json.dumps(said[0])
    assert SYSTEM.system not in json.dumps({name: value for name, value in found.items() if value is not said})


@only("openai-chat")
def test_the_limit_of_an_answer_has_the_name_that_the_system_knows(lenient):
    found = sent(lenient, Dialect(max_output_name="max_answer"), settings=dataclasses.replace(SYSTEM, max_output=99))
    assert found["max_answer"] == 99
    assert "max_tokens" not in found


@only("openai-chat")
def test_a_chat_that_must_be_told_what_to_keep_is_told(lenient):
    answer = AssistantMessage((Text("ok"),))
    found = sent(lenient, Dialect(caching=Caching.BREAKPOINTS), (*ASK, answer, UserMessage((Text("more"),))))
    marked = ["cache_control" in json.dumps(message) for message in found["messages"]]
    assert marked == [True, True, False, True]
    assert found["messages"][0]["content"][0]["text"] == SYSTEM.system


@only("anthropic")
def test_what_ran_at_the_provider_goes_back_unmodified_and_a_pause_is_no_end(provider):
    provider.says(
        Given("I look.", "Hm.", "sig1", ran="rates today", finish="pause"), Given("It is 3 %.", calls=CALLS[:1]), LAST
    )
    dialect = Dialect(server_tools=(SEARCH,))
    _, reply = all_of(model_at(provider, dialect=dialect))
    assert "It is 3 %." in text_of(reply.message.parts)
    assert reply.finish is Finish.CALLS
    assert len(provider.asked) == 2
    assert reply.usage.output == 20, "both halves are counted"
    results = ToolMessage((ToolResult("call_a", Outcome.DONE, (Text("x"),)),))
    all_of(model_at(provider, dialect=dialect), (*ASK, reply.message, results))
    assert "enc-rates today" in json.dumps(provider.asked[2].body)
    assert provider.wrongs == []


@only("anthropic")
def test_a_provider_that_pauses_for_ever_is_left_after_eight_times(provider):
    provider.says(Given("I look.", "Hm.", "sig1", ran="rates today", finish="pause"))
    provider.strict = False
    _, reply = all_of(model_at(provider, dialect=Dialect(server_tools=(SEARCH,))))
    assert (len(provider.asked), reply.finish) == (8, Finish.LENGTH)
