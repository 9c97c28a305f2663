"""A ChatModel that keeps the pace of all delegates: it stands below the retries, so that every try is counted."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from agent.core.errors import TransientError
from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import ChatModel, Settings
from agent.models.around import Around
from agent.session.delegation.pace import Pace

RATE_LIMITED = "rate_limited"


class Paced(Around):
    """Asks `model` when one more request may be under way, and tells the pace of refusals. Deltas are not passed on."""

    def __init__(self, model: ChatModel, pace: Pace) -> None:
        super().__init__(model)
        self._pace = pace

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
