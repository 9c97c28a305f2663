"""Asking again, in one place, without showing an answer twice."""

import asyncio
import socket

import pytest

from agent.core.errors import NeedsUserError, OfflineError, ToolError, TransientError
from agent.core.messages import Delta, Reply, Text, UserMessage, text_of
from agent.core.ports import Settings
from agent.core.words import Words
from agent.models.retry import OFFLINE_WAITS, Retrying, awake
from agent.models.scripted import ScriptedModel, says
from tests.agent.models.asking import chat as chat_at

BUSY = Words("Busy.", "混雑しています。")
ASK = (UserMessage((Text("hello"),)),)


class Broken:
    """Streams a few words, then fails, `times` times; after that it answers."""

    name = "broken"
    host = "example.com"

    def __init__(self, times: int) -> None:
        self.times = times

    async def reply(self, history, tools, settings):
        yield Delta("Half ")
        if self.times:
            self.times -= 1
            raise TransientError(Words("It broke off.", "途切れました。"))
        yield Delta("and whole")
        yield says("Half and whole")


def run(model, waits=(0, 0, 0), chance=lambda: 0.5):
    """What came, what was noted, and how long was waited."""
    notes: list[Words] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def collect():
        retrying = Retrying(model, waits, notes.append, sleep, chance)
        assert (retrying.name, retrying.host) == (model.name, model.host)
        return [piece async for piece in retrying.reply(ASK, (), Settings(""))]

    return asyncio.run(collect()), notes, slept


def test_an_answer_after_failures_comes_once_and_each_wait_is_told():
    model = ScriptedModel([TransientError(BUSY), TransientError(BUSY), TransientError(BUSY), "ok"])
    pieces, notes, slept = run(model, waits=(2, 8, 30))
    assert [piece for piece in pieces if isinstance(piece, Reply)] == [pieces[-1]]
    assert text_of(pieces[-1].message.parts) == "ok"
    assert len(notes) == 3
    assert slept == [1, 4, 15]


def test_after_four_tries_the_failure_goes_to_the_caller():
    model = ScriptedModel([TransientError(BUSY)] * 5)
    with pytest.raises(TransientError):
        run(model)
    assert model.left == 1


def test_the_server_decides_how_long_to_wait_but_not_for_ever():
    _, _, slept = run(ScriptedModel([TransientError(BUSY, retry_after=7), "ok"]), waits=(2,))
    assert slept == [7]
    patient = ScriptedModel([TransientError(BUSY, retry_after=3600), "ok"])
    with pytest.raises(TransientError):
        run(patient)
    assert patient.left == 1


@pytest.mark.parametrize("failure", [NeedsUserError(BUSY, BUSY), ToolError(BUSY, "context_overflow")])
def test_what_time_cannot_heal_is_not_asked_again(failure):
    model = ScriptedModel([failure, "ok"])
    with pytest.raises(type(failure)):
        run(model)
    assert model.left == 1


def test_words_that_were_shown_are_not_shown_again_and_the_reply_is_whole():
    pieces, _, _ = run(Broken(2))
    assert pieces[:-1] == [Delta("Half ")]
    assert text_of(pieces[-1].message.parts) == "Half and whole"


def test_a_failure_before_the_first_word_leaves_the_streaming_as_it_is():
    pieces, _, _ = run(ScriptedModel([TransientError(BUSY), "a b"]))
    assert pieces[:-1] == [Delta("a "), Delta("b ")]


def test_a_stop_during_a_wait_ends_it():
    async def stopped():
        pieces = Retrying(ScriptedModel([TransientError(BUSY)] * 4), waits=(1000,), chance=lambda: 1.0)
        task = asyncio.ensure_future(anext(pieces.reply(ASK, (), Settings(""))))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(stopped(), 5))


def test_a_real_server_that_is_busy_is_asked_again(server, chunk):
    server.refuses(429, "slow down", {"Retry-After": "3"})
    server.streams(chunk({"content": "Half"}), done=False, cut=True)
    server.streams(chunk({"content": "whole"}, "stop"))
    pieces, notes, slept = run(chat_at("t", server.url, "m"))
    assert pieces[:-1] == [Delta("Half")]
    assert text_of(pieces[-1].message.parts) == "whole"
    assert slept[0] == 3
    assert len(notes) == 2


AWAY = Words("Nobody is there.", "応答するものがありません。")


def test_a_lost_network_is_waited_for_much_longer_than_a_server_with_a_problem():
    model = ScriptedModel([*[OfflineError(AWAY)] * 8, TransientError(BUSY), "ok"])
    pieces, notes, slept = run(model, waits=(2, 8, 30))
    assert text_of(pieces[-1].message.parts) == "ok"
    assert len(notes) == 9
    assert slept == [0.75 * wait for wait in OFFLINE_WAITS[:8]] + [1]


def test_a_network_that_stays_away_is_told_after_about_ten_minutes():
    model = ScriptedModel([OfflineError(AWAY)] * 40)
    with pytest.raises(OfflineError) as failed:
        run(model)
    assert failed.value.code == "offline"
    assert 40 - model.left == len(OFFLINE_WAITS) + 1
    assert 480 < sum(OFFLINE_WAITS) * 0.75 < 720


def test_a_server_that_is_not_there_is_another_failure_than_one_that_breaks_off():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def ask():
        return [
            piece async for piece in chat_at("test", f"http://127.0.0.1:{port}/v1", "m").reply(ASK, (), Settings(""))
        ]

    with pytest.raises(OfflineError) as failed:
        asyncio.run(ask())
    assert "cannot be reached" in str(failed.value)


def test_a_computer_that_slept_asks_again_at_once():
    times = iter((0.0, 1.0, 1.0, 2.0, 2.0, 900.0))
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    asyncio.run(awake(60.0, lambda: next(times), pause))
    assert waited == [1.0, 1.0, 1.0]
