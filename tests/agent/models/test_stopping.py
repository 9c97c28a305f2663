"""Whatever lies around a model: when nobody listens any more, its request ends at once."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from agent.core.errors import TransientError
from agent.core.messages import Delta, Text, UserMessage
from agent.core.ports import ChatModel, Settings, Traits
from agent.core.words import Words
from agent.models.fallback import WithFallback
from agent.models.presets.echo import Echoing
from agent.models.retry import Retrying
from agent.models.written import WrittenCalls


class Talking:
    """A ChatModel that talks without end. `open` is how many of its requests are under way."""

    name, host, traits = "talking", "", Traits()

    def __init__(self):
        self.open = 0

    async def reply(self, history, tools, settings):
        self.open += 1
        try:
            while True:
                yield Delta("word ")
        finally:
            self.open -= 1


class Away:
    """A ChatModel that is not there."""

    name, host, traits = "away", "", Traits()

    async def reply(self, history, tools, settings):
        for words in (Words("It is away.", "応答がありません。"),):
            raise TransientError(words)
        yield Delta("")


async def yes(_):
    return True


WAYS: dict[str, Callable[[ChatModel], Any]] = {
    "retry": Retrying,
    "echo": Echoing,
    "written": lambda model: WrittenCalls(model, lambda _: None),
    "fallback": lambda model: WithFallback(model, Away(), lambda _: None, yes),
    "the second": lambda model: WithFallback(Away(), model, lambda _: None, yes),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_request_ends_with_the_last_listener(way):
    talking = Talking()

    async def stopped():
        pieces = WAYS[way](talking).reply((UserMessage((Text("hello"),)),), (), Settings("Be brief."))
        assert await anext(pieces) == Delta("word ")
        assert talking.open == 1
        await pieces.aclose()
        return talking.open

    assert asyncio.run(stopped()) == 0
