"""The one place that asks a model again after a TransientError."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from agent.core.errors import OfflineError, TransientError
from agent.core.messages import Delta, Message, Reply, ToolSpec
from agent.core.ports import ChatModel, Settings
from agent.core.words import Words, joined
from agent.models.around import Around

WAITS = (2.0, 8.0, 30.0)
OFFLINE_WAITS = (2.0, 5.0, 10.0, 20.0, 40.0, *(60.0,) * 10)
"""About ten minutes: as long as it takes to find another network, or to start a server again."""
ASLEEP = 20.0
"""When a second took this much longer by the clock, the computer slept."""
LONGEST_WAIT = 120.0
_AGAIN = Words("Asking again in {seconds} {seconds:second|seconds}.", "{seconds} 秒後にもう一度問い合わせます。")
_AT_ONCE = Words("Asking again now.", "すぐにもう一度問い合わせます。")

Sleep = Callable[[float], Awaitable[object]]


async def awake(
    seconds: float, clock: Callable[[], float] = time.time, pause: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> None:
    """Wait; when the computer slept meanwhile, what is waited for may be there already, so that the wait is over."""
    left = seconds
    while left > 0:
        before = clock()
        await pause(min(left, 1.0))
        if clock() - before > ASLEEP:
            return
        left -= 1.0


def _silent(_: Words) -> None:
    """Tell nobody."""


class Retrying(Around):
    """A ChatModel that asks `model` again, up to once for each of `waits`.

    Before each try it waits a random time up to the next of `waits` (full jitter, so that many agents do not come
    back at the same moment), or as long as the server said. `note` is told of each wait in one sentence. When the
    server wants more than two minutes, or the tries are used up, the TransientError goes to the caller. When nobody
    can be reached it goes on for longer, by the waits `offline`: a lost network comes back. `away` waits then, where
    something can tell when somebody is there again.

    An answer that broke off is asked for again from its start and will be worded differently. What was streamed of
    it cannot be taken back, so once words were shown the Deltas of later tries are held back and only the Reply
    comes: it holds the whole answer of the last try, once, and replaces what was shown.
    """

    def __init__(  # noqa: PLR0913  # how it waits, and whom it tells
        self,
        model: ChatModel,
        waits: Sequence[float] = WAITS,
        note: Callable[[Words], None] = _silent,
        sleep: Sleep = awake,
        chance: Callable[[], float] = random.random,
        *,
        offline: Sequence[float] = OFFLINE_WAITS,
        away: Sleep | None = None,
    ) -> None:
        super().__init__(model)
        self._waits = tuple(waits)
        self._offline = tuple(offline)
        self._note = note
        self._sleep = sleep
        self._away = away or sleep
        self._chance = chance

    async def reply(
        self, history: Sequence[Message], tools: Sequence[ToolSpec], settings: Settings
    ) -> AsyncGenerator[Delta | Reply, None]:
        """As ChatModel.reply; a TransientError comes only after the last try."""
        broken = False
        waits, offline = iter(self._waits), iter(self._offline)
        while True:
            shown = False
            try:
                async with aclosing(self._model.reply(history, tools, settings)) as pieces:
                    async for piece in pieces:
                        if isinstance(piece, Reply) or not broken:
                            shown = True
                            yield piece
                return
            except TransientError as failure:
                broken = broken or shown
                await self._pause(failure, next(offline if isinstance(failure, OfflineError) else waits, None))

    async def _pause(self, failure: TransientError, longest: float | None) -> None:
        """Wait before the next try; raise `failure` when there is none."""
        if longest is None or (failure.retry_after or 0) > LONGEST_WAIT:
            raise failure
        least = 0.5 if isinstance(failure, OfflineError) else 0.0  # nobody is there who could be asked too often
        seconds = longest * (least + (1 - least) * self._chance())
        seconds = seconds if failure.retry_after is None else failure.retry_after
        again = _AGAIN.of(seconds=round(seconds)) if round(seconds) else _AT_ONCE
        self._note(joined(failure.words, again))
        await (self._away if isinstance(failure, OfflineError) else self._sleep)(seconds)
