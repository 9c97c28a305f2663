"""A ChatModel whose answer ends when the time of the Turn is over: a server can keep a stream alive for ever."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from agent.core.errors import LimitError
from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import ChatModel, Settings
from agent.core.words import Words
from agent.models.around import Around
from agent.session.limits import Limits

_OVER = Words(
    "The time limit of {seconds} {seconds:second|seconds} was reached while the model was answering; that answer "
    "was broken off.",
    "モデルの回答中に所要時間の上限({seconds} 秒)に達したため、その回答を打ち切りました。",
)


class Timed(Around):
    """Asks `model` until `limits` leave no more seconds. The clock starts here, with `worked` seconds on it."""

    def __init__(self, model: ChatModel, limits: Limits, worked: float = 0.0) -> None:
        super().__init__(model)
        self._seconds = limits.seconds
        self._began = time.monotonic() - worked

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply.

        Raises:
            LimitError: the time is over (code "limit").
        """
        async with aclosing(self._model.reply(history, tools, settings)) as pieces:
            while True:
                try:
                    async with asyncio.timeout(self._left()):
                        piece = await anext(pieces, None)
                except TimeoutError:
                    raise LimitError(_OVER.of(seconds=round(self._seconds or 0)), "limit") from None
                if piece is None:
                    return
                yield piece

    def _left(self) -> float | None:
        return None if self._seconds is None else self._seconds - (time.monotonic() - self._began)
