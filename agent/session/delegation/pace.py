"""How many may work at once: fewer as soon as a provider says that there are too many requests, slowly more again.

Additive increase, multiplicative decrease, as in RFC 5681; a launch ramp, so that a provider is not met by all at once.
"""

import asyncio
from collections.abc import Callable

from agent.core.errors import TransientError
from agent.models.retry import LONGEST_WAIT

Clock = Callable[[], float]
AT_FIRST = 8
_HALVE_AT_MOST_EVERY = 2.0  # what was in flight when the first refusal came brings more of them
_GROW_EVERY = 10.0
_PAUSE = 1.0


class Pace:
    """`most` is the number that may work at once when nobody complains; `clock` gives seconds. `under_way` counts the
    requests that are made now, `refusal` is why none is made any more: the provider wants a longer wait than anybody
    should sit through.
    """

    def __init__(self, most: int, clock: Clock) -> None:
        self._most = max(1, most)
        self._clock = clock
        self._began = clock()
        self._capacity = self._most
        self._changed = float("-inf")
        self._rests_until = float("-inf")
        self.under_way = 0
        self.refusal: TransientError | None = None
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def capacity(self) -> int:
        """How many may work now. It doubles each second at the start, and grows by one after each quiet while."""
        now = self._clock()
        if self._capacity < self._most and self._changed > float("-inf"):
            grown = int((now - max(self._changed, self._rests_until)) / _GROW_EVERY)
            if grown > 0:
                self._capacity = min(self._most, self._capacity + grown)
                self._changed = now
        seconds = min(int(now - self._began), 20)
        return min(self._capacity, AT_FIRST << seconds)

    def refused(self, failure: TransientError) -> None:
        """The provider says that there are too many requests. A wait that is told, not waited for, ends it for all."""
        if (failure.retry_after or 0) <= LONGEST_WAIT:
            self.limited(failure.retry_after)
            return
        self.refusal = failure
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            turn.set_result(None)

    def limited(self, retry_after: float | None) -> None:
        """Too many requests; nothing begins for as long as the provider wants."""
        now = self._clock()
        self._rests_until = max(self._rests_until, now + (_PAUSE if retry_after is None else retry_after))
        if now - self._changed >= _HALVE_AT_MOST_EVERY:
            self._capacity = max(1, min(self._capacity, self.capacity) // 2)
            self._changed = now

    def rest(self, active: int) -> float:
        """Seconds until one more may begin beside `active` others; 0 is now, infinity is when one of them ends."""
        now = self._clock()
        if now < self._rests_until:
            return self._rests_until - now
        if active < self.capacity:
            return 0.0
        if self.capacity < self._capacity:  # the ramp
            return 1.0 - (now - self._began) % 1.0
        return float("inf") if self._capacity >= self._most else _GROW_EVERY

    async def enter(self) -> None:
        """Wait until one more request may be made; it is under way until `leave`.

        Raises:
            TransientError: none may be made any more.
        """
        while self.refusal is None and (rest := self.rest(self.under_way)) > 0:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await asyncio.wait([turn], timeout=None if rest == float("inf") else rest)
            except asyncio.CancelledError:
                if turn.done():  # its turn came in the same moment: it goes to the next, else nobody wakes that one
                    self._wake()
                raise
            finally:
                if turn in self._waiting:
                    self._waiting.remove(turn)
        if self.refusal is not None:
            raise TransientError(self.refusal.words, self.refusal.retry_after, self.refusal.code)
        self.under_way += 1

    def leave(self) -> None:
        """A request is over."""
        self.under_way -= 1
        self._wake()

    def _wake(self) -> None:
        if self._waiting:
            self._waiting.pop(0).set_result(None)
