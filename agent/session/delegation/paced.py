"""A ChatModel that keeps the pace of all delegates: it stands below the retries, so that every try is counted."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from agent.core.errors import TransientError
from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import ChatModel, Settings, Traits
from agent.session.delegation.pace import Pace

RATE_LIMITED = "rate_limited"


class Paced:
    """Asks `model` when one more request may be under way, and tells the pace of refusals. Deltas are not passed on."""

    def __init__(self, model: ChatModel, pace: Pace) -> None:
        self._model = model
        self._pace = pace

    @property
    def name(self) -> str:
        """The name the person gave it."""
        return self._model.name

    @property
    def host(self) -> str:
        """The host that the words go to."""
        return self._model.host

    @property
    def traits(self) -> Traits:
        """What it can take."""
        return self._model.traits

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply, in its turn."""
        await self._pace.enter()
        try:
            async with aclosing(self._model.reply(history, tools, settings)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Reply):
                        yield piece
        except TransientError as failure:
            if failure.code == RATE_LIMITED:
                self._pace.refused(failure)
            raise
        finally:
            self._pace.leave()
