"""One connector of this process: opened beside what else happens, and not again and again when that fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from agent.core.words import Words
from connectors.connector import Config, Connector, Standing, State
from desktop.compose.connector_calls import Asker
from desktop.compose.connector_missing import Missing
from desktop.compose.masking import Masking

WAITS = (5.0, 30.0, 120.0, 600.0)
"""Seconds from a try that failed until a Turn tries it again, by how many have failed."""


@dataclass(slots=True)
class Living:
    """A connector of this process, and the calls that wait for it."""

    config: Config
    connector: Connector
    calls: list[Asker]
    masking: Masking
    _opening: asyncio.Task[None] | None = None
    _failures: int = 0
    _not_before: float = field(default=0.0)

    @property
    def state(self) -> State:
        """How it stands, without its secrets: programs print them in errors."""
        state = self.connector.state
        words = Words(self.masking.text(state.words.en), self.masking.text(state.words.ja))
        return replace(state, words=words, said=self.masking.text(state.said))

    @property
    def is_due(self) -> bool:
        """Whether a Turn should open it: nobody does so already, and it did not just fail."""
        return (self._opening is None or self._opening.done()) and time.monotonic() >= self._not_before

    @property
    def missing(self) -> Missing | None:
        """How it is missed in a Turn; None when it is there."""
        standing = self.connector.state.standing
        if not self.config.enabled or standing is Standing.READY:
            return None
        return Missing(self.config.id, self.config.title or self.config.id, standing)

    def begin(self, work: Callable[["Living"], Awaitable[None]]) -> asyncio.Task[None]:
        """Open it by `work`, in a task of its own."""
        self._opening = asyncio.create_task(self._opened(work))
        return self._opening

    def forgive(self) -> None:
        """It may be tried again at once: the person did something about it."""
        self._failures, self._not_before = 0, 0.0

    async def stop(self) -> None:
        """Nobody waits for it to be opened any more."""
        if self._opening is not None and not self._opening.done():
            self._opening.cancel()
            await asyncio.wait({self._opening})

    async def _opened(self, work: Callable[["Living"], Awaitable[None]]) -> None:
        await work(self)
        if self.connector.state.standing is Standing.READY:
            self.forgive()
        else:
            self._not_before = time.monotonic() + WAITS[min(self._failures, len(WAITS) - 1)]
            self._failures += 1
