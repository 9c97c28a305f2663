"""Kimi's own search: its call comes back to it as it was, inside of one answer, and only when it was switched on."""

import asyncio

import pytest

from agent.core.actions import Source, Trust
from agent.core.errors import NeedsUserError
from agent.core.messages import Finish, Usage
from agent.core.ports import Settings
from agent.models.presets.kimi import WEB_SEARCH
from tests.agent.models.presets.strict.chat import Kimi
from tests.agent.models.presets.strict.server import serving
from tests.agent.models.presets.trying import asked, begun, config_of, model_at, said, step

MODEL = "kimi-k2.6"


def test_a_search_is_echoed_inside_of_one_answer_and_what_it_read_shows():
    with serving(Kimi()) as server:
        chat = model_at(server.url, "kimi", MODEL, search="on")
        reply, deltas = asked(chat, begun("What is the rate?"))
        assert reply.finish is Finish.STOP
        assert reply.message.calls == ()
        assert said(reply).endswith("\n[web_search] 1234 tokens")
        assert "heard" in "".join(delta.text for delta in deltas)
        assert server.refusals == []
        assert len(server.bodies) == 2
        assert [body["thinking"] for body in server.bodies] == [{"type": "disabled"}] * 2
        echoed = server.bodies[1]["messages"][-2]["tool_calls"][0]
        assert (echoed["type"], echoed["function"]["name"]) == ("builtin_function", WEB_SEARCH)
        assert reply.message.sources == (Source(Trust.OUTSIDE, "web"),)
        assert reply.usage == Usage(200, 20, cost=0.0)


def test_a_call_of_ours_beside_the_search_waits_and_is_repeated():
    with serving(Kimi()) as server:
        chat = model_at(server.url, "kimi", MODEL, search="on")
        reply, _ = asked(chat, begun("both please"))
        given = [message for message in server.bodies[1]["messages"] if message["role"] == "tool"]
        assert len(given) == 2
        assert "call it again" in given[1]["content"]
        assert all(not call.tool.startswith("$") for call in reply.message.calls)
        assert server.refusals == []


def test_a_model_that_searches_without_end_is_stopped():
    class Restless(Kimi):
        def stream(self, body):
            return self.search(mixed=False)

    with serving(Restless()) as server:
        reply, _ = asked(model_at(server.url, "kimi", MODEL, search="on"), begun())
        assert len(server.bodies) == 8
        assert reply.message.calls == ()
        assert reply.finish is Finish.STOP


def test_it_is_not_offered_and_not_run_where_nobody_switched_it_on():
    with serving(Kimi()) as server:
        history = begun()
        step(model_at(server.url, "kimi", MODEL), history, pictures=False)
        assert WEB_SEARCH not in str(server.bodies)
    with pytest.raises(NeedsUserError):
        config_of("kimi", "http://127.0.0.1:9/v1", "kimi-k3.1-pro", search="on")


def test_a_person_who_stops_while_it_searches_is_obeyed():
    async def stopped(chat) -> int:
        pieces = chat.reply(tuple(begun()), (), Settings("Be brief."))
        count = 0
        async for _ in pieces:
            count += 1
            break
        await pieces.aclose()
        return count

    with serving(Kimi()) as server:
        assert asyncio.run(stopped(model_at(server.url, "kimi", MODEL, search="on"))) == 1
