"""What leaves over the wire, and what never does."""

import asyncio
import json

import pytest

from agent.core.errors import AgentError, NeedsUserError
from agent.core.messages import Text, ToolSpec, UserMessage, text_of
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.address import without_credentials
from agent.models.retry import Retrying
from tests.agent.models.asking import chat as chat_at

ASK = (UserMessage((Text("hello"),)),)
READ = ToolSpec("read", "Read a file.", {"type": "object", "properties": {"path": {"type": "string"}}})


def test_only_what_a_server_needs_is_in_the_headers(server, asked, chunk, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: secret\nAuthorization: Bearer secret")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    server.streams(chunk({"content": "ok"}, "stop"))
    asked()
    asked(key="sk-mine")
    without, with_key = (request.headers for request in server.requests)
    assert "secret" not in json.dumps(without)
    assert "sk-other" not in json.dumps(without)
    assert with_key["authorization"] == "Bearer sk-mine"
    assert not [name for name in without if name.startswith(("x-", "openai-"))]


def test_a_proxy_is_not_asked_for_this_machine(server, asked, chunk, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.streams(chunk({"content": "ok"}, "stop"))
    assert text_of(asked()[1].message.parts) == "ok"


def test_the_key_is_in_no_repr():
    assert "sk-mine" not in repr(chat_at("a", "https://api.example.com/v1", "m", "sk-mine"))
    assert chat_at("a", "https://API.example.com:8443/v1", "m").host == "api.example.com"


def test_a_proxy_never_reads_what_goes_in_the_clear_to_the_own_network(server, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, server.url.removesuffix("/v1"))

    async def ask():
        async for _ in chat_at("lan", "http://ollama-box/v1", "m", "SECRETKEY").reply(ASK, (), Settings("s")):
            pass

    with pytest.raises(AgentError):
        asyncio.run(ask())
    assert server.requests == []


def test_what_leaves_is_counted_to_the_byte_before_it_leaves_and_each_try_counts(server, chunk):
    told = []
    server.refuses(503, "later", {"Retry-After": "0"})
    server.streams(chunk({"content": "ok"}, "stop"))
    chat = chat_at("test", server.url, "m", leaving=lambda size: told.append((size, len(server.requests))))

    async def collect():
        return [piece async for piece in Retrying(chat).reply(ASK, (READ,), Settings("日本語"))]

    asyncio.run(collect())
    sizes = [int(request.headers["content-length"]) for request in server.requests]
    assert told == [(sizes[0], 0), (sizes[1], 1)]


def test_nothing_leaves_when_it_cannot_be_written_down(server, chunk):
    server.streams(chunk({"content": "ok"}, "stop"))
    words = Words("The disk is full.", "ディスクの空き容量がありません。")

    def full(_):
        raise NeedsUserError(words, words, "records")

    async def collect():
        return [p async for p in Retrying(chat_at("t", server.url, "m", leaving=full)).reply(ASK, (), Settings(""))]

    with pytest.raises(NeedsUserError) as failure:
        asyncio.run(collect())
    assert failure.value.code == "records"
    assert server.requests == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://user:pass@host/v1", "https://...@host/v1"),
        ("https://user:pa/ss@host:8/v1", "https://...@host:8/v1"),
        ("https://token@host", "https://...@host"),
        ("user:pass@host", "...@host"),
        ("https://host/v1?key=abc", "https://host/v1?..."),
        ("https://host/v1#abc", "https://host/v1#..."),
        ("https://host:8443/v1", "https://host:8443/v1"),
    ],
)
def test_an_address_is_told_without_what_could_be_a_password(address, told):
    assert without_credentials(address) == told
    assert told in repr(chat_at("a", address, "m"))
