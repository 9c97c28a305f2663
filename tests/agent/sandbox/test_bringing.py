"""What code gets from outside while it runs, and the time that this takes."""

import asyncio
import io
import json
import time

import pytest

from agent.core.errors import NeedsUserError, ToolError
from agent.core.running import Fetched
from agent.core.words import Words
from agent.sandbox.bringing import Clock, bring
from agent.sandbox.inside.channel import Channel, FetchError


def test_the_clock_stands_still_while_something_is_brought():
    clock = Clock(0.3)
    with clock.stopped():
        time.sleep(0.4)
        assert 0 < clock.left() <= 0.3
    assert 0.2 < clock.left() <= 0.3
    time.sleep(0.35)
    assert clock.left() < 0


def test_a_clock_that_ran_out_while_it_stopped_still_waits_for_the_answer():
    clock = Clock(0)
    with clock.stopped():
        assert clock.left() > 0


def brought(fetching):
    head, _, data = asyncio.run(bring("https://a.test/", fetching)).partition(b"\n")
    return json.loads(head), data


def test_bytes_come_behind_a_line_that_counts_them():
    async def fetching(address):
        return Fetched(address, "text/csv", b"a\nb")

    assert brought(fetching) == ({"size": 3, "address": "https://a.test/", "kind": "text/csv"}, b"a\nb")


def test_a_refusal_is_an_answer_and_what_the_person_must_mend_is_none():
    async def refused(_):
        raise ToolError(Words("No.", "いいえ。"), "denied")

    async def full(_):
        raise NeedsUserError(Words("The disk is full.", "空き容量がありません。"), Words("", ""), "disk_full")

    assert brought(refused) == ({"failed": "No.", "code": "denied"}, b"")
    assert brought(None)[0]["code"] == "nobody"
    with pytest.raises(NeedsUserError):
        brought(full)


def test_nothing_is_fetched_between_two_requests():
    answers = io.BytesIO()
    asked = b'{"id": 1}\n{"size": 3}\na,b{"id": 2}\n'
    channel = Channel(io.BytesIO(asked), answers)
    with pytest.raises(FetchError) as caught:
        channel.fetch("https://a.test/")
    assert caught.value.code == "over"
    requests = channel.requests()
    assert next(requests) == {"id": 1}
    assert channel.fetch("https://a.test/") == b"a,b"
    channel.answer({"id": 1})
    with pytest.raises(FetchError):
        channel.fetch("https://a.test/")
    assert [*requests] == [{"id": 2}]
    assert answers.getvalue() == b'{"fetch": "https://a.test/", "id": 1}\n{"id": 1}\n'
