"""What goes wrong on the wire, sorted by who must act."""

import asyncio
import socket

import pytest

from agent.core.errors import AgentError, NeedsUserError, OfflineError, ToolError, TransientError
from agent.core.messages import Delta, Reply, Text, Usage, UserMessage
from agent.core.ports import Settings
from tests.agent.models.asking import chat as chat_at

ASK = (UserMessage((Text("hello"),)),)


def failing(asked, **how) -> AgentError:
    with pytest.raises(AgentError) as caught:
        asked(**how)
    return caught.value


@pytest.mark.parametrize(
    ("status", "error", "kind", "code"),
    [
        (401, {"message": "Incorrect API key provided: sk-mine"}, NeedsUserError, "key_refused"),
        (403, {"message": "not for you"}, NeedsUserError, "key_refused"),
        (402, {"message": "pay"}, NeedsUserError, "no_credit"),
        (429, {"message": "quota", "code": "insufficient_quota"}, NeedsUserError, "no_credit"),
        (429, {"message": "quota", "type": "exceeded_current_quota_error"}, NeedsUserError, "no_credit"),
        (404, {"message": "no such model"}, NeedsUserError, "model_gone"),
        (400, {"message": "bad", "code": "context_length_exceeded"}, ToolError, "context_overflow"),
        (400, {"message": "the request exceeds the available context size"}, ToolError, "context_overflow"),
        (400, {"message": "Your request exceeded model token limit: 262144"}, ToolError, "context_overflow"),
        (413, {"message": "too large"}, ToolError, "context_overflow"),
        (400, {"message": "temperature is wrong"}, NeedsUserError, "request_refused"),
        (302, {"message": "elsewhere"}, NeedsUserError, "request_refused"),
        (429, {"message": "slow down"}, TransientError, "rate_limited"),
        (408, {"message": "late"}, TransientError, "transient"),
        (500, {"message": "the key sk-mine made me stumble"}, TransientError, "transient"),
        (502, {"message": "bad gateway"}, TransientError, "transient"),
        (503, {"message": "overloaded"}, TransientError, "transient"),
        (503, {"message": "Loading model"}, OfflineError, "offline"),
        (529, {"message": "overloaded"}, TransientError, "transient"),
    ],
)
def test_a_status_says_who_must_act(server, asked, status, error, kind, code):
    server.refuses(status, **error)
    failure = failing(asked, key="sk-mine")
    assert isinstance(failure, kind)
    assert failure.code == code
    assert "sk-mine" not in str(failure)
    assert len(server.requests) == 1, "the wire must not retry"


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "7"}, 7), ({"retry-after-ms": "1500"}, 1.5), ({}, None)]
)
def test_the_wait_that_a_server_asks_for_is_kept(server, asked, headers, seconds):
    server.refuses(429, "slow down", headers)
    failure = failing(asked)
    assert isinstance(failure, TransientError)
    assert failure.retry_after == seconds


def test_a_body_that_is_no_json_is_still_sorted_by_its_status(server, asked):
    server.refuses(401, "x")
    server.answers[0].body = b"<html>\xff\x00"
    assert failing(asked).code == "key_refused"


def test_a_stream_that_ends_without_a_finish_reason_is_no_answer(server, asked, chunk, call_chunk):
    server.streams(chunk({"content": "I have del"}), done=False)
    server.streams(chunk({"content": "I have del"}))
    server.streams(call_chunk({"index": 0, "id": "a", "name": "read", "arguments": '{"pa'}))
    for _ in range(3):
        assert isinstance(failing(asked), TransientError)


def test_a_stream_that_is_cut_is_no_answer_even_after_words_were_shown(server, chunk):
    server.streams(chunk({"content": "Half of"}), done=False, cut=True)
    seen: list[Delta | Reply] = []

    async def collect():
        async for piece in chat_at("t", server.url, "m").reply(ASK, (), Settings("")):
            seen[len(seen) :] = [piece]

    with pytest.raises(TransientError):
        asyncio.run(collect())
    assert seen == [Delta("Half of")]


@pytest.mark.parametrize(
    "chunks",
    [
        ['{"id": "c1", "choices": [{"index": 0, "del'],
        ["[]"],
        ["null"],
        ["42"],
        ['"words"'],
        ['{"choices": "none"}'],
        ['{"choices": [{"index": 0, "delta": {"tool_calls": {"a": 1}}, "finish_reason": "stop"}]}'],
        ['{"choices": [{"index": 0, "delta": {"tool_calls": [7]}, "finish_reason": "stop"}]}'],
        ['{"choices": [{"index": 0, "delta": "text", "finish_reason": "stop"}], "usage": "much"}'],
        ['{"choices": [{"index": 0, "delta": {"content": 7}, "finish_reason": {"a": 1}}]}'],
        [],
    ],
)
def test_nonsense_from_a_server_is_one_clear_failure(server, asked, chunks):
    server.streams(*chunks, done=False)
    assert isinstance(failing(asked), TransientError)


def test_a_web_page_instead_of_an_answer_is_one_clear_failure(server, asked):
    server.refuses(200, "x", {"Content-Type": "text/html"})
    server.answers[0].body = b"<html><body>Welcome</body></html>"
    assert isinstance(failing(asked), TransientError)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"message": "overloaded", "code": 503}, TransientError),
        ({"message": "something"}, TransientError),
        ({"message": "too long", "code": "context_length_exceeded"}, ToolError),
        ({"message": "slow", "type": "rate_limit_error"}, TransientError),
    ],
)
def test_an_error_inside_a_stream_is_sorted_like_one_before_it(server, asked, chunk, error, kind):
    server.streams(chunk({"content": "a"}), {"error": error})
    assert isinstance(failing(asked), kind)


def test_silence_ends_after_the_patience(server, asked):
    server.streams()
    server.answers[0].silent = True
    assert isinstance(failing(asked, patience=0.2), TransientError)


def test_a_closed_port_is_a_transient_error_that_names_the_host():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    async def collect():
        async for _ in chat_at("t", f"http://127.0.0.1:{port}/v1", "m").reply(ASK, (), Settings("")):
            pass

    with pytest.raises(TransientError, match=r"127\.0\.0\.1"):
        asyncio.run(collect())


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/v1", "http://[::1/v1", "ftp://127.0.0.1/v1", "nonsense", ""])
def test_an_address_that_is_none_is_an_error_of_ours(url):
    async def collect():
        async for _ in chat_at("t", url, "m").reply(ASK, (), Settings("")):
            pass

    with pytest.raises(AgentError):
        asyncio.run(collect())


def test_a_key_with_letters_that_no_header_can_hold_is_an_error_of_ours(server, asked):
    server.streams()
    with pytest.raises(AgentError):
        asked(key="ｓｋ－１")
    assert not server.requests


def test_a_redirect_is_not_followed(server, asked, chunk):
    server.streams(chunk({"content": "stolen"}, "stop"))
    server.answers.insert(0, type(server.answers[0])(b"", 307, {"Location": server.url + "/elsewhere"}))
    assert failing(asked).code == "request_refused"
    assert len(server.requests) == 1


def test_stopping_in_the_middle_closes_the_connection(server, chunk):
    server.streams(chunk({"content": "a"}), done=False, cut=True)

    async def stop_after_one():
        chat = chat_at("t", server.url, "m")
        pieces = chat.reply(ASK, (), Settings(""))
        first = await anext(pieces)
        await pieces.aclose()
        return first

    assert asyncio.run(stop_after_one()) == Delta("a")


def test_a_server_that_wants_pictures_gone_gets_its_remedy(server, asked):
    server.refuses(400, "this model does not support image input")
    failure = failing(asked)
    assert isinstance(failure, NeedsUserError)
    assert "picture" in failure.remedy.en


@pytest.mark.filterwarnings("ignore::Warning")  # the libraries warn of the nonsense, too
def test_a_usage_that_is_nonsense_counts_as_nothing(server, asked, chunk):
    server.streams(chunk({"content": "ok"}, "stop", usage={"prompt_tokens": "many"}))
    assert asked()[1].usage == Usage(0, 0, 0, cost=0.0)
